package deck

import (
	"slices"
	"strings"
	"testing"
)

func TestCards(t *testing.T) {
	for _, tt := range []struct {
		name string
		q    Question
		want []string // "id: prompt = answer|answer"
	}{
		{"recall has one side", Question{ID: "q", Kind: Recall, Prompt: "P", Answers: []string{"A", "B"}}, []string{"q: P = A|B"}},
		{"both asks the other way round", Question{ID: "q", Kind: Typed, Both: true, Prompt: "P", Answers: []string{"A", "B"}}, []string{"q: P = A|B", "q#back: A = P"}},
		{"a list is answered by its items", Question{ID: "q", Kind: List, Prompt: "P", Items: []string{"A", "B / C"}}, []string{"q: P = A|B / C"}},
		{"one gap", Question{ID: "q", Kind: Cloze, Prompt: "a [[b]] c"}, []string{"q#1: a […] c = b"}},
		{"further wordings of one gap", Question{ID: "q", Kind: Cloze, Prompt: "a [[b]] c", Answers: []string{"b", "B.", "bee"}}, []string{"q#1: a […] c = b|B.|bee"}},
		{"gaps in order", Question{ID: "q", Kind: Cloze, Prompt: "[[a]] and [[b]]"}, []string{"q#1: […] and b = a", "q#2: a and […] = b"}},
		{"a number taken by hand is skipped", Question{ID: "q", Kind: Cloze, Prompt: "[[a]] [[1:b]] [[c]]"}, []string{"q#1: a […] c = b", "q#2: […] b c = a", "q#3: a b […] = c"}},
		{"cards go by number", Question{ID: "q", Kind: Cloze, Prompt: "[[12:a]] [[3:b]]"}, []string{"q#3: a […] = b", "q#12: […] b = a"}},
		{"the same number hides together", Question{ID: "q", Kind: Cloze, Prompt: "[[1:a]] [[2:b]] [[1:c]]"}, []string{"q#1: […] b […] = a, c", "q#2: a […] c = b"}},
		{"two numbers belong to both", Question{ID: "q", Kind: Cloze, Prompt: "[[1,2:a]] [[2:b]]"}, []string{"q#1: […] b = a", "q#2: […] […] = a, b"}},
		{"a hint stands in the gap", Question{ID: "q", Kind: Cloze, Prompt: "[[Habomai|islets]] [[2:b|x|y]]"}, []string{"q#1: [islets] b = Habomai", "q#2: Habomai [x|y] = b"}},
		{"three brackets are two", Question{ID: "q", Kind: Cloze, Prompt: "if [[[ -f [[x]] ]]"}, []string{"q#1: if [[ -f […] ]] = x"}},
		{"a colon without numbers is text", Question{ID: "q", Kind: Cloze, Prompt: "[[a:b]] [[:c]] [[1,:d]] [[1b:e]]"}, []string{
			"q#1: […] :c 1,:d 1b:e = a:b", "q#2: a:b […] 1,:d 1b:e = :c", "q#3: a:b :c […] 1b:e = 1,:d", "q#4: a:b :c 1,:d […] = 1b:e"}},
		{"a gap has several names", Question{ID: "q", Kind: Cloze, Prompt: "[[Etorofu / Iturup]] lies by [[Urup]]"}, []string{
			"q#1: […] lies by Urup = Etorofu|Iturup", "q#2: Etorofu lies by […] = Urup"}},
		{"names and further wordings", Question{ID: "q", Kind: Cloze, Prompt: "on [[Etorofu / Iturup|an island]]", Answers: []string{"Iturup", "Etorup"}}, []string{"q#1: on [an island] = Etorofu|Iturup|Etorup"}},
		{"names of gaps that hide together", Question{ID: "q", Kind: Cloze, Prompt: "[[1:a / b]] [[1:c / d]]"}, []string{"q#1: […] […] = a, c"}},
		{"a slash without spaces separates nothing", Question{ID: "q", Kind: Cloze, Prompt: "[[1/2]] [[km/h]]"}, []string{"q#1: […] km/h = 1/2", "q#2: 1/2 […] = km/h"}},
		{"a numbered gap may hold a colon", Question{ID: "q", Kind: Cloze, Prompt: "at [[1:12:30]]"}, []string{"q#1: at […] = 12:30"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range tt.q.Cards() {
				got = append(got, c.ID+": "+c.Prompt()+" = "+strings.Join(c.Answers(), "|"))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Cards of %q = %q, want %q", tt.q.Prompt, got, tt.want)
			}
		})
	}
}

func TestGapFaults(t *testing.T) {
	for _, tt := range []struct {
		name, prompt, want string
		offset             int
	}{
		{"never closed", "a [[b", "never closed", 2},
		{"one bracket does not close", "a [[b] c", "never closed", 2},
		{"one inside another", "[[a [[b]] c]]", "inside another", 0},
		{"empty", "a [[]] b", "is empty", 2},
		{"only space", "a [[ ]] b", "is empty", 2},
		{"only a number", "a [[1:]] b", "is empty", 2},
		{"only a hint", "a [[|b]]", "is empty", 2},
		{"empty hint", "a [[b|]]", "hint of a gap is empty", 2},
		{"an empty name", "[[a /  / b]]", "empty name", 0},
		{"number 0", "[[0:a]]", "number 0 is out of range", 0},
		{"number 100", "[[100:a]]", "number 100 is out of range", 0},
		{"a year is no number", "[[1956: the year]]", "number 1956 is out of range", 0},
		{"a number beyond all", "[[99999999999999999999:a]]", "out of range", 0},
		{"one of two numbers", "[[1,0:a]]", "number 1,0 is out of range", 0},
		{"too many gaps", strings.Repeat("[[a]]", 100), "more than 99", 99 * 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := parseGaps(tt.prompt)
			if len(faults) == 0 {
				t.Fatalf("parseGaps(%q) finds nothing wrong, want %q", tt.prompt, tt.want)
			}
			if got := faults[0]; !strings.Contains(got.message, tt.want) || got.offset != tt.offset || got.hint == "" {
				t.Errorf("parseGaps(%q) = %+v, want %q at %d and a hint", tt.prompt, got, tt.want, tt.offset)
			}
		})
	}
}

// numbered writes a prompt into a bank, has its gaps numbered there, and
// returns it as it is read before and after.
func numbered(t *testing.T, prompt string) (before, after string) {
	t.Helper()
	bank := []byte(Format(&Question{ID: "q", Kind: Cloze, Prompt: prompt}))
	fixed, err := FixIDs("own.toml", bank, func(string) bool { return true }, nil)
	if err != nil {
		t.Fatalf("FixIDs(%q): %v", bank, err)
	}
	read := func(text []byte) string { return scan("own.toml", text).tables[0].q.Prompt }
	return read(bank), read(fixed)
}

func TestNumberedGaps(t *testing.T) {
	for _, tt := range []struct{ name, prompt, want string }{
		{"in order", "[[a]] [[b|h]]", "[[1:a]] [[2:b|h]]"},
		{"by hand stays", "[[2:a]] [[b]] [[c]]", "[[2:a]] [[1:b]] [[3:c]]"},
		{"plain brackets stay", "[[[ [[a]]", "[[[ [[1:a]]"},
		{"behind what is escaped", "\"\t\\ [[a]]", "\"\t\\ [[1:a]]"},
		{"on several lines", "a\n[[b]]\n[[c]]", "a\n[[1:b]]\n[[2:c]]"},
		{"behind a return that is read as a line end", "a\r\n[[b]]", "a\n[[1:b]]"},
		{"before a return that is read as a line end", "[[\r\na]]", "[[1:\na]]"},
		{"behind several returns", "a\r\r\n[[b]]", "a\n[[1:b]]"},
		{"a fault changes nothing", "[[a]] [[b", "[[a]] [[b"},
		{"no gap", "plain", "plain"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := numbered(t, tt.prompt); got != tt.want {
				t.Errorf("%q becomes %q, want %q", tt.prompt, got, tt.want)
			}
		})
	}
}

// FuzzCloze holds the laws of gaps: nothing panics, numbering twice is
// numbering once, and numbering changes neither what is asked nor what is
// accepted.
func FuzzCloze(f *testing.F) {
	for _, s := range []string{
		"", "[[a]]", "[[1:a]] [[1:b]]", "[[1,2:a|h]]", "[[[", "[[[[a]]]]", "[[", "]]", "[[]]", "[[99:a]][[b]]",
		"[[a|b|c]]", "[[東京|とう]]は[[2:日本]]", "[[0:a]]", "[[é]]\n[[\u0301]]", "[[a]] [[[b]] [[c]]]", "[[a / b]] [[1:c / d|h]]", "[[ / ]]",
		"\r\n[[a]]", "\r\r\n", "[[\r\n0]]", "\x00\ufeff[[a]]", "\xff[[a]]", "\n\n\"\"\"[[a\\]]",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, prompt string) {
		prompt, once := numbered(t, prompt)
		if _, twice := numbered(t, once); twice != once {
			t.Errorf("%q is numbered %q, again %q", prompt, once, twice)
		}
		a := (&Question{ID: "q", Kind: Cloze, Prompt: prompt}).Cards()
		b := (&Question{ID: "q", Kind: Cloze, Prompt: once}).Cards()
		if len(a) != len(b) {
			t.Fatalf("%q gives %d cards, numbered %d", prompt, len(a), len(b))
		}
		for i := range a {
			if a[i].ID != b[i].ID || a[i].Prompt() != b[i].Prompt() || !slices.Equal(a[i].Answers(), b[i].Answers()) {
				t.Errorf("%q: card %s changes by numbering to %q", prompt, a[i].ID, once)
			}
			if len(a[i].Gaps()) == 0 {
				t.Errorf("%q: card %s hides nothing", prompt, a[i].ID)
			}
		}
	})
}
