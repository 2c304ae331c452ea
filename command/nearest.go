package command

import (
	"sort"
	"strings"
)

// nearest returns the name that takes the fewest slips to become from what was
// typed; a name it is the beginning of comes first.
func nearest(typed string, names []string) string {
	sort.Strings(names)
	best, least := "", -1
	for _, name := range names {
		d := 2 * slips(strings.ToLower(typed), name)
		if len(name) < 2 {
			continue
		}
		if typed != "" && strings.HasPrefix(name, typed) {
			d = 1
		}
		if least < 0 || d < least {
			best, least = name, d
		}
	}
	return best
}

// slips counts letters left out, added, changed or swapped with the next one.
func slips(a, b string) int {
	s, t := []rune(a), []rune(b)
	before := make([]int, len(t)+1)
	last := make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row := make([]int, len(t)+1)
		row[0] = i
		for j := 1; j <= len(t); j++ {
			changed := last[j-1]
			if s[i-1] != t[j-1] {
				changed++
			}
			row[j] = min(changed, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(t)]
}

func keys[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	return names
}
