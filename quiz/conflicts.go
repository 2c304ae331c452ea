package quiz

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
)

// ConflictNames are the ids of cards that two devices changed, and of which one
// text does not stand: in the order of their names.
func (d *Desk) ConflictNames() []string {
	var names []string
	for _, c := range d.conflictFiles() {
		if !slices.Contains(names, c.question.ID) {
			names = append(names, c.question.ID)
		}
	}
	return names
}

// A conflictFile is a text of a card that does not stand.
type conflictFile struct {
	path     string
	from     string // the first remark: whose it is, and when it was changed
	question *deck.Question
}

func (d *Desk) conflictFiles() []conflictFile {
	files, _ := deck.Files(d.ConflictsDir())
	var list []conflictFile
	for _, path := range files {
		text, err := deck.ReadText(path)
		if err != nil {
			continue
		}
		questions, _ := deck.Parse(path, text)
		if len(questions) == 0 {
			continue
		}
		first, _, _ := strings.Cut(string(text), "\n")
		from, _ := strings.CutPrefix(first, "# ")
		list = append(list, conflictFile{path, from, questions[0]})
	}
	return list
}

// Conflicts shows both texts of every card that two devices changed: what
// stands with -, the other one with +.
func Conflicts(d *Desk, asJSON bool) error {
	files := d.conflictFiles()
	if asJSON {
		type one struct {
			ID     string `json:"id"`
			File   string `json:"file"`
			From   string `json:"from"`
			Stands string `json:"stands"`
			Other  string `json:"other"`
		}
		list := []one{}
		for _, c := range files {
			stands := ""
			if q, ok := d.Bank.Question(c.question.ID); ok {
				stands = deck.Format(q)
			}
			list = append(list, one{c.question.ID, c.path, c.from, stands, deck.Format(c.question)})
		}
		return printJSON(d.Out, list)
	}
	if len(files) == 0 {
		return d.say("No card was changed on two devices.")
	}
	for i, c := range files {
		if i > 0 {
			if err := d.say(""); err != nil {
				return err
			}
		}
		if err := d.say("%s (+ %s)", c.question.ID, c.from); err != nil {
			return err
		}
		stands := ""
		if q, ok := d.Bank.Question(c.question.ID); ok {
			stands = deck.Format(q)
		} else if err := d.say("  it was taken out here"); err != nil {
			return err
		}
		for _, line := range compareTexts(stands, deck.Format(c.question)) {
			if err := d.say("%s", line); err != nil {
				return err
			}
		}
	}
	id := files[0].question.ID
	return d.say("\nkuril sync --take %s  lets the text with + stand; kuril sync --drop %s  forgets it.", id, id)
}

// compareTexts lists the lines of two texts, those that only one has marked.
func compareTexts(a, b string) []string {
	var out []string
	left, right := strings.Split(strings.TrimSpace(a), "\n"), strings.Split(strings.TrimSpace(b), "\n")
	for _, line := range left {
		if line != "" && !slices.Contains(right, line) {
			out = append(out, "- "+line)
		}
	}
	for _, line := range right {
		if line != "" && !slices.Contains(left, line) {
			out = append(out, "+ "+line)
		}
	}
	return out
}

// conflict finds the other text of a card.
func (d *Desk) conflict(id string) (conflictFile, error) {
	for _, c := range d.conflictFiles() {
		if c.question.ID == id {
			return c, nil
		}
	}
	e := Fail("%q was not changed on two devices", id)
	if all := d.ConflictNames(); len(all) > 0 {
		return conflictFile{}, e.Hint("those that were: %s", strings.Join(all, ", "))
	}
	return conflictFile{}, e.Hint("kuril sync --conflicts  lists those that were")
}

// TakeConflict lets the other text of a card stand.
func TakeConflict(d *Desk, id string) error {
	c, err := d.conflict(id)
	if err != nil {
		return err
	}
	q, ok := d.Bank.Question(id)
	switch {
	case ok && q.Deck != deck.Builtin:
		err = deck.Replace(q.File, id, c.question)
	default:
		path := filepath.Join(d.DecksDir(), ownDeck+".toml")
		err = deck.Append(path, c.question)
	}
	if err != nil {
		return problemError(err)
	}
	before := ""
	if ok {
		before = deck.Format(q)
	}
	if err := d.forgetConflict(c); err != nil {
		return err
	}
	for _, line := range compareTexts(before, deck.Format(c.question)) {
		if err := d.say("%s", line); err != nil {
			return err
		}
	}
	return d.say("%s: the other text stands now; the next sync tells the other devices.", id)
}

// DropConflict forgets the other text of a card.
func DropConflict(d *Desk, id string) error {
	c, err := d.conflict(id)
	if err != nil {
		return err
	}
	if err := d.forgetConflict(c); err != nil {
		return err
	}
	return d.say("%s: the other text is forgotten.", id)
}

func (d *Desk) forgetConflict(c conflictFile) error {
	if err := os.Remove(c.path); err != nil {
		return Fail("%s cannot be removed: %v", c.path, systemSaid(err))
	}
	os.Remove(d.ConflictsDir()) // when it is empty
	return nil
}
