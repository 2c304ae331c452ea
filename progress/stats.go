package progress

import (
	"context"
	"database/sql"
	"errors"
)

// A Count is how many study days had at least one standing answer, in review or
// practice.
type Count struct {
	Studied int // in all
	Streak  int // in a row, up to today, or up to yesterday when today has none yet; days spared lie between
	Longest int // in a row, ever
}

// Days counts the study days of the log up to today. A day that spared tells
// of, planned to be free, does not end a row; nil spares none.
func (s *Store) Days(ctx context.Context, today Day, spared func(Day) bool) (Count, error) {
	var days []Day
	if s.db != nil {
		err := s.read(ctx, "count the study days", func(q queryer) (err error) {
			days, err = studyDays(ctx, q, today)
			return err
		})
		if err != nil {
			return Count{}, err
		}
	}
	return count(days, today, spared), nil
}

// Studied returns the last study day before a given one that has a standing
// answer, in review or practice; zero when there is none.
func (s *Store) Studied(ctx context.Context, before Day) (day Day, err error) {
	if s.db == nil {
		return 0, nil
	}
	err = s.read(ctx, "look for the last study day", func(q queryer) error {
		err := q.QueryRowContext(ctx, `
			SELECT e.day FROM events e
			WHERE e.day < ? AND e.kind IN ('reviewed', 'practised') AND NOT `+takenBack+`
			ORDER BY e.day DESC LIMIT 1`, int(before)).Scan(&day)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return day, err
}

const selectStudyDays = `
	WITH RECURSIVE days (day) AS (
	  SELECT max(day) FROM events WHERE day <= ?
	  UNION ALL
	  SELECT (SELECT max(day) FROM events WHERE day < days.day) FROM days WHERE days.day IS NOT NULL
	)
	SELECT day FROM days
	WHERE day IS NOT NULL AND EXISTS (
	  SELECT 1 FROM events e
	  WHERE e.day = days.day AND e.kind IN ('reviewed', 'practised') AND NOT ` + takenBack + `)`

// studyDays lists the study days up to today that have a standing answer,
// latest first. It asks the index once or twice a day, not every answer.
func studyDays(ctx context.Context, q queryer, today Day) ([]Day, error) {
	rows, err := q.QueryContext(ctx, selectStudyDays, int(today))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var days []Day
	for rows.Next() {
		var day Day
		if err := rows.Scan(&day); err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	return days, rows.Err()
}

// count counts study days given latest first, none twice.
func count(days []Day, today Day, spared func(Day) bool) Count {
	// missed reports whether a day between two others was there to study on.
	missed := func(after, before Day) bool {
		for day := after + 1; day < before; day++ {
			if spared == nil || !spared(day) {
				return true
			}
		}
		return false
	}
	c := Count{Studied: len(days)}
	run := 0
	for i, d := range days {
		if i > 0 && missed(d, days[i-1]) {
			run = 0
		}
		run++
		c.Longest = max(c.Longest, run)
		if run == i+1 && !missed(days[0], today) {
			c.Streak = run
		}
	}
	return c
}
