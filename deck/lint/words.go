package lint

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// item is a question with what several rules want to know of it.
type item struct {
	q       *deck.Question
	prompt  string   // without code, formulas and addresses; as long as the prompt
	words   []string // of the prompt, folded
	english bool     // the prompt is English, as far as its small words tell
}

func newItem(q *deck.Question) *item {
	it := &item{q: q, prompt: masked(q.Prompt)}
	if q.Kind == deck.Cloze {
		it.words = wordsOf(masked(q.Filled()))
	} else {
		it.words = wordsOf(it.prompt)
	}
	it.english = isEnglish(it.words)
	return it
}

// texts calls yield for each text of a question that is prose, by key and
// index; code, formulas and addresses in it are blank.
func (it *item) texts(yield func(key string, index int, text string)) {
	q := it.q
	yield("prompt", 0, it.prompt)
	for _, list := range []struct {
		key   string
		texts []string
	}{{"answers", q.Answers}, {"wrong", q.Wrong}, {"items", q.Items}, {"hint", one(q.Hint)}, {"why", one(q.Why)}} {
		for i, s := range list.texts {
			yield(list.key, i, masked(s))
		}
	}
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// fold makes small letters of all, and takes accents from Latin ones. Marks of
// other scripts change a letter: й is not и.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < 0x80
	}
	if ascii {
		return strings.ToLower(s)
	}
	var b strings.Builder
	latin := false
	for _, r := range norm.NFD.String(strings.ToLower(norm.NFKC.String(s))) {
		if unicode.Is(unicode.Mn, r) {
			if latin {
				continue
			}
		} else {
			latin = unicode.Is(unicode.Latin, r)
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// wordsOf returns the words and numbers of a text, folded.
func wordsOf(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
}

// masked puts blanks in the place of code, formulas, images and addresses.
// Offsets stay.
func masked(s string) string {
	if !strings.ContainsAny(s, "`$\\<") && !strings.Contains(s, "://") {
		return s
	}
	b := []byte(s)
	blank := func(from, to int) {
		for i := from; i < to; i++ {
			if b[i] != '\n' {
				b[i] = ' '
			}
		}
	}
	for _, pair := range []struct{ open, close string }{
		{"```", "```"}, {"`", "`"}, {"$$", "$$"}, {`\(`, `\)`}, {`\[`, `\]`}, {"$", "$"},
	} {
		for from := 0; ; {
			i := bytes.Index(b[from:], []byte(pair.open))
			if i < 0 {
				break
			}
			start := from + i + len(pair.open)
			length := bytes.Index(b[start:], []byte(pair.close))
			if length < 0 {
				break
			}
			end := start + length + len(pair.close)
			if pair.open == "$" && (length == 0 || b[start] == ' ' || b[start+length-1] == ' ' || end < len(b) && b[end] >= '0' && b[end] <= '9') {
				from = start // two amounts of money
				continue
			}
			blank(from+i, end)
			from = end
		}
	}
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte("://"))
		if i < 0 {
			return string(b)
		}
		at := from + i
		start := at
		for start > 0 && (b[start-1] >= 'a' && b[start-1] <= 'z') {
			start--
		}
		end := at
		for end < len(b) && b[end] > ' ' && !strings.ContainsRune(`<>"`, rune(b[end])) && b[end] < 0x80 {
			end++
		}
		blank(start, end)
		from = end
	}
}

// english are small words that few other languages share.
var english = set(`the of and which what who when where why how did does was were is are
	that with from by for has have had been be to not on at would could should this these those
	their his her its it they many much whose whom between into than after before`)

// isEnglish reports whether words are English: all of it in Latin letters, and
// every fifth word at least, or two, a small English one.
func isEnglish(words []string) bool {
	small, letters := 0, 0
	for _, w := range words {
		if english[w] {
			small++
		}
		for _, r := range w {
			if r >= 0x80 && unicode.IsLetter(r) {
				letters++
			}
		}
	}
	return small > 0 && letters == 0 && (small*5 >= len(words) || small >= 3) && !(small == 1 && len(words) < 3)
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// unspaced reports whether a text is in a script that puts no blanks between
// words.
func unspaced(s string) bool {
	for _, r := range s {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			return true
		}
	}
	return false
}

// holds reports whether words has those of part, next to each other.
func holds(words, part []string) bool {
	if len(part) == 0 {
		return false
	}
	for i := 0; i+len(part) <= len(words); i++ {
		if words[i] == part[0] && slices.Equal(words[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// telling reports whether words say enough that to find them somewhere else is
// no accident.
func telling(words []string) bool {
	letters, big := 0, false
	for _, w := range words {
		n := len([]rune(w))
		letters += n
		if n >= 3 && !english[w] {
			big = true
		}
	}
	return big && letters >= 3
}

// shownIn reports whether an answer stands in a text, as whole words.
func shownIn(text string, words []string, answer string) bool {
	if unspaced(answer) {
		a := strings.Join(wordsOf(answer), "")
		return len([]rune(a)) >= 2 && strings.Contains(strings.Join(words, ""), a)
	}
	part := wordsOf(answer)
	if !telling(part) || !holds(words, part) {
		return false
	}
	// adj(A)ᵀ is not adj(Aᵀ): where signs count, the answer stands there as it is.
	return !strings.ContainsAny(answer, "^()[]{}_=+*/\\") || strings.Contains(fold(text), fold(answer))
}

// bare is an answer without what does not matter: articles, points, and the
// difference between 4 and four.
func bare(s string) string {
	words := strings.FieldsFunc(fold(s), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".,;:!?'\"’‘“”()", r)
	})
	if len(words) > 1 && (words[0] == "the" || words[0] == "a" || words[0] == "an") {
		words = words[1:]
	}
	for i, w := range words {
		if n := slices.Index(smallNumbers, w); n >= 0 {
			words[i] = string(rune('0'+n/10)) + string(rune('0'+n%10))
		} else if len(w) == 1 && w[0] >= '0' && w[0] <= '9' {
			words[i] = "0" + w
		}
	}
	return strings.Join(words, " ")
}

var smallNumbers = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve")

func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}
