package quiz

import "kuril/deck"

// Match is how well a typed answer fits.
type Match int

// The verdicts, from worst to best.
const (
	Wrong  Match = iota
	Partly       // some of it is right: Verdict.Right of Verdict.Of
	Almost       // accepted, but something differs: Verdict.Note says what
	Right
)

// String returns the word that the conversation prints.
func (m Match) String() string {
	switch m {
	case Partly:
		return "PARTLY"
	case Almost:
		return "ALMOST"
	case Right:
		return "RIGHT"
	}
	return "WRONG"
}

// Task is a card as it stands before the learner.
type Task struct {
	Card    deck.Card
	Options []string // as shown; typed numbers count them from 1
	Others  []string // answers of other cards of the same tag: no typo leads to one of these
}

// Verdict is what the judge says about one typed answer.
type Verdict struct {
	Match     Match
	Note      string // what differed, ready to print; "" when nothing did
	Right, Of int    // of Partly: Right of Of
	Answer    string // the right answer as it is shown

	// Unclear, when not empty, says that the line was a slip (an option that
	// does not exist) and what can be typed instead; nothing was judged.
	Unclear string
}

// Judge compares what was typed with what the card asks for.
func Judge(t Task, typed string) Verdict { return Verdict{} }

// Folded returns s as the judge compares it.
func Folded(s string) string { return s }
