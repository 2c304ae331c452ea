package quiz

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kuril/lazyregexp"
)

// isSpelledOut reports whether typed is the answer with what spelling may add to
// a name: the long vowels of Japanese (Shōwa, Shouwa, Shohwa for Showa), which
// are more exact than the plain form, and the 's of a possessive. What the
// answer itself writes long may not be left out without a note.
func isSpelledOut(answer, typed phrase) bool {
	if !isName(answer.raw) {
		return false
	}
	if strings.ContainsAny(typed.raw+answer.raw, "'’") && Folded(withoutPossessive(typed.raw)) == Folded(withoutPossessive(answer.raw)) {
		return true
	}
	want, got := strings.Fields(answer.folded), strings.Fields(typed.folded)
	return slices.EqualFunc(want, got, isLongOf)
}

// isLongOf reports whether got is want, a folded word in the usual Latin
// spelling of Japanese, with its long vowels shown.
func isLongOf(want, got string) bool {
	return want == got || len(want) < len(got) && kana.MatchString(want) && withoutLength(got) == want
}

// kana matches words that can be written in kana. What Latin letters add to a
// vowel to make it long is taken off by withoutLength.
var kana = lazyregexp.New(`^(?:(?:kk?y?|gg?y?|ss?[hy]?|zz?|jj?y?|tt?[sy]?|t?ch|dd?|[nhbm]y?|pp?y?|f|y|ry?|w)?[aeiou]|[nm])+$`)

// withoutLength returns a folded word with its long o and u written short.
func withoutLength(word string) string {
	rs := []rune(word)
	var b strings.Builder
	for i := 0; i < len(rs); i++ {
		r, next, last := rs[i], runeAt(rs, i+1), runeAt(rs, i+2)
		switch r {
		case 'ō', 'ô':
			r = 'o'
		case 'ū', 'û':
			r = 'u'
		case 'o':
			if next == 'o' || (next == 'u' || next == 'h') && !strings.ContainsRune("aeiouōūôûy", last) {
				i++
			}
		case 'u':
			if next == 'u' {
				i++
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

func runeAt(rs []rune, i int) rune {
	if i < len(rs) {
		return rs[i]
	}
	return utf8.RuneError
}

// possessive is the 's of a name of four letters and more: of shorter words it
// may make another one.
var possessive = lazyregexp.New(`(\p{Lu}\p{L}{3,})['’ʼ]s\b`)

func withoutPossessive(s string) string { return possessive.ReplaceAllString(s, "$1") }

// differInEnding reports whether two bare words are one in the singular and the
// plural, or in two spellings of the plural.
func differInEnding(a, b string) bool {
	stem := func(s string) string {
		if t := strings.TrimSuffix(s, "es"); t != s {
			return t
		}
		return strings.TrimSuffix(s, "s")
	}
	if a == b || strings.HasSuffix(a, "ss") || strings.HasSuffix(b, "ss") {
		return false
	}
	return stem(a) == stem(b) || a+"es" == b || b+"es" == a || a+"s" == b || b+"s" == a
}
