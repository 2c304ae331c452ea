package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"kuril/deck"
	"kuril/progress"
	"kuril/quiz"
)

// pupil studies with the real program, through a pipe, day by day, and knows
// the answers of a bank. What a pupil would notice is held in every run: that
// nothing complains, that no control sign is sent, that counts agree.
type pupil struct {
	t     *testing.T
	home  string
	cards map[string]deck.Card
	// knows says whether a card is remembered when it is asked; again where it
	// was missed earlier that day.
	knows func(id string, again bool) bool
	// says returns what is typed instead of the answer that stands in the bank.
	says map[string]string
}

func newPupil(t *testing.T) *pupil {
	t.Helper()
	p := &pupil{t: t, home: t.TempDir(), cards: map[string]deck.Card{}, says: map[string]string{}}
	p.learn(filepath.Join("questions.toml"))
	return p
}

// learn reads the answers of a bank.
func (p *pupil) learn(file string) {
	p.t.Helper()
	bank, problems, err := deck.LoadFiles([]string{file})
	if err != nil {
		p.t.Fatal(err)
	}
	for _, problem := range problems {
		if problem.Severity == deck.Error {
			p.t.Fatal(problem)
		}
	}
	for _, c := range bank.Cards() {
		p.cards[c.ID] = c
	}
}

// data is the folder in which the program keeps what it is told.
func (p *pupil) data() string { return filepath.Join(p.home, ".local", "share", "kuril") }

func (p *pupil) command(at time.Time, args ...string) *exec.Cmd {
	c := exec.Command("kuril", args...)
	c.Env = append(os.Environ(), "TZ=UTC", "HOME="+p.home, "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "XDG_CACHE_HOME=",
		"TERM=xterm-256color", "KURIL_NOW="+at.Format(time.RFC3339))
	return c
}

// run returns what a command prints.
func (p *pupil) run(at time.Time, args ...string) string {
	p.t.Helper()
	c := p.command(at, args...)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil || complaint.Len() > 0 {
		p.t.Fatalf("%s: kuril %s: %v\n%s", at.Format(time.DateOnly), strings.Join(args, " "), err, complaint.Bytes())
	}
	p.isPlain(string(out))
	return string(out)
}

func (p *pupil) isPlain(text string) {
	p.t.Helper()
	if i := strings.IndexFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); i >= 0 {
		p.t.Errorf("a control sign is sent: %q", text[max(0, i-40):min(len(text), i+40)])
	}
}

// day is what a study day holds.
type day struct{ open, due, fresh, heldNew, heldDue, siblings int }

func (d day) total() int { return d.open + d.due + d.fresh }

var (
	glanceRow = regexp.MustCompile(`(?m)^ *(\d+)  (due|new|still open from today|days? in a row)`)
	dueLine   = regexp.MustCompile(`^(\d+) due(?:, (\d+) still open from today)?, (\d+) new, `)
	firstLine = regexp.MustCompile(`^(\d+) cards?: (?:(\d+) due)?(?:, )?(?:(\d+) still open from today)?(?:, )?(?:(\d+) new)?; about `)
)

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// today asks the program in four ways what there is to do, which must agree.
func (p *pupil) today(at time.Time) (d day, streak int) {
	p.t.Helper()
	var shown struct {
		Due      int
		Learning int
		New      int
		Held     struct{ New, Due, Siblings int } `json:"held_back"`
	}
	if err := json.Unmarshal([]byte(p.run(at, "due", "--json")), &shown); err != nil {
		p.t.Fatal(err)
	}
	d = day{shown.Learning, shown.Due, shown.New, shown.Held.New, shown.Held.Due, shown.Held.Siblings}
	glance := p.run(at)
	rows := map[string]int{}
	for _, row := range glanceRow.FindAllStringSubmatch(glance, -1) {
		rows[row[2]] = number(row[1])
	}
	if rows["due"] != d.due || rows["new"] != d.fresh || rows["still open from today"] != d.open {
		p.t.Errorf("due --json counts %+v, and this stands at a glance:\n%s", d, glance)
	}
	line := p.run(at, "due")
	if found := dueLine.FindStringSubmatch(line); found == nil || number(found[1]) != d.due || number(found[2]) != d.open || number(found[3]) != d.fresh {
		p.t.Errorf("due --json counts %+v, due says %q", d, line)
	}
	short := ""
	if d.due+d.open > 0 {
		short = fmt.Sprintf("%d due", d.due+d.open)
		if d.fresh > 0 {
			short += fmt.Sprintf(", %d new", d.fresh)
		}
		short += "\n"
	}
	if got := p.run(at, "due", "--short"); got != short {
		p.t.Errorf("due --short says %q, want %q", got, short)
	}
	for _, text := range []string{glance, line} {
		p.tellsHeld(text, d)
	}
	return d, rows["day in a row"] + rows["days in a row"]
}

// tellsHeld holds that what waits for another day is said.
func (p *pupil) tellsHeld(text string, d day) {
	p.t.Helper()
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{d.heldNew, "new"}, {d.heldDue, "due"}, {d.siblings, "related to another card of today"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	if held := "Held back: " + strings.Join(parts, ", ") + ".\n"; len(parts) > 0 && !strings.Contains(text, held) {
		p.t.Errorf("%q is not said:\n%s", held, text)
	}
}

// sitting is one session as it went.
type sitting struct {
	text     string
	asked    []string          // in order, each time
	fresh    []string          // those that were new
	verdicts map[string]string // the first line after the answer
	missed   int               // answers rated 1
}

func (s sitting) distinct() int {
	seen := map[string]bool{}
	for _, id := range s.asked {
		seen[id] = true
	}
	return len(seen)
}

var (
	header = regexp.MustCompile(`^\d+/\d+  (\S+)(?:  \[[^\]]*\])?((?: (?:new|again|marked))*)$`)
	option = regexp.MustCompile(`^  (\d+)\) (.*)$`)
)

// study sits through a session, or stops after so many answers where that is
// not 0, at once where it is negative.
func (p *pupil) study(at time.Time, stopAfter int, args ...string) sitting {
	p.t.Helper()
	c := p.command(at, append([]string{"study"}, args...)...)
	var complaint bytes.Buffer
	c.Stderr = &complaint
	in, err := c.StdinPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		p.t.Fatal(err)
	}
	s := sitting{verdicts: map[string]string{}}
	var text strings.Builder
	card, last, isNew, again, known := "", "", false, false, false
	options := map[string]string{}
	judged := false
	reply := func(said string) { fmt.Fprintln(in, said) }
	each := func(line string) {
		last = line
		switch found := header.FindStringSubmatch(line); {
		case found != nil:
			card, again = found[1], strings.Contains(found[2], "again")
			clear(options)
			judged = false
			isNew = strings.Contains(found[2], "new")
		case option.MatchString(line) && !judged:
			o := option.FindStringSubmatch(line)
			options[o[2]] = o[1]
		case regexp.MustCompile(`^(RIGHT|ALMOST|PARTLY|WRONG|A): `).MatchString(line):
			judged = true
			if s.verdicts[card] == "" {
				s.verdicts[card] = line
			}
		}
	}
	prompted := func() {
		switch {
		case strings.HasPrefix(last, "Rate "):
			if !known {
				s.missed++
			}
			if known {
				reply("3")
			} else {
				reply("1")
			}
		case judged || strings.HasPrefix(last, "What you can do") || strings.HasPrefix(last, "u takes back"):
			reply("")
		case strings.HasPrefix(last, "Enter again"):
			reply("")
		case strings.HasPrefix(last, "Type "): // the menu when nothing is due
			reply("q")
		case stopAfter < 0, stopAfter > 0 && len(s.asked) == stopAfter:
			reply(":q")
		default:
			s.asked = append(s.asked, card)
			if isNew {
				s.fresh = append(s.fresh, card)
			}
			if known = p.knows(card, again); known {
				reply(p.answer(card, options))
			} else {
				reply("")
			}
		}
	}
	r, line := bufio.NewReader(out), ""
	for {
		b, err := r.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			p.t.Fatal(err)
		}
		text.WriteByte(b)
		switch line += string([]byte{b}); {
		case b == '\n':
			if !strings.HasPrefix(line, "> ") {
				each(strings.TrimSuffix(line, "\n"))
			}
			line = ""
		case line == "> ":
			prompted()
		}
	}
	s.text = text.String()
	if err := c.Wait(); err != nil || complaint.Len() > 0 {
		p.t.Fatalf("%s: %v\n%s\n%s", at.Format(time.DateOnly), err, complaint.Bytes(), s.text)
	}
	p.isPlain(s.text)
	return s
}

// answer is what the pupil types.
func (p *pupil) answer(id string, options map[string]string) string {
	c, ok := p.cards[id]
	if !ok {
		p.t.Fatalf("no such card: %s", id)
	}
	if said, ok := p.says[id]; ok {
		return said
	}
	switch answers := c.Answers(); c.Question.Kind {
	case deck.Recall:
		return ""
	case deck.Choice, deck.Select:
		var numbers []string
		for _, a := range answers {
			numbers = append(numbers, options[a])
		}
		return strings.Join(numbers, " ")
	case deck.List:
		var names []string
		for _, item := range answers {
			names = append(names, deck.Names(item)[0])
		}
		return strings.Join(names, "; ")
	case deck.Order:
		var numbers []string
		for _, item := range answers {
			numbers = append(numbers, options[deck.Names(item)[0]])
		}
		return strings.Join(numbers, " ")
	default:
		return answers[0]
	}
}

// whole sits through a whole session and holds that it is what was announced:
// kuril, due, the first line and the cards that are asked say the same; no card
// comes back after it was known; related cards are not new on one day; what was
// known is judged right.
func (p *pupil) whole(at time.Time, args ...string) (day, sitting) {
	p.t.Helper()
	d, _ := p.today(at)
	s := p.study(at, 0, args...)
	p.announced(d, s)
	date := at.Format(time.DateOnly)
	if s.distinct() != d.total() || len(s.fresh) != d.fresh {
		p.t.Errorf("%s: announced were %+v, and %d cards were asked, %d of them new:\n%s", date, d, s.distinct(), len(s.fresh), s.text)
	}
	if len(s.asked) != s.distinct()+s.missed {
		p.t.Errorf("%s: %d answers to %d cards, of which %d were missed", date, len(s.asked), s.distinct(), s.missed)
	}
	group := map[string]string{}
	for _, id := range s.fresh {
		g := p.cards[id].Question.Siblings()
		if other, met := group[g]; met {
			p.t.Errorf("%s: %s and %s are new on one day and related", date, id, other)
		}
		group[g] = id
	}
	if n := fmt.Sprintf("Done: %d answers", len(s.asked)); len(s.asked) > 1 && !strings.Contains(s.text, n) {
		p.t.Errorf("%s: the summary does not say %q:\n%s", date, n, s.text)
	}
	return d, s
}

// announced holds that the first line of a session says what the counts do.
func (p *pupil) announced(d day, s sitting) {
	p.t.Helper()
	first, _, _ := strings.Cut(s.text, "\n")
	if d.total() == 0 {
		if !strings.HasPrefix(first, "Nothing is due now.") {
			p.t.Errorf("nothing is due, and the session begins with %q", first)
		}
		return
	}
	found := firstLine.FindStringSubmatch(first)
	if found == nil || number(found[1]) != d.total() || number(found[2]) != d.due || number(found[3]) != d.open || number(found[4]) != d.fresh {
		p.t.Errorf("due --json counts %+v, the session begins with %q", d, first)
	}
	p.tellsHeld(s.text, d)
}

// replays holds that the log alone, as it is printed, gives the states that the
// program goes by.
func (p *pupil) replays(at time.Time) {
	p.t.Helper()
	var events []progress.Event
	for dec := json.NewDecoder(strings.NewReader(p.run(at, "log", "--json"))); dec.More(); {
		var e progress.Event
		if err := dec.Decode(&e); err != nil {
			p.t.Fatal(err)
		}
		events = append(events, e)
	}
	s, err := progress.Open(p.t.Context(), filepath.Join(p.data(), "progress.db"), progress.Options{})
	if err != nil {
		p.t.Fatal(err)
	}
	defer s.Close()
	states, err := s.States(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	replayed := progress.Replay(events, nil)
	if len(events) == 0 || len(states) != len(replayed) {
		p.t.Errorf("%d events give %d states, the program goes by %d", len(events), len(replayed), len(states))
	}
	for id, want := range states {
		if got := replayed[id]; !reflect.DeepEqual(got, want) {
			p.t.Errorf("%s: the log gives %+v, the program goes by %+v", id, got, want)
		}
	}
}

var paint = regexp.MustCompile("\x1b\\[[0-9;?]*[a-zA-Z]")

// fits holds that no line of what a command shows in a window is wider than it,
// but for addresses and paths, which can only be copied whole.
func (p *pupil) fits(at time.Time, columns int, dialogue string, args ...string) {
	p.t.Helper()
	dir := p.t.TempDir()
	talk, raw := filepath.Join(dir, "talk"), filepath.Join(dir, "raw")
	if err := os.WriteFile(talk, []byte(dialogue), 0o600); err != nil {
		p.t.Fatal(err)
	}
	c := p.command(at)
	c.Args = append([]string{"pty", "-size", fmt.Sprintf("%dx20", columns), "-raw", raw, talk, "--", "kuril"}, args...)
	path, err := exec.LookPath("pty")
	if err != nil {
		p.t.Fatal(err)
	}
	c.Path = path
	if out, err := c.CombinedOutput(); err != nil {
		p.t.Fatalf("kuril %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	shown, err := os.ReadFile(raw)
	if err != nil {
		p.t.Fatal(err)
	}
	lines := strings.FieldsFunc(paint.ReplaceAllString(string(shown), ""), func(r rune) bool { return r == '\n' || r == '\r' })
	if len(lines) == 0 {
		p.t.Errorf("kuril %s shows nothing", strings.Join(args, " "))
	}
	for _, line := range lines {
		path := strings.Contains(line, "/") && len(strings.Fields(line)) == 1
		if quiz.Width(strings.TrimRight(line, " ")) > columns && !path && !strings.Contains(line, "://") {
			p.t.Errorf("kuril %s at %d columns: %q", strings.Join(args, " "), columns, line)
		}
	}
}
