package lint

import (
	"slices"
	"sync"

	"kuril/deck"
)

// Rules returns all rules: those of what a bank may hold, those of what makes a
// good question, and those that look at answers. It is the only list of them;
// docs/check.md is held equal to it.
func Rules() []Rule { return slices.Clone(allRules()) }

var allRules = sync.OnceValue(func() []Rule {
	return slices.Concat(formatRules, questionRules(), exceptionRules, logRules)
})

// q is a question of an example.
func q(lines string) string { return "[[question]]\n" + lines + "\n" }

// questionRules is a function because the rules lead to what looks into them.
func questionRules() []Rule {
	const w, a = deck.Warning, deck.Advice
	return []Rule{
		// Questions among each other.
		{ID: "duplicate-question", Severity: w, Language: "any", What: "two questions ask the same and want the same",
			Reason: "The card comes twice, and neither schedule learns of the answers to the other.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"capital of  Japan\"\nanswers = [\"Tokyo\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]"),
			all:    func(its []*item, r *run) { duplicates(its, r, true) }},
		{ID: "near-duplicate", Severity: w, Language: "any", What: "two questions want the same and are worded almost alike",
			Reason: "The second teaches nothing, and costs a review each time.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Which treaty drew the first border between Japan and Russia?\"\nanswers = [\"Shimoda\"]\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"Which treaty drew the first border between Russia and Japan?\"\nanswers = [\"Shimoda\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Which treaty drew the first border between Japan and Russia?\"\nanswers = [\"Shimoda\"]\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"Where did Putyatin and Kawaji sign in 1855?\"\nanswers = [\"Shimoda\"]"),
			all:    nearDuplicates},
		{ID: "same-prompt", Severity: w, Language: "any", What: "two questions have the same prompt and different answers; also the other way round of `both`",
			Reason: "Nobody can know which of the two is asked, so a right answer is counted as wrong.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"bank\"\nanswers = [\"Ufer\"]\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"bank\"\nanswers = [\"Geldhaus\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"bank (of a river)\"\nanswers = [\"Ufer\"]\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"bank (for money)\"\nanswers = [\"Geldhaus\"]"),
			all:    func(its []*item, r *run) { duplicates(its, r, false) }},
		{ID: "answer-in-sibling", Severity: a, Language: "any", What: "the prompt of a question of the same group says the answer",
			Reason: "Whoever has just read one knows the other, for a day.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Which treaty drew the first border?\"\nanswers = [\"Treaty of Shimoda\"]\ngroup = \"1855\"\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"In which year was the Treaty of Shimoda signed?\"\nanswers = [\"1855\"]\nmatch = \"date\"\ngroup = \"1855\""),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Which treaty drew the first border?\"\nanswers = [\"Treaty of Shimoda\"]\ngroup = \"1855\"\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"In which year was the first border drawn?\"\nanswers = [\"1855\"]\nmatch = \"date\"\ngroup = \"1855\""),
			all:    leakToSibling},
		{ID: "lone-group", Severity: a, Language: "any", What: "a group with one member", Fix: "takes the group out",
			Reason: "A group keeps siblings apart. With one member it does nothing, and mostly the other one has a slip in its group.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]\ngroup = \"japan\"\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"Largest island of Japan?\"\nanswers = [\"Honshu\"]\ngroup = \"japn\""),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]\ngroup = \"japan\"\n") + q("id = \"b\"\nkind = \"typed\"\nprompt = \"Largest island of Japan?\"\nanswers = [\"Honshu\"]\ngroup = \"japan\""),
			all:    loneGroup},

		// What is asked.
		{ID: "answer-in-prompt", Severity: w, Language: "any", What: "the prompt holds the answer",
			Reason: "It is read off, and learned by nobody.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Where was the Treaty of Shimoda signed?\"\nanswers = [\"Shimoda\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Where was the first treaty between Japan and Russia signed?\"\nanswers = [\"Shimoda\"]"),
			each:   answerInPrompt},
		{ID: "answer-in-hint", Severity: w, Language: "any", What: "the hint holds the whole answer",
			Reason: "A hint helps to find an answer; one that is the answer ends the try.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Which port did the first treaty open?\"\nanswers = [\"Hakodate\"]\nhint = \"Hakodate is in the north.\""),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Which port did the first treaty open?\"\nanswers = [\"Hakodate\"]\nhint = \"It is in the north, and begins with H.\""),
			each:   answerInHint},
		{ID: "no-referent", Severity: w, Language: "English", What: "the prompt speaks of it, this or he and does not say what that is",
			Reason: "Cards come alone and in any order. What stood before is not there any more.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"When did it happen?\"\nanswers = [\"1855\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"In which year was the Treaty of Shimoda signed?\"\nanswers = [\"1855\"]"),
			each:   noReferent},
		{ID: "several-facts", Severity: w, Language: "English; several question marks in any", What: "the prompt asks for more than one thing",
			Reason: "Half an answer is neither right nor wrong. Two cards each get a schedule of their own.",
			Bad:    q("id = \"a\"\nkind = \"recall\"\nprompt = \"When and where was the first treaty signed?\"\nanswers = [\"1855 in Shimoda\"]"),
			Good:   q("id = \"a\"\nkind = \"recall\"\nprompt = \"Where was the first treaty signed?\"\nanswers = [\"In Shimoda\"]"),
			each:   severalFacts},
		{ID: "yes-no", Severity: w, Language: "English, German, French, Spanish, Russian, Japanese, Chinese", What: "the answer is yes or no, true or false",
			Reason: "Half of all guesses are right, and what one recalls is the answer, not the fact.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Did the first treaty divide Sakhalin?\"\nanswers = [\"no\"]"),
			Good:   q("id = \"a\"\nkind = \"recall\"\nprompt = \"What did the first treaty say about Sakhalin?\"\nanswers = [\"It stayed undivided\"]"),
			each:   yesNo},
		{ID: "date-precision", Severity: w, Language: "English; answers in any", What: "the prompt does not say how exact a date is wanted, or says something else than the answer",
			Reason: "Whoever knows the year does not know that the day was meant.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"When was the Joint Declaration signed?\"\nanswers = [\"1956-10-19\"]\nmatch = \"date\""),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"On which day was the Joint Declaration signed?\"\nanswers = [\"1956-10-19\"]\nmatch = \"date\""),
			each:   datePrecision},
		{ID: "date-as-text", Severity: w, Language: "English", What: "a date is compared letter by letter",
			Reason: "A date is written in many ways, and all but one would be wrong.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"On which day was the Joint Declaration signed?\"\nanswers = [\"19 October 1956\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"On which day was the Joint Declaration signed?\"\nanswers = [\"1956-10-19\"]\nmatch = \"date\""),
			each:   dateAsText},
		{ID: "hard-to-type", Severity: w, Language: "any", What: "no typed answer is shorter than 60 signs and ten words",
			Reason: "A sentence is never typed word for word as it stands there, and is then wrong.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"What did Japan give up at San Francisco?\"\nanswers = [\"All right, title and claim to the Kuril Islands and to that portion of Sakhalin\"]"),
			Good:   q("id = \"a\"\nkind = \"recall\"\nprompt = \"What did Japan give up at San Francisco?\"\nanswers = [\"All right, title and claim to the Kuril Islands and to that portion of Sakhalin\"]"),
			each:   hardToType},
		{ID: "long-list", Severity: w, Language: "any", What: "more than nine items are asked for at once",
			Reason: "Nobody recalls ten things in one breath; one is always missing, and the card never ends.",
			Bad:    q("id = \"a\"\nkind = \"list\"\nprompt = \"Which prime ministers came to Moscow?\"\nitems = [\"A1\", \"B2\", \"C3\", \"D4\", \"E5\", \"F6\", \"G7\", \"H8\", \"I9\", \"J10\"]"),
			Good:   q("id = \"a\"\nkind = \"list\"\nprompt = \"Which prime ministers came to Moscow before 1991?\"\nitems = [\"A1\", \"B2\", \"C3\"]"),
			each:   longList},
		{ID: "cloze-hidden", Severity: w, Language: "any", What: "a gap hides more than it leaves",
			Reason: "What is hidden is then a text to be recited.",
			Bad:    q("id = \"a\"\nkind = \"cloze\"\nprompt = \"Russia [[1:kept the Kuril Islands north of Urup for itself]] in 1855.\""),
			Good:   q("id = \"a\"\nkind = \"cloze\"\nprompt = \"In 1855 Russia kept the Kuril Islands from [[1:Urup]] on northwards.\""),
			each:   clozeHidden},
		{ID: "cloze-bare", Severity: w, Language: "any", What: "fewer than two words stand beside a gap, and no hint",
			Reason: "Nothing says what is asked for.",
			Bad:    q("id = \"a\"\nkind = \"cloze\"\nprompt = \"[[1:Habomai]] islets\""),
			Good:   q("id = \"a\"\nkind = \"cloze\"\nprompt = \"The islets nearest to Hokkaido are the [[1:Habomai]] islets.\""),
			each:   clozeBare},
		{ID: "gap-number", Severity: a, Language: "any", What: "a gap without its number written out", Fix: "writes the numbers",
			Reason: "A card is known by the number of its gap. A gap put in front later takes over its history.",
			Bad:    q("id = \"a\"\nkind = \"cloze\"\nprompt = \"The nearest island is [[Kunashiri]].\""),
			Good:   q("id = \"a\"\nkind = \"cloze\"\nprompt = \"The nearest island is [[1:Kunashiri]].\""),
			each:   unnumbered},

		// Options.
		{ID: "longest-right", Severity: w, Language: "any", What: "the right option is by far the longest",
			Reason: "Who writes a question is careful with the right answer only; who guesses knows that.",
			Bad:    q("id = \"a\"\nkind = \"choice\"\nprompt = \"What did Japan give up in 1951?\"\nanswers = [\"The Kuril Islands and the south of Sakhalin\"]\nwrong = [\"Hokkaido\", \"Okinawa\", \"Honshu\"]"),
			Good:   q("id = \"a\"\nkind = \"choice\"\nprompt = \"What did Japan give up in 1951?\"\nanswers = [\"The Kuril Islands\"]\nwrong = [\"Hokkaido\", \"Okinawa\", \"Tsushima\"]"),
			each:   longestRight},
		{ID: "grammar", Severity: w, Language: "English", What: "the sentence before the options fits some of them only: a or an, one or many",
			Reason: "What does not fit is out before one has thought.",
			Bad:    q("id = \"a\"\nkind = \"choice\"\nprompt = \"Which was it? The first treaty was made by an\"\nanswers = [\"admiral\"]\nwrong = [\"merchant\", \"monk\", \"castaway\"]"),
			Good:   q("id = \"a\"\nkind = \"choice\"\nprompt = \"The first treaty was made by\"\nanswers = [\"an admiral\"]\nwrong = [\"a merchant\", \"a monk\", \"a castaway\"]"),
			each:   grammar},
		{ID: "two-right", Severity: w, Language: "any; articles and numbers in words in English", What: "an option says the same as another, but for an article, a point or a number in words",
			Reason: "Whoever chooses the other is right, and is told that it was wrong.",
			Bad:    q("id = \"a\"\nkind = \"choice\"\nprompt = \"How many islands are disputed?\"\nanswers = [\"Four\"]\nwrong = [\"4\", \"Two\", \"Three\"]"),
			Good:   q("id = \"a\"\nkind = \"choice\"\nprompt = \"How many islands are disputed?\"\nanswers = [\"Four\"]\nwrong = [\"Five\", \"Two\", \"Three\"]"),
			each:   twoRight},
		{ID: "odd-option", Severity: w, Language: "any; dates in English", What: "one option is of another type than all others: a number, a date, another script",
			Reason: "It is out at once, or it is the one.",
			Bad:    q("id = \"a\"\nkind = \"choice\"\nprompt = \"What was the island named after?\"\nanswers = [\"A captain\"]\nwrong = [\"A river\", \"A saint\", \"1855\"]"),
			Good:   q("id = \"a\"\nkind = \"choice\"\nprompt = \"What was the island named after?\"\nanswers = [\"A captain\"]\nwrong = [\"A river\", \"A saint\", \"A ship\"]"),
			each:   oddOption},
		{ID: "option-about-options", Severity: w, Language: "English, German, French, Russian, Japanese", What: "an option such as \"all of the above\"",
			Reason: "Options are shuffled, and of many only five are shown: nothing is above.",
			Bad:    q("id = \"a\"\nkind = \"choice\"\nprompt = \"Which did Japan ask for?\"\nanswers = [\"All of the above\"]\nwrong = [\"Etorofu\", \"Kunashiri\", \"Shikotan\"]"),
			Good:   q("id = \"a\"\nkind = \"select\"\nprompt = \"Which did Japan ask for?\"\nanswers = [\"Etorofu\", \"Kunashiri\", \"Shikotan\"]\nwrong = [\"Urup\"]"),
			each:   sweeping},
		{ID: "few-options", Severity: a, Language: "any", What: "fewer than four options",
			Reason: "With three, luck is right one time in three.",
			Bad:    q("id = \"a\"\nkind = \"choice\"\nprompt = \"Which is the largest?\"\nanswers = [\"Etorofu\"]\nwrong = [\"Kunashiri\", \"Shikotan\"]"),
			Good:   q("id = \"a\"\nkind = \"choice\"\nprompt = \"Which is the largest?\"\nanswers = [\"Etorofu\"]\nwrong = [\"Kunashiri\", \"Shikotan\", \"Urup\"]"),
			each:   fewOptions},

		// How it is written.
		{ID: "brackets", Severity: w, Language: "any", What: "a bracket without the other one",
			Reason: "Something was lost in copying, or it will look so.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"What is the largest island (in Japanese?\"\nanswers = [\"Etorofu\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"What is the largest island (in Japanese)?\"\nanswers = [\"Etorofu\"]"),
			each:   brackets},
		{ID: "look-alike", Severity: w, Language: "any; Latin, Cyrillic and Greek letters", What: "a letter of another script within a word", Fix: "puts the right letter there where only one can be meant",
			Reason: "It looks right, is not found, and who types the word is wrong.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Largest town of Sakhalin oblast on Kunashir?\"\nanswers = [\"Yuzhn\u043e-Kurilsk\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Largest town of Sakhalin oblast on Kunashir?\"\nanswers = [\"Yuzhno-Kurilsk\"]"),
			each:   lookAlikes},
		{ID: "quotes", Severity: w, Language: "any", What: "quotes of two styles in one text, one that is not closed, or an accent for an apostrophe", Fix: "makes them the same where it is plain what is meant",
			Reason: "It comes from copying, and hides that something was lost.",
			Bad:    q("id = \"a\"\nkind = \"recall\"\nprompt = \"Who said “no deal” and \\\"no summit\\\"?\"\nanswers = [\"Nobody\"]"),
			Good:   q("id = \"a\"\nkind = \"recall\"\nprompt = \"Who said “no deal” and “no summit”?\"\nanswers = [\"Nobody\"]"),
			each:   quotes},
		{ID: "no-source", Severity: a, Language: "any", What: "the question has no source",
			Reason: "What cannot be looked up cannot be corrected.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]\nsource = \"Atlas <https://example.org/japan>\""),
			each:   noSource},
		{ID: "no-why", Severity: a, Language: "any", What: "the question has no why",
			Reason: "A fact with a reason is kept longer than a bare one.",
			Bad:    q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]"),
			Good:   q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\nanswers = [\"Tokyo\"]\nwhy = \"The name means eastern capital.\""),
			each:   noWhy},
	}
}

const excused = "kind = \"typed\"\nprompt = \"Did the treaty divide Sakhalin?\"\nanswers = [\"no\"]\nid = \"a\"\n"

// exceptionRules are about remarks that take a question out of a rule.
var exceptionRules = []Rule{
	{ID: "bad-exception", Severity: deck.Warning, Language: "any", What: "an exception without a reason, from a rule that does not exist, or where no question follows",
		Reason: "In a year nobody knows why it is there.",
		Bad:    "# check: ignore yes-no\n" + q(excused), Good: "# check: ignore yes-no: the exam asks it so\n" + q(excused)},
	{ID: "unused-exception", Severity: deck.Warning, Language: "any", What: "an exception from a rule that is not broken there",
		Reason: "It hides the next slip.",
		Bad:    "# check: ignore yes-no, brackets: the exam asks it so\n# check: ignore long-list: it was long once\n" + q(excused), Good: "# check: ignore yes-no: the exam asks it so\n" + q(excused)},
}

// logRules look at answers; who has them looks for them.
var logRules = []Rule{
	{ID: "log-typos", Severity: deck.Warning, Log: true, Language: "any", What: "answers that differ from the right one by a letter or two were taken for wrong twice or more",
		Reason: "What was known was counted as forgotten.", Bad: "typed “Hakodatte” for “Hakodate”, and rated 1, on two days",
		Good: "an answer more, or a text that is accepted with a slip instead of match = \"exact\""},
	{ID: "log-overridden", Severity: deck.Warning, Log: true, Language: "any", What: "the verdict was corrected with ! twice or more",
		Reason: "The question does not accept what its learner knows to be right.", Bad: "! after “Kunashir”, twice",
		Good: "answers = [\"Kunashiri\", \"Kunashir\"]"},
	{ID: "log-leech", Severity: deck.Warning, Log: true, Language: "any", What: "forgotten eight times or more",
		Reason: "It is asked badly more often than it is hard: two facts in one, or too like another.", Bad: "forgotten 9 times in 40 answers",
		Good: "two smaller questions, or a why that ties it to something"},
	{ID: "log-at-once", Severity: deck.Warning, Log: true, Language: "any", What: "most of five and more right answers to what is to be thought of or chosen came within a second",
		Reason: "Nobody reads a question in a second: it is known by its look, or its answer can be seen.", Bad: "8 of 9 answers within a second",
		Good: "other wrong options, or another wording from time to time"},
}
