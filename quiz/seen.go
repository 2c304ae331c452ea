package quiz

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strings"

	"kuril/deck"
)

// Under these names it is kept which built-in questions the learner's program
// had: the bank as a whole, so that a look costs little, and each question.
const (
	seenBank      = "bank"
	seenQuestions = "bank questions"
)

// news says once after an update how many built-in questions are new and how
// many ask something else than before; "" when there is nothing to say, and
// the first time ever.
func (d *Desk) news(ctx context.Context) (string, error) {
	if len(d.BankFiles) > 0 || len(d.Builtin) == 0 {
		return "", nil
	}
	bank := sum(string(d.Builtin))
	before, err := d.Store.Noted(ctx, seenBank)
	if err != nil || before == bank {
		return "", err
	}
	kept, err := d.Store.Noted(ctx, seenQuestions)
	if err != nil {
		return "", err
	}
	old := map[string]string{}
	if before != "" && json.Unmarshal([]byte(kept), &old) != nil {
		before = "" // not ours to understand: as if it were the first time
	}
	now := make(map[string]string)
	fresh, reworded := 0, 0
	for _, q := range d.Bank.All() {
		if original, changed := d.Bank.Original(q.ID); changed {
			q = original
		}
		if q.Deck != deck.Builtin {
			continue
		}
		now[q.ID] = wording(q)
		switch was, known := old[q.ID]; {
		case !known:
			fresh++
		case was != now[q.ID]:
			reworded++
		}
	}
	text, err := json.Marshal(now)
	if err != nil {
		return "", err
	}
	if err := d.Store.Note(ctx, map[string]string{seenBank: bank, seenQuestions: string(text)}); err != nil {
		return "", err
	}
	if before == "" {
		return "", nil
	}
	return newsLine(fresh, reworded), nil
}

func newsLine(fresh, reworded int) string {
	are := func(n int) string {
		if n == 1 {
			return "1 question is"
		}
		return fmt.Sprintf("%d questions are", n)
	}
	switch {
	case fresh > 0 && reworded > 0:
		return fmt.Sprintf("%s new, %d reworded since the last version.", are(fresh), reworded)
	case fresh > 0:
		return are(fresh) + " new since the last version."
	case reworded > 0:
		return are(reworded) + " reworded since the last version."
	}
	return ""
}

// wording is a short sum of what a question asks and takes for right.
func wording(q *deck.Question) string {
	parts := []string{string(q.Kind), q.Prompt, q.Unit, fmt.Sprint(q.Both)}
	for _, list := range [][]string{q.Answers, q.Wrong, q.Items} {
		parts = append(parts, strings.Join(list, "\x01"))
	}
	return sum(strings.Join(parts, "\x00"))
}

func sum(text string) string {
	h := fnv.New64a()
	h.Write([]byte(text))
	return fmt.Sprintf("%016x", h.Sum64())
}
