package generate

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"kuril/deck"
	"kuril/lazyregexp"
)

// Material is everything that stands in the files, read and checked.
type Material struct {
	Title   string
	Facts   []*Fact
	Errors  []*Mistake
	Levels  []Heading
	Themes  []Heading
	Eras    []Heading
	kinds   map[string]*kind
	sources map[string]string   // key to "title <address>"
	names   map[string][]string // key to the names, the one shown first
	pools   map[string]*pool

	defined map[string]place // "source atlas" to where it is defined

	sections []*section // what is read before it is asked

	demand []string // what every question must have beside its kind's own
	order  []string // what questions are sorted by
	most   int      // questions of one fact
}

// Heading is a level, a theme or an era. From and Until are years, 0 when the
// heading is not tied to years.
type Heading struct {
	Key, Title  string
	From, Until int
	at          place
}

// Confidence says how sure a fact is.
type Confidence string

// The confidences, surest first. What is Weak or Disputed is asked only as a
// claim that names its owner.
const (
	Confirmed Confidence = "confirmed"       // a source seen states it
	Detail    Confidence = "detail-disputed" // confirmed, but sources differ on a detail
	WellKnown Confidence = "well-known"      // standard knowledge
	Weak      Confidence = "weak"            // no good source
	Disputed  Confidence = "disputed"        // sources contradict each other
)

// Plain tells whether the fact may be asked as a fact.
func (c Confidence) Plain() bool { return c == Confirmed || c == Detail || c == WellKnown }

// Fact is one thing that is known, or is said, about the subject.
type Fact struct {
	ID         string
	Kind       string // empty only when Never
	Rows       []string
	Confidence Confidence
	Owner      string // the words that name who says so
	Never      bool   // no question may be made of it
	Reason     string // why not
	Text       string // the fact told, to be read
	Date       string // ISO, as precise as it is known; empty when the fact has none
	Era        string
	Theme      string
	Level      string
	File       string
	Line       int

	at      place
	rank    float64
	why     string
	group   string
	added   string
	tags    []string
	sources []string
	use     []string // the kind's asks that are wanted; nil: all that fit
	fields  map[string]words
	asks    []*ask
	table   *table
}

// Mistake is an error that other texts on the subject spread.
type Mistake struct {
	ID, Says, Right string
	Rows            []string
	Facts           []string // ids of the facts that say it right
	at              place
}

// kind is a kind of fact: which fields it has and how it is asked.
type kind struct {
	name, theme, level string
	fields             []field
	asks               []*ask
}

// field is one field of a kind of fact.
type field struct {
	name, about string
	required    bool
	at          place
}

// ask is one question to be made of a fact. Its fields are templates.
type ask struct {
	at    place
	name  string
	needs []string
	table *table
}

// tables are the tables that may stand in a file of material.
var tables = []string{"subject", "level", "theme", "era", "source", "name", "pool", "kind", "fact", "section", "error"}

// demands are what a subject may want every question to have, then what it
// may want of every fact.
var demands = []string{"why", "source", "hint", "tags", "text", "confidence", "row"}

// idForm is the form of the ids of facts and asks, and of all keys.
var idForm = lazyregexp.New(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Read reads and checks the material in files. The order of the files does
// not matter.
func Read(files []File) (*Material, []deck.Problem) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	m := &Material{kinds: map[string]*kind{}, sources: map[string]string{}, names: map[string][]string{},
		pools: map[string]*pool{}, defined: map[string]place{}, most: 3, order: []string{"level", "era", "theme", "date"}}
	c := &complaints{}
	var roots []*table
	for _, f := range files {
		root, problem := readTree(f)
		if problem != nil {
			c.all = append(c.all, *problem)
			continue
		}
		if !m.isMaterial(c, f, root) {
			continue
		}
		roots = append(roots, root)
	}
	// What a broken file would have defined is missing everywhere else: those
	// complaints would hide the one that matters.
	if len(c.all) > 0 {
		return m, c.all
	}
	each := func(key string, read func(*complaints, *table)) {
		for _, root := range roots {
			r := c.reader(root, key)
			for _, t := range r.tables(key) {
				read(c, t)
			}
		}
	}
	for _, root := range roots {
		m.readSubject(c, root)
	}
	each("level", m.heading(&m.Levels))
	each("theme", m.heading(&m.Themes))
	each("era", m.heading(&m.Eras))
	each("source", m.readSource)
	each("name", m.readName)
	each("pool", m.readPool)
	each("kind", m.readKind)
	ids := map[string]place{}
	each("fact", func(c *complaints, t *table) { m.readFact(c, t, ids) })
	each("section", m.readSection)
	each("error", func(c *complaints, t *table) { m.readMistake(c, t, ids) })
	if len(m.Facts) == 0 && len(c.all) == 0 && len(files) > 0 {
		c.add(place{files[0].Name, 1, 1}, "no-facts", "write facts, each starting with a line   [[fact]]; docs/generate.md begins with an example", "there is no fact here to ask about")
	}
	slices.SortStableFunc(c.all, func(a, b deck.Problem) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return m, c.all
}

// isMaterial complains about tables that do not belong into material. A file
// with none that does is somebody else's.
func (m *Material) isMaterial(c *complaints, f File, root *table) bool {
	known := 0
	for _, key := range root.keys {
		if slices.Contains(tables, key) {
			known++
		}
	}
	if known == 0 && len(root.keys) > 0 {
		hint := "see docs/generate.md; a fact starts with a line   [[fact]]"
		if root.values["question"] != nil {
			hint = "this is a bank of questions, which is what comes out; material holds [[fact]] tables"
		}
		c.add(place{f.Name, 1, 1}, "material", hint, "no material: the file has no [[fact]], [[kind]] or other table of material")
		return false
	}
	for _, key := range root.keys {
		if !slices.Contains(tables, key) {
			c.add(root.keyAt[key], "unknown", suggestion(key, tables), "unknown table %q", key)
		}
	}
	return true
}

func (m *Material) readSubject(c *complaints, root *table) {
	v := root.values["subject"]
	if v == nil {
		return
	}
	if v.table == nil {
		c.add(v.at, "field", "write   [subject]", "subject must be one table")
		return
	}
	r := c.reader(v.table, "subject")
	m.Title = r.text("title")
	m.demand = r.texts("demand")
	for _, d := range m.demand {
		if !slices.Contains(demands, d) {
			r.add(r.at("demand"), "field", suggestion(d, demands), "subject: cannot demand %q", d)
		}
	}
	if r.has("order") {
		m.order = r.texts("order")
	}
	for _, o := range m.order {
		if !slices.Contains([]string{"level", "era", "theme", "date"}, o) {
			r.add(r.at("order"), "field", suggestion(o, []string{"level", "era", "theme", "date"}), "subject: cannot order by %q", o)
		}
	}
	if n, ok := r.whole("most", 1); ok {
		m.most = n
	}
	r.done()
}

func (m *Material) heading(list *[]Heading) func(*complaints, *table) {
	return func(c *complaints, t *table) {
		r := c.reader(t, "heading")
		h := Heading{at: t.at, Key: r.must("key", `"early"`), Title: r.text("title")}
		r.what = "heading " + quote(h.Key)
		h.From, _ = r.whole("from", 1)
		h.Until, _ = r.whole("until", 1)
		if h.Until != 0 && h.Until < h.From {
			r.add(r.at("until"), "field", "swap the two years", "%s ends in %d, before it begins in %d", r.what, h.Until, h.From)
		}
		r.form("key", h.Key)
		r.done()
		for _, other := range *list {
			if other.Key == h.Key {
				r.twice(t.at, "heading", h.Key, other.at)
			}
		}
		*list = append(*list, h)
	}
}

func (m *Material) readSource(c *complaints, t *table) {
	r := c.reader(t, "source")
	key := r.must("key", `"report-1956"`)
	r.what = "source " + quote(key)
	title, address := r.must("title", `"The report"`), r.must("address", `"https://example.org/report"`)
	if strings.ContainsAny(address, " <>") {
		r.add(r.at("address"), "field", "write %20 for a space, %3C for < and %3E for >", "%s: field address: an address holds no space, < or >", r.what)
	}
	r.done()
	m.once(r, "key", "source", key)
	m.sources[key] = title + " <" + address + ">"
}

func (m *Material) readName(c *complaints, t *table) {
	r := c.reader(t, "name")
	key := r.must("key", `"etorofu"`)
	r.what = "name " + quote(key)
	r.form("key", key)
	names := append([]string{r.must("name", `"Etorofu"`)}, r.texts("also")...)
	r.done()
	m.once(r, "key", "name", key)
	m.names[key] = names
}

func (m *Material) readKind(c *complaints, t *table) {
	r := c.reader(t, "kind")
	k := &kind{name: r.must("name", `"event"`)}
	r.what = "kind " + quote(k.name)
	r.form("name", k.name)
	r.text("about")
	k.theme, k.level = r.text("theme"), r.text("level")
	m.known(r, "theme", k.theme, m.Themes)
	m.known(r, "level", k.level, m.Levels)
	for _, t := range r.tables("field") {
		fr := c.reader(t, r.what+", field")
		f := field{at: t.at, name: fr.must("name", `"place"`), about: fr.text("about"), required: fr.yes("required")}
		if slices.Contains(factKeys, f.name) && f.name != "date" {
			fr.add(fr.at("name"), "field", "choose another name", "%s: every fact has a %s of its own", r.what, f.name)
		}
		fr.done()
		k.fields = append(k.fields, f)
	}
	names := map[string]bool{}
	for _, t := range r.tables("ask") {
		a := readAsk(c, t, r.what, true)
		if names[a.name] {
			r.add(t.at, "twice", "give one of them another name", "%s has two asks %q", r.what, a.name)
		}
		names[a.name] = true
		for _, need := range a.needs {
			if need != "date" && !k.has(need) {
				r.add(t.at, "unknown", suggestion(need, k.fieldNames()), "%s, ask %q needs %q, which is no field of the kind", r.what, a.name, need)
			}
		}
		k.asks = append(k.asks, a)
	}
	r.done()
	m.once(r, "name", "kind", k.name)
	m.kinds[k.name] = k
}

func (k *kind) has(name string) bool { return slices.Contains(k.fieldNames(), name) }

func (k *kind) fieldNames() []string {
	names := []string{}
	for _, f := range k.fields {
		names = append(names, f.name)
	}
	return names
}

func (m *Material) readMistake(c *complaints, t *table, ids map[string]place) {
	r := c.reader(t, "error")
	e := &Mistake{at: t.at, ID: r.must("id", `"first-talks"`)}
	r.what = "error " + quote(e.ID)
	r.form("id", e.ID)
	e.Rows = r.texts("row")
	e.Says = r.must("says", `"what the wrong text says"`)
	e.Right = r.must("right", `"what is right"`)
	e.Facts = r.texts("facts")
	for _, id := range e.Facts {
		if _, ok := ids[id]; !ok {
			r.add(r.at("facts"), "unknown", suggestion(id, keys(ids)), "%s: there is no fact %q", r.what, id)
		}
	}
	r.done()
	for _, other := range m.Errors {
		if other.ID == e.ID {
			r.twice(t.at, "error", e.ID, other.at)
		}
	}
	m.Errors = append(m.Errors, e)
}

// form complains about a key or id of another form than lower-case words.
func (r *reader) form(key, id string) {
	if id != "" && !idForm.MatchString(id) {
		r.add(r.at(key), "id", "use lower-case letters, digits and hyphens, such as   border-1855", "%s: %q is no good as %s", r.what, id, key)
	}
}

// once complains about a second source, name, pool or kind of the same key.
func (m *Material) once(r *reader, key, what, name string) {
	if first, ok := m.defined[what+" "+name]; ok && name != "" {
		r.twice(r.at(key), what, name, first)
		return
	}
	m.defined[what+" "+name] = r.at(key)
}

func (r *reader) twice(at place, what, id string, first place) {
	r.add(at, "twice", "give one of the two another name", "%s %q stands in %s, line %d, too", what, id, first.file, first.line)
}

// known complains about a heading that is not defined. Without any heading
// defined, everything goes.
func (m *Material) known(r *reader, key, name string, list []Heading) {
	if name == "" || len(list) == 0 {
		return
	}
	var all []string
	for _, h := range list {
		if h.Key == name {
			return
		}
		all = append(all, h.Key)
	}
	r.add(r.at(key), "unknown", suggestion(name, all), "%s: unknown %s %q", r.what, key, name)
}

// dateForms are the ways to write a date, each with how it is read out.
var dateForms = []struct{ iso, spoken string }{
	{"2006-01-02", "2 January 2006"}, {"2006-01", "January 2006"}, {"2006", "2006"},
}

// isDate tells whether s is an ISO date of a day, a month or a year.
func isDate(s string) bool {
	for _, form := range dateForms {
		if _, err := time.Parse(form.iso, s); err == nil {
			return true
		}
	}
	return false
}

func quote(s string) string { return `"` + s + `"` }

// keys returns the keys of a map in order.
func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
