package generate

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/pelletier/go-toml/v2/unstable"
	"kuril/deck"
	"kuril/lazyregexp"
)

// Questions makes the questions of all facts, in teaching order.
func (m *Material) Questions() ([]*deck.Question, []deck.Problem) {
	c := &complaints{}
	var made []made
	for _, f := range m.Facts {
		made = append(made, m.questionsOf(c, f)...)
	}
	m.sort(made)
	ids := map[string]place{}
	var questions []*deck.Question
	for _, q := range made {
		if first, ok := ids[q.q.ID]; ok {
			c.add(q.ask.at, "twice", "give the ask another name", "question %q is also made in %s, line %d", q.q.ID, first.file, first.line)
		}
		ids[q.q.ID] = q.ask.at
		questions = append(questions, q.q)
	}
	if len(c.all) == 0 && len(questions) == 0 && len(m.Facts) > 0 {
		c.add(m.Facts[0].at, "no-questions", `a question is made by each [[kind.ask]] whose needs a fact has, and by each [[fact.ask]]`, "the material gives no question")
	}
	if len(c.all) > 0 {
		return nil, c.all
	}
	for _, q := range questions {
		q.File, q.Line = "", 0
	}
	return questions, nil
}

func (m *Material) questionsOf(c *complaints, f *Fact) []made {
	if f.Never {
		return nil
	}
	var list []made
	for i, a := range f.asks {
		start := len(c.all)
		b := builder{reader: c.reader(a.table, "fact "+quote(f.ID)+", ask "+quote(a.name)), m: m, f: f}
		b.data = b.templateData()
		q, one := b.question(a)
		one.q, one.fact, one.ask, one.index = q, f, a, i
		list = append(list, one)
		if len(c.all) == start {
			b.sound(q, a)
		}
		for i := range c.all[start:] { // what stands in the kind is seen from the fact
			if p := &c.all[start+i]; !f.holds(p) {
				name := "fact " + quote(f.ID)
				p.Message = strings.Replace(p.Message, name, name+" ("+f.File+", line "+strconv.Itoa(f.Line)+")", 1)
			}
		}
	}
	if len(list) > m.most {
		c.add(f.at, "most", "take some out; use = [\"…\"] picks from those of the kind", "fact %q gives %d questions; at most %d are wanted", f.ID, len(list), m.most)
	}
	if len(list) > 1 || f.group != "" {
		for _, one := range list {
			if one.ask.table.values["group"] == nil {
				one.q.Group = first([]string{f.group}, f.ID)
			}
		}
	}
	return list
}

// builder makes one question of a fact and an ask.
type builder struct {
	*reader
	m    *Material
	f    *Fact
	data map[string]words
}

func (b *builder) templateData() map[string]words {
	data := map[string]words{"date": b.f.fields["date"]}
	if k := b.m.kinds[b.f.Kind]; k != nil {
		for _, f := range k.fields {
			data[f.name] = b.f.fields[f.name]
		}
	}
	return data
}

func (b *builder) question(a *ask) (*deck.Question, made) {
	f := b.f
	q := &deck.Question{
		ID:      f.ID + "-" + a.name,
		Kind:    deck.Kind(b.must("kind", `"typed"`)),
		Prompt:  b.fill("prompt"),
		Answers: b.fillList("answers").all(),
		Items:   b.fillList("items").together(),
		Match:   deck.Match(b.text("match")),
		Unit:    b.fill("unit"),
		Both:    b.yes("both"),
		Hint:    b.fill("hint"),
		Why:     first([]string{b.fill("why")}, f.why),
		Sources: f.sources,
		Group:   b.text("group"),
		From:    f.ID,
		Added:   first([]string{b.text("added")}, f.added),
		File:    a.at.file,
		Line:    a.at.line,
	}
	if b.has("source") {
		q.Sources = b.m.sourcesOf(b.reader, b.texts("source"))
	}
	one := made{
		level: first([]string{b.text("level")}, f.Level),
		theme: first([]string{b.text("theme")}, f.Theme),
		era:   first([]string{b.text("era")}, f.Era),
	}
	b.m.known(b.reader, "level", one.level, b.m.Levels)
	b.m.known(b.reader, "theme", one.theme, b.m.Themes)
	b.m.known(b.reader, "era", one.era, b.m.Eras)
	q.Tags = b.tags(one)
	before := len(b.complaints.all)
	b.kindFields(q)
	q.Wrong = b.wrongs(q)
	if len(b.complaints.all) == before {
		q.Tolerance = b.tolerance(q.Answers)
	}
	b.claim(q)
	b.demands(q)
	return q, one
}

// tolerance is a number in the unit of the answer, or a share of the answer
// such as "10%".
func (b *builder) tolerance(answers []string) float64 {
	if v := b.t.values["tolerance"]; v != nil && v.kind == unstable.String && len(answers) > 0 {
		share, err1 := strconv.ParseFloat(strings.TrimSuffix(b.fill("tolerance"), "%"), 64)
		answer, err2 := strconv.ParseFloat(answers[0], 64)
		if err1 != nil || err2 != nil || !strings.HasSuffix(v.text, "%") {
			b.wrong("tolerance", "a number, or a share of an answer that is a number", `"10%"`)
			return 0
		}
		return math.Round(answer*share) / 100
	}
	n, _ := b.number("tolerance")
	return n
}

// tags are theme, era and level, then those of the fact and of the ask.
func (b *builder) tags(one made) []string {
	var tags []string
	for _, list := range [][]string{{one.theme, one.era, one.level}, b.f.tags, b.texts("tags")} {
		for _, tag := range list {
			if tag != "" && !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}

// kindFields complains when the fields do not suit the kind of question.
func (b *builder) kindFields(q *deck.Question) {
	needs := map[deck.Kind]string{deck.Recall: "answers", deck.Typed: "answers", deck.Choice: "answers", deck.Select: "answers",
		deck.List: "items", deck.Order: "items", deck.Cloze: ""}
	need, ok := needs[q.Kind]
	if !ok {
		if q.Kind != "" {
			b.add(b.at("kind"), "field", "known are: choice, cloze, list, order, recall, select, typed", "%s: unknown kind of question %q", b.what, q.Kind)
		}
		return
	}
	if q.Prompt == "" {
		b.must("prompt", `"When did … happen? (year)"`)
	}
	switch {
	case need == "answers" && len(q.Answers) == 0:
		b.add(b.at("answers"), "missing", `add a line such as   answers = ["…"]`, "%s: a %s question needs answers", b.what, q.Kind)
	case need == "items" && len(q.Items) == 0:
		b.add(b.at("items"), "missing", `add a line such as   items = ["…", "…"]`, "%s: a %s question needs items", b.what, q.Kind)
	case need == "items" && len(q.Answers) > 0:
		b.add(b.at("answers"), "field", "write items instead of answers", "%s: a %s question has items, no answers", b.what, q.Kind)
	case need != "items" && len(q.Items) > 0:
		b.add(b.at("items"), "field", "write answers instead of items", "%s: a %s question has no items", b.what, q.Kind)
	}
	if q.Kind == deck.Choice || q.Kind == deck.Select {
		q.Answers = b.fillList("answers").shown() // an option shows one name
	}
	if q.Match == deck.Number {
		for _, answer := range q.Answers {
			if _, err := strconv.ParseFloat(answer, 64); err != nil {
				b.add(b.at("answers"), "field", `write digits alone, such as "2850", and the unit as   unit = "km"`, "%s: the answer %q is no number", b.what, answer)
			}
		}
	}
	if q.Match == deck.Date {
		for _, answer := range q.Answers {
			if !isDate(answer) {
				b.add(b.at("answers"), "field", `write it as "1956-10-19", "1956-10" or "1956"`, "%s: %q is no ISO date", b.what, answer)
			}
		}
	}
}

// wrongs are the wrong options: those written out, then those drawn.
func (b *builder) wrongs(q *deck.Question) []string {
	wrong := b.fillList("wrong").shown()
	count, ok := b.whole("count", 1)
	if !ok {
		count = 5
	}
	name := b.text("draw")
	except := b.fillList("except").all()
	if name == "" {
		return wrong
	}
	p := b.m.pools[name]
	if p == nil {
		b.add(b.at("draw"), "unknown", suggestion(name, keys(b.m.pools)), "%s: unknown pool %q", b.what, name)
		return wrong
	}
	year := 0
	if len(b.f.Date) >= 4 {
		year, _ = strconv.Atoi(b.f.Date[:4])
	}
	not := append(append(b.fillList("answers").all(), wrong...), except...)
	wrong = append(wrong, p.draw(max(0, count-len(wrong)), year, not)...)
	if q.Kind == deck.Choice && len(wrong) < 2 {
		b.add(b.at("draw"), "too-few", "add entries to the pool, or write some as   wrong = [\"…\"]",
			"%s: field draw: with pool %q there are %d wrong options; a choice wants 2 or more", b.what, name, len(wrong))
	}
	return wrong
}

// claim refuses to ask plainly what is not sure.
func (b *builder) claim(q *deck.Question) {
	f := b.f
	if f.Confidence.Plain() || f.Confidence == "" {
		return
	}
	switch {
	case f.Owner == "":
		b.add(b.at("prompt"), "claim", `add to the fact a line such as   owner = "according to …", or ask = "never" and a reason`,
			"%s: the fact is %s and has no owner, so it cannot be asked", b.what, f.Confidence)
	case !strings.Contains(fold(q.Prompt), fold(f.Owner)):
		b.add(b.at("prompt"), "claim", "put the owner's words into the prompt: "+f.Owner,
			"%s: the fact is %s, so the field prompt must say whose claim it is (%q)", b.what, f.Confidence, f.Owner)
	case q.Both:
		b.add(b.at("both"), "claim", "take both out", "%s: the fact is %s and cannot be asked the other way round", b.what, f.Confidence)
	}
}

// demands complains about what the subject wants every question to have.
func (b *builder) demands(q *deck.Question) {
	has := map[string]bool{"why": q.Why != "", "source": len(q.Sources) > 0, "hint": q.Hint != "", "tags": len(q.Tags) > 0}
	for _, d := range b.m.demand {
		if has, ofQuestion := has[d]; ofQuestion && !has {
			b.add(b.f.at, "missing", "add a line such as   "+d+` = "…"   to the fact or the ask`, "%s has no %s, which this subject demands", b.what, d)
		}
	}
}

// fill fills in the template that stands in a field.
func (b *builder) fill(key string) string {
	v := b.t.values[key]
	if v == nil {
		return ""
	}
	return b.execute(key, b.text(key))
}

func (b *builder) execute(key, source string) string {
	if !strings.Contains(source, "{{") {
		return source
	}
	t, err := template.New("").Funcs(b.m.functions()).Option("missingkey=error").Parse(source)
	var out strings.Builder
	if err == nil {
		err = t.Execute(&out, b.data)
	}
	if err != nil {
		b.add(b.at(key), "template", b.templateHint(err), "%s: field %s: the template does not work: %s", b.what, key, plainError(err))
		return ""
	}
	if strings.Contains(source, "printf") && strings.Contains(out.String(), "%!") {
		b.add(b.at(key), "template", "write %v for anything, or do without printf", "%s: field %s: printf does not fit what it prints: %s", b.what, key, out.String())
		return ""
	}
	if strings.Contains(out.String(), missing) {
		b.add(b.at(key), "template", "list the field under needs, print it only {{with .field}}…{{end}}, or add it to the fact",
			"%s: field %s: the template prints a field that the fact does not have: %s", b.what, key, source)
		return ""
	}
	return strings.TrimSpace(out.String())
}

func (b *builder) templateHint(err error) string {
	if m := regexp.MustCompile(`no entry for key "([^"]*)"`).FindStringSubmatch(err.Error()); m != nil {
		return suggestion(m[1], keys(b.data))
	}
	return "{{.field}} prints a field of the fact; see docs/generate.md"
}

// goWords are what text/template says that means nothing to a writer of
// material, and what is said instead.
var goWords = []struct {
	said  *lazyregexp.Regexp
	plain string
}{
	{lazyregexp.New(`^template: :\d+(:\d+)?: |executing "[^"]*" at |error calling \w+: `), ""},
	{lazyregexp.New(`map has no entry for key ("[^"]*")`), "there is no field $1"},
	{lazyregexp.New(`can't evaluate field (\S+) in type \S+`), "a field has no part $1"},
	{lazyregexp.New(`can't handle (.+) for arg of type \S+`), "$1 is no field"},
	{lazyregexp.New(`wrong number of args for (\w+): want (\d+) got (\d+)`), "$1 wants $2 behind it, not $3"},
	{lazyregexp.New(`^(function "[^"]*"|template "[^"]*") not defined`), "$1 does not exist"},
	{lazyregexp.New(`\S*generate\.(words|names)`), "a field"},
}

// plainError puts a template's error into words for people.
func plainError(err error) string {
	s := err.Error()
	for _, w := range goWords {
		s = w.said.ReplaceAllString(s, w.plain)
	}
	return s
}

// whole is a list entry that is nothing but a field: it stands for all that
// the field holds.
var whole = lazyregexp.New(`^\{\{\s*\.([A-Za-z0-9_]+)\s*\}\}$`)

// fillList fills in a list of templates. An entry "{{.field}}" gives one entry
// for each thing the field holds, "@key" the thing with all its names.
func (b *builder) fillList(key string) words {
	if !b.has(key) {
		return nil
	}
	var w words
	for _, text := range b.texts(key) {
		if m := whole.FindStringSubmatch(text); m != nil {
			if values, ok := b.data[m[1]]; ok && len(values) > 0 {
				w = append(w, values...)
				continue
			}
		}
		if filled := b.execute(key, text); filled != "" {
			w = append(w, b.m.words(b.reader, key, []string{filled})...)
		}
	}
	return w
}
