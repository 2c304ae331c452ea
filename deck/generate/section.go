package generate

import (
	"cmp"
	"slices"
	"strings"

	"kuril/deck"
)

// section is a part of the text that is read before the questions are asked.
type section struct {
	at, factsAt      place
	era, title, text string
	facts            []string          // "id" or "id + id", in the order in which they are told
	take             map[string]string // what further facts it tells: their theme, kind …
}

// takes are what a section may take facts by.
var takes = []string{"era", "theme", "kind", "level", "tag"}

func (m *Material) readSection(c *complaints, t *table) {
	r := c.reader(t, "section")
	s := &section{at: t.at, title: r.must("title", `"The first border"`)}
	r.what = "section " + quote(s.title)
	s.era, s.text = r.text("era"), r.text("text")
	m.known(r, "era", s.era, m.Eras)
	if s.era == "" && len(m.Eras) > 0 {
		r.add(t.at, "missing", "add a line such as   era = "+quote(m.Eras[0].Key), "%s has no era", r.what)
	}
	r.texts("row")
	s.facts, s.factsAt = r.texts("facts"), r.at("facts")
	m.readTake(r, s)
	if len(s.facts) == 0 && !r.has("take") {
		r.add(t.at, "missing", `add a line such as   facts = ["…"]   or   take = { theme = "…" }`, "%s tells no fact", r.what)
	}
	r.done()
	m.sections = append(m.sections, s)
}

func (m *Material) readTake(r *reader, s *section) {
	r.seen["take"] = true
	v := r.t.values["take"]
	if v == nil {
		return
	}
	if v.table == nil {
		r.wrong("take", "a table", `{ theme = "…" }`)
		return
	}
	s.take = map[string]string{}
	tr := r.reader(v.table, r.what+", take")
	for _, key := range takes {
		if tr.has(key) {
			s.take[key] = tr.must(key, `"…"`)
		}
	}
	tr.done(takes...)
	m.known(tr, "era", s.take["era"], m.Eras)
	m.known(tr, "theme", s.take["theme"], m.Themes)
	m.known(tr, "level", s.take["level"], m.Levels)
	if kind := s.take["kind"]; kind != "" && m.kinds[kind] == nil {
		tr.add(tr.at("kind"), "unknown", suggestion(kind, keys(m.kinds)), "%s: unknown kind %q", tr.what, kind)
	}
}

// fits tells whether a section takes a fact that none names.
func (s *section) fits(f *Fact) bool {
	has := map[string]string{"era": f.Era, "theme": f.Theme, "kind": f.Kind, "level": f.Level}
	for key, want := range s.take {
		if key == "tag" && !slices.Contains(f.tags, want) || key != "tag" && has[key] != want {
			return false
		}
	}
	return len(s.take) > 0
}

// sectionsOf returns the text that is read before the questions are asked: each
// fact in one place, eras in their order. Where there is any such text, no fact
// may be asked that is not told.
func (m *Material) sectionsOf(c *complaints, questions []*deck.Question) []*deck.Section {
	if len(m.sections) == 0 {
		return nil
	}
	facts, asks := map[string]*Fact{}, map[string][]string{}
	for _, f := range m.Facts {
		facts[f.ID] = f
		for _, a := range f.asks {
			asks[f.ID] = append(asks[f.ID], f.ID+"-"+a.name)
		}
	}
	made := map[string]bool{}
	for _, q := range questions {
		made[q.ID] = true
	}
	rank := map[string]int{}
	for i, e := range m.Eras {
		rank[e.Key] = i
	}
	sections := slices.Clone(m.sections)
	slices.SortStableFunc(sections, func(a, b *section) int { return cmp.Compare(rank[a.era], rank[b.era]) })
	told := m.tell(c, sections, facts)
	var all []*deck.Section
	for _, s := range sections {
		out := &deck.Section{Title: s.title, Text: s.text}
		for _, e := range m.Eras {
			if e.Key == s.era {
				out.Chapter = e.Title
			}
		}
		s.sound(c, out)
		for _, ids := range told[s] {
			facts[ids[0]].told(c)
			fact := deck.Fact{Text: facts[ids[0]].Text}
			for _, id := range ids {
				for _, ask := range asks[id] {
					if made[ask] {
						fact.Questions = append(fact.Questions, ask)
					}
				}
			}
			out.Facts = append(out.Facts, fact)
		}
		all = append(all, out)
	}
	return all
}

// tell decides which section tells which facts, and in which order: those it
// names, then those it takes, earliest first. Of "id + id" the first is told,
// and its text serves the others too.
func (m *Material) tell(c *complaints, sections []*section, facts map[string]*Fact) map[*section][][]string {
	told := map[*section][][]string{}
	where := map[string]*section{}
	for _, s := range sections {
		r := c.reader(newTable(s.at), "section "+quote(s.title))
		for _, entry := range s.facts {
			var together []string
			for id := range strings.SplitSeq(entry, "+") {
				id = strings.TrimSpace(id)
				f, first := facts[id], where[id]
				switch {
				case f == nil:
					r.add(s.factsAt, "unknown", suggestion(id, keys(facts)), "%s: field facts: there is no fact %q", r.what, id)
				case f.Never:
					r.add(s.factsAt, "field", "take it out; what must not be asked is not told either", "%s: field facts: fact %q must not be asked", r.what, id)
				case first != nil:
					r.add(s.factsAt, "twice", "leave it in one of the two", "%s: field facts: fact %q is told in section %q (%s, line %d), too",
						r.what, id, first.title, first.factsAt.file, first.factsAt.line)
				default:
					where[id] = s
					together = append(together, id)
				}
			}
			if len(together) > 0 {
				told[s] = append(told[s], together)
			}
		}
	}
	rest := slices.Clone(m.Facts)
	slices.SortStableFunc(rest, func(a, b *Fact) int {
		return cmp.Or(strings.Compare(a.Date, b.Date), cmp.Compare(a.rank, b.rank), strings.Compare(a.ID, b.ID))
	})
	for _, f := range rest {
		if f.Never || where[f.ID] != nil {
			continue
		}
		i := slices.IndexFunc(sections, func(s *section) bool { return s.fits(f) })
		switch {
		case i >= 0:
			told[sections[i]] = append(told[sections[i]], []string{f.ID})
		case len(f.asks) > 0:
			c.add(f.at, "untold", `name it in the facts of a section, or let one take it: take = { theme = "…" }`, "fact %q is asked, and no section tells it", f.ID)
		}
	}
	return told
}
