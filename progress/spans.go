package progress

import (
	"context"
	"database/sql"
	"fmt"
	"sort"
	"strings"
)

// A span is a run of rows, both ends of it in it.
type span struct{ from, to int64 }

// spans are runs of rows in order, with rows between them.
type spans []span

// add takes rows in. They come mostly behind all others.
func (s spans) add(from, to int64) spans {
	if from > to {
		return s
	}
	if n := len(s); n > 0 && s[n-1].from <= from {
		if from <= s[n-1].to+1 {
			s[n-1].to = max(s[n-1].to, to)
			return s
		}
		return append(s, span{from, to})
	}
	// All that touch the new one become one with it.
	i := sort.Search(len(s), func(i int) bool { return s[i].to >= from-1 })
	j := i
	for ; j < len(s) && s[j].from <= to+1; j++ {
		from, to = min(from, s[j].from), max(to, s[j].to)
	}
	joined := append(spans{}, s[:i]...)
	return append(append(joined, span{from, to}), s[j:]...)
}

func (s spans) last() int64 {
	if len(s) == 0 {
		return 0
	}
	return s[len(s)-1].to
}

// gaps are the runs of rows from 1 to last that are not in it.
func (s spans) gaps(last int64) spans {
	var gaps spans
	next := int64(1)
	for _, p := range s {
		gaps = gaps.add(next, min(last, p.from-1))
		next = p.to + 1
	}
	return gaps.add(next, last)
}

func (s spans) String() string {
	var b strings.Builder
	for i, p := range s {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d-%d", p.from, p.to)
	}
	return b.String()
}

// parseSpans reads what String gives; of a text that is damaged nothing, so
// that rather too much is written again than too little.
func parseSpans(text string) (s spans) {
	for word := range strings.FieldsSeq(text) {
		var p span
		if n, err := fmt.Sscanf(word, "%d-%d", &p.from, &p.to); n != 2 || err != nil || p.from < 1 || p.to < p.from || p.from <= s.last() {
			return nil
		}
		s = s.add(p.from, p.to)
	}
	return s
}

func noting(notes map[string]string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error { return putNotes(ctx, tx, notes) }
}

// forgetting takes out all notes that begin with a text.
func forgetting(prefix string) func(context.Context, *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM meta WHERE substr(key, 1, ?) = ?`, len(prefix), prefix)
		return err
	}
}
