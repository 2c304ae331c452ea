package quiz

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kuril/progress"
)

// A reportPage is a report being printed. Every picture stands below the
// question that it answers.
type reportPage struct {
	*Report
	b     strings.Builder
	width int
	plain bool
	pens
}

// glue is a blank at which no line is broken.
const glue = "\u00a0"

// write prints a text in lines that fit; it is painted afterwards, since colour
// takes no room.
func (p *reportPage) write(paint Paint, text string) {
	for _, line := range wrapGlued(text, p.width) {
		p.b.WriteString(paint(line) + "\n")
	}
}

// wrapGlued breaks text into lines as Wrap does, but not between a number and
// its % nor at glue.
func wrapGlued(text string, width int) []string {
	lines := Wrap(strings.ReplaceAll(text, " %", glue+"%"), width)
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(line, glue, " ")
	}
	return lines
}

func (p *reportPage) say(format string, args ...any) {
	p.write(plainly, fmt.Sprintf(format, args...))
}

// hush says what explains a picture.
func (p *reportPage) hush(format string, args ...any) {
	p.write(faint, fmt.Sprintf(format, args...))
}

// ask begins a section.
func (p *reportPage) ask(question string) {
	p.b.WriteByte('\n')
	p.write(strong, question)
}

// A row is one line of a picture: a name, what is drawn and what it says.
type row struct {
	name  string
	value float64
	mark  float64 // to compare the value with; 0: nothing
	text  string
}

// widestBar is the most that a bar takes, in columns.
const widestBar = 50

// rows draws lines with bars behind their name and their text; without room, or
// in plain mode, without bars.
func (p *reportPage) rows(highest float64, list ...row) {
	name, text := columnsOf(list)
	p.rowsIn(name, text, highest, list)
}

// columnsOf are the widths that names and texts of rows take.
func columnsOf(list []row) (name, text int) {
	for _, r := range list {
		name, text = max(name, Width(r.name)), max(text, Width(r.text))
	}
	return name, text
}

func (p *reportPage) rowsIn(name, text int, highest float64, list []row) {
	name = min(name, p.width/2)
	room := min(widestBar, p.width-2-name-2-text-2)
	for _, r := range list {
		if p.plain {
			p.say("%s: %s", r.name, r.text)
			continue
		}
		line := "  " + Pad(Clip(r.name, name), name) + "  " + strings.Repeat(" ", text-Width(r.text)) + r.text
		switch {
		case room < 4:
		case r.mark > 0:
			line += "  " + p.marked(r.value, r.mark, highest, room)
		default:
			line += "  " + accent(p.bar(r.value, highest, room))
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// shares draws how much was remembered, with a mark at what is wanted. All
// groups have their bars in the same columns.
func (p *reportPage) shares(wanted float64, groups ...shareGroup) {
	var all [][]row
	var name, text int
	for _, g := range groups {
		var rows []row
		for _, s := range g.shares {
			rows = append(rows, row{CleanLine(s.Name), s.Rate, wanted, shareText(s)})
		}
		n, t := columnsOf(rows)
		name, text = max(name, n), max(text, t)
		all = append(all, rows)
	}
	for i, g := range groups {
		p.hush("%s:", g.title)
		p.rowsIn(name, text, 1, all[i])
	}
}

// upright draws one column or more for each day, with the highest value at the
// side and the first and the last day below. The latest days are left out where
// there is no room, or with tail the earliest.
func (p *reportPage) upright(values []float64, highest float64, top string, from progress.Day, tail bool) {
	const height = 6
	side := max(len(top), 1)
	room := p.width - side - 3
	if over := len(values) - room; over > 0 && tail {
		values, from = values[over:], from+progress.Day(over)
	} else if over > 0 {
		values = values[:room]
	}
	wide := min(3, max(1, room/len(values)))
	stretched := make([]float64, 0, wide*len(values))
	for _, v := range values {
		stretched = append(stretched, slices.Repeat([]float64{v}, wide)...)
	}
	for i, line := range p.columns(stretched, highest, height) {
		mark := ""
		if i == 0 {
			mark = top
		}
		p.b.WriteString(strings.TrimRight(fmt.Sprintf(" %*s %s", side, mark, accent(strings.TrimRight(line, " "))), " ") + "\n")
	}
	p.b.WriteString(faint(fmt.Sprintf(" %*s %s", side, "", strings.Repeat(p.line, len(stretched)))) + "\n")
	first, last := shortDay(from), shortDay(from+progress.Day(len(values)-1))
	gap := max(1, len(stretched)-len(first)-len(last))
	p.b.WriteString(faint(fmt.Sprintf(" %*s %s%s%s", side, "", first, strings.Repeat(" ", gap), last)) + "\n")
}

func shareText(s Share) string { return fmt.Sprintf("%s of %d", percent(s.Rate), s.Tests) }

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

// shortDay is a day as "22 Nov".
func shortDay(day progress.Day) string {
	date, _ := time.Parse(time.DateOnly, day.String())
	return date.Format("2 Jan")
}

func longDate(day progress.Day) string {
	return day.Weekday().String() + ", " + day.String()
}

// weekday counts from Monday, 0, to Sunday, 6.
func weekday(day progress.Day) int { return (int(day.Weekday()) + 6) % 7 }

// months names above each week that holds the first of a month that month,
// where there is room.
func months(first progress.Day, weeks, label, width int) string {
	line := []byte(strings.Repeat(" ", label+2*weeks+4))
	free := 0
	for week := range weeks {
		sunday := first + progress.Day(7*week+6)
		date, _ := time.Parse(time.DateOnly, sunday.String())
		if at := label + 2*week; date.Day() <= 7 && at >= free && at+3 <= width {
			copy(line[at:], date.Format("Jan"))
			free = at + 4
		}
	}
	return strings.TrimRight(string(line), " ")
}
