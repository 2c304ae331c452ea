package quiz

import (
	"strings"
	"unicode/utf8"
)

// monthNames are the names a month goes by: in full and short, and in the
// cases in which they stand in a date.
var monthNames = [12]string{
	"january jan januar jänner janvier janv enero ene gennaio gen janeiro januari январь января янв січень січня",
	"february feb februar feber février févr fév febrero febbraio fevereiro fev februari февраль февраля фев лютий лютого",
	"march mar märz mars marzo março maart mrt март марта мар березень березня",
	"april apr avril avr abril abr aprile апрель апреля апр квітень квітня",
	"may mai mayo maggio mag maio mei май мая травень травня",
	"june jun juni juin junio giugno giu junho июнь июня июн червень червня",
	"july jul juli juillet juil julio luglio lug julho июль июля июл липень липня",
	"august aug août aou agosto ago augustus август августа авг серпень серпня",
	"september sep sept septembre septiembre setiembre settembre set setembro сентябрь сентября сен сент вересень вересня",
	"october oct oktober okt octobre octubre ottobre ott outubro out октябрь октября окт жовтень жовтня",
	"november nov novembre noviembre novembro ноябрь ноября ноя нояб листопад листопада",
	"december dec dezember dez décembre déc diciembre dic dicembre dezembro декабрь декабря дек грудень грудня",
}

var englishMonths = [12]string{
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
}

// monthByName maps the bare names to 1 to 12.
var monthByName = func() map[string]int {
	m := map[string]int{}
	for i, names := range monthNames {
		for _, name := range strings.Fields(names) {
			m[bare(name)] = i + 1
		}
	}
	m["maerz"] = 3
	return m
}()

// monthOf returns the month of a bare word, 0 when it is none. A slip in a
// name of five letters and more is forgiven when it leads to one month only.
func monthOf(word string) (month int, slip bool) {
	if m, ok := monthByName[word]; ok {
		return m, false
	}
	if utf8.RuneCountInString(word) < 5 || len(word) > 40 {
		return 0, false
	}
	for name, m := range monthByName {
		if utf8.RuneCountInString(name) < 5 || distance([]rune(name), []rune(word)) > 1 {
			continue
		}
		if month != 0 && month != m {
			return 0, false
		}
		month = m
	}
	return month, month != 0
}
