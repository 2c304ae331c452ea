package quiz

import (
	"fmt"
	"strings"

	"kuril/deck"
	"kuril/deck/lint"
)

// tellChecked prints problems as they are wanted.
func (d *Desk) tellChecked(problems []deck.Problem, questions int, o CheckOptions) error {
	count := map[deck.Severity]int{}
	rows := []checked{}
	for _, p := range problems {
		count[p.Severity]++
		rows = append(rows, checked{p.File, p.Line, p.Col, p.Rule, string(p.Severity), p.Message, p.Hint})
	}
	var err error
	switch {
	case o.SARIF:
		err = printJSON(d.Out, sarifOf(problems))
	case o.JSON:
		err = printJSON(d.Out, rows)
	default:
		for _, p := range problems {
			if _, err := fmt.Fprintln(d.Out, problemLine(p)); err != nil {
				return err
			}
		}
		if len(problems) > 0 { // what is sound needs no words
			said := []string{Count(questions, "question"), Count(count[deck.Error], "error"), Count(count[deck.Warning], "warning")}
			if n := count[deck.Advice]; n > 0 {
				said = append(said, fmt.Sprintf("%d of advice", n))
			}
			fmt.Fprintln(d.Err, strings.Join(said, ", ")+".")
			d.explainOne(problems)
		}
	}
	if err == nil && count[deck.Error] > 0 {
		return ErrSaid
	}
	return err
}

// problemLine is a problem on one line, whatever its texts hold.
func problemLine(p deck.Problem) string {
	text := CleanLine(p.Error())
	if p.Hint != "" {
		text += " (" + CleanLine(p.Hint) + ")"
	}
	if p.Severity != deck.Error {
		text += " [" + string(p.Severity) + "]"
	}
	return text
}

// explainOne says where to read on, with a rule that was broken.
func (d *Desk) explainOne(problems []deck.Problem) {
	for _, p := range problems {
		if p.Severity == deck.Warning {
			fmt.Fprintf(d.Err, "Why, and with an example: kuril check --about %s\n", p.Rule)
			return
		}
	}
}

// CheckRules lists all rules.
func CheckRules(d *Desk, asJSON bool) error {
	if asJSON {
		type row struct {
			ID       string `json:"id"`
			Severity string `json:"severity"`
			What     string `json:"what"`
			Reason   string `json:"reason"`
			Language string `json:"language"`
			Bad      string `json:"bad"`
			Good     string `json:"good"`
			Fix      string `json:"fix"`
		}
		rows := []row{}
		for _, r := range lint.Rules() {
			rows = append(rows, row{r.ID, string(r.Severity), r.What, r.Reason, r.Language, r.Bad, r.Good, r.Fix})
		}
		return printJSON(d.Out, rows)
	}
	wide := 0
	for _, r := range lint.Rules() {
		wide = max(wide, len(r.ID))
	}
	heading := map[deck.Severity]string{
		deck.Error:   "Errors: the bank cannot be used",
		deck.Warning: "Warnings: the question will disappoint",
		deck.Advice:  "Advice: told with --strict, or with --rule",
	}
	var b strings.Builder
	for _, severity := range []deck.Severity{deck.Error, deck.Warning, deck.Advice} {
		fmt.Fprintf(&b, "%s\n", heading[severity])
		for _, r := range lint.Rules() {
			if r.Severity != severity {
				continue
			}
			what := strings.ReplaceAll(r.What, "`", "")
			for i, line := range Wrap(what, max(d.Term.Columns()-wide-4, 24)) {
				id := ""
				if i == 0 {
					id = r.ID
				}
				fmt.Fprintf(&b, "  %-*s  %s\n", wide, id, line)
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString("kuril check --about RULE tells why, with an example.\n")
	_, err := d.Out.Write([]byte(b.String()))
	return err
}

// CheckExplain tells everything about one rule.
func CheckExplain(d *Desk, id string) error {
	if err := knownRule(id, "--about"); err != nil {
		return err
	}
	r, _ := lint.ByID(id)
	var b strings.Builder
	line := func(label, text string) {
		for i, l := range Wrap(strings.ReplaceAll(text, "`", ""), max(d.Term.Columns()-11, 24)) {
			if i > 0 {
				label = ""
			}
			fmt.Fprintf(&b, "%-10s %s\n", label, l)
		}
	}
	line("rule", r.ID)
	line("severity", string(r.Severity))
	line("finds", r.What)
	line("why", r.Reason)
	line("languages", r.Language)
	if r.Fix != "" {
		line("--fix", r.Fix)
	}
	for _, example := range []struct{ label, text string }{{"not so:", r.Bad}, {"but so:", r.Good}} {
		fmt.Fprintf(&b, "\n%s\n", example.label)
		for l := range strings.SplitSeq(strings.TrimRight(example.text, "\n"), "\n") {
			fmt.Fprintln(&b, strings.TrimRight("    "+l, " "))
		}
	}
	if r.Severity != deck.Error && !r.Log && !strings.HasSuffix(r.ID, "-exception") {
		fmt.Fprintf(&b, "\nWhere it is meant so, above the question:\n    # check: ignore %s: the reason\n", r.ID)
	}
	_, err := d.Out.Write([]byte(b.String()))
	return err
}
