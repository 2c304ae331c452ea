package quiz

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// bare returns s folded and without accents. These are marks that Latin, Greek
// and Cyrillic letters keep their name without, and the vowel points of Arabic
// and Hebrew, which are written for learners only. Marks of other scripts are
// letters: が is not か.
func bare(s string) string {
	var b strings.Builder
	var base rune
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.M, r) {
			base = r
		} else if isAccent(base, r) {
			continue
		}
		if plain, ok := plainLetters[r]; ok {
			b.WriteString(plain)
			continue
		}
		b.WriteRune(r)
	}
	return Folded(b.String())
}

// plainLetters are letters with something added that does not come off as a mark.
var plainLetters = map[rune]string{
	'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ł': "l", 'Ł': "L", 'ħ': "h", 'Ħ': "H", 'ı': "i",
	'ð': "d", 'Ð': "D", 'þ': "th", 'Þ': "Th", 'æ': "ae", 'Æ': "Ae", 'œ': "oe", 'Œ': "Oe",
	'ŋ': "n", 'Ŋ': "N", 'ŧ': "t", 'Ŧ': "T",
}

// isAccent reports whether the mark may be missing from that letter.
func isAccent(base, mark rune) bool {
	switch {
	case mark >= 0x0300 && mark <= 0x036f, mark >= 0x1ab0 && mark <= 0x1aff,
		mark >= 0x1dc0 && mark <= 0x1dff, mark >= 0x0483 && mark <= 0x0487:
		return unicode.In(base, unicode.Latin, unicode.Greek, unicode.Cyrillic) && !isOwnLetter(base, mark)
	case mark >= 0x0591 && mark <= 0x05c7:
		return unicode.Is(unicode.Hebrew, base)
	case mark >= 0x0610 && mark <= 0x061a, mark >= 0x064b && mark <= 0x065f, mark == 0x0670, mark >= 0x06d6 && mark <= 0x06ed:
		return unicode.Is(unicode.Arabic, base)
	}
	return false
}

// isOwnLetter reports whether base and mark make a letter with its own place in
// the alphabet: й, ў, ї.
func isOwnLetter(base, mark rune) bool {
	switch unicode.ToLower(base) {
	case 'и', 'у':
		return mark == '\u0306'
	case 'і':
		return mark == '\u0308'
	}
	return false
}

// respelled returns bare forms of s with its accents written as letters, as one
// does on a keyboard without them: Koeln, Toukyou.
func respelled(s string) []string {
	s = norm.NFC.String(s)
	var all []string
	for _, r := range respellings {
		if t := r.Replace(s); t != s {
			all = append(all, bare(t))
		}
	}
	return all
}

var respellings = []*strings.Replacer{
	strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "å", "aa", "ø", "oe", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "Å", "Aa", "Ø", "Oe"),
	strings.NewReplacer("ō", "ou", "ū", "uu", "ā", "aa", "ē", "ei", "ī", "ii", "Ō", "Ou", "Ū", "Uu", "Ā", "Aa", "Ē", "Ei", "Ī", "Ii"),
	strings.NewReplacer("ō", "oo", "ē", "ee", "Ō", "Oo", "Ē", "Ee"),
	strings.NewReplacer("ō", "oh", "ū", "uh", "Ō", "Oh", "Ū", "Uh"),
}

// keepsLetters reports whether a and b differ in something else than й, ї or ў
// taken for и, і or у: those are never slips of the finger.
func keepsLetters(a, b string) bool {
	ma, mb := merged.Replace(a), merged.Replace(b)
	return distance([]rune(ma), []rune(mb)) >= distance([]rune(a), []rune(b))
}

var merged = strings.NewReplacer("й", "и", "ї", "і", "ў", "у")
