package quiz

import (
	"fmt"
	"math"
	"time"

	"kuril/progress"
)

// Pictures for the page. Their texts keep their size at every width: lengths to
// the right are per cent of the window, those downwards pixels. Only the
// calendar and the square of what was expected are scaled.
type (
	htmlCalendar struct {
		Class         string
		Width, Height int
		Title, Desc   string
		Labels, Cells []htmlCell
	}
	htmlCell struct {
		Class string
		X, Y  int
		Text  string
	}
	htmlColumns struct {
		Title, Desc, Top, First, Last string
		Bars                          []htmlColumn
	}
	htmlColumn struct {
		X, Y, Width, Height string
		Text                string
	}
	htmlRows struct {
		Title, Desc string
		Height      int
		Bars        []htmlBar
	}
	htmlBar struct {
		Name, Text, Width, Mark string
		TextY, BarY, MarkEnd    int
	}
	htmlScatter struct {
		Title, Desc string
		Ticks, Dots []htmlDot
	}
	htmlDot struct {
		X, Y, TextY, Low, High, Radius string
		Text                           string
	}
)

// svgLength writes a length as SVG wants it.
func svgLength(v float64) string { return fmt.Sprintf("%.2f", v) }

// htmlCalendar draws at most so many weeks, a column for each.
func (r *Report) htmlCalendar(class string, room int) htmlCalendar {
	const step, left, top = 14, 32, 16
	c := r.calendar(room)
	h := htmlCalendar{
		Class: class, Width: left + step*c.weeks, Height: top + 7*step,
		Title: fmt.Sprintf("Answers a day in the last %s", Count(c.weeks, "week")),
		Desc:  fmt.Sprintf("A column for each week, a row for each weekday. The most on one day were %s.", Count(c.highest, "answer")),
	}
	for i, name := range weekdayLabels {
		if name != "" {
			h.Labels = append(h.Labels, htmlCell{X: 0, Y: top + step*i + 11, Text: name})
		}
	}
	free := 0
	for week := range c.weeks {
		sunday := c.first + progress.Day(7*week+6)
		date, _ := time.Parse(time.DateOnly, sunday.String())
		if x := left + step*week; date.Day() <= 7 && x >= free && x+24 <= h.Width {
			h.Labels = append(h.Labels, htmlCell{X: x, Y: 11, Text: date.Format("Jan")})
			free = x + 30
		}
		for i := range 7 {
			day := c.first + progress.Day(7*week+i)
			if day > r.Day {
				break
			}
			h.Cells = append(h.Cells, htmlCell{
				Class: fmt.Sprintf("s%d", shadeOf(c.answers[day], c.highest, 4)), X: left + step*week, Y: top + step*i,
				Text: longDate(day) + ": " + Count(c.answers[day], "answer"),
			})
		}
	}
	return h
}

// htmlColumnsOf draws a column for each day.
func htmlColumnsOf(title, unit string, values []float64, highest float64, from progress.Day) *htmlColumns {
	const top, bottom = 20, 150
	best := 0
	for i, v := range values {
		if v > values[best] {
			best = i
		}
	}
	last := from + progress.Day(len(values)-1)
	c := &htmlColumns{
		Title: title, Top: fmt.Sprintf("%.0f %s", math.Ceil(highest), unit), First: shortDay(from), Last: shortDay(last),
		Desc: fmt.Sprintf("A column for each day from %s to %s. The highest is %.0f %s on %s.", from, last, highest, unit, from+progress.Day(best)),
	}
	each := 100 / float64(len(values))
	for i, v := range values {
		if v <= 0 {
			continue
		}
		height := max(1, v/highest*(bottom-top))
		c.Bars = append(c.Bars, htmlColumn{
			X: svgLength(each * (float64(i) + 0.1)), Width: svgLength(each * 0.8), Y: svgLength(bottom - height), Height: svgLength(height),
			Text: fmt.Sprintf("%s: %.0f %s", longDate(from+progress.Day(i)), v, unit),
		})
	}
	return c
}

// longestName is the most of a name that stands beside a number on a phone, in
// columns.
const longestName = 28

// htmlRowsOf draws a bar below the name and the text of each row.
func htmlRowsOf(title string, highest float64, list []row) *htmlRows {
	const step = 36
	r := &htmlRows{Title: title, Height: step * len(list)}
	for i, line := range list {
		bar := htmlBar{
			Name: Clip(line.name, longestName), Text: line.text, TextY: step*i + 13, BarY: step*i + 18, MarkEnd: step*i + 32,
			Width: svgLength(100 * min(1, line.value/highest)),
		}
		if line.mark > 0 {
			bar.Mark = svgLength(100 * line.mark / highest)
		}
		r.Bars = append(r.Bars, bar)
		if i > 0 {
			r.Desc += "; "
		}
		r.Desc += line.name + ": " + line.text
	}
	return r
}

// htmlPredicted sets what was expected against what was known.
func (r *Report) htmlPredicted() htmlSection {
	s := htmlSection{Question: askPredicted, Lines: []string{r.predictedText()}}
	if r.Calibration.Tests == 0 {
		return s
	}
	// The square from 0 to 1 in the units of the picture.
	x := func(v float64) float64 { return 40 + 290*v }
	y := func(v float64) float64 { return 300 - 290*v }
	p := &htmlScatter{Title: "What kuril expected, and what you knew"}
	for _, v := range []float64{0, 0.25, 0.5, 0.75, 1} {
		p.Ticks = append(p.Ticks, htmlDot{X: svgLength(x(v)), Y: svgLength(y(v)), TextY: svgLength(y(v) + 4), Text: fmt.Sprintf("%.0f", 100*v)})
	}
	most := 0
	for _, g := range r.Calibration.Bins {
		most = max(most, g.Tests)
	}
	var rows [][]string
	for i, g := range r.Calibration.Bins {
		text := fmt.Sprintf("expected %s, known %s of %d", percent(g.Predicted), percent(g.Recalled), g.Tests)
		p.Dots = append(p.Dots, htmlDot{
			X: svgLength(x(g.Predicted)), Y: svgLength(y(g.Recalled)), Low: svgLength(y(g.Low)), High: svgLength(y(g.High)),
			Radius: svgLength(3 + 5*math.Sqrt(float64(g.Tests)/float64(most))), Text: text,
		})
		if i > 0 {
			p.Desc += "; "
		}
		p.Desc += text
		rows = append(rows, []string{
			guessName(g), percent(g.Predicted), percent(g.Recalled), fmt.Sprintf("%s to %s", percent(g.Low), percent(g.High)), fmt.Sprint(g.Tests),
		})
	}
	s.Figures = append(s.Figures, htmlFigure{
		Scatter: p,
		Caption: "On the dashed line you know exactly as much as was expected; above it more. The larger a dot, the more answers; the upright line is where chance may have moved it.",
		Table:   table("What kuril expected, and what you knew", rows, "expected", "on average", "known", "likely between", "answers"),
	})
	return s
}
