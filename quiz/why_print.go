package quiz

import (
	"fmt"
	"io"
	"strings"
)

// print lays the story out within width columns: the card, how it stands now,
// why it is due when it is, what each rating would do, what was answered.
func (t told) print(w io.Writer, width int) error {
	var b strings.Builder
	for i, c := range t.Cards {
		if i > 0 {
			b.WriteString("\n")
		}
		c.print(&b, width)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// dateWidth is what stands before an entry of the history, with its gap.
const dateWidth = len("2026-11-22  ")

func (c toldCard) print(b *strings.Builder, width int) {
	entry(b, width, strong, "", c.ID)
	if c.Prompt != "" {
		entry(b, width, plainly, "Q: ", CleanLine(readOut(c.Prompt)))
		entry(b, width, plainly, "A: ", CleanLine(readOut(c.Answer)))
	}
	head := func(text string) { b.WriteString("\n" + strong(text) + "\n") }
	head("Now")
	for _, line := range c.Now {
		entry(b, width, plainly, "  ", line)
	}
	if len(c.Because) > 0 {
		head(c.heading)
		for _, line := range c.Because {
			entry(b, width, plainly, "  ", line)
		}
	}
	if len(c.If)+len(c.ifNot) > 0 {
		head("If you answered it now")
		if c.ifNot != "" {
			entry(b, width, plainly, "  ", c.ifNot)
		}
		for _, r := range c.If {
			entry(b, width, plainly, fmt.Sprintf("  %d %-5s  ", r.Rating, ratings[r.Rating-1]), r.Text)
		}
	}
	if len(c.Past) == 0 {
		return
	}
	head("What happened")
	for _, e := range c.Past {
		if width < 60 {
			b.WriteString("  " + e.Day.String() + "\n")
			entry(b, width, plainly, "    ", e.Text)
			continue
		}
		entry(b, width, plainly, "  "+Pad(e.Day.String(), dateWidth), e.Text)
	}
}
