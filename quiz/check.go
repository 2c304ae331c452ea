package quiz

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"kuril/deck"
)

// CheckOptions say what Check looks at and how it tells.
type CheckOptions struct {
	Files []string // none: the built-in bank and the learner's own decks
	JSON  bool
	Fix   bool // write missing ids and gap numbers out
}

// builtinFile is the name of the built-in bank in messages.
const builtinFile = "questions.toml"

// checked is one problem as check --json writes it.
type checked struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

// Check prints what is wrong with banks, and fails when an error is among it.
// The desk needs no bank and no log for it.
func Check(d *Desk, o CheckOptions) error {
	files := once(o.Files)
	var questions []*deck.Question
	var problems []deck.Problem
	if len(o.Files) == 0 {
		files, problems = deck.Files(d.DecksDir())
		shipped, found := deck.Parse(builtinFile, d.Builtin)
		questions, problems = shipped, append(problems, found...)
		for _, q := range questions {
			q.Deck = deck.Builtin
		}
	}
	if o.Fix {
		if err := d.fix(files, questions); err != nil {
			return err
		}
	}
	for _, file := range files {
		qs, found, err := deck.ReadFile(file)
		problems = append(problems, found...)
		if err != nil {
			p := deck.Problem{File: file, Rule: "unreadable", Severity: deck.Error, Message: strings.TrimPrefix(err.Error(), file+": ")}
			var unread *deck.FileError
			if errors.As(err, &unread) {
				p.Message, p.Hint = unread.Message, unread.Hint
			}
			problems = append(problems, p)
			continue
		}
		questions = append(questions, qs...)
	}
	problems = append(problems, together(questions, problems)...)
	return d.tellChecked(problems, len(questions), len(files), o.JSON)
}

// once names each file one time: a bank checked against itself would hold
// every id twice.
func once(files []string) []string {
	var all []string
	seen := make(map[string]bool)
	for _, f := range files {
		if name := filepath.Clean(f); !seen[name] {
			seen[name] = true
			all = append(all, f)
		}
	}
	return all
}

// together checks the questions of several files against each other. What is
// known of one file is not said again, and an own question may replace a
// built-in one.
func together(questions []*deck.Question, known []deck.Problem) []deck.Problem {
	own := make(map[string]bool)
	for _, q := range questions {
		if q.Deck != deck.Builtin {
			own[q.ID] = true
		}
	}
	var all []*deck.Question
	for _, q := range questions {
		if q.Deck != deck.Builtin || !own[q.ID] {
			all = append(all, q)
		}
	}
	type place struct {
		file, rule string
		line       int
	}
	said := make(map[place]bool)
	for _, p := range known {
		said[place{p.File, p.Rule, p.Line}] = true
	}
	var fresh []deck.Problem
	for _, p := range deck.Check(all) {
		at := place{p.File, p.Rule, p.Line}
		if !said[at] {
			said[at] = true
			fresh = append(fresh, p)
		}
	}
	return fresh
}

func (d *Desk) tellChecked(problems []deck.Problem, questions, files int, asJSON bool) error {
	errorsFound := 0
	rows := []checked{}
	for _, p := range problems {
		if p.Severity == deck.Error {
			errorsFound++
		}
		rows = append(rows, checked{p.File, p.Line, p.Col, p.Rule, string(p.Severity), p.Message, p.Hint})
	}
	if asJSON {
		if err := printJSON(d.Out, rows); err != nil {
			return err
		}
	} else {
		for _, p := range problems {
			text := CleanLine(p.Error())
			if p.Hint != "" {
				text += " (" + CleanLine(p.Hint) + ")"
			}
			if p.Severity == deck.Warning {
				text += " [warning]"
			}
			if _, err := fmt.Fprintln(d.Out, text); err != nil {
				return err
			}
		}
		if len(problems) > 0 { // what is sound needs no words
			fmt.Fprintf(d.Err, "%s, %s, %s.\n", Count(questions, "question"),
				Count(errorsFound, "error"), Count(len(problems)-errorsFound, "warning"))
		}
	}
	if errorsFound > 0 {
		return ErrSaid
	}
	return nil
}

// fix writes missing ids and gap numbers into files.
func (d *Desk) fix(files []string, others []*deck.Question) error {
	used := make(map[string]bool)
	for _, q := range others {
		used[q.ID] = true
	}
	for _, file := range files {
		qs, _, _ := deck.ReadFile(file)
		for _, q := range qs {
			used[q.ID] = true
		}
	}
	for _, file := range files {
		text, err := deck.ReadText(file)
		if err != nil {
			continue // the check says why
		}
		fixed, err := deck.FixIDs(file, text, func(id string) bool { return used[id] }, ending)
		if err != nil || string(fixed) == string(text) {
			continue // what cannot be read cannot be fixed; the check says why
		}
		if err := deck.WriteFile(file, fixed, 0o600); err != nil {
			return err
		}
		qs, _ := deck.Parse(file, fixed)
		for _, q := range qs {
			used[q.ID] = true
		}
		fmt.Fprintf(d.Err, "Fixed %s.\n", file)
	}
	return nil
}
