package quiz

import (
	"slices"
	"strings"

	"kuril/deck"
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
		if len(typed)-len(name) > 8*least || len(name)-len(typed) > 8*least {
			continue // too many slips, and to count them all would take long
		}
		d := deck.Distance(typed, strings.ToLower(name))
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
