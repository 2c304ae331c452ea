package quiz

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// randomLog invents a bank in which each card has one of two tags, and a log.
func randomLog(seed uint64, cards, answers, days int) (bank string, log []said) {
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	for i := range cards {
		b.WriteString(question(fmt.Sprintf("k%d", i), "", []string{"p", "q"}[i%2]))
	}
	for range answers {
		s := said{
			card: fmt.Sprintf("k%d", r.IntN(cards)), day: -r.IntN(days), hour: 5 + r.IntN(18), kind: progress.Reviewed,
			rating: fsrs.Rating(1 + r.IntN(4)), took: r.IntN(30), recall: r.Float64(),
		}
		s.due = s.day + 1 + r.IntN(60)
		if r.IntN(8) == 0 {
			s.recall = 0 // imported, say
		}
		switch r.IntN(12) {
		case 0:
			s.kind = progress.Practised
		case 1:
			s.kind, s.rating = progress.Suspended, 0
		case 2:
			s.kind, s.rating = progress.Resumed, 0
		case 3:
			s.kind, s.rating = progress.Reset, 0
		}
		log = append(log, s)
	}
	slices.SortStableFunc(log, func(a, b said) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.hour, b.hour)) })
	return b.String(), log
}

// agree holds what must be equal in any report.
func (r *Report) agree(t *testing.T) {
	t.Helper()
	sum := func(list []Bin) (n int) {
		for _, b := range list {
			n += b.Cards
		}
		return n
	}
	tests := func(list []Share) (s Share) {
		for _, l := range list {
			s.Tests += l.Tests
			s.Recalled += l.Recalled
		}
		if s.Tests > 0 {
			s.Rate = float64(s.Recalled) / float64(s.Tests)
		}
		return s
	}
	var days DayFigures
	for i, d := range r.Days {
		days.Answers += d.Answers
		days.Tests += d.Tests
		days.Recalled += d.Recalled
		days.Seconds += d.Seconds
		if i > 0 && d.Day <= r.Days[i-1].Day || d.Practised > d.Answers || d.New+d.Tests+d.Practised > d.Answers || d.Recalled > d.Tests {
			t.Errorf("%+v cannot be", d)
		}
		if d.Day == r.Day && d != r.Today {
			t.Errorf("today is %+v, and among the days %+v", r.Today, d)
		}
	}
	var guesses Share
	for _, g := range r.Calibration.Bins {
		guesses.Tests += g.Tests
		guesses.Recalled += int(math.Round(g.Recalled * float64(g.Tests)))
		if !(g.Low <= g.Recalled+1e-9 && g.Recalled <= g.High+1e-9 && g.Predicted >= g.From && g.Predicted <= g.To) {
			t.Errorf("%+v cannot be", g)
		}
	}
	coming := 0
	for _, d := range r.Forecast.Days {
		coming += d.Due
	}
	c := r.Cards
	met := sum(r.Stability)
	for _, law := range []struct {
		name string
		a, b any
	}{
		{"the days sum to all answers", days.Answers, r.Total.Answers},
		{"their number is the days studied", len(r.Days), r.Total.Days},
		{"their tests sum to retention's", []int{days.Tests, days.Recalled}, []int{r.Retention.All.Tests, r.Retention.All.Recalled}},
		{"their time sums up", math.Round(days.Seconds), math.Round(r.Total.Seconds)},
		{"ages sum to all", tests(r.Retention.Ages), r.Retention.All},
		{"months sum to all", tests(r.Retention.Months), r.Retention.All},
		{"bins sum to the tests with a prediction", guesses.Tests, r.Calibration.Tests},
		{"and their recalled ones too", guesses.Recalled, int(math.Round(r.Calibration.Recalled * float64(r.Calibration.Tests)))},
		{"every card is counted once", c.New + c.Learning + c.Review + c.Suspended, c.All},
		{"forecast, later and nothing are all cards", coming + r.Forecast.Later + c.New + c.Suspended, c.All},
		{"the forecast sums up", coming, r.Forecast.Due},
		{"met cards are in each picture", []int{sum(r.Intervals), sum(r.Difficulty)}, []int{met, met}},
		{"and are those that are not new", met >= c.Learning+c.Review && met <= c.All-c.New, true},
	} {
		if a, b := fmt.Sprint(law.a), fmt.Sprint(law.b); a != b {
			t.Errorf("%s: %s and %s", law.name, a, b)
		}
	}
}

// fits holds that a report is never wider than the window, and in ASCII only
// where that is wanted.
func (r *Report) fits(t *testing.T) {
	t.Helper()
	for _, width := range []int{20, 40, 80, 120} {
		for name, signs := range map[string]pens{"blocks": blockPens, "letters": letterPens} {
			for _, line := range strings.Split(r.printed(width, false, signs), "\n") {
				if Width(line) > width && width >= Narrow {
					t.Errorf("at %d columns in %s %q takes %d", width, name, line, Width(line))
				}
				if name == "letters" && strings.Trim(line, " !-~") != "" && strings.ContainsFunc(line, func(c rune) bool { return c > '~' && c != '…' }) {
					t.Errorf("%q is not ASCII", line)
				}
			}
		}
	}
	if plain := r.printed(80, true, letterPens); strings.ContainsAny(plain, "#|█│") {
		t.Errorf("there is a picture in plain mode:\n%s", plain)
	}
}

// TestReportLaws holds that the figures agree with each other, whatever was
// answered, taken back, reset or suspended.
func TestReportLaws(t *testing.T) {
	for seed, size := range [][3]int{{3, 0, 1}, {3, 1, 1}, {4, 9, 2}, {8, 40, 7}, {20, 150, 40}, {30, 400, 300}, {10, 300, 900}} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			bank, log := randomLog(uint64(seed), size[0], size[1], size[2])
			d := logAt(t, bank, log)
			all, p, q := reported(t, d, ""), reported(t, d, "tag:p"), reported(t, d, "tag:q")
			for _, r := range []*Report{all, p, q} {
				r.agree(t)
				r.fits(t)
			}
			// Each card has one of the tags: the parts are the whole.
			for _, law := range []struct {
				name        string
				a, b, whole int
			}{
				{"cards", p.Cards.All, q.Cards.All, all.Cards.All},
				{"answers", p.Total.Answers, q.Total.Answers, all.Total.Answers},
				{"tests", p.Retention.All.Tests, q.Retention.All.Tests, all.Retention.All.Tests},
				{"recalled", p.Retention.All.Recalled, q.Retention.All.Recalled, all.Retention.All.Recalled},
				{"coming", p.Forecast.Due, q.Forecast.Due, all.Forecast.Due},
				{"due", p.DueNow, q.DueNow, all.DueNow},
			} {
				if law.a+law.b != law.whole {
					t.Errorf("%s: %d and %d of %d", law.name, law.a, law.b, law.whole)
				}
			}
			for _, s := range all.Retention.Tags {
				if part := map[string]*Report{"p": p, "q": q}[s.Name].Retention.All; part.Tests != s.Tests || part.Recalled != s.Recalled {
					t.Errorf("tag %s: %+v, with the filter %+v", s.Name, s, part)
				}
			}
			// What study would ask, and the row of days, are those of other commands.
			counts, err := Counted(context.Background(), d, usual)
			if err != nil {
				t.Fatal(err)
			}
			if all.DueNow != counts.Due+counts.Learning {
				t.Errorf("%d due, and study would ask %d", all.DueNow, counts.Due+counts.Learning)
			}
			for _, spared := range []func(progress.Day) bool{nil, func(day progress.Day) bool { return day%3 == 0 }} {
				d.Settings.DaysOff = nil
				for day := all.Day - 900; spared != nil && day <= all.Day; day++ {
					if spared(day) {
						d.Settings.DaysOff = append(d.Settings.DaysOff, Days{day, day})
					}
				}
				studied, err := d.Store.Days(context.Background(), all.Day, spared)
				if err != nil {
					t.Fatal(err)
				}
				got := reported(t, d, "").Total
				if got.Days != studied.Studied || got.Streak != studied.Streak || got.Longest != studied.Longest {
					t.Errorf("%+v days in a row, and kuril says %+v", got, studied)
				}
			}
		})
	}
}

// TestReportJosh compares the report of a real log of a year with figures that
// are counted a second, simple way straight from its file.
func TestReportJosh(t *testing.T) {
	d, reviews := joshDesk(t)
	r := reported(t, d, "")
	r.agree(t)
	r.fits(t)

	type day struct{ answers, fresh, tests, recalled int }
	days := make(map[string]day)
	months := make(map[string][2]int)
	ages := make(map[string][2]int)
	var tests, recalled, lapsed int
	var seconds, predicted float64
	byCard := make(map[string][]joshReview)
	for _, v := range reviews {
		byCard[v.card] = append(byCard[v.card], v)
	}
	for _, list := range byCard {
		for i, v := range list {
			name := v.day.Format(time.DateOnly)
			f := days[name]
			f.answers++
			seconds += v.took.Seconds()
			if i == 0 {
				f.fresh++
			} else if v.day != list[i-1].day {
				right := 0
				if v.rating > 1 {
					right = 1
				} else if list[i-1].rating > 1 {
					lapsed++
				}
				f.tests++
				f.recalled += right
				tests++
				recalled += right
				predicted += v.recall
				m := months[name[:7]]
				months[name[:7]] = [2]int{m[0] + 1, m[1] + right}
				age := int(v.day.Sub(list[0].day).Hours() / 24)
				group := "over a year"
				switch {
				case age <= 7:
					group = "1 to 7 days"
				case age <= 30:
					group = "8 to 30 days"
				case age <= 90:
					group = "31 to 90 days"
				case age <= 365:
					group = "91 to 365 days"
				}
				a := ages[group]
				ages[group] = [2]int{a[0] + 1, a[1] + right}
			}
			days[name] = f
		}
	}
	if r.Total.Answers != len(reviews) || r.Total.Days != len(days) || math.Abs(r.Total.Seconds-seconds) > 0.5 {
		t.Errorf("%d answers on %d days in %.1f s, want %d, %d, %.1f", r.Total.Answers, r.Total.Days, r.Total.Seconds, len(reviews), len(days), seconds)
	}
	if got := r.Retention.All; got.Tests != tests || got.Recalled != recalled {
		t.Errorf("%d of %d recalled, want %d of %d", got.Recalled, got.Tests, recalled, tests)
	}
	if got := r.Calibration; got.Tests != tests || math.Abs(got.Predicted-predicted/float64(tests)) > 1e-9 {
		t.Errorf("%d predicted with %v, want %d with %v", got.Tests, got.Predicted, tests, predicted/float64(tests))
	}
	for _, f := range r.Days {
		if want := days[f.Day.String()]; (day{f.Answers, f.New, f.Tests, f.Recalled}) != want {
			t.Errorf("%s: %+v, want %+v", f.Day, f, want)
		}
	}
	for kind, g := range map[string]struct {
		got  []Share
		want map[string][2]int
	}{"months": {r.Retention.Months, months}, "ages": {r.Retention.Ages, ages}} {
		if len(g.got) != len(g.want) {
			t.Errorf("%d %s, want %d", len(g.got), kind, len(g.want))
		}
		for _, s := range g.got {
			if want := g.want[s.Name]; want != [2]int{s.Tests, s.Recalled} {
				t.Errorf("%s: %d of %d, want %v", s.Name, s.Recalled, s.Tests, want)
			}
		}
	}
	// A lapse is a miss after a recall on an earlier day; after a miss that was
	// the last answer of its day there is nothing left to forget.
	all := 0
	states, err := d.Store.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range states {
		all += s.Lapses
	}
	if all != lapsed {
		t.Errorf("%d lapses, want %d", all, lapsed)
	}
}

// joshReview is one line of the file.
type joshReview struct {
	card   string
	at     time.Time
	day    time.Time // study day
	rating int
	took   time.Duration
	recall float64 // as it is stored with the answer
}

// joshDesk is a desk with the reviews of reviews-josh.csv. What was predicted is
// made up, differently for each: it is to be taken from the log.
func joshDesk(t *testing.T) (*Desk, []joshReview) {
	t.Helper()
	fixtures := os.Getenv("KURIL_FIXTURES")
	if fixtures == "" {
		t.Skip("KURIL_FIXTURES does not name the folder of a real log")
	}
	f, err := os.Open(filepath.Join(fixtures, "data", "reviews-josh.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) < 10_000 {
		t.Fatal(len(lines), err)
	}
	var reviews []joshReview
	for i, line := range lines[1:] {
		ms, err1 := strconv.ParseInt(line[1], 10, 64)
		rating, err2 := strconv.Atoi(line[2])
		took, err3 := strconv.Atoi(line[4])
		if err := cmp.Or(err1, err2, err3); err != nil {
			t.Fatalf("line %d: %v", i+2, err)
		}
		at := time.UnixMilli(ms).UTC()
		reviews = append(reviews, joshReview{
			card: "j" + line[0], at: at, day: at.Add(-4 * time.Hour).Truncate(24 * time.Hour), rating: rating,
			took: time.Duration(took) * time.Millisecond, recall: 0.05 + 0.9*float64(i%97)/97,
		})
	}
	slices.SortStableFunc(reviews, func(a, b joshReview) int { return a.at.Compare(b.at) })
	var bank strings.Builder
	seen := make(map[string]bool)
	events := make([]progress.Event, len(reviews))
	for i, v := range reviews {
		if !seen[v.card] {
			seen[v.card] = true
			bank.WriteString(question(v.card, "", []string{"p", "q"}[len(seen)%2]))
		}
		day, err := progress.ParseDay(v.day.Format(time.DateOnly))
		if err != nil {
			t.Fatal(err)
		}
		events[i] = progress.Event{
			Card: v.card, At: v.at, Day: day, Kind: progress.Reviewed, Rating: fsrs.Rating(v.rating), Took: v.took,
			Recall: v.recall, Due: day + progress.Day(1+i%60), Batch: "all",
		}
	}
	d := logAt(t, bank.String(), nil)
	d.Now = func() time.Time { return reviews[len(reviews)-1].at.Add(time.Hour) }
	if _, _, err := d.Store.Record(context.Background(), events...); err != nil {
		t.Fatal(err)
	}
	return d, reviews
}

// TestReportSame holds that what is read twice says the same, to the byte.
func TestReportSame(t *testing.T) {
	bank, log := randomLog(5, 30, 300, 100)
	d := logAt(t, bank, log)
	a, _ := json.Marshal(reported(t, d, ""))
	for range 5 {
		if b, _ := json.Marshal(reported(t, d, "")); string(a) != string(b) {
			t.Fatalf("first\n%s\nthen\n%s", a, b)
		}
	}
}
