package generate

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/cases"
)

// pool is a list of things of one sort that serve each other as wrong
// options. It is written out in the material, not gathered from facts, so that
// a new fact changes no question but its own.
type pool struct {
	entries []entry
}

// entry is one thing of a pool, with the years it belongs to.
type entry struct {
	names []string
	years []int
}

func (m *Material) readPool(c *complaints, t *table) {
	r := c.reader(t, "pool")
	key := r.must("key", `"capitals"`)
	r.what = "pool " + quote(key)
	r.form("key", key)
	r.text("about")
	p := &pool{}
	for _, t := range r.tables("entries") {
		er := c.reader(t, r.what+", entry")
		names := m.words(er, "name", []string{er.must("name", `"Moscow"`)})
		var years []int
		for _, y := range er.texts("years") {
			n, err := strconv.Atoi(y)
			if err != nil {
				er.wrong("years", "a year or a list of years", "[1956]")
			}
			years = append(years, n)
		}
		er.done()
		if len(names) == 1 {
			p.entries = append(p.entries, entry{names[0], years})
		}
	}
	r.done()
	m.once(r, "key", "pool", key)
	m.pools[key] = p
}

// draw returns up to n things of the pool, nearest in time to the year first,
// equals in the order of the pool. Nothing that is right, or is given
// already, is drawn. Year 0 takes them as they stand.
func (p *pool) draw(n, year int, not []string) []string {
	taken := map[string]bool{}
	for _, s := range not {
		taken[fold(s)] = true
	}
	entries := slices.Clone(p.entries)
	if year != 0 {
		slices.SortStableFunc(entries, func(a, b entry) int { return a.from(year) - b.from(year) })
	}
	var drawn []string
next:
	for _, e := range entries {
		if len(drawn) == n {
			break
		}
		for _, name := range e.names {
			if taken[fold(name)] {
				continue next
			}
		}
		for _, name := range e.names {
			taken[fold(name)] = true
		}
		drawn = append(drawn, e.names[0])
	}
	return drawn
}

// from is the distance in years to the nearest year of the entry.
func (e entry) from(year int) int {
	least := 1 << 20
	for _, y := range e.years {
		least = min(least, max(y-year, year-y))
	}
	return least
}

// fold makes names comparable.
func fold(s string) string { return cases.Fold().String(strings.Join(strings.Fields(s), " ")) }
