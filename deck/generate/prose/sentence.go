package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"github.com/rivo/uniseg"

	"kuril/lazyregexp"
)

// A sentence is one sentence of a block.
type sentence struct {
	block *block
	span
	text   string
	tokens []token
	mark   string // its last sign: . ! ? : or ""
}

// A token is a word, a number or a sign of a sentence.
type token struct {
	span
	text  string
	lower string
	word  bool // letters, perhaps with digits, hyphens and apostrophes
}

// tokenForm is how a sentence is cut: code, numbers, words, single signs.
var tokenForm = lazyregexp.New("`[^`]*`" +
	`|\p{L}(?:\.\p{L})+\.?` + // U.S., e.g.
	`|[0-9]+(?:[.,][0-9]+)*` +
	`|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*(?:[-'’‑][\p{L}\p{M}\p{N}]+)*` +
	`|\S`)

func tokensOf(s string) []token {
	var tokens []token
	for _, m := range tokenForm.FindAllStringIndex(s, -1) {
		text := s[m[0]:m[1]]
		r, _ := utf8.DecodeRuneInString(text)
		tokens = append(tokens, token{span{m[0], m[1]}, text, strings.ToLower(text), unicode.IsLetter(r)})
	}
	return tokens
}

// abbreviations end in a full stop that ends no sentence.
var abbreviations = set(`mr mrs ms dr prof st jr sr gen col capt lt sgt rev hon gov sen rep pres
	vs etc e.g i.e cf al fig figs no nos vol vols pp p ch sec eq eqs art approx ca c b d fl r est dept univ inc ltd co corp
	jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m u.s u.k u.n`)

// closers may stand behind the sign that ends a sentence.
const closers = `"'”’)]»`

// sentences cuts a block where Unicode says that sentences end, less the
// places where a full stop belongs to an abbreviation or an initial.
func sentences(b *block) []*sentence {
	var all []*sentence
	start, at, state := 0, 0, -1
	ticks := 0 // code may hold full stops
	// A mark counts as a name: the c of {{c1:: must not read as a small letter.
	rest := clozeMark.ReplaceAllStringFunc(b.text, func(m string) string { return strings.Repeat("X", len(m)) })
	flush := func(end int) {
		from := start + len(b.text[start:end]) - len(strings.TrimLeft(b.text[start:end], " "))
		text := strings.TrimSpace(b.text[start:end])
		start = end
		if text == "" {
			return
		}
		s := &sentence{block: b, span: span{from, from + len(text)}, text: text, tokens: tokensOf(text)}
		if last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, closers)); strings.ContainsRune(".!?:…。！？", last) {
			s.mark = string(last)
		}
		all = append(all, s)
	}
	for rest != "" {
		var piece string
		piece, rest, state = uniseg.FirstSentenceInString(rest, state)
		at += len(piece)
		ticks += strings.Count(piece, "`")
		if rest != "" && (ticks%2 == 1 || goesOn(b.text[max(start, at-64):at], rest)) {
			continue
		}
		flush(at)
	}
	if start < len(b.text) {
		flush(len(b.text))
	}
	return all
}

// goesOn tells whether what ends here is no whole sentence.
func goesOn(piece, rest string) bool {
	piece = strings.TrimRight(piece, " ")
	if !strings.HasSuffix(piece, ".") {
		return false
	}
	word := piece[strings.LastIndexAny(piece, " (\"“—")+1:]
	word = strings.ToLower(strings.TrimRight(word, "."))
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " "))
	switch {
	case utf8.RuneCountInString(word) == 1 && unicode.IsLetter([]rune(word)[0]) && word != "i":
		// An initial, "J. S. Bach"; behind a small letter a sentence may end.
		return unicode.IsUpper([]rune(piece[len(piece)-2:])[0])
	case word == "no" || word == "fig" || word == "art" || word == "vol" || word == "sec" || word == "p":
		return unicode.IsDigit(next)
	case word == "u.s" || word == "u.k" || word == "u.n" || word == "etc" || word == "a.m" || word == "p.m" || word == "co" || word == "inc" || word == "ltd" || word == "corp" || word == "al":
		return !unicode.IsUpper(next)
	}
	return abbreviations[word]
}

// learn notes how words are written inside of sentences, so that the first word
// of one can be told from a name.
func (d *document) learn() {
	l := &lexicon{map[string]bool{}, map[string]bool{}}
	for _, b := range d.blocks {
		b.words = l
		for _, s := range sentences(b) {
			for i, t := range s.tokens {
				switch {
				case !t.word:
				case !t.capital():
					l.small[t.lower] = true
				case i > 0 && s.tokens[i-1].word:
					l.capital[t.lower] = true
				}
			}
		}
	}
}

// place returns where a sentence begins.
func (d *document) of(s *sentence) Place { return d.at(s.block, s.from) }

// words returns the number of words of a sentence.
func (s *sentence) words() int {
	n := 0
	for _, t := range s.tokens {
		if t.word {
			n++
		}
	}
	return n
}

// stem returns what a word has in common with its other forms.
func stem(word string) string {
	word = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(word), "'s"), "’s")
	return english.Stem(word, false)
}

// stems returns the telling stems of a text.
func stems(text string) map[string]bool {
	all := map[string]bool{}
	for _, t := range tokensOf(text) {
		for part := range strings.FieldsFuncSeq(t.lower, func(r rune) bool { return r == '-' || r == '`' || r == ' ' }) {
			if !function[part] && len(part) > 1 || len(part) > 0 && unicode.IsDigit(rune(part[0])) {
				all[stem(part)] = true
			}
		}
	}
	return all
}
