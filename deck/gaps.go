package deck

import "strings"

// EachGap goes through the prompt of a cloze from its beginning: plain is given
// what stands between the gaps, gap each gap with the numbers it has, also where
// none are written, and its hint or "".
func (q *Question) EachGap(plain func(text string), gap func(numbers []int, text, hint string)) {
	gaps, _ := parseGaps(q.Prompt)
	from := 0
	say := func(text string) {
		if text != "" {
			plain(strings.ReplaceAll(text, "[[[", "[["))
		}
	}
	for _, g := range gaps {
		say(q.Prompt[from:g.start])
		gap(g.numbers, g.text, g.hint)
		from = g.end
	}
	say(q.Prompt[from:])
}
