package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kuril/lazyregexp"
)

// date is a day, a month or a year; what was not said is 0.
type date struct {
	year, month, day int
}

// String returns the date in English: 3 April 1956.
func (d date) String() string {
	var parts []string
	if d.day != 0 {
		parts = append(parts, fmt.Sprint(d.day))
	}
	if d.month != 0 {
		parts = append(parts, englishMonths[d.month-1])
	}
	if d.year != 0 {
		parts = append(parts, fmt.Sprint(d.year))
	}
	return strings.Join(parts, " ")
}

// parts returns the year, the month and the day.
func (d date) parts() [3]int { return [3]int{d.year, d.month, d.day} }

// precision returns how many of the three are known.
func (d date) precision() int {
	n := 0
	for _, p := range d.parts() {
		if p != 0 {
			n++
		}
	}
	return n
}

// refines reports whether d says all that e says, and more.
func (d date) refines(e date) bool {
	more := false
	for i, p := range d.parts() {
		switch q := e.parts()[i]; {
		case q == 0 && p != 0:
			more = true
		case q != p:
			return false
		}
	}
	return more
}

// reading is one way to understand what was typed as a date.
type reading struct {
	date
	short bool   // the year has two digits: any century
	slip  string // a month's name, mistyped

	weekday int // 1 for Monday to 7; 0 when none was said
}

// readDate returns every date that s can mean; none when it is no date. When
// the calendar has none of these days, exist is false.
func readDate(s string) (readings []reading, exist bool) {
	const longest = 100
	if len(s) > 4*longest {
		return nil, false
	}
	words, weekday, ok := dateWords(s)
	if !ok {
		// the nineteenth of October nineteen fifty-six
		words, weekday, ok = dateWords(withNumerals(Folded(s), false))
		if !ok || !strings.ContainsFunc(s, unicode.IsLetter) {
			return nil, false
		}
	}
	var never []reading
	for _, r := range arrange(words) {
		r.weekday = weekday
		switch {
		case r.month > 12 || r.day > 31 || r.precision() == 0 || slices.Contains(readings, r):
		case r.day > 0 && r.day > daysIn(r.month, r.year):
			never = append(never, r)
		default:
			readings = append(readings, r)
		}
	}
	if len(readings) == 0 {
		return never, false
	}
	return readings, true
}

func daysIn(month, year int) int {
	if month == 0 {
		return 31
	}
	if year == 0 {
		year = 2000
	}
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// dateWord is a number or the name of a month.
type dateWord struct {
	number int
	digits int  // 0: a month
	short  bool // '56
	unit   rune // what a sign behind it says it is: y, m or d
	sep    rune // the sign before it
	slip   string
}

func (w dateWord) isYear() bool { return w.short || w.digits > 2 || w.number > 31 }

// timeOfDay is what may follow a date and is not asked for.
var timeOfDay = lazyregexp.New(`(?i)(?:[T,]|\s|\sat\s)\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:am|pm)?\s*(?:z|utc|gmt|[-+][0-9]{1,2}:?[0-9]{2})?$`)

// dateWords takes a text apart, and tells the day of the week that is in it;
// false when it holds something that is no part of a date.
func dateWords(s string) (words []dateWord, weekday int, ok bool) {
	s = norm.NFKC.String(spelledOut(strings.ToValidUTF8(s, "\uFFFD")))
	s = withWesternYear(withHanNumerals(timeOfDay.ReplaceAllString(strings.TrimSpace(s), "")))
	rs := []rune(s)
	sep := ' '
	romans := 0
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case isDigit(r):
			w := dateWord{sep: sep, short: i > 0 && isApostrophe(rs[i-1])}
			for ; i < len(rs) && isDigit(rs[i]) && w.digits < 10; i++ {
				d, _ := digitOf(rs[i])
				w.number = w.number*10 + d
				w.digits++
			}
			if w.digits > 8 {
				return nil, 0, false
			}
			words, sep = append(words, w), ' '
		case isWordly(r):
			from := i
			for i < len(rs) && isWordly(rs[i]) && !isDigit(rs[i]) && (i == from || !isUnspaced(rs[i])) {
				i++
			}
			word := strings.ToLower(string(rs[from:i]))
			behind := from - 1
			if behind > 0 && isDash(rs[behind]) { // 19-го
				behind--
			}
			if d := weekdayOf(word); d != 0 && weekday == 0 {
				weekday = d
			} else if m := romanOf(word); m > 0 && m <= 12 {
				words = append(words, dateWord{number: m})
				romans++
			} else if !addDateWord(&words, string(rs[from:i]), behind >= 0 && isDigit(rs[behind])) {
				return nil, 0, false
			}
			sep = ' '
		case unicode.IsSpace(r), isApostrophe(r), strings.ContainsRune(".,/()?~≈:;!\"º°", r), isDash(r):
			if isDash(r) {
				r = '-'
			}
			if r == '-' && len(words) == 0 || (r == '?' || r == '!') && i+1 < len(rs) && isDigit(rs[i+1]) {
				return nil, 0, false // a year before year one, perhaps
			}
			if !unicode.IsSpace(r) {
				sep = r
			}
			i++
		default:
			return nil, 0, false
		}
	}
	if romans > 0 && !slices.ContainsFunc(words, dateWord.isYear) {
		return nil, 0, false // X-1 is no day of October
	}
	return words, weekday, len(words) > 0
}

// eras begin with the year that is one less than their first.
var eras = map[string]int{
	"明治": 1867, "meiji": 1867, "大正": 1911, "taisho": 1911, "taishō": 1911, "昭和": 1925, "showa": 1925, "shōwa": 1925,
	"平成": 1988, "heisei": 1988, "令和": 2018, "reiwa": 2018,
}

var eraYear = lazyregexp.New(`(?i)(明治|大正|昭和|平成|令和|\b(?:meiji|taish[oō]|sh[oō]wa|heisei|reiwa))\s*([0-9]{1,2}|元)(年?)`)

// withWesternYear returns s with a year of a Japanese era, 昭和31年, as 1956年.
func withWesternYear(s string) string {
	return eraYear.ReplaceAllStringFunc(s, func(found string) string {
		m := eraYear.FindStringSubmatch(found)
		n := 1
		if m[2] != "元" {
			n, _ = strconv.Atoi(m[2])
		}
		return fmt.Sprint(eras[strings.ToLower(m[1])]+n) + m[3]
	})
}

// addDateWord adds a month, or says what the number before it is, or passes
// over a word without meaning; false for any other word.
func addDateWord(words *[]dateWord, word string, behindDigit bool) bool {
	raw := word
	word = strings.ToLower(word)
	var last *dateWord
	if n := len(*words); n > 0 {
		last = &(*words)[n-1]
	}
	if last != nil && last.digits > 0 && last.unit == 0 {
		if unit, ok := dateUnits[word]; ok {
			last.unit = unit
			return true
		}
	}
	if behindDigit && dateSuffixes[word] || dateFillers[word] || last != nil && last.unit == 'd' && hanWeekdays[word] {
		return true
	}
	b := bare(word)
	if m, slip := monthOf(b); m != 0 {
		w := dateWord{number: m}
		if slip {
			w.slip = raw
		}
		*words = append(*words, w)
		return true
	}
	return dateFillers[b]
}

var dateUnits = map[string]rune{
	"年": 'y', "년": 'y', "г": 'y', "год": 'y', "года": 'y', "году": 'y', "р": 'y', "року": 'y',
	"月": 'm', "월": 'm', "日": 'd', "号": 'd', "일": 'd',
}

var (
	dateSuffixes = setOf("st nd rd th er re e o a º ª ème го е ое й я")
	dateFillers  = setOf(`on in of the at by about around circa ca c approximately approx roughly year ad ce d a e
		it was is early mid late beginning start end
		de del le la el der am im um den dem anno en около в`)
	hanWeekdays = setOf("日 月 火 水 木 金 土 曜")
)

// arrange returns the dates that words can mean, valid or not.
func arrange(words []dateWord) []reading {
	var month *dateWord
	var numbers []dateWord
	var marked reading
	for i, w := range words {
		field := &marked.day
		switch {
		case w.digits == 0:
			if month != nil {
				return nil
			}
			month = &words[i]
			continue
		case w.unit == 0:
			numbers = append(numbers, w)
			continue
		case w.unit == 'y':
			field = &marked.year
		case w.unit == 'm':
			field = &marked.month
		}
		if *field != 0 || w.number == 0 {
			return nil
		}
		*field = w.number
	}
	if marked.precision() > 0 {
		return withMarked(marked, month, numbers)
	}
	if month != nil {
		return withMonth(*month, numbers)
	}
	return ofNumbers(numbers)
}

// withMarked completes a date of which some numbers say what they are.
func withMarked(r reading, month *dateWord, numbers []dateWord) []reading {
	if month != nil {
		if r.month != 0 {
			return nil
		}
		r.month, r.slip = month.number, month.slip
	}
	switch {
	case len(numbers) == 0:
		return []reading{r}
	case len(numbers) == 1 && r.month != 0 && r.day == 0:
		r.day = numbers[0].number
		return []reading{r}
	case len(numbers) == 2 && r.month == 0 && r.day == 0: // 19.10.1956 г.
		r.day, r.month = numbers[0].number, numbers[1].number
		return []reading{r}
	}
	return nil
}

// withMonth completes a date with a month's name.
func withMonth(month dateWord, numbers []dateWord) []reading {
	r := reading{date: date{month: month.number}, slip: month.slip}
	switch len(numbers) {
	case 0:
		return []reading{r}
	case 1:
		if n := numbers[0]; n.isYear() {
			r.year, r.short = n.number, n.digits <= 2
		} else {
			r.day = n.number
		}
		return sound(r, numbers)
	case 2:
		day, year := numbers[0], numbers[1]
		if day.isYear() {
			day, year = year, day
		}
		r.day, r.year, r.short = day.number, year.number, year.digits <= 2
		return sound(r, numbers)
	}
	return nil
}

// ofNumbers reads a date of numbers only.
func ofNumbers(n []dateWord) []reading {
	var all []reading
	add := func(year, month, day dateWord) {
		all = append(all, sound(reading{
			date:  date{year: year.number, month: month.number, day: day.number},
			short: year.digits > 0 && year.digits <= 2,
		}, n)...)
	}
	none := dateWord{}
	switch len(n) {
	case 1:
		switch {
		case n[0].digits == 8:
			y := n[0].number
			return sound(reading{date: date{year: y / 10000, month: y / 100 % 100, day: y % 100}}, n)
		case n[0].digits <= 4:
			if !n[0].short {
				all = append(all, sound(reading{date: date{year: n[0].number}}, n)...)
			}
			if n[0].digits == 2 {
				add(n[0], none, none)
			}
		}
	case 2:
		switch {
		case n[0].isYear():
			add(n[0], n[1], none)
		case n[1].isYear():
			add(n[1], n[0], none)
		default:
			add(none, n[1], n[0])
			add(none, n[0], n[1])
		}
	case 3:
		if n[0].isYear() {
			add(n[0], n[1], n[2])
		}
		if n[0].digits <= 2 && n[2].digits != 3 {
			add(n[2], n[1], n[0])
			if n[1].sep != '.' || n[1].number > 12 { // with full stops the day comes first
				add(n[2], n[0], n[1])
			}
		}
	}
	return all
}

// sound drops a reading in which a number is zero or a month too high.
func sound(r reading, numbers []dateWord) []reading {
	for _, n := range numbers {
		if n.number == 0 {
			return nil
		}
	}
	if r.month > 12 || r.year > 9999 {
		return nil
	}
	return []reading{r}
}
