package deck

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longestNewID is how many letters an id made from a prompt has at most.
const longestNewID = 40

// smallWords say little about what a question asks; an id goes without them.
var smallWords = func() map[string]bool {
	words := map[string]bool{}
	for _, w := range strings.Fields(`a an the of in on at to by for from with as and or is are was were be
		do does did has have had it its this that these those there
		what which who whom whose when where why how much many`) {
		words[w] = true
	}
	return words
}()

// lone are Latin letters that do not come apart into a plain one and a mark.
var lone = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ŋ", "n", "’", "", "'", "")

// NewID makes an id from the first Latin words of a prompt, at most 40
// letters; the text of gaps is left out, because it is the answer. Without
// such words it is the kind and a random ending. An id that is taken gets a
// number behind it; when taken refuses all of them, the last one comes back.
func NewID(prompt string, kind Kind, taken func(string) bool, random func() string) string {
	if kind == Cloze {
		prompt = clozeText(prompt, func(gap) string { return " " })
	}
	id := join(latinWords(prompt))
	if id != "" && !taken(id) {
		return id
	}
	for i := 0; id == "" && i < 100; i++ {
		if made := slug(string(kind) + "-" + random()); len(made) <= MaxID && !taken(made) {
			return made
		}
	}
	if id == "" {
		id = slug("q-" + string(kind)) // random has nothing left to give
	}
	numbered := id
	for n := 2; n < 100_000; n++ {
		if numbered = fmt.Sprintf("%s-%d", id, n); !taken(numbered) {
			break
		}
	}
	return numbered
}

// latinWords returns the words in Latin letters, without marks, and the
// numbers among them; none when there are only numbers.
func latinWords(s string) []string {
	s = lone.Replace(strings.ToLower(norm.NFKC.String(s)))
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	var all, telling []string
	letters := false
	for _, word := range strings.FieldsFunc(plain, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		if slug(word) != word {
			continue // of another script
		}
		letters = letters || strings.Trim(word, "0123456789") != ""
		all = append(all, word)
		if !smallWords[word] {
			telling = append(telling, word)
		}
	}
	switch {
	case !letters:
		return nil
	case len(telling) == 0:
		return all
	}
	return telling
}

// join puts as many words together as an id may be long.
func join(words []string) string {
	id := ""
	for _, word := range words {
		if id == "" {
			id = word[:min(len(word), longestNewID)]
		} else if len(id)+len("-")+len(word) <= longestNewID {
			id += "-" + word
		} else {
			break
		}
	}
	return id
}

// slug leaves of s what may stand in an id.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, s)
}

// FixIDs returns the text of a bank with an id for every question that has
// none, and with the numbers of all gaps written out; every other byte stays.
// taken tells whether an id is used elsewhere; random gives the ending of an
// id that cannot be made from the prompt. The error is the first Problem that
// keeps the text from being taken apart; other problems do not matter.
func FixIDs(file string, text []byte, taken func(id string) bool, random func() string) ([]byte, error) {
	d := scan(file, text)
	for _, p := range d.problems {
		if p.Rule == "syntax" || p.Rule == "encoding" || p.Rule == "control-character" {
			return nil, p
		}
	}
	used := map[string]bool{}
	for _, t := range d.tables {
		used[t.q.ID] = true
	}
	var edits []edit
	for _, t := range d.tables {
		q := t.q
		if t.entry("id") == nil {
			id := NewID(q.Prompt, q.Kind, func(id string) bool { return used[id] || taken(id) }, random)
			used[id] = true
			edits = append(edits, d.line(t, t.head, "id = "+quote(id)))
		}
		e := t.entry("prompt")
		if q.Kind != Cloze || e == nil || e.misread {
			continue
		}
		gaps, faults := parseGaps(q.Prompt)
		for _, g := range gaps {
			if len(faults) == 0 && !g.byHand {
				at := e.value + rawOffset(d.text[e.value:e.end], g.inner)
				edits = append(edits, edit{at, at, fmt.Sprintf("%d:", g.numbers[0])})
			}
		}
	}
	if len(edits) == 0 {
		return text, nil
	}
	return append(bytes.Clone(text[:len(text)-len(d.text)]), apply(d.text, edits)...), nil
}
