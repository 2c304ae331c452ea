package quiz

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Folded returns s as the judge compares it: two texts that fold to the same
// one are the same answer. Case, width, ligatures, invisible signs, spaces,
// punctuation and English articles are gone; accents, vowel signs, digits and
// symbols that carry meaning (C++, x², −5) are not. Superscripts become ^2, so
// that they can be typed. A text of punctuation only keeps it. Folding twice
// changes nothing.
func Folded(s string) string {
	for range maxFolds {
		next := norm.NFC.String(withoutArticles(withoutPunctuation(composed(s))))
		if next == s {
			break
		}
		s = next
	}
	return s
}

// maxFolds is far more than any text needed; what one pass removes may bring
// two signs together that the next pass looks at anew.
const maxFolds = 64

var caseFolder = cases.Fold()

// composed returns s in one normal form, folded in case, without the signs
// that are not seen.
func composed(s string) string {
	s = norm.NFKC.String(spelledOut(strings.ToValidUTF8(s, "\uFFFD")))
	s = norm.NFKC.String(caseFolder.String(s))
	return sameLetters.Replace(s)
}

// sameLetters are letters that differ for computers only: a dotted capital İ
// folds to an i with one more dot above, and Persian and Arabic keyboards each
// have their own yeh and kaf.
var sameLetters = strings.NewReplacer("i\u0307", "i", "ی", "ي", "ک", "ك")

// spelledOut replaces the signs of which the compatibility form would lose the
// meaning (x² must not become x2, nor 3½ the number 31/2) or be torn apart, and
// drops invisible ones.
func spelledOut(s string) string {
	var b strings.Builder
	var last rune // of what was written
	raised := false
	for _, r := range s {
		wasRaised := raised
		raised = isSuperscript(r)
		switch {
		case r < 0x80:
		case raised:
			if !wasRaised {
				b.WriteByte('^')
			}
		case r == '\u200d' && (unicode.Is(unicode.So, last) || last >= '🏻' && last <= '🏿'):
			// A joiner makes one emoji of several; between letters it is not seen.
		case isInvisible(r):
			continue
		case strings.ContainsRune("´΄᾽᾿῾´", r):
			r = '\''
		case r == '\u309b':
			r = '\u3099'
		case r == '\u309c':
			r = '\u309a'
		case unicode.Is(unicode.Cherokee, r):
			r = unicode.ToUpper(r) // of these the folder makes capitals small and small ones capital
		case isFraction(r) && unicode.IsDigit(last):
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// isSuperscript reports whether r is a letter or digit set high; the few that
// stand for nothing set low stay what they are.
func isSuperscript(r rune) bool {
	switch {
	case r == '²', r == '³', r == '¹', r >= '⁰' && r <= 'ⁿ',
		r >= 'ʰ' && r <= 'ʸ', r >= 'ˠ' && r <= 'ˤ', r >= 'ᴬ' && r <= 'ᵡ', r >= 'ᶛ' && r <= 'ᶿ':
		return !norm.NFKC.IsNormalString(string(r))
	}
	return false
}

func isFraction(r rune) bool {
	return r == '¼' || r == '½' || r == '¾' || r >= '⅐' && r <= '⅟' || r == '↉'
}

// isInvisible reports whether r only controls how its neighbours look. The tags
// of flag emoji are kept: they alone tell England from Scotland.
func isInvisible(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r >= 0xE0020 && r <= 0xE007F:
		return false
	case r == 'ـ', // stretches Arabic words
		r == '\u034f', r == '\u115f', r == '\u1160', r == '\u3164', r == '\uffa0', r == '\u2800',
		r >= '\u180b' && r <= '\u180f', r >= '\ufe00' && r <= '\ufe0f', r >= 0xE0100 && r <= 0xE01EF:
		return true
	case strings.ContainsRune("™®©℠", r):
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// withoutPunctuation returns s without spaces and signs that do not matter.
// When nothing else is left, the punctuation itself is the text.
func withoutPunctuation(s string) string {
	rs := []rune(s)
	p := puncts{rs: rs, math: isMath(rs), quoted: isQuoted(rs)}
	for i, r := range rs {
		p.math = p.math || isApostrophe(r) && p.isPrime(i)
	}
	out := make([]rune, 0, len(rs))
	for i, r := range rs {
		out = p.fold(out, i, r)
	}
	if t := withoutSpaces(out); t != "" {
		return t
	}
	out = out[:0]
	for _, r := range rs {
		switch {
		case isBlank(r):
			continue
		case isDash(r):
			r = '-'
		case isApostrophe(r):
			r = '\''
		case strings.ContainsRune("“”„«»", r):
			r = '"'
		}
		out = append(out, r)
	}
	return string(out)
}

// puncts decides sign by sign, looking at both neighbours.
type puncts struct {
	rs     []rune
	math   bool // brackets matter: (a+b)c is not a+bc
	quoted bool // an apostrophe opens something: 'a'
}

func (p puncts) at(i int) rune {
	if i < 0 || i >= len(p.rs) {
		return 0
	}
	return p.rs[i]
}

// fold appends what stands for the rune at i.
func (p puncts) fold(out []rune, i int, r rune) []rune {
	prev, next := p.at(i-1), p.at(i+1)
	inNumber := isDigit(prev) && isDigit(next)
	keep := false
	switch {
	case isBlank(r):
	case r >= 0x80 && unicode.Is(unicode.Cf, r): // of an emoji, the others are gone
		keep = true
	case isWordly(r):
		if d, ok := digitOf(r); ok {
			r = '0' + rune(d)
		}
		keep = true
	case isApostrophe(r):
		if (!inNumber || p.groups(i)) && !p.isPrime(i) {
			return out
		}
		r, keep = '\'', true
	case isDash(r):
		r, keep = '-', p.isSign(i)
	case r == '.':
		if p.isInitial(i-1) && isWordly(next) && !isDigit(next) {
			return out // U.S.S.R.
		}
		keep = isDigit(next) && !isWordly(prev) || inNumber
	case r == ',' || r == '٫' || r == '٬':
		if inNumber && (r == '٬' || r == ',' && p.groups(i)) {
			return out // 1,000
		}
		r, keep = '.', inNumber // a decimal comma
	case r == ':' || r == '?':
		keep = inNumber && r == ':' || isOperator(next)
	case r == '/' || r == '\u2044' || r == '∕':
		r, keep = '/', inNumber || prev == '<' || next == '>'
	case r == '&':
		return append(out, ' ', 'a', 'n', 'd', ' ')
	case r == '!':
		keep = isOperator(next) || isWordly(next) && !isWordly(prev) || p.isInitial(i-1) && !isWordly(next)
	case unicode.In(r, unicode.Ps, unicode.Pe):
		keep = p.math && r < 0x80
	default:
		keep = isSymbol(r)
	}
	if !keep {
		r = ' '
	}
	return append(out, r)
}

// isSign reports whether the dash at i means minus (−5, 10^-6), belongs to an
// operator (->) or tells A− from A, and is no hyphen.
func (p puncts) isSign(i int) bool {
	prev, next := p.at(i-1), p.at(i+1)
	switch {
	case isDigit(next) || next == '.' && isDigit(p.at(i+2)):
		return !isWordly(prev) && !isDash(prev) && prev != ')'
	case isOperator(next):
		return true
	case isOperator(prev):
		return !isWordly(next)
	case isWordly(next) || isDash(next) || !isLetter(prev):
		return false
	}
	return !isWordly(p.at(i-2)) || !isWordly(p.at(i-3)) // a word of one or two signs
}

// maxPrimes is one more than a derivative has.
const maxPrimes = 5

// isPrime reports whether the apostrophe at i stands behind a letter of a
// formula: f' is not f.
func (p puncts) isPrime(i int) bool {
	end := i + 1
	for end-i < maxPrimes && isApostrophe(p.at(end)) {
		end++
	}
	for i--; end-i <= maxPrimes && isApostrophe(p.at(i)); i-- {
	}
	if next := p.at(end); p.quoted || isWordly(next) || next != 0 && isBlank(next) || end-i > maxPrimes {
		return false
	}
	return p.isInitial(i) && unicode.In(p.at(i), unicode.Latin, unicode.Greek)
}

// isQuoted reports whether an apostrophe stands where a word begins.
func isQuoted(rs []rune) bool {
	for i, r := range rs {
		if isApostrophe(r) && (i == 0 || !isWordly(rs[i-1]) && !isApostrophe(rs[i-1])) {
			return true
		}
	}
	return false
}

// isInitial reports whether the rune at i is a letter that stands alone.
func (p puncts) isInitial(i int) bool {
	return isLetter(p.at(i)) && !isWordly(p.at(i-1))
}

// groups reports whether the sign at i separates thousands.
func (p puncts) groups(i int) bool {
	before, after := 0, 0
	for isDigit(p.at(i - 1 - before)) {
		before++
	}
	for isDigit(p.at(i+1+after)) && after < 4 {
		after++
	}
	first := p.at(i - before)
	if d, ok := digitOf(first); ok && d == 0 && before < 3 {
		return false // 0,500 is a half
	}
	return before <= 3 && after == 3
}

// withoutSpaces joins what space between does not change: around symbols, and
// in scripts that are written without spaces.
func withoutSpaces(rs []rune) string {
	var b strings.Builder
	var last rune
	space := false
	for _, r := range rs {
		if r == ' ' {
			space = true
			continue
		}
		if space && last != 0 && !joins(last) && !joins(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, space = r, false
	}
	return b.String()
}

func joins(r rune) bool {
	return isSymbol(r) || strings.ContainsRune("()[]{}", r) || isUnspaced(r)
}

// isUnspaced reports whether r belongs to a script written without spaces.
func isUnspaced(r rune) bool {
	if r < 0x0e00 {
		return false
	}
	return r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// withoutArticles drops "the" before any word and "a" or "an" at the start,
// but never the whole answer.
func withoutArticles(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	words := strings.Split(s, " ")
	kept := words[:0]
	for i, w := range words {
		rest := len(words) - i - 1
		switch {
		case rest == 0:
		case w == "the":
			continue
		case len(kept) == 0 && (w == "a" || w == "an"):
			// "A and B" and "a b" are names, not articles.
			if next := words[i+1]; utf8.RuneCountInString(next) > 1 && next != "and" && next != "or" {
				continue
			}
		}
		kept = append(kept, w)
	}
	return strings.Join(kept, " ")
}

// isMath reports whether brackets in rs group terms rather than words.
func isMath(rs []rune) bool {
	for _, r := range rs {
		if isOperator(r) || r == '^' || r == '*' || r > 0x80 && unicode.Is(unicode.Sm, r) && !isDash(r) && r != '\u2044' && r != '∕' {
			return true
		}
	}
	return false
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// isWordly reports whether r makes up words: letters, marks, numbers.
func isWordly(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N) && !isApostrophe(r)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) && !isApostrophe(r) }

func isDigit(r rune) bool { return unicode.Is(unicode.Nd, r) }

func isDash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' }

func isApostrophe(r rune) bool {
	return r != 0 && strings.ContainsRune("'`’‘‛‚ʹʻʼʽˈ′‵׳״", r)
}

func isOperator(r rune) bool { return r != 0 && strings.ContainsRune("+=<>|~", r) }

// isSymbol reports whether r carries meaning though it is no letter.
func isSymbol(r rune) bool {
	if isDash(r) || isApostrophe(r) || r == '\u2044' || r == '∕' {
		return false
	}
	return r != 0 && strings.ContainsRune("#%@*\\", r) || unicode.In(r, unicode.Sm, unicode.Sc, unicode.So, unicode.Sk)
}

// digitOf returns the value of a decimal digit of any script.
func digitOf(r rune) (int, bool) {
	if r >= '0' && r <= '9' {
		return int(r - '0'), true
	}
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	// Digits come in tens that begin with zero.
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10, true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10, true
		}
	}
	return 0, false
}
