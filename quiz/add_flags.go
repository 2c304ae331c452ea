package quiz

import (
	"strings"

	"kuril/deck"
	"kuril/lazyregexp"
)

// lacking says which flag is missing of a card that was given by flags; nil
// when its kind has all that it needs.
func lacking(q deck.Question) *Error {
	switch q.Kind {
	case deck.Recall, deck.Typed, deck.Choice, deck.Select:
		if len(q.Answers) == 0 {
			e := Misuse("the card has no answer").Hint("add  --answer TEXT")
			if len(q.Items) > 0 {
				e = e.Hint("--item is for the kinds list and order")
			}
			return e
		}
	}
	switch q.Kind {
	case deck.Choice:
		switch {
		case len(q.Answers) > 1:
			return Misuse("a choice has one right answer, and %d are given", len(q.Answers)).
				Hint("leave one --answer, or ask for all of them with  --kind select")
		case len(q.Wrong) < 2:
			return Misuse("a choice wants two wrong options or more").Hint("add  --wrong TEXT  for each of them")
		}
	case deck.Select:
		if len(q.Wrong) == 0 {
			return Misuse("a select wants a wrong option or more").Hint("add  --wrong TEXT  for each of them")
		}
	case deck.List, deck.Order:
		if len(q.Items) < 2 {
			e := Misuse("the kind %s wants two items or more", q.Kind).Hint("add  --item TEXT  for each of them")
			if len(q.Answers) > 0 {
				e = e.Hint("--answer is for the other kinds")
			}
			return e
		}
	case deck.Cloze:
		if !hasGap(q.Prompt) {
			return Misuse("the question has no gap").
				Hint(`put the answer into double brackets:  --prompt "The capital of Japan is [[Tokyo]]."`)
		}
	}
	return nil
}

// flagOf is the flag for a key of a deck file, where the two differ.
var flagOf = map[string]string{"answers": "answer", "items": "item", "tags": "tag"}

var (
	keyAndValue = lazyregexp.New(`\b([a-z]+) = (\[[^]]*\]|"[^"]*"|[0-9.]+)`)
	keyAlone    = lazyregexp.New(`\b(?:the line with|take) ([a-z]+) out\b`)
	oneValue    = lazyregexp.New(`"[^"]*"|[0-9.]+`)
)

// inFlags turns a hint that tells what to write into a deck file into one that
// tells what to add to the command line.
func inFlags(hint string) string {
	flag := func(key string) string {
		if name, ok := flagOf[key]; ok {
			key = name
		}
		return "--" + key
	}
	hint = strings.NewReplacer(
		"add a line such as", "add", "add a line", "add", "write something like", "write",
		"take the line out", "leave it out", "take the line with", "take", "use   kind", "use kind",
		`, or let "kuril check --fix" add one`, "",
		"out of wrong or out of answers", "out of --wrong or out of --answer",
	).Replace(hint)
	hint = keyAndValue.ReplaceAllStringFunc(hint, func(match string) string {
		m := keyAndValue.FindStringSubmatch(match)
		var parts []string
		for _, value := range oneValue.FindAllString(m[2], -1) {
			if text := strings.Trim(value, `"`); text != "" && !strings.ContainsAny(text, " <>[]…|") {
				value = text
			}
			parts = append(parts, flag(m[1])+" "+value)
		}
		return strings.Join(parts, " ")
	})
	return keyAlone.ReplaceAllStringFunc(hint, func(match string) string {
		m := keyAlone.FindStringSubmatch(match)
		switch m[1] {
		case "it", "one", "that":
			return match
		}
		return "leave " + flag(m[1]) + " out"
	})
}
