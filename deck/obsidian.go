package deck

import (
	"strings"
	"time"

	"kuril/lazyregexp"
)

// newInObsidian is the date that stands for a card never asked.
var newInObsidian = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

var (
	schedule   = lazyregexp.New(`<!--\s*SR:(.*?)-->`)
	blockID    = lazyregexp.New(`\s\^[A-Za-z0-9-]+$`)
	boldCloze  = lazyregexp.New(`\*\*([^*\n]+)\*\*`)
	wikiImage  = lazyregexp.New(`!\[\[([^\]\n|]+)(\|[^\]\n]*)?\]\]`)
	wikiLink   = lazyregexp.New(`\[\[([^\]\n|]+)(?:\|([^\]\n]*))?\]\]`)
	ankiCloze  = lazyregexp.New(`\{\{(?:c?(\d+)::)?((?:[^{}\n]|\{[^{}\n]*\})+?)(?:::([^{}\n]*))?\}\}`)
	equalCloze = lazyregexp.New(`==(?:(\d+|[ahs]+);;)?([^\n]+?)(?:;;([^\n=]*))?==`)
	frontDeck  = lazyregexp.New(`flashcards/([^\s",\]]+)`)
	ownTag     = lazyregexp.New(`^#flashcards(/\S*)?\s+`)
	hashTag    = lazyregexp.New(`(?:^|\s)#([\pL\pN_/-]*\pL[\pL\pN_/-]*)`)
)

// yamlFront splits the block between --- off the head of a note.
func yamlFront(text string) (front, rest string) {
	if !strings.HasPrefix(text, "---\n") {
		return "", text
	}
	front, rest, ok := strings.Cut(text[len("---\n"):], "\n---\n")
	if !ok {
		if front, ok = strings.CutSuffix(strings.TrimRight(text[4:], "\n"), "\n---"); !ok {
			return "", text
		}
		rest = ""
	}
	return front, rest
}

// obsidian reads one note.
type obsidian struct {
	*notesReader
	deck  string
	block []string // lines since the last empty one
	began int      // the line of the first of them
	wrap  string   // what closes a code block, or ""
	open  int      // lines with a fence that is open: where it was opened
}

// readObsidian reads cards as Obsidian's spaced-repetition plugin does with its
// usual settings.
func readObsidian(name, text string) (*Notes, error) {
	r := &obsidian{notesReader: newNotes(name, Obsidian)}
	front, rest := yamlFront(text)
	lines := strings.Split(rest, "\n")
	offset := strings.Count(text[:len(text)-len(rest)], "\n")
	if strings.Contains(front, "sr-due:") {
		r.Warnings = append(r.Warnings, "the note itself has a day to be read again, which is left out: a note is no card")
	}
	if m := frontDeck.FindStringSubmatch(front); m != nil {
		r.deck = deckOfTag(m[1])
	}
	comment := false
	for i, line := range lines {
		at := offset + i + 1
		trimmed := strings.TrimSpace(line)
		switch {
		case comment:
			comment = !strings.Contains(line, "-->")
			continue
		case r.wrap == "" && strings.HasPrefix(trimmed, "<!--") && !schedule.MatchString(trimmed):
			if strings.HasPrefix(trimmed, "<!--SR:") {
				return nil, r.fault(at, "close it with -->", "the scheduling comment is not closed")
			}
			comment = !strings.Contains(line, "-->")
			continue
		case r.wrap != "":
			r.take(at, line)
			if strings.HasPrefix(trimmed, r.wrap) && strings.Trim(trimmed, r.wrap[:1]) == "" {
				r.wrap = ""
			}
			continue
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			r.wrap, r.open = trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, trimmed[:1]))], at
			r.take(at, line)
			continue
		case trimmed == "":
			if err := r.finish(); err != nil {
				return nil, err
			}
			continue
		case len(r.block) == 0 && r.tagLine(trimmed):
			continue
		case schedule.MatchString(trimmed) && schedule.ReplaceAllString(trimmed, "") == "" && len(r.block) == 0:
			if n := len(r.Notes.Notes); n > 0 && !r.hasSchedule(n-1) {
				if err := r.dates(n-1, at, trimmed); err != nil { // behind an empty line
					return nil, err
				}
			}
			continue
		}
		r.take(at, line)
	}
	if r.wrap != "" {
		return nil, r.fault(r.open, "close it with "+r.wrap, "a block of code is opened with %s and never closed", r.wrap)
	}
	if comment {
		return nil, r.fault(offset+len(lines), "close it with -->", "a comment is opened with <!-- and never closed")
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	return r.result(), nil
}

func (r *obsidian) take(at int, line string) {
	if len(r.block) == 0 {
		r.began = at
	}
	r.block = append(r.block, line)
}

func deckOfTag(tag string) string { return strings.ReplaceAll(strings.Trim(tag, "/"), "/", "::") }

// tagLine takes a line of tags in, which holds for the cards below it.
func (r *obsidian) tagLine(line string) bool {
	if !strings.HasPrefix(line, "#") || strings.TrimSpace(hashTag.ReplaceAllString(line, " ")) != "" {
		return false
	}
	found := 0
	for _, m := range hashTag.FindAllStringSubmatch(line, -1) {
		if rest, ok := strings.CutPrefix(m[1], "flashcards"); ok && (rest == "" || rest[0] == '/') {
			if found++; found == 1 {
				r.deck = deckOfTag(rest)
			}
		}
	}
	if found > 1 {
		r.Warnings = append(r.Warnings, "cards that belong to several decks were put into the first one")
	}
	return true
}

// finish makes cards of the lines since the last empty one.
func (r *obsidian) finish() error {
	lines, line := r.block, r.began
	r.block = nil
	code := fenced(lines)
	for i := 0; i < len(lines); i++ {
		trimmed := strings.TrimSpace(lines[i])
		if (trimmed == "?" || trimmed == "??") && i > 0 && !code[i] {
			front := strings.Join(lines[:i], "\n")
			return r.sides(line, front, strings.Join(lines[i+1:], "\n"), trimmed == "??")
		}
	}
	rest := 0 // the lines before it are cards of one line each
	for i := 0; i < len(lines); i++ {
		if code[i] {
			continue
		}
		front, back, both, ok := inline(schedule.ReplaceAllString(lines[i], ""))
		if !ok {
			continue
		}
		if err := r.gaps(line+rest, lines[rest:i]); err != nil {
			return err
		}
		comments := strings.Join(schedule.FindAllString(lines[i], -1), "")
		at := line + i
		if i+1 < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[i+1]), "<!--SR:") {
			i++
			comments += lines[i]
		}
		rest = i + 1
		if err := r.sides(at, front, back+comments, both); err != nil {
			return err
		}
	}
	return r.gaps(line+rest, lines[rest:])
}

// fenced tells of each line whether it stands in a block of code.
func fenced(lines []string) []bool {
	in := make([]bool, len(lines))
	fence := ""
	for i, line := range lines {
		t := strings.TrimSpace(line)
		switch {
		case fence == "" && (strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~")):
			fence = t[:3]
		case fence != "" && strings.HasPrefix(t, fence):
			fence = ""
		}
		in[i] = fence != ""
	}
	return in
}

// inline splits a line at the sign that separates question and answer.
func inline(line string) (front, back string, both, ok bool) {
	ticks, closing := strings.Count(line, "`"), strings.LastIndex(line, "}}")
	for _, sign := range []string{":::", "::"} {
		before, braces, from := 0, 0, 0 // up to there
		for {
			i := strings.Index(line[from:], sign)
			if i < 0 {
				break
			}
			between := line[from : from+i]
			before += strings.Count(between, "`")
			braces += strings.Count(between, "{{") - strings.Count(between, "}}")
			i += from
			inCode := before%2 == 1 && (ticks-before)%2 == 1
			if !inCode && (braces <= 0 || closing < i) && strings.TrimSpace(line[:i]) != "" {
				return line[:i], line[i+len(sign):], sign == ":::", true
			}
			from = i + len(sign)
		}
	}
	return "", "", false, false
}

// unsigned takes away what keeps signs from separating.
func unsigned(s string) string {
	for _, c := range []string{":", "="} {
		for strings.Contains(s, c+`\`+c) {
			s = strings.ReplaceAll(s, c+`\`+c, c+c)
		}
	}
	return s
}

// noLink stands for brackets that are no link, while links are looked for.
const noLink = "\ue000"

// cleanNote makes a text of ours of one of the note.
func cleanNote(s string) string {
	s = schedule.ReplaceAllString(s, "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, noLink, ""), `\[[`, noLink)
	s = wikiImage.ReplaceAllStringFunc(s, func(link string) string {
		m := wikiImage.FindStringSubmatch(link)
		return "![](" + strings.TrimSpace(m[1]) + ")"
	})
	s = wikiLink.ReplaceAllStringFunc(s, func(link string) string {
		m := wikiLink.FindStringSubmatch(link)
		if m[2] != "" {
			return m[2]
		}
		return m[1]
	})
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		line = blockID.ReplaceAllString(line, "")
		switch t := strings.TrimSpace(line); {
		case t == "<br>":
			line = ""
		case t == `\?`, t == `\??`, strings.HasPrefix(t, `\#`), strings.HasPrefix(t, `\<!--`), strings.HasPrefix(t, "\\```"), strings.HasPrefix(t, `\~~~`):
			line = t[1:]
		}
		lines[i] = unsigned(line)
	}
	return strings.TrimSpace(strings.ReplaceAll(strings.Join(lines, "\n"), noLink, "[["))
}

// sides adds a question with its answer, which may be asked both ways.
func (r *obsidian) sides(line int, front, back string, both bool) error {
	comments := strings.Join(schedule.FindAllString(front+back, -1), "")
	deckName := r.deck
	if m := ownTag.FindStringSubmatch(front); m != nil { // for this card alone
		deckName, front = deckOfTag(m[1]), front[len(m[0]):]
	}
	question, answer := cleanNote(front), cleanNote(back)
	cards := 1
	if both {
		cards = 2
	}
	switch {
	case question == "":
		r.skip(line, answer, "its question is empty", cards)
		return nil
	case answer == "":
		r.skip(line, question, "its answer is empty", cards)
		return nil
	}
	before := len(r.Notes.Notes)
	r.add(&Note{Question: &Question{Kind: Recall, Prompt: question, Answers: []string{answer}, Both: both, Line: line}, Deck: deckName, Key: "Q " + question})
	if comments == "" || len(r.Notes.Notes) == before {
		return nil
	}
	return r.dates(before, line, comments)
}
