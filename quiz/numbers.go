package quiz

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kuril/lazyregexp"
)

// quantity is a number with what was typed behind or before it.
type quantity struct {
	values []float64 // the ways to read the digits, the English one first
	scaled bool      // a word such as million was multiplied in
	sign   string    // a currency typed before the number
	unit   string    // folded, of what stands behind it; "" when nothing does
	raw    string    // both as typed
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
	s = strings.TrimLeft(numberText(s), `"'“”„«([= `)
	s = s[len(aboutWords.FindString(s)):]
	var q quantity
	negative := false
	if m := signs.FindStringSubmatch(s); m[0] != "" {
		negative = strings.ContainsAny(m[0], "-m")
		q.sign = strings.TrimSpace(m[1])
		s = s[len(m[0]):]
	}
	values, rest, ok := digits(s)
	if !ok {
		var n float64
		if n, rest, q.scaled, ok = numberInWords(s); ok {
			values = []float64{n}
		}
	}
	if !ok {
		return q, false
	}
	factor := 1.0
	if asked == "" || !isKnownUnit(asked) || canonicalUnit(rest) != canonicalUnit(asked) {
		factor, rest = scale(rest)
		if m := scaleLetter.FindStringSubmatch(rest); m != nil && factor == 1 && (q.sign != "" || isScaled(asked)) {
			factor, rest = scaleLetters[m[1]], rest[len(m[0]):]
		}
	}
	q.scaled = q.scaled || factor != 1
	for i := range values {
		values[i] *= factor
	}
	for factor > 1 { // 3億5千万, 17 thousand 291
		more, after, step := addend(rest)
		if step == 0 || more >= factor {
			break
		}
		for i := range values {
			values[i] += more
		}
		factor, rest = step, after
	}
	for _, v := range values {
		if negative {
			v = -v
		}
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return q, false
		}
		q.values = append(q.values, v)
	}
	rest = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(rest), ".!?"))
	rest = strings.TrimRight(rest, `"'“”»)] `)
	switch rest {
	case "st", "nd", "rd", "th":
		rest = ""
	}
	if holdsMore(rest) {
		return q, false
	}
	q.unit, q.raw = Folded(rest), strings.TrimSpace(q.sign+" "+rest)
	return q, true
}

// addend reads what is added to a number that ended in a step such as 億: the
// number, what follows it, and its own step; a step of 0 when nothing is added.
func addend(s string) (n float64, rest string, step float64) {
	m := plainAddend.FindString(s)
	if m == "" {
		return 0, s, 0
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(m), ",", ""), 64)
	if err != nil {
		return 0, s, 0
	}
	step, rest = scale(s[len(m):])
	return n * step, rest, step
}

var scaleLetters = map[string]float64{"m": 1e6, "b": 1e9, "t": 1e12}

// isScaled reports whether the unit that is asked for begins with a word such as
// million.
func isScaled(unit string) bool {
	factor, _ := unitOf(unit)
	return factor != 1
}

// holdsMore reports whether what stands behind a number changes it: "or six",
// "to 10", "or more", "+".
func holdsMore(rest string) bool {
	if rest == "" || isKnownUnit(rest) || rest == "or so" {
		return false
	}
	if strings.ContainsFunc(rest, isDigit) && !strings.Contains(rest, "^") {
		return true
	}
	if !strings.ContainsFunc(rest, unicode.IsLetter) && !unicode.In([]rune(rest)[0], unicode.Sc, unicode.So) {
		return true
	}
	for _, w := range strings.FieldsFunc(rest, func(r rune) bool { return !isWordly(r) }) {
		if _, small := smallNumbers[w]; small || numberWords[w] || changing[w] {
			return true
		}
	}
	return false
}

// changing are words that make another number of the one before them.
var changing = setOf("or to not than more less fewer least most minus plus and x point half bc bce")

var (
	aboutWords = lazyregexp.New(`^(?:(?:about|approximately|approx\.?|around|roughly|circa|ca\.?|c\.|some|nearly|almost|exactly|precisely|only|just|in|it was|it is|a total of|etwa|rund|ungefähr|около|примерно|environ|約|约|≈|~)(?:\s+|\b|$))+`)
	signs      = lazyregexp.New(`^(?:[-+]|minus\s)?\s*(us\$|[$€£¥₽₩₴₹]|(?:usd|eur|gbp|jpy|rub|us dollars?)\s)?\s*[-+]?\s*`)

	scaleLetter = lazyregexp.New(`^\s*([mbt])(?:\s|$)`)
	plainAddend = lazyregexp.New(`^\s*[0-9]+(?:,[0-9]{3})*`)

	plainDigits = lazyregexp.New(`^(?:[0-9]+(?:[.,'_ ][0-9]+)*|[.,][0-9]+)`)
	mixedNumber = lazyregexp.New(`^(?:([0-9]{1,9})\s+)?([0-9]{1,9})\s*/\s*([0-9]{1,9})`)
	powerOfTen  = lazyregexp.New(`^(?:e([-+]?[0-9]{1,3})|\s*[*x×·]\s*10\s*\^\s*([-+]?[0-9]{1,3}))`)
	andAPart    = lazyregexp.New(`^\s+and\s+(?:a|one|1)?\s*(half|quarter|third)\b`)
	powerSign   = lazyregexp.New(`^\s*\^\s*([-+]?[0-9]{1,3})`)

	englishDigits     = lazyregexp.New(`^(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,2}(?:'[0-9]{3})+|[1-9][0-9]{0,2}(?:_[0-9]{3})+)(?:\.[0-9]+)?$`)
	continentalDigits = lazyregexp.New(`^(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,2}(?:'[0-9]{3})+)(?:,[0-9]+)?$`)
)

// numberText returns s in the signs that the patterns know.
func numberText(s string) string {
	s = norm.NFKC.String(spelledOut(strings.ToValidUTF8(s, "\uFFFD")))
	s = withHanNumerals(s)
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
	if continentalDigits.MatchString(token) || token[0] == ',' {
		add(strings.NewReplacer(".", "", " ", "", "'", "", ",", ".").Replace(token))
	}
	if m := powerSign.FindStringSubmatch(rest); m != nil {
		n, _ := strconv.Atoi(m[1])
		for i, v := range values {
			values[i] = math.Pow(v, float64(n))
		}
		rest = rest[len(m[0]):]
	} else if m := andAPart.FindStringSubmatch(rest); m != nil {
		for i := range values {
			values[i] += 1 / parts[m[1]]
		}
		rest = rest[len(m[0]):]
	}
	return values, rest, len(values) > 0
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
		"dozen": 12, "hundred 百 백": 1e2,
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
