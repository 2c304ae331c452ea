package quiz

import (
	"context"
	"fmt"
	"math"
	"strings"

	"kuril/progress"
	"kuril/progress/fsrs"
)

// RetentionMeans says what a wanted retention below 0.85 leads to, by the first
// intervals of a new card for each rating; "" for one that needs no word.
// longest is the longest interval in days. The weights are those in use, or
// where the log cannot be read the ones that kuril comes with.
func (d *Desk) RetentionMeans(ctx context.Context, retention float64, longest int) string {
	if retention == 0 || retention >= lowRetention {
		return ""
	}
	w := &fsrs.Default
	if s, err := progress.Open(ctx, d.database(), progress.Options{ReadOnly: true}); err == nil {
		if used, err := s.Weights(ctx); err == nil {
			w = used
		}
		s.Close()
	}
	var parts []string
	for r := fsrs.Hard; r <= fsrs.Easy; r++ {
		days := w.Interval(w.Next(fsrs.Memory{}, 0, r), retention)
		whole := min(max(1, int(math.Round(days))), longest)
		parts = append(parts, fmt.Sprintf("after %s when rated %s", Count(whole, "day"), ratings[r-1]))
	}
	return fmt.Sprintf("with retention %s a new card comes again %s; about 1 in %.0f will be forgotten by then",
		decimals(retention), strings.Join(parts, ", "), 1/(1-retention))
}

// decimals writes a retention with at least two places.
func decimals(r float64) string {
	short, long := fmt.Sprintf("%.2f", r), fmt.Sprint(r)
	if len(long) > len(short) {
		return long
	}
	return short
}

// NoSuch says that there is no deck, or no question with a tag, of that name,
// and which was likely meant; "" when there is one, or when decks could not be
// read and it may be in those. what is deck or tag.
func (d *Desk) NoSuch(what, name string) string {
	known, tags := d.names()
	if what == "tag" {
		known = tags
	}
	if known[name] || len(d.BankFiles)+len(d.Problems) > 0 {
		return ""
	}
	return missing(what, name, known)
}
