package deck

import (
	"fmt"
	"strings"
	"time"
)

// A Notes is what a text of another program holds: questions, and what that
// program thought about when to ask them.
type Notes struct {
	Name     string // of the file, without its folder
	Dialect  string // how it was read: Hashcards, Repeater, Obsidian, SuperMemo or Bank
	Why      string // what told the dialect, or ""
	Notes    []*Note
	Skipped  []SkippedNote
	Warnings []string // what could not be carried over, counted
}

// The dialects of text that hold cards.
const (
	Hashcards = "hashcards"
	Repeater  = "repeater"
	Obsidian  = "obsidian"
	SuperMemo = "supermemo"
)

// Dialects are those of Markdown.
var Dialects = []string{Hashcards, Repeater, Obsidian}

// A Note is one question of another program.
type Note struct {
	Question *Question // without an id; its Line is where it begins in the file
	Deck     string    // levels separated by "::"; "": it is not said
	Key      string    // tells it from all others in the file
	Media    []string  // files it refers to, as they are written
	Cards    []NoteCard

	// Content is what hashcards and repeater make their hashes of: question and
	// answer, or the one text of a cloze, or of a block.
	Content []string
}

// A NoteCard is what is known of one card of a note.
type NoteCard struct {
	Suffix     string // behind the question's id: "", "#back" or "#3"
	Start, End int    // of the deletion in Content, in bytes, both within; of clozes of hashcards

	// What a text keeps of the schedule. A zero Due is a new card.
	Due      time.Time // a date
	Last     time.Time // a date, or zero
	Interval int       // in days
}

// A SkippedNote is what was left out.
type SkippedNote struct {
	Line         int
	What, Reason string
	Cards        int
}

// A notesReader collects what the readers of texts find.
type notesReader struct {
	*Notes
	counts map[string]int // of warnings
	order  []string
	keys   map[string]int
}

func newNotes(name, dialect string) *notesReader {
	return &notesReader{Notes: &Notes{Name: name, Dialect: dialect}, counts: map[string]int{}, keys: map[string]int{}}
}

// fault is an error at a line of the file.
func (r *notesReader) fault(line int, hint, format string, args ...any) error {
	return &FileError{Path: fmt.Sprintf("%s:%d", r.Name, line), Message: fmt.Sprintf(format, args...), Hint: hint}
}

func (r *notesReader) skip(line int, what, reason string, cards int) {
	what = strings.Join(strings.Fields(what), " ")
	r.Skipped = append(r.Skipped, SkippedNote{Line: line, What: clip(what), Reason: reason, Cards: cards})
}

// lose counts what could not be carried over; the text stands behind "3 questions".
func (r *notesReader) lose(text string) {
	if r.counts[text] == 0 {
		r.order = append(r.order, text)
	}
	r.counts[text]++
}

// add takes a note in. One with the question of an earlier one is left out.
func (r *notesReader) add(n *Note) {
	if len(n.Cards) == 0 {
		n.Cards = []NoteCard{{}}
		if n.Question.Both {
			n.Cards = append(n.Cards, NoteCard{Suffix: "#back"})
		}
	}
	if first := r.keys[n.Key]; first > 0 {
		r.skip(n.Question.Line, n.Question.Filled(), fmt.Sprintf("line %d asks the same", first), len(n.Cards))
		return
	}
	r.keys[n.Key] = max(1, n.Question.Line)
	r.Notes.Notes = append(r.Notes.Notes, n)
}

func (r *notesReader) result() *Notes {
	for _, text := range r.order {
		r.Warnings = append(r.Warnings, count(r.counts[text], "question", "questions")+" "+text)
	}
	return r.Notes
}

// A hole is a deletion of a cloze: the bytes from..to of its text.
type hole struct {
	from, to int
	numbers  []int // of the cards that ask for it
	hint     string
}

// longestHole is how many signs of a deletion one can be asked to type.
const longestHole = 60

// cloze adds the questions that a text with deletions asks: one with gaps where
// each gap can be typed, else one for every card. cards are those of the numbers
// from 1 on.
func (r *notesReader) cloze(base Note, text string, holes []hole, cards []NoteCard) {
	q := *base.Question
	if prompt, ok := gapsOf(text, holes); ok {
		q.Kind, q.Prompt = Cloze, prompt
		base.Question = &q
		base.Cards = nil
		for i, c := range cards {
			c.Suffix = fmt.Sprintf("#%d", i+1)
			base.Cards = append(base.Cards, c)
		}
		r.add(&base)
		return
	}
	for i, c := range cards {
		one := base
		q := *base.Question
		var wanted []string
		q.Prompt = withHoles(text, holes, func(h hole) string {
			for _, n := range h.numbers {
				if n == i+1 {
					wanted = append(wanted, text[h.from:h.to])
					if h.hint != "" {
						return "[" + h.hint + "]"
					}
					return "[…]"
				}
			}
			return text[h.from:h.to]
		})
		q.Kind, q.Answers = Recall, []string{strings.TrimSpace(strings.Join(wanted, ", "))}
		if len(cards) > 1 {
			q.Group = base.Key // the caller makes an id of it
		}
		c.Suffix = ""
		one.Question, one.Cards, one.Key = &q, []NoteCard{c}, fmt.Sprintf("%s\x00%d", base.Key, i+1)
		r.add(&one)
	}
}

func withHoles(text string, holes []hole, show func(hole) string) string {
	var b strings.Builder
	from := 0
	for _, h := range holes {
		b.WriteString(text[from:h.from])
		b.WriteString(show(h))
		from = h.to
	}
	return b.String() + text[from:]
}

// gapsOf writes a text with deletions as a prompt with gaps; ok is false where
// one of them cannot be typed or written so.
func gapsOf(text string, holes []hole) (prompt string, ok bool) {
	var b strings.Builder
	plain := func(s string) { b.WriteString(strings.ReplaceAll(s, "[[", "[[[")) }
	from := 0
	for _, h := range holes {
		inside := text[h.from:h.to]
		if inside != strings.TrimSpace(inside) || !typeable(inside) || len(h.hint) > 0 && !typeable(h.hint) || len(h.numbers) == 0 {
			return "", false
		}
		plain(text[from:h.from])
		if strings.HasSuffix(b.String(), "[") || strings.HasPrefix(text[h.to:], "]") {
			return "", false // three brackets would mean two
		}
		numbers := make([]string, len(h.numbers))
		for i, n := range h.numbers {
			if n > MaxGap {
				return "", false
			}
			numbers[i] = fmt.Sprint(n)
		}
		b.WriteString("[[" + strings.Join(numbers, ",") + ":" + inside)
		if h.hint != "" {
			b.WriteString("|" + h.hint)
		}
		b.WriteString("]]")
		from = h.to
	}
	plain(text[from:])
	prompt = b.String()
	gaps, faults := parseGaps(prompt)
	return prompt, len(faults) == 0 && len(gaps) == len(holes) && clozeText(prompt, func(g gap) string { return g.text }) == text
}

// typeable tells whether the text of a gap is one that somebody could type.
func typeable(s string) bool {
	return s != "" && len([]rune(s)) <= longestHole && !strings.ContainsAny(s, "\n|$`") && !strings.Contains(s, "[[") && !strings.Contains(s, "]]") &&
		!strings.HasSuffix(s, "]") && !strings.HasPrefix(s, "[") && !strings.Contains(s, " / ") && !strings.HasPrefix(s, "/ ") && !strings.HasSuffix(s, " /") && !strings.Contains(s, "](")
}
