package quiz

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// examAt prepares an exam over a bank without sitting it.
func examAt(t *testing.T, bank string, o ExamOptions) *exam {
	t.Helper()
	d := deskAt(t, t.TempDir(), bank, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
	k, _, err := beginDrill(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return &exam{talk: k, o: o, tasks: make(map[int]Task)}
}

// question writes one recall question as it stands in a bank.
func question(id string, more string, tags ...string) string {
	return fmt.Sprintf("[[question]]\nid = %q\nkind = \"recall\"\nprompt = \"%s?\"\nanswers = [\"yes\"]\n%s\ntags = [\"%s\"]\n\n",
		id, id, more, strings.Join(tags, `", "`))
}

// TestDrawWeights draws one question many times: how often it has a tag is what
// the weights say, by the share of each of the 4 times 5 questions.
func TestDrawWeights(t *testing.T) {
	var bank strings.Builder
	for i := range 5 {
		for _, tags := range [][]string{{"a"}, {"b"}, {"a", "b"}, {"none"}} {
			bank.WriteString(question(fmt.Sprintf("%s-%d", strings.Join(tags, ""), i), "", tags...))
		}
	}
	for _, tt := range []struct {
		name    string
		weights map[string]float64
		want    map[string]float64 // by id without its number
	}{
		{"all alike", nil, map[string]float64{"a": 0.25, "b": 0.25, "ab": 0.25, "none": 0.25}},
		{"three times as likely", map[string]float64{"a": 3}, map[string]float64{"a": 3. / 8, "b": 1. / 8, "ab": 3. / 8, "none": 1. / 8}},
		{"two tags multiply", map[string]float64{"a": 2, "b": 3}, map[string]float64{"a": 2. / 12, "b": 3. / 12, "ab": 6. / 12, "none": 1. / 12}},
		{"nothing is never asked", map[string]float64{"a": 0}, map[string]float64{"b": 0.5, "none": 0.5}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const draws = 4000
			x := examAt(t, bank.String(), ExamOptions{Count: 1, Weights: tt.weights})
			x.d.Rand = rand.New(rand.NewPCG(5, 5))
			got := make(map[string]float64)
			for range draws {
				id, _, _ := strings.Cut(x.draw()[0].ID, "-")
				got[id] += 1. / draws
			}
			for _, id := range []string{"a", "b", "ab", "none"} {
				// Four standard deviations of a share in so many draws are 0.03.
				if math.Abs(got[id]-tt.want[id]) > 0.03 {
					t.Errorf("%s is drawn with share %.3f, want %.3f", id, got[id], tt.want[id])
				}
			}
		})
	}
}

// TestDrawSiblings holds that a second of a group comes only when there is
// nothing else, that nothing comes twice, and that one seed draws one exam.
func TestDrawSiblings(t *testing.T) {
	var bank strings.Builder
	for i := range 12 {
		bank.WriteString(question(fmt.Sprintf("q%d", i), fmt.Sprintf("group = \"g%d\"", i/3), "t"))
	}
	x := examAt(t, bank.String(), ExamOptions{})
	ids := func(seed uint64, count int) []string {
		x.d.Rand, x.o.Count = rand.New(rand.NewPCG(seed, 0)), count
		var list []string
		for _, c := range x.draw() {
			list = append(list, c.ID)
		}
		return list
	}
	for seed := range uint64(50) {
		four := ids(seed, 4)
		groups := make(map[string]bool)
		for _, id := range four {
			c, _ := x.d.Bank.Card(id)
			groups[c.Question.Group] = true
		}
		if len(four) != 4 || len(groups) != 4 {
			t.Fatalf("seed %d: of four groups %v is drawn", seed, four)
		}
		if again := ids(seed, 4); !slices.Equal(four, again) {
			t.Fatalf("seed %d draws %v and then %v", seed, four, again)
		}
		all := ids(seed, 99)
		slices.Sort(all)
		if all = slices.Compact(all); len(all) != 12 {
			t.Fatalf("seed %d: of 12 questions %d are drawn", seed, len(all))
		}
	}
}

// TestByTopic holds what is a topic of an exam and how it is counted: questions
// that were not answered count, the level of a built-in one and what all have in
// common do not.
func TestByTopic(t *testing.T) {
	x := examAt(t, question("a", "", "all", "core", "land")+question("b", "", "all", "sea")+question("c", "", "all", "sea", "land"), ExamOptions{})
	x.cards = x.d.Bank.Cards()
	x.marks = []mark{{place: 2, points: 0.5}, {place: 0, points: 1}}
	want := "[{land 1.5 2} {sea 0.5 2} {core 1 1}]"
	if got := fmt.Sprint(x.byTopic()); got != want {
		t.Errorf("topics %s, want %s: own tags of any name are topics", got, want)
	}
	for i := range x.cards {
		x.cards[i].Question.Deck = deck.Builtin
	}
	want = "[{land 1.5 2} {sea 0.5 2}]"
	if got := fmt.Sprint(x.byTopic()); got != want {
		t.Errorf("topics %s, want %s without the level", got, want)
	}
}

// TestTrend holds what is said of where it goes, on scores made by hand.
func TestTrend(t *testing.T) {
	for _, tt := range []struct {
		name   string
		shares []float64
		want   string
	}{
		{"one tells nothing", []float64{0.5}, ""},
		{"two", []float64{0.5, 0.7}, "The last exam: 70 %, up from 50 % in the one before."},
		{"the same", []float64{0.7, 0.7}, "The last exam: 70 %, the same as the one before."},
		{"three: the first is left out", []float64{0.9, 0.5, 0.4}, "The last exam: 40 %, down from 50 % in the one before."},
		{"four", []float64{0.4, 0.6, 0.6, 0.8}, "The last 2 exams: 70 %, up from 50 % in the 2 before."},
		{"never more than five", []float64{0, 0, 0, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5}, "The last 5 exams: 50 %, down from 100 % in the 5 before."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var scores []ExamScore
			for _, share := range tt.shares {
				// One of another filter between them changes nothing.
				scores = append(scores, ExamScore{Share: 0.01, Filter: "tag:other"}, ExamScore{Share: share})
			}
			if got := trend(scores); got != tt.want {
				t.Errorf("trend(%v) = %q, want %q", tt.shares, got, tt.want)
			}
		})
	}
}

// TestScored holds that what is not enough is never shown as if it were, and
// that a pass mark that was reached is not missed by a rounding error.
func TestScored(t *testing.T) {
	for of := 1; of <= 60; of++ {
		for tenth := 0; tenth <= 10*of; tenth++ {
			points := 0.0
			for range tenth {
				points += 0.1
			}
			for _, pass := range []int{1, 33, 50, 67, 80, 100} {
				want := 10*of*pass <= 100*tenth
				if got := passed(points, of, pass); got != want {
					t.Fatalf("passed(%v, %d, %d) = %v", points, of, pass, got)
				}
				shown := 0
				fmt.Sscanf(scored(points/float64(of)), "%d %%", &shown)
				if (shown >= pass) != want {
					t.Fatalf("%v of %d is shown as %d %%, and passed(%d) is %v", points, of, shown, pass, want)
				}
			}
		}
	}
}

func TestTimeText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		9 * time.Second: "9 seconds", 90 * time.Second: "90 seconds", 10 * time.Minute: "10 minutes", time.Hour: "1 hour",
		90 * time.Minute: "90 minutes", 2 * time.Hour: "2 hours", 150 * time.Second: "2:30", 3*time.Hour + time.Second: "3:00:01",
	} {
		if got := timeText(d); got != want {
			t.Errorf("timeText(%v) = %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		-time.Second: "0:00", time.Millisecond: "0:01", 59 * time.Second: "0:59", 600 * time.Second: "10:00", time.Hour: "1:00:00",
	} {
		if got := clockText(d); got != want {
			t.Errorf("clockText(%v) = %q, want %q", d, got, want)
		}
	}
}

// What stands in a log from elsewhere is no reason to fail, or to lie.
func TestExamScoreOddRules(t *testing.T) {
	var s ExamScore
	s.add(progress.Answer{Event: progress.Event{Rules: []string{ruleExam, "of=4", "pass=50", "points=0.5"}}})
	for _, rule := range []string{"points=NaN", "points=-1", "points=7", "of=1e300", "of=-3", "of=+Inf", "pass=101", "pass=NaN", "other=3", "points="} {
		s.add(progress.Answer{Event: progress.Event{Rules: []string{ruleExam, rule}}})
	}
	if s.Of != 4 || s.Pass != 50 || s.Points != 0.5 {
		t.Errorf("%d questions, %d %% to pass, %v points; want 4, 50, 0.5", s.Of, s.Pass, s.Points)
	}
}
