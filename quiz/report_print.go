package quiz

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"

	"kuril/progress"
)

// StatsOptions say how a report is shown.
type StatsOptions struct {
	Query  Query
	Filter string // as it was typed
	JSON   bool
	HTML   string // the file for a page, "-" for the results; "": none
}

// Stats shows what a learner did, remembers and will be asked.
func Stats(ctx context.Context, d *Desk, o StatsOptions) error {
	d.tellLeftOut()
	r, err := NewReport(ctx, d, o.Query)
	if err != nil {
		return err
	}
	r.Filter = o.Filter
	if o.JSON {
		return printJSON(d.Out, r)
	}
	if r.Cards.All == 0 && !o.Query.Empty() {
		_, err := fmt.Fprintln(d.Err, Clean(d.whyNone(o.Query)))
		return err
	}
	if o.HTML != "" {
		return d.statsPage(r, o.HTML)
	}
	p := &reportPage{Report: r, width: min(d.Term.Columns(), 120), plain: d.Plain, pens: d.pens()}
	if d.Plain && !IsTerminal(d.Stdout) {
		p.width = math.MaxInt32 // each thing said stays on its line
	}
	p.page()
	_, err = io.WriteString(d.Out, p.b.String())
	return err
}

func (p *reportPage) page() {
	title := longDate(p.Day)
	if p.Filter != "" {
		title += ": " + CleanLine(p.Filter)
	}
	p.write(strong, title)
	p.say("%s", p.cardsText())
	if p.Total.Answers == 0 {
		p.say("Nothing was answered yet. The pictures come with the first answers: kuril study")
		return
	}
	p.today()
	p.studied()
	p.time()
	p.remembered()
	p.coming()
	p.predicted()
	for _, s := range p.spreads() {
		p.spread(s)
	}
	p.hard()
	p.mixed()
}

// cardsText counts the cards in a sentence.
func (r *Report) cardsText() string {
	c := r.Cards
	return fmt.Sprintf("%s: %s.", Count(c.All, "card"), listNonZero(c.New, "new", c.Learning, "missed today and still open",
		c.Review, "being reviewed", c.Suspended, "suspended", c.Leeches, "forgotten again and again"))
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

func (p *reportPage) today() {
	p.ask(askToday)
	for _, line := range p.todayLines() {
		p.say("%s", line)
	}
}

// The questions that the pictures answer.
const (
	askToday     = "What did you do today?"
	askStudied   = "On which days did you study?"
	askTime      = "How long do you study?"
	askKnown     = "Do you remember what you learned?"
	askPredicted = "Does kuril know what you know?"
	askHardCards = "Which cards do you forget most?"
	askHardTags  = "Which tags do you forget most?"
	askMixed     = "Which cards do you mix up?"
)

func askComing() string { return fmt.Sprintf("How many cards come in the next %d days?", forecastDays) }

// todayLines are the day in sentences.
func (r *Report) todayLines() []string {
	var lines []string
	t := r.Today
	if t.Answers == 0 {
		lines = append(lines, "Nothing yet.")
	} else {
		text := fmt.Sprintf("%s in %s", Count(t.Answers, "answer"), spent(t.Seconds))
		if t.New > 0 {
			text += ", " + Count(t.New, "new card")
		}
		if t.Practised > 0 {
			text += fmt.Sprintf(", %d of them practice", t.Practised)
		}
		lines = append(lines, text+".")
		if t.Tests > 0 {
			lines = append(lines, fmt.Sprintf("Of %s learned on earlier days you knew %d (%s).", Count(t.Tests, "card"), t.Recalled,
				percent(float64(t.Recalled)/float64(t.Tests))))
		}
	}
	if r.DueNow > 0 {
		lines = append(lines, fmt.Sprintf("Still to be asked: %s.", Count(r.DueNow, "card")))
	}
	if r.Total.Streak > 0 {
		lines = append(lines, fmt.Sprintf("%s in a row; the longest row was %d.", Count(r.Total.Streak, "day"), r.Total.Longest))
	}
	return lines
}

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

// studied is the calendar: a column for each week, a row for each weekday.
func (p *reportPage) studied() {
	p.ask(askStudied)
	p.say("%s", p.studiedText())
	if p.plain {
		for _, d := range p.Days[max(0, len(p.Days)-14):] {
			p.say("%s: %s, %s", longDate(d.Day), Count(d.Answers, "answer"), spent(d.Seconds))
		}
		return
	}
	const label = 4
	c := p.calendar((p.width - label) / 2)
	p.b.WriteString(faint(months(c.first, c.weeks, label, p.width)) + "\n")
	for i, name := range weekdayLabels {
		line := Pad(name, label)
		for week := range c.weeks {
			if day := c.first + progress.Day(7*week+i); day <= p.Day {
				line += p.shade(c.answers[day], c.highest) + " "
			}
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	var parts []string
	for _, part := range p.legend(c.highest) {
		parts = append(parts, strings.ReplaceAll(part, " ", glue))
	}
	p.hush("Answers a day: %s", strings.Join(parts, "  "))
}

func (r *Report) studiedText() string {
	return fmt.Sprintf("%s on %s, %s in all.", Count(r.Total.Answers, "answer"), Count(r.Total.Days, "day"), spent(r.Total.Seconds))
}

var weekdayLabels = [7]string{"Mon", "", "Wed", "", "Fri", "", "Sun"}

// calendar is what is drawn of the days: whole weeks from a Monday up to today.
type calendar struct {
	first   progress.Day
	weeks   int
	answers map[progress.Day]int
	highest int // of the days that are drawn
}

// calendar takes the weeks since the first answer, at least eight and at most a
// year, as far as there is room for them.
func (r *Report) calendar(room int) calendar {
	monday := r.Day - progress.Day(weekday(r.Day))
	weeks := 8
	if len(r.Days) > 0 {
		weeks = max(weeks, int(monday-r.Days[0].Day+6)/7+1)
	}
	c := calendar{weeks: max(1, min(weeks, 53, room)), answers: make(map[progress.Day]int)}
	c.first = monday - progress.Day(7*(c.weeks-1))
	for _, d := range r.Days {
		if d.Day >= c.first && d.Day <= r.Day {
			c.answers[d.Day] = d.Answers
			c.highest = max(c.highest, d.Answers)
		}
	}
	return c
}

// time draws the minutes of the last days.
func (p *reportPage) time() {
	p.ask(askTime)
	p.say("%s", p.timeText())
	if p.Total.Seconds == 0 || p.plain {
		return
	}
	values, from, highest := p.minutesADay()
	if highest == 0 {
		p.say("Nothing in the last %d days.", forecastDays)
		return
	}
	p.hush("Minutes a day:")
	p.upright(values, highest, fmt.Sprintf("%.0f", math.Ceil(highest)), from, true)
}

func (r *Report) timeText() string {
	if r.Total.Seconds == 0 {
		return "No times were kept with these answers."
	}
	return fmt.Sprintf("%s on a day on which you study; one answer takes about %s.", capital(spent(r.Total.PerDay)), spent(r.Total.PerAnswer))
}

// minutesADay are the minutes of the last days, today the last of them.
func (r *Report) minutesADay() (minutes []float64, from progress.Day, highest float64) {
	minutes = make([]float64, forecastDays)
	from = r.Day - forecastDays + 1
	for _, d := range r.Days {
		if d.Day >= from && d.Day <= r.Day {
			minutes[d.Day-from] = d.Seconds / 60
			highest = max(highest, d.Seconds/60)
		}
	}
	return minutes, from, highest
}

func (p *reportPage) remembered() {
	p.ask(askKnown)
	p.say("%s", p.knownText())
	if p.Retention.All.Tests == 0 {
		return
	}
	if !p.plain {
		p.hush("%s marks the %s you want.", p.mark, percent(p.Retention.Wanted))
	}
	p.shares(p.Retention.Wanted, p.knownBy()...)
}

func (r *Report) knownText() string {
	a := r.Retention.All
	if a.Tests == 0 {
		return "That shows from the second day on, when cards come back."
	}
	return fmt.Sprintf("When cards came back on a later day, you knew %d of %d (%s). You want to know %s.",
		a.Recalled, a.Tests, percent(a.Rate), percent(r.Retention.Wanted))
}

// A shareGroup is shares of one kind under a title.
type shareGroup struct {
	title  string
	shares []Share
}

// knownBy is what was remembered, taken apart.
func (r *Report) knownBy() []shareGroup {
	var groups []shareGroup
	for _, g := range []shareGroup{
		{"By how long ago you first met the card", r.Retention.Ages},
		{"By month", r.Retention.Months[max(0, len(r.Retention.Months)-12):]},
		{"By tag, those asked most", r.Retention.Tags[:min(10, len(r.Retention.Tags))]},
	} {
		if len(g.shares) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func (p *reportPage) coming() {
	p.ask(askComing())
	p.say("%s", p.comingText())
	if p.Forecast.Due == 0 {
		return
	}
	values, highest := p.loads()
	if p.plain {
		for _, d := range p.Forecast.Days {
			if d.Due > 0 {
				p.say("%s: %s", longDate(d.Day), Count(d.Due, "card"))
			}
		}
		return
	}
	p.hush("Cards a day:")
	p.upright(values, highest, fmt.Sprint(highest), p.Forecast.Days[0].Day, false)
}

func (r *Report) comingText() string {
	f := r.Forecast
	return fmt.Sprintf("%d today, %d in all, %d later. New cards and those you will miss come on top.", f.Days[0].Due, f.Due, f.Later)
}

// loads are the cards that come each day, today first.
func (r *Report) loads() (values []float64, highest float64) {
	for _, d := range r.Forecast.Days {
		values = append(values, float64(d.Due))
		highest = max(highest, float64(d.Due))
	}
	return values, highest
}

func (p *reportPage) predicted() {
	p.ask(askPredicted)
	p.say("%s", p.predictedText())
	if p.Calibration.Tests == 0 {
		return
	}
	p.hush("By what it expected, how much of it you knew:")
	var list []row
	for _, g := range p.Calibration.Bins {
		list = append(list, row{guessName(g), g.Recalled, g.Predicted, fmt.Sprintf("%s of %d", percent(g.Recalled), g.Tests)})
	}
	p.rows(1, list...)
	if !p.plain {
		p.hush("%s marks what it expected.", p.mark)
	}
}

func (r *Report) predictedText() string {
	c := r.Calibration
	if c.Tests == 0 {
		return "That shows when cards come back: each time, what kuril expected is set against what you knew."
	}
	return fmt.Sprintf("When cards came back, kuril expected you to know %s of them; you knew %s of %d.",
		percent(c.Predicted), percent(c.Recalled), c.Tests)
}

// guessName names the answers of which as much was expected.
func guessName(g Guesses) string {
	if g.From == 0 {
		return "below " + percent(g.To)
	}
	return fmt.Sprintf("%.0f to %s", 100*g.From, percent(g.To))
}

// A distribution is how many cards lie in each bin, and the question it answers.
type distribution struct {
	question, what string
	bins           []Bin
	name           func(Bin) string
}

// spreads are those that have a card.
func (r *Report) spreads() []distribution {
	all := []distribution{
		{"How long until cards come again?", "Cards by the days from their last answer to the next", r.Intervals, dayBin},
		{"How long do cards stay in your memory?", "Cards by the days after which you would have forgotten 1 in 10 like them", r.Stability, dayBin},
		{"How hard are the cards for you?", "Cards by how slowly you learn them", r.Difficulty, hardBin},
	}
	var list []distribution
	for _, s := range all {
		last := 0
		for i, bin := range s.bins {
			if bin.Cards > 0 {
				last = i + 1
			}
		}
		if s.bins = s.bins[:last]; last > 0 {
			list = append(list, s)
		}
	}
	return list
}

func (p *reportPage) spread(s distribution) {
	p.ask(s.question)
	p.hush("%s:", s.what)
	highest := 0
	var rows []row
	for _, bin := range s.bins {
		highest = max(highest, bin.Cards)
		rows = append(rows, row{name: s.name(bin), value: float64(bin.Cards), text: fmt.Sprint(bin.Cards)})
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

func (p *reportPage) hard() {
	if len(p.HardCards) > 0 {
		p.ask(askHardCards)
		for _, c := range p.HardCards {
			p.b.WriteString("  " + Clip(CleanLine(c.Prompt), p.width-2) + "\n")
			for _, line := range Wrap(c.text(), p.width-4) {
				p.b.WriteString("    " + faint(line) + "\n")
			}
		}
		p.say("kuril why ID  tells the story of a card.")
	}
	if len(p.HardTags) > 0 {
		p.ask(askHardTags)
		p.shares(p.Retention.Wanted, shareGroup{"What you knew when they came back on a later day", p.HardTags})
	}
}

// text is how a hard card went.
func (c HardCard) text() string {
	text := fmt.Sprintf("%s: forgotten %s", c.Card, times(c.Lapses))
	if c.Tests > 0 {
		text += fmt.Sprintf(", known %d of %d", c.Recalled, c.Tests)
	}
	return text
}

// mixed names the cards that are taken for each other.
func (p *reportPage) mixed() {
	if len(p.Confusions) == 0 {
		return
	}
	p.ask(askMixed)
	for _, c := range p.Confusions {
		for i, card := range c.Cards {
			lead := []string{"  ", "  and "}[i]
			p.b.WriteString(lead + Clip(CleanLine(card.Prompt), p.width-len(lead)) + "\n")
		}
		for _, line := range Wrap(c.text(), p.width-4) {
			p.b.WriteString("    " + faint(line) + "\n")
		}
	}
	p.say("kuril missed --pairs  shows them side by side.")
}

func (c Confusion) text() string {
	return fmt.Sprintf("%s: %s and %s", times(c.Times), CleanLine(c.Cards[0].Answer), CleanLine(c.Cards[1].Answer))
}
