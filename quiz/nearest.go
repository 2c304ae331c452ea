package quiz

import (
	"slices"
	"strings"
)

// Nearest returns the name that was likely meant by what was typed, or "": the
// shortest that it is the beginning of, or one that at most two slips are away
// from it, and not more than one in three letters unless the first three are
// right.
func Nearest(typed string, names []string) string {
	typed = strings.ToLower(typed)
	t := []rune(typed)
	if len(t) < 2 {
		return ""
	}
	begun, near, least := "", "", 3
	for _, name := range slices.Sorted(slices.Values(names)) {
		if strings.HasPrefix(name, typed) && (begun == "" || len(name) < len(begun)) {
			begun = name
		}
		d := lettersOff(typed, strings.ToLower(name))
		sound := 3*d <= max(len(t), len([]rune(name))) || len(t) > 3 && strings.HasPrefix(name, string(t[:3]))
		if d < least && sound {
			near, least = name, d
		}
	}
	if begun != "" {
		return begun
	}
	return near
}

// lettersOff counts letters left out, added, changed or swapped with the next one.
func lettersOff(a, b string) int {
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
