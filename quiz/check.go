package quiz

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/deck/lint"
)

// CheckOptions say what Check looks at and how it tells.
type CheckOptions struct {
	Files   []string // none: the built-in bank and the learner's own decks
	JSON    bool
	SARIF   bool
	Fix     bool // mend what is mechanical
	DryRun  bool // show what Fix would change, and change nothing
	FromLog bool // look at the answers too
	lint.Choose
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

// checking is one run of Check.
type checking struct {
	o        CheckOptions
	sources  []*deck.Source
	problems []deck.Problem
	order    map[string]int // of files
}

// Check prints what is wrong with banks, and fails when an error is among it.
// The desk needs no bank for it, and a log only to learn from.
func Check(ctx context.Context, d *Desk, o CheckOptions) error {
	if err := o.known(); err != nil {
		return err
	}
	k := &checking{o: o, order: map[string]int{}}
	files := once(o.Files)
	if len(o.Files) == 0 {
		files, k.problems = deck.Files(d.DecksDir())
		k.add(deck.ReadSource(builtinFile, d.Builtin))
		for _, q := range k.sources[0].Questions {
			q.Deck = deck.Builtin
		}
	}
	if o.Fix {
		if err := d.mend(files, k.sources, o); err != nil || o.DryRun {
			return err
		}
	}
	for _, file := range files {
		k.order[file] = len(k.order)
		text, err := deck.ReadText(file)
		if err != nil {
			k.problems = append(k.problems, unread(file, err))
			continue
		}
		k.add(deck.ReadSource(file, text))
	}
	var questions []*deck.Question
	for _, s := range k.sources {
		questions = append(questions, s.Questions...)
	}
	k.problems = append(k.problems, together(questions, k.problems)...)
	k.problems = slices.DeleteFunc(k.problems, func(p deck.Problem) bool { return !o.Wants(p.Rule, p.Severity) })
	found := lint.Check(k.sources, o.Choose, replaced(questions))
	if o.FromLog {
		worn, err := d.worn(ctx, k.sources, o.Choose)
		if err != nil {
			return err
		}
		found = append(found, worn...)
	}
	found, more := lint.Few(found)
	for _, f := range found {
		k.problems = append(k.problems, f.Problem)
	}
	k.sort()
	for _, r := range lint.Rules() {
		if n := more[r.ID]; n > 0 {
			k.problems = append(k.problems, deck.Problem{File: k.sources[0].File(), Rule: r.ID, Severity: r.Severity,
				Message: fmt.Sprintf("and %d more", n), Hint: "see them alone with --rule " + r.ID})
		}
	}
	return d.tellChecked(k.problems, len(questions), o)
}

// known refuses rules that do not exist, and flags that do not go together.
func (o CheckOptions) known() error {
	for _, list := range []struct {
		flag  string
		rules []string
	}{{"--rule", o.Only}, {"--ignore", o.Ignore}} {
		for _, id := range list.rules {
			if err := knownRule(id, list.flag); err != nil {
				return err
			}
		}
	}
	switch {
	case o.DryRun && !o.Fix:
		return Misuse("--dry-run shows what --fix would change").Hint("type both: kuril check --fix --dry-run")
	case o.JSON && o.SARIF:
		return Misuse("--json and --sarif are two shapes of one answer").Hint("choose one of them")
	case o.DryRun && (o.JSON || o.SARIF):
		return Misuse("--dry-run shows changes, which have no other shape").Hint("leave --json and --sarif out")
	}
	for _, id := range o.Only {
		if r, _ := lint.ByID(id); r.Log && !o.FromLog {
			return Misuse("the rule %s looks at answers", id).Hint("add --from-log")
		}
	}
	return nil
}

func knownRule(id, flag string) error {
	if _, ok := lint.ByID(id); ok {
		return nil
	}
	var ids []string
	for _, r := range lint.Rules() {
		ids = append(ids, r.ID)
	}
	e := Misuse("there is no rule %q (%s)", id, flag)
	if near := Nearest(id, ids); near != "" {
		return e.Hint("did you mean %s?", near)
	}
	return e.Hint("kuril check --rules lists them")
}

func (k *checking) add(s *deck.Source) {
	k.order[s.File()] = len(k.order)
	k.sources = append(k.sources, s)
	k.problems = append(k.problems, s.Problems...)
}

// sort puts problems in the order of files, lines and columns.
func (k *checking) sort() {
	slices.SortStableFunc(k.problems, func(a, b deck.Problem) int {
		return cmp.Or(cmp.Compare(k.order[a.File], k.order[b.File]), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
}

func unread(file string, err error) deck.Problem {
	p := deck.Problem{File: file, Rule: "unreadable", Severity: deck.Error, Message: strings.TrimPrefix(err.Error(), file+": ")}
	var unread *deck.FileError
	if errors.As(err, &unread) {
		p.Message, p.Hint = unread.Message, unread.Hint
	}
	return p
}

// replaced tells which built-in questions an own one stands in for.
func replaced(questions []*deck.Question) func(*deck.Question) bool {
	own := make(map[string]bool)
	for _, q := range questions {
		if q.Deck != deck.Builtin {
			own[q.ID] = true
		}
	}
	return func(q *deck.Question) bool { return q.Deck == deck.Builtin && own[q.ID] }
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
	gone := replaced(questions)
	var all []*deck.Question
	for _, q := range questions {
		if !gone(q) {
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
