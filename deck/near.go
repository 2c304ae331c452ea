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
	if len(name) > MaxID {
		return "" // none of ours is that long, and it would take long to compare
	}
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
		if d := Distance(name, k); d < least && d*3 <= max(len(name), len(k)) {
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

// Distance counts the letters to put in, take out, change or swap with their
// neighbour to make one name of another. It takes len(a)·len(b) steps.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before []int // the row before last
	last := make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			changed := last[j]
			if x[i] != y[j] {
				changed++
			}
			row[j+1] = min(changed, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(y)]
}
