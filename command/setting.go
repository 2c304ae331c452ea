package command

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"kuril/progress"
	"kuril/quiz"
)

// A setting is one key of config.toml. The table below is the only place where
// one is declared: the file is read by it, kuril config shows and changes by
// it, completion knows its name from it, and docs/settings.md is held against
// it.
type setting struct {
	name  string
	means string // what it is, in one line
	value
	own *own // nil: neither a deck nor a tag may have its own
}

// A value is what a setting may be.
type value struct {
	want   string                             // what it must be, for whoever wrote something else
	values []string                           // what can be typed for it, where that is a list
	take   func(s *quiz.Settings, v any) bool // takes over what stands in the file; false: not such a value
	show   func(s quiz.Settings) string       // as it is written in the file
}

// own is how a deck or a tag has a setting of its own.
type own struct {
	put  func(o *quiz.Own, s quiz.Settings)
	show func(o quiz.Own) (text string, set bool)
}

var settings = []setting{
	{"new", "new cards a study day, 0 to 9999",
		whole("a whole number from 0 to 9999", 0, 9999, func(s *quiz.Settings) *int { return &s.New }),
		&own{
			func(o *quiz.Own, s quiz.Settings) { o.New = s.New },
			func(o quiz.Own) (string, bool) { return strconv.Itoa(o.New), o.New != quiz.Unset },
		}},
	{"reviews", "reviews a study day, 0 to 99999; -1 is no limit",
		whole("a whole number from 0 to 99999, or -1 for no limit", -1, 99999, func(s *quiz.Settings) *int { return &s.Reviews }), nil},
	{"retention", "how likely you are to know a card when it comes again, 0.70 to 0.97",
		number("a number from 0.70 to 0.97", progress.LowestRetention, progress.HighestRetention, func(s *quiz.Settings) *float64 { return &s.Retention }),
		&own{
			func(o *quiz.Own, s quiz.Settings) { o.Retention = s.Retention },
			func(o quiz.Own) (string, bool) { return decimal(o.Retention), o.Retention != 0 },
		}},
	{"longest", "the longest interval in days, 1 to 36500",
		whole("a whole number of days from 1 to 36500", 1, 36500, func(s *quiz.Settings) *int { return &s.Longest }), nil},
	{"rollover", "the hour at which the study day begins, 0 to 23",
		whole("an hour from 0 to 23", 0, 23, func(s *quiz.Settings) *int { return &s.Rollover }), nil},
	{"ratings", "4, or 2 for again and good only",
		one("2 or 4", []int{2, 4}, func(s *quiz.Settings) *int { return &s.Ratings }), nil},
	{"confidence", "ask how sure you are before an answer is shown: true or false",
		yes(func(s *quiz.Settings) *bool { return &s.Confidence }), nil},
	{"decks", "the decks of the daily session, such as [\"own\", \"builtin\"]; [] is all",
		texts(`a list of deck names such as ["own", "builtin"]`, func(s *quiz.Settings) *[]string { return &s.Decks }), nil},
	{"easy_days", "days of the week that are to be lighter, such as [\"Sat\", \"Sun\"]",
		weekdays(func(s *quiz.Settings) *[]time.Weekday { return &s.EasyDays }), nil},
	{"days_off", "days off, such as [\"2026-12-24\", \"2026-12-30..2027-01-02\"]",
		stretches(func(s *quiz.Settings) *[]quiz.Days { return &s.DaysOff }), nil},
}

// settingNamed finds a setting; ok is false for a name that is none.
func settingNamed(name string) (found setting, ok bool) {
	for _, s := range settings {
		if s.name == name {
			return s, true
		}
	}
	return setting{}, false
}

// settingNames are the keys that stand at the top of the file.
func settingNames() []string {
	names := make([]string, len(settings))
	for i, s := range settings {
		names[i] = s.name
	}
	return names
}

// ownNames are the keys that a deck or a tag may have of its own.
func ownNames() []string {
	var names []string
	for _, s := range settings {
		if s.own != nil {
			names = append(names, s.name)
		}
	}
	return names
}

// whole is a whole number from lo to hi.
func whole(want string, lo, hi int64, field func(*quiz.Settings) *int) value {
	return value{
		want: want,
		take: func(s *quiz.Settings, v any) bool {
			n, ok := v.(int64)
			if ok = ok && n >= lo && n <= hi; ok {
				*field(s) = int(n)
			}
			return ok
		},
		show: func(s quiz.Settings) string { return strconv.Itoa(*field(&s)) },
	}
}

// one is one of a few whole numbers.
func one(want string, of []int, field func(*quiz.Settings) *int) value {
	v := whole(want, math.MinInt32, math.MaxInt32, field)
	for _, n := range of {
		v.values = append(v.values, strconv.Itoa(n))
	}
	v.take = func(s *quiz.Settings, v any) bool {
		n, whole := v.(int64)
		for _, known := range of {
			if whole && n == int64(known) {
				*field(s) = known
				return true
			}
		}
		return false
	}
	return v
}

// number is a number from lo to hi, written with a point.
func number(want string, lo, hi float64, field func(*quiz.Settings) *float64) value {
	return value{
		want: want,
		take: func(s *quiz.Settings, v any) bool {
			r, ok := v.(float64)
			if ok = ok && !math.IsNaN(r) && r >= lo && r <= hi; ok {
				*field(s) = r
			}
			return ok
		},
		show: func(s quiz.Settings) string { return decimal(*field(&s)) },
	}
}

// yes is true or false.
func yes(field func(*quiz.Settings) *bool) value {
	return value{
		want:   "true or false",
		values: []string{"true", "false"},
		take: func(s *quiz.Settings, v any) bool {
			b, ok := v.(bool)
			if ok {
				*field(s) = b
			}
			return ok
		},
		show: func(s quiz.Settings) string { return strconv.FormatBool(*field(&s)) },
	}
}

// texts is a list of texts, none of them empty.
func texts(want string, field func(*quiz.Settings) *[]string) value {
	return textsThat(want, nil, func(string) bool { return true }, field)
}

// textsThat is a list of texts that are all sound. values are those that can
// be typed, where they are few.
func textsThat(want string, values []string, sound func(string) bool, field func(*quiz.Settings) *[]string) value {
	return value{
		want:   want,
		values: values,
		take: func(s *quiz.Settings, v any) bool {
			list, ok := v.([]any)
			if !ok {
				return false
			}
			names := make([]string, 0, len(list))
			for _, v := range list {
				name, ok := v.(string)
				if !ok || name == "" || !sound(name) {
					return false
				}
				names = append(names, name)
			}
			*field(s) = names
			return true
		},
		show: func(s quiz.Settings) string {
			quoted := make([]string, len(*field(&s)))
			for i, name := range *field(&s) {
				quoted[i] = tomlText(name)
			}
			return "[" + strings.Join(quoted, ", ") + "]"
		},
	}
}

// decimal writes a number with at least two places behind the point.
func decimal(r float64) string {
	text := strconv.FormatFloat(r, 'f', -1, 64)
	if _, places, _ := strings.Cut(text, "."); len(places) < 2 {
		text = fmt.Sprintf("%.2f", r)
	}
	return text
}

// tomlText writes a text as TOML has it, in one line.
func tomlText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7F:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
