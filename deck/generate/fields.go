package generate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
	"kuril/deck"
)

// reader takes the keys of one table apart and complains about what is wrong
// with them, with their place.
type reader struct {
	*complaints
	t    *table
	what string // how the table is named in complaints: fact "offer-1956"
	seen map[string]bool
}

func (c *complaints) reader(t *table, what string) *reader {
	return &reader{complaints: c, t: t, what: what, seen: map[string]bool{}}
}

// at is the place of a key, or of the table when the key is not there.
func (r *reader) at(key string) place {
	if at, ok := r.t.keyAt[key]; ok {
		return at
	}
	return r.t.at
}

func (r *reader) has(key string) bool { return r.t.values[key] != nil }

// wrong complains about a key whose value is not of the wanted sort.
func (r *reader) wrong(key, want, example string) {
	r.add(r.at(key), "field", "write   "+key+" = "+example, "%s: field %s must be %s", r.what, key, want)
}

func (r *reader) text(key string) string {
	r.seen[key] = true
	v := r.t.values[key]
	if v == nil {
		return ""
	}
	text, ok := v.scalar()
	if !ok {
		r.wrong(key, "a text", `"…"`)
	}
	return strings.TrimSpace(text)
}

// must is text for a key that may not be missing.
func (r *reader) must(key, example string) string {
	text := r.text(key)
	if text == "" {
		r.add(r.at(key), "missing", "add a line such as   "+key+" = "+example, "%s has no %s", r.what, key)
	}
	return text
}

// texts takes a list of texts; a single text is a list of one.
func (r *reader) texts(key string) []string {
	r.seen[key] = true
	v := r.t.values[key]
	if v == nil {
		return nil
	}
	list, ok := v.scalars()
	if !ok {
		r.wrong(key, "a text or a list of texts", `["…", "…"]`)
	}
	return list
}

func (r *reader) yes(key string) bool {
	r.seen[key] = true
	v := r.t.values[key]
	if v == nil {
		return false
	}
	if v.kind != unstable.Bool {
		r.wrong(key, "true or false", "true")
	}
	return v.text == "true"
}

// number takes a number; ok is false when there is none.
func (r *reader) number(key string) (n float64, ok bool) {
	r.seen[key] = true
	v := r.t.values[key]
	if v == nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(v.text, "_", ""), 64)
	if err != nil || v.kind != unstable.Integer && v.kind != unstable.Float {
		r.wrong(key, "a number", "5")
		return 0, false
	}
	return n, true
}

// whole takes a whole number that is not below the least; ok is false when
// there is none.
func (r *reader) whole(key string, least int) (n int, ok bool) {
	f, ok := r.number(key)
	if ok && (f != math.Trunc(f) || f < float64(least) || f > math.MaxInt32) {
		r.wrong(key, fmt.Sprintf("a whole number, %d or more", least), strconv.Itoa(max(least, 5)))
		return 0, false
	}
	return int(f), ok
}

// tables takes an array of tables.
func (r *reader) tables(key string) []*table {
	r.seen[key] = true
	v := r.t.values[key]
	if v == nil {
		return nil
	}
	var list []*table
	for _, one := range v.list {
		if one.table != nil {
			list = append(list, one.table)
		}
	}
	switch {
	case v.table != nil && r.what == key: // at the top of a file
		r.add(r.at(key), "field", "start each with a line   [["+key+"]]", "%s has one bracket where two are wanted", key)
	case v.kind != unstable.Array || len(list) != len(v.list):
		r.add(r.at(key), "field", "start each with a line   [["+key+"]]", "%s: %s must be a list of tables", r.what, key)
	}
	return list
}

// done complains about every key that nobody asked for.
func (r *reader) done(also ...string) {
	known := slices.Clone(also)
	for key := range r.seen {
		known = append(known, key)
	}
	for _, key := range r.t.keys {
		if r.seen[key] || slices.Contains(also, key) {
			continue
		}
		r.add(r.at(key), "unknown", suggestion(key, known), "%s: unknown field %q", r.what, key)
	}
}

// scalar is the text of a string, number, bool or date.
func (v *value) scalar() (string, bool) {
	switch v.kind {
	case unstable.Array, unstable.InlineTable:
		return "", false
	}
	return v.text, true
}

func (v *value) scalars() ([]string, bool) {
	if v.kind != unstable.Array {
		text, ok := v.scalar()
		return []string{text}, ok
	}
	list := []string{}
	for _, one := range v.list {
		text, ok := one.scalar()
		if !ok {
			return nil, false
		}
		list = append(list, text)
	}
	return list, true
}

// suggestion names the known word nearest to one that is not known, or lists
// them, in order, when none is near and they are few.
func suggestion(word string, known []string) string {
	known = slices.Sorted(slices.Values(known))
	best, least := "", 3
	for _, k := range known {
		if len(word) > 2*deck.MaxID {
			break // nothing is near, and it would take long to compare
		}
		if d := deck.Distance(word, k); d < least {
			best, least = k, d
		}
	}
	switch {
	case best != "":
		return "did you mean   " + best
	case len(known) == 0:
		return "none is defined"
	case len(known) > 25:
		return fmt.Sprintf("there are %d, and none is like it", len(known))
	}
	return "known are: " + strings.Join(known, ", ")
}
