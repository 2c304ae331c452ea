package quiz

import (
	"strings"
	"testing"

	"kuril/deck"
)

func TestRangesOfDates(t *testing.T) {
	for _, tt := range []struct {
		name, want, typed string
		match             Match
	}{
		{"days", "1973-10", "7-10 October 1973", Right},
		{"days with a dash", "1973-10", "7–10 October 1973", Right},
		{"days with to", "1973-10", "7 to 10 October 1973", Right},
		{"from and to", "1973-10", "from the 7th to the 10th of October 1973", Right},
		{"between and and", "1973-10", "between 7 and 10 October 1973", Right},
		{"American", "1973-10", "October 7-10, 1973", Right},
		{"full stops", "1945-02", "4.-11.2.1945", Right},
		{"both in full", "1973-10", "7 October 1973 - 10 October 1973", Right},
		{"ISO", "1973-10", "1973-10-07 to 1973-10-10", Right},
		{"days where the year is asked", "1973", "7-10 October 1973", Right},
		{"months where the year is asked", "1973", "September-October 1973", Right},
		{"over the end of a month", "1973", "29 September - 2 October 1973", Right},
		{"a month mistyped", "1973-10", "7-10 Ocotber 1973", Almost},
		{"two digits", "1973-10", "7-10 October '73", Almost},
		{"days that hold the day", "1973-10-08", "7-10 October 1973", Partly},
		{"days that do not hold the day", "1973-10-12", "7-10 October 1973", Wrong},
		{"months that hold the month", "1973-10", "29 September - 2 October 1973", Partly},
		{"months that do not", "1973-12", "September-October 1973", Wrong},
		{"another month", "1973-10", "7-10 November 1973", Wrong},
		{"another year", "1973-10", "7-10 October 1974", Wrong},
		{"years", "1973", "1972-1973", Wrong},
		{"years with to", "1973", "1973 to 1974", Wrong},
		{"over the new year", "1973", "30 December 1973 - 2 January 1974", Wrong},
		{"either day", "1973-10-07", "7 or 10 October 1973", Wrong},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := Judge(dateTask(tt.want), tt.typed)
			if v.Match != tt.match || v.Unclear != "" {
				t.Errorf("Judge(%s, %q) = %+v, want %v", tt.want, tt.typed, v, tt.match)
			}
		})
	}
	day := dateTask("1973-10", "1973-10-08")
	checkJudge(t, day, "7-10 October 1973", Right, "")
	checkJudge(t, day, "17-20 October 1973", Almost, "the rest is not: 17 October 1973 – 20 October 1973 → 8 October 1973")
	listed := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Date, Prompt: "?", Answers: []string{"1973"}, Wrong: []string{"1973-10"}})
	checkJudge(t, listed, "7-10 October 1973", Wrong, "")
}

func TestGarbledDatesAreAskedAgain(t *testing.T) {
	for _, typed := range []string{"19th of Octobre-ish 1956", "10 Xember 1956", "7, 9, 11 October 1956", "October 19 1956 evening 7"} {
		if v := Judge(dateTask("1956-10-19"), typed); !strings.HasPrefix(v.Unclear, "Type a date such as ") {
			t.Errorf("Judge(%q) = %+v, want to be asked again", typed, v)
		}
	}
	for _, typed := range []string{"before 1956", "not 19 October 1956", "660 BC", "1956 or 1957", "1950s", "31 February 1956", "32.10.1956", "-1956", "I do not know", "October"} {
		if v := Judge(dateTask("1956-10-19"), typed); v.Unclear != "" || v.Match >= Almost {
			t.Errorf("Judge(%q) = %+v, want a verdict, and no right one", typed, v)
		}
	}
}
