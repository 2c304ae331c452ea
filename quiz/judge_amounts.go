package quiz

import (
	"strings"
	"unicode"

	"kuril/lazyregexp"
)

// alikeAsNumbers compares texts that both are a number, with or without a unit:
// $100 and 100 dollars. Digits alone are compared as text, where 1.10 is not 1.1.
func alikeAsNumbers(answer, typed phrase) likeness {
	if !strings.ContainsFunc(answer.folded+typed.folded, isDigit) || !isWorded(answer.raw) && !isWorded(typed.raw) {
		return likeness{}
	}
	want, ok := readAmount(answer)
	if !ok {
		return likeness{}
	}
	got, ok := readAmount(typed)
	if !ok || !within(want.values[0], got.values[0], 0) {
		return likeness{}
	}
	switch {
	case want.unit == got.unit:
		return likeness{match: Right}
	case want.unit == "" || got.unit == "":
		return likeness{match: Almost, note: "unit: " + arrow(typed.raw, answer.raw)}
	}
	return likeness{note: "the number is right, the unit is not"}
}

// isWorded reports whether there is more in s than digits and separators.
func isWorded(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) || strings.ContainsRune("%°½¼¾", r)
	})
}

var (
	notAmount = lazyregexp.New(`^\s*(?:\+|0[0-9])|[0-9](?:st|nd|rd|th)\b`)
	oneLetter = lazyregexp.New(`^[a-zг]$`)
)

// readAmount reads a text that is a number and a known unit, and nothing else.
// Telephone numbers, ordinals and scores are none, nor is 5G.
func readAmount(p phrase) (quantity, bool) {
	q, ok := readQuantity(p.raw, "")
	if !ok || notAmount.MatchString(p.raw) || strings.Contains(p.folded, "/") && q.values[0] >= 1 {
		return q, false
	}
	if notAmount.MatchString(p.inNumerals()[0]) {
		return q, false
	}
	switch {
	case q.unit == "times":
		q.unit = ""
	case q.unit == "":
	case !isKnownUnit(q.unit) || oneLetter.MatchString(q.unit):
		return q, false
	}
	if q.sign != "" && q.unit != "" && canonicalUnit(q.sign) != canonicalUnit(q.unit) {
		return q, false
	}
	if q.unit == "" {
		q.unit = q.sign
	}
	if q.unit != "" {
		q.unit = canonicalUnit(q.unit)
	}
	return q, true
}
