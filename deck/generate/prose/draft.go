package prose

import (
	"bytes"
	"fmt"
	"strings"

	"kuril/deck"
)

// Text returns the draft as a bank: what is offered, or with all everything
// there is, in the order of the texts.
func (d *Draft) Text(all bool) []byte {
	var out bytes.Buffer
	out.WriteString("# A draft: go through it with   kuril generate --review THIS-FILE\n")
	together := map[string]int{}
	for _, c := range d.Candidates {
		if c.Offered || all {
			together[c.Question.Group]++
		}
	}
	for _, c := range d.Candidates {
		if !c.Offered && !all {
			continue
		}
		q := c.Question
		if together[q.Group] < 2 {
			q.Group = ""
		}
		out.WriteString("\n")
		out.WriteString(strings.TrimRight(deck.Format(&q), "\n"))
		out.WriteString("\n")
	}
	return out.Bytes()
}

// Count returns how many questions are offered, and how many there are.
func (d *Draft) Count() (offered, all int) {
	for _, c := range d.Candidates {
		if c.Offered {
			offered++
		}
	}
	return offered, len(d.Candidates)
}

// Explain returns a line for each sentence: what was made of it, or why it was
// passed over.
func (d *Draft) Explain() []string {
	var lines []string
	for _, c := range d.Candidates {
		state := "offered"
		if !c.Offered {
			state = "only with --all"
		}
		lines = append(lines, fmt.Sprintf("%v: %s, %s, %d: %s", c.Place, c.Rule, state, c.Score, c.Question.Prompt))
	}
	for _, p := range d.Passed {
		lines = append(lines, fmt.Sprintf("%v: passed over: %s: %s", p.Place, p.Reason, p.Sentence))
	}
	return lines
}
