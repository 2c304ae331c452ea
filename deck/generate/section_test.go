package generate

import (
	"slices"
	"strings"
	"testing"

	"kuril/deck"
)

// told returns each section as "chapter/title: fact, fact".
func told(t *testing.T, files ...File) []string {
	t.Helper()
	text, problems := Generate(files)
	for _, p := range problems {
		t.Errorf("%s (%s)", p.Error(), p.Hint)
	}
	var all []string
	for _, s := range deck.ParseSections("bank.toml", text) {
		var facts []string
		for _, f := range s.Facts {
			facts = append(facts, f.Text)
		}
		all = append(all, s.Chapter+"/"+s.Title+": "+strings.Join(facts, ", "))
	}
	return all
}

const three = `
[[era]]
key = "early"
title = "Early"
from = 1800
until = 1899
[[era]]
key = "late"
title = "Late"
from = 1900
[[kind]]
name = "event"
[[kind.field]]
name = "did"
[[kind.ask]]
name = "date"
needs = ["did"]
kind = "typed"
match = "date"
prompt = "When {{.did}}? (year)"
answers = ["{{.date}}"]
[[fact]]
id = "c"
kind = "event"
confidence = "confirmed"
text = "C"
date = "1902"
did = "did c happen"
[[fact]]
id = "a"
kind = "event"
confidence = "confirmed"
text = "A"
date = "1850"
tags = ["first"]
did = "did a happen"
[[fact]]
id = "b"
kind = "event"
confidence = "confirmed"
text = "B"
date = "1901"
`

func TestSectionsTellFacts(t *testing.T) {
	for _, tt := range []struct {
		name, sections string
		want           []string
	}{
		{"none", "", nil},
		{"taken, earliest first", "[[section]]\nera = \"late\"\ntitle = \"All\"\ntake = { kind = \"event\" }", []string{"Late/All: A, B, C"}},
		{"named before taken", "[[section]]\nera = \"late\"\ntitle = \"All\"\nfacts = [\"c\"]\ntake = { kind = \"event\" }", []string{"Late/All: C, A, B"}},
		{"named elsewhere", "[[section]]\nera = \"late\"\ntitle = \"One\"\ntake = { era = \"late\" }\n[[section]]\nera = \"late\"\ntitle = \"Two\"\nfacts = [\"b\", \"a\"]", []string{"Late/One: C", "Late/Two: B, A"}},
		{"eras in their order", "[[section]]\nera = \"late\"\ntitle = \"Two\"\ntake = { era = \"late\" }\n[[section]]\nera = \"early\"\ntitle = \"One\"\ntake = { era = \"early\", tag = \"first\" }", []string{"Early/One: A", "Late/Two: B, C"}},
		{"one text for two facts", "[[section]]\nera = \"late\"\ntitle = \"All\"\nfacts = [\"b + a\", \"c\"]", []string{"Late/All: B, C"}},
		{"what is not asked need not be told", "[[section]]\nera = \"early\"\ntitle = \"One\"\nfacts = [\"a\", \"c\"]", []string{"Early/One: A, C"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := told(t, file("a.toml", three), file("b.toml", tt.sections, "[[name]]\nkey = \"n\"\nname = \"N\"")); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	text, _ := Generate([]File{file("a.toml", three, "[[section]]\nera = \"early\"\ntitle = \"T\"\ntext = \"Read.\"\nfacts = [\"c\", \"b\", \"a\"]")})
	s := deck.ParseSections("bank.toml", text)[0]
	if s.Text != "Read." || strings.Join(s.Facts[0].Questions, " ") != "c-date" || s.Facts[1].Questions != nil {
		t.Errorf("got %+v", s)
	}
}

func TestSectionComplaints(t *testing.T) {
	const head = "\n[[section]]\nera = \"early\"\ntitle = \"T\"\n"
	const never = "\n[[fact]]\nid = \"n\"\nconfidence = \"weak\"\ntext = \"N\"\nask = \"never\"\nreason = \"R\"\n"
	for _, tt := range []struct {
		name, text string
		line       int
		says, hint string
	}{
		{"no title", "\n[[section]]\nera = \"early\"\nfacts = [\"a\", \"c\"]", 2, "section has no title", "title ="},
		{"no era", "\n[[section]]\ntitle = \"T\"\nfacts = [\"a\", \"c\"]", 2, `section "T" has no era`, "early"},
		{"unknown era", head + "take = { era = \"erly\" }", 5, `unknown era "erly"`, "early"},
		{"no facts", head + "[[section]]\nera = \"late\"\ntitle = \"U\"\nfacts = [\"a\", \"c\"]", 2, `section "T" tells no fact`, "facts ="},
		{"unknown fact", head + "facts = [\"a\", \"c\", \"d\"]", 5, `field facts: there is no fact "d"`, "did you mean"},
		{"what must not be asked", head + "facts = [\"a\", \"c\", \"n\"]" + never, 5, `fact "n" must not be asked`, "not told"},
		{"told twice", head + "facts = [\"a\", \"c\"]" + head + "facts = [\"b\", \"a\"]", 9, `fact "a" is told in section "T" (b.toml, line 5), too`, "one of the two"},
		{"asked and not told", head + "facts = [\"a\"]", 22, `fact "c" is asked, and no section tells it`, "take"},
		{"unknown field", head + "fact = [\"a\"]\nfacts = [\"a\", \"c\"]", 5, `unknown field "fact"`, "facts"},
		{"unknown way to take", head + "take = { them = \"x\" }", 5, `unknown field "them"`, "theme"},
		{"unknown kind to take", head + "take = { kind = \"evnt\" }", 5, `unknown kind "evnt"`, "event"},
		{"take is a text", head + "take = \"era\"", 5, "field take must be a table", "theme"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Generate([]File{file("a.toml", three), file("b.toml", tt.text)})
			if len(problems) == 0 {
				t.Fatal("no complaint")
			}
			p := problems[0]
			if p.Line != tt.line || !strings.Contains(p.Message, tt.says) || !strings.Contains(p.Hint, tt.hint) {
				t.Errorf("%s:%d: %s (%s), want line %d: %s (%s)", p.File, p.Line, p.Message, p.Hint, tt.line, tt.says, tt.hint)
			}
		})
	}
}

// TestEverythingIsToldBeforeItIsAsked holds that the project's own text tells
// the fact of every question, once, and nothing before its time.
func TestEverythingIsToldBeforeItIsAsked(t *testing.T) {
	m, questions := bank(t)
	c := &complaints{}
	sections := m.sectionsOf(c, questions)
	for _, p := range c.all {
		t.Error(p.Error())
	}
	facts, asks := map[string]*Fact{}, map[string]string{}
	byID := map[string]*Fact{}
	for _, f := range m.Facts {
		facts[f.Text], byID[f.ID] = f, f
	}
	with := map[string]string{} // the fact whose text serves a fact
	for _, groups := range m.tell(c, m.sections, byID) {
		for _, ids := range groups {
			for _, id := range ids {
				with[id] = ids[0]
			}
		}
	}
	for _, q := range questions {
		asks[q.ID] = q.From
	}
	era := func(named func(Heading) bool) int { return slices.IndexFunc(m.Eras, named) }
	leads := map[string]int{}
	last := 0
	for _, s := range sections {
		at := era(func(h Heading) bool { return h.Title == s.Chapter })
		if at < last {
			t.Errorf("section %q of an earlier era stands behind a later one", s.Title)
		}
		last = at
		for _, told := range s.Facts {
			f := facts[told.Text]
			if f == nil {
				t.Fatalf("section %q tells what is no fact: %s", s.Title, told.Text)
			}
			if own := era(func(h Heading) bool { return h.Key == f.Era }); own > at {
				t.Errorf("%s, a fact of the era %s, is told in the section %q before it", f.ID, f.Era, s.Title)
			}
			if !f.Confidence.Plain() && !strings.Contains(fold(f.Text), fold(f.Owner)) {
				t.Errorf("%s is %s, and what is read does not say %q", f.ID, f.Confidence, f.Owner)
			}
			for _, id := range told.Questions {
				if leads[id]++; with[asks[id]] != f.ID {
					t.Errorf("section %q leads to %s, which asks for another fact", s.Title, id)
				}
			}
		}
	}
	for _, q := range questions {
		if leads[q.ID] != 1 {
			t.Errorf("%s is asked, and the text leads to it %d times", q.ID, leads[q.ID])
		}
	}
}
