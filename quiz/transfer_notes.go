package quiz

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kuril/deck"
	"kuril/deck/anki"
	"kuril/deck/hashcards"
)

// Cards of Markdown and of other plain texts, with what their programs remember
// of them, are put into the form that packages of Anki come in.

// readNotes reads a text in one of the dialects; "": in the one it looks like.
func (t *transfer) readNotes(ctx context.Context, dialect string) error {
	text, err := t.text()
	if err != nil {
		return err
	}
	read := deck.ReadMarkdown
	if dialect == deck.SuperMemo {
		read = deck.ReadSuperMemo
	}
	notes, err := read(t.o.name(), text, dialect)
	if err != nil {
		return err
	}
	n := noteReader{transfer: t, notes: notes, pack: &anki.Package{Name: notes.Name, Generation: notes.Dialect, Warnings: notes.Warnings}}
	n.pack.Notes = len(notes.Notes) + len(notes.Skipped)
	if notes.Why != "" {
		n.pack.Separator = notes.Dialect + ", because " + notes.Why
	} else {
		n.pack.Separator = notes.Dialect
	}
	if err := n.findLog(ctx); err != nil {
		return err
	}
	n.convert()
	t.pack = n.pack
	return nil
}

// holdsNotes says what was found in a text or a bank; "" for other files.
func (t *transfer) holdsNotes() string {
	p := t.pack
	switch {
	case p.Generation == ownTable:
		return fmt.Sprintf("%s of a table that kuril wrote", Count(p.Notes, "row"))
	case p.Generation == bankFormat:
		return fmt.Sprintf("%s, %s of kuril's own format", Count(p.Notes, "question"), Count(p.Cards, "card"))
	case p.Separator == "":
		return ""
	case p.Rows > 0:
		return fmt.Sprintf("%s, %s, %s; read as %s", Count(p.Notes, "question"), Count(p.Cards, "card"), Count(p.Rows, "answer"), p.Separator)
	}
	return fmt.Sprintf("%s, %s; read as %s", Count(p.Notes, "question"), Count(p.Cards, "card"), p.Separator)
}

// text is the whole file, or what comes through a pipe.
func (t *transfer) text() ([]byte, error) {
	if t.o.File != "-" {
		return deck.ReadText(t.o.File)
	}
	text, err := io.ReadAll(io.LimitReader(t.Stdin, deck.MaxFile+1))
	switch {
	case err != nil:
		return nil, Fail("standard input cannot be read: %v", err)
	case len(text) > deck.MaxFile:
		return nil, Fail("standard input is larger than %d MiB", deck.MaxFile>>20).Hint("split it into several files")
	}
	return text, nil
}

// name is what the file is called in messages, and without its ending as a deck.
func (o ImportOptions) name() string {
	if o.File == "-" {
		return "stdin"
	}
	return filepath.Base(o.File)
}

// noteReader makes a package of notes.
type noteReader struct {
	*transfer
	notes *deck.Notes
	pack  *anki.Package
	log   *hashcards.Log
	root  string // the folder of the whole collection
}

// findLog looks for what hashcards or repeater remember, and for the folder that
// files may come from.
func (n *noteReader) findLog(ctx context.Context) error {
	if n.o.File == "-" {
		return nil
	}
	n.root = filepath.Dir(n.o.File)
	name := map[string]string{deck.Hashcards: hashcards.Database, deck.Repeater: hashcards.RepeaterDatabase}[n.notes.Dialect]
	if n.notes.Dialect == deck.Obsidian {
		n.root = vaultOf(n.o.File)
	}
	if name == "" {
		return nil
	}
	found := hashcards.Find(n.o.File, name)
	if found == "" {
		return nil
	}
	if n.notes.Dialect == deck.Hashcards {
		n.root = filepath.Dir(found)
	}
	var err error
	if n.log, err = hashcards.Read(ctx, found, n.Calendar.Zone); err == nil && n.log.Odd > 0 {
		n.pack.Warnings = append(n.pack.Warnings, Count(n.log.Odd, "answer")+" of "+n.log.Name+" skipped: they have no date or no grade")
	}
	return err
}

// vaultOf is the folder of Obsidian that a note belongs to.
func vaultOf(file string) string {
	home := filepath.Dir(file)
	dir, err := filepath.Abs(home)
	for range 12 {
		if err != nil || filepath.Dir(dir) == dir {
			break
		}
		if info, missing := os.Stat(filepath.Join(dir, ".obsidian")); missing == nil && info.IsDir() {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	return home
}

func (n *noteReader) convert() {
	stem := strings.TrimSuffix(n.notes.Name, filepath.Ext(n.notes.Name))
	if n.root != "" {
		n.pack.Beside = n.open
	}
	macros := n.macros()
	used := 0
	for _, note := range n.notes.Notes {
		home := cmp.Or(note.Deck, stem)
		origin := n.notes.Dialect
		q := note.Question
		if q.Group != "" {
			q.Group = origin + "-" + shortSum(origin, home, q.Group)
		}
		item := &anki.Item{Question: q, Deck: home, Origin: origin, Key: deckNameOf(home) + "/" + shortSum(note.Key)}
		var history []hashcards.History
		for _, c := range note.Cards {
			history = append(history, n.history(note, c))
		}
		for i, c := range note.Cards {
			item.Cards = append(item.Cards, n.card(c, history[i]))
		}
		names := make(map[string]string)
		for _, file := range note.Media {
			file = strings.ReplaceAll(file, "%20", " ")
			names[file] = n.media.place(file, func() (io.ReadCloser, error) { return n.pack.Open(file) })
			item.Media = append(item.Media, file)
		}
		deck.RenameMedia(q, func(name string) string {
			name = strings.ReplaceAll(name, "%20", " ")
			return cmp.Or(names[name], name)
		})
		if slices.ContainsFunc(macros, func(m string) bool { return strings.Contains(q.Prompt+q.Why+strings.Join(q.Answers, " "), m) }) {
			used++
		}
		n.pack.Items = append(n.pack.Items, item)
		n.pack.Cards += len(item.Cards)
	}
	if used > 0 {
		n.pack.Warnings = append(n.pack.Warnings, Count(used, "question")+" with formulas of macros.tex, which are shown as they are written")
	}
	for _, s := range n.notes.Skipped {
		n.pack.Skipped = append(n.pack.Skipped, anki.Skipped{What: fmt.Sprintf("line %d: %s", s.Line, s.What), Reason: s.Reason, Cards: s.Cards})
		n.pack.Cards += s.Cards
	}
}

// macros are the names that macros.tex of a collection defines.
func (n *noteReader) macros() []string {
	if n.root == "" || n.notes.Dialect != deck.Hashcards {
		return nil
	}
	text, err := deck.ReadText(filepath.Join(n.root, "macros.tex"))
	if err != nil {
		return nil
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if len(name) > 2 && name[0] == '\\' {
			all = append(all, name)
		}
	}
	return all
}

// history is what the database knows of a card.
func (n *noteReader) history(note *deck.Note, c deck.NoteCard) hashcards.History {
	switch {
	case n.log == nil:
		return hashcards.History{}
	case n.notes.Dialect == deck.Repeater:
		return n.log.Cards[hashcards.BlockHash(note)]
	}
	return n.log.Cards[hashcards.Hash(note, c)]
}

// card puts what is known of a card into steps.
func (n *noteReader) card(c deck.NoteCard, h hashcards.History) anki.Card {
	card := anki.Card{Suffix: c.Suffix, New: true}
	if !c.Due.IsZero() {
		card.New = false
		card.Due, card.Interval = dayNumber(c.Due), c.Interval
		card.Last = n.noon(c.Last)
		return card
	}
	for _, a := range h.Answers {
		card.Steps = append(card.Steps, anki.Step{What: anki.Answered, Row: a.ID, At: a.At.UTC(), Rating: a.Rating, Days: a.Days})
		n.pack.Rows++
	}
	if len(h.Answers) == 0 && h.Reviews == 0 {
		return card
	}
	card.New = false
	card.Interval, card.Stability, card.Last = h.Interval, h.Stability, h.Last
	if !h.Due.IsZero() {
		card.Due = dayNumber(h.Due)
	}
	return card
}

// dayNumber is a date in days since 1970-01-01.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// noon is the middle of a date for the learner.
func (n *noteReader) noon(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, n.Calendar.Zone)
}

// open opens a file that a card refers to: beside the text, or in the folder of
// the whole collection, and never outside of it.
func (n *noteReader) open(name string) (io.ReadCloser, error) {
	root, err := os.OpenRoot(n.root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	name = filepath.ToSlash(name)
	var tries []string
	if rest, ok := strings.CutPrefix(name, "@/"); ok {
		tries = []string{rest}
	} else {
		if home, err := filepath.Abs(filepath.Dir(n.o.File)); err == nil {
			if all, err := filepath.Abs(n.root); err == nil {
				if rel, err := filepath.Rel(all, home); err == nil {
					tries = append(tries, path.Join(filepath.ToSlash(rel), name))
				}
			}
		}
		tries = append(tries, name, path.Join("attachments", name))
	}
	for _, one := range tries {
		info, err := root.Stat(one)
		if err != nil || !info.Mode().IsRegular() || !utf8.ValidString(one) {
			continue
		}
		return root.Open(one)
	}
	return nil, fs.ErrNotExist
}

// shortSum is a short name for texts, the same for the same ones.
func shortSum(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return importID.EncodeToString(sum[:])[:10]
}

// A question of a text goes by what it asks there. Where that was mended, it is
// still the same question: one that is gone from the text, of the same kind and
// deck, with nearly the same words.

// kept finds the questions here that items stand for though their texts were
// changed, by the item's key.
func (t *transfer) kept() map[string]*deck.Question {
	found := make(map[string]*deck.Question)
	gone := make(map[string][]*deck.Question) // by origin and deck
	byFrom := make(map[string]*deck.Question)
	for _, q := range t.Bank.All() {
		if i := strings.LastIndexByte(q.From, ' '); i > 0 {
			byFrom[q.From[:i]] = q
		}
	}
	var unknown []*anki.Item
	present := make(map[string]bool)
	for _, item := range t.pack.Items {
		if item.Origin == "" {
			continue
		}
		from := item.Origin + ":" + cleanFrom(item.Key)
		if q := byFrom[from]; q != nil {
			found[item.Key] = q
			present[q.ID] = true
		} else {
			unknown = append(unknown, item)
		}
	}
	if len(unknown) == 0 || len(unknown) > 2000 {
		return found
	}
	for from, q := range byFrom {
		if i := strings.LastIndexByte(from, '/'); i > 0 && !present[q.ID] {
			gone[from[:i]] = append(gone[from[:i]], q)
		}
	}
	for _, item := range unknown {
		from := item.Origin + ":" + cleanFrom(item.Key)
		home := from[:strings.LastIndexByte(from, '/')]
		best, most, twice := (*deck.Question)(nil), 0.0, false
		for _, q := range gone[home] {
			if q.Kind != item.Question.Kind || present[q.ID] {
				continue
			}
			switch alike := sameness(q, item.Question); {
			case alike > most:
				best, most, twice = q, alike, false
			case alike == most:
				twice = true
			}
		}
		if best != nil && most >= 0.6 && !twice {
			found[item.Key] = best
			present[best.ID] = true
		}
	}
	return found
}

// sameness says how much of two questions is the same, from 0 to 1. Another
// answer to another question is another question.
func sameness(a, b *deck.Question) float64 {
	x, y := clipRunes(a.Prompt, 400), clipRunes(b.Prompt, 400)
	longest := max(utf8.RuneCountInString(x), utf8.RuneCountInString(y))
	if longest == 0 || a.Kind != deck.Cloze && !slices.Equal(a.Answers, b.Answers) {
		return 0
	}
	return 1 - float64(deck.Distance(x, y))/float64(longest)
}

func clipRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}
