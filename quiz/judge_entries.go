package quiz

import (
	"slices"
	"strconv"
	"strings"

	"kuril/lazyregexp"
)

// typedEntry is one of several texts typed in one line, and the item it names.
type typedEntry struct {
	text string
	item int // -1 when it names none
	likeness
}

// register finds the items that the parts of a line name.
type register struct {
	items  []bench        // by item
	folded map[string]int // item by folded name
	seps   []int          // separators inside the names of an item, at most
	words  int            // in the longest name
	budget int            // comparisons for typos and parts that are left
	shown  bool           // all items can be seen: a part that only one has is enough
}

// Bounds for a line of very many entries: how many are told apart, and how
// often one is compared with an item to find a typo.
const (
	mostEntries  = 2000
	mostCompared = 5000
)

// newRegister prepares items that go by the given names each. An item is a
// rival of all the others.
func newRegister(items [][]string, r *rivals) *register {
	r.others = slices.Concat(r.others, slices.Concat(items...))
	g := &register{folded: map[string]int{}, budget: mostCompared}
	for i, names := range items {
		g.items = append(g.items, bench{answers: names, rivals: r})
		seps := 0
		for _, name := range names {
			f := Folded(name)
			if _, taken := g.folded[f]; !taken {
				g.folded[f] = i
			}
			seps = max(seps, len(separators.FindAllStringIndex(name, -1)))
			g.words = max(g.words, len(strings.Fields(f)))
		}
		g.seps = append(g.seps, seps)
	}
	return g
}

// separators stand between the entries of a line, in several scripts.
var separators = lazyregexp.New(`[,;\r\n，；、؛،・､。→⇒]|(?i:\s(?:and|&|/|\+|->|=>|>|then)\s)`)

// enumerator is the number or bullet in front of an entry: "1) Habomai".
var enumerator = lazyregexp.New(`^\s*(?:\(?([0-9]{1,2})[.)\]:]|[-*•])\s+`)

// ask tells the register the question, whose words may be typed with an item.
func (g *register) ask(prompt string) *register {
	asked := strings.Fields(singular(Folded(prompt)))
	for i := range g.items {
		g.items[i].asked = asked
	}
	return g
}

// read splits a line into entries. An item whose name holds a separator is
// matched whole first.
func (g *register) read(line string) []typedEntry {
	type part struct{ from, to int }
	var parts []part
	from := 0
	for _, sep := range separators.FindAllStringIndex(line+" ", mostEntries) {
		parts = append(parts, part{from, min(sep[0], len(line))})
		from = min(sep[1], len(line))
	}
	parts = append(parts, part{from, len(line)})
	most := 0
	if len(g.seps) > 0 {
		most = slices.Max(g.seps)
	}
	var found []typedEntry
next:
	for i := 0; i < len(parts); i++ {
		for span := min(most, len(parts)-1-i); span > 0; span-- {
			text := line[parts[i].from:parts[i+span].to]
			if e, ok := g.find(text, span); ok {
				found = append(found, e)
				i += span
				continue next
			}
		}
		text := line[parts[i].from:parts[i].to]
		if Folded(text) == "" || strings.EqualFold(strings.TrimSpace(text), "and") {
			continue
		}
		e, ok := g.find(text, 0)
		if m := enumerator.FindString(text); !ok && m != "" {
			e, ok = g.find(text[len(m):], 0)
		}
		if ok {
			found = append(found, e)
		} else if several, ok := g.cover(text); ok {
			found = append(found, several...)
		} else if several, ok := g.slashed(text); ok {
			found = append(found, several...)
		} else {
			e.text, e.item = strings.TrimSpace(text), -1
			found = append(found, e)
		}
	}
	return found
}

// find looks for the item that text names; with seps only among the items
// that hold as many separators. The entry without an item tells why not.
func (g *register) find(text string, seps int) (typedEntry, bool) {
	e := typedEntry{text: strings.TrimSpace(text), item: -1}
	if i, ok := g.folded[Folded(text)]; ok && g.seps[i] >= seps {
		e.item, e.match = i, Right
		return e, true
	}
	if g.budget <= 0 || len(text) > 4*maxSearched {
		return e, false
	}
	p := newPhrase(text)
	for i := range g.items {
		if seps > 0 && g.seps[i] < seps {
			continue
		}
		g.budget--
		switch l := g.items[i].judge(p); {
		case l.match > e.match:
			e.item, e.likeness = i, l
		case e.match == Wrong && e.note == "":
			e.note = l.note
		}
	}
	if e.match != Right && seps == 0 {
		if i, l, ok := g.only(p); ok && l.match > e.match {
			e.item, e.likeness = i, l
		}
	}
	return e, e.item >= 0
}

// cover reads names with only spaces between them, when they are all there.
func (g *register) cover(text string) ([]typedEntry, bool) {
	words := strings.Fields(text)
	if len(words) > mostEntries || g.budget <= 0 {
		return nil, false
	}
	var found []typedEntry
	for len(words) > 0 {
		n := min(g.words, len(words))
		for ; n > 0; n-- {
			name := strings.Join(words[:n], " ")
			if i, ok := g.folded[Folded(name)]; ok {
				found = append(found, typedEntry{text: name, item: i, likeness: likeness{match: Right}})
				break
			}
		}
		if n == 0 {
			i, l, ok := g.only(newPhrase(words[0]))
			if !ok {
				return nil, false
			}
			n = 1
			found = append(found, typedEntry{text: words[0], item: i, likeness: l})
		}
		words = words[n:]
	}
	return found, len(found) > 1
}

// slashed reads names with only a slash between them, when all of them are names.
func (g *register) slashed(text string) ([]typedEntry, bool) {
	var found []typedEntry
	for _, part := range strings.Split(text, "/") {
		e, ok := g.find(part, 0)
		if !ok || len(found) > mostEntries {
			return nil, false
		}
		found = append(found, e)
	}
	return found, len(found) > 1
}

// tally sums up the entries of a line in which order does not matter.
type tally struct {
	named   []bool   // by item
	notes   []string // what differed
	strays  []string // entries that name nothing, or something wrong
	missing []string
	right   int
}

// tallyOf adds the entries up; each counts once.
func tallyOf(entries []typedEntry, items []string) tally {
	t := tally{named: make([]bool, len(items))}
	strays := map[string]bool{}
	for _, e := range entries {
		switch {
		case e.item < 0:
			if f := Folded(e.text); !strays[f] {
				strays[f] = true
				t.strays = append(t.strays, e.text)
			}
		case !t.named[e.item]:
			t.named[e.item] = true
			t.right++
			if e.note != "" {
				t.notes = append(t.notes, e.note)
			}
		}
	}
	for i, item := range items {
		if !t.named[i] {
			t.missing = append(t.missing, item)
		}
	}
	return t
}

// verdict gives credit for every item named, less one for every wrong entry.
func (t tally) verdict() Verdict {
	v := Verdict{Right: max(0, t.right-len(t.strays)), Of: len(t.named)}
	notes := t.notes
	if len(t.missing) > 0 && t.right > 0 {
		notes = append(notes, "missing: "+several(t.missing))
	}
	if len(t.strays) > 0 && t.right > 0 {
		notes = append(notes, lessFor("not asked for", len(t.strays))+several(t.strays))
	}
	v.Note = strings.Join(notes, "; ")
	switch {
	case v.Right == 0:
		v.Match = Wrong
	case v.Right < v.Of:
		v.Match = Partly
	case len(t.notes) > 0:
		v.Match = Almost
	default:
		v.Match = Right
	}
	return v
}

// lessFor opens a note on wrong entries, each of which takes one right one off.
func lessFor(what string, n int) string {
	if n == 1 {
		return what + ", so one less: "
	}
	return what + ", so " + strconv.Itoa(n) + " less: "
}

// several names a few of many.
func several(texts []string) string {
	const most = 6
	var short []string
	for _, s := range texts[:min(len(texts), most)] {
		short = append(short, clip(s))
	}
	if len(texts) > most {
		short = append(short, "…")
	}
	return enumerated(short)
}
