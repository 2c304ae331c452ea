package deck

import (
	"cmp"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"kuril/lazyregexp"
)

// maxNotes is how many questions one text may hold.
const maxNotes = 200_000

// ReadMarkdown reads the cards of a Markdown text in one of the Dialects; "":
// in the one that it looks like, which Notes tells. Its errors are *FileError
// and name the line.
func ReadMarkdown(path string, text []byte, dialect string) (*Notes, error) {
	name := filepath.Base(path)
	text, err := Decode(name, text)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(text)) == "" {
		return nil, &FileError{Path: name, Message: "there is nothing in it", Hint: "write cards such as   Q: Where is Sapporo?   and below   A: On Hokkaido"}
	}
	s, why := string(text), ""
	if dialect == "" {
		if dialect, why, err = dialectOf(name, s); err != nil {
			return nil, err
		}
	}
	var n *Notes
	switch dialect {
	case Hashcards:
		n, err = readHashcards(name, s)
	case Repeater:
		n, err = readRepeater(name, s)
	default:
		n, err = readObsidian(name, s)
	}
	if err != nil {
		return nil, err
	}
	n.Why = why
	if len(n.Notes)+len(n.Skipped) == 0 {
		return nil, &FileError{Path: name, Message: fmt.Sprintf("there are no cards of %s in it", dialectName(dialect)), Hint: "docs/formats.md shows how cards are written; --format chooses " + strings.Join(Dialects, ", ")}
	}
	if len(n.Notes) > maxNotes {
		return nil, &FileError{Path: name, Message: fmt.Sprintf("there are more than %d questions in it", maxNotes), Hint: "split it into several files"}
	}
	for _, note := range n.Notes {
		note.Media = mediaOf(note.Question)
	}
	return n, nil
}

func dialectName(dialect string) string {
	switch dialect {
	case Obsidian:
		return "Obsidian's spaced-repetition plugin"
	case SuperMemo:
		return "SuperMemo"
	}
	return dialect
}

var (
	flashcardTag = lazyregexp.New(`(^|\s)#flashcards(/[^\s#]*)?(\s|$)`)
	noteTag      = lazyregexp.New(`(?m)^#[\pL\pN_/-]*\pL[\pL\pN_/-]*\s*$`)
	frontCards   = lazyregexp.New(`(?m)^\s*(-\s+|tags:.*)"?#?flashcards\b`)
	cardTag      = lazyregexp.New(`(?m)^[QC]:`)
	onlyObsidian = lazyregexp.New(`(?m):::|^\s*\?\??\s*$|==[^=\s][^=\n]*==`)
)

// dialectOf tells how a text is written, and by what.
func dialectOf(name, text string) (dialect, why string, err error) {
	front, _ := yamlFront(text)
	switch {
	case strings.Contains(text, "<!--SR:"):
		return Obsidian, "it has scheduling comments", nil
	case flashcardTag.MatchString(text), frontCards.MatchString(front):
		return Obsidian, "it has the tag #flashcards", nil
	case cardTag.MatchString(text):
		_, err := readHashcards(name, text)
		if err == nil {
			return Hashcards, "every line belongs to a card", nil
		}
		if stray(err) {
			return Repeater, "there is text between its cards", nil
		}
		return "", "", err
	case onlyObsidian.MatchString(text):
		return Obsidian, "of how its cards are written", nil
	case strings.Contains(text, "::"):
		if tag := noteTag.FindString(text); tag != "" {
			return "", "", &FileError{Path: name, Message: fmt.Sprintf("it has the tag %s and not #flashcards, so there are no cards in it", strings.TrimSpace(tag)), Hint: "--format obsidian takes it for cards all the same"}
		}
		return Repeater, "it has lines with ::", nil
	}
	return "", "", &FileError{Path: name, Message: "there are no cards in it", Hint: "cards are written  Q: …  A: …  or  C: … [gap] …  or  question::answer; docs/formats.md tells all"}
}

var mediaLink = lazyregexp.New(`!\[[^\]\n]*\]\(([^()\n]+)\)`)

// mediaOf returns the files that a question refers to, not those on the web.
func mediaOf(q *Question) []string {
	var all []string
	for _, text := range append([]string{q.Prompt, q.Hint, q.Why}, q.Answers...) {
		for _, m := range mediaLink.FindAllStringSubmatch(text, -1) {
			path, _, _ := strings.Cut(strings.TrimSpace(m[1]), ` "`)
			if path != "" && !strings.Contains(path, "://") {
				all = append(all, path)
			}
		}
	}
	return all
}

// RenameMedia puts other names for the files that a question refers to.
func RenameMedia(q *Question, name func(string) string) {
	one := func(text string) string {
		return mediaLink.ReplaceAllStringFunc(text, func(link string) string {
			i := strings.LastIndex(link, "](")
			path, _, _ := strings.Cut(strings.TrimSpace(link[i+2:len(link)-1]), ` "`)
			if path == "" || strings.Contains(path, "://") {
				return link
			}
			return link[:i+2] + name(path) + ")"
		})
	}
	q.Prompt, q.Hint, q.Why = one(q.Prompt), one(q.Hint), one(q.Why)
	for i := range q.Answers {
		q.Answers[i] = one(q.Answers[i])
	}
}

// strayText is text where only cards may stand: a sign of another dialect.
type strayText struct{ *FileError }

func (e strayText) Unwrap() error { return e.FileError }

func stray(err error) bool {
	_, is := err.(strayText)
	return is
}

// readHashcards reads cards as hashcards does: Q: and A:, or C: with gaps in
// brackets, and nothing beside them.
func readHashcards(name, text string) (*Notes, error) {
	r := newNotes(name, Hashcards)
	lines := strings.Split(text, "\n")
	deckName := ""
	i := 0
	if strings.TrimRight(lines[0], " \t") == "---" {
		end := -1
		for j := 1; j < len(lines); j++ {
			if strings.TrimRight(lines[j], " \t") == "---" {
				end = j
				break
			}
		}
		front := ""
		if end > 0 {
			front = strings.Join(lines[1:end], "\n")
		}
		switch {
		case end < 0 && cmp.Or(strings.TrimSpace(strings.Join(lines[1:], "")), "Q:")[0] != 'Q':
			return nil, r.fault(1, "close it with a line ---", "the block at the head is opened with --- and never closed")
		case end > 0 && !cardTag.MatchString(front):
			var head struct{ Name string }
			if err := toml.Unmarshal([]byte(front), &head); err != nil {
				return nil, r.fault(1, `such as   name = "Geography"`, "the block between --- at the head is no TOML")
			}
			deckName, i = head.Name, end+1
		}
	}
	const (
		outside = iota
		inQuestion
		inAnswer
		inCloze
	)
	state, began := outside, 0
	var question, answer []string
	flush := func() error {
		defer func() { question, answer = nil, nil }()
		q := strings.TrimSpace(strings.Join(question, "\n"))
		a := strings.TrimSpace(strings.Join(answer, "\n"))
		switch state {
		case inAnswer:
			return r.basic(began, deckName, q, a)
		case inCloze:
			return r.brackets(began, deckName, q)
		}
		return nil
	}
	for ; i < len(lines); i++ {
		line, at := lines[i], i+1
		switch {
		case strings.HasPrefix(line, "Q:"), strings.HasPrefix(line, "C:"), strings.TrimSpace(line) == "---":
			if state == inQuestion {
				return nil, r.fault(began, "write a line that begins with A: below it", "the question that begins here has no answer")
			}
			if err := flush(); err != nil {
				return nil, err
			}
			state, began = outside, at
			switch line[0] {
			case 'Q':
				state = inQuestion
			case 'C':
				state = inCloze
			default:
				continue
			}
			question = append(question, strings.TrimSpace(line[2:]))
		case strings.HasPrefix(line, "A:"):
			if state != inQuestion {
				return nil, r.fault(at, "write a line that begins with Q: before it", "an answer stands here without a question")
			}
			state = inAnswer
			answer = append(answer, strings.TrimSpace(line[2:]))
		case state == outside:
			if strings.TrimSpace(line) != "" {
				return nil, strayText{r.fault(at, "begin it with Q: or C:, or choose another way of reading with --format repeater", "here is text that belongs to no card").(*FileError)}
			}
		case state == inAnswer:
			answer = append(answer, line)
		default:
			question = append(question, line)
		}
	}
	if state == inQuestion {
		return nil, r.fault(began, "write a line that begins with A: below it", "the question that begins here has no answer")
	}
	if err := flush(); err != nil {
		return nil, err
	}
	return r.result(), nil
}

// basic adds a question with its answer.
func (r *notesReader) basic(line int, deckName, question, answer string) error {
	switch {
	case question == "":
		return r.fault(line, "write the question behind Q:", "the question that begins here is empty")
	case answer == "":
		return r.fault(line, "write the answer behind A:", "the question that begins here has an empty answer")
	}
	r.add(&Note{
		Question: &Question{Kind: Recall, Prompt: question, Answers: []string{answer}, Line: line},
		Deck:     deckName, Key: "Q " + question, Content: []string{question, answer},
	})
	return nil
}

// brackets adds a cloze with its deletions in single brackets.
func (r *notesReader) brackets(line int, deckName, source string) error {
	var text []byte
	var holes []hole
	open, image := -1, false
	for i := 0; i < len(source); i++ {
		c := source[i]
		switch {
		case c == '\\' && i+1 < len(source) && (source[i+1] == '[' || source[i+1] == ']'):
			text = append(text, source[i+1])
			i++
		case c == '!' && i+1 < len(source) && source[i+1] == '[' && !image:
			image = true
			text = append(text, "!["...)
			i++
		case image && c == ']':
			image = false
			text = append(text, c)
		case image:
			text = append(text, c)
		case c == '[':
			open = len(text)
		case c == ']':
			if open >= 0 && len(text) > open {
				holes = append(holes, hole{from: open, to: len(text)})
			}
			open = -1
		default:
			text = append(text, c)
		}
	}
	if !utf8.Valid(text) || len(holes) == 0 {
		return r.fault(line, "put what is to be asked for in brackets: C: [Tokyo] is the capital of Japan", "the cloze that begins here has no gap")
	}
	if len(holes) > MaxGap {
		return r.fault(line, "split it into several", "the cloze that begins here has more than %d gaps", MaxGap)
	}
	var cards []NoteCard
	for i := range holes {
		holes[i].numbers = []int{i + 1}
		cards = append(cards, NoteCard{Start: holes[i].from, End: holes[i].to - 1})
	}
	r.cloze(Note{Question: &Question{Line: line}, Deck: deckName, Key: "C " + string(text), Content: []string{string(text)}}, string(text), holes, cards)
	return nil
}

// readRepeater reads cards as repeater does: like those of hashcards, but text
// may stand around them, a line with :: is a card, and of a cloze only the first
// brackets are a gap.
func readRepeater(name, text string) (*Notes, error) {
	r := newNotes(name, Repeater)
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); {
		line := lines[i]
		if !strings.HasPrefix(line, "Q:") && !strings.HasPrefix(line, "C:") {
			front, back, is := strings.Cut(line, "::")
			i++
			if !is {
				continue
			}
			front, back = strings.TrimSpace(front), strings.TrimSpace(back)
			if front == "" || back == "" {
				return nil, r.fault(i, "write  question::answer", "a side of the card is empty")
			}
			if err := r.basic(i, "", front, back); err != nil {
				return nil, err
			}
			r.Notes.Notes[len(r.Notes.Notes)-1].Content = []string{line}
			continue
		}
		begin := i
		for i++; i < len(lines) && !strings.HasPrefix(lines[i], "Q:") && !strings.HasPrefix(lines[i], "C:") && !strings.HasPrefix(lines[i], "---"); i++ {
		}
		if err := r.block(begin+1, lines[begin:i]); err != nil {
			return nil, err
		}
	}
	return r.result(), nil
}

// block reads one card of repeater.
func (r *notesReader) block(line int, lines []string) error {
	parts := map[byte][]string{}
	var now byte
	for _, s := range lines {
		trimmed := strings.TrimSpace(s)
		if len(trimmed) > 1 && trimmed[1] == ':' && strings.IndexByte("QAC", trimmed[0]) >= 0 {
			now = trimmed[0]
			parts[now] = nil
			s = strings.TrimSpace(trimmed[2:])
		}
		parts[now] = append(parts[now], s)
	}
	part := func(c byte) string { return strings.TrimSpace(strings.Join(parts[c], "\n")) }
	before := len(r.Notes.Notes)
	if cloze := part('C'); cloze != "" {
		open := strings.IndexByte(cloze, '[')
		closing := -1
		if open >= 0 {
			closing = strings.IndexByte(cloze[open:], ']')
		}
		if closing < 2 {
			return r.fault(line, "put what is to be asked for in brackets: C: [Tokyo] is the capital of Japan", "the cloze that begins here has no gap")
		}
		text := cloze[:open] + cloze[open+1:open+closing] + cloze[open+closing+1:]
		h := hole{from: open, to: open + closing - 1, numbers: []int{1}}
		r.cloze(Note{Question: &Question{Line: line}, Key: "C " + cloze}, text, []hole{h}, []NoteCard{{}})
	} else if err := r.basic(line, "", part('Q'), part('A')); err != nil {
		return err
	}
	for _, n := range r.Notes.Notes[before:] {
		n.Content = []string{strings.Join(lines, "\n")}
	}
	return nil
}
