package generate

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"kuril/deck"
)

// bank makes the project's own bank; it fails the test when it cannot.
func bank(t *testing.T) (*Material, []*deck.Question) {
	t.Helper()
	m, problems := Read(folder(t))
	if len(problems) > 0 {
		t.Fatalf("material: %v", problems[0])
	}
	questions, problems := m.Questions()
	if len(problems) > 0 {
		t.Fatalf("questions: %v", problems[0])
	}
	if len(questions) == 0 || len(m.Facts) == 0 {
		t.Fatal("no questions or no facts")
	}
	return m, questions
}

func TestBankHasNoFault(t *testing.T) {
	text, _ := Generate(folder(t))
	questions, problems := deck.Parse("questions.toml", text)
	for _, p := range append(problems, deck.Check(questions)...) {
		t.Error(p.Error())
	}
}

func TestQuestionsLeadToSureFacts(t *testing.T) {
	m, questions := bank(t)
	facts := map[string]*Fact{}
	for _, f := range m.Facts {
		facts[f.ID] = f
	}
	for _, q := range questions {
		f := facts[q.From]
		switch {
		case f == nil:
			t.Errorf("%s: from %q leads to no fact", q.ID, q.From)
		case f.Never:
			t.Errorf("%s: fact %q must not be asked", q.ID, f.ID)
		case len(f.Rows) == 0:
			t.Errorf("%s: fact %q names no row", q.ID, f.ID)
		case !f.Confidence.Plain() && !strings.Contains(fold(q.Prompt), fold(f.Owner)):
			t.Errorf("%s: fact %q is %s, and the prompt does not say %q", q.ID, f.ID, f.Confidence, f.Owner)
		}
		if len(q.Sources) == 0 || q.Why == "" || len(q.Tags) < 3 {
			t.Errorf("%s lacks sources, why, or tags for theme, era and level", q.ID)
		}
	}
}

func TestWhatMustNotBeAskedIsMarked(t *testing.T) {
	m, questions := bank(t)
	never := map[string]*Fact{}
	for _, f := range m.Facts {
		if f.Never {
			never[f.ID] = f
		}
	}
	for _, id := range []string{"never-offer-1964", "never-gromyko-1976", "never-lease-1990", "never-first-since-1973",
		"never-ratification-1925", "never-izvestia-day", "never-upper-house-1956", "never-lavrov-28-september", "never-announcement-year"} {
		f := never[id]
		if f == nil || f.Reason == "" || f.Confidence.Plain() {
			t.Errorf("%s: not marked as never to be asked, with a reason", id)
		}
	}
	for _, q := range questions {
		if never[q.From] != nil {
			t.Errorf("%s is made from %s", q.ID, q.From)
		}
	}
}

func TestMistakesAreListed(t *testing.T) {
	m, _ := bank(t)
	rows := map[string]bool{}
	for _, e := range m.Errors {
		for _, row := range e.Rows {
			rows[row] = true
		}
	}
	for n := 1; n <= 21; n++ {
		if row := fmt.Sprintf("F-%d", n); !rows[row] {
			t.Errorf("mistake %s is not in the material", row)
		}
	}
}

func TestEveryKindIsUsed(t *testing.T) {
	_, questions := bank(t)
	used := map[deck.Kind]int{}
	for _, q := range questions {
		used[q.Kind]++
	}
	for _, kind := range []deck.Kind{deck.Recall, deck.Typed, deck.Choice, deck.Select, deck.List, deck.Order, deck.Cloze} {
		if used[kind] < 8 {
			t.Errorf("kind %s is used %d times, want at least 8", kind, used[kind])
		}
	}
}

// A prompt is read alone, by somebody who reads it years later.
func TestPrompts(t *testing.T) {
	_, questions := bank(t)
	bad := regexp.MustCompile(`(?i)\b(which of (the following|these)|now|today|currently|nowadays|so far|recently)\b`)
	precise := regexp.MustCompile(`\((day, month and year|month and year|year|day and month)\)`)
	prompts := map[string]string{}
	for _, q := range questions {
		if word := bad.FindString(q.Prompt); word != "" {
			t.Errorf("%s: %q in the prompt", q.ID, word)
		}
		if other := prompts[fold(q.Prompt)]; other != "" {
			t.Errorf("%s and %s have the same prompt", q.ID, other)
		}
		if q.Kind != deck.Order {
			prompts[fold(q.Prompt)] = q.ID
		}
		if q.Match == deck.Date {
			want := map[int]string{4: "(year)", 7: "(month and year)", 10: "(day, month and year)"}[len(q.Answers[0])]
			if got := precise.FindString(q.Prompt); got != want {
				t.Errorf("%s: the prompt asks for %q, the answer %s is %s", q.ID, got, q.Answers[0], want)
			}
		}
	}
}

// The right option must not be known by its length, in no kind that shows
// options.
func TestLengthGivesNothingAway(t *testing.T) {
	_, questions := bank(t)
	for _, kind := range []deck.Kind{deck.Choice, deck.Select} {
		asked, ids := 0, []string{}
		for _, q := range questions {
			if q.Kind != kind {
				continue
			}
			asked++
			if longest(q.Answers) > longest(q.Wrong) {
				ids = append(ids, q.ID)
			}
		}
		if asked == 0 || 3*len(ids) > asked {
			t.Errorf("a right option is the longest in %d of %d %s questions, want at most a third: %s",
				len(ids), asked, kind, strings.Join(ids, " "))
		}
	}
}

func longest(texts []string) int {
	most := 0
	for _, text := range texts {
		most = max(most, utf8.RuneCountInString(text))
	}
	return most
}

// Reading order: what is taught first stands first.
func TestTeachingOrder(t *testing.T) {
	m, questions := bank(t)
	rank := func(tags []string) int {
		for i, l := range m.Levels {
			for _, tag := range tags {
				if tag == l.Key {
					return i
				}
			}
		}
		return len(m.Levels)
	}
	for i := 1; i < len(questions); i++ {
		if rank(questions[i-1].Tags) > rank(questions[i].Tags) {
			t.Fatalf("%s stands before %s, which is of an earlier level", questions[i-1].ID, questions[i].ID)
		}
	}
}

// Every row of the tables that the material was taken from has its place in
// it, asked or not.
func TestEveryRowIsThere(t *testing.T) {
	m, _ := bank(t)
	rows := map[string]bool{}
	for _, f := range m.Facts {
		for _, row := range f.Rows {
			rows[row] = true
		}
	}
	for _, e := range m.Errors {
		for _, row := range e.Rows {
			rows[row] = true
		}
	}
	for _, table := range []struct {
		prefix string
		last   int
	}{{"O", 24}, {"S", 25}, {"R", 10}, {"M", 25}, {"A", 4}, {"", 107}} {
		for n := 1; n <= table.last; n++ {
			if row := fmt.Sprintf("%s%d", table.prefix, n); !rows[row] {
				t.Errorf("row %s is nowhere in the material", row)
			}
		}
	}
}

// No prompt tells the date that another question asks.
func TestNoPromptTellsADate(t *testing.T) {
	m, questions := bank(t)
	day := m.functions()["day"].(func(words) string)
	for _, q := range questions {
		if q.Match != deck.Date || len(q.Answers[0]) == 4 {
			continue
		}
		date := day(words{{q.Answers[0]}})
		for _, other := range questions {
			if other != q && regexp.MustCompile(`\b`+date+`\b`).MatchString(other.Prompt) {
				t.Errorf("%s asks for %s, and %s tells it: %s", q.ID, date, other.ID, other.Prompt)
			}
		}
	}
}
