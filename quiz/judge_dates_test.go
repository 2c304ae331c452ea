package quiz

import (
	"testing"

	"kuril/deck"
)

func dateTask(answers ...string) Task {
	return taskOf(deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Date, Prompt: "When?", Answers: answers})
}

func TestDatesInEveryForm(t *testing.T) {
	for _, tt := range []struct{ name, want, typed string }{
		{"ISO", "1956-10-19", "1956-10-19"},
		{"ISO with slashes", "1956-10-19", "1956/10/19"},
		{"ISO with full stops", "1956-10-19", "1956.10.19"},
		{"ISO without signs", "1956-10-19", "19561019"},
		{"British", "1956-10-19", "19 October 1956"},
		{"American", "1956-10-19", "October 19, 1956"},
		{"short month", "1956-10-19", "Oct 19, 1956"},
		{"short month with a full stop", "1956-10-19", "Oct. 19th 1956"},
		{"Sept", "1951-09-08", "8 Sept 1951"},
		{"ordinal", "1956-10-19", "the 19th of October, 1956"},
		{"weekday", "1956-10-19", "Friday, 19 October 1956"},
		{"year first", "1956-10-19", "1956 October 19"},
		{"lower case", "1956-10-19", "19 october 1956"},
		{"hyphens", "1956-10-19", "19-Oct-1956"},
		{"no spaces", "1956-10-19", "19Oct1956"},
		{"German", "1956-10-19", "19. Oktober 1956"},
		{"German umlaut", "1956-03-19", "19. März 1956"},
		{"German without umlaut", "1956-03-19", "19. Maerz 1956"},
		{"full stops", "1956-10-19", "19.10.1956"},
		{"full stops, both could be a month: day first", "1956-04-03", "3.4.1956"},
		{"slashes, day first", "1956-10-19", "19/10/1956"},
		{"slashes, month first", "1956-10-19", "10/19/1956"},
		{"spaces", "1956-10-19", "19 10 1956"},
		{"Russian", "1956-10-19", "19 октября 1956 г."},
		{"Russian, in full", "1956-10-19", "19 октября 1956 года"},
		{"Russian, in digits", "1956-10-19", "19.10.1956 г."},
		{"Russian May", "1905-05-28", "28 мая 1905"},
		{"French", "1956-08-01", "1er août 1956"},
		{"Spanish", "1956-10-19", "19 de octubre de 1956"},
		{"Japanese", "1956-10-19", "1956年10月19日"},
		{"Japanese, full-width", "1956-10-19", "１９５６年１０月１９日"},
		{"Korean", "1956-10-19", "1956년 10월 19일"},
		{"Arabic digits", "1956-10-19", "١٩/١٠/١٩٥٦"},
		{"Devanagari digits", "1956", "१९५६"},
		{"month", "1956-10", "October 1956"},
		{"month, ISO", "1956-10", "1956-10"},
		{"month in digits", "1956-10", "10/1956"},
		{"month with of", "1956-10", "October of 1956"},
		{"month in Japanese", "1956-10", "1956年10月"},
		{"year", "1956", "1956"},
		{"year with words", "1956", "in 1956"},
		{"about", "1956", "about 1956"},
		{"by", "1956", "by 1956"},
		{"c.", "1956", "c. 1956"},
		{"AD", "0794", "AD 794"},
		{"year in Japanese", "1956", "1956年"},
		{"early year", "0794", "794"},
		{"finer than asked", "1956", "19 October 1956"},
		{"a month where the year is asked", "1956", "October 1956"},
		{"a day where the month is asked", "1956-10", "19 October 1956"},
		{"ordinal in words", "1956-10-19", "the nineteenth of October 1956"},
		{"ordinal of two words", "1956-10-21", "October twenty-first, 1956"},
		{"all in words", "1956-10-19", "the nineteenth of October nineteen fifty-six"},
		{"year in words", "1905", "nineteen oh five"},
		{"Roman month", "1956-10-19", "19.X.1956"},
		{"Roman month with slashes", "1956-01-19", "19/I/1956"},
		{"full stops, the month first", "1956-10-19", "10.19.1956"},
		{"ISO with a time", "1956-10-19", "1956-10-19T12:30:00Z"},
		{"a time and a zone", "1956-10-19", "1956-10-19 12:30+09:00"},
		{"weekday in French", "1956-10-19", "vendredi 19 octobre 1956"},
		{"weekday in German", "1956-10-19", "Freitag, den 19. Oktober 1956"},
		{"weekday in Russian", "1956-10-19", "пятница, 19-го октября 1956 года"},
		{"weekday in Japanese", "1956-10-19", "1956年10月19日（金）"},
		{"weekday in Japanese in full", "1956-10-19", "1956年10月19日金曜日"},
		{"Chinese numerals", "1956-10-19", "一九五六年十月十九日"},
		{"Japanese era", "1956-10-19", "昭和31年10月19日"},
		{"first year of an era", "1989", "平成元年"},
		{"era in Latin letters", "1956", "Showa 31"},
		{"Polish", "1956-10-19", "19 października 1956"},
		{"Turkish", "1956-10-19", "19 Ekim 1956"},
		{"Greek", "1956-10-19", "19 Οκτωβρίου 1956"},
		{"Finnish", "1956-10-19", "19. lokakuuta 1956"},
		{"Arabic", "1956-10-19", "19 أكتوبر 1956"},
		{"AD with full stops", "1956", "1956 C.E."},
		{"part of a year", "1956", "late 1956"},
		{"leap day", "1904-02-29", "29 February 1904"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if v := Judge(dateTask(tt.want), tt.typed); v.Match != Right || v.Note != "" {
				t.Errorf("Judge(%s, %q) = %v %q, want RIGHT", tt.want, tt.typed, v.Match, v.Note)
			}
		})
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct {
		name, want, typed string
		match             Match
		right, of         int
		note              string
	}{
		{"another day", "1956-10-19", "18 October 1956", Wrong, 0, 0, "the year and the month are right"},
		{"another month", "1956-10", "November 1956", Wrong, 0, 0, "the year is right"},
		{"another year", "1956", "1957", Wrong, 0, 0, ""},
		{"finer, and the year is wrong", "1956", "19 October 1957", Wrong, 0, 0, ""},
		{"month for a day", "1956-10-19", "October 1956", Partly, 2, 3, ""},
		{"year for a day", "1956-10-19", "1956", Partly, 1, 3, ""},
		{"year for a month", "1956-10", "1956", Partly, 1, 2, ""},
		{"day without the year", "1956-10-19", "19 October", Partly, 2, 3, ""},
		{"month without the year", "1956-10", "October", Partly, 1, 2, ""},
		{"coarser and wrong", "1956-10-19", "October 1957", Wrong, 0, 0, ""},
		{"either reading, day first", "1956-04-03", "3/4/1956", Right, 0, 0, "read as 3 April 1956"},
		{"either reading, month first", "1956-03-04", "3/4/1956", Right, 0, 0, "read as 4 March 1956"},
		{"either reading, neither right", "1956-05-05", "3/4/1956", Wrong, 0, 0, ""},
		{"either reading, the same", "1956-04-04", "4/4/1956", Right, 0, 0, ""},
		{"no such day", "1956-03-02", "31 February 1956", Wrong, 0, 0, "31 February 1956 does not exist"},
		{"no such day where the month is asked", "1956-02", "31 February 1956", Almost, 0, 0, "31 February 1956 does not exist"},
		{"no such day of another month", "1956-03", "31 February 1956", Wrong, 0, 0, "31 February 1956 does not exist"},
		{"no leap day", "1956-03-01", "29 February 1955", Wrong, 0, 0, "29 February 1955 does not exist"},
		{"no such month", "1956-10", "1956-13", Wrong, 0, 0, ""},
		{"no such day in digits", "1956-10-19", "32.10.1956", Wrong, 0, 0, ""},
		{"two digits", "1956-10-19", "19/10/56", Almost, 0, 0, "year: 56 → 1956"},
		{"apostrophe", "1956-10", "Oct. ’56", Almost, 0, 0, "year: 56 → 1956"},
		{"two digits alone", "1956", "56", Almost, 0, 0, "year: 56 → 1956"},
		{"two digits of another year", "1956", "57", Wrong, 0, 0, ""},
		{"a month mistyped", "1956-10-19", "19 Ocotber 1956", Almost, 0, 0, "typo: Ocotber → October"},
		{"a digit is never a typo", "1956-10-19", "19 October 1965", Wrong, 0, 0, ""},
		{"swapped digits", "1789", "1798", Wrong, 0, 0, ""},
		{"before Christ", "0660", "660 BC", Wrong, 0, 0, ""},
		{"before Christ with full stops", "0660", "660 B.C.", Wrong, 0, 0, ""},
		{"another weekday", "1956-10-19", "Monday, 19 October 1956", Almost, 0, 0, "19 October 1956 was a Friday"},
		{"another weekday where the year is asked", "1956", "Monday, 19 October 1956", Almost, 0, 0, "19 October 1956 was a Friday"},
		{"a weekday under either calendar", "1855-02-07", "Friday, 7 February 1855", Right, 0, 0, ""},
		{"another era", "1956", "Heisei 31", Wrong, 0, 0, ""},
		{"a Roman numeral alone", "1956-10", "X", Wrong, 0, 0, ""},
		{"a question mark inside", "1956", "1956?7", Wrong, 0, 0, ""},
		{"words of another day", "1956-10-19", "the ninth of October 1956", Wrong, 0, 0, ""},
		{"century", "1956", "twentieth century", Wrong, 0, 0, ""},
		{"before", "1956", "before 1956", Wrong, 0, 0, ""},
		{"decade", "1956", "1950s", Wrong, 0, 0, ""},
		{"not", "1956", "not 1956", Wrong, 0, 0, ""},
		{"two years", "1956", "1956 or 1957", Wrong, 0, 0, ""},
		{"negative", "1956", "-1956", Wrong, 0, 0, ""},
		{"words", "1956", "I do not know", Wrong, 0, 0, ""},
		{"two months", "1956-10", "October November 1956", Wrong, 0, 0, ""},
		{"zero", "1956", "0", Wrong, 0, 0, ""},
		{"many digits", "1956", "195600000000000000000", Wrong, 0, 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := Judge(dateTask(tt.want), tt.typed)
			if v.Match != tt.match || v.Match == Partly && (v.Right != tt.right || v.Of != tt.of) || tt.note != "" && v.Note != tt.note {
				t.Errorf("Judge(%s, %q) = %+v, want %v %d/%d %q", tt.want, tt.typed, v, tt.match, tt.right, tt.of, tt.note)
			}
			if v.Answer != tt.want {
				t.Errorf("shown %q, want %q", v.Answer, tt.want)
			}
		})
	}
}

func TestSeveralDates(t *testing.T) {
	task := dateTask("1956-10", "1956-10-19")
	checkJudge(t, task, "October 1956", Right, "")
	checkJudge(t, task, "19 October 1956", Right, "")
	checkJudge(t, task, "18 October 1956", Almost, "the rest is not: 18 October 1956 → 19 October 1956")
	checkJudge(t, task, "18 November 1956", Wrong, "")
	checkJudge(t, task, "1956", Partly, "")

	signedOrInForce := dateTask("1956-10-19", "1956-12-12")
	checkJudge(t, signedOrInForce, "12 December 1956", Right, "")
	checkJudge(t, signedOrInForce, "12/12/1956", Right, "")

	q := deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Date, Prompt: "?", Answers: []string{"1956"}, Wrong: []string{"1956-10-18"}}
	checkJudge(t, taskOf(q), "18 October 1956", Wrong, "")
	checkJudge(t, taskOf(q), "19 October 1956", Right, "")
}
