package quiz

import (
	"math"
	"strconv"
	"strings"
)

var smallNumbers = map[string]int{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var ordinalNumbers = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
	"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
	"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
	"fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}

// bigNumbers are the steps above the hundreds.
var bigNumbers = map[string]float64{"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

// parts are what a number may be divided into: "two thirds".
var parts = map[string]float64{
	"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4,
	"fourths": 4, "fifths": 5, "sixths": 6, "eighths": 8, "tenths": 10,
}

var wholeNumbers = map[string]float64{"none": 0, "nil": 0, "once": 1, "twice": 2, "thrice": 3, "half": 0.5, "dozen": 12}

// spokenNumber is an English number as it grows word by word.
type spokenNumber struct {
	total float64 // of the steps that are complete
	step  float64 // the last of them, 0 when there was none
	group float64 // below a thousand
	last  int     // what may be added to group must be smaller: 20 to 90, 100; -1 when it is empty, 0 when nothing fits
	paired, scaled, any,
	done bool // nothing may follow
}

// numberInWords reads the English number at the beginning of s, in small
// letters: "twenty-five", "three hundred and twelve", "half a million", "two and
// a half", "nineteen fifty-six". It tells whether a word such as million was in
// it, and what follows.
func numberInWords(s string) (n float64, rest string, scaled, ok bool) {
	if n, ok := wholeNumbers[s]; ok {
		return n, "", false, true
	}
	p := spokenNumber{last: -1}
	for _, start := range []string{"half a ", "half "} {
		if after, found := strings.CutPrefix(s, start); found {
			return 0.5, after, false, true
		}
	}
	rest = s
	for rest != "" && !p.done {
		word, after := cutWord(rest)
		if !p.add(word, &after) {
			break
		}
		rest = after
	}
	return p.total + max(p.group, 0), rest, p.scaled, p.any
}

// add takes one more word, and sometimes some of what is after it; false when
// the number ended before it.
func (p *spokenNumber) add(word string, after *string) bool {
	next, _ := cutWord(*after)
	v, small := smallNumbers[word]
	ordinal, isOrdinal := ordinalNumbers[word]
	big, isBig := bigNumbers[word]
	part, isPart := parts[word]
	switch {
	case small:
		return p.addSmall(v)
	case isPart && p.last > 0 && p.total == 0 && p.group < 20 && (p.group == 1 || strings.HasSuffix(word, "s") || word == "half"):
		p.group /= part
		p.last, p.done = 0, true
	case isOrdinal:
		p.done = true
		return p.addSmall(ordinal)
	case word == "hundred" && !p.paired && (p.last == -1 || p.last > 0 && p.group < 100):
		p.group = max(p.group, 1) * 100
		p.last, p.any = 100, true
	case isBig && (p.any || next == "" && p.total == 0):
		p.addStep(big)
	case word == "dozen" && p.last > 0:
		p.group *= 12
		p.last, p.done = 0, true
	case word == "and" && (p.last == 100 || p.last == -1 && p.any) && isSmall(next):
	case word == "and" && p.any:
		return p.addPart(after)
	case word == "point" && p.any && isSmall(next):
		return p.addDecimals(after)
	case (word == "oh" || word == "o") && p.last >= 10 && p.last <= 21 && !p.any0() && smallNumbers[next] > 0 && smallNumbers[next] < 10:
		p.group = p.group*100 + float64(smallNumbers[next])
		_, *after = cutWord(*after)
		p.last, p.done = 0, true
	case (word == "a" || word == "an") && !p.any && (next == "hundred" || next == "dozen" || bigNumbers[next] > 0 || parts[next] > 0):
		p.group, p.last, p.any = 1, 1, true
	case (word == "a" || word == "an") && !p.any:
		if f, _ := scale(*after); f == 1 {
			return false
		}
		p.group, p.any, p.done = 1, true, true
	default:
		return false
	}
	return true
}

// any0 reports whether a step or a pair is already complete.
func (p *spokenNumber) any0() bool { return p.step > 0 || p.paired }

func isSmall(word string) bool { _, ok := smallNumbers[word]; return ok }

func (p *spokenNumber) addSmall(v int) bool {
	switch {
	case p.last == -1:
		p.group = float64(v)
	case p.last == 100, p.last >= 20 && p.last%10 == 0 && v > 0 && v < 10:
		p.group += float64(v)
	case p.last >= 10 && p.last <= 21 && v >= 10 && !p.any0() && p.group < 100: // nineteen fifty
		p.group, p.paired = p.group*100+float64(v), true
	default:
		return false
	}
	p.last, p.any = v, true
	if v == 0 {
		p.done = true
	}
	return true
}

// addStep closes a group with a word such as million.
func (p *spokenNumber) addStep(f float64) {
	if p.last == -1 && p.total == 0 {
		p.group = 1
	}
	if p.step > 0 && f > p.step { // a thousand million
		p.total = (p.total + p.group) * f
	} else {
		p.total += p.group * f
	}
	p.group, p.last, p.step = 0, -1, f
	p.scaled, p.any = true, true
}

// addPart reads "a half", "three quarters" behind the "and" of "two and a half".
func (p *spokenNumber) addPart(after *string) bool {
	words := *after
	count := 1.0
	word, rest := cutWord(words)
	if v, small := smallNumbers[word]; small {
		count, words = float64(v), rest
	} else if word == "a" || word == "an" {
		words = rest
	}
	word, rest = cutWord(words)
	part := parts[word]
	if part == 0 || p.any0() {
		return false
	}
	p.group += count / part
	p.last = 0
	*after = rest
	return true
}

// addDecimals reads the digits of "two point five".
func (p *spokenNumber) addDecimals(after *string) bool {
	for place := 0.1; ; place /= 10 {
		word, rest := cutWord(*after)
		v, small := smallNumbers[word]
		if !small || v > 9 {
			break
		}
		p.group += float64(v) * place
		*after = rest
	}
	p.group = math.Round(p.group*1e12) / 1e12
	p.last = 0
	return true
}

// withNumerals returns a folded text with the numbers that stand in it in words
// written as digits, "fifth" as "5th", and Roman numerals behind a word too: as
// 2, or as 2nd.
func withNumerals(s string, romanOrdinals bool) string {
	words := strings.Split(s, " ")
	var out []string
	for i := 0; i < len(words); {
		if n := romanOf(words[i]); n > 0 && i > 0 {
			text := strconv.Itoa(n)
			if romanOrdinals {
				text += ordinalEnding(n)
			}
			out = append(out, text)
			i++
			continue
		}
		_, small := smallNumbers[words[i]]
		_, isOrdinal := ordinalNumbers[words[i]]
		if !small && !isOrdinal {
			out = append(out, words[i])
			i++
			continue
		}
		const longest = 12 // words in a number
		few := words[i:min(i+longest, len(words))]
		n, rest, _, _ := numberInWords(strings.Join(few, " "))
		taken := few[:len(few)-len(strings.Fields(rest))]
		text := strconv.FormatFloat(n, 'f', -1, 64)
		if _, ok := ordinalNumbers[taken[len(taken)-1]]; ok && n == math.Trunc(n) {
			text += ordinalEnding(int(n))
		}
		out = append(out, text)
		i += len(taken)
	}
	return strings.Join(out, " ")
}

// ordinalEnding returns what makes an ordinal of n: st, nd, rd or th.
func ordinalEnding(n int) string {
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			return "st"
		case 2:
			return "nd"
		case 3:
			return "rd"
		}
	}
	return "th"
}

// romanOf returns the value of a Roman numeral up to 39 in small letters, as
// kings and wars have them; 0 for anything else.
func romanOf(word string) int {
	tens := len(word) - len(strings.TrimLeft(word, "x"))
	for n, units := range []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"} {
		if tens <= 3 && word[tens:] == units {
			return 10*tens + n
		}
	}
	return 0
}

// withHanNumerals returns s with numbers in Chinese numerals below ten thousand
// written as digits: 十二 as 12, 一九五六 as 1956. Behind a digit they stay: 5千.
func withHanNumerals(s string) string {
	if !strings.ContainsAny(s, hanDigits+hanSteps) {
		return s
	}
	var b strings.Builder
	rs := []rune(s)
	for i := 0; i < len(rs); {
		j := i
		for j < len(rs) && strings.ContainsRune(hanDigits+hanSteps, rs[j]) {
			j++
		}
		if j == i || i > 0 && isDigit(rs[i-1]) {
			j = max(j, i+1)
			b.WriteString(string(rs[i:j]))
		} else {
			b.WriteString(hanNumeral(rs[i:j]))
		}
		i = j
	}
	return b.String()
}

const (
	hanDigits = "〇一二三四五六七八九"
	hanSteps  = "十百千"
)

func hanNumeral(signs []rune) string {
	digits, total, digit, steps := "", 0, -1, false
	for _, r := range signs {
		if at := strings.IndexRune(hanDigits, r); at >= 0 {
			digit = at / len("一")
			digits += strconv.Itoa(digit)
			continue
		}
		steps = true
		step := []int{10, 100, 1000}[strings.IndexRune(hanSteps, r)/len("十")]
		if digit < 0 {
			digit = 1
		}
		total += digit * step
		digit = -1
	}
	if !steps {
		return digits
	}
	return strconv.Itoa(total + max(digit, 0))
}
