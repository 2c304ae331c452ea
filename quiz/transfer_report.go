package quiz

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kuril/deck/anki"
)

// importResult is what import --json prints.
type importResult struct {
	Questions struct {
		New     int `json:"new"`
		Changed int `json:"changed"`
		Same    int `json:"same"`
		Skipped int `json:"skipped"`
	} `json:"questions"`
	Reviews struct {
		New     int `json:"new"`
		Known   int `json:"known"`
		Skipped int `json:"skipped"`
	} `json:"reviews"`
	Media struct {
		Found   int `json:"found"`
		Missing int `json:"missing"`
	} `json:"media"`
	Warnings []string `json:"warnings"`
}

// report tells what was imported, or would be.
func (t *transfer) report() error {
	warnings := t.warnings()
	if t.o.JSON {
		var r importResult
		r.Questions.New, r.Questions.Changed, r.Questions.Same, r.Questions.Skipped =
			t.questions[isNew], t.questions[isChanged], t.questions[isSame], t.questions[isSkipped]
		r.Reviews.New, r.Reviews.Known, r.Reviews.Skipped = t.reviewsAdded, t.reviewsKnown, t.skippedRows+t.late+t.noDate
		r.Media.Found, r.Media.Missing = t.media.found, len(t.media.lost)
		r.Warnings = warnings
		return printJSON(t.Out, r)
	}
	if t.o.DryRun {
		if err := t.list(); err != nil {
			return err
		}
	}
	if err := t.say("%s: %s.", t.pack.Name, t.holds()); err != nil {
		return err
	}
	line := func(what string, parts ...string) error {
		return t.say("%-10s %s", what, strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", "))
	}
	some := func(n int, what string) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf("%d %s", n, what)
	}
	orNone := func(text string, n int) string {
		if n == 0 {
			return "nothing"
		}
		return text
	}
	q := t.questions
	if err := line("questions", orNone("", q[isNew]+q[isChanged]+q[isSame]+q[isSkipped]),
		some(q[isNew], "new"), some(q[isChanged], "changed"), some(q[isSame], "the same"), some(q[isSkipped], "skipped")); err != nil {
		return err
	}
	lost := t.skippedRows + t.late + t.noDate
	if n := t.reviewsAdded + t.reviewsKnown + lost; n > 0 {
		if err := line("answers", some(t.reviewsAdded, "new"), some(t.reviewsKnown, "known"), some(lost, "skipped")); err != nil {
			return err
		}
	}
	if n := t.media.found + len(t.media.lost); n > 0 {
		if err := line("media", some(t.media.found, "found"), some(len(t.media.lost), "missing")); err != nil {
			return err
		}
	}
	if len(t.decks) > 0 {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(t.decks)) {
			names = append(names, fmt.Sprintf("%s (%d)", name, t.decks[name]))
		}
		if len(names) > 12 {
			names = append(names[:11], fmt.Sprintf("and %d more", len(names)-11))
		}
		if err := line("decks", names...); err != nil {
			return err
		}
	}
	for _, w := range warnings {
		text := "kuril: note: " + CleanLine(w)
		if IsTerminal(t.Stderr) {
			text = strings.Join(Wrap(text, t.Term.Columns()), "\n")
		}
		fmt.Fprintln(t.Err, text)
	}
	return t.next()
}

// holds says what was found in the file.
func (t *transfer) holds() string {
	p := t.pack
	if p.Generation == ownFormat {
		return fmt.Sprintf("%s, %s, %s of the log", Count(p.Notes, "question"), Count(p.Cards, "card"), Count(p.Rows, "event"))
	}
	if p.Generation == anki.Text {
		return fmt.Sprintf("%s, with %s between columns", Count(p.Notes, "row"), p.Separator)
	}
	if text := t.holdsNotes(); text != "" {
		return text
	}
	return fmt.Sprintf("%s, %s, %s of the review log", Count(p.Notes, "note"), Count(p.Cards, "card"), Count(p.Rows, "row"))
}

// next says what to do now.
func (t *transfer) next() error {
	changed := len(t.changes) + len(t.events)
	if !t.own.nothing() {
		changed += t.own.foresee.New
	}
	switch {
	case len(t.rows) == 0 && t.own == nil:
		return t.say("There are no cards in it.")
	case t.o.DryRun && changed == 0:
		return t.say("There is nothing to import: all of it is here already.")
	case t.o.DryRun:
		return t.say("Nothing was changed. Without --dry-run it is imported.")
	case changed == 0:
		return t.say("All of it was here already; nothing was changed.")
	case t.own != nil:
		return t.say("kuril study asks what is due.")
	case t.reviewsAdded+t.otherAdded > 0:
		return t.say("kuril study asks what is due. kuril undo takes the answers back; the cards stay in %s.", t.DecksDir())
	}
	return t.say("kuril study asks them. They stand in %s.", t.DecksDir())
}

// list shows one line for every question.
func (t *transfer) list() error {
	width := 0
	if IsTerminal(t.Stdout) {
		width = t.Term.Columns()
	}
	order := []int{isNew, isChanged, isSkipped, isSame}
	slices.SortStableFunc(t.rows, func(a, b transferRow) int {
		return cmp.Compare(slices.Index(order, a.outcome), slices.Index(order, b.outcome))
	})
	for _, r := range t.rows {
		parts := []string{Pad(outcomes[r.outcome], 7)}
		for _, p := range []string{r.id, r.reason, firstLine(r.text)} {
			if p = CleanLine(p); p != "" {
				parts = append(parts, p)
			}
		}
		line := strings.Join(parts, "  ")
		switch {
		case r.deck != "" && width > 0 && width < 60:
			line = strings.Join([]string{parts[0], "[" + r.deck + "]", CleanLine(firstLine(r.text))}, "  ")
		case r.deck != "":
			line = strings.Join([]string{parts[0], r.id, "[" + r.deck + "]", CleanLine(firstLine(r.text))}, "  ")
		}
		if width > 0 {
			if head, rest := cut(line, width-1); rest != "" {
				line = head + "…"
			}
		}
		if _, err := fmt.Fprintln(t.Out, line); err != nil {
			return err
		}
	}
	return nil
}

func firstLine(s string) string {
	s, _, more := strings.Cut(s, "\n")
	if more {
		s += " …"
	}
	return s
}

// warnings says what could not be carried over as it is.
func (t *transfer) warnings() []string {
	all := []string{}
	for _, reason := range slices.Sorted(maps.Keys(t.skippedReason)) {
		all = append(all, fmt.Sprintf("%s skipped: %s", Count(t.skippedReason[reason], "card"), reason))
	}
	all = append(all, t.pack.Warnings...)
	for _, w := range []struct {
		n    int
		text string
	}{
		{t.pack.Lost, Count(t.pack.Lost, "row") + " of the review log skipped: their cards are not in the file, or were skipped"},
		{t.late, Count(t.late, "answer") + " skipped: dated after today, so one of the two clocks is wrong"},
		{t.noDate, Count(t.noDate, "row") + " of the review log skipped: they have no date"},
		{t.rebuilt, Count(t.rebuilt, "card") + " had an interval but no review log: answers that fit it were made up"},
		{t.edited, Count(t.edited, "question") + " changed in the file had been edited here too: the text of the file was taken"},
	} {
		if w.n > 0 {
			all = append(all, w.text)
		}
	}
	if n := len(t.media.lost); n > 0 {
		names := t.media.lost
		text := strings.Join(names[:min(3, n)], ", ")
		if n > 3 {
			text += ", …"
		}
		all = append(all, fmt.Sprintf("%s missing in the file: %s", Count(n, "media file"), text))
	}
	return all
}
