package progress

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// A Finding is what an examination of the log has to say of one thing.
type Finding struct {
	What    string // of the log that was looked at, in a word
	Message string
	Fault   bool // it needs repair; else it is worth knowing, or all is well
	Note    bool // it is worth knowing
	Mend    bool // Mend repairs it
}

// Examine looks at the log of a file that SQLite finds sound: its tables and
// what guards them, the numbers of every device, what events refer to, what they
// hold, and whether the cache is what a replay of the whole log gives. It changes
// nothing.
func Examine(ctx context.Context, path string) (found []Finding, err error) {
	err = look(ctx, path, func(s *Store, version int) error {
		if version < Schema() {
			found = append(found, Finding{What: "schema", Note: true, Message: fmt.Sprintf("an older version wrote it (schema %d); the next command that records brings it up to date", version)})
			return nil
		}
		for _, look := range []func(context.Context, queryer) ([]Finding, error){guards, numbers, refs, values, cached} {
			more, err := look(ctx, s.db)
			if err != nil {
				return err
			}
			found = append(found, more...)
		}
		return nil
	})
	return found, explain(path, "look at the log", err)
}

func numbered(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// objects lists tables, indexes and triggers by name, with what makes them.
func objects(ctx context.Context, q queryer) (map[string]string, error) {
	rows, err := q.QueryContext(ctx, `SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make(map[string]string)
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		all[name] = text
	}
	return all, rows.Err()
}

// wantedObjects is what a new log has.
func wantedObjects(ctx context.Context) (map[string]string, error) {
	texts, err := embedded()
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, strings.Join(texts, ";")); err != nil {
		return nil, err
	}
	return objects(ctx, db)
}

// missing lists what a log should have and has not, or has otherwise.
func missing(ctx context.Context, q queryer) (names []string, wanted map[string]string, err error) {
	if wanted, err = wantedObjects(ctx); err != nil {
		return nil, nil, err
	}
	have, err := objects(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if have[name] != wanted[name] {
			names = append(names, name)
		}
	}
	return names, wanted, nil
}

func guards(ctx context.Context, q queryer) ([]Finding, error) {
	names, _, err := missing(ctx, q)
	if err != nil || len(names) == 0 {
		return []Finding{{What: "guards", Message: "nothing can be changed or removed from the log"}}, err
	}
	return []Finding{{What: "guards", Fault: true, Mend: true, Message: "what guards and orders the log is not as it was made: " + strings.Join(names, ", ")}}, nil
}

func numbers(ctx context.Context, q queryer) (found []Finding, err error) {
	var own string
	if err := q.QueryRowContext(ctx, `SELECT coalesce((SELECT value FROM meta WHERE key = 'device'), '')`).Scan(&own); err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, `SELECT device, count(*), count(DISTINCT n), max(n) FROM events GROUP BY device ORDER BY device`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	devices, events := 0, 0
	for rows.Next() {
		var device string
		var all, different, last int
		if err := rows.Scan(&device, &all, &different, &last); err != nil {
			return nil, err
		}
		devices++
		events += all
		if different < all {
			found = append(found, Finding{What: "numbers", Note: true, Message: fmt.Sprintf("device %s gave out %d numbers twice: its folder was copied and used in both places; every answer is kept", device, all-different)})
		}
		switch {
		case last <= different:
		case device == own:
			found = append(found, Finding{What: "numbers", Note: true, Message: fmt.Sprintf("%d events of this device are missing: merge or sync with a device that has them", last-different)})
		default:
			found = append(found, Finding{What: "numbers", Note: true, Message: fmt.Sprintf("%d events of device %s are not here (yet)", last-different, device)})
		}
	}
	ok := Finding{What: "log", Message: numbered(events, "event") + " of " + numbered(devices, "device")}
	return append([]Finding{ok}, found...), rows.Err()
}

func refs(ctx context.Context, q queryer) ([]Finding, error) {
	var n int
	err := q.QueryRowContext(ctx, `
		SELECT count(*) FROM events u WHERE u.kind = 'undone'
		  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.id = u.ref)
		  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.batch = u.ref AND e.batch <> '')`).Scan(&n)
	if err != nil || n == 0 {
		return nil, err
	}
	return []Finding{{What: "references", Note: true, Message: fmt.Sprintf("%d undos take back something that is not in the log (yet)", n)}}, nil
}

// values looks at what every event holds.
func values(ctx context.Context, q queryer) (found []Finding, err error) {
	odd, apart, first := 0, 0, ""
	err = eachEvent(ctx, q, func(e Event) error {
		if why := e.refused(); why != "" {
			if odd++; first == "" {
				first = e.ID + ": " + why
			}
		}
		if at := Day(e.At.Unix() / (24 * 60 * 60)); e.Day-at > 2 || at-e.Day > 2 {
			apart++
		}
		return nil
	}, selectEvents+` ORDER BY e.row`)
	if odd > 0 {
		found = append(found, Finding{What: "values", Note: true, Message: fmt.Sprintf("%d events hold what kuril would not write (%s)", odd, first)})
	}
	if apart > 0 {
		found = append(found, Finding{What: "days", Note: true, Message: fmt.Sprintf("%d events count for a study day far from when they happened: the clock was wrong", apart)})
	}
	return found, err
}

// cached compares the cache with a replay of the whole log.
func cached(ctx context.Context, q queryer) ([]Finding, error) {
	row, w, err := newest(ctx, q)
	if err != nil {
		return nil, err
	}
	_, fresh, err := readStamp(ctx, q, row, w)
	if err != nil {
		return nil, err
	}
	if !fresh {
		return []Finding{{What: "cache", Message: "of another moment; it is made anew when needed"}}, nil
	}
	states, err := loadCache(ctx, q, row, w)
	if err != nil {
		return nil, err
	}
	full, err := replayAll(ctx, q, w, nil)
	if err != nil {
		return nil, err
	}
	if states != nil && reflect.DeepEqual(states, full) {
		return []Finding{{What: "cache", Message: numbered(len(full), "card") + ", as a replay of the whole log gives them"}}, nil
	}
	return []Finding{{What: "cache", Fault: true, Mend: true, Message: "what is remembered is not what a replay of the log gives"}}, nil
}

// Mend makes anew what Examine says can be: the guards and indexes of the log,
// and the cache.
func (s *Store) Mend(ctx context.Context) error {
	return s.write(ctx, "repair", func(ctx context.Context, tx *sql.Tx) error {
		names, wanted, err := missing(ctx, tx)
		if err != nil {
			return err
		}
		for _, name := range names {
			kind := strings.ToUpper(strings.Fields(wanted[name])[1])
			if kind == "UNIQUE" {
				kind = "INDEX"
			}
			if kind == "TABLE" {
				return damaged(s.path, fmt.Errorf("the table %s is not as it was made", name))
			}
			if _, err := tx.ExecContext(ctx, `DROP `+kind+` IF EXISTS "`+name+`"`); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, wanted[name]); err != nil {
				return err
			}
		}
		row, w, err := newest(ctx, tx)
		if err != nil {
			return err
		}
		states, err := replayAll(ctx, tx, w, nil)
		if err != nil {
			return err
		}
		return writeCache(ctx, tx, states, row, w)
	})
}
