package deck

import (
	"strconv"
	"strings"
	"time"

	"kuril/lazyregexp"
)

// gaps adds a paragraph with deletions, if it has any.
func (r *obsidian) gaps(line int, lines []string) error {
	source := strings.Join(lines, "\n")
	comments := strings.Join(schedule.FindAllString(source, -1), "")
	source = cleanNote(source)
	if source == "" {
		return nil
	}
	// The braces of Anki are no usual setting, but nobody writes them otherwise.
	// A comment shows that it was a card under settings we do not see.
	find := []*lazyregexp.Regexp{equalCloze, ankiCloze}
	if comments != "" {
		find = append(find, boldCloze)
	}
	for i, re := range find {
		var found [][]int
		ticks, to := 0, 0
		for _, m := range re.FindAllStringSubmatchIndex(source, -1) {
			numbered := re == ankiCloze && m[2] >= 0
			ticks += strings.Count(source[to:m[0]], "`")
			to = m[0]
			inCode := ticks%2 == 1
			if !inCode && (re != ankiCloze || numbered || comments != "") {
				found = append(found, m)
			}
		}
		if len(found) > 0 {
			return r.deletions(line, source, found, i == 2, comments)
		}
	}
	if comments != "" {
		r.skip(line, source, "it has a scheduling comment, but no question or gap can be made out", max(1, strings.Count(comments, "!")-strings.Count(comments, "<!")))
	}
	return nil
}

// deletions adds a cloze whose deletions stand at the places found.
func (r *obsidian) deletions(line int, source string, found [][]int, bold bool, comments string) error {
	var text strings.Builder
	var holes []hole
	from, next, most := 0, 1, 0
	group := func(m []int, n int) string {
		if 2*n+1 >= len(m) || m[2*n] < 0 {
			return ""
		}
		return source[m[2*n]:m[2*n+1]]
	}
	for _, m := range found {
		text.WriteString(source[from:m[0]])
		from = m[1]
		number, body, hint := group(m, 1), group(m, 2), group(m, 3)
		if bold {
			number, body, hint = "", group(m, 1), ""
		}
		h := hole{from: text.Len(), hint: strings.TrimSpace(hint)}
		text.WriteString(body)
		h.to = text.Len()
		switch n, err := strconv.Atoi(number); {
		case err == nil && n > 0 && n <= MaxGap:
			h.numbers = []int{n}
		case number != "" && err != nil:
			for i, letter := range number {
				switch letter {
				case 'a':
					h.numbers = append(h.numbers, i+1)
				case 'h':
					r.lose("with a gap that is hidden and not asked for: it is shown")
				}
			}
			if len(h.numbers) == 0 || slicesMax(h.numbers) > MaxGap {
				continue
			}
		default:
			h.numbers = []int{next}
			next++
		}
		most = max(most, slicesMax(h.numbers))
		holes = append(holes, h)
	}
	text.WriteString(source[from:])
	if len(holes) == 0 || most > MaxGap {
		r.skip(line, source, "it has no gap, or more than 99", 1)
		return nil
	}
	// Cards go by the numbers in use, as the comments do.
	rank := map[int]int{}
	for n := 1; n <= most; n++ {
		for _, h := range holes {
			for _, k := range h.numbers {
				if k == n && rank[n] == 0 {
					rank[n] = len(rank) + 1
				}
			}
		}
	}
	for i := range holes {
		for j, k := range holes[i].numbers {
			holes[i].numbers[j] = rank[k]
		}
	}
	before := len(r.Notes.Notes)
	r.cloze(Note{Question: &Question{Line: line}, Deck: r.deck, Key: "C " + text.String()}, text.String(), holes, make([]NoteCard, len(rank)))
	if comments == "" || len(r.Notes.Notes) == before {
		return nil
	}
	return r.dates(before, line, comments)
}

func slicesMax(numbers []int) int {
	most := 0
	for _, n := range numbers {
		most = max(most, n)
	}
	return most
}

func (r *obsidian) hasSchedule(i int) bool {
	for _, c := range r.Notes.Notes[i].Cards {
		if !c.Due.IsZero() {
			return true
		}
	}
	return false
}

// dates gives the cards of the notes from the first one on what a scheduling
// comment says of them, in order.
func (r *obsidian) dates(first, line int, comments string) error {
	var cards []*NoteCard
	for _, n := range r.Notes.Notes[first:] {
		for i := range n.Cards {
			cards = append(cards, &n.Cards[i])
		}
	}
	given := 0
	for _, comment := range schedule.FindAllStringSubmatch(comments, -1) {
		body := strings.TrimSpace(comment[1])
		if strings.HasPrefix(body, "!fsrs") {
			r.lose("with a schedule of the plugin's FSRS, which is not read: begun as new")
			return nil
		}
		for one := range strings.SplitSeq(strings.TrimPrefix(body, "!"), "!") {
			parts := strings.Split(one, ",")
			due, ok := noteDate(parts[0])
			days := 0
			var err error
			if len(parts) == 3 {
				var f float64
				f, err = strconv.ParseFloat(strings.TrimSpace(parts[1]), 64)
				days = int(min(36500, max(0, f+0.5)))
				ok = ok && f >= 0 && f < 1e6
			}
			if !ok || err != nil || len(parts) != 3 {
				return r.fault(line, "a comment looks like   <!--SR:!2026-11-24,3,250-->", "%q in a scheduling comment is no date, interval and ease", clip(one))
			}
			if given++; given > len(cards) {
				r.lose("with a schedule for more cards than there are: the rest of it is left out")
				return nil
			}
			if !due.Equal(newInObsidian) {
				c := cards[given-1]
				c.Due, c.Interval, c.Last = due, days, due.AddDate(0, 0, -days)
			}
		}
	}
	return nil
}

// noteDate reads a date in one of the ways the plugin has written them.
func noteDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "02-01-2006", "Mon Jan 02 2006"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil && t.Year() >= 1990 && t.Year() < 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}
