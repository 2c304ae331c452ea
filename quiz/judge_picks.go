package quiz

import (
	"strconv"
	"strings"
)

// pick reads options given by number or by text. It is unclear which are meant
// when there is a number that no option has.
func pick(options []string, r *rivals, typed string) (entries []typedEntry, unclear bool) {
	return pickNamed(options, namesOf(options), r, typed)
}

// pickNamed is pick for options that go by the given names each.
func pickNamed(options []string, names [][]string, r *rivals, typed string) (entries []typedEntry, unclear bool) {
	g := newRegister(names, r)
	g.shown = true
	words, ok := numbersOf(typed)
	if i, found := g.folded[Folded(typed)]; ok && found && (len(words) > 1 || !inRange(words[0], len(options)) || isOption(options, typed)) {
		return []typedEntry{{text: options[i], item: i, likeness: likeness{match: Right}}}, false
	}
	if !ok {
		for _, e := range g.read(typed) {
			if words, ok := numbersOf(e.text); ok && e.item < 0 {
				chosen, bad := choose(words, g, len(options))
				if bad {
					return nil, true
				}
				entries = append(entries, chosen...)
				continue
			}
			entries = append(entries, e)
		}
		return entries, false
	}
	return choose(words, g, len(options))
}

// choose turns numbers into entries.
func choose(words []string, g *register, options int) (entries []typedEntry, unclear bool) {
	if len(words) == 1 && options <= 9 && !inRange(words[0], options) {
		if digits := strings.Split(words[0], ""); allInRange(digits, options) {
			words = digits // 3124 is 3 1 2 4
		}
	}
	for _, w := range words {
		if inRange(w, options) {
			entries = append(entries, typedEntry{text: w, item: optionNumber(w) - 1, likeness: likeness{match: Right}})
			continue
		}
		e, ok := g.find(w, 0)
		if !ok {
			return nil, true
		}
		entries = append(entries, e)
	}
	return entries, false
}

// numbersOf reads a line of nothing but numbers: "3 1 2", "3, 1 and 2", "2)".
func numbersOf(line string) (words []string, ok bool) {
	line = strings.TrimSpace(line)
	if len(line) > 4*maxSearched || strings.HasPrefix(line, "-") {
		return nil, false
	}
	line = strings.Map(func(r rune) rune {
		if d, ok := digitOf(r); ok {
			return '0' + rune(d)
		}
		if strings.ContainsRune(",;.)(#<>→⇒+/，；、．）（＃-–", r) {
			return ' '
		}
		return r
	}, line)
	for _, w := range strings.Fields(line) {
		if w == "and" || w == "&" || w == "then" {
			continue
		}
		if strings.Trim(w, "0123456789") != "" || len(w) > 9 {
			return nil, false
		}
		words = append(words, w)
	}
	return words, len(words) > 0
}

// optionNumber returns the value of a word that numbersOf returned.
func optionNumber(word string) int {
	n, _ := strconv.Atoi(word)
	return n
}

func inRange(word string, options int) bool {
	n := optionNumber(word)
	return n >= 1 && n <= options
}

func allInRange(words []string, options int) bool {
	for _, w := range words {
		if !inRange(w, options) {
			return false
		}
	}
	return true
}
