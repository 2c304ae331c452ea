package anki

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// maxField is how long one field may be, in bytes. A longer one is no text.
const maxField = 1 << 20

// converter turns notes into questions.
type converter struct {
	p      *Package
	c      *collection
	places map[string]string // media name: what it is called here
	o      Options

	scripts, faults int // notes that lost something
	edited          int // notes written here whose change in Anki is lost
}

func (p *Package) convert(c *collection, o Options) error {
	v := converter{p: p, c: c, o: o, places: make(map[string]string)}
	p.Lost += c.lost
	if c.stray > 0 {
		p.Skipped = append(p.Skipped, Skipped{Reason: "its note is missing in the file", Cards: c.stray})
	}
	if alone := c.notes; len(alone) == 1 && c.cards == 1 && len(c.notes[0].fields) > 0 &&
		strings.HasPrefix(c.notes[0].fields[0], "Please update to the latest Anki version") {
		return refuse("import the .apkg or .colpkg itself, not the collection.anki2 within it", "%s is only the notice that newer packages carry for older versions", p.Name)
	}
	seen := make(map[string]bool, len(c.notes))
	for i, n := range c.notes {
		if i%512 == 0 {
			if err := o.Watch(len(c.notes)+i, 2*len(c.notes)); err != nil {
				return err
			}
		}
		key := n.guid
		if key == "" {
			key = "note " + strconv.FormatInt(n.id, 10)
		}
		if seen[key] {
			key += "\x00" + strconv.FormatInt(n.id, 10)
		}
		seen[key] = true
		v.note(n, key)
	}
	slices.SortStableFunc(p.Items, func(a, b *Item) int { return cmp.Compare(a.position, b.position) })
	for _, w := range []struct {
		n    int
		text string
	}{
		{v.scripts, "whose template runs JavaScript, which is left out"},
		{v.faults, "whose template has a mistake; what could be shown is"},
		{v.edited, "written by kuril and changed in Anki where that cannot be read back: the text of kuril was taken"},
	} {
		if w.n > 0 {
			p.Warnings = append(p.Warnings, fmt.Sprintf("%s %s", count(w.n, "note"), w.text))
		}
	}
	return nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// side is one card as it would be asked.
type side struct {
	card           *card
	prompt, answer string
	typed          bool
	hint, why      string
	files          []string
}

// note converts one note.
func (v *converter) note(n *note, key string) {
	what := "a note"
	for i := range n.fields {
		if len(n.fields[i]) > maxField {
			v.skip(n.cards, what, "a field is longer than 1 MiB")
			return
		}
		n.fields[i] = fresh(n.fields[i])
	}
	if len(n.fields) > 0 {
		what = clip(plainText(n.fields[0]))
	}
	switch {
	case n.kind == nil || len(n.kind.cards) == 0 || len(n.kind.fields) == 0:
		v.skip(n.cards, what, "its note type is missing in the file")
		return
	case slices.ContainsFunc(n.fields, func(f string) bool { return strings.Contains(f, "image-occlusion:") }):
		v.skip(n.cards, what, "image occlusion cannot be shown in a terminal")
		return
	}
	kept := n.cards[:0:0]
	for i, c := range n.cards {
		switch {
		case v.deck(c) == "":
			v.skip([]*card{c}, what, "its deck is missing in the file")
		case i > 0 && n.cards[i-1].ord == c.ord:
			v.skip([]*card{c}, what, "the card is there twice")
		case !n.kind.cloze && c.ord >= len(n.kind.cards):
			v.skip([]*card{c}, what, "its template is missing in the file")
		default:
			kept = append(kept, c)
		}
	}
	before := len(v.p.Items)
	if len(n.cards) > 0 && v.own(n, key) {
		return
	}
	if n.kind.cloze {
		v.cloze(n, kept, key, what)
	} else {
		v.standard(n, kept, key, what)
	}
	if items := v.p.Items[before:]; len(items) > 1 {
		group := questionID(key, 0)
		for _, i := range items {
			i.Question.Group = group
		}
	}
}

func (v *converter) skip(cards []*card, what, reason string) {
	if len(cards) == 0 {
		return
	}
	v.p.Skipped = append(v.p.Skipped, Skipped{What: what, Reason: reason, Cards: len(cards)})
	for _, c := range cards {
		v.p.Lost += len(c.log)
	}
}

// deck returns the name of the deck a card is at home in, "" for none.
func (v *converter) deck(c *card) string {
	if c.home != 0 {
		return v.c.decks[c.home]
	}
	return v.c.decks[c.deck]
}

// face begins a side of a card.
func (v *converter) face(n *note, c *card, t cardtype) *face {
	f := &face{fields: make(map[string]string), ord: c.ord}
	for i, name := range n.kind.fields {
		if i < len(n.fields) {
			f.fields[name] = n.fields[i]
		} else {
			f.fields[name] = ""
		}
	}
	home := v.deck(c)
	levels := strings.Split(home, "::")
	f.special = map[string]string{
		"Tags": strings.Join(n.tags, " "), "Type": n.kind.name, "Deck": home, "Subdeck": levels[len(levels)-1], "Card": t.name,
		"CardFlag": "flag" + strconv.Itoa(c.flag), "CardID": strconv.FormatInt(c.id, 10), "c" + strconv.Itoa(c.ord+1): "1",
	}
	return f
}

// text turns HTML into our text and notes which files it names.
func (v *converter) text(html string, files *[]string, scripts *bool) string {
	w := walker{rename: v.place, gaps: strings.ContainsRune(html, gapOpen)}
	text := w.text(html)
	*files = append(*files, w.files...)
	*scripts = *scripts || w.scripts > 0
	return text
}

// place returns what a media file is called here.
func (v *converter) place(name string) string {
	if to, ok := v.places[name]; ok {
		return to
	}
	to := path.Base("/" + norm.NFC.String(name))
	if v.o.Place != nil {
		to = v.o.Place(name, func() (io.ReadCloser, error) { return v.p.Open(name) })
	}
	v.places[name] = to
	return to
}

// standard converts a note whose cards each have a template.
func (v *converter) standard(n *note, cards []*card, key, what string) {
	var sides []side
	scripts, faults := false, false
	for _, c := range cards {
		t := n.kind.cards[c.ord]
		s := side{card: c}
		ask, reply := v.face(n, c, t), v.face(n, c, t)
		reply.answer = true
		question := ask.render(t.question)
		answer := reply.render(t.answer)
		faults = faults || ask.fault != "" || reply.fault != ""
		s.prompt = v.text(question, &s.files, &scripts)
		s.hint = strings.Join(ask.hints, "\n")
		ruled := behindRule(answer)
		s.answer = v.text(ruled, &s.files, &scripts)
		if !reply.cloned && len(ruled) == len(answer) {
			s.answer = strings.TrimLeft(strings.TrimPrefix(s.answer, s.prompt), "\n ")
		}
		if ask.typed != "" {
			if typed := typedText(ask.fields[ask.typed]); typed != "" {
				s.typed = true
				s.why = strings.Trim(strings.TrimPrefix(s.answer+"\n", typed+"\n"), "\n ")
				s.answer = typed
			}
		}
		if s.prompt == "" {
			s.prompt = v.first(n, &s)
		}
		if s.prompt == "" {
			v.skip([]*card{c}, what, "its question is empty")
			continue
		}
		if s.answer == "" {
			s.answer = v.others(n, &s)
		}
		if s.answer == "" {
			s.answer = "(nothing is on the back)"
		}
		sides = append(sides, s)
	}
	if scripts {
		v.scripts++
	}
	if faults {
		v.faults++
	}
	if len(sides) == 2 && mirrored(sides[0], sides[1]) {
		item := v.item(n, sides[0], key)
		item.Question.Both = true
		v.add(n, item, sides[1].card, "#back", sides[1].files)
		return
	}
	for _, s := range sides {
		key := key
		if s.card.ord > 0 {
			key += "\x00card " + strconv.Itoa(s.card.ord)
		}
		v.item(n, s, key)
	}
}

// mirrored tells whether two cards ask for each other.
func mirrored(a, b side) bool {
	return a.prompt == b.answer && a.answer == b.prompt && a.typed == b.typed && a.hint+a.why+b.hint+b.why == "" &&
		!strings.HasPrefix(a.answer, "(nothing")
}

// first is the first field that says anything.
func (v *converter) first(n *note, s *side) string {
	for _, f := range n.fields {
		if text := v.text(f, &s.files, new(bool)); text != "" {
			return text
		}
	}
	return ""
}

// others are the fields that the question does not show, each with its name.
func (v *converter) others(n *note, s *side) string {
	var all []string
	for i, f := range n.fields {
		text := v.text(f, &s.files, new(bool))
		if text == "" || text == s.prompt || i >= len(n.kind.fields) || strings.Contains(s.prompt, text) {
			continue
		}
		all = append(all, n.kind.fields[i]+": "+text)
	}
	return strings.Join(all, "\n")
}

// typedText is what is to be typed for a field.
func typedText(html string) string {
	w := walker{plain: true}
	return strings.Join(strings.Fields(strings.ReplaceAll(w.text(html), "♪", " ")), " ")
}

// item adds a question with one card.
func (v *converter) item(n *note, s side, key string) *Item {
	q := &deck.Question{Kind: deck.Recall, Prompt: s.prompt, Answers: []string{s.answer}, Hint: s.hint, Why: s.why}
	if s.typed {
		q.Kind = deck.Typed
	}
	item := &Item{Question: q, Deck: v.deck(s.card), Key: key, position: -1}
	v.p.Items = append(v.p.Items, item)
	v.label(n, q)
	v.add(n, item, s.card, "", s.files)
	return item
}

// label gives a question what all questions of the note have.
func (v *converter) label(n *note, q *deck.Question) {
	for _, tag := range n.tags {
		tag = strings.TrimSpace(strings.ReplaceAll(allowed(fresh(tag)), "\n", ""))
		if tag != "" && !strings.EqualFold(tag, "marked") && !slices.Contains(q.Tags, tag) {
			q.Tags = append(q.Tags, tag)
		}
	}
	if n.id > 0 && n.id < 1<<43 {
		if made := time.UnixMilli(n.id).In(v.o.Zone); made.Year() > 2000 {
			q.Added = made.Format(time.DateOnly)
		}
	}
}

var flags = []string{"", "flag-red", "flag-orange", "flag-green", "flag-blue", "flag-pink", "flag-turquoise", "flag-purple"}

// add gives an item one more card.
func (v *converter) add(n *note, item *Item, c *card, suffix string, files []string) {
	item.Media = append(item.Media, files...)
	slices.Sort(item.Media)
	item.Media = slices.Compact(item.Media)
	if c.flag > 0 && !slices.Contains(item.Question.Tags, flags[c.flag]) {
		item.Question.Tags = append(item.Question.Tags, flags[c.flag])
	}
	item.Cards = append(item.Cards, v.history(n, c, suffix))
	if c.kind == 0 && item.position < 0 {
		item.position = max(0, c.position())
	}
}

// position is where a new card stands in its line.
func (c *card) position() int64 {
	if c.home != 0 && c.oldDue != 0 {
		return c.oldDue
	}
	return c.due
}

// history says what happened to a card, and when it is due.
func (v *converter) history(n *note, c *card, suffix string) Card {
	changed := time.Time{}
	if c.changed > 0 && c.changed < 1<<33 {
		changed = time.Unix(c.changed, 0).UTC()
	}
	h := Card{
		Suffix: suffix, ID: c.id, New: c.kind == 0, Changed: changed,
		Suspended: c.queue == -1, Buried: c.queue < -1,
		Marked:   slices.ContainsFunc(n.tags, func(tag string) bool { return strings.EqualFold(tag, "marked") }),
		Interval: int(min(c.interval, 36500)), Stability: c.stability,
		Steps: steps(c.log, c.kind == 0, changed),
	}
	if h.New {
		return h
	}
	const longAgo = 1e9 // a day number is never that high, an instant always is
	due := c.due
	if c.home != 0 && c.oldDue != 0 {
		due = c.oldDue
	}
	switch {
	case due > longAgo:
		h.DueAt = time.Unix(due, 0).UTC()
	case due != 0 || c.kind == 2 || c.queue == 3:
		h.Due = max(1, min(dateOf(v.c.created)+int(due), 1e6))
	}
	if c.lastAt > 0 && c.lastAt < 1<<33 {
		h.Last = time.Unix(int64(c.lastAt), 0).UTC()
	} else if h.Due > h.Interval {
		h.Last = time.Unix(int64(h.Due-h.Interval)*secondsADay+secondsADay/2, 0).UTC()
	}
	return h
}

// dateOf returns the date that a clock shows, in days since 1970-01-01.
func dateOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsADay)
}
