package quiz

import (
	"testing"

	"kuril/deck"
)

func TestLongVowels(t *testing.T) {
	runJudged(t, []judged{
		{"macrons", "Hoppo Ryodo", "hoppō ryōdo", Right, ""},
		{"circumflexes", "Tokyo", "Tôkyô", Right, ""},
		{"ou", "Aso Taro", "Asou Tarou", Right, ""},
		{"oo", "Kono", "Koono", Right, ""},
		{"oh", "Kono", "Kohno", Right, ""},
		{"oh at the end", "Taro", "Taroh", Right, ""},
		{"uu", "Yuko", "Yuuko", Right, ""},
		{"with a hyphen", "Suisho-jima", "Suishō-jima", Right, ""},
		{"typed short", "Tōkyō", "Tokyo", Almost, "accent: Tokyo → Tōkyō"},
		{"typed short, spelled long", "Inoue", "Inoe", Almost, "typo: Inoe → Inoue"},
		{"typed with oh for a macron", "Ōno", "Ohno", Almost, "accent: Ohno → Ōno"},
		{"h before a vowel", "Ohira", "Oira", Almost, "typo: Oira → Ohira"},
		{"another vowel", "Aso", "Asa", Wrong, ""},
		{"another long vowel", "Aso", "Asuu", Wrong, ""},
		{"no Japanese word", "Tor", "Tour", Wrong, ""},
		{"no name", "hose", "house", Almost, "typo: house → hose"},
		{"another accent", "cafe", "café", Almost, "accent: café → cafe"},
	})
	task := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "?", Answers: []string{"Ozawa Ichiro", "Ichiro Ozawa", "Ozawa"}, Wrong: []string{"Oozawa"}})
	checkJudge(t, task, "Ichirō Ozawa", Right, "")
	checkJudge(t, task, "Ozawa Ichirou", Right, "")
	checkJudge(t, task, "Oozawa", Wrong, "")
}

func TestEndings(t *testing.T) {
	runJudged(t, []judged{
		{"plural", "Habomai", "habomais", Almost, "ending: habomais → Habomai"},
		{"another plural", "Kurils", "Kuriles", Almost, "ending: Kuriles → Kurils"},
		{"plural is missing", "organisations", "organisation", Almost, "ending: organisation → organisations"},
		{"no plural", "Paris", "Pariss", Almost, "typo: Pariss → Paris"},
		{"possessive", "Yeltsin", "Yeltsin's", Right, ""},
		{"possessive with a curly apostrophe", "Boris Yeltsin", "Boris Yeltsin’s", Right, ""},
		{"possessive is missing", "Parkinson's Disease", "Parkinson Disease", Right, ""},
		{"no possessive", "that", "that's", Almost, ""},
		{"it is", "it", "it's", Wrong, ""},
	})
}

func TestWordsOfTheQuestion(t *testing.T) {
	for _, tt := range []struct {
		name, prompt string
		answers      []string
		typed        string
		match        Match
		note         string
	}{
		{"in a place", "Where did they meet?", []string{"Krasnoyarsk"}, "in Krasnoyarsk", Right, ""},
		{"near a place", "Where did they meet?", []string{"Krasnoyarsk"}, "near Krasnoyarsk", Almost, "wording: near Krasnoyarsk → Krasnoyarsk"},
		{"in a place, mistyped", "Where did they meet?", []string{"Krasnoyarsk"}, "in Krasnojarsk", Almost, ""},
		{"as the question has it", "Between which islands?", []string{"Iturup and Urup"}, "between Iturup and Urup", Right, ""},
		{"by somebody", "Who signed it?", []string{"Shigemitsu"}, "by Shigemitsu", Almost, ""},
		{"from, not to", "Where did he go?", []string{"Moscow"}, "from Moscow", Wrong, ""},
		{"under a thing", "What did they find?", []string{"Bridge"}, "under Bridge", Wrong, ""},
		{"in a phrase", "?", []string{"front"}, "in front", Wrong, ""},
		{"a negation", "Where did they meet?", []string{"Krasnoyarsk"}, "not in Krasnoyarsk", Wrong, ""},
		{"another place", "Where did they meet?", []string{"Krasnoyarsk"}, "in Irkutsk", Wrong, ""},
		{"all of a number", "How many islands?", []string{"four"}, "all four", Almost, "wording: all four → four"},
		{"all of another number", "How many islands?", []string{"four"}, "all five", Wrong, ""},

		{"a year that is told", "Which agreement?", []string{"Peking Convention", "Basic Convention of 1925"}, "the Peking convention of 1925", Almost, "wording: the Peking convention of 1925 → Peking Convention"},
		{"the year in front", "Which agreement?", []string{"Peking Convention", "Basic Convention of 1925"}, "1925 Peking Convention", Almost, ""},
		{"another year", "Which agreement?", []string{"Peking Convention", "Basic Convention of 1925"}, "the Peking convention of 1926", Wrong, ""},
		{"a year that nobody told", "Which agreement?", []string{"Peking Convention"}, "the Peking convention of 1925", Wrong, ""},
		{"words of the question", "Which treaty ended the war between Japan and Russia?", []string{"Treaty of Portsmouth"}, "Treaty of Portsmouth between Russia and Japan", Almost, ""},
		{"words that are not", "Which treaty ended the war between Japan and Russia?", []string{"Treaty of Portsmouth"}, "Treaty of Portsmouth between China and Japan", Wrong, ""},
		{"both that were asked about", "Did Japan or Russia win?", []string{"Japan"}, "Japan or Russia", Wrong, ""},
		{"both, with and", "Did Japan or Russia win?", []string{"Japan"}, "Japan and Russia", Wrong, ""},
		{"both, side by side", "Is it legal or illegal?", []string{"legal"}, "legal illegal", Wrong, ""},
		{"two numbers", "Was it in 1956 or in 1957?", []string{"1956"}, "1956 1957", Wrong, ""},
		{"a no of the question", "Was it of no use?", []string{"useful"}, "useful of no use", Wrong, ""},
		{"a list of guesses", "Who signed it?", []string{"Yoshida"}, "Yoshida, Kishi", Wrong, ""},
		{"a pair turned round", "Which two?", []string{"Iturup and Urup"}, "Urup/Iturup", Almost, "word order: Urup/Iturup → Iturup and Urup"},
		{"no pair of names", "?", []string{"cause and effect"}, "effect and cause", Wrong, ""},
		{"order that matters", "?", []string{"Russia, Japan"}, "Japan, Russia", Wrong, ""},

		{"a span of years", "From when to when?", []string{"1904-1905"}, "1904–05", Right, ""},
		{"a span with to", "From when to when?", []string{"1904–1905"}, "1904 to 1905", Right, ""},
		{"a span with a slash", "From when to when?", []string{"1904-1905"}, "1904/05", Right, ""},
		{"from", "From when to when?", []string{"1904-05"}, "from 1904 to 1905", Right, ""},
		{"another span", "From when to when?", []string{"1904-1905"}, "1904-06", Wrong, ""},
		{"half of a span", "From when to when?", []string{"1904-1905"}, "1904", Wrong, ""},
		{"two digits of a year", "In which year?", []string{"1966"}, "66", Almost, "year: 66 → 1966"},
		{"an apostrophe", "?", []string{"1966"}, "'66", Almost, "year: 66 → 1966"},
		{"two digits of no year", "How many?", []string{"1966"}, "66", Wrong, ""},
		{"two digits of another year", "In which year?", []string{"1966"}, "67", Wrong, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := deck.Question{ID: "q", Kind: deck.Typed, Prompt: tt.prompt, Answers: tt.answers}
			checkJudge(t, taskOf(q), tt.typed, tt.match, tt.note)
		})
	}
	listed := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "Which paper of 1956 was confirmed in 1993?",
		Answers: []string{"Joint Declaration"}, Wrong: []string{"Declaration of 1993"}})
	checkJudge(t, listed, "Joint Declaration of 1956", Almost, "")
	checkJudge(t, listed, "Declaration of 1993", Wrong, "")
	other := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "In which town?", Answers: []string{"Irkutsk"}})
	other.Others = []string{"in Irkutsk", "Krasnoyarsk"}
	checkJudge(t, other, "in Irkutsk", Wrong, "in Irkutsk answers another card")
	checkJudge(t, other, "in Krasnoyarsk", Wrong, "")
}

func TestWordsAroundAGap(t *testing.T) {
	war := deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "The war lasted from [[1:1904|year]] to [[2:1905|year]]."}
	first, second := Task{Card: war.Cards()[0]}, Task{Card: war.Cards()[1]}
	for _, typed := range []string{"1904", "1904 to 1905", "1904-1905", "1904-05", "1904/05", "from 1904 to 1905", "from 1904"} {
		checkJudge(t, first, typed, Right, "")
	}
	for _, typed := range []string{"1905", "1903-1905", "1904-1906", "1904 or 1905", "to 1905", "not 1904"} {
		checkJudge(t, first, typed, Wrong, "")
	}
	checkJudge(t, second, "1904-05", Right, "")
	checkJudge(t, second, "1904-06", Wrong, "")
	island := taskOf(deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "The border runs north of [[Etorofu]] Island."})
	checkJudge(t, island, "etorofu island", Right, "")
	checkJudge(t, island, "north of Etorofu", Right, "")
	checkJudge(t, island, "south of Etorofu", Wrong, "")
}

func TestYearsOfTwoGaps(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "The war lasted from [[1:1904]] to [[1:1905]]."})
	for _, typed := range []string{"1904, 1905", "1904-1905", "1904-05", "1904/05", "1904 to 1905", "from 1904 to 1905"} {
		checkJudge(t, task, typed, Right, "")
	}
	checkJudge(t, task, "1904-06", Partly, "")
	checkJudge(t, task, "1905-1904", Wrong, "")
}

func TestInitialsAndTitles(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "Who?", Answers: []string{"Yeltsin", "Boris Yeltsin"}})
	checkJudge(t, task, "B. N. Yeltsin", Almost, "wording: B. N. Yeltsin → Boris Yeltsin")
	checkJudge(t, task, "B Yeltsin", Almost, "")
	checkJudge(t, task, "M. Yeltsin", Wrong, "")
	checkJudge(t, task, "B. Gorbachev", Wrong, "")
	kono := typedTask("Kono Ichiro")
	kono.Others = []string{"Kono Taro"}
	checkJudge(t, kono, "I. Kono", Almost, "")
	checkJudge(t, kono, "T. Kono", Wrong, "")
	kono.Others = []string{"Kono Iwao"}
	checkJudge(t, kono, "I. Kono", Wrong, "")
	runJudged(t, []judged{
		{"a rank", "Yevfimy Putyatin", "Vice-Admiral Yevfimy Putyatin", Almost, ""},
		{"an office", "Lavrov", "Foreign Minister Lavrov", Almost, ""},
		{"another rank", "Vice-Admiral Putyatin", "Admiral Putyatin", Wrong, ""},
		{"another office", "Foreign Minister Abe", "Prime Minister Abe", Wrong, ""},
		{"letters that are the answer", "vitamin B", "C vitamin", Wrong, ""},
	})
}

func TestYearsInAList(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.List, Prompt: "In which three years?", Items: []string{"1966", "1972", "1976"}})
	runLines(t, task, 3, []judgedLine{
		{"two digits", "66, 72, 76", Almost, 3, "year: 66 → 1966; year: 72 → 1972; year: 76 → 1976"},
		{"one wrong", "66, 72, 75", Partly, 1, "year: 66 → 1966; year: 72 → 1972; missing: 1976; not asked for, so one less: 75"},
		{"with in", "in 1966, in 1972 and in 1976", Right, 3, ""},
	})
	islands := taskOf(deck.Question{ID: "q", Kind: deck.List, Prompt: "Between which two islands?", Items: []string{"Etorofu / Iturup", "Urup"}})
	runLines(t, islands, 2, []judgedLine{
		{"as the question has it", "between Iturup and Urup", Right, 2, ""},
		{"a slash", "Urup/Etorofu", Right, 2, ""},
		{"not", "not Iturup and Urup", Wrong, 0, ""},
	})
}
