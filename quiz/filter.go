package quiz

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/deck"
	"kuril/progress"
)

// Limits that no filter typed by a person reaches.
const (
	maxFilter = 10_000 // characters
	maxDepth  = 100    // parentheses and signs within each other
)

// ParseQuery reads a filter: words and "phrases", terms such as tag:dates,
// OR, - and parentheses. Its error is for people and shows the place.
func ParseQuery(text string) (Query, error) {
	p := &filterParser{text: []rune(text)}
	if !utf8.ValidString(text) {
		return Query{}, Misuse("the filter is not valid UTF-8")
	}
	if len(p.text) > maxFilter {
		return Query{}, Misuse("the filter is longer than %d characters", maxFilter)
	}
	p.space()
	if p.end() {
		return Query{}, nil
	}
	root, err := p.either(0)
	if err == nil && !p.end() {
		err = p.stray()
	}
	if err != nil {
		return Query{}, err
	}
	return Query{root, p.tags, p.decks, p.habit, p.moves}, nil
}

type filterParser struct {
	text  []rune
	at    int
	tags  []string
	decks []string
	habit string
	moves bool
}

// habits are words that mean something elsewhere and are searched for here.
var habits = []string{"AND", "and", "or", "NOT", "not", "&&", "||"}

func (p *filterParser) end() bool { return p.at >= len(p.text) }

func (p *filterParser) is(r rune) bool { return !p.end() && p.text[p.at] == r }

func (p *filterParser) space() {
	for !p.end() && unicode.IsSpace(p.text[p.at]) {
		p.at++
	}
}

// complain points at a character of the filter, counted from 1.
func (p *filterParser) complain(at int, format string, args ...any) *Error {
	at = min(at, len(p.text))
	e := Misuse("filter, character %d: %s", at+1, fmt.Sprintf(format, args...))
	e.Pointer = &Pointer{string(p.text), len(string(p.text[:at]))}
	return e
}

// meant adds the known word that was likely meant, or else all of them.
func meant(e *Error, typed string, known []string, write func(string) string) *Error {
	if near := Nearest(typed, known); near != "" {
		return e.Hint("did you mean %s?", write(near))
	}
	words := make([]string, len(known))
	for i, word := range known {
		words[i] = write(word)
	}
	return e.Hint("it can be %s", strings.Join(words, " "))
}

func (p *filterParser) stray() *Error {
	return p.complain(p.at, "this ) closes nothing").Hint(`put it in quotes to look for it: ")"`)
}

func (p *filterParser) either(depth int) (node, error) {
	var parts some
	for {
		part, err := p.both(depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
		at := p.at
		if p.bare() != "OR" {
			p.at = at
			break
		}
		p.space()
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return parts, nil
}

func (p *filterParser) both(depth int) (node, error) {
	var parts all
	for p.space(); !p.end() && !p.is(')'); p.space() {
		at := p.at
		word := p.bare()
		p.at = at
		if word == "OR" {
			break
		}
		part, err := p.one(depth)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	switch len(parts) {
	case 0:
		if p.is(')') && depth == 0 {
			return nil, p.stray()
		}
		return nil, p.complain(p.at, "something to look for is missing here")
	case 1:
		return parts[0], nil
	}
	return parts, nil
}

func (p *filterParser) one(depth int) (node, error) {
	at := p.at
	if depth > maxDepth {
		return nil, p.complain(at, "too many parentheses and signs within each other")
	}
	switch {
	case p.is('-'):
		p.at++
		if p.end() || unicode.IsSpace(p.text[p.at]) || p.is(')') {
			return nil, p.complain(at, "nothing follows the -").Hint("no space between - and what is left out: -tag:dates")
		}
		n, err := p.one(depth + 1)
		return not{n}, err
	case p.is('('):
		p.at++
		n, err := p.either(depth + 1)
		if err != nil {
			return nil, err
		}
		if p.space(); !p.is(')') {
			return nil, p.complain(at, "this ( is not closed")
		}
		p.at++
		return n, nil
	case p.is('"'):
		phrase, err := p.phrase()
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(phrase) == "" {
			return nil, p.complain(at, "nothing stands between the quotes")
		}
		return contains(phrase), nil
	}
	return p.term()
}

// bare reads up to the next space, parenthesis or quote.
func (p *filterParser) bare() string {
	from := p.at
	for !p.end() && !unicode.IsSpace(p.text[p.at]) && !strings.ContainsRune(`()"`, p.text[p.at]) {
		p.at++
	}
	return string(p.text[from:p.at])
}

// phrase reads a quoted text; \" and \\ stand for " and \.
func (p *filterParser) phrase() (string, error) {
	at := p.at
	var b strings.Builder
	for p.at++; !p.end(); p.at++ {
		switch r := p.text[p.at]; {
		case r == '"':
			p.at++
			return b.String(), nil
		case r == '\\' && p.at+1 < len(p.text) && strings.ContainsRune(`"\`, p.text[p.at+1]):
			p.at++
			b.WriteRune(p.text[p.at])
		default:
			b.WriteRune(r)
		}
	}
	return "", p.complain(at, "this quote is not closed")
}

// filterKeys are the words that may stand before a colon.
var filterKeys = func() []string {
	var names []string
	for _, key := range FilterKeys {
		names = append(names, key.Name)
	}
	return names
}()

func (p *filterParser) term() (node, error) {
	at := p.at
	word := p.bare()
	key, value, colon := strings.Cut(word, ":")
	if !colon || !isKey(key) || strings.HasPrefix(value, "//") {
		if slices.Contains(habits, word) {
			p.habit = word
		}
		return named(word), nil
	}
	if key = strings.ToLower(key); !slices.Contains(filterKeys, key) {
		e := p.complain(at, "there is no %q", key+":")
		return nil, meant(e, key, filterKeys, func(k string) string { return k + ":" }).
			Hint("in quotes it is a text to look for")
	}
	if value == "" && p.is('"') {
		phrase, err := p.phrase()
		if err != nil {
			return nil, err
		}
		value = phrase
	}
	valueAt := at + len([]rune(key)) + 1
	if strings.TrimSpace(value) == "" {
		return nil, p.complain(valueAt, "%s: wants something after the colon", key)
	}
	switch key {
	case "tag":
		p.tags = append(p.tags, value)
		return test(func(c deck.Card, _ progress.State, _ Env) bool {
			return slices.ContainsFunc(c.Question.Tags, func(tag string) bool { return wild(value, tag) })
		}), nil
	case "deck":
		p.decks = append(p.decks, value)
		return test(func(c deck.Card, _ progress.State, _ Env) bool { return wild(value, c.Question.Deck) }), nil
	case "id":
		return test(func(c deck.Card, _ progress.State, _ Env) bool {
			return wild(value, c.ID) || wild(value, c.Question.ID)
		}), nil
	case "kind":
		return p.kind(value, valueAt)
	case "is":
		p.moves = true
		return p.isTerm(value, valueAt)
	case "added", "rated":
		p.moves = true
		return p.days(key, value, valueAt)
	}
	p.moves = true
	return p.property(value, valueAt)
}

// isKey tells a key from the first half of a time or of a Japanese title.
func isKey(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
