package quiz

import (
	"bufio"
	"context"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// dialogue is a session in plain mode, held through two pipes.
type dialogue struct {
	t    *testing.T
	in   *os.File
	out  *bufio.Reader
	done chan error
	said strings.Builder
	stop chan struct{} // closed by ^C
}

// deskAt opens a desk in a folder, at a stopped clock.
func deskAt(t *testing.T, dir, bank string, now time.Time) *Desk {
	t.Helper()
	file := filepath.Join(dir, "bank.toml")
	if err := os.WriteFile(file, []byte(bank), 0o600); err != nil {
		t.Fatal(err)
	}
	b, problems, err := deck.LoadFiles([]string{file})
	if err != nil {
		t.Fatal(err, problems)
	}
	d := &Desk{
		Bank: b, BankFiles: []string{file}, DataDir: filepath.Join(dir, "data"),
		Calendar: progress.Calendar{Zone: time.UTC, Rollover: 4}, Settings: DefaultSettings,
		Now:  func() time.Time { return now },
		Rand: rand.New(rand.NewPCG(1, 1)),
	}
	if err := d.Write(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// talkTo starts a session in which every card of the bank may be new.
func talkTo(t *testing.T, d *Desk) *dialogue {
	t.Helper()
	return talkIn(t, d, func() error {
		return Study(context.Background(), d, SessionOptions{New: Unset, Limit: Unset, Order: BankOrder})
	})
}

// talkIn starts any conversation.
func talkIn(t *testing.T, d *Desk, f func() error) *dialogue {
	t.Helper()
	inR, inW, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	outR, outW, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	g := &dialogue{t: t, in: inW, out: bufio.NewReader(outR), done: make(chan error, 1), stop: make(chan struct{})}
	d.Term = NewTerm(TermOptions{In: inR, Out: outW, Done: g.stop})
	d.Out = outW
	go func() {
		err := f()
		outW.Close()
		g.done <- err
	}()
	return g
}

// hear reads until a line begins with text and returns that line.
func (g *dialogue) hear(text string) string {
	g.t.Helper()
	for {
		line, err := g.out.ReadString('\n')
		g.said.WriteString(line)
		if line = strings.TrimPrefix(strings.TrimRight(line, "\n"), "> "); strings.HasPrefix(line, text) {
			return line
		}
		if err != nil {
			g.t.Fatalf("never heard %q, but\n%s", text, g.said.String())
		}
	}
}

func (g *dialogue) say(lines ...string) {
	g.t.Helper()
	for _, line := range lines {
		if _, err := io.WriteString(g.in, line+"\n"); err != nil {
			g.t.Fatal(err)
		}
	}
}

// interrupt is ^C.
func (g *dialogue) interrupt() { close(g.stop) }

// end closes the input, waits for the session and returns the rest of it.
func (g *dialogue) end() string {
	g.t.Helper()
	g.in.Close()
	rest, err := io.ReadAll(g.out)
	if err != nil {
		g.t.Fatal(err)
	}
	g.said.Write(rest)
	if err := <-g.done; err != nil && !errors.Is(err, ErrInterrupted) {
		g.t.Fatalf("the session: %v", err)
	}
	return string(rest)
}

const capitals = `
[[question]]
id = "de"
kind = "typed"
prompt = "Capital of Germany?"
answers = ["Berlin"]

[[question]]
id = "fr"
kind = "typed"
prompt = "Capital of France?"
answers = ["Paris"]
`

var noon = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)

// Two terminals show the same card. The first to rate it counts for the
// schedule; the other is practice, and the card's memory is not moved twice.
func TestStudyInTwoTerminals(t *testing.T) {
	dir := t.TempDir()
	d := deskAt(t, dir, capitals, noon)
	other := deskAt(t, dir, capitals, noon.Add(time.Minute))

	one := talkTo(t, d)
	one.hear("Q: Capital of Germany?")
	one.say("Berlin")
	one.hear("Rate ")
	query, err := ParseQuery("kind:typed id:de OR id:fr")
	if err != nil {
		t.Fatal(err)
	}
	two := talkIn(t, other, func() error { // named, and so asked also where another asks it
		return Study(context.Background(), other, SessionOptions{Query: query, New: Unset, Limit: Unset, Order: BankOrder})
	})
	two.hear("Q: Capital of France?")
	two.say("Paris", "")
	two.hear("Next in ")
	two.hear("Q: Capital of Germany?")
	two.say("Berlin", "")
	two.hear("Next in ")
	one.say("")
	one.hear("Another terminal answered this card meanwhile")
	if rest := one.end(); strings.Contains(rest, "Capital of France?") {
		t.Errorf("a card answered in the other terminal is asked again:\n%s", rest)
	}
	two.end()

	states, err := d.Store.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if got := states["de"].Reviews; got != 1 {
		t.Errorf("the card has %d reviews, want 1", got)
	}
	history, err := d.Store.History(context.Background(), "de")
	if err != nil {
		t.Fatal(err)
	}
	if len(history) != 2 || history[1].Kind != progress.Practised && history[0].Kind != progress.Practised {
		t.Errorf("the log holds %+v, want one review and one practice", history)
	}
}

// Undo goes back over several answers and restores what is remembered exactly.
func TestStudyUndoesSeveralAnswers(t *testing.T) {
	d := deskAt(t, t.TempDir(), capitals, noon)
	g := talkTo(t, d)
	g.hear("Q: Capital of Germany?")
	g.say("Bonn", "")
	g.hear("Again today.")
	g.hear("Q: Capital of France?")
	g.say("Paris", "4")
	g.hear("Next in ")
	g.hear("Q: Capital of Germany?")
	g.say(":u")
	g.hear("Taken back (easy): Capital of France?")
	g.hear("Q: Capital of France?")
	g.say(":u")
	g.hear("Taken back (again): Capital of Germany?")
	if header := g.hear("1/2"); !strings.HasSuffix(header, "new") {
		t.Errorf("after undo the header is %q, want the card new again", header)
	}
	g.say(":u")
	g.hear("Nothing to take back")
	g.end()
	states, err := d.Store.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for id, s := range states {
		if !s.New() || s.Due != 0 || s.Memory != (fsrs.Memory{}) {
			t.Errorf("%s is %+v after everything was taken back, want a new card", id, s)
		}
	}
}

// The last answer of a session can be taken back on its summary.
func TestStudyUndoesOnTheSummary(t *testing.T) {
	d := deskAt(t, t.TempDir(), capitals, noon)
	g := talkTo(t, d)
	g.say("Berlin", "", "Paris", "1")
	g.hear("Again today.")
	g.say("Paris", "")
	g.hear("Done: 3 answers, 2 right, 1 wrong.")
	g.say("u")
	g.hear("Taken back (good): Capital of France?")
	g.hear("3/3")
	g.say("Paris", "4")
	g.hear("Next in ")
	g.hear("Done: 3 answers, 2 right, 1 wrong.")
	g.end()
}

func TestStudyOffersRatings(t *testing.T) {
	const bank = `
[[question]]
id = "list"
kind = "list"
prompt = "Three?"
items = ["alpha", "beta", "gamma"]
hint = "They are Greek."
`
	for _, tt := range []struct {
		name    string
		ratings int
		typed   []string
		want    string
	}{
		{"right is good", 4, []string{"alpha, beta, gamma"}, "Enter = 3"},
		{"two thirds are hard", 4, []string{"alpha, beta"}, "Enter = 2"},
		{"one third is again", 4, []string{"alpha"}, "Enter = 1"},
		{"a hint costs the good", 4, []string{":h", "alpha, beta, gamma"}, "Enter = 2"},
		{"giving up is again", 4, []string{"", ""}, "Enter = 1"},
		{"two ratings have no hard", 2, []string{"alpha, beta"}, "Enter = 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := deskAt(t, t.TempDir(), bank, noon)
			d.Settings.Ratings = tt.ratings
			g := talkTo(t, d)
			g.say(tt.typed...)
			if line := g.hear("Rate "); !strings.HasSuffix(line, tt.want) {
				t.Errorf("the ratings are %q, want %q at the end", line, tt.want)
			}
			g.end()
		})
	}
}

// A clock set back does not make a day of the past: it is said, and the later
// day goes on.
func TestStudyDaysNeverRunBackwards(t *testing.T) {
	dir := t.TempDir()
	d := deskAt(t, dir, capitals, noon)
	g := talkTo(t, d)
	g.say("Berlin", "")
	g.hear("Next in ")
	g.end()
	back := deskAt(t, dir, capitals, noon.AddDate(0, 0, -10))
	g = talkTo(t, back)
	g.hear("The clock says 2026-11-12 12:00, but the last answer is from 2026-11-22 12:00.")
	g.say("Paris", "")
	g.hear("Next in ")
	g.end()
	_, day, err := back.Store.Last(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if want := (progress.Calendar{Zone: time.UTC, Rollover: 4}).Day(noon); day != want {
		t.Errorf("the last study day is %s, want %s", day, want)
	}
}

// What was judged and not yet rated is kept however the session is left.
func TestStudyKeepsWhatWasJudged(t *testing.T) {
	for _, tt := range []struct {
		name  string
		typed []string
		stop  bool // ^C after that
		want  fsrs.Rating
	}{
		{"end of input", []string{"Bonn"}, false, fsrs.Again},
		{"q", []string{"Berlin", "q"}, false, fsrs.Good},
		{"quit", []string{"Berlin", "quit"}, false, fsrs.Good},
		{":quit", []string{"Berlin", ":quit"}, false, fsrs.Good},
		{"^C", []string{"Berlin"}, true, fsrs.Good},
		{"^C instead of saying what to accept", []string{"Bonn", "!"}, true, fsrs.Good},
		{"end of input instead of saying what to accept", []string{"Bonn", "!"}, false, fsrs.Good},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := deskAt(t, t.TempDir(), capitals, noon)
			g := talkTo(t, d)
			g.say(tt.typed...)
			g.hear("Rate ")
			if tt.typed[len(tt.typed)-1] == "!" {
				g.hear("Accept ")
			}
			if tt.stop {
				g.interrupt()
			}
			g.end()
			history, err := d.Store.History(context.Background(), "de")
			if err != nil {
				t.Fatal(err)
			}
			if len(history) != 1 || history[0].Rating != tt.want {
				t.Errorf("the log holds %+v, want one answer rated %d\n%s", history, tt.want, g.said.String())
			}
		})
	}
}

// An action that kuril undo took back meanwhile, in another terminal, is no
// trouble: the session goes back over it all the same.
func TestStudyUndoesWhatIsTakenBackAlready(t *testing.T) {
	dir := t.TempDir()
	d := deskAt(t, dir, capitals, noon)
	other := deskAt(t, dir, capitals, noon)
	other.Out = io.Discard
	g := talkTo(t, d)
	g.say("Berlin", "")
	g.hear("Q: Capital of France?")
	if err := Undo(context.Background(), other); err != nil {
		t.Fatal(err)
	}
	g.say(":u")
	g.hear("Taken back already")
	g.hear("1/2  de new")
	g.say("Berlin", "")
	g.hear("Next in ")
	g.end()
}

// Practice moves no due day, not even by putting a card off.
func TestDrillPutsNothingOff(t *testing.T) {
	d := deskAt(t, t.TempDir(), capitals, noon)
	g := talkTo(t, d)
	g.say("Berlin", "4", "Paris", "4")
	g.hear("Done")
	g.end()
	for _, id := range []string{"de", "fr"} { // missed in an exam, say
		_, _, err := d.Store.Record(context.Background(), progress.Event{
			Card: id, At: noon, Day: d.Today(), Kind: progress.Practised, Rating: fsrs.Again,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	before, err := d.Store.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	g = talkIn(t, d, func() error { return Drill(context.Background(), d, MissedOptions{}) })
	g.hear("Q: ")
	g.say(":b")
	g.hear("Left out of this practice.")
	g.hear("Q: ")
	g.end()
	after, err := d.Store.States(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(before, after) {
		t.Errorf("the cards were %+v and are %+v", before, after)
	}
}

// A built-in question that the learner changed stands in an own deck, but a
// daily session of the built-in bank still asks it.
func TestChangedQuestionBelongsToItsBank(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "own.toml")
	text := strings.Replace(capitals, "Capital of Germany?", "Germany's capital?", 1)
	if err := os.WriteFile(own, []byte(strings.SplitAfter(text, "]\n\n")[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	bank, problems, err := deck.Load([]byte(capitals), dir)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	q, ok := bank.Question("de")
	if !ok || q.Deck != "own" {
		t.Fatalf("the question is %+v, want the changed one in deck own", q)
	}
	d := &Desk{Bank: bank}
	if got := d.home(q); got != deck.Builtin {
		t.Errorf("home() = %q, want %q", got, deck.Builtin)
	}
}

// A card that gave way to its sibling today is among those that come tomorrow.
func TestStudySaysWhenTheSiblingComes(t *testing.T) {
	d := deskAt(t, t.TempDir(), strings.ReplaceAll(capitals, "kind", "group = \"capitals\"\nkind"), noon)
	today := d.Today()
	for _, id := range []string{"de", "fr"} {
		_, _, err := d.Store.Record(context.Background(), progress.Event{
			Card: id, At: noon.AddDate(0, 0, -1), Day: today - 1, Kind: progress.Reviewed, Rating: fsrs.Good, Due: today,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	g := talkTo(t, d)
	g.hear("Held back: ")
	g.say("Berlin", "4")
	g.hear("Done")
	if line := g.hear("Next"); line != "Next: 1 card in 1 day, on 2026-11-23." {
		t.Errorf("the summary says %q", line)
	}
	g.end()
}

// To ask for a hint that is not there costs nothing.
func TestStudyAHintThatIsNoneCostsNothing(t *testing.T) {
	const bank = `
[[question]]
id = "list"
kind = "list"
prompt = "Two?"
items = ["alpha", "beta"]
`
	g := talkTo(t, deskAt(t, t.TempDir(), bank, noon))
	g.say(":h", "alpha, beta")
	g.hear("There is no hint for this question.")
	if line := g.hear("Rate "); !strings.HasSuffix(line, "Enter = 3") {
		t.Errorf("the ratings are %q, want Enter = 3 at the end", line)
	}
	g.end()
}

func TestHint(t *testing.T) {
	for _, tt := range []struct {
		name string
		q    deck.Question
		want string
	}{
		{"the question's own", deck.Question{Kind: deck.Recall, Answers: []string{"x"}, Hint: "think"}, "think"},
		{"the first letter", deck.Question{Kind: deck.Typed, Answers: []string{"San Francisco"}}, "it begins with S and has 12 letters in 2 words"},
		{"half of a year", deck.Question{Kind: deck.Typed, Answers: []string{"1956"}}, "it begins with 19"},
		{"nothing for recall", deck.Question{Kind: deck.Recall, Answers: []string{"because"}}, ""},
		{"nothing for a date", deck.Question{Kind: deck.Typed, Match: deck.Date, Answers: []string{"1956-10-19"}}, ""},
		{"nothing for a word of two letters", deck.Question{Kind: deck.Typed, Answers: []string{"UN"}}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := tt.q
			q.ID, q.Prompt = "q", "?"
			got, any := hint(q.Cards()[0])
			if got != tt.want || any != (tt.want != "") {
				t.Errorf("hint() = %q, %v, want %q", got, any, tt.want)
			}
		})
	}
}

// Another card whose answer is one of our names names the same thing: none of
// its names is a mistake here.
func TestNeighboursKnowOtherNamesOfOurAnswer(t *testing.T) {
	questions := []*deck.Question{
		{ID: "ours", Kind: deck.Typed, Prompt: "?", Answers: []string{"Habomai"}, Tags: []string{"islands"}},
		{ID: "list", Kind: deck.List, Prompt: "?", Items: []string{"Habomai / Habomai islets", "Shikotan"}, Tags: []string{"islands"}},
		{ID: "typed", Kind: deck.Typed, Prompt: "?", Answers: []string{"Etorofu", "Iturup"}, Tags: []string{"islands"}},
	}
	n := &neighbours{byTag: map[string][]deck.Card{}}
	for _, q := range questions {
		n.byTag["islands"] = append(n.byTag["islands"], q.Cards()...)
	}
	got := n.of(questions[0].Cards()[0])
	if want := []string{"Shikotan", "Etorofu", "Iturup"}; !slices.Equal(got, want) {
		t.Errorf("of(Habomai) = %q, want %q", got, want)
	}
}
