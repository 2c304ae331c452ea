package deck

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// MaxGap is the highest number a gap may have.
const MaxGap = 99

// gap is one [[…]] of a cloze prompt.
type gap struct {
	numbers []int // ascending, each once; worked out when none is written
	byHand  bool  // the numbers are written in the prompt
	text    string
	hint    string
	start   int // of "[[" in the prompt, in bytes
	inner   int // behind "[["
	end     int // behind "]]"
}

// gapFault is what is wrong with the gap that begins at an offset in bytes.
type gapFault struct {
	offset        int
	message, hint string
}

// parseGaps finds the gaps of a cloze prompt. The text between two gaps is
// plain, except that "[[[" there stands for "[[".
func parseGaps(prompt string) ([]gap, []gapFault) {
	var gaps []gap
	var faults []gapFault
	fault := func(offset int, hint, format string, args ...any) {
		faults = append(faults, gapFault{offset, fmt.Sprintf(format, args...), hint})
	}
	for i := 0; i < len(prompt); {
		at := strings.Index(prompt[i:], "[[")
		if at < 0 {
			break
		}
		i += at
		if strings.HasPrefix(prompt[i:], "[[[") {
			i += len("[[[")
			continue
		}
		g := gap{start: i, inner: i + len("[[")}
		length := strings.Index(prompt[g.inner:], "]]")
		if length < 0 {
			fault(i, `close the gap with ]], or write [[[ for a plain [[`, "a gap is opened with [[ and never closed")
			break
		}
		body := prompt[g.inner : g.inner+length]
		g.end = g.inner + length + len("]]")
		i = g.end
		if strings.Contains(body, "[[") {
			fault(g.start, `close each gap with ]] before the next one begins`, "a gap begins inside another one")
			continue
		}
		numbers, rest, byHand := cutNumbers(body)
		if bad := slices.IndexFunc(numbers, func(n int) bool { return n < 1 || n > MaxGap }); bad >= 0 {
			shown, _, _ := strings.Cut(body, ":")
			shown = clip(shown)
			fault(g.start, fmt.Sprintf("numbers go from 1 to %d; when this is part of the text, put a number before it: [[1:%s:…]]", MaxGap, shown), "the gap number %s is out of range", shown)
			continue
		}
		slices.Sort(numbers)
		g.numbers, g.byHand = slices.Compact(numbers), byHand
		text, hint, hinted := strings.Cut(rest, "|")
		g.text, g.hint = strings.TrimSpace(text), strings.TrimSpace(hint)
		switch {
		case g.text == "":
			fault(g.start, `write the text to be asked for, such as [[Habomai]]`, "a gap is empty")
			continue
		case slices.Contains(Names(g.text), ""):
			fault(g.start, `write a name on both sides of " / ", such as [[Etorofu / Iturup]]`, "a gap has an empty name")
			continue
		case hinted && g.hint == "":
			fault(g.start, `write a hint behind the |, such as [[Habomai|islets]], or leave the | out`, "the hint of a gap is empty")
			continue
		}
		gaps = append(gaps, g)
	}
	if last := number(gaps); last > MaxGap {
		fault(gaps[len(gaps)-1].start, "split the question into several", "there are more than %d gaps", MaxGap)
	}
	return gaps, faults
}

// cutNumbers splits "1,2:text" into its numbers and the text. A body that does
// not begin so is all text. A number too long to be meant is returned as -1.
func cutNumbers(body string) (numbers []int, text string, ok bool) {
	head, rest, found := strings.Cut(body, ":")
	if !found || head == "" {
		return nil, body, false
	}
	for part := range strings.SplitSeq(head, ",") {
		if part == "" || strings.Trim(part, "0123456789") != "" {
			return nil, body, false
		}
		n, err := strconv.Atoi(part)
		if err != nil {
			n = -1
		}
		numbers = append(numbers, n)
	}
	return numbers, rest, true
}

// number gives gaps without a number the free ones in order, and returns the
// highest number in use.
func number(gaps []gap) int {
	var taken [MaxGap + 1]bool
	for _, g := range gaps {
		for _, n := range g.numbers {
			taken[n] = true
		}
	}
	next, last := 1, 0
	for i := range gaps {
		if !gaps[i].byHand {
			for next <= MaxGap && taken[next] {
				next++
			}
			gaps[i].numbers = []int{next}
			next++
		}
		last = max(last, slices.Max(gaps[i].numbers))
	}
	return last
}

// clozeText returns a cloze prompt with each gap replaced by what show says.
func clozeText(prompt string, show func(gap) string) string {
	gaps, _ := parseGaps(prompt)
	var b strings.Builder
	plain := func(s string) { b.WriteString(strings.ReplaceAll(s, "[[[", "[[")) }
	from := 0
	for _, g := range gaps {
		plain(prompt[from:g.start])
		b.WriteString(show(g))
		from = g.end
	}
	plain(prompt[from:])
	return b.String()
}

// gapNumbers returns the numbers in use, ascending.
func gapNumbers(prompt string) []int {
	gaps, _ := parseGaps(prompt)
	var all []int
	for _, g := range gaps {
		all = append(all, g.numbers...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
