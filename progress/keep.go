package progress

import (
	"slices"
	"time"
)

// How many backups stay: the newest ones, and of the days, weeks and months
// that have any, the newest of each.
const (
	KeptNewest = 5
	KeptDays   = 7
	KeptWeeks  = 4
	KeptMonths = 12
)

// Keep tells which backups, made at these instants, are to stay. Days, weeks
// and months without one do not count: nobody loses a backup by being away.
func Keep(at []time.Time, cal Calendar) []bool {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return at[b].Compare(at[a]) })
	keep := make([]bool, len(at))
	for _, i := range order[:min(KeptNewest, len(order))] {
		keep[i] = true
	}
	type period struct{ a, b int }
	for _, rule := range []struct {
		most int
		of   func(d Day) period
	}{
		{KeptDays, func(d Day) period { return period{int(d), 0} }},
		{KeptWeeks, func(d Day) period { y, w := d.date().ISOWeek(); return period{y, w} }},
		{KeptMonths, func(d Day) period { t := d.date(); return period{t.Year(), int(t.Month())} }},
	} {
		seen := make(map[period]bool)
		for _, i := range order {
			p := rule.of(cal.Day(at[i]))
			if !seen[p] && len(seen) < rule.most {
				seen[p] = true
				keep[i] = true
			}
		}
	}
	return keep
}
