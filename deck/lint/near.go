package lint

import (
	"slices"
	"strings"
	"unicode"

	"kuril/deck"
)

// The nearly same question is found by the shingles of its prompt, pieces of
// four signs: those of two questions that are alike are mostly the same. Only
// questions with the same first answer are compared, and only where a hash of
// some shingles is the same (MinHash with bands), so that it takes as long as
// there are questions and not as their pairs.
const (
	shingle = 4
	bands   = 10
	rows    = 3
	alike   = 0.75 // of the shingles of both
	bucket  = 6    // earlier questions that one is compared with
)

func nearDuplicates(its []*item, r *run) {
	type key struct {
		band  int
		hash  uint64
		reply string
	}
	type kept struct {
		it       *item
		shingles []uint64
		numbers  string
		shown    string
	}
	seen := map[key][]*kept{}
	for _, it := range its {
		if it.q.Kind == deck.Order || it.q.Kind == deck.Select {
			continue
		}
		reply := strings.Join(wanted(it.q), "\x00")
		if byPrompt(it.q) && it.q.Kind != deck.List && it.q.Kind != deck.Cloze || it.q.Kind == deck.Choice {
			reply = bare(first(it.q))
		}
		text := strings.Join(it.words, " ")
		if reply == "" || len([]rune(text)) < 12 {
			continue
		}
		mine := &kept{it: it, shingles: shinglesOf(text), numbers: numbersOf(it.words), shown: shown(it, it.q.Prompt)}
		var found *kept
		for band, hash := range minhash(mine.shingles) {
			k := key{band, hash, reply}
			for _, other := range seen[k] {
				if found == nil && other.shown != mine.shown && other.numbers == mine.numbers && jaccard(other.shingles, mine.shingles) >= alike && reworded(other.it.words, mine.it.words) {
					found = other
				}
			}
			if len(seen[k]) < bucket {
				seen[k] = append(seen[k], mine)
			}
		}
		if found != nil {
			r.add(it, "prompt", "take one of the two out, or make plain how they differ",
				"asks nearly the same as %s", place(found.it.q))
		}
	}
}

// reworded reports whether two prompts differ in how they say it and not in what
// they ask about: a word that only one has, East, major, makes them two.
func reworded(a, b []string) bool {
	return !ownWord(a, b) && !ownWord(b, a)
}

// ownWord reports whether words has one that says something and that the others
// lack, also misspelt or with another ending.
func ownWord(words, others []string) bool {
	for _, w := range words[:min(len(words), 200)] {
		if english[w] || len(w) < 3 || slices.Contains(others, w) {
			continue
		}
		stem := w[:min(len(w), max(4, len(w)-2))]
		if !slices.ContainsFunc(others, func(o string) bool { return len(o) > 3 && strings.HasPrefix(o, stem) }) {
			return true
		}
	}
	return false
}

// numbersOf are the numbers among words: 1855 and 1875 make two questions.
func numbersOf(words []string) string {
	var all []string
	for _, w := range words {
		if strings.ContainsFunc(w, unicode.IsDigit) {
			all = append(all, w)
		}
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// shinglesOf returns the hashes of all pieces, ascending, each once.
func shinglesOf(text string) []uint64 {
	letters := []rune(text)
	letters = letters[:min(len(letters), 2000)]
	var all []uint64
	for i := 0; i+shingle <= len(letters); i++ {
		h := uint64(14695981039346656037) // FNV-1a
		for _, r := range letters[i : i+shingle] {
			h = (h ^ uint64(r)) * 1099511628211
		}
		all = append(all, h)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// minhash returns one hash for every band of the smallest of its rows.
func minhash(shingles []uint64) [bands]uint64 {
	var out [bands]uint64
	for band := range bands {
		h := uint64(14695981039346656037)
		for row := range rows {
			least := ^uint64(0)
			salt := uint64(band*rows+row+1) * 0x9e3779b97f4a7c15
			for _, s := range shingles {
				x := s ^ salt
				x ^= x >> 33
				x *= 0xff51afd7ed558ccd
				x ^= x >> 33
				least = min(least, x)
			}
			h = (h ^ least) * 1099511628211
		}
		out[band] = h
	}
	return out
}

// jaccard is the share of what two sorted sets have in common.
func jaccard(a, b []uint64) float64 {
	common, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	all := len(a) + len(b) - common
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}
