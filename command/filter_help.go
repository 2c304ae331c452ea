package command

import "strings"

// filterTerms are what a filter is made of, in groups, each with what it
// means.
var filterTerms = []struct {
	title string
	terms [][2]string
}{
	{"What stands in a card", [][2]string{
		{"treaty", "has this in its text, in small or capital letters"},
		{`"peace treaty"`, "has these words next to each other"},
		{"tag:dates", "has this tag"},
		{"deck:own", "is in this deck; builtin is the one that comes with kuril"},
		{"kind:typed", "is of this kind: recall, typed, choice, select, list, order or cloze"},
		{"id:yalta-*", "has an id that begins so; * stands for any text, in tags and decks too"},
		{"added:7", "was added in the last 7 days"},
	}},
	{"How it stands with you", [][2]string{
		{"is:due", "would be asked by study now"},
		{"is:new", "was never answered"},
		{"is:learning", "was missed today, and not known since"},
		{"is:missed", "was missed in the last 7 days, and not answered right since"},
		{"is:leech", "was forgotten 8 times or more after it was known: it needs better words, or a hint, more than another try"},
		{"is:suspended", "was put aside by kuril suspend"},
		{"is:marked", "was marked by kuril mark, or with m in a session"},
		{"rated:7", "was answered in the last 7 days"},
	}},
	{"Numbers, from..to", [][2]string{
		{"prop:recall:..0.8", "is remembered now with a chance of 0.8 at most"},
		{"prop:stability:10..", "will be remembered for 10 days or more"},
		{"prop:lapses:3..", "was forgotten 3 times or more after it was known"},
		{"prop:reviews:1..5", "was answered 1 to 5 times"},
		{"prop:interval:30..", "comes 30 days or more after its last answer"},
		{"prop:due:0..7", "is due in the next 7 days"},
		{"prop:difficulty:8..", "is hard for you, on a scale from 1 to 10"},
	}},
	{"Together", [][2]string{
		{"tag:dates is:due", "both must hold"},
		{"tag:dates OR tag:names", "one of the two must hold"},
		{"-tag:dates", "must not hold"},
		{"(tag:a OR tag:b) is:new", "first what stands in ( )"},
	}},
}

// filterHelp explains the language in which cards are found.
func filterHelp(b *strings.Builder, width int) {
	paragraph(b, "kuril help filter: how to say which cards", width)
	b.WriteString("\n")
	paragraph(b, "A filter picks the cards a command is about; without one it is about all of them. Each part says something of a card, and all parts must hold.", width)
	for _, group := range filterTerms {
		b.WriteString("\n" + group.title + "\n")
		for _, term := range group.terms {
			entry(b, term[0], term[1], 24, width)
		}
	}
	b.WriteString("\n")
	paragraph(b, `Put the whole filter between quotes when it holds ( ) * " < or >, which mean something to the shell. "prop:lapses>=3" says the same as prop:lapses:3..`, width)
	b.WriteString("\nExamples\n")
	for _, line := range []string{`kuril study "tag:islands -kind:order"`, `kuril list is:leech`, `kuril suspend "deck:own is:leech"`} {
		b.WriteString("  " + line + "\n")
	}
}
