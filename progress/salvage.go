package progress

import (
	"cmp"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Salvaged says what could be saved of a damaged log.
type Salvaged struct {
	Read     int    // events read from the damaged file
	Added    int    // events only a backup had
	Lost     int    // events known to have been there, and nowhere to be found
	Mended   int    // events that the file and a backup tell differently: the backup is believed
	LostFrom string // study day of the last event before the first lost one, "" when unknown
	LostTo   string
}

// Salvage reads what can be read of a damaged log, page by page, adds what
// backups have beside it, newest first, and writes a new log of all that into a
// file of its own beside path, which it returns; the damaged file is only read.
// A backup that cannot be read is passed over.
func Salvage(ctx context.Context, path string, backups []string) (temp string, s Salvaged, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", s, unreachable(path, err)
	}
	w := search(text)
	s.Read = len(w.events)
	for _, backup := range backups {
		events, err := readBackup(ctx, backup)
		if err != nil {
			continue
		}
		for _, e := range events {
			old, known := w.events[e.ID]
			if known && old.same(&e) || w.believed[e.ID] {
				continue
			}
			if known {
				s.Mended++
			} else {
				s.Added++
			}
			w.add(e)
		}
	}
	w.count(&s)
	temp, err = w.build(ctx, path)
	return temp, s, explain(path, "save the log", err)
}

// A wreck is what was found in a damaged file.
type wreck struct {
	events   map[string]Event
	order    []string       // ids, as they were found
	rows     map[int64]bool // of events read
	rowOf    map[string]int64
	numbered map[int64]bool // rows that an index knows
	room     int64          // how many events the file can have held
	meta     map[string]string
	believed map[string]bool // ids that a backup told
}

// shortestEvent is fewer bytes than a row of the log takes.
const shortestEvent = 32

// search reads what a damaged file holds.
func search(text []byte) *wreck {
	w := &wreck{
		events: make(map[string]Event), rows: make(map[int64]bool), numbered: make(map[int64]bool),
		meta: make(map[string]string), room: int64(len(text) / shortestEvent),
	}
	newPages(text).each(w.take)
	return w
}

// eventColumns is how many columns a row of the log had in its first schema,
// its own number included.
const eventColumns = 21

func (w *wreck) take(kind byte, row int64, values []any) {
	switch {
	case kind == pageTableLeaf && len(values) >= eventColumns && values[0] == nil && row > 0:
		values = slices.Clone(values[1:])
		for len(values) < eventColumns {
			values = append(values, "") // columns that came later
		}
		e, err := rowEvent(values[:eventColumns])
		if err != nil {
			return
		}
		if _, known := w.events[e.ID]; !known {
			w.events[e.ID] = e
			w.order = append(w.order, e.ID)
			w.rows[row] = true
			if w.rowOf == nil {
				w.rowOf = make(map[string]int64)
			}
			w.rowOf[e.ID] = row
		}
	case kind == pageTableLeaf && len(values) == 2:
		key, ok := values[0].(string)
		value, text := values[1].(string)
		if ok && text && isMetaKey(key) {
			w.meta[key] = value
		}
	case kind != pageTableLeaf && len(values) == 3: // device, number, row
		device, ok := values[0].(string)
		n, number := values[1].(int64)
		row, last := values[2].(int64)
		if ok && number && last && isWord(device) && n > 0 && row > 0 {
			w.numbered[row] = true
		}
	}
}

// isMetaKey tells which notes beside the log are kept: not where it is at home,
// for the new log is another device.
func isMetaKey(key string) bool {
	return key != metaDevice && key != metaHome && !strings.HasPrefix(key, metaHad) && key != "tried" &&
		len(key) < 1000 && !strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' })
}

func (w *wreck) add(e Event) {
	if w.believed == nil {
		w.believed = make(map[string]bool)
	}
	w.believed[e.ID] = true
	if _, known := w.events[e.ID]; !known {
		w.order = append(w.order, e.ID)
	}
	w.events[e.ID] = e
}

// count works out what is lost: rows are numbered without gaps.
func (w *wreck) count(s *Salvaged) {
	var last int64
	for row := range w.rows {
		last = max(last, row)
	}
	// An index can know of later ones; of a number gone wild nothing is believed.
	for row := range w.numbered {
		if row > last && row <= last+int64(len(w.numbered)) {
			last = row
		}
	}
	// Nor of an event's own that leaves far more out than the file has room for.
	if most := int64(len(w.rows)+len(w.numbered)) + w.room; last > most {
		last = 0
		for row := range w.rows {
			if row <= most {
				last = max(last, row)
			}
		}
	}
	missing := int(last)
	for row := range w.rows {
		if row <= last {
			missing--
		}
	}
	s.Lost = max(0, missing-s.Added)
	if s.Lost == 0 {
		return
	}
	first, end := int64(0), int64(0)
	for row := int64(1); row <= last; row++ {
		if !w.rows[row] {
			first, end = cmp.Or(first, row), row
		}
	}
	for id, row := range w.rowOf {
		switch row {
		case first - 1:
			s.LostFrom = w.events[id].Day.String()
		case end + 1:
			s.LostTo = w.events[id].Day.String()
		}
	}
}

// build writes a new log.
func (w *wreck) build(ctx context.Context, path string) (temp string, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return "", closed(filepath.Dir(path), err)
	}
	f.Close()
	defer func() {
		if err != nil {
			dropFile(f.Name())
			temp = ""
		}
	}()
	s, err := Open(ctx, f.Name(), Options{})
	if err != nil {
		return "", err
	}
	defer s.Close()
	slices.SortStableFunc(w.order, func(a, b string) int { return cmp.Compare(w.rank(a), w.rank(b)) })
	err = s.write(ctx, "save", func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range w.order {
			e := w.events[id]
			if err := insert(ctx, tx, &e); err != nil {
				return err
			}
		}
		return putNotes(ctx, tx, w.meta)
	})
	if err != nil {
		return "", err
	}
	if _, err := s.States(ctx); err != nil {
		return "", err
	}
	if err := s.sound(ctx); err != nil {
		return "", err
	}
	return f.Name(), syncFile(f.Name())
}

// rank keeps the order of arrival; what only a backup had comes behind.
func (w *wreck) rank(id string) int64 {
	if row, ok := w.rowOf[id]; ok {
		return row
	}
	return 1 << 62
}

func readBackup(ctx context.Context, path string) (events []Event, err error) {
	s, err := OpenElsewhere(ctx, path, Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	for e, err := range s.Rows(ctx) {
		if err == nil {
			events = append(events, e)
		}
	}
	return events, nil
}

// Place puts a log that Salvage made in the place of the damaged one, whose
// journal is set aside before: it would be played into the new file.
func Place(temp, path string) error {
	os.Remove(path + "-journal")
	if err := os.Rename(temp, path); err != nil {
		return unreachable(path, err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}
