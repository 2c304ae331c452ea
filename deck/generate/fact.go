package generate

import (
	"slices"
	"strconv"
	"strings"
)

// factKeys are the fields that every fact may have, whatever its kind.
var factKeys = []string{"id", "kind", "row", "confidence", "owner", "era", "theme", "level", "order", "source",
	"text", "why", "group", "added", "tags", "use", "ask", "reason", "date"}

// askKeys are the fields of an ask.
var askKeys = []string{"name", "kind", "prompt", "answers", "wrong", "items", "match", "tolerance", "unit", "both",
	"hint", "why", "source", "tags", "level", "theme", "era", "group", "draw", "count", "except", "added"}

func (m *Material) readFact(c *complaints, t *table, ids map[string]place) {
	r := c.reader(t, "fact")
	f := &Fact{at: t.at, table: t, File: t.at.file, Line: t.at.line, fields: map[string]words{}}
	f.ID = r.must("id", `"border-1855"`)
	r.what = "fact " + quote(f.ID)
	r.form("id", f.ID)
	if first, ok := ids[f.ID]; ok && f.ID != "" {
		r.twice(r.at("id"), "fact", f.ID, first)
	}
	ids[f.ID] = t.at
	f.Never = m.readNever(r, f)
	f.Kind = r.text("kind")
	k := m.kinds[f.Kind]
	if f.Kind == "" && !f.Never {
		f.Kind = r.must("kind", quote(first(keys(m.kinds), "event")))
	} else if f.Kind != "" && k == nil {
		r.add(r.at("kind"), "unknown", suggestion(f.Kind, keys(m.kinds)), "%s: unknown kind %q", r.what, f.Kind)
	}
	m.readConfidence(r, f)
	if f.Rows = r.texts("row"); len(f.Rows) == 0 && slices.Contains(m.demand, "row") {
		r.must("row", `["O4"]`)
	}
	f.Text = m.wanted(r, "text", `"What happened, in one or two sentences."`)
	f.why, f.group, f.added = r.text("why"), r.text("group"), r.text("added")
	f.tags = r.texts("tags")
	f.rank, _ = r.number("order")
	if r.has("use") {
		f.use = r.texts("use")
	}
	f.Date = r.text("date")
	if f.Date != "" && !isDate(f.Date) {
		r.wrong("date", "an ISO date", `"1956-10-19", "1956-10" or "1956"`)
	}
	m.readPlace(r, f, k)
	f.sources = m.sourcesOf(r, r.texts("source"))
	switch {
	case k != nil:
		m.readFields(r, f, k)
	case f.Kind == "":
		r.done(factKeys...)
	}
	m.Facts = append(m.Facts, f)
}

// readNever reads what keeps a fact from being asked at all.
func (m *Material) readNever(r *reader, f *Fact) bool {
	v := r.t.values["ask"]
	f.Reason = r.text("reason")
	if v == nil || v.table == nil && v.list != nil {
		r.seen["ask"] = true
		if f.Reason != "" {
			r.add(r.at("reason"), "field", `add a line   ask = "never"`, "%s has a reason not to be asked, but may be asked", r.what)
		}
		return false
	}
	if r.text("ask") != "never" {
		r.wrong("ask", "the word never, or [[fact.ask]] tables", `"never"`)
	}
	if f.Reason == "" {
		r.must("reason", `"no source was found"`)
	}
	return true
}

// wanted is must where the subject demands it, else text.
func (m *Material) wanted(r *reader, key, example string) string {
	if slices.Contains(m.demand, key) {
		return r.must(key, example)
	}
	return r.text(key)
}

func (m *Material) readConfidence(r *reader, f *Fact) {
	known := []string{string(Confirmed), string(Detail), string(WellKnown), string(Weak), string(Disputed)}
	if f.Confidence = Confidence(m.wanted(r, "confidence", `"confirmed"`)); f.Confidence == "" {
		f.Confidence = Confirmed
	}
	if f.Confidence != "" && !slices.Contains(known, string(f.Confidence)) {
		r.add(r.at("confidence"), "field", suggestion(string(f.Confidence), known), "%s: unknown confidence %q", r.what, f.Confidence)
	}
	f.Owner = r.text("owner")
	if f.Owner != "" && f.Confidence.Plain() {
		r.add(r.at("owner"), "field", "take owner out, or set   confidence = \"disputed\"", "%s is %s and needs no owner", r.what, f.Confidence)
	}
}

// readPlace finds where the fact belongs: theme, level, era.
func (m *Material) readPlace(r *reader, f *Fact, k *kind) {
	f.Theme, f.Level, f.Era = r.text("theme"), r.text("level"), r.text("era")
	m.known(r, "theme", f.Theme, m.Themes)
	m.known(r, "level", f.Level, m.Levels)
	m.known(r, "era", f.Era, m.Eras)
	if k != nil {
		f.Theme, f.Level = first([]string{f.Theme}, k.theme), first([]string{f.Level}, k.level)
	}
	if year, err := strconv.Atoi(f.Date[:min(4, len(f.Date))]); err == nil && f.Era == "" {
		for _, e := range m.Eras {
			if e.From != 0 && e.From <= year && (year <= e.Until || e.Until == 0) {
				f.Era = e.Key
			}
		}
	}
	if f.Never || k == nil || f.Date != "" && !isDate(f.Date) {
		return // said already
	}
	for _, h := range []struct {
		key, value string
		list       []Heading
	}{{"theme", f.Theme, m.Themes}, {"level", f.Level, m.Levels}, {"era", f.Era, m.Eras}} {
		if h.value == "" && len(h.list) > 0 {
			r.add(r.t.at, "missing", "add a line such as   "+h.key+" = "+quote(h.list[0].Key), "%s has no %s", r.what, h.key)
		}
	}
}

// sourcesOf turns keys into "title <address>".
func (m *Material) sourcesOf(r *reader, list []string) []string {
	var out []string
	for _, key := range list {
		s, ok := m.sources[key]
		if !ok {
			r.add(r.at("source"), "unknown", suggestion(key, keys(m.sources)), "%s: unknown source %q", r.what, key)
			continue
		}
		out = append(out, s)
	}
	return out
}

// readFields reads the fields of the fact's kind and the asks of its own.
func (m *Material) readFields(r *reader, f *Fact, k *kind) {
	for _, field := range k.fields {
		if field.name == "date" {
			if f.Date == "" && field.required && !f.Never {
				m.lacks(r, k, field)
			}
			continue
		}
		list := r.texts(field.name)
		if len(list) == 0 {
			if field.required && !f.Never {
				m.lacks(r, k, field)
			}
			continue
		}
		f.fields[field.name] = m.words(r, field.name, list)
	}
	if f.Date != "" {
		f.fields["date"] = words{{f.Date}}
	}
	names := map[string]bool{}
	var own []*ask
	if !f.Never {
		for _, t := range r.tables("ask") {
			a := readAsk(r.complaints, t, r.what, false)
			if names[a.name] {
				r.add(t.at, "twice", "give one of them another name", "%s has two asks %q", r.what, a.name)
			}
			names[a.name] = true
			own = append(own, a)
		}
	}
	asks := map[string]bool{}
	for _, a := range k.asks {
		asks[a.name] = true
	}
	for _, name := range f.use {
		if !asks[name] {
			r.add(r.at("use"), "unknown", suggestion(name, keys(asks)), "%s: kind %q has no ask %q", r.what, k.name, name)
		}
	}
	r.done(k.fieldNames()...)
	f.asks = merge(k, f, own)
}

func (m *Material) lacks(r *reader, k *kind, field field) {
	about := ""
	if field.about != "" {
		about = " (" + field.about + ")"
	}
	r.add(r.t.at, "missing", "add a line such as   "+field.name+` = "…"`, "%s: kind %q needs the field %s%s", r.what, k.name, field.name, about)
}

// merge returns the asks of a fact: those of its kind that are wanted and
// whose fields it has, each with what the fact says differently, then its own.
func merge(k *kind, f *Fact, own []*ask) []*ask {
	var asks []*ask
	taken := map[string]bool{}
	for _, a := range k.asks {
		var over *ask
		for _, o := range own {
			if o.name == a.name {
				over = o
				taken[o.name] = true
			}
		}
		if over == nil && (f.use != nil && !slices.Contains(f.use, a.name) || !f.hasAll(a.needs)) {
			continue
		}
		if over != nil {
			both := newTable(over.at)
			for _, t := range []*table{a.table, over.table} {
				for _, key := range t.keys {
					both.set(key, t.keyAt[key], t.values[key])
					both.keyAt[key] = t.keyAt[key]
				}
			}
			a = &ask{at: over.at, name: a.name, table: both}
		}
		asks = append(asks, a)
	}
	for _, o := range own {
		if !taken[o.name] {
			asks = append(asks, o)
		}
	}
	return asks
}

func (f *Fact) hasAll(fields []string) bool {
	for _, name := range fields {
		if len(f.fields[name]) == 0 {
			return false
		}
	}
	return true
}

// readAsk reads one ask of a kind or of a fact. Its templates are filled in
// later.
func readAsk(c *complaints, t *table, owner string, ofKind bool) *ask {
	r := c.reader(t, owner+", ask")
	a := &ask{at: t.at, table: t, name: r.must("name", `"date"`)}
	r.what = owner + ", ask " + quote(a.name)
	r.form("name", a.name)
	if ofKind {
		a.needs = r.texts("needs")
	}
	r.done(askKeys...)
	return a
}

// first returns the first text that is not empty, or the fallback.
func first(list []string, fallback string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return fallback
}
