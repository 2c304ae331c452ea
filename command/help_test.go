package command

import (
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

// Every term that help explains is one that a filter understands.
func TestFilterTerms(t *testing.T) {
	terms := 0
	for _, group := range filterTerms {
		for _, term := range group.terms {
			terms++
			if _, err := quiz.ParseQuery(term[0]); err != nil {
				t.Errorf("%s: ParseQuery(%q): %v", group.title, term[0], err)
			}
		}
	}
	if terms == 0 {
		t.Error("no term is explained")
	}
}

// What a flag means reads as a sentence: the name of its value stands in it or
// not at all, and never dangles at its end.
func TestFlagTexts(t *testing.T) {
	p := &program{}
	app := p.app()
	flags := app.Flags
	for _, c := range app.Commands {
		flags = append(flags, c.Flags...)
	}
	for _, f := range flags {
		var b strings.Builder
		flagHelp(&b, []cli.Flag{f}, helpWidth)
		text := strings.TrimSpace(b.String())
		for _, bad := range []string{": TEXT", ": N\n", "`"} {
			if strings.Contains(text+"\n", bad) {
				t.Errorf("the help of --%s is %q, with %q in it", f.Names()[0], text, bad)
			}
		}
	}
}
