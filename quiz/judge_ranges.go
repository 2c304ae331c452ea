package quiz

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"kuril/lazyregexp"
)

// dayRange is a range of days within a text: 7-10, 7th to the 10th.
var dayRange = lazyregexp.New(`(?i)\b([0-9]{1,2})(?:st|nd|rd|th|\.)?\s*(?:[-–—−/~〜]|\s(?:to|until|till|through|and|bis|по)\s)\s*(?:the\s+)?([0-9]{1,2})(st|nd|rd|th)?\b`)

// rangeSign stands between two dates that are told in full, or the first without
// its year: 29 September - 2 October 1973.
var rangeSign = lazyregexp.New(`(?i)\s*[–—~〜]\s*|\s-\s|\s(?:to|until|till|through|bis|по)\s|-`)

var openingRange = lazyregexp.New(`(?i)^\s*(?:from|between|с)\s+(?:the\s+)?`)

// readRange reads the first and the last day, or month, of a text such as "7-10
// October 1973"; false when it is no range of dates. Years alone are none.
func readRange(s string) (from, to reading, ok bool) {
	if len(s) > longestNumber {
		return from, to, false
	}
	s = openingRange.ReplaceAllString(s, "")
	for _, m := range dayRange.FindAllStringSubmatchIndex(s, 4) {
		first, last := s[:m[3]]+s[m[1]:], s[:m[0]]+s[m[4]:]
		if from, to, ok = rangeOf(first, last); ok && from.day != 0 && from.month == to.month && from.year == to.year {
			return from, to, true
		}
	}
	for _, at := range rangeSign.FindAllStringIndex(s, 4) {
		first, last := s[:at[0]], s[at[1]:]
		if from, to, ok = rangeOf(first, last); ok {
			return from, to, true
		}
		if r, exist := readDate(last); exist && r[0].year != 0 && !r[0].short {
			if from, to, ok = rangeOf(fmt.Sprintf("%s %d", first, r[0].year), last); ok {
				return from, to, true
			}
		}
	}
	return from, to, false
}

// rangeOf reads two dates that can only be read in one way, the first before
// the last, both with a month and a year.
func rangeOf(first, last string) (from, to reading, ok bool) {
	a, exist := readDate(first)
	b, also := readDate(last)
	if !exist || !also || isAmbiguous(a) || isAmbiguous(b) {
		return from, to, false
	}
	from, to = a[0], b[0]
	if from.month == 0 || to.month == 0 || from.year == 0 || from.short != to.short || (from.day == 0) != (to.day == 0) || from.weekday+to.weekday != 0 {
		return from, to, false
	}
	return from, to, slices.Compare(from.sorted(), to.sorted()) < 0
}

func (d date) sorted() []int { return []int{d.year, d.month, d.day} }

// judgeRange compares a range with the accepted dates by what all its days have
// in common. It is less exact than a day that lies in it.
func judgeRange(wants, wrong []date, from, to reading) Verdict {
	common := reading{short: from.short, slip: joined(from.slip, to.slip)}
	if from.slip == to.slip {
		common.slip = from.slip
	}
	if from.year == to.year {
		common.year = from.year
		if from.month == to.month {
			common.month = from.month
		}
	}
	if common.year == 0 {
		return Verdict{Note: "one date is asked for"}
	}
	holds := func(d date) bool {
		return (d.day == 0 || from.day == 0 || common.month == 0 || from.day <= d.day && d.day <= to.day) &&
			(d.month == 0 || from.month <= d.month && d.month <= to.month)
	}
	var best Verdict
	for _, want := range wants {
		if !holds(want) {
			continue
		}
		v := compareDates(want, common, nil)
		if v.Match > Wrong && isAmong(common, wrong) && !isAmong(common, wants) {
			continue
		}
		for _, finer := range wants {
			if v.Match == Right && finer.refines(want) && !slices.ContainsFunc(wants, func(d date) bool { return d.refines(want) && holds(d) }) {
				v.Match, v.Note = Almost, "the rest is not: "+from.String()+" – "+to.String()+" → "+finer.String()
			}
		}
		if v.Match > best.Match {
			best = v
		}
	}
	return best
}

// isGarbledDate reports whether s was meant as a date but cannot be read: it
// has digits, and says neither that it is none nor two.
func isGarbledDate(s string) bool {
	if !strings.ContainsFunc(s, isDigit) || len(s) > longestNumber || otherThanDate.MatchString(s) || len(yearDigits.FindAllString(s, 2)) > 1 {
		return false
	}
	words, _, ok := dateWords(s)
	isMonth := func(w dateWord) bool { return w.digits == 0 }
	// 32.10.1956 is a day that does not exist.
	return !ok || len(words) > 3 || slices.ContainsFunc(words, isMonth) && strings.ContainsFunc(s, unicode.IsLetter)
}

var (
	yearDigits    = lazyregexp.New(`[0-9]{4,}`)
	otherThanDate = lazyregexp.New(`(?i)\b(?:before|after|not|or|bce?|b\.c|since|until|between|century|decade|no|never|to)\b|^\s*[-−]|[0-9]['’]?s\b|[0-9]\?[0-9]|[0-9]{9}`)
)
