package deck

import (
	"fmt"
	"strings"
)

// otherWords are names that other programs and habits have for ours.
var otherWords = map[string]string{
	"question": "prompt", "front": "prompt", "text": "prompt", "q": "prompt",
	"back": "answers", "a": "answers", "correct": "answers", "solution": "answers",
	"options": "wrong", "distractors": "wrong", "choices": "wrong", "near": "wrong",
	"type": "kind", "explanation": "why", "note": "why", "notes": "why", "reason": "why",
	"reverse": "both", "direction": "both", "url": "source", "link": "source", "reference": "source",
	"label": "tags", "labels": "tags", "topic": "tags", "units": "unit",
	"basic": "recall", "flashcard": "recall", "card": "recall", "input": "typed", "write": "typed",
	"multiple-choice": "choice", "mcq": "choice", "single": "choice", "multi": "select", "multiple": "select",
	"enumeration": "list", "ordering": "order", "sequence": "order", "gap": "cloze", "fill": "cloze",
	"strict": "exact", "fuzzy": "text", "numeric": "number", "int": "number", "day": "date",
}

// nearest returns the known name that a name was likely meant to be, or "".
func nearest(name string, known []string) string {
	name = strings.ToLower(name)
	if other, ok := otherWords[name]; ok {
		for _, k := range known {
			if k == other {
				return k
			}
		}
	}
	best, least := "", 3
	for _, k := range known {
		// A third of the letters may be wrong, else any name is near any other.
		if d := distance(name, k); d < least && d*3 <= max(len(name), len(k)) {
			best, least = k, d
		}
	}
	return best
}

// meant is the hint for a value that is not one of the known ones.
func meant(value string, known []string, key string) string {
	if near := nearest(value, known); near != "" {
		return fmt.Sprintf("did you mean   %s = %q?", key, near)
	}
	return fmt.Sprintf("%s is one of %s", key, strings.Join(known, ", "))
}

func kindHint(kind string) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k.kind)
	}
	return meant(kind, names, "kind")
}

// distance counts the letters to put in, take out, change or swap with their
// neighbour. Long names are not compared: none of ours is.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 32 || len(y) > 32 {
		return 32
	}
	var d [33][33]int
	for i := range len(x) + 1 {
		d[i][0] = i
	}
	for j := range len(y) + 1 {
		d[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(x)][len(y)]
}
