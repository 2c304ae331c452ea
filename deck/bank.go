package deck

import "slices"

// Bank is all questions in use: own decks by name first, then the built-in
// ones, each in the order of its file.
//
// A bank from the cache knows of every card its id, deck, group and day; the
// rest of a question is read when it is asked for.
type Bank struct {
	questions []*Question          // all of them, or those of packed once All was called
	byID      map[string]*Question // of packed: what was read so far
	originals map[string]*Question

	packed   *packed // or nil: everything is here
	uncached func() (*Bank, []Problem, error)

	files   []string // that the questions came from
	builtin []byte   // the text of the built-in bank, or nil
}

// NewBank is a bank of these questions.
func NewBank(questions ...*Question) *Bank {
	b := newBank()
	b.add(questions)
	return b
}

// Len is how many questions there are.
func (b *Bank) Len() int {
	if b.packed != nil {
		return b.packed.count
	}
	return len(b.questions)
}

// All returns all questions. The slice is not to be changed.
func (b *Bank) All() []*Question {
	b.unpack()
	return b.questions
}

// Sections returns what is to be read before it is asked: of own decks first,
// each in the order of its file. It reads the texts anew.
func (b *Bank) Sections() []*Section {
	var all []*Section
	for _, name := range b.files {
		if text, err := ReadText(name); err == nil {
			d := scan(name, text)
			d.result()
			all = append(all, d.sections()...)
		}
	}
	for _, s := range ParseSections(Builtin, b.builtin) {
		s.Deck = Builtin
		all = append(all, s)
	}
	return all
}

// Question returns the question with that id.
func (b *Bank) Question(id string) (*Question, bool) {
	if q, ok := b.byID[id]; ok {
		return q, true
	}
	if b.packed == nil {
		return nil, false
	}
	i, ok := b.packed.find(id)
	if !ok {
		return nil, false
	}
	q, ok := b.packed.question(i)
	if !ok {
		b.unpack() // from the files themselves
		q, ok := b.byID[id]
		return q, ok
	}
	b.byID[id] = q
	return q, true
}

// Card returns the card with that id.
func (b *Bank) Card(id string) (Card, bool) {
	q, ok := b.Question(QuestionID(id))
	if !ok {
		return Card{}, false
	}
	for _, c := range q.Cards() {
		if c.ID == id {
			return c, true
		}
	}
	return Card{}, false
}

// Cards returns the cards of all questions, in the order of the bank.
func (b *Bank) Cards() []Card {
	questions := b.All()
	cards := make([]Card, 0, len(questions))
	for _, q := range questions {
		cards = append(cards, q.Cards()...)
	}
	return cards
}

// Original returns the built-in question that an own one with that id
// replaces; false when nothing is replaced.
func (b *Bank) Original(id string) (*Question, bool) {
	if b.packed != nil {
		if !slices.Contains(b.packed.head.Originals, id) {
			return nil, false
		}
		b.unpack()
	}
	q, ok := b.originals[id]
	return q, ok
}

// Replaced reports whether a question stands in the place of a built-in one.
func (b *Bank) Replaced(id string) bool {
	if b.packed != nil {
		return slices.Contains(b.packed.head.Originals, id)
	}
	_, ok := b.originals[id]
	return ok
}

// Sum tells one bank of the cache from another; ok is false when all of the
// bank is here.
func (b *Bank) Sum() (sum uint32, ok bool) {
	if b.packed == nil {
		return 0, false
	}
	return b.packed.sum, true
}

// Place returns where a question stands in a bank of the cache, from 0.
func (b *Bank) Place(question string) (place int, ok bool) {
	if b.packed == nil {
		return 0, false
	}
	return b.packed.find(question)
}

// Outline returns the cards of the question at a place in a bank of the cache.
// Of the question they know the id, kind, deck, group and day, and no text.
func (b *Bank) Outline(place int) []Card {
	if b.packed == nil || place < 0 || place >= b.packed.count {
		return nil
	}
	return b.packed.cards(place, b.packed.outline(place))
}

// unpack reads all of a bank that is packed. Questions that were read before
// stay the same ones.
func (b *Bank) unpack() {
	if b.packed == nil {
		return
	}
	p := b.packed
	b.packed = nil
	if all, originals, ok := p.all(b.byID); ok {
		b.questions = all
		b.byID = make(map[string]*Question, len(all))
		for _, q := range all {
			b.byID[q.ID] = q
		}
		for _, q := range originals {
			b.originals[q.ID] = q
		}
		return
	}
	full, _, _ := b.uncached() // the cache was damaged since it was opened
	if full != nil {
		b.questions, b.byID, b.originals = full.questions, full.byID, full.originals
	}
}
