package quiz

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// quantity is a number with what was typed behind or before it.
type quantity struct {
	values []float64 // the ways to read the digits, the English one first
	scaled bool      // a word such as million was multiplied in
	unit   string    // folded; "" when none was typed
	raw    string    // the unit as typed
}

// longestNumber is the length in bytes beyond which a text is no number.
const longestNumber = 200

// readQuantity reads a number in any common form: digits with either kind of
// thousands and decimals, fractions, powers of ten, small words; false when s
// holds no number, or one that a float64 cannot hold. The unit that is asked
// for tells 300 K from 300k.
func readQuantity(s, asked string) (quantity, bool) {
	if len(s) > longestNumber {
		return quantity{}, false
	}
	s = numberText(s)
	s = s[len(aboutWords.FindString(s)):]
	var q quantity
	negative := false
	if m := signs.FindStringSubmatch(s); m[0] != "" {
		negative = strings.Contains(m[0], "-")
		q.unit = m[1]
		s = s[len(m[0]):]
	}
	values, rest, ok := digits(s)
	if !ok {
		var n float64
		if n, rest, ok = numberInWords(s); ok {
			values = []float64{n}
		}
	}
	if !ok {
		return q, false
	}
	factor := 1.0
	if asked == "" || !isKnownUnit(asked) || canonicalUnit(rest) != canonicalUnit(asked) {
		factor, rest = scale(rest)
	}
	q.scaled = factor != 1
	for _, v := range values {
		if negative {
			v = -v
		}
		v *= factor
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return q, false
		}
		q.values = append(q.values, v)
	}
	rest = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(rest), ".!?"))
	switch rest {
	case "st", "nd", "rd", "th":
		rest = ""
	}
	if holdsMore(rest) {
		return q, false
	}
	if rest != "" {
		q.unit, q.raw = Folded(rest), rest
	} else if q.unit != "" {
		q.unit, q.raw = Folded(q.unit), q.unit
	}
	return q, true
}

// holdsMore reports whether what stands behind a number changes it: "or six",
// "to 10", "or more".
func holdsMore(rest string) bool {
	if rest == "" || isKnownUnit(rest) {
		return false
	}
	if strings.ContainsFunc(rest, isDigit) && !strings.Contains(rest, "^") {
		return true
	}
	for _, w := range strings.FieldsFunc(rest, func(r rune) bool { return !isWordly(r) }) {
		if _, small := smallNumbers[w]; small || numberWords[w] || changing[w] {
			return true
		}
	}
	return false
}

var changing = setOf("or to not than more less fewer least most minus plus and x times point")

var (
	aboutWords = regexp.MustCompile(`^(?:(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|c\.|some|nearly|almost|etwa|rund|ungefähr|около|примерно|environ|約|约|≈|~)\s*)+`)
	signs      = regexp.MustCompile(`^[-+]?\s*(us\$|[$€£¥₽₩₴₹])?\s*[-+]?\s*`)

	plainDigits = regexp.MustCompile(`^(?:[0-9]+(?:[.,'_ ][0-9]+)*|\.[0-9]+)`)
	mixedNumber = regexp.MustCompile(`^(?:([0-9]{1,9})\s+)?([0-9]{1,9})\s*/\s*([0-9]{1,9})`)
	powerOfTen  = regexp.MustCompile(`^(?:e([-+]?[0-9]{1,3})|\s*[*x×·]\s*10\s*\^\s*([-+]?[0-9]{1,3}))`)
	powerSign   = regexp.MustCompile(`^\s*\^\s*([-+]?[0-9]{1,3})`)

	englishDigits     = regexp.MustCompile(`^(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,2}(?:'[0-9]{3})+|[1-9][0-9]{0,2}(?:_[0-9]{3})+)(?:\.[0-9]+)?$`)
	continentalDigits = regexp.MustCompile(`^(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,2}(?:'[0-9]{3})+)(?:,[0-9]+)?$`)
)

// numberText returns s in the signs that the patterns know.
func numberText(s string) string {
	s = norm.NFKC.String(spelledOut(strings.ToValidUTF8(s, "\uFFFD")))
	var b strings.Builder
	for _, r := range s {
		d, isDecimal := digitOf(r)
		switch {
		case isDecimal:
			r = '0' + rune(d)
		case isDash(r):
			r = '-'
		case isApostrophe(r):
			r = '\''
		case r == '\u2044' || r == '∕':
			r = '/'
		case r == '٫':
			r = '.'
		case r == '٬':
			r = '\''
		case unicode.IsSpace(r) || unicode.IsControl(r):
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.TrimSpace(b.String())
}

// digits reads the number at the beginning of s.
func digits(s string) (values []float64, rest string, ok bool) {
	if m := mixedNumber.FindStringSubmatch(s); m != nil {
		whole, _ := strconv.ParseFloat("0"+m[1], 64)
		above, _ := strconv.ParseFloat(m[2], 64)
		below, _ := strconv.ParseFloat(m[3], 64)
		if below == 0 {
			return nil, "", false
		}
		return []float64{whole + above/below}, s[len(m[0]):], true
	}
	token := plainDigits.FindString(s)
	if token == "" {
		return nil, "", false
	}
	rest = s[len(token):]
	exponent := ""
	if m := powerOfTen.FindStringSubmatch(rest); m != nil {
		exponent, rest = "e"+m[1]+m[2], rest[len(m[0]):]
	}
	add := func(plain string) {
		v, err := strconv.ParseFloat(plain+exponent, 64)
		if err == nil && (len(values) == 0 || values[0] != v) {
			values = append(values, v)
		}
	}
	if englishDigits.MatchString(token) || token[0] == '.' {
		add(strings.NewReplacer(",", "", " ", "", "'", "", "_", "").Replace(token))
	}
	if continentalDigits.MatchString(token) {
		add(strings.NewReplacer(".", "", " ", "", "'", "", ",", ".").Replace(token))
	}
	if m := powerSign.FindStringSubmatch(rest); m != nil {
		n, _ := strconv.Atoi(m[1])
		for i, v := range values {
			values[i] = math.Pow(v, float64(n))
		}
		rest = rest[len(m[0]):]
	}
	return values, rest, len(values) > 0
}

var smallNumbers = map[string]int{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

// numberInWords reads English words up to the hundreds: "twenty-five",
// "three hundred and twelve", "a", "half a". Larger steps are left to scale.
func numberInWords(s string) (n float64, rest string, ok bool) {
	rest, last := s, 0 // last: what may be added must be smaller
	if s == "half" {
		return 0.5, "", true
	}
	for _, start := range []string{"half a ", "half "} {
		if after, found := strings.CutPrefix(s, start); found {
			return 0.5, after, true
		}
	}
	for rest != "" {
		word, after := cutWord(rest)
		v, small := smallNumbers[word]
		switch {
		case small && (!ok || v < last && v < 10 && last >= 20 || last == 100):
			n, ok, last = n+float64(v), true, v
		case word == "hundred" && ok && n < 10:
			n, last = n*100, 100
		case word == "and" && last == 100:
		case (word == "a" || word == "an") && !ok && after != "":
			next, _ := cutWord(after)
			if next == "hundred" {
				n, ok, last = 1, true, 1
				break
			}
			if f, _ := scale(after); f == 1 {
				return 0, s, false
			}
			return 1, after, true
		default:
			return n, rest, ok
		}
		rest = after
	}
	return n, rest, ok
}

// cutWord returns the first word of s and what follows.
func cutWord(s string) (word, rest string) {
	s = strings.TrimLeft(s, " -")
	i := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if i < 0 {
		return s, ""
	}
	return s[:i], s[i:]
}

var scales = func() map[string]float64 {
	m := map[string]float64{}
	for words, f := range map[string]float64{
		"hundred": 1e2,
		"thousand thousands k тыс тысяч тысячи тысяча tausend mille mil 千 천":                                 1e3,
		"million millions mln mn mio millionen миллион миллиона миллионов млн millones":                      1e6,
		"billion billions bn mrd milliarde milliarden миллиард миллиарда миллиардов млрд milliard milliards": 1e9,
		"trillion trillions tn триллион триллиона триллионов трлн 兆 조":                                       1e12,
		"万 萬 만": 1e4, "億 亿 억": 1e8,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = f
		}
	}
	return m
}()

// scale returns the product of the words at the beginning of s that multiply,
// 1 when there is none, and what follows.
func scale(s string) (factor float64, rest string) {
	factor, rest = 1, s
	for range 3 {
		word, after := cutWord(rest)
		f, ok := scales[word]
		if !ok {
			// 5万人: no space behind the sign.
			for sign, value := range scales {
				if sign[0] >= 0x80 && len([]rune(sign)) == 1 && strings.HasPrefix(word, sign) {
					f, ok, after = value, true, strings.TrimPrefix(strings.TrimLeft(rest, " -"), sign)
				}
			}
		}
		if !ok {
			break
		}
		factor *= f
		rest = strings.TrimPrefix(after, ".")
	}
	return factor, rest
}
