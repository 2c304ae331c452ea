package quiz

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// only returns the one item shown that the words of p belong to, such as a
// family name: right when they all stand in it, almost when an accent or a
// letter differs. One of the words must be long enough to tell something.
func (g *register) only(p phrase) (item int, l likeness, ok bool) {
	if !g.shown || p.long || len(p.words) == 0 || len(p.words) > mostWords || g.budget <= 0 {
		return -1, likeness{}, false
	}
	g.budget -= len(g.items)
	if i, found := g.single(p, strings.Fields(p.folded), partExact); found {
		return i, likeness{match: Right}, true
	}
	if i, found := g.single(p, p.words, partMistyped); found && !g.isKnown(p) {
		return i, likeness{match: Almost, note: "read as " + clip(g.items[i].answers[0])}, true
	}
	return -1, likeness{}, false
}

// mostWords is far more than any part that somebody types to name an option.
const mostWords = 40

// single returns the only item that holds the words of p. Of several, one that has the words
// side by side is meant.
func (g *register) single(p phrase, words []string, holds func(b *bench, words []string) bool) (item int, ok bool) {
	if kept := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return passing[w] }); len(kept) > 0 {
		words = kept
	}
	var all []int
	for i := range g.items {
		if holds(&g.items[i], words) {
			all = append(all, i)
		}
	}
	if len(all) > 1 {
		all = slices.DeleteFunc(all, func(i int) bool { return !hasPhrase(&g.items[i], p.words) })
	}
	if len(all) != 1 || !keepsSense(&g.items[all[0]], p.words) {
		return -1, false
	}
	least := 4
	if isName(g.items[all[0]].answers[0]) {
		least = 3 // Abe
	}
	telling := func(w string) bool { return utf8.RuneCountInString(w) >= least || strings.ContainsFunc(w, isFixed) }
	return all[0], slices.ContainsFunc(words, telling)
}

// wordings returns all wordings of an item in one text, folded and bare.
func (b *bench) wordings() [2]string {
	if b.parts[0] == "" {
		all := strings.Join(b.answers, " ")
		b.parts = [2]string{Folded(all), bare(all)}
	}
	return b.parts
}

// passing are words that need not stand in the option as they were typed.
var passing = setOf("a an the of in at on by with for and between")

// ordering are words that mean another thing the other way round.
var ordering = setOf("from to by before after than over against but")

// partExact reports whether the words stand in an item.
func partExact(b *bench, words []string) bool {
	has := b.wordings()[0]
	all := strings.Fields(has)
	named := isName(b.answers[0])
	for _, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		// In scripts without spaces two signs in a row are a word.
		if !slices.ContainsFunc(all, func(a string) bool { return a == w || named && isLongOf(a, w) }) &&
			!(isUnspaced(r) && len(w) > size && strings.Contains(has, w)) {
			return false
		}
	}
	return len(words) > 0
}

// partMistyped is partExact without accents, and with a slip of the finger in a word.
func partMistyped(b *bench, words []string) bool {
	all := strings.Fields(b.wordings()[1])
	for _, w := range words {
		if !slices.ContainsFunc(all, func(a string) bool { return a == w || isSlip([]string{a}, []string{w}) }) {
			return false
		}
	}
	return len(words) > 0
}

// keepsSense reports whether a part of an item says the same as the whole: no
// word such as not is left out, and words that have an order keep it.
func keepsSense(b *bench, words []string) bool {
	all := strings.Fields(b.wordings()[1])
	for _, a := range all {
		if negating[a] && !slices.Contains(words, a) {
			return false
		}
	}
	ordered := slices.ContainsFunc(words, func(w string) bool { return ordering[w] })
	if n := len(words); !ordered && (n < 3 || isName(b.answers[0])) {
		return true
	}
	i := 0
	for _, w := range words {
		if !slices.Contains(all, w) || passing[w] && !ordered {
			continue // mistyped, or of no weight
		}
		at := slices.Index(all[i:], w)
		if at < 0 {
			return false
		}
		i += at + 1
	}
	return true
}

// hasPhrase reports whether the words stand side by side in a name of the item.
func hasPhrase(b *bench, words []string) bool {
	return slices.ContainsFunc(b.answers, func(name string) bool {
		return strings.Contains(" "+bare(name)+" ", " "+strings.Join(words, " ")+" ")
	})
}

// isKnown reports whether one of the words is a word of a text that is listed
// as wrong, and so no slip.
func (g *register) isKnown(p phrase) bool {
	for _, b := range g.items {
		for _, wrong := range b.rivals.all()[:len(b.rivals.wrong)] {
			for _, w := range wrong.words {
				if slices.Contains(p.words, w) && !passing[w] {
					return true
				}
			}
		}
	}
	return false
}
