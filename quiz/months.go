package quiz

import (
	"strings"
	"unicode/utf8"
)

// monthNames are the names a month goes by: in full and short, and in the
// cases in which they stand in a date.
var monthNames = [12]string{
	"january jan januar jänner janvier janv enero ene gennaio gen janeiro januari январь января янв січень січня" +
		" styczeń stycznia leden ledna ocak ιανουάριος ιανουαρίου tammikuu tammikuuta január ianuarie يناير",
	"february feb februar feber février févr fév febrero febbraio fevereiro fev februari февраль февраля фев лютий лютого" +
		" luty lutego únor února şubat φεβρουάριος φεβρουαρίου helmikuu helmikuuta február februarie فبراير",
	"march mar märz mars marzo março maart mrt март марта мар березень березня" +
		" marzec marca březen března mart μάρτιος μαρτίου maaliskuu maaliskuuta március martie مارس",
	"april apr avril avr abril abr aprile апрель апреля апр квітень квітня" +
		" kwiecień kwietnia duben dubna nisan απρίλιος απριλίου huhtikuu huhtikuuta április aprilie أبريل",
	"may mai mayo maggio mag maio mei май мая травень травня" +
		" maj maja květen května mayıs μάιος μαΐου toukokuu toukokuuta május مايو",
	"june jun juni juin junio giugno giu junho июнь июня июн червень червня" +
		" czerwiec czerwca červen června haziran ιούνιος ιουνίου kesäkuu kesäkuuta június iunie يونيو",
	"july jul juli juillet juil julio luglio lug julho июль июля июл липень липня" +
		" lipiec lipca červenec července temmuz ιούλιος ιουλίου heinäkuu heinäkuuta július iulie يوليو",
	"august aug août aou agosto ago augustus август августа авг серпень серпня" +
		" sierpień sierpnia srpen srpna ağustos αύγουστος αυγούστου elokuu elokuuta augusti أغسطس",
	"september sep sept septembre septiembre setiembre settembre set setembro сентябрь сентября сен сент вересень вересня" +
		" wrzesień września září eylül σεπτέμβριος σεπτεμβρίου syyskuu syyskuuta szeptember septembrie سبتمبر",
	"october oct oktober okt octobre octubre ottobre ott outubro out октябрь октября окт жовтень жовтня" +
		" październik października říjen října ekim οκτώβριος οκτωβρίου lokakuu lokakuuta október octombrie أكتوبر",
	"november nov novembre noviembre novembro ноябрь ноября ноя нояб листопад листопада" +
		" listopad listopadu kasım νοέμβριος νοεμβρίου marraskuu marraskuuta noiembrie نوفمبر",
	"december dec dezember dez décembre déc diciembre dic dicembre dezembro декабрь декабря дек грудень грудня" +
		" grudzień grudnia prosinec prosince aralık δεκέμβριος δεκεμβρίου joulukuu joulukuuta decembrie ديسمبر",
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

// weekdayNames are the days of the week, from Monday, in full and short.
var weekdayNames = [7]string{
	"monday mon montag lundi lunes lunedì segunda понедельник понедельника пн понеділок poniedziałek",
	"tuesday tue tues dienstag mardi martes martedì terça вторник вторника вт вівторок wtorek",
	"wednesday wed mittwoch mercredi miércoles mercoledì quarta среда среды ср середа środa",
	"thursday thu thur thurs donnerstag jeudi jueves giovedì quinta четверг четверга чт четвер czwartek",
	"friday fri freitag vendredi viernes venerdì sexta пятница пятницы пт пятниця piątek",
	"saturday sat samstag sonnabend samedi sábado sabato суббота субботы сб субота sobota",
	"sunday sun sonntag dimanche domingo domenica воскресенье воскресенья вс неділя niedziela",
}

var weekdayByName = func() map[string]int {
	m := map[string]int{}
	for i, names := range weekdayNames {
		for _, name := range strings.Fields(names) {
			m[name], m[bare(name)] = i+1, i+1
		}
	}
	return m
}()

// weekdayOf returns 1 for a name of Monday to 7 for one of Sunday, else 0.
func weekdayOf(word string) int { return weekdayByName[word] }
