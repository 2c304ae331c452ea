package generate

import (
	"math/rand"
	"slices"
	"testing"

	"kuril/deck"
)

// Within a level what was earlier is asked earlier, from era to era and from
// day to day. In the first level dates wait for the two eras after their own.
func TestTeachingFollowsTime(t *testing.T) {
	m, questions := bank(t)
	dates := map[string]string{}
	for _, f := range m.Facts {
		dates[f.ID] = f.Date
	}
	era := func(q *deck.Question) int {
		return slices.IndexFunc(m.Eras, func(h Heading) bool { return h.Key == q.Tags[1] })
	}
	waits := func(q *deck.Question) bool { return q.Tags[2] == m.Levels[0].Key && q.Match == deck.Date }
	last := map[string]*deck.Question{} // by level and whether a date waits
	for i, q := range questions {
		key := q.Tags[2]
		if waits(q) {
			key += ", dates"
		}
		if before := last[key]; before != nil && (era(before) > era(q) || era(before) == era(q) && dates[before.From] > dates[q.From]) {
			t.Errorf("%s (%s) stands before %s (%s)", before.ID, dates[before.From], q.ID, dates[q.From])
		}
		last[key] = q
		for _, after := range questions[i+1:] {
			if waits(q) && after.Tags[2] == q.Tags[2] && !waits(after) && era(after) <= era(q) {
				t.Errorf("%s asks when, before %s has asked what", q.ID, after.ID)
			}
		}
	}
	for i, q := range questions {
		for _, after := range questions[i+1:] {
			if q.From == after.From && q.Tags[2] == after.Tags[2] && q.Match == deck.Date && after.Match != deck.Date {
				t.Errorf("%s asks when, before %s has asked what", q.ID, after.ID)
			}
		}
	}
}

// The first week of ten new cards a day, shuffled in tens as a session does,
// reads like a teacher's: easy things first, themes mixed, what before when.
func TestFirstWeekTeaches(t *testing.T) {
	m, questions := bank(t)
	core := m.Levels[0].Key
	for seed := range int64(40) {
		met := map[string]int{} // id to day
		days := firstWeek(questions, rand.New(rand.NewSource(seed)))
		group := map[string]*deck.Question{}
		for n, day := range days {
			themes, dates := map[string]int{}, 0
			for i, q := range day {
				met[q.ID] = n + 1
				themes[q.Tags[0]]++
				full := q.Match == deck.Date && len(q.Answers[0]) > 4
				if full {
					dates++
				}
				if q.Tags[2] != core {
					t.Errorf("seed %d: %s, of level %s, comes on day %d", seed, q.ID, q.Tags[2], n+1)
				}
				if n == 0 && i == 0 && (q.Tags[1] != m.Eras[0].Key || q.Kind == deck.Recall) {
					t.Errorf("seed %d: the very first card is %s", seed, q.ID)
				}
				if first := group[q.Siblings()]; first == nil {
					group[q.Siblings()] = q
					siblings := slices.ContainsFunc(questions, func(o *deck.Question) bool {
						return o.Siblings() == q.Siblings() && o.Tags[2] == core && o.Match != deck.Date
					})
					if q.Match == deck.Date && siblings {
						t.Errorf("seed %d: of %s the date is asked first (day %d)", seed, q.Siblings(), n+1)
					}
				}
			}
			if dates > 3 || n < 2 && dates > 1 {
				t.Errorf("seed %d: %d whole dates on day %d", seed, dates, n+1)
			}
			if n > 0 && (len(themes) < 2 || slices.Max(values(themes)) > 7) {
				t.Errorf("seed %d: day %d is not mixed: %v", seed, n+1, themes)
			}
		}
		for _, pair := range [][2]string{
			{"four-islands-names", "two-island-share-percent"}, {"shimoda-border", "shimoda-date"},
			{"neutrality-pact-term", "pact-denounced-term"}, {"neutrality-pact-term", "neutrality-pact-date"},
			{"san-francisco-gives-up", "san-francisco-date"}, {"joint-declaration-content", "joint-declaration-date"},
		} {
			first, then := met[pair[0]], met[pair[1]]
			if first == 0 || then != 0 && then < first {
				t.Errorf("seed %d: %s comes on day %d, %s on day %d (0: later)", seed, pair[0], first, pair[1], then)
			}
		}
		if met["four-islands-names"] != 1 {
			t.Errorf("seed %d: the names of the islands come on day %d", seed, met["four-islands-names"])
		}
	}
}

func values(m map[string]int) []int {
	var all []int
	for _, n := range m {
		all = append(all, n)
	}
	return all
}

// firstWeek introduces ten questions a day, at most one of a group, out of tens
// that are shuffled anew every day.
func firstWeek(questions []*deck.Question, rnd *rand.Rand) [7][]*deck.Question {
	fresh := slices.Clone(questions)
	var days [7][]*deck.Question
	for n := range days {
		line := slices.Clone(fresh)
		for part := range slices.Chunk(line, 10) {
			rnd.Shuffle(len(part), func(i, j int) { part[i], part[j] = part[j], part[i] })
		}
		taken := map[string]bool{}
		for _, q := range line {
			if len(days[n]) < 10 && !taken[q.Siblings()] {
				taken[q.Siblings()] = true
				days[n] = append(days[n], q)
			}
		}
		fresh = slices.DeleteFunc(fresh, func(q *deck.Question) bool { return slices.Contains(days[n], q) })
	}
	return days
}

// Chains and people sum up: they come when the things in them have been met.
func TestSumsComeLast(t *testing.T) {
	m, questions := bank(t)
	facts := map[string]*Fact{}
	for _, f := range m.Facts {
		facts[f.ID] = f
	}
	undated := map[string]bool{"basics": true}
	for _, q := range questions {
		f := facts[q.From]
		if (f.Kind == "sequence" || f.Kind == "person") && f.Date == "" && !undated[q.Tags[1]] {
			t.Errorf("%s has no date, so it comes before everything it sums up", q.ID)
		}
	}
}
