package quiz

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// words of several scripts, with signs that mean something in HTML, in Anki, in
// TOML and to a terminal's line.
var tripWords = []string{
	"Habomai", "Курилы", "歯舞群島", "かな", "القدس", "ירושלים", "👨‍👩‍👧", "🇯🇵", "e\u0301", "Ho\u0308lle", "ﬁ", "naïve", "한국어", "a<b>&c", "&amp;", "<br>",
	"{{c1::x}}", "}}", "{{", "::", "\"quoted\"", `back\slash`, "'single'", "*bold*", "$5", "1956", "…", "x|y", "# not a remark", "\u00a0nbsp", "--", "\u200d", "tab\there",
}

func tripText(r *rand.Rand) string {
	var parts []string
	for range 1 + r.IntN(4) {
		parts = append(parts, tripWords[r.IntN(len(tripWords))])
	}
	text := strings.Join(parts, " ")
	if r.IntN(8) == 0 {
		text += "\nsecond line"
	}
	return text
}

// tripBank makes a sound bank of all kinds.
func tripBank(t *testing.T, r *rand.Rand, n int) []*deck.Question {
	t.Helper()
	kinds := []deck.Kind{deck.Recall, deck.Typed, deck.Choice, deck.Select, deck.List, deck.Order, deck.Cloze}
	var all []*deck.Question
	for i := range n {
		q := &deck.Question{ID: fmt.Sprintf("q-%d", i), Kind: kinds[i%len(kinds)], Prompt: fmt.Sprintf("%s %d?", tripText(r), i)}
		unlike := func(n int) []string {
			var texts []string
			for k := range n {
				texts = append(texts, fmt.Sprintf("%s %d%d", strings.ReplaceAll(tripText(r), "\n", " "), i, k))
			}
			return texts
		}
		switch q.Kind {
		case deck.Recall:
			q.Answers, q.Both = unlike(1+r.IntN(2)), r.IntN(2) == 0
		case deck.Typed:
			q.Answers, q.Both = unlike(1+r.IntN(3)), r.IntN(3) == 0
			switch r.IntN(4) {
			case 0:
				q.Answers, q.Match, q.Tolerance, q.Unit, q.Both = []string{"3184.5"}, deck.Number, 0.1, "km²", false
			case 1:
				q.Answers, q.Match, q.Both = []string{"1956-10-19"}, deck.Date, false
			case 2:
				q.Wrong = []string{"nearly " + q.Answers[0], "歯舞"}
			}
		case deck.Choice:
			q.Answers, q.Wrong = unlike(1), []string{"w1", "w2", "w3"}
		case deck.Select:
			q.Answers, q.Wrong = unlike(2), []string{"w1"}
		case deck.List, deck.Order:
			q.Items = []string{"one / eins", "two", "три", "四"}
		case deck.Cloze:
			q.Prompt = fmt.Sprintf("The [[2:歯舞 / Habomai|islets: a}}b]] and [[%s]] of [[1,2:x::y:]] %d", "Курилы e\u0301", i)
		}
		if r.IntN(2) == 0 {
			q.Hint, q.Why, q.Tags = tripText(r), tripText(r), []string{"tag", "über::ebene", "два слова"}
		}
		if r.IntN(3) == 0 {
			q.Group, q.Sources, q.Added = "siblings", []string{"Treaty <https://example.org/1855>"}, "2025-01-05"
		}
		for _, p := range deck.Check([]*deck.Question{q}) {
			if p.Severity == deck.Error {
				t.Fatalf("the test makes a question that is none: %v\n%s", p, deck.Format(q))
			}
		}
		all = append(all, q)
	}
	return all
}

// tripDesk is a desk on a data folder of its own.
func tripDesk(t *testing.T, dir string, now time.Time) *Desk {
	t.Helper()
	d := &Desk{
		DataDir: dir, Calendar: progress.Calendar{Zone: time.FixedZone("east", 9*3600), Rollover: 4}, Settings: DefaultSettings,
		Now: func() time.Time { return now }, Rand: rand.New(rand.NewPCG(1, 1)), Out: io.Discard, Err: io.Discard,
		Term: NewTerm(TermOptions{Plain: true}),
	}
	if err := d.Load(); err != nil {
		t.Fatal(err)
	}
	if len(d.Problems) > 0 {
		t.Fatal(d.Problems)
	}
	if err := d.Read(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// tripLog writes random answers and all else that can happen to cards.
func tripLog(t *testing.T, d *Desk, r *rand.Rand, end time.Time) {
	t.Helper()
	ctx := t.Context()
	if err := d.Write(ctx); err != nil {
		t.Fatal(err)
	}
	cards := d.Bank.Cards()
	for day := 40; day >= 0; day-- {
		at := end.AddDate(0, 0, -day).Add(-time.Hour)
		for range r.IntN(8) {
			at = at.Add(time.Duration(1+r.IntN(100_000)) * time.Millisecond)
			if !at.Before(end) {
				break
			}
			c := cards[r.IntN(len(cards))]
			e := progress.Event{Card: c.ID, At: at, Day: d.Calendar.Day(at)}
			switch n := r.IntN(20); {
			case n < 12:
				e.Kind, e.Rating, e.Took = progress.Reviewed, fsrs.Rating(1+r.IntN(4)), time.Duration(r.IntN(90_000))*time.Millisecond
				e.Given, e.Recall, e.Interval, e.Retention = tripText(r), r.Float64(), 100*r.Float64(), 0.9
				e.Due = e.Day + progress.Day(r.IntN(60))
				if e.Rating > fsrs.Again {
					e.Due++
				} else {
					e.Due = e.Day
				}
			case n < 14:
				e.Kind, e.Rating = progress.Practised, fsrs.Rating(1+r.IntN(4))
			case n < 15:
				e.Kind = progress.Reset
			case n < 16:
				e.Kind = progress.Suspended
			case n < 17:
				e.Kind = progress.Resumed
			case n < 18:
				e.Kind = progress.Marked
			case n < 19:
				e.Kind, e.Due, e.Rules = progress.Scheduled, e.Day+1+progress.Day(r.IntN(9)), []string{"later"}
			default:
				ref, _, err := d.Store.LastAction(ctx)
				if err == nil {
					if _, _, err := d.Store.Undo(ctx, ref, at, e.Day); err != nil {
						t.Fatal(err)
					}
				}
				continue
			}
			if _, _, err := d.Store.Record(ctx, e); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func tripExport(t *testing.T, d *Desk, file string) {
	t.Helper()
	if err := Export(t.Context(), d, ExportOptions{File: file}); err != nil {
		t.Fatal(err)
	}
}

func tripImport(t *testing.T, d *Desk, file string) {
	t.Helper()
	if err := Import(t.Context(), d, ImportOptions{File: file}); err != nil {
		t.Fatal(err)
	}
	if err := d.Load(); err != nil || len(d.Problems) > 0 {
		t.Fatal(err, d.Problems)
	}
}

func tripStates(t *testing.T, d *Desk) map[string]progress.State {
	t.Helper()
	states, err := d.Store.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return states
}

func tripEvents(t *testing.T, d *Desk) (lines []string) {
	t.Helper()
	err := d.Store.Log(context.Background(), func(e progress.Event) error {
		text, err := e.MarshalJSON()
		lines = append(lines, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func tripQuestions(d *Desk) []string {
	var all []string
	for _, q := range d.Bank.All() {
		all = append(all, q.Deck+"\n"+deck.Format(q))
	}
	slices.Sort(all)
	return all
}

// TestRoundTrip holds that what is exported and imported into an empty data
// folder is the same: in our own format to the last bit; in a package for Anki
// the questions, and of the history what a package carries.
func TestRoundTrip(t *testing.T) {
	end := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for seed := uint64(1); seed <= 4; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			dir := t.TempDir()
			here := filepath.Join(dir, "here")
			if err := os.MkdirAll(filepath.Join(here, "decks"), 0o700); err != nil {
				t.Fatal(err)
			}
			questions := tripBank(t, r, 28)
			for i, name := range []string{"own", "第二"} {
				var text strings.Builder
				for _, q := range questions[14*i : 14*i+14] {
					text.WriteString(deck.Format(q) + "\n")
				}
				if err := os.WriteFile(filepath.Join(here, "decks", name+".toml"), []byte(text.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			a := tripDesk(t, here, end)
			tripLog(t, a, r, end)
			states, events := tripStates(t, a), tripEvents(t, a)
			if len(events) < 50 {
				t.Fatalf("only %d events", len(events))
			}

			t.Run("json", func(t *testing.T) {
				file := filepath.Join(dir, "all.json")
				tripExport(t, a, file)
				b := tripDesk(t, filepath.Join(dir, "json"), end)
				for range 2 {
					tripImport(t, b, file)
					if got := tripQuestions(b); !slices.Equal(got, tripQuestions(a)) {
						t.Errorf("the questions are\n%s", got)
					}
					if got := tripEvents(t, b); !slices.Equal(got, events) {
						t.Errorf("the log has %d events, and had %d", len(got), len(events))
					}
					if got := tripStates(t, b); !maps.Equal(got, states) {
						t.Errorf("the states are\n%v\nand were\n%v", got, states)
					}
				}
				again := filepath.Join(dir, "again.json")
				tripExport(t, b, again)
				one, _ := os.ReadFile(file)
				two, _ := os.ReadFile(again)
				if !bytes.Equal(one, two) {
					t.Error("exported from there it is another file")
				}
			})

			t.Run("apkg", func(t *testing.T) {
				file := filepath.Join(dir, "all.apkg")
				tripExport(t, a, file)
				tripImport(t, a, file)
				if got := tripEvents(t, a); !slices.Equal(got, events) {
					t.Errorf("imported where it is from it adds %v", got[len(events):])
				}
				b := tripDesk(t, filepath.Join(dir, "apkg"), end)
				tripImport(t, b, file)
				if got := tripQuestions(b); !slices.Equal(got, tripQuestions(a)) {
					t.Errorf("the questions are\n%s\nand were\n%s", got, tripQuestions(a))
				}
				before := len(tripEvents(t, b))
				tripImport(t, b, file)
				if after := tripEvents(t, b); len(after) != before {
					t.Errorf("the second time adds %v", after[before:])
				}
				got := tripStates(t, b)
				for _, c := range a.Bank.Cards() {
					was, is := states[c.ID], got[c.ID]
					if is.New() != was.New() || is.Due != was.Due || is.Reviews != was.Reviews || is.Lapses != was.Lapses || is.Open != was.Open ||
						is.Suspended != was.Suspended || is.Marked != was.Marked || is.LastDay != was.LastDay || is.Missed != was.Missed || is.Mended != was.Mended {
						t.Errorf("%s is\n%+v\nand was\n%+v", c.ID, is, was)
					}
					for _, pair := range [][2]float64{{is.Memory.Slow, was.Memory.Slow}, {is.Memory.Fast, was.Memory.Fast}, {is.Memory.Difficulty, was.Memory.Difficulty}} {
						if math.Abs(pair[0]-pair[1]) > 1e-6*math.Abs(pair[1]) {
							t.Errorf("%s remembers %+v, and remembered %+v", c.ID, is.Memory, was.Memory)
						}
					}
				}
			})
		})
	}
}
