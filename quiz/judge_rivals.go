package quiz

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// bench weighs a typed text against the accepted wordings of one answer.
type bench struct {
	answers  []string
	accepted []phrase // in all variants; made when first needed
	rivals   *rivals
	asked    []string // the words of the question, folded
}

// rivals are texts that must not pass: no slip of the finger leads to them.
type rivals struct {
	wrong   []string // listed as wrong
	others  []string // right elsewhere
	phrases []phrase // of wrong, then of others; made when first needed
}

func (r *rivals) all() []phrase {
	if r.phrases == nil {
		for _, s := range r.wrong {
			r.phrases = append(r.phrases, newPhrase(s))
		}
		for _, s := range r.others {
			for _, name := range deck.Names(s) {
				r.phrases = append(r.phrases, newPhrase(name))
			}
		}
	}
	return r.phrases
}

// judge returns how well typed fits the best of the answers. What folds to an
// answer is right whatever else is listed; what is a rival, or may as well be a
// slip of one, is wrong.
func (b *bench) judge(typed phrase) likeness {
	if typed.folded == "" {
		return likeness{}
	}
	signs := norm.NFC.String(typed.raw)
	equals := func(list []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return norm.NFC.String(strings.TrimSpace(s)) == signs })
	}
	if equals(b.answers) {
		return likeness{match: Right}
	}
	if equals(b.rivals.wrong) {
		return likeness{}
	}
	if b.accepted == nil {
		for _, a := range b.answers {
			b.accepted = append(b.accepted, variants(a)...)
		}
	}
	for _, a := range b.accepted {
		if a.folded == typed.folded && !a.short {
			return likeness{match: Right}
		}
	}
	if note, found := b.rivalEqual(typed); found {
		return likeness{note: note}
	}
	var best likeness
	var answer phrase
	unitNote := ""
	for _, a := range b.accepted {
		l := alike(a, typed, b.asked)
		if l.match > best.match {
			best, answer = l, a
		}
		if unitNote == "" {
			unitNote = l.note
		}
	}
	switch {
	case best.match == Almost && best.slip:
		if best.turned != nil {
			typed = *best.turned
		}
		if best.against != nil {
			answer = *best.against
		}
		if rival, found := b.nearer(answer, typed); found {
			return likeness{note: "nearer to " + clip(rival)}
		}
	case best.match == Wrong:
		best.note = joined(unitNote, digitNote(b.accepted, typed))
	}
	return best
}

// answersAnother ends what is said of an answer that belongs to another card.
const answersAnother = " answers another card"

// rivalEqual looks for a wrong answer, or another card's, that typed is.
func (b *bench) rivalEqual(typed phrase) (note string, found bool) {
	for i, r := range b.rivals.all() {
		if r.folded != typed.folded {
			continue
		}
		if i < len(b.rivals.wrong) {
			return "", true
		}
		if !b.isAccepted(r) {
			return clip(r.raw) + answersAnother, true
		}
	}
	return "", false
}

// isAccepted reports whether another card's answer is also one of ours, perhaps
// with other accents or with the name turned round.
func (b *bench) isAccepted(r phrase) bool {
	return slices.ContainsFunc(b.accepted, func(a phrase) bool {
		return a.bare == r.bare || len(a.words) == 2 && len(r.words) == 2 && a.words[0] == r.words[1] && a.words[1] == r.words[0] && isName(a.raw)
	})
}

// nearer looks for a rival that typed is as near to as to the answer.
func (b *bench) nearer(answer, typed phrase) (rival string, found bool) {
	words, marks := away(answer, typed)
	for i, r := range b.rivals.all() {
		if diff := len(r.bare) - len(typed.bare); diff > 4*words || -diff > 4*words || i >= len(b.rivals.wrong) && b.isAccepted(r) {
			continue // four bytes a letter at most
		}
		if w, m := away(r, typed); w < words || w == words && m <= marks {
			return r.raw, true
		}
	}
	return "", false
}

// away returns how many letters and, accents counted, how many signs differ.
func away(a, b phrase) (letters, signs int) {
	return distance([]rune(a.bare), []rune(b.bare)), distance([]rune(a.folded), []rune(b.folded))
}

// digitNote tells when nothing but digits differ: they are easily overlooked.
func digitNote(answers []phrase, typed phrase) string {
	if !strings.ContainsFunc(typed.folded, isDigit) || typed.long {
		return ""
	}
	withoutDigits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if isDigit(r) {
				return -1
			}
			return r
		}, s)
	}
	for _, a := range answers {
		if withoutDigits(a.bare) == withoutDigits(typed.bare) && strings.ContainsFunc(a.folded, isDigit) {
			return "digits: " + arrow(typed.raw, a.raw)
		}
	}
	return ""
}
