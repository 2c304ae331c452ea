package quiz

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"kuril/deck"
)

// judgeDate compares what was typed, in any common form, with ISO dates. Less
// than asked is partly right, more is right unless another accepted answer
// shows that the rest is wrong.
func judgeDate(q *deck.Question, typed string) Verdict {
	var wants, wrong []date
	for _, a := range q.Answers {
		if d, ok := isoDate(a); ok {
			wants = append(wants, d)
		}
	}
	for _, w := range q.Wrong {
		if d, ok := isoDate(w); ok {
			wrong = append(wrong, d)
		}
	}
	readings, exist := readDate(typed)
	if len(readings) == 0 {
		if from, to, ok := readRange(typed); ok {
			return judgeRange(wants, wrong, from, to)
		}
		if isGarbledDate(typed) {
			return Verdict{Unclear: "Type a date such as " + exampleDate(wants) + "."}
		}
		return Verdict{}
	}
	if !exist {
		return judgeNoDay(wants, readings[0])
	}
	var best Verdict
	var taken reading
	for i, want := range wants {
		for _, r := range readings {
			v := compareDates(want, r, wants)
			if v.Match > Wrong && isAmong(r, wrong) && !isAmong(r, wants) {
				continue
			}
			if i == 0 && v.Match == Wrong && best.Match == Wrong && best.Note == "" || v.Match > best.Match ||
				v.Match == best.Match && v.Match == Partly && v.Right*best.Of > best.Right*v.Of {
				best, taken = v, r
			}
		}
	}
	if best.Match != Wrong && isAmbiguous(readings) {
		best.Note = joined("read as "+taken.String(), best.Note)
	}
	return best
}

// exampleDate is a date as exact as the one that is asked.
func exampleDate(wants []date) string {
	switch {
	case len(wants) > 0 && wants[0].month == 0:
		return "1956"
	case len(wants) > 0 && wants[0].day == 0:
		return "October 1956 or 1956-10"
	}
	return "19 October 1956 or 1956-10-19"
}

// judgeNoDay judges a day that the calendar does not have: wrong where the day
// is asked, and almost right where more was said than was asked.
func judgeNoDay(wants []date, got reading) Verdict {
	day := got.String()
	got.day = 0
	for _, want := range wants {
		if v := compareDates(want, got, wants); want.day == 0 && v.Match >= Almost {
			return Verdict{Match: Almost, Note: joined(v.Note, day+" does not exist")}
		}
	}
	return Verdict{Note: day + " does not exist"}
}

// compareDates compares one reading with one accepted date; wants are all of them.
func compareDates(want date, got reading, wants []date) Verdict {
	v := Verdict{Of: want.precision()}
	var right []string
	contradicts, finer := false, false
	g := got.parts()
	for i, w := range want.parts() {
		switch {
		case w == 0:
			finer = finer || g[i] != 0
		case g[i] == 0:
		case g[i] == w || i == 0 && got.short && w%100 == g[i]:
			v.Right++
			right = append(right, [3]string{"year", "month", "day"}[i])
		default:
			contradicts = true
		}
	}
	switch {
	case contradicts:
		if len(right) == 1 {
			v.Note = "the " + right[0] + " is right"
		} else if len(right) > 1 {
			v.Note = "the " + strings.Join(right, " and the ") + " are right"
		}
		v.Right = 0
		return v
	case v.Right == 0:
		return v
	case v.Right < v.Of:
		v.Match = Partly
		return v
	}
	v.Match = Right
	if finer {
		if known, ok := contradicted(want, got, wants); ok {
			v.Match, v.Note = Almost, fmt.Sprintf("the rest is not: %s → %s", got, known)
		}
	}
	if got.short {
		v.Match, v.Note = Almost, joined(v.Note, fmt.Sprintf("year: %02d → %d", got.year, want.year))
	}
	if got.slip != "" {
		v.Match, v.Note = Almost, joined(v.Note, "typo: "+arrow(got.slip, englishMonths[got.month-1]))
	}
	if note := got.weekdayNote(); note != "" {
		v.Match, v.Note = Almost, joined(v.Note, note)
	}
	return v
}

// weekdayNote tells when the day of the week that was said is not that of the
// date. Before 1918 two calendars were in use, and either may be meant.
func (r reading) weekdayNote() string {
	if r.weekday == 0 || r.precision() < 3 || r.short || r.year < 1918 {
		return ""
	}
	day := time.Date(r.year, time.Month(r.month), r.day, 0, 0, 0, 0, time.UTC).Weekday()
	if int(day) == r.weekday%7 {
		return ""
	}
	return fmt.Sprintf("%s was a %s", r, day)
}

// contradicted looks among the accepted dates for finer ones than want; when
// there are some and the reading fits none of them, it returns the first.
func contradicted(want date, got reading, wants []date) (known date, ok bool) {
	for _, w := range wants {
		if !w.refines(want) {
			continue
		}
		fits := true
		for i, p := range w.parts() {
			g := got.parts()[i]
			fits = fits && (g == 0 || p == 0 || g == p || i == 0 && got.short)
		}
		if fits {
			return date{}, false
		}
		if !ok {
			known, ok = w, true
		}
	}
	return known, ok
}

func isAmong(r reading, dates []date) bool {
	for _, d := range dates {
		if d == r.date {
			return true
		}
	}
	return false
}

// isAmbiguous reports whether the readings differ in more than the century.
func isAmbiguous(readings []reading) bool {
	for _, r := range readings[1:] {
		if r.date != readings[0].date {
			return true
		}
	}
	return false
}

// isoDate reads an accepted date: 1956-10-19, 1956-10 or 1956.
func isoDate(s string) (date, bool) {
	readings, exist := readDate(s)
	if !exist {
		return date{}, false
	}
	return readings[0].date, true
}

// alikeAsDates compares texts that both are the same date, told in words.
func alikeAsDates(answer, typed phrase) likeness {
	if !strings.ContainsFunc(answer.folded, isDigit) || !strings.ContainsFunc(answer.folded, unicode.IsLetter) {
		return likeness{}
	}
	wants, exist := readDate(answer.raw)
	if !exist || len(wants) != 1 || wants[0].precision() < 2 || wants[0].short || wants[0].slip != "" {
		return likeness{}
	}
	readings, exist := readDate(typed.raw)
	if !exist {
		return likeness{}
	}
	for _, r := range readings {
		if r.date != wants[0].date || r.short || r.slip != "" || r.weekdayNote() != "" {
			continue
		}
		if isAmbiguous(readings) {
			return likeness{match: Right, note: "read as " + r.String()}
		}
		return likeness{match: Right}
	}
	return likeness{}
}

// joined joins two notes of which either may be empty.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}
