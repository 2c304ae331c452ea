package quiz

import (
	"bytes"
	_ "embed"
	"fmt"
	html "html/template"
	"os"
	"strings"
	"sync"

	"kuril/deck"
	"kuril/progress"
)

//go:embed report.tmpl.html
var reportTemplate string

// reportHTML is parsed when a page is made: every command would wait for it.
var reportHTML = sync.OnceValue(func() *html.Template { return html.Must(html.New("report").Parse(reportTemplate)) })

// HTML is the report as one page that needs nothing else: no script, no
// network, no other file. It says what the report in a terminal says, and beside
// each picture the numbers stand as a table.
func (r *Report) HTML() ([]byte, error) {
	var b bytes.Buffer
	if err := reportHTML().Execute(&b, r.htmlPage()); err != nil {
		return nil, fmt.Errorf("write the page: %w", err)
	}
	return bytes.ReplaceAll(b.Bytes(), []byte(" %"), []byte(glue+"%")), nil // a number and its % stay together
}

// statsPage writes the report to a file, or for "-" to the results.
func (d *Desk) statsPage(r *Report, file string) error {
	page, err := r.HTML()
	if err != nil {
		return err
	}
	if file == "-" {
		_, err := d.Out.Write(page)
		return err
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return Fail("%s is a folder", file).Hint("name a file in it: %s/stats.html", strings.TrimSuffix(file, "/"))
	}
	// It tells what somebody studies and how well: nobody else is to read it.
	if err := deck.WriteFile(file, page, 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintf(d.Err, "Written to %s: open it in a browser.\n", CleanLine(file))
	return err
}

// The page as the template sees it.
type (
	htmlPage struct {
		Title, Cards string
		Empty        bool
		Sections     []htmlSection
	}
	// An htmlSection answers one question.
	htmlSection struct {
		ID, Question string
		Lines        []string
		Figures      []htmlFigure
		Items        []htmlItem
		Command      *htmlCommand
	}
	// An htmlFigure holds one of the pictures.
	htmlFigure struct {
		Heading  string
		Calendar []htmlCalendar
		Legend   []htmlCell
		Columns  *htmlColumns
		Rows     *htmlRows
		Scatter  *htmlScatter
		Caption  string
		Table    *htmlTable
	}
	htmlItem struct {
		Texts []string
		Note  string
	}
	htmlCommand struct{ Before, Command, After string }
	htmlTable   struct {
		Caption string
		Head    []htmlHead
		Rows    [][]string
	}
	htmlHead struct {
		Text   string
		Number bool
	}
)

func (r *Report) htmlPage() htmlPage {
	page := htmlPage{Title: longDate(r.Day), Cards: r.cardsText(), Empty: r.Total.Answers == 0}
	if r.Filter != "" {
		page.Title += ": " + CleanLine(r.Filter)
	}
	if page.Empty {
		return page
	}
	add := func(s htmlSection) {
		s.ID = fmt.Sprintf("question-%d", len(page.Sections)+1)
		page.Sections = append(page.Sections, s)
	}
	add(htmlSection{Question: askToday, Lines: r.todayLines()})
	add(htmlSection{Question: askStudied, Lines: []string{r.studiedText()}, Figures: []htmlFigure{r.htmlDays()}})
	add(r.htmlTime())
	add(r.htmlKnown())
	add(r.htmlComing())
	add(r.htmlPredicted())
	for _, s := range r.spreads() {
		add(s.html())
	}
	if len(r.HardCards) > 0 {
		s := htmlSection{Question: askHardCards, Command: &htmlCommand{"", "kuril why ID", " tells the story of a card."}}
		for _, c := range r.HardCards {
			s.Items = append(s.Items, htmlItem{[]string{CleanLine(c.Prompt)}, c.text()})
		}
		add(s)
	}
	if len(r.HardTags) > 0 {
		add(htmlSection{Question: askHardTags, Figures: []htmlFigure{
			r.htmlShares("", shareGroup{"What you knew when they came back on a later day", r.HardTags}),
		}})
	}
	if len(r.Confusions) > 0 {
		s := htmlSection{Question: askMixed, Command: &htmlCommand{"", "kuril missed --pairs", " shows them side by side."}}
		for _, c := range r.Confusions {
			s.Items = append(s.Items, htmlItem{[]string{CleanLine(c.Cards[0].Prompt), CleanLine(c.Cards[1].Prompt)}, c.text()})
		}
		add(s)
	}
	return page
}

// table is the numbers of a picture; what stands in the first column names a
// row.
func table(caption string, rows [][]string, head ...string) *htmlTable {
	t := &htmlTable{Caption: caption, Rows: rows}
	for i, text := range head {
		t.Head = append(t.Head, htmlHead{text, i > 0})
	}
	return t
}

func (r *Report) htmlTime() htmlSection {
	s := htmlSection{Question: askTime, Lines: []string{r.timeText()}}
	minutes, from, highest := r.minutesADay()
	switch {
	case r.Total.Seconds == 0:
	case highest == 0:
		s.Lines = append(s.Lines, fmt.Sprintf("Nothing in the last %d days.", forecastDays))
	default:
		title := fmt.Sprintf("Minutes a day in the last %d days", forecastDays)
		s.Figures = append(s.Figures, htmlDaily(title, "minutes", minutes, highest, from))
	}
	return s
}

func (r *Report) htmlComing() htmlSection {
	s := htmlSection{Question: askComing(), Lines: []string{r.comingText()}}
	if values, highest := r.loads(); highest > 0 {
		title := fmt.Sprintf("Cards a day in the next %d days", forecastDays)
		s.Figures = append(s.Figures, htmlDaily(title, "cards", values, highest, r.Forecast.Days[0].Day))
	}
	return s
}

func (r *Report) htmlKnown() htmlSection {
	s := htmlSection{Question: askKnown, Lines: []string{r.knownText()}}
	for _, g := range r.knownBy() {
		s.Figures = append(s.Figures, r.htmlShares(g.title, g))
	}
	return s
}

// htmlShares draws how much was remembered, with a mark at what is wanted.
func (r *Report) htmlShares(heading string, g shareGroup) htmlFigure {
	var list []row
	var rows [][]string
	for _, s := range g.shares {
		name := CleanLine(s.Name)
		list = append(list, row{name, s.Rate, r.Retention.Wanted, shareText(s)})
		rows = append(rows, []string{name, percent(s.Rate), fmt.Sprint(s.Recalled), fmt.Sprint(s.Tests)})
	}
	return htmlFigure{
		Heading: heading, Rows: htmlRowsOf(g.title, 1, list),
		Caption: fmt.Sprintf("The line marks the %s you want.", percent(r.Retention.Wanted)),
		Table:   table(g.title, rows, "", "known", "times known", "times asked"),
	}
}

func (s distribution) html() htmlSection {
	highest := 0
	var list []row
	var rows [][]string
	for _, bin := range s.bins {
		highest = max(highest, bin.Cards)
		list = append(list, row{name: s.name(bin), value: float64(bin.Cards), text: fmt.Sprint(bin.Cards)})
		rows = append(rows, []string{s.name(bin), fmt.Sprint(bin.Cards)})
	}
	return htmlSection{Question: s.question, Lines: []string{s.what + ":"}, Figures: []htmlFigure{{
		Rows: htmlRowsOf(s.what, float64(highest), list), Table: table(s.what, rows, "", "cards"),
	}}}
}

// htmlDays is the calendar, once for a wide window and once for a narrow one.
func (r *Report) htmlDays() htmlFigure {
	f := htmlFigure{Calendar: []htmlCalendar{r.htmlCalendar("many", 53), r.htmlCalendar("few", 24)}}
	c := r.calendar(53)
	for i, text := range blockPens.legend(c.highest) {
		_, text, _ = strings.Cut(text, " ")
		shade := 0
		if i > 0 {
			low := 0
			fmt.Sscanf(text, "%d", &low)
			shade = shadeOf(low, c.highest, 4)
		}
		f.Legend = append(f.Legend, htmlCell{Class: fmt.Sprintf("s%d", shade), Text: text})
	}
	var rows [][]string
	for _, d := range r.Days {
		if d.Day >= c.first && d.Day <= r.Day {
			rows = append(rows, []string{longDate(d.Day), fmt.Sprint(d.Answers), fmt.Sprint(d.New), spent(d.Seconds)})
		}
	}
	f.Table = table("Days on which you studied", rows, "", "answers", "new cards", "time")
	return f
}

// htmlDaily draws one column for each day.
func htmlDaily(title, unit string, values []float64, highest float64, from progress.Day) htmlFigure {
	f := htmlFigure{Columns: htmlColumnsOf(title, unit, values, highest, from)}
	var rows [][]string
	for i, v := range values {
		if v > 0 {
			rows = append(rows, []string{longDate(from + progress.Day(i)), fmt.Sprintf("%.0f", v)})
		}
	}
	f.Table = table(title, rows, "", unit)
	return f
}
