package quiz

import (
	"context"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kuril/deck"
	"kuril/deck/anki"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// ankiExport writes a package for Anki.
var ankiExport = exportFormat{name: "apkg", endings: []string{".apkg"}, history: true, write: writeAnki}

// builtinInAnki is what the deck of the built-in questions is called there.
const builtinInAnki = "kuril"

// written is what the log says of one card, on its way to Anki.
type written struct {
	rows     []anki.WrittenRow
	memory   fsrs.Memory
	last     time.Time // answer for the schedule, since the last reset
	interval int       // that followed
	begun    bool      // answered since the last reset
	learning bool      // all rows since then are of learning
	open     bool      // the last answer was Again
	changed  time.Time
}

const soon = -600 // s: the interval of what was missed

// add takes in one standing event.
func (h *written) add(e *progress.Event, w *fsrs.Weights) {
	h.changed = e.At
	row := anki.WrittenRow{At: e.At.UnixMilli(), Ease: int(e.Rating), Last: h.interval, Took: e.Took.Milliseconds()}
	switch e.Kind {
	case progress.Reviewed:
		days := 0.0
		if h.begun {
			days = max(0, e.At.Sub(h.last).Hours()/24)
		}
		h.memory = w.Next(h.memory, days, e.Rating)
		again := e.Rating == fsrs.Again
		switch {
		case !h.begun, h.learning:
			row.Kind = 0
		case h.open:
			row.Kind = 2
		default:
			row.Kind = 1
		}
		if !h.begun {
			row.Last, h.learning = 0, true
		}
		row.Interval = int(e.Due - e.Day)
		if row.Interval < 1 {
			row.Interval = soon
			if !again {
				row.Interval = 1
			}
		}
		row.Factor = factorOf(h.memory)
		h.interval, h.last, h.begun, h.open = row.Interval, e.At, true, again
		h.learning = h.learning && again
	case progress.Practised:
		if e.Rating == 0 {
			return
		}
		row.Kind, row.Interval = 3, h.interval
	case progress.Reset:
		row.Kind, row.Interval = 4, 0
		h.memory, h.interval, h.begun, h.learning, h.open = fsrs.Memory{}, 0, false, false, false
	case progress.Scheduled:
		row.Kind, row.Interval = 4, max(1, int(e.Due-e.Day))
		row.Factor = max(100, factorOf(h.memory))
		h.learning, h.interval = false, row.Interval
	default:
		return
	}
	h.rows = append(h.rows, row)
}

// factorOf is a difficulty as Anki's log has it where FSRS is in use.
func factorOf(m fsrs.Memory) int {
	if m == (fsrs.Memory{}) {
		return 0
	}
	return int(math.Round(((m.Difficulty-1)/9 + 0.1) * 1000))
}

// writeAnki writes the questions as notes, and everything that stands in the log
// about their cards.
func writeAnki(ctx context.Context, x *export, to io.Writer) error {
	weights, err := x.Store.Weights(ctx)
	if err != nil {
		return err
	}
	cards := make(map[string]*written)
	for _, q := range x.questions {
		for _, c := range q.Cards() {
			cards[c.ID] = &written{}
		}
	}
	first := x.today
	done, total, typed, gone, late := 0, x.Store.Events(), 0, 0, 0
	chosen := make(map[string]bool, len(x.questions))
	for _, q := range x.questions {
		chosen[q.ID] = true
	}
	err = x.Store.Log(ctx, func(e progress.Event) error {
		if done++; done%1024 == 0 {
			if err := x.bar.To(done/2, max(1, total)); err != nil {
				return err
			}
		}
		if e.TakenBack || e.Kind == progress.Undone || e.Card == "" || !chosen[deck.QuestionID(e.Card)] {
			return nil
		}
		h := cards[e.Card]
		if h == nil {
			gone++
			return nil
		}
		if e.At.After(x.Now().Add(24 * time.Hour)) {
			late++ // Anki refuses the whole package for it
			return nil
		}
		first = min(first, e.Day)
		if e.Given != "" {
			typed++
		}
		h.add(&e, weights)
		return nil
	})
	if err != nil {
		return err
	}
	for id := range cards {
		if s := x.states[id]; s.Due != 0 {
			first = min(first, s.Due)
		}
	}
	first = max(1, first-1) // no day that anything is due on is 0
	w, err := anki.NewWriter(ctx, anki.WriteOptions{
		Now: x.Now(), Created: x.Calendar.Start(first), Rollover: x.Calendar.Rollover, Retention: retentionIn(x.Settings), Media: x.openMedia,
	})
	if err != nil {
		return err
	}
	defer w.Close()
	guids := ankiGUIDs(x.Bank.All())
	early := 0
	for i, q := range x.questions {
		if i%64 == 0 {
			if err := x.bar.To(total/2+i*max(1, total/2)/len(x.questions), max(1, total)); err != nil {
				return err
			}
		}
		note := anki.Written{Question: q, GUID: guids[q.ID], Deck: q.Deck, Changed: x.changed(q)}
		if q.Deck == deck.Builtin {
			note.Deck = builtinInAnki
		}
		for _, c := range q.Cards() {
			s := x.states[c.ID]
			if s.New() && s.Due > 0 {
				early++
			}
			note.Cards = append(note.Cards, x.ankiCard(c, s, cards[c.ID], weights, first))
		}
		if err := w.Write(ctx, note); err != nil {
			return err
		}
	}
	if err := w.Finish(ctx, to); err != nil {
		return err
	}
	x.cards, x.reviews, x.media = w.Cards, 0, w.Media
	for _, h := range cards {
		for _, r := range h.rows {
			if r.Ease > 0 {
				x.reviews++
			}
		}
	}
	for what, n := range w.Lost {
		x.lose(n, "question", what)
	}
	x.lose(typed, "answer", "without the words that were given: Anki keeps the rating alone")
	x.lose(early, "new card", "to be asked on a stated day: in Anki new cards have none")
	x.lose(late, "line", "of the log left out: dated after tomorrow, which Anki refuses")
	x.lose(gone, "line", "of the log left out: their cards are not there any more")
	if x.reviews > 0 {
		x.notes = append(x.notes, `In Anki: File, Import, and tick "Import any learning progress".`)
	}
	return nil
}

// retentionIn is what is wanted of all cards.
func retentionIn(s Settings) float64 {
	if s.Retention > 0 {
		return s.Retention
	}
	return progress.DefaultRetention
}

// ankiCard puts a state into the terms of Anki.
func (x *export) ankiCard(c deck.Card, s progress.State, h *written, w *fsrs.Weights, created progress.Day) anki.WrittenCard {
	card := anki.WrittenCard{
		Suffix: strings.TrimPrefix(c.ID, c.Question.ID), Marked: s.Marked, Changed: h.changed, Rows: h.rows,
		Reps: s.Reviews, Lapses: s.Lapses,
	}
	if card.Changed.IsZero() {
		card.Changed = x.changed(c.Question)
	}
	if !s.New() {
		card.Kind = 2
		if s.Open {
			card.Kind = 1
			if s.Recalled != 0 {
				card.Kind = 3
			}
		}
		card.Queue = card.Kind
		card.Due = int64(s.Due - created)
		if card.Kind != 2 {
			card.Queue = 3
			if s.LastDay == x.today && s.Due <= x.today {
				card.Queue, card.Due = 1, s.Last.Unix()
			}
		}
		if card.Kind != 1 {
			card.Interval = max(1, int(s.Due-s.LastDay))
		}
		card.Last = s.Last
		card.Stability, card.Difficulty = w.Interval(s.Memory, progress.DefaultRetention), s.Memory.Difficulty
	}
	if s.Suspended {
		card.Queue = -1
	}
	return card
}

// changed is when the text of a question changed last, as far as that is known:
// Anki takes a newer text and leaves an older one.
func (x *export) changed(q *deck.Question) time.Time {
	if q.Deck != deck.Builtin && q.File != "" {
		if at, seen := x.written[q.File]; seen {
			return at
		}
		if info, err := os.Stat(q.File); err == nil {
			x.written[q.File] = info.ModTime()
			return info.ModTime()
		}
	}
	return x.Now()
}

// ankiGUIDs are the names of notes that were imported from Anki, by question,
// where a note became one question: there it is to be found again.
func ankiGUIDs(questions []*deck.Question) map[string]string {
	count := make(map[string]int)
	guids := make(map[string]string)
	for _, q := range questions {
		if from, ok := strings.CutPrefix(q.From, "anki:"); ok {
			if key, _, ok := strings.Cut(from, " "); ok && key != "" && !strings.HasPrefix(key, "note") {
				guids[q.ID] = key
				count[key]++
			}
		}
	}
	for id, key := range guids {
		if count[key] > 1 {
			delete(guids, id)
		}
	}
	return guids
}

// openMedia opens a file that a text names: a picture where o would find it, a
// sound in the folder for media.
func (x *export) openMedia(q *deck.Question, path string) (io.ReadCloser, error) {
	if isImage(path) {
		o := x.picture(q, path)
		if o.fault != "" {
			return nil, os.ErrNotExist
		}
		return os.Open(o.target)
	}
	found, err := fileWithin(x.MediaDir(), filepath.Join(x.MediaDir(), filepath.FromSlash(path)))
	if err != nil {
		return nil, err
	}
	return os.Open(found)
}
