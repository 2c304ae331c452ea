package quiz

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"kuril/deck"
	"kuril/progress"
)

// jsonVersion is the version of our own format. It rises when an older program
// would read something wrongly; what may be left out does not raise it.
const jsonVersion = 1

// jsonExport is our own format: all questions of own decks, and every event.
// docs/formats.md is its law.
var jsonExport = exportFormat{name: "json", endings: []string{".json"}, history: true, write: writeOwnJSON}

// jsonQuestion is a question in our own format; its names are those of a bank.
type jsonQuestion struct {
	Deck      string   `json:"deck"`
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Prompt    string   `json:"prompt"`
	Answers   []string `json:"answers,omitempty"`
	Wrong     []string `json:"wrong,omitempty"`
	Items     []string `json:"items,omitempty"`
	Match     string   `json:"match,omitempty"`
	Tolerance float64  `json:"tolerance,omitempty"`
	Unit      string   `json:"unit,omitempty"`
	Both      bool     `json:"both,omitempty"`
	Hint      string   `json:"hint,omitempty"`
	Why       string   `json:"why,omitempty"`
	Source    []string `json:"source,omitempty"`
	Tags      []string `json:"tags,omitempty"`
	Group     string   `json:"group,omitempty"`
	From      string   `json:"from,omitempty"`
	Added     string   `json:"added,omitempty"`
}

func jsonOf(q *deck.Question) jsonQuestion {
	return jsonQuestion{
		Deck: q.Deck, ID: q.ID, Kind: string(q.Kind), Prompt: q.Prompt, Answers: q.Answers, Wrong: q.Wrong, Items: q.Items,
		Match: string(q.Match), Tolerance: q.Tolerance, Unit: q.Unit, Both: q.Both, Hint: q.Hint, Why: q.Why,
		Source: q.Sources, Tags: q.Tags, Group: q.Group, From: q.From, Added: q.Added,
	}
}

func (j jsonQuestion) question() *deck.Question {
	return &deck.Question{
		Deck: j.Deck, ID: j.ID, Kind: deck.Kind(j.Kind), Prompt: j.Prompt, Answers: j.Answers, Wrong: j.Wrong, Items: j.Items,
		Match: deck.Match(j.Match), Tolerance: j.Tolerance, Unit: j.Unit, Both: j.Both, Hint: j.Hint, Why: j.Why,
		Sources: j.Source, Tags: j.Tags, Group: j.Group, From: j.From, Added: j.Added,
	}
}

// writeOwnJSON writes one JSON object, a question or an event in each line. It
// holds one event at a time.
func writeOwnJSON(ctx context.Context, x *export, w io.Writer) error {
	made, err := json.Marshal(x.Now().UTC().Format("2006-01-02T15:04:05Z"))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(w, "{\"kuril\":%d,\n\"made\":%s,\n\"questions\":[", jsonVersion, made); err != nil {
		return err
	}
	chosen := make(map[string]bool, len(x.questions))
	between := "\n"
	put := func(v any) error {
		var b bytes.Buffer
		if err := printJSON(&b, v); err != nil {
			return err
		}
		if _, err := io.WriteString(w, between); err != nil {
			return err
		}
		between = ",\n"
		_, err := w.Write(bytes.TrimRight(b.Bytes(), "\n"))
		return err
	}
	written := x.questions[:0:0]
	left := 0
	for _, q := range x.questions {
		chosen[q.ID] = true
		if q.Deck == deck.Builtin && !x.o.Builtin {
			left++
			continue
		}
		written = append(written, q)
		x.cards += len(q.Cards())
		if err := put(jsonOf(q)); err != nil {
			return err
		}
	}
	if left > 0 {
		x.notes = append(x.notes, Count(left, "built-in question")+" left out, which every kuril has; their history is in it. --builtin takes them along.")
	}
	x.questions = written
	if _, err := io.WriteString(w, "\n],\n\"events\":["); err != nil {
		return err
	}
	between = "\n"
	done, total := 0, x.Store.Events()
	batches := make(map[string]bool) // of what was written, and ids
	err = x.Store.Log(ctx, func(e progress.Event) error {
		if done++; done%1024 == 0 {
			if err := x.bar.To(done, total); err != nil {
				return err
			}
		}
		if !x.all() {
			if !(e.Card != "" && chosen[deck.QuestionID(e.Card)]) && !(e.Kind == progress.Undone && e.Card == "" && batches[e.Ref]) {
				return nil
			}
			if e.Batch != "" {
				batches[e.Batch] = true
			}
		}
		if err := put(e); err != nil {
			x.lose(1, "line", "of the log left out: it is damaged")
			return nil
		}
		if e.Kind == progress.Reviewed || e.Kind == progress.Practised {
			x.reviews++
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n]}\n")
	return err
}
