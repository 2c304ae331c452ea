// Package deck is what there is to learn: questions, the cards they give, and
// the text files they stand in. It knows nothing of clocks, of screens, or of
// what a learner has answered.
package deck

import "fmt"

// Kind says how a question is asked.
type Kind string

// The kinds of question.
const (
	Recall Kind = "recall" // think, reveal, rate yourself
	Typed  Kind = "typed"  // type the answer
	Choice Kind = "choice" // one option is right
	Select Kind = "select" // all options that are right
	List   Kind = "list"   // name all items, in any order
	Order  Kind = "order"  // put the items in order
	Cloze  Kind = "cloze"  // fill the gap in the prompt
)

// Match says how a typed answer is compared. The zero value means Text.
type Match string

// The ways to compare a typed answer.
const (
	Text   Match = "text"   // forgiving: case, punctuation, a typo
	Exact  Match = "exact"  // sign for sign
	Date   Match = "date"   // an ISO date in any common form
	Number Match = "number" // a number, within Tolerance
)

// Builtin is the Deck of questions that come with the program.
const Builtin = "builtin"

// Question is one [[question]] table of a bank.
type Question struct {
	ID, Prompt string
	Kind       Kind
	Answers    []string // all accepted, the first is shown
	Wrong      []string // wrong options, or near misses of a typed answer
	Items      []string // of list and order
	Match      Match
	Tolerance  float64 // absolute, in Unit; 0 means the number itself
	Unit       string
	Both       bool // also asked the other way round
	Hint, Why  string
	Sources    []string // each "title <address>"
	Tags       []string
	Group      string // questions of one group are siblings
	From       string // the fact the question was made from
	Added      string // an ISO date, or empty

	// Where the question stands; not part of its text.
	Deck string // Builtin, or the file's name without .toml
	File string // as the user would name it
	Line int    // of [[question]], from 1
}

// Severity tells whether a problem keeps a bank from being used.
type Severity string

// The severities of a problem.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is one complaint about a bank. Line and Col count from 1, Col in
// characters; both are 0 when the problem has no place in the file.
type Problem struct {
	File      string
	Line, Col int
	Rule      string
	Severity  Severity
	Message   string
	Hint      string // what to type, or empty
}

// Error returns the problem as "file:line:col: rule: message".
func (p Problem) Error() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s: %s", p.File, p.Rule, p.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s: %s", p.File, p.Line, p.Col, p.Rule, p.Message)
}
