package quiz

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/deck"
	"kuril/deck/anki"
	"kuril/progress"
)

// ImportOptions say what Import is to do.
type ImportOptions struct {
	File   string // "-": what comes through a pipe
	Format string // "": by the file's ending
	Deck   string // all questions go there; "": as they are sorted in the file
	DryRun bool   // tell, and change nothing
	JSON   bool
}

// A transfer is what an import would change, worked out before anything is.
type transfer struct {
	*Desk
	o     ImportOptions
	pack  *anki.Package
	today progress.Day

	rows    []transferRow
	changes map[string]*deck.FileChange // by path
	decks   map[string]int              // questions put into each deck
	bytes   map[string]int              // of them
	events  []progress.Event
	madeUp  map[string]bool // ids of events that stand for a history that is not in the file
	media   *mediaPlan
	own     *ownLog                   // the log of a file of our own format; nil: it is of another
	past    *past                     // of the log here; nil: nothing that was exported from here was met
	was     map[string]*deck.Question // by the keys of items: what they are here though their text changed

	late          int // answers dated after today
	edited        int // questions changed there that were edited here
	rebuilt       int // cards whose history stands for one that is not in the file
	noDate        int // rows of the log without a date
	questions     [4]int
	skippedRows   int
	reviewsKnown  int
	reviewsAdded  int
	otherAdded    int
	skippedReason map[string]int
}

// What becomes of a question.
const (
	isNew = iota
	isChanged
	isSame
	isSkipped
)

var outcomes = [...]string{"new", "changed", "same", "skipped"}

type transferRow struct {
	outcome        int
	id, deck, text string
	reason         string
}

// Import takes over what another program has: its cards become questions in
// own decks, its review log events of ours, its due days theirs. Everything is
// worked out and proven first; then all of it is written, or nothing.
func Import(ctx context.Context, d *Desk, o ImportOptions) error {
	if len(d.BankFiles) > 0 {
		return Misuse("import puts cards into your own decks, and --bank leaves these out").Hint("leave --bank out")
	}
	format, err := importFormatOf(o)
	if err != nil {
		return err
	}
	if o.Deck != "" {
		if _, err := d.deckPath(o.Deck); err != nil {
			return err
		}
	}
	for _, p := range d.Problems {
		return Fail("%s has an error, so it cannot be told which cards are there already", p.File).Hint("kuril check %s", p.File)
	}
	today, _, err := d.studyDay(ctx)
	if err != nil {
		return err
	}
	t := &transfer{Desk: d, o: o, today: today, changes: make(map[string]*deck.FileChange), decks: make(map[string]int), bytes: make(map[string]int), madeUp: make(map[string]bool), skippedReason: make(map[string]int)}
	t.media = newMediaPlan(d.MediaDir())
	bar := d.Bar(ctx, "reading "+filepath.Base(o.File))
	defer bar.Done()
	defer func() { t.own.close() }()
	if err := format.read(ctx, t, bar); err != nil {
		return importError(err)
	}
	defer t.pack.Close()
	if err := t.plan(ctx); err != nil {
		return err
	}
	bar.Done()
	if !o.DryRun {
		if err := t.carryOut(ctx); err != nil {
			return importError(err)
		}
	}
	return t.report()
}

// importError puts what the reader of a file says into the form for people.
func importError(err error) error {
	var a *anki.Error
	if errors.As(err, &a) {
		e := Fail("%s", a.Message)
		if a.Hint != "" {
			e = e.Hint("%s", a.Hint)
		}
		return e
	}
	_, problem := errors.AsType[deck.Problem](err)
	if _, file := errors.AsType[*deck.FileError](err); problem || file {
		return problemError(err)
	}
	return err
}

// plan works out what becomes of every question and every answer.
func (t *transfer) plan(ctx context.Context) error {
	used := make(map[string]bool)
	t.was = t.kept()
	for _, item := range t.pack.Items {
		if err := ctx.Err(); err != nil {
			return err
		}
		if item.Question.ID != "" {
			if err := t.ownItem(ctx, item, used); err != nil {
				return err
			}
			continue
		}
		t.item(item, used)
	}
	for _, s := range t.pack.Skipped {
		t.skip("", s.What, s.Reason, s.Cards)
	}
	t.skippedRows += t.pack.Lost
	slices.SortStableFunc(t.events, func(a, b progress.Event) int { return a.At.Compare(b.At) })
	ids := make([]string, len(t.events))
	for i, e := range t.events {
		ids[i] = e.ID
	}
	known, err := t.Store.Known(ctx, ids)
	if err != nil {
		return err
	}
	for _, e := range t.events {
		answer := (e.Kind == progress.Reviewed || e.Kind == progress.Practised) && !t.madeUp[e.ID]
		switch {
		case answer && known[e.ID]:
			t.reviewsKnown++
		case answer:
			t.reviewsAdded++
		case !known[e.ID]:
			t.otherAdded++
		}
	}
	t.events = slices.DeleteFunc(t.events, func(e progress.Event) bool { return known[e.ID] })
	return nil
}

func (t *transfer) skip(id, text, reason string, cards int) {
	t.questions[isSkipped] += max(1, cards)
	t.skippedReason[reason] += max(1, cards)
	t.rows = append(t.rows, transferRow{outcome: isSkipped, id: id, text: text, reason: reason})
}

// item works out what becomes of one question.
func (t *transfer) item(item *anki.Item, used map[string]bool) {
	q := item.Question
	from := cmp.Or(item.Origin, "anki") + ":"
	old := t.was[item.Key]
	if old != nil {
		q.ID = old.ID
	}
	for salt := 0; old == nil; salt++ {
		q.ID = item.ID(salt)
		other, taken := t.Bank.Question(q.ID)
		if used[q.ID] || taken && !strings.HasPrefix(other.From, from) {
			continue // somebody else's
		}
		if taken {
			old = other
		}
		break
	}
	used[q.ID] = true
	added := q.Added
	q.Added = ""
	sum := contentSum(q)
	q.From = from + cleanFrom(item.Key) + " " + sum
	if added != "" && added < t.today.String() {
		q.Added = added // a card made today would come before all others
	}
	if problems := deck.Check([]*deck.Question{q}); len(problems) > 0 {
		t.skip(q.ID, q.Prompt, problems[0].Message, len(item.Cards))
		for _, c := range item.Cards {
			t.skippedRows += len(c.Steps)
		}
		return
	}
	outcome := isNew
	path := ""
	if old != nil {
		path, q.Deck = old.File, old.Deck
		q.Added = old.Added
		outcome = isSame
		if before, then := sumOf(old); then != sum {
			outcome = isChanged
			if before != then {
				t.edited++
			}
		}
	} else {
		q.Deck = t.deckFor(item.Deck, q)
		path = filepath.Join(t.DecksDir(), q.Deck+".toml")
	}
	if outcome != isSame {
		c := t.change(path)
		if outcome == isNew {
			c.Add = append(c.Add, q)
			t.decks[q.Deck]++
			t.bytes[q.Deck] += len(deck.Format(q))
		} else {
			c.Replace = append(c.Replace, q)
		}
	}
	t.questions[outcome]++
	t.rows = append(t.rows, transferRow{outcome: outcome, id: q.ID, deck: q.Deck, text: q.Filled()})
	for _, name := range item.Media {
		t.media.want(name, t.pack.Has(name))
	}
	for _, c := range item.Cards {
		t.card(q.ID+c.Suffix, c)
	}
}

// cleanFrom makes one line of what tells a note apart.
func cleanFrom(key string) string {
	key, _, _ = strings.Cut(key, "\x00")
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsSpace(r) || unicode.IsControl(r) || !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, key)
}

// contentSum tells whether a question says the same as another time.
func contentSum(q *deck.Question) string {
	bare := *q
	bare.From, bare.Added = "", ""
	sum := sha256.Sum256([]byte(deck.Format(&bare)))
	return hex.EncodeToString(sum[:4])
}

// sumOf returns the sum of a question as it is, and as it was imported.
func sumOf(q *deck.Question) (is, was string) {
	i := strings.LastIndexByte(q.From, ' ')
	return contentSum(q), q.From[i+1:]
}

// mostInDeck is how many questions, and how many bytes of them, an import puts
// into one file; the rest goes to another.
const (
	mostInDeck  = 50_000
	mostOfBytes = deck.MaxFile / 2
)

// deckFor returns the name of the deck that a new question goes to.
func (t *transfer) deckFor(name string, q *deck.Question) string {
	name = cmp.Or(t.o.Deck, deckNameOf(name))
	full := func(name string) bool {
		return t.decks[name] >= mostInDeck || t.bytes[name] >= mostOfBytes
	}
	numbered := name
	for n := 2; full(numbered); n++ {
		numbered = fmt.Sprintf("%s-%d", name, n)
	}
	return numbered
}

// deckNameOf makes a file name of a deck's name that every system takes.
func deckNameOf(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), r == '_' && b.Len() > 0:
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	safe := b.String()
	for len(safe) > 60 {
		_, n := utf8.DecodeLastRuneInString(safe)
		safe = safe[:len(safe)-n]
	}
	safe = strings.Trim(safe, "-")
	lower := strings.ToLower(safe)
	device := slices.Contains([]string{"con", "prn", "aux", "nul"}, lower) ||
		len(lower) == 4 && (strings.HasPrefix(lower, "com") || strings.HasPrefix(lower, "lpt")) && unicode.IsDigit(rune(lower[3]))
	switch {
	case safe == "" || !deckName.MatchString(safe):
		return "anki"
	case lower == deck.Builtin, device:
		return safe + "-anki"
	}
	return safe
}

// carryOut writes what was planned, or nothing.
func (t *transfer) carryOut(ctx context.Context) (err error) {
	if len(t.changes) == 0 && len(t.events) == 0 && t.media.nothing() && t.own.nothing() {
		return nil
	}
	if err := t.Write(ctx); err != nil {
		return err
	}
	if err := t.BackUpBefore(ctx, "import"); err != nil {
		return err
	}
	bar := t.Bar(ctx, "importing")
	defer bar.Done()
	undo, err := t.media.copy(ctx, t.makeFolder, func(name string) (io.ReadCloser, error) { return t.pack.Open(name) })
	defer func() {
		if err != nil {
			undo()
		}
	}()
	if err != nil {
		return err
	}
	var changes []deck.FileChange
	for _, path := range slices.Sorted(maps.Keys(t.changes)) {
		changes = append(changes, *t.changes[path])
	}
	return deck.ChangeAll(t.DecksDir(), changes, func() error {
		if _, _, _, err := t.Store.Import(ctx, t.events, bar.To); err != nil {
			return err
		}
		return t.mergeOwn(ctx, bar)
	})
}

var importID = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// eventID is the same whenever the same thing is imported for the same card.
func eventID(parts ...any) string {
	text := "anki"
	for _, part := range parts {
		text += "\x00" + fmt.Sprint(part)
	}
	sum := sha256.Sum256([]byte(text))
	return importID.EncodeToString(sum[:12])
}
