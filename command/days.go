package command

import (
	"fmt"
	"strings"
	"time"

	"kuril/quiz"
)

// weekdays is a list of days of the week.
func weekdays(field func(*quiz.Settings) *[]time.Weekday) value {
	v := value{
		want: `a list of days of the week such as ["Sat", "Sun"]`,
		take: listed(field, func(v any) (time.Weekday, bool) {
			text, ok := v.(string)
			if !ok {
				return 0, false
			}
			return quiz.ParseWeekday(text)
		}),
		show: func(s quiz.Settings) string {
			return quotedList(*field(&s), func(d time.Weekday) string { return d.String()[:3] })
		},
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		v.values = append(v.values, day.String()[:3])
	}
	return v
}

// stretches is a list of dates and of stretches of them.
func stretches(field func(*quiz.Settings) *[]quiz.Days) value {
	return value{
		want: `a list of dates and stretches such as ["2026-12-24", "2026-12-30..2027-01-02"]`,
		take: listed(field, func(v any) (quiz.Days, bool) {
			text, ok := v.(string)
			if date, bare := v.(fmt.Stringer); bare { // a date without quotes
				text, ok = date.String(), true
			}
			days, err := quiz.ParseDays(text)
			return days, ok && err == nil
		}),
		show: func(s quiz.Settings) string { return quotedList(*field(&s), quiz.Days.String) },
	}
}

// listed takes over a list whose every entry is sound.
func listed[T any](field func(*quiz.Settings) *[]T, read func(any) (T, bool)) func(*quiz.Settings, any) bool {
	return func(s *quiz.Settings, v any) bool {
		list, ok := v.([]any)
		if !ok {
			return false
		}
		all := make([]T, 0, len(list))
		for _, entry := range list {
			one, ok := read(entry)
			if !ok {
				return false
			}
			all = append(all, one)
		}
		*field(s) = all
		return true
	}
}

func quotedList[T any](all []T, show func(T) string) string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = tomlText(show(one))
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
