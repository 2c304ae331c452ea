package quiz

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kuril/deck"
)

// A deckPlan is what becomes of the decks here by what other devices wrote.
type deckPlan struct {
	dir   string
	state *deckState
	own   *ownDecks

	want      map[string]*deck.Question // by id; nil: to be taken out
	whole     map[string]string         // texts of decks that came from ours, by name
	conflicts map[string]conflict       // by id
	dropped   map[string]bool           // decks taken away there, and not changed here
	waiting   []string
}

// A conflict is the text of a question that does not stand.
type conflict struct {
	question *deck.Question
	from     string // what people call its device
	at       int64
}

func newDeckPlan(dir string, state *deckState, own *ownDecks) *deckPlan {
	return &deckPlan{
		dir: dir, state: state, own: own,
		want: make(map[string]*deck.Question), whole: make(map[string]string), conflicts: make(map[string]conflict), dropped: make(map[string]bool),
	}
}

// consider works out what another device's decks mean for ours.
func (p *deckPlan) consider(dev *device, theirs *deckState) {
	questions := make(map[string]*deck.Question)
	unread := make(map[string]bool)
	for _, name := range sortedKeys(theirs.Texts) {
		read, err := parseDeck(name, theirs.Texts[name])
		if err != nil {
			unread[name] = true
			p.waiting = append(p.waiting, CleanLine(name)+" of "+dev.label())
			continue
		}
		for id, q := range read {
			if questions[id] == nil {
				questions[id] = q
			}
		}
		ours, ok := p.state.Decks[name]
		text := theirs.Decks[name]
		text.Sum = textSum([]byte(theirs.Texts[name]))
		if !ok || compareVersions(ours, text) == newer {
			p.whole[name] = theirs.Texts[name]
			p.state.Decks[name] = ours.after(text)
		}
	}
	for name, v := range theirs.Decks {
		if ours := p.state.Decks[name]; v.Removed && p.own.texts[name] != nil && compareVersions(ours, v) == newer {
			p.dropped[name] = true
		}
	}
	for _, id := range sortedKeys(theirs.Questions) {
		v := theirs.Questions[id]
		q := questions[id]
		if q == nil && !v.Removed || slices.Contains(p.own.broken, v.Deck) && !v.Removed {
			if q != nil {
				p.wait(v.Deck)
			}
			continue // of a deck that cannot be read, there or here
		}
		if v.Removed {
			q = nil
		} else {
			v.Sum, v.Deck = questionSum(q), q.Deck
		}
		p.meet(dev, id, q, v)
	}
}

func (p *deckPlan) wait(name string) {
	if !slices.Contains(p.waiting, name) {
		p.waiting = append(p.waiting, name)
	}
}

// meet settles one question.
func (p *deckPlan) meet(dev *device, id string, q *deck.Question, v version) {
	ours := p.state.Questions[id]
	if slices.Contains(p.own.broken, ours.Deck) && ours.Sum != "" {
		p.wait(ours.Deck)
		return
	}
	now, planned := p.want[id]
	if !planned {
		now = p.own.questions[id]
	}
	take := func(v version) {
		p.want[id] = q
		p.state.Questions[id] = v
	}
	switch compareVersions(ours, v) {
	case equal:
		p.state.Questions[id] = ours.after(version{Was: v.Was})
	case older:
	case newer:
		if q == nil && now == nil {
			p.state.Questions[id] = v.after(ours)
			return
		}
		take(v.after(ours))
	case apart:
		p.state.Questions[id] = ours.after(v)
		if q != nil && now != nil && !sameQuestion(q, now) {
			p.conflicts[id] = conflict{q, dev.label(), v.At}
		}
	case apartNew:
		if now != nil && !sameQuestion(q, now) {
			p.conflicts[id] = conflict{now, "", ours.At}
		}
		take(v.after(ours))
	}
}

// sameQuestion reports whether two texts of a question ask the same, wherever
// they stand.
func sameQuestion(a, b *deck.Question) bool { return deck.Format(a) == deck.Format(b) }

// carryOut writes what was planned: conflicts first, so that no text is ever
// nowhere.
func (p *deckPlan) carryOut(s *syncing) error {
	for _, id := range sortedKeys(p.conflicts) {
		if err := s.keepConflict(id, p.conflicts[id]); err != nil {
			return err
		}
		s.decks.Conflicts = append(s.decks.Conflicts, id)
	}
	done := make(map[string]bool)
	for _, name := range sortedKeys(p.whole) {
		if p.fits(name) {
			if err := s.makeFolder(p.dir); err != nil {
				return err
			}
			if err := deck.WriteFile(filepath.Join(p.dir, name+".toml"), []byte(p.whole[name]), 0o600); err != nil {
				return err
			}
			done[name] = true
		}
	}
	changes := make(map[string]*deck.FileChange)
	var gone []*deck.Question // to be taken out of the deck they stand in
	for _, id := range sortedKeys(p.want) {
		q, old := p.want[id], p.own.questions[id]
		switch {
		case q == nil && old != nil:
			s.decks.Removed++
		case q != nil && (old == nil || questionSum(old) != questionSum(q)):
			s.decks.Taken++
		}
		if old != nil && !done[old.Deck] && (q == nil || q.Deck != old.Deck) {
			gone = append(gone, old)
		}
		if q == nil || done[q.Deck] || old != nil && questionSum(old) == questionSum(q) {
			continue
		}
		path := filepath.Join(p.dir, q.Deck+".toml")
		c := changes[path]
		if c == nil {
			c = &deck.FileChange{Path: path}
			changes[path] = c
		}
		if old != nil && old.Deck == q.Deck {
			c.Replace = append(c.Replace, q)
		} else {
			c.Add = append(c.Add, q)
		}
	}
	var list []deck.FileChange
	for _, path := range sortedKeys(changes) {
		list = append(list, *changes[path])
	}
	if len(list) > 0 {
		if err := deck.ChangeAll(p.dir, list, func() error { return nil }); err != nil {
			return err
		}
	}
	for _, q := range gone {
		path := filepath.Join(p.dir, q.Deck+".toml")
		if err := deck.Remove(path, q.ID); err != nil {
			return err
		}
		p.tidy(path, p.dropped[q.Deck])
	}
	return nil
}

// fits reports whether the text of another device's deck has just the questions
// that are wanted in it here, so that it can be taken with all its remarks.
func (p *deckPlan) fits(name string) bool {
	read, err := parseDeck(name, p.whole[name])
	if err != nil || slices.Contains(p.own.broken, name) {
		return false
	}
	wanted := make(map[string]*deck.Question)
	for id, q := range p.own.questions {
		if q.Deck == name {
			wanted[id] = q
		}
	}
	for id, q := range p.want {
		delete(wanted, id)
		if q != nil && q.Deck == name {
			wanted[id] = q
		}
	}
	if len(read) != len(wanted) {
		return false
	}
	for id, q := range wanted {
		if read[id] == nil || !sameQuestion(read[id], q) {
			return false
		}
	}
	return true
}

// tidy takes away a deck of which nothing is left, or nothing but remarks that
// another device threw away with it.
func (p *deckPlan) tidy(path string, dropped bool) {
	text, err := deck.ReadText(path)
	if err != nil {
		return
	}
	if questions, _ := deck.Parse(path, text); dropped && len(questions) == 0 || len(strings.TrimSpace(string(text))) == 0 {
		os.Remove(path)
	}
}

// ConflictsDir is where texts stand that lost against another device's.
func (d *Desk) ConflictsDir() string { return filepath.Join(d.DecksDir(), "conflicts") }

// keepConflict writes the text that does not stand where nobody asks it.
func (s *syncing) keepConflict(id string, c conflict) error {
	if err := s.makeFolder(s.ConflictsDir()); err != nil {
		return err
	}
	from := c.from
	if from == "" {
		from = cmpOr(clipName(s.Host), "this device")
	}
	text := fmt.Sprintf("# of %s, changed %s\n# kuril sync --conflicts  compares,  kuril sync --take %s  lets this text stand\n%s",
		CleanLine(from), time.UnixMilli(c.at).In(s.Calendar.Zone).Format("2006-01-02 15:04"), id, deck.Format(c.question))
	for n := 1; ; n++ {
		name := id + ".toml"
		if n > 1 {
			name = fmt.Sprintf("%s--%d.toml", id, n)
		}
		file := filepath.Join(s.ConflictsDir(), name)
		if old, _, err := deck.ReadFile(file); err == nil {
			if len(old) == 1 && sameQuestion(old[0], c.question) {
				return nil
			}
			continue
		}
		return deck.WriteFile(file, []byte(text), 0o600)
	}
}
