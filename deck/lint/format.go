package lint

import "kuril/deck"

const (
	typedA = "id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\n"
	tokyo  = "answers = [\"Tokyo\"]\n"
)

func fault(id, what, reason, bad, good string) Rule {
	return Rule{ID: id, Severity: deck.Error, Language: "any", What: what, Reason: reason, Bad: bad, Good: good}
}

func slip(id, what, reason, bad, good string) Rule {
	r := fault(id, what, reason, bad, good)
	r.Severity = deck.Warning
	return r
}

func fixed(r Rule, fix string) Rule { r.Fix = fix; return r }

// formatRules are those of package deck: what docs/format.md wants of a bank.
// Examples that do not begin with a table are told in words.
var formatRules = []Rule{
	fault("unreadable", "the file is not there, may not be read, is no regular file or is too large", "Nothing in it can be used.", "kuril check misspelt.toml", "kuril check cards.toml"),
	fault("deck-name", "a deck is called `builtin.toml`", "The name is that of the bank that comes with the program.", "decks/builtin.toml", "decks/own.toml"),
	fault("encoding", "the file is not UTF-8", "Its letters cannot be told.", "a file saved as UTF-16", "the same saved as UTF-8"),
	fault("control-character", "a sign that may not stand in a text", "It would act on the terminal, or on the text around it.", q(typedA+"answers = [\"To\\u001bkyo\"]"), q(typedA+tokyo)),
	fault("syntax", "this is not TOML: a quote, a bracket, a comma or a value is missing, or one is too many", "The question cannot be read.", q(typedA+"answers = [\"Tokyo]"), q(typedA+tokyo)),
	slip("no-questions", "the file holds no question", "It is likely not the file that was meant.", "an empty file", q(typedA+tokyo)),
	fault("too-many-questions", "the file holds more than 100 000", "A file is read whole.", "100 001 questions in one file", "two files"),
	fault("too-many", "there are more problems than are shown", "Whoever mends a hundred looks again anyway.", "101 problems in one file", "none"),
	fault("too-many-sections", "the file holds more than 10 000 sections and facts", "A file is read whole.", "10 001 sections in one file", "two files"),
	fault("unknown-table", "a table that is neither `[[question]]` nor `[[section]]`, or a `[[section.fact]]` before any section", "What is in it would go unseen.", "[[card]]\nid = \"a\"\n", q(typedA+tokyo)),
	fault("unknown-key", "a key that does not exist, or one outside a question", "A slip in a key would go unseen.", q(typedA+"anwsers = [\"Tokyo\"]"), q(typedA+tokyo)),
	fault("duplicate-key", "a question or a section has a key twice", "Only one of the two can count.", q(typedA+tokyo+"answers = [\"Kyoto\"]"), q(typedA+tokyo)),
	fault("wrong-type", "a number, a list or a date where a text is wanted, and the like", "It cannot be told what is meant.", q(typedA+"answers = \"Tokyo\""), q(typedA+tokyo)),
	fixed(fault("missing-id", "a question has no id", "What you remember is tied to it.", q("kind = \"typed\"\nprompt = \"Capital of Japan?\"\n"+tokyo), q(typedA+tokyo)), "writes one made from the prompt"),
	fault("bad-id", "an id that is empty, too long, or has other signs than a–z, 0–9 and -", "Ids are typed, and stand in logs for years.", q("id = \"Capital of Japan\"\nkind = \"typed\"\nprompt = \"Capital of Japan?\"\n"+tokyo), q(typedA+tokyo)),
	fault("duplicate-id", "two questions have the same id", "Both would share one history.", q(typedA+tokyo)+q("id = \"a\"\nkind = \"typed\"\nprompt = \"Capital of Russia?\"\nanswers = [\"Moscow\"]"), q(typedA+tokyo)),
	fault("missing-key", "a key is missing that the kind needs", "It cannot be asked.", q(typedA), q(typedA+tokyo)),
	fault("empty-value", "a text or a list with nothing in it", "It cannot be asked, or says nothing.", q(typedA+"answers = []"), q(typedA+tokyo)),
	fault("unknown-kind", "a kind that does not exist", "It cannot be told how to ask it.", q("id = \"a\"\nkind = \"type\"\nprompt = \"Capital of Japan?\"\n"+tokyo), q(typedA+tokyo)),
	fault("key-not-for-kind", "a key that this kind does not have", "It would do nothing, and look as if it did.", q(typedA+tokyo+"items = [\"Kyoto\", \"Nara\"]"), q(typedA+tokyo)),
	fault("one-answer", "a choice with more than one right answer", "One option is chosen, and so one is right.", q("id = \"a\"\nkind = \"choice\"\nprompt = \"A disputed island?\"\nanswers = [\"Etorofu\", \"Kunashiri\"]\nwrong = [\"Urup\", \"Paramushir\", \"Onekotan\"]"), q("id = \"a\"\nkind = \"select\"\nprompt = \"Which islands are disputed?\"\nanswers = [\"Etorofu\", \"Kunashiri\"]\nwrong = [\"Urup\", \"Paramushir\", \"Onekotan\"]")),
	fault("too-few", "fewer wrong options or items than the kind needs", "There is nothing to choose from.", q("id = \"a\"\nkind = \"choice\"\nprompt = \"A disputed island?\"\nanswers = [\"Etorofu\"]\nwrong = [\"Urup\"]"), q("id = \"a\"\nkind = \"choice\"\nprompt = \"A disputed island?\"\nanswers = [\"Etorofu\"]\nwrong = [\"Urup\", \"Paramushir\", \"Onekotan\"]")),
	fault("wrong-is-right", "a text is both an answer and wrong; case and width make no difference", "Whoever chooses it is right and wrong.", q(typedA+tokyo+"wrong = [\"tokyo\"]"), q(typedA+tokyo)),
	fault("duplicate-entry", "a text is twice in a list (among answers a warning, except of `select`)", "An option shown twice is a riddle of its own.", q("id = \"a\"\nkind = \"choice\"\nprompt = \"A disputed island?\"\nanswers = [\"Etorofu\"]\nwrong = [\"Urup\", \"Urup\", \"Paramushir\"]"), q("id = \"a\"\nkind = \"choice\"\nprompt = \"A disputed island?\"\nanswers = [\"Etorofu\"]\nwrong = [\"Urup\", \"Onekotan\", \"Paramushir\"]")),
	fault("unknown-match", "a `match` that does not exist", "It cannot be told how to compare.", q(typedA+tokyo+"match = \"loose\""), q(typedA+tokyo+"match = \"exact\"")),
	fault("needs-number", "`tolerance` or `unit` without `match = \"number\"`", "They would do nothing.", q(typedA+tokyo+"unit = \"km\""), q("id = \"a\"\nkind = \"typed\"\nprompt = \"How far is it?\"\nanswers = [\"16\"]\nmatch = \"number\"\nunit = \"km\"")),
	fault("bad-tolerance", "a tolerance below 0", "No answer could be right.", q("id = \"a\"\nkind = \"typed\"\nprompt = \"How far is it?\"\nanswers = [\"16\"]\nmatch = \"number\"\ntolerance = -1"), q("id = \"a\"\nkind = \"typed\"\nprompt = \"How far is it?\"\nanswers = [\"16\"]\nmatch = \"number\"\ntolerance = 1")),
	fault("bad-date", "a date that is not in the calendar, or not written as ISO", "No answer could be right.", q("id = \"a\"\nkind = \"typed\"\nprompt = \"In which month?\"\nanswers = [\"1956-13\"]\nmatch = \"date\""), q("id = \"a\"\nkind = \"typed\"\nprompt = \"In which month?\"\nanswers = [\"1956-10\"]\nmatch = \"date\"")),
	fault("bad-number", "an answer to `match = \"number\"` that is not digits alone", "No answer could be right.", q("id = \"a\"\nkind = \"typed\"\nprompt = \"How far is it?\"\nanswers = [\"16 km\"]\nmatch = \"number\""), q("id = \"a\"\nkind = \"typed\"\nprompt = \"How far is it?\"\nanswers = [\"16\"]\nmatch = \"number\"")),
	fault("bad-source", "a source that is not of the form `title <address>`", "It could not be opened.", q(typedA+tokyo+"source = \"an atlas\""), q(typedA+tokyo+"source = \"An atlas <https://example.org>\"")),
	fault("no-gap", "a cloze without a gap", "Nothing is asked.", q("id = \"a\"\nkind = \"cloze\"\nprompt = \"The nearest island is Kunashiri.\""), q("id = \"a\"\nkind = \"cloze\"\nprompt = \"The nearest island is [[1:Kunashiri]].\"")),
	fault("bad-gap", "a gap that is not closed, is empty, stands in another, or has an empty name, an empty hint or a number out of range", "It cannot be asked.", q("id = \"a\"\nkind = \"cloze\"\nprompt = \"The nearest island is [[1:Kunashiri.\""), q("id = \"a\"\nkind = \"cloze\"\nprompt = \"The nearest island is [[1:Kunashiri]].\"")),
	fault("answers-and-gaps", "`answers` beside several gaps", "It cannot be told which gap they answer.", q("id = \"a\"\nkind = \"cloze\"\nprompt = \"Nearest are [[1:Kunashiri]] and the [[2:Habomai]] islets.\"\nanswers = [\"Kunashir\"]"), q("id = \"a\"\nkind = \"cloze\"\nprompt = \"Nearest are [[1:Kunashiri / Kunashir]] and the [[2:Habomai]] islets.\"")),
	slip("unknown-question", "a section leads to an id that no question of the file has", "A question was renamed, or the id has a slip in it.", q(typedA+tokyo)+"[[section]]\ntitle = \"Towns\"\nquestions = [\"a\", \"b\"]\n", q(typedA+tokyo)+"[[section]]\ntitle = \"Towns\"\nquestions = [\"a\"]\n"),
	slip("unknown-tag", "a section leads to a tag that no question of the file has", "The tag has a slip in it.", q(typedA+tokyo+"tags = [\"towns\"]")+"[[section]]\ntitle = \"Towns\"\ntag = \"town\"\n", q(typedA+tokyo+"tags = [\"towns\"]")+"[[section]]\ntitle = \"Towns\"\ntag = \"towns\"\n"),
	slip("told-twice", "two sections, or two facts, lead to the same question", "It is shown at the first.", q(typedA+tokyo)+"[[section]]\ntitle = \"Towns\"\nquestions = [\"a\"]\n\n[[section]]\ntitle = \"Capitals\"\nquestions = [\"a\"]\n", q(typedA+tokyo)+"[[section]]\ntitle = \"Towns\"\nquestions = [\"a\"]\n"),
	slip("empty-section", "a section leads to no question", "It is read, and never asked.", q(typedA+tokyo)+"[[section]]\ntitle = \"Towns\"\n", q(typedA+tokyo)+"[[section]]\ntitle = \"Towns\"\nquestions = [\"a\"]\n"),
	slip("long-text", "a title of more than 100 signs or a paragraph of more than 1000", "It is hard to read.", "a paragraph of 1001 signs", "two paragraphs"),
}
