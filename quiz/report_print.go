package quiz

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"kuril/progress"
)

// Stats shows what a learner did, remembers and will be asked.
func Stats(ctx context.Context, d *Desk, q Query, filter string, asJSON bool) error {
	d.tellLeftOut()
	r, err := NewReport(ctx, d, q)
	if err != nil {
		return err
	}
	r.Filter = filter
	if asJSON {
		return printJSON(d.Out, r)
	}
	if r.Cards.All == 0 && !q.Empty() {
		_, err := fmt.Fprintln(d.Err, Clean(d.whyNone(q)))
		return err
	}
	p := &reportPage{Report: r, width: min(d.Term.Columns(), 120), plain: d.Plain, pens: d.pens()}
	p.page()
	_, err = io.WriteString(d.Out, p.b.String())
	return err
}

// A reportPage is a report being printed. Every picture stands below the
// question that it answers.
type reportPage struct {
	*Report
	b     strings.Builder
	width int
	plain bool
	pens
}

func (p *reportPage) page() {
	title := longDate(p.Day)
	if p.Filter != "" {
		title += ": " + CleanLine(p.Filter)
	}
	p.say("%s", strong(title))
	c := p.Cards
	p.say("%s: %s.", Count(c.All, "card"), listNonZero(
		c.New, "new", c.Learning, "missed today and still open", c.Review, "being reviewed", c.Suspended, "suspended", c.Leeches, "forgotten again and again"))
	if p.Total.Answers == 0 {
		p.say("Nothing was answered yet. The pictures come with the first answers: kuril study")
		return
	}
	p.today()
	p.studied()
	p.remembered()
	p.coming()
	p.predicted()
	p.spread("How long until cards come again?", "cards by the days between two times they are asked", p.Intervals, dayBin)
	p.spread("How long would you remember?", "cards by the days until 1 in 10 of their kind would be forgotten", p.Stability, dayBin)
	p.spread("How hard are the cards for you?", "cards by difficulty", p.Difficulty, hardBin)
	p.time()
	p.hard()
}

// listNonZero joins numbers and what they count, those that are not 0.
func listNonZero(parts ...any) string {
	var words []string
	for i := 0; i < len(parts); i += 2 {
		if n := parts[i].(int); n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, parts[i+1]))
		}
	}
	if len(words) == 0 {
		return "none yet"
	}
	return strings.Join(words, ", ")
}

func (p *reportPage) say(format string, args ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), " %", "\u00a0%") // no break there
	for _, line := range Wrap(text, p.width) {
		p.b.WriteString(strings.ReplaceAll(line, "\u00a0%", " %") + "\n")
	}
}

func (p *reportPage) ask(question string) {
	p.b.WriteByte('\n')
	p.say("%s", strong(question))
}

// A row is one line of a picture: a name, what is drawn and what it says.
type row struct {
	name  string
	value float64
	text  string
}

// rows draws lines with bars between their name and their text; without room,
// or in plain mode, without bars.
func (p *reportPage) rows(highest float64, list ...row) {
	name, text := 0, 0
	for _, r := range list {
		name, text = max(name, Width(r.name)), max(text, Width(r.text))
	}
	name = min(name, p.width/2)
	room := min(30, p.width-2-name-2-text-2)
	for _, r := range list {
		if p.plain {
			p.say("%s: %s", r.name, r.text)
			continue
		}
		line := "  " + Pad(Clip(r.name, name), name) + "  " + strings.Repeat(" ", text-Width(r.text)) + r.text
		if room >= 4 {
			line += "  " + accent(p.bar(r.value, highest, room))
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func (p *reportPage) today() {
	p.ask("What did you do today?")
	t := p.Today
	if t.Answers == 0 {
		p.say("Nothing yet.")
	} else {
		text := fmt.Sprintf("%s in %s", Count(t.Answers, "answer"), spent(t.Seconds))
		if t.New > 0 {
			text += ", " + Count(t.New, "new card")
		}
		if t.Practised > 0 {
			text += fmt.Sprintf(", %d of them practice", t.Practised)
		}
		p.say("%s.", text)
		if t.Tests > 0 {
			p.say("Remembered from earlier days: %s.", shareText(Share{Tests: t.Tests, Recalled: t.Recalled}))
		}
	}
	if p.DueNow > 0 {
		p.say("Still to be asked: %s.", Count(p.DueNow, "card"))
	}
	if p.Total.Streak > 0 {
		p.say("%s in a row; the longest was %d.", Count(p.Total.Streak, "day"), p.Total.Longest)
	}
}

func shareText(s Share) string {
	return fmt.Sprintf("%d of %d (%s)", s.Recalled, s.Tests, percent(s.Rate()))
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

// spent says a time in the largest unit that tells something.
func spent(seconds float64) string {
	switch {
	case seconds < 90:
		return Count(int(math.Round(seconds)), "second")
	case seconds < 90*60:
		return Count(int(math.Round(seconds/60)), "minute")
	}
	return fmt.Sprintf("%.1f hours", seconds/3600)
}

func longDate(day progress.Day) string {
	date, _ := time.Parse(time.DateOnly, day.String())
	return date.Format("Monday") + ", " + day.String()
}

// studied is the calendar: a column for each week, a row for each weekday.
func (p *reportPage) studied() {
	p.ask("On which days did you study?")
	p.say("%s on %s, %s in all.", Count(p.Total.Answers, "answer"), Count(p.Total.Days, "day"), spent(p.Total.Seconds))
	answers := make(map[progress.Day]int)
	for _, d := range p.Days {
		answers[d.Day] = d.Answers
	}
	if p.plain {
		for _, d := range p.Days[max(0, len(p.Days)-14):] {
			p.say("%s: %s, %s", longDate(d.Day), Count(d.Answers, "answer"), spent(d.Seconds))
		}
		return
	}
	const label = 4
	monday := p.Day - progress.Day(weekday(p.Day))
	weeks := int(monday-p.Days[0].Day+6)/7 + 1
	weeks = min(max(weeks, 8), 53, (p.width-label)/2)
	first := monday - progress.Day(7*(weeks-1))
	highest := 0
	for day, n := range answers {
		if day >= first {
			highest = max(highest, n)
		}
	}
	p.b.WriteString(faint(months(first, weeks, label)) + "\n")
	for i, name := range []string{"Mon", "", "Wed", "", "Fri", "", "Sun"} {
		line := Pad(name, label)
		for week := range weeks {
			if day := first + progress.Day(7*week+i); day <= p.Day {
				line += p.shade(answers[day], highest) + " "
			}
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	p.say("%s", faint("Answers a day: "+p.legend(highest)))
}

// weekday counts from Monday, 0, to Sunday, 6.
func weekday(day progress.Day) int { return (int(day) + 3) % 7 } // 1970-01-01 was a Thursday

// months names above each week that holds the first of a month that month,
// where there is room.
func months(first progress.Day, weeks, label int) string {
	line := []byte(strings.Repeat(" ", label+2*weeks+4))
	free := 0
	for week := range weeks {
		sunday := first + progress.Day(7*week+6)
		date, _ := time.Parse(time.DateOnly, sunday.String())
		if at := label + 2*week; date.Day() <= 7 && at >= free {
			copy(line[at:], date.Format("Jan"))
			free = at + 4
		}
	}
	return strings.TrimRight(string(line), " ")
}

func (p *reportPage) remembered() {
	p.ask("Do you remember what you learned?")
	if p.Retention.All.Tests == 0 {
		p.say("That shows from the second day on, when cards come back.")
		return
	}
	p.say("Asked again on a later day, you knew %s. You want %s.", shareText(p.Retention.All), percent(p.Retention.Wanted))
	group := func(title string, shares []Share) {
		if len(shares) == 0 {
			return
		}
		p.say("%s", faint(title))
		var list []row
		for _, s := range shares {
			list = append(list, row{CleanLine(s.Name), s.Rate(), shareText(s)})
		}
		p.rows(1, list...)
	}
	r := p.Retention
	group("By the age of the card:", r.Ages)
	group("By month:", r.Months[max(0, len(r.Months)-12):])
	group("By tag, the most asked first:", r.Tags[:min(10, len(r.Tags))])
}

func (p *reportPage) coming() {
	p.ask(fmt.Sprintf("How many cards come in the next %d days?", forecastDays))
	total, highest := 0, 0
	values := make([]float64, len(p.Forecast.Days))
	for i, d := range p.Forecast.Days {
		total, highest = total+d.Due, max(highest, d.Due)
		values[i] = float64(d.Due)
	}
	p.say("%d today, %d in all, %d later. New cards and those you will miss come on top.",
		p.Forecast.Days[0].Due, total, p.Forecast.Later)
	if total == 0 {
		return
	}
	if p.plain {
		for _, d := range p.Forecast.Days {
			if d.Due > 0 {
				p.say("%s: %s", longDate(d.Day), Count(d.Due, "card"))
			}
		}
		return
	}
	from, to := p.Forecast.Days[0].Day, p.Forecast.Days[len(values)-1].Day
	p.upright(values, float64(highest), fmt.Sprint(highest), from, to)
}

// upright draws one column or two for each day, with the highest value at the
// side and the first and the last day below.
func (p *reportPage) upright(values []float64, highest float64, top string, from, to progress.Day) {
	const height = 6
	side := max(len(top), 1)
	wide := 1
	if p.width >= side+3+2*len(values) {
		wide = 2
	}
	if room := p.width - side - 3; room < len(values) {
		values = values[:room]
		to = from + progress.Day(room-1)
	}
	stretched := make([]float64, 0, wide*len(values))
	for _, v := range values {
		for range wide {
			stretched = append(stretched, v)
		}
	}
	for i, line := range p.columns(stretched, highest, height) {
		mark := ""
		if i == 0 {
			mark = top
		}
		p.b.WriteString(strings.TrimRight(fmt.Sprintf(" %*s %s", side, mark, accent(strings.TrimRight(line, " "))), " ") + "\n")
	}
	p.b.WriteString(faint(fmt.Sprintf(" %*s %s", side, "", strings.Repeat(p.line, len(stretched)))) + "\n")
	first, last := shortDay(from), shortDay(to)
	gap := max(1, len(stretched)-len(first)-len(last))
	p.b.WriteString(faint(fmt.Sprintf(" %*s %s%s%s", side, "", first, strings.Repeat(" ", gap), last)) + "\n")
}

// shortDay is a day as "22 Nov".
func shortDay(day progress.Day) string {
	date, _ := time.Parse(time.DateOnly, day.String())
	return date.Format("2 Jan")
}

func (p *reportPage) predicted() {
	p.ask("Does kuril know what you know?")
	c := p.Calibration
	if c.Tests == 0 {
		p.say("That shows when cards come back: each time, what was expected is set against what you knew.")
		return
	}
	p.say("Before asking it expected you to know %s of these cards; you knew %s of %d.", percent(c.Predicted), percent(c.Recalled), c.Tests)
	p.say("%s", faint("What was expected, and what you knew:"))
	var list []row
	for _, g := range c.Bins {
		name := fmt.Sprintf("%.0f to %s", 100*g.From, percent(g.To))
		if g.From == 0 {
			name = "below " + percent(g.To)
		}
		list = append(list, row{name, g.Recalled, fmt.Sprintf("%s of %d", percent(g.Recalled), g.Tests)})
	}
	p.rows(1, list...)
}

// spread draws how many cards lie in each bin.
func (p *reportPage) spread(question, what string, list []Bin, name func(Bin) string) {
	highest, last := 0, 0
	for i, bin := range list {
		highest = max(highest, bin.Cards)
		if bin.Cards > 0 {
			last = i
		}
	}
	if highest == 0 {
		return
	}
	p.ask(question)
	p.say("%s", faint("Here: "+what+"."))
	var rows []row
	for _, bin := range list[:last+1] {
		rows = append(rows, row{name(bin), float64(bin.Cards), fmt.Sprint(bin.Cards)})
	}
	p.rows(float64(highest), rows...)
}

func dayBin(b Bin) string {
	switch {
	case b.From == 0:
		return fmt.Sprintf("under %.0f days", b.To)
	case b.To == 0:
		return "over a year"
	}
	return fmt.Sprintf("%.0f to %.0f days", b.From, b.To-1)
}

func hardBin(b Bin) string {
	switch b.From {
	case 1:
		return "very easy"
	case 3:
		return "easy"
	case 5:
		return "middling"
	case 7:
		return "hard"
	}
	return "very hard"
}

// time draws the minutes of the last days.
func (p *reportPage) time() {
	p.ask("How long do you study?")
	if p.Total.Seconds == 0 {
		p.say("No times were kept with these answers.")
		return
	}
	p.say("%s a day you study, one answer in about %s.", spent(p.Total.Seconds/float64(p.Total.Days)), spent(p.Total.PerAnswer))
	if p.plain {
		return
	}
	values := make([]float64, forecastDays)
	from := p.Day - forecastDays + 1
	highest := 0.0
	for _, d := range p.Days {
		if d.Day >= from && d.Day <= p.Day {
			values[d.Day-from] = d.Seconds / 60
			highest = max(highest, d.Seconds/60)
		}
	}
	if highest == 0 {
		p.say("None in the last %d days.", forecastDays)
		return
	}
	p.upright(values, highest, fmt.Sprintf("%.0f min", math.Ceil(highest)), from, p.Day)
}

func (p *reportPage) hard() {
	if len(p.HardCards) > 0 {
		p.ask("Which cards do you forget most?")
		for _, c := range p.HardCards {
			text := fmt.Sprintf("%s, %s", c.Card, Count(c.Lapses, "time"))
			if c.Tests > 0 {
				text += fmt.Sprintf(", knew %d of %d", c.Recalled, c.Tests)
			}
			p.say("%s", "  "+Clip(CleanLine(readOut(c.Prompt)), p.width-2))
			for _, line := range Wrap(text, p.width-4) {
				p.say("%s", "    "+faint(line))
			}
		}
		p.say("kuril why ID  tells the story of a card.")
	}
	if len(p.HardTags) > 0 {
		p.ask("Which tags do you forget most?")
		var list []row
		for _, s := range p.HardTags {
			list = append(list, row{CleanLine(s.Name), s.Rate(), shareText(s)})
		}
		p.rows(1, list...)
	}
}
