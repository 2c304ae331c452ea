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
	asked    []string  // the words of the question, folded
	parts    [2]string // all wordings in one, folded and bare; made when first needed
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
//
// What fits none is tried once more without words of the question around it.
func (b *bench) judge(typed phrase) likeness {
	best, refused := b.weigh(typed)
	if best.match != Wrong || refused {
		return best
	}
	for _, r := range b.reductions(typed) {
		p := newPhrase(r.text)
		l, _ := b.weigh(p)
		if l.match == Wrong || r.tail && b.leadsAstray(typed, p) {
			continue
		}
		if r.match == Almost && l.note == "" {
			l.note = "wording: " + arrow(typed.raw, b.shown(p))
		}
		l.match = min(l.match, r.match)
		return l
	}
	if a, ok := b.initialled(typed); ok {
		return likeness{match: Almost, note: "wording: " + arrow(typed.raw, a.raw)}
	}
	return best
}

// shown returns the accepted answer that p is, as the bank writes it.
func (b *bench) shown(p phrase) string {
	for _, a := range b.accepted {
		if a.folded == p.folded {
			return a.raw
		}
	}
	return p.raw
}

// leadsAstray reports whether typed, of which short is a part, is nearer to a
// text listed as wrong than to that part.
func (b *bench) leadsAstray(typed, short phrase) bool {
	far, _ := away(short, typed)
	for _, r := range b.rivals.all()[:len(b.rivals.wrong)] {
		if near, _ := away(r, typed); near < far {
			return true
		}
	}
	return false
}

// weigh is judge for the text as it stands. Refused is what is a rival, or
// nearer to one.
func (b *bench) weigh(typed phrase) (l likeness, refused bool) {
	if typed.folded == "" {
		return likeness{}, true
	}
	signs := norm.NFC.String(typed.raw)
	equals := func(list []string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return norm.NFC.String(strings.TrimSpace(s)) == signs })
	}
	if equals(b.answers) {
		return likeness{match: Right}, false
	}
	if equals(b.rivals.wrong) {
		return likeness{}, true
	}
	if b.accepted == nil {
		for _, a := range b.answers {
			b.accepted = append(b.accepted, variants(a)...)
		}
	}
	for _, a := range b.accepted {
		if a.folded == typed.folded && !a.short {
			return likeness{match: Right}, false
		}
	}
	if note, found := b.rivalEqual(typed); found {
		return likeness{note: note}, true
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
	case best.match != Wrong && best.slip:
		if best.turned != nil {
			typed = *best.turned
		}
		if best.against != nil {
			answer = *best.against
		}
		if rival, found := b.nearer(answer, typed); found {
			return likeness{note: "nearer to " + clip(rival)}, true
		}
	case best.match == Wrong:
		best.note = joined(unitNote, digitNote(b.accepted, typed))
	}
	return best, false
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
