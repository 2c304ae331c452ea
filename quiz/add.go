package quiz

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/lazyregexp"
)

// ownDeck is where new cards go unless said otherwise.
const ownDeck = "own"

// Add keeps one new question, given whole; its id may be missing.
func Add(ctx context.Context, d *Desk, name string, q deck.Question) error {
	path, err := d.deckPath(name)
	if err != nil {
		return err
	}
	if strings.TrimSpace(q.Prompt) == "" {
		return Misuse("a card wants a question").Hint(`such as  kuril add --prompt "Capital of Japan?" --answer Tokyo`)
	}
	if q.Kind == "" {
		q.Kind = usualKind(q)
	}
	if e := lacking(q); e != nil {
		return e
	}
	taken, err := d.taken(ctx)
	if err != nil {
		return err
	}
	if q.ID != "" && taken(q.ID) {
		return Fail("the id %q is taken", q.ID).Hint("leave --id out, and one is made")
	}
	whole, err := d.complete(path, []byte(deck.Format(&q)), taken)
	if err != nil {
		var e *Error
		if errors.As(err, &e) { // the place is in no file
			_, message, _ := strings.Cut(e.Message, ": ")
			_, message, _ = strings.Cut(message, ": ")
			e.Message = message
			for i, hint := range e.Hints {
				e.Hints[i] = inFlags(hint)
			}
		}
		return err
	}
	for _, same := range d.duplicates(whole) {
		fmt.Fprintf(d.Err, "kuril: note: %s\n", same)
	}
	return d.keep(path, whole)
}

// usualKind is the kind of a question whose fields say enough.
func usualKind(q deck.Question) deck.Kind {
	switch {
	case len(q.Items) > 0:
		return deck.List
	case hasGap(q.Prompt):
		return deck.Cloze
	case len(q.Wrong) > 1 && len(q.Answers) > 1:
		return deck.Select
	case len(q.Wrong) > 1:
		return deck.Choice
	}
	return deck.Typed
}

// hasGap reports whether a text holds what looks like a gap.
func hasGap(prompt string) bool {
	return strings.Contains(strings.ReplaceAll(prompt, "[[[", ""), "[[")
}

// complete gives the questions of a text their ids, their gap numbers and the
// day, and checks them.
func (d *Desk) complete(file string, text []byte, taken func(string) bool) ([]*deck.Question, error) {
	questions, err := d.fixed(file, text, taken)
	if err != nil {
		return nil, err
	}
	day, _, err := d.studyDay(context.Background())
	if err != nil {
		return nil, err
	}
	for _, q := range questions {
		if q.Added == "" {
			q.Added = day.String()
		}
	}
	return questions, nil
}

// fixed reads a text whose ids and gap numbers may be missing.
func (d *Desk) fixed(file string, text []byte, taken func(string) bool) ([]*deck.Question, error) {
	// Complaints count the lines of the text as it was written.
	_, problems := deck.Parse(file, text)
	problems = slices.DeleteFunc(problems, func(p deck.Problem) bool { return p.Rule == "missing-id" })
	if err := complain(problems); err != nil {
		return nil, err
	}
	whole, err := deck.FixIDs(file, text, taken, ending)
	if err != nil {
		return nil, problemError(err)
	}
	questions, problems := deck.Parse(file, whole)
	if err := complain(problems); err != nil {
		return nil, err
	}
	return questions, complain(deck.Check(questions))
}

// problemError keeps the place and the hint of what package deck complains of.
func problemError(err error) error {
	var p deck.Problem
	if errors.As(err, &p) {
		p.Severity = deck.Error
		return complain([]deck.Problem{p})
	}
	e := Fail("%v", err)
	if file, ok := errors.AsType[*deck.FileError](err); ok && file.Hint != "" {
		e = e.Hint("%s", file.Hint)
	}
	return e
}

var deckName = lazyregexp.New(`^[\pL\pN][\pL\pN_-]*$`)

// deckPath returns the file of an own deck.
func (d *Desk) deckPath(name string) (string, error) {
	switch {
	case name == "":
		name = ownDeck
	case name == deck.Builtin:
		return "", Misuse("the built-in deck cannot be added to").Hint("leave --deck out, or choose another name")
	case !deckName.MatchString(name) || len(name) > 64:
		return "", Misuse("%q cannot name a deck", name).Hint("letters, digits, - and _ can, such as  --deck history")
	}
	return filepath.Join(d.DecksDir(), name+".toml"), nil
}

// taken returns what tells whether an id belongs to a question already, one in
// use, one that is left out just now, or one of former days.
func (d *Desk) taken(ctx context.Context) (func(string) bool, error) {
	used := make(map[string]bool)
	for _, q := range d.Bank.All() {
		used[q.ID] = true
	}
	if len(d.BankFiles) > 0 {
		bank, _, err := deck.Load(d.Builtin, d.DecksDir())
		if err != nil {
			return nil, err
		}
		for _, q := range bank.All() {
			used[q.ID] = true
		}
	}
	states, err := d.Store.States(ctx)
	if err != nil {
		return nil, err
	}
	for card := range states {
		used[deck.QuestionID(card)] = true
	}
	return func(id string) bool { return used[id] }, nil
}

// duplicates names questions that ask the same as one in use, or as each
// other.
func (d *Desk) duplicates(questions []*deck.Question) []string {
	prompts := make(map[string]string)
	for _, q := range d.Bank.All() {
		prompts[foldSearch(strings.Join(strings.Fields(q.Prompt), " "))] = q.ID
	}
	var same []string
	for _, q := range questions {
		key := foldSearch(strings.Join(strings.Fields(q.Prompt), " "))
		if id, ok := prompts[key]; ok && id != q.ID {
			same = append(same, fmt.Sprintf("%s asks the same as %s: %s", q.ID, id, CleanLine(q.Prompt)))
		}
		prompts[key] = q.ID
	}
	return same
}

// keep writes new questions to an own deck and says so.
func (d *Desk) keep(path string, questions []*deck.Question) error {
	if err := d.makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	if err := deck.Append(path, questions...); err != nil {
		return problemError(err)
	}
	for _, q := range questions {
		if err := d.say("Added %s to %s. It comes in the next session.", q.ID, path); err != nil {
			return err
		}
	}
	if len(d.BankFiles) > 0 {
		fmt.Fprintln(d.Err, "kuril: note: a session with --bank does not ask it")
		return nil
	}
	return d.Load()
}

// template is what add --edit opens.
const template = `# Write your cards here, each under a line [[question]]; save and leave.
# Lines that begin with # are not read. To add nothing, leave it as it is.
#
#   recall  think, look, rate yourself  answers = ["..."]
#   typed   type the answer             answers = ["...", "another name"]
#   choice  one is right                answers = ["..."]  wrong = ["...", "..."]
#   select  all that are right          answers = ["...", "..."]  wrong = ["..."]
#   list    name them all               items = ["...", "..."]
#   order   put them in order           items = ["first", "second", "third"]
#   cloze   fill the gap                prompt = "Japan's capital is [[Tokyo]]."
#
# Each may have  hint, why, source = "title <address>", tags = ["..."]; typed and
# recall also  both = true, to be asked the other way round too

[[question]]
kind = "typed"
prompt = ""
answers = [""]
tags = []
`

// templateLine is the line of the template on which the writing begins.
var templateLine = strings.Count(template[:strings.Index(template, "prompt = \"\"")], "\n") + 1

// AddInEditor takes as many new questions as are written in one go.
func AddInEditor(ctx context.Context, d *Desk, name string) error {
	path, err := d.deckPath(name)
	if err != nil {
		return err
	}
	taken, err := d.taken(ctx)
	if err != nil {
		return err
	}
	return d.inEditor(template, templateLine, func(file string, text []byte) error {
		if empty(text) {
			return d.say("Nothing was written, nothing was added.")
		}
		questions, err := d.complete(file, text, taken)
		if err != nil {
			return err
		}
		for _, q := range questions {
			if _, used := d.Bank.Question(q.ID); used {
				return Fail("%s:%d: the id %q is taken", file, q.Line, q.ID).Hint("leave the line out, and one is made")
			}
		}
		for _, same := range d.duplicates(questions) {
			d.tell("Note: %s", same)
		}
		return d.keep(path, questions)
	})
}

// empty reports whether nothing was written: no line but comments, or the
// template as it was.
func empty(text []byte) bool {
	if string(text) == template {
		return true
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return false
		}
	}
	return true
}
