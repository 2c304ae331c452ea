package quiz

import (
	"strings"
	"testing"

	"kuril/deck"
)

// judgedLine is a line typed where several texts are asked for.
type judgedLine struct {
	name, typed string
	match       Match
	right       int
	note        string
}

func runLines(t *testing.T, task Task, of int, tests []judgedLine) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Helper()
			v := Judge(task, tt.typed)
			if v.Unclear != "" || v.Match != tt.match || v.Match == Partly && (v.Right != tt.right || v.Of != of) || tt.note != "" && v.Note != tt.note {
				t.Errorf("Judge(%q) = %+v, want %v %d/%d %q", tt.typed, v, tt.match, tt.right, of, tt.note)
			}
		})
	}
}

func TestList(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.List, Prompt: "?",
		Items: []string{"Etorofu / Iturup", "Kunashir / Kunashiri", "Shikotan", "Habomai"}})
	runLines(t, task, 4, []judgedLine{
		{"in order", "Etorofu, Kunashir, Shikotan, Habomai", Right, 4, ""},
		{"in any order", "habomai; shikotan; kunashir; etorofu", Right, 4, ""},
		{"with and", "Habomai, Shikotan, Kunashir and Etorofu", Right, 4, ""},
		{"with a comma before and", "Habomai, Shikotan, Kunashir, and Etorofu", Right, 4, ""},
		{"with &", "Habomai, Shikotan, Kunashir & Etorofu", Right, 4, ""},
		{"with AND", "Habomai AND Shikotan AND Kunashir AND Etorofu", Right, 4, ""},
		{"lines", "Habomai\nShikotan\r\nKunashir\nEtorofu\n", Right, 4, ""},
		{"other names", "Iturup, Kunashiri, Shikotan, Habomai", Right, 4, ""},
		{"both names", "Etorofu / Iturup, Kunashir, Shikotan, Habomai", Right, 4, ""},
		{"spaces only", "Habomai Shikotan Kunashir Etorofu", Right, 4, ""},
		{"Japanese commas", "Habomai、Shikotan、Kunashir、Etorofu", Right, 4, ""},
		{"wide commas", "Habomai，Shikotan；Kunashir，Etorofu", Right, 4, ""},
		{"Arabic commas", "Habomai، Shikotan؛ Kunashir، Etorofu", Right, 4, ""},
		{"numbered", "1) Habomai, 2) Shikotan, 3) Kunashir, 4) Etorofu", Right, 4, ""},
		{"bullets", "- Habomai\n- Shikotan\n- Kunashir\n- Etorofu", Right, 4, ""},
		{"slashes", "Habomai / Shikotan / Kunashir / Etorofu", Right, 4, ""},
		{"slashes without spaces", "Habomai/Shikotan/Kunashir/Iturup", Right, 4, ""},
		{"plus signs", "Habomai + Shikotan + Kunashir + Etorofu", Right, 4, ""},
		{"empty entries", ",, Habomai,,Shikotan,Kunashir;;Etorofu, and ", Right, 4, ""},
		{"typos", "Habomay, Shikottan, Kunashir, Etorofu", Almost, 4, "typo: Habomay → Habomai; typo: Shikottan → Shikotan"},
		{"one missing", "Habomai, Shikotan, Kunashir", Partly, 3, "missing: Etorofu"},
		{"twice counts once", "Habomai, Habomai, Habomai, Habomai", Partly, 1, ""},
		{"two names of one count once", "Etorofu, Iturup, Habomai", Partly, 2, ""},
		{"one wrong", "Habomai, Shikotan, Kunashir, Hokkaido", Partly, 2, "missing: Etorofu; not asked for, so one less: Hokkaido"},
		{"one too many", "Habomai, Shikotan, Kunashir, Etorofu, Hokkaido", Partly, 3, "not asked for, so one less: Hokkaido"},
		{"a wrong one counts once", "Habomai, Shikotan, Hokkaido, hokkaido", Partly, 1, ""},
		{"as many wrong", "Habomai, Hokkaido", Wrong, 0, ""},
		{"none", "Hokkaido", Wrong, 0, ""},
		{"only separators", ", ; and", Wrong, 0, ""},
	})
	if v := Judge(task, "x"); v.Answer != "Etorofu, Kunashir, Shikotan, Habomai" {
		t.Errorf("shown %q", v.Answer)
	}
}

func TestListItemsThatHoldSeparators(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.List, Prompt: "?",
		Items: []string{"Bosnia and Herzegovina", "Trinidad and Tobago", "peace, order and good government", "Japan", "A, B"}})
	runLines(t, task, 5, []judgedLine{
		{"all", "Bosnia and Herzegovina, Japan and Trinidad and Tobago and peace, order and good government; A, B", Right, 5, ""},
		{"one", "Trinidad and Tobago", Partly, 1, ""},
		{"a typo in it", "Trinidat and Tobago", Partly, 1, ""},
		{"two", "Japan and Bosnia and Herzegovina", Partly, 2, ""},
		{"half of one", "Bosnia", Wrong, 0, ""},
	})
}

func TestListInOtherScripts(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.List, Prompt: "?", Items: []string{"択捉島", "国後島", "色丹島", "歯舞群島"}})
	runLines(t, task, 4, []judgedLine{
		{"Japanese commas", "択捉島、国後島、色丹島、歯舞群島", Right, 4, ""},
		{"middle dots", "歯舞群島・色丹島・国後島・択捉島", Right, 4, ""},
		{"another sign", "択捉島、国後島、色丹島、歯舞諸島", Partly, 2, ""},
	})
	task = taskOf(deck.Question{ID: "q", Kind: deck.List, Prompt: "?", Items: []string{"Ельцин", "Горбачёв"}})
	runLines(t, task, 2, []judgedLine{
		{"accent", "Горбачев, Ельцин", Almost, 2, "accent: Горбачев → Горбачёв"},
		{"Russian and is no separator", "Горбачев и Ельцин", Wrong, 0, ""},
	})
}

func TestChoice(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Choice, Prompt: "?", Answers: []string{"Habomai"}, Wrong: []string{"Etorofu", "Sakhalin", "Kunashir"}})
	task.Options = []string{"Etorofu", "Habomai", "Sakhalin"}
	runLines(t, task, 1, []judgedLine{
		{"number", "2", Right, 0, ""},
		{"number with a bracket", "2)", Right, 0, ""},
		{"number with a full stop", " 2. ", Right, 0, ""},
		{"wide number", "２", Right, 0, ""},
		{"Arabic number", "٢", Right, 0, ""},
		{"text", "habomai", Right, 0, ""},
		{"text with a typo", "Habomay", Almost, 0, "typo: Habomay → Habomai"},
		{"wrong number", "1", Wrong, 0, ""},
		{"wrong text", "Etorofu", Wrong, 0, ""},
		{"wrong text with a typo", "Etorofo", Wrong, 0, ""},
		{"wrong one that is not shown", "Kunashir", Wrong, 0, ""},
		{"nothing", "", Wrong, 0, ""},
	})
	asksWhich(t, task, "not Habomai", "Habomai or Etorofu")
	checkJudge(t, task, "Tokyo", Wrong, "not one of the options")
	checkJudge(t, task, "I do not know", Wrong, "not one of the options")
	for _, typed := range []string{"4", "0", "99"} {
		if v := Judge(task, typed); v.Unclear != "Type a number from 1 to 3, or the text." || v.Match != Wrong {
			t.Errorf("Judge(%q) = %+v, want to be asked again", typed, v)
		}
	}
}

func TestChoiceByAPart(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Choice, Prompt: "?", Answers: []string{"Hatoyama Ichiro"}, Wrong: []string{"Hatoyama Yukio", "Kishi Nobusuke", "Abe Shinzo"}})
	task.Options = []string{"Hatoyama Ichiro", "Kishi Nobusuke", "Abe Shinzo"}
	runLines(t, task, 1, []judgedLine{
		{"family name", "Hatoyama", Right, 0, ""},
		{"given name", "ichiro", Right, 0, ""},
		{"number and text", "1) Hatoyama Ichiro", Right, 0, ""},
		{"family name of another", "Kishi", Wrong, 0, ""},
		{"short family name of another", "Abe", Wrong, 0, ""},
		{"family name with a typo", "Hatoyma", Almost, 0, "read as Hatoyama Ichiro"},
		{"turned round", "Ichiro Hatoyama", Right, 0, ""},
		{"turned round, with a long vowel", "Ichirō Hatoyama", Right, 0, ""},
		{"a wrong one that is not shown", "Hatoyama Yukio", Wrong, 0, "not one of the options"},
	})
	asksWhich(t, task, "not Hatoyama", "Hatoyama or Kishi", "Hatoyama, Kishi", "Hatoyama Shinzo")
	checkJudge(t, task, "Yukio", Wrong, "not one of the options")
	checkJudge(t, task, "Mori", Wrong, "not one of the options")
	if v := Judge(task, "2) Hatoyama Ichiro"); v.Unclear == "" {
		t.Errorf("a number and the text of another option: %+v", v)
	}
	task.Options = []string{"Hatoyama Ichiro", "Hatoyama Yukio", "Kishi Nobusuke"}
	runLines(t, task, 1, []judgedLine{
		{"the given name tells them apart", "Ichiro", Right, 0, ""},
	})
	asksWhich(t, task, "Hatoyama", "hatoyma")
	union := taskOf(deck.Question{ID: "q", Kind: deck.Choice, Prompt: "?", Answers: []string{"Soviet Union (USSR)"}, Wrong: []string{"In the United States", "鳩山 一郎"}})
	union.Options = []string{"Soviet Union (USSR)", "In the United States", "鳩山 一郎"}
	runLines(t, union, 1, []judgedLine{
		{"the name in parentheses", "USSR", Right, 0, ""},
		{"in a script without spaces", "鳩山", Wrong, 0, ""},
	})
	law := taskOf(deck.Question{ID: "q", Kind: deck.Choice, Prompt: "?", Answers: []string{"It is legal"}, Wrong: []string{"It is not legal", "It is neither"}})
	law.Options = []string{"It is legal", "It is not legal", "It is neither"}
	asksWhich(t, law, "legal", "not", "it is")
	asksWhich(t, union, "in", "Soviet Japan")
}

// asksWhich wants each line to be asked about, not judged.
func asksWhich(t *testing.T, task Task, lines ...string) {
	t.Helper()
	for _, typed := range lines {
		if v := Judge(task, typed); v.Unclear != "Which one? Type its number." || v.Match != Wrong {
			t.Errorf("options %q: Judge(%q) = %+v, want to be asked which one", task.Options, typed, v)
		}
	}
}

func choiceOf(answer string, wrong ...string) Task {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Choice, Prompt: "?", Answers: []string{answer}, Wrong: wrong})
	task.Options = append([]string{answer}, wrong...)
	return task
}

func TestChoiceByWords(t *testing.T) {
	lines := func(task Task, match Match, typed ...string) {
		t.Helper()
		for _, s := range typed {
			checkJudge(t, task, s, match, "")
		}
	}
	paper := choiceOf("the Joint Declaration of 1956", "the Tokyo Declaration of 1993", "the Moscow Declaration of 1998", "the communique of 1991")
	lines(paper, Right, "joint declaration", "1956 declaration", "the declaration of 1956", "Joint Declaration 1956", "joint")
	lines(paper, Almost, "joint declartion")
	lines(paper, Wrong, "Tokyo Declaration", "communique", "Moscow", "the 1993 declaration")
	asksWhich(t, paper, "declaration", "joint declaration of 1993", "the declaration of 1955", "not the joint declaration", "joint or Tokyo")

	fate := choiceOf("It was already settled", "It would be settled once foreign troops had left", "It was for the United Nations to settle")
	lines(fate, Right, "it was settled", "already settled")
	asksWhich(t, fate, "settled", "it was", "it was not settled")

	status := choiceOf("It was not signed", "It was torn up", "It came into force")
	lines(status, Right, "not signed")
	asksWhich(t, status, "signed", "it was signed") // a part that says the opposite

	route := choiceOf("from Japan to Russia", "from Russia to China", "from China to Korea")
	lines(route, Right, "Japan to Russia")
	asksWhich(t, route, "from Russia to Japan", "to Japan", "Russia")

	deed := choiceOf("Russia attacked Japan", "Korea was divided", "peace was made")
	asksWhich(t, deed, "Japan attacked Russia")

	treaty := choiceOf("a treaty of friendship and cooperation", "a ban on fishing", "the lease of a port")
	lines(treaty, Right, "friendship treaty", "friendship and cooperation", "friendship", "cooperation treaty")
	lines(treaty, Wrong, "lease", "port lease", "fishing ban")

	weapons := choiceOf("chemical weapons", "nuclear weapons", "ballistic missiles")
	lines(weapons, Right, "chemical", "Chemical")
	lines(weapons, Wrong, "nuclear", "missiles")
	asksWhich(t, weapons, "weapons", "chemical nuclear", "chemical and nuclear weapons")

	premier := choiceOf("Aso Taro", "Ono Yohei", "Kono Yohei", "Kono Ichiro")
	lines(premier, Right, "Asou", "Tarou Asou", "Taro Aso", "Tarō")
	lines(premier, Wrong, "Ono", "Kouno Youhei", "Ōno")
	asksWhich(t, premier, "Kono", "Yohei", "Ichiro Aso")

	town := choiceOf("Malmø", "Zürich", "Köln")
	lines(town, Almost, "Malmo", "Malmoe")
	lines(town, Wrong, "Zuerich", "Koeln", "Koln")
}

func TestChoiceOfNumbers(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Choice, Prompt: "?", Answers: []string{"1956"}, Wrong: []string{"2", "-1"}})
	task.Options = []string{"2", "1956", "-1"}
	runLines(t, task, 1, []judgedLine{
		{"the number of the option comes first", "2", Right, 0, ""},
		{"text that is a number", "1956", Right, 0, ""},
		{"text with a sign", "-1", Wrong, 0, ""},
	})
	task = taskOf(deck.Question{ID: "q", Kind: deck.Choice, Prompt: "?", Answers: []string{"1#"}, Wrong: []string{"0", "in 1957"}})
	task.Options = []string{"0", "1#", "in 1957"}
	runLines(t, task, 1, []judgedLine{
		{"an option sign for sign is no number", "1#", Right, 0, ""},
		{"a number that one option holds", "1957", Wrong, 0, ""},
	})
}

func TestSelect(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Select, Prompt: "?", Answers: []string{"Habomai", "Shikotan"}, Wrong: []string{"Etorofu, the largest", "Kunashir"}})
	task.Options = []string{"Kunashir", "Habomai", "Etorofu, the largest", "Shikotan"}
	runLines(t, task, 2, []judgedLine{
		{"numbers", "2 4", Right, 0, ""},
		{"numbers in any order", "4 2", Right, 0, ""},
		{"numbers with commas", "4, 2", Right, 0, ""},
		{"numbers with and", "4 and 2", Right, 0, ""},
		{"numbers with semicolons", "2;4", Right, 0, ""},
		{"numbers with a plus", "2+4", Right, 0, ""},
		{"numbers without spaces", "24", Right, 0, ""},
		{"a number twice", "2 4 2", Right, 0, ""},
		{"texts", "shikotan; habomai", Right, 0, ""},
		{"text and number", "2; Shikotan", Right, 0, ""},
		{"a typo", "Shikotan; Habomay", Almost, 0, "typo: Habomay → Habomai"},
		{"one", "2", Partly, 1, "missing: Shikotan"},
		{"one wrong", "2 4 1", Partly, 1, "not right, so one less: Kunashir"},
		{"half and half", "2 1", Wrong, 0, ""},
		{"all", "1 2 3 4", Wrong, 0, ""},
		{"text with a comma", "Etorofu, the largest; Habomai; Shikotan", Partly, 1, ""},
		{"only wrong", "1 3", Wrong, 0, ""},
	})
	for _, typed := range []string{"5", "2 5", "0", "2;9", "25", "not Habomai; Shikotan"} {
		if v := Judge(task, typed); v.Unclear == "" {
			t.Errorf("Judge(%q) = %+v, want to be asked again", typed, v)
		}
	}
}

func TestSelectByWords(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Select, Prompt: "?", Answers: []string{"with China", "with Norway"}, Wrong: []string{"with Finland", "with Estonia"}})
	task.Options = []string{"with Finland", "with China", "with Estonia", "with Norway"}
	runLines(t, task, 2, []judgedLine{
		{"without a little word", "norway and china", Right, 2, ""},
		{"with another", "China, the Norway", Right, 2, ""},
		{"one wrong", "Norway, China, Finland", Partly, 1, "not right, so one less: with Finland"},
		{"a typo", "Norwey; China", Almost, 2, ""},
	})
	if v := Judge(task, "Norway; Finland or China"); v.Unclear != "Which one is Finland or China? Type its number." {
		t.Errorf("a text that may be two options: %+v", v)
	}
	checkJudge(t, task, "Norway; Sweden", Wrong, "")
}

func TestOrderByWords(t *testing.T) {
	items := []string{"Kaifu Toshiki", "Hosokawa Morihiro", "Etorofu / Iturup", "Mori Yoshiro"}
	task := taskOf(deck.Question{ID: "q", Kind: deck.Order, Prompt: "?", Items: items})
	task.Options = []string{"Mori Yoshiro", "Etorofu", "Kaifu Toshiki", "Hosokawa Morihiro"}
	runLines(t, task, 4, []judgedLine{
		{"family names", "kaifu, hosokawa, etorofu, mori", Right, 4, ""},
		{"another name", "kaifu, hosokawa, iturup, mori", Right, 4, ""},
		{"spaces only", "kaifu hosokawa iturup mori", Right, 4, ""},
		{"the last two swapped", "kaifu hosokawa mori iturup", Partly, 3, ""},
	})
}

func TestOrder(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Order, Prompt: "?", Items: []string{"1855 Shimoda", "St Petersburg", "Portsmouth", "Peking"}})
	task.Options = []string{"Portsmouth", "Peking", "1855 Shimoda", "St Petersburg"} // right: 3 4 1 2
	runLines(t, task, 4, []judgedLine{
		{"numbers", "3 4 1 2", Right, 0, ""},
		{"numbers without spaces", "3412", Right, 0, ""},
		{"numbers with commas", "3,4,1,2", Right, 0, ""},
		{"numbers with arrows", "3 → 4 → 1 → 2", Right, 0, ""},
		{"numbers with hyphens", "3-4-1-2", Right, 0, ""},
		{"numbers with slashes", "3/4/1/2", Right, 0, ""},
		{"numbers with less-than signs", "3 < 4 < 1 < 2", Right, 0, ""},
		{"texts with arrows", "1855 Shimoda -> St Petersburg → Portsmouth > Peking", Right, 0, ""},
		{"wide numbers", "３４１２", Right, 0, ""},
		{"texts", "1855 Shimoda; St. Petersburg; Portsmouth; Peking", Right, 0, ""},
		{"texts with a typo", "1855 Shimoda, St Petersburg, Portsmuoth, Peking", Almost, 0, ""},
		{"last two swapped", "3 4 2 1", Partly, 3, ""},
		{"first at the end", "4 1 2 3", Partly, 3, ""},
		{"two runs", "1 2 3 4", Partly, 2, ""},
		{"turned round", "2 1 4 3", Wrong, 0, ""},
		{"one text missing", "1855 Shimoda; Portsmouth; Peking", Partly, 3, ""},
		{"one text too many", "1855 Shimoda; St Petersburg; Portsmouth; Peking; Nerchinsk", Partly, 3, ""},
	})
	for typed, want := range map[string]string{
		"Nerchinsk": "Type the numbers from 1 to 4 in the right order.",
		"3 4 1":     "Type each number from 1 to 4 once: missing 2.",
		"3 4 1 1":   "Type each number from 1 to 4 once: missing 2, more than once 1.",
		"3 4 1 2 2": "Type each number from 1 to 4 once: more than once 2.",
		"3 4 1 5":   "Type each number from 1 to 4 once, in the right order.",
		"34125":     "Type each number from 1 to 4 once, in the right order.",
	} {
		if v := Judge(task, typed); v.Unclear != want {
			t.Errorf("Judge(%q) is unclear %q, want %q", typed, v.Unclear, want)
		}
	}
	two := taskOf(deck.Question{ID: "q", Kind: deck.Order, Prompt: "?", Items: []string{"a", "b"}})
	two.Options = []string{"b", "a"}
	runLines(t, two, 2, []judgedLine{{"two", "2 1", Right, 0, ""}, {"two turned round", "1 2", Wrong, 0, ""}})
}

func TestOrderOfTheSameTexts(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Order, Prompt: "?", Items: []string{"la", "la", "lu"}})
	task.Options = []string{"la", "lu", "la"}
	runLines(t, task, 3, []judgedLine{{"either", "1 3 2", Right, 0, ""}, {"or", "3 1 2", Right, 0, ""}})
}

func TestNotesAreShort(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.List, Prompt: "?", Items: []string{"Habomai", "Shikotan", "Kunashir"}})
	v := Judge(task, "Habomai, Shikotan, Kunashir, \x1b[31m"+strings.Repeat("x", 5000)+"\x07")
	if v.Match != Partly || len(v.Note) > 300 || strings.ContainsAny(v.Note, "\x1b\x07") {
		t.Errorf("note %q", v.Note)
	}
}
