package quiz

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"kuril/deck"
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
	if len(q.Answers)+len(q.Items) == 0 && q.Kind != deck.Cloze {
		return Misuse("the card has no answer").Hint("add one with --answer TEXT, or --item TEXT for each item of a list")
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
	case strings.Contains(strings.ReplaceAll(q.Prompt, "[[[", ""), "[["):
		return deck.Cloze
	case len(q.Wrong) > 1 && len(q.Answers) > 1:
		return deck.Select
	case len(q.Wrong) > 1:
		return deck.Choice
	}
	return deck.Typed
}

// complete gives the questions of a text their ids, their gap numbers and the
// day, and checks them.
func (d *Desk) complete(file string, text []byte, taken func(string) bool) ([]*deck.Question, error) {
	questions, err := d.fixed(file, text, taken)
	if err != nil {
		return nil, err
	}
	for _, q := range questions {
		if q.Added == "" {
			q.Added = d.Today().String()
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

var deckName = regexp.MustCompile(`^[\pL\pN][\pL\pN_-]*$`)

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
	for _, q := range d.Bank.Questions {
		used[q.ID] = true
	}
	if len(d.BankFiles) > 0 {
		bank, _, err := deck.Load(d.Builtin, d.DecksDir())
		if err != nil {
			return nil, err
		}
		for _, q := range bank.Questions {
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
	for _, q := range d.Bank.Questions {
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
#   recall  think, look, rate yourself     answers = ["..."]
#   typed   type the answer                answers = ["...", "another way to say it"]
#   choice  one is right                   answers = ["..."]  wrong = ["...", "..."]
#   select  all that are right             answers = ["...", "..."]  wrong = ["..."]
#   list    name them all                  items = ["...", "..."]
#   order   put them in order              items = ["first", "second", "third"]
#   cloze   fill the gap                   prompt = "The capital of Japan is [[Tokyo]]."
#
# Each may have  hint, why, source = "title <address>", tags = ["..."], both = true

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
			fmt.Fprintf(d.Term, "Note: %s\n", same)
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

// AddAsking asks for one card after another until nothing is typed.
func AddAsking(ctx context.Context, d *Desk, name string) error {
	path, err := d.deckPath(name)
	if err != nil {
		return err
	}
	for {
		fmt.Fprintln(d.Term, "Question (Enter = done)")
		prompt, err := d.line()
		if errors.Is(err, errInputEnded) || err == nil && prompt == "" {
			return nil
		}
		if err != nil {
			return err
		}
		q, err := d.askCard(prompt)
		if err != nil {
			return err
		}
		taken, err := d.taken(ctx)
		if err != nil {
			return err
		}
		questions, err := d.complete(path, []byte(deck.Format(&q)), taken)
		var e *Error
		if errors.As(err, &e) {
			_, message, _ := strings.Cut(e.Message, ": ")
			fmt.Fprintf(d.Term, "Not added: %s\n", Clean(message))
			for _, hint := range e.Hints {
				fmt.Fprintln(d.Term, "  "+Clean(hint))
			}
			continue
		}
		if err != nil {
			return err
		}
		if same := d.duplicates(questions); len(same) > 0 {
			yes, err := d.sure(same[0] + "\nAdd it all the same?")
			if err != nil {
				return err
			}
			if !yes {
				fmt.Fprintln(d.Term, "Not added.")
				continue
			}
		}
		if err := d.keep(path, questions); err != nil {
			return err
		}
	}
}

// askCard asks for what a question of its kind needs.
func (d *Desk) askCard(prompt string) (deck.Question, error) {
	q := deck.Question{Prompt: prompt, Kind: usualKind(deck.Question{Prompt: prompt})}
	if q.Kind != deck.Cloze {
		fmt.Fprintf(d.Term, "Kind: %s (Enter = typed)\n", strings.Join(kinds, " "))
		for {
			kind, err := d.line()
			if err != nil {
				return q, err
			}
			if kind == "" {
				break
			}
			if slices.Contains(kinds, strings.ToLower(kind)) {
				q.Kind = deck.Kind(strings.ToLower(kind))
				break
			}
			fmt.Fprintln(d.Term, "That is no kind. One of the words above, or Enter.")
		}
	}
	var err error
	switch q.Kind {
	case deck.Recall, deck.Typed:
		q.Answers, err = d.askSome("Answer", "Another accepted answer", 1)
	case deck.Choice:
		if q.Answers, err = d.askSome("Right answer", "", 1); err == nil {
			q.Wrong, err = d.askSome("Wrong answer", "Another wrong answer", 2)
		}
	case deck.Select:
		if q.Answers, err = d.askSome("Right answer", "Another right answer", 1); err == nil {
			q.Wrong, err = d.askSome("Wrong answer", "Another wrong answer", 1)
		}
	case deck.List:
		q.Items, err = d.askSome("Item", "Another item", 2)
	case deck.Order:
		q.Items, err = d.askSome("Item, in the right order", "Next item", 2)
	}
	if err != nil {
		return q, err
	}
	fmt.Fprintln(d.Term, "Tags, separated by spaces (Enter = none)")
	tags, err := d.line()
	if err != nil {
		return q, err
	}
	q.Tags = strings.FieldsFunc(tags, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
	fmt.Fprintln(d.Term, "Why, shown after the answer (Enter = nothing)")
	q.Why, err = d.line()
	return q, err
}

// askSome asks for at least so many texts, and for more until nothing is
// typed. Without a word for more it asks for just so many.
func (d *Desk) askSome(one, more string, least int) ([]string, error) {
	var texts []string
	for {
		switch {
		case len(texts) < least:
			fmt.Fprintln(d.Term, one)
		case more == "":
			return texts, nil
		default:
			fmt.Fprintf(d.Term, "%s (Enter = none)\n", more)
		}
		text, err := d.line()
		if err != nil {
			return nil, err
		}
		switch {
		case text != "":
			texts = append(texts, text)
		case len(texts) >= least:
			return texts, nil
		default:
			fmt.Fprintln(d.Term, "Something has to stand here.")
		}
	}
}
