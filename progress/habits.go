package progress

import (
	"context"
	"database/sql"

	"kuril/progress/fsrs"
)

// Mistakes calls yield for every standing answer of a study day and all later
// ones that was judged wrong and in which something was said, in the order of
// the log; it stops at its first error. Nothing can be written meanwhile.
func (s *Store) Mistakes(ctx context.Context, since Day, yield func(Event) error) error {
	return s.eachAnswer(ctx, "read the mistakes", since, `e.verdict = 'wrong' AND NOT e.overridden AND e.given <> ''`, yield)
}

// Confident calls yield for every standing answer of a study day and all later
// ones with which the learner said how sure they were, as Mistakes does.
func (s *Store) Confident(ctx context.Context, since Day, yield func(Event) error) error {
	return s.eachAnswer(ctx, "read how sure answers were", since, `e.confidence <> ''`, yield)
}

func (s *Store) eachAnswer(ctx context.Context, doing string, since Day, which string, yield func(Event) error) error {
	if s.db == nil {
		return nil
	}
	var stopped error
	err := s.read(ctx, doing, func(q queryer) error {
		return eachEvent(ctx, q, func(e Event) error {
			stopped = yield(e)
			return stopped
		}, selectEvents+`
			WHERE e.day >= ? AND e.kind IN ('reviewed', 'practised') AND `+which+` AND NOT `+takenBack+`
			ORDER BY e.at, e.device, e.n, e.id`, int(since))
	})
	if stopped != nil {
		return stopped
	}
	return err
}

// AfterHard is what became of the last cards that were rated hard, and beside
// them of those rated good: how many were asked again, and how many of these
// were rated Again then.
type AfterHard struct {
	Hards, HardsForgotten int // the last ones, hardsLooked at most
	Goods, GoodsForgotten int // the last ones, goodsLooked at most
}

// How far AfterHard looks back: at so many answers of each kind that were
// followed by a review, and at so many reviews in all, so that it takes no
// noticeable time however long the log is.
const (
	hardsLooked   = 50
	goodsLooked   = 2000
	reviewsLooked = 50_000
)

// forgottenHards is how many of the last hards must have been forgotten for
// Misused to hold.
const forgottenHards = 10

// Misused reports whether Hard seems to be pressed for cards that were
// forgotten: ten or more of the last fifty were failed at the next review, more
// than twice the share after Good.
func (a AfterHard) Misused() bool {
	return a.HardsForgotten >= forgottenHards && a.HardsForgotten*a.Goods > 2*a.GoodsForgotten*a.Hards
}

// AfterHard looks at the last standing reviews that were rated hard or good and
// at the next review of the same card. A reset ends a card's history: what
// comes after it is no next review.
func (s *Store) AfterHard(ctx context.Context) (a AfterHard, err error) {
	if s.db == nil {
		return a, nil
	}
	err = s.read(ctx, "look back at the ratings", func(q queryer) error {
		rows, err := q.QueryContext(ctx, `
			SELECT e.card, e.kind, e.rating FROM events e
			WHERE e.kind IN ('reviewed', 'reset') AND NOT `+takenBack+`
			ORDER BY e.at DESC, e.device DESC, e.n DESC LIMIT ?`, reviewsLooked)
		if err != nil {
			return err
		}
		defer rows.Close()
		a, err = countAfterHard(rows)
		return err
	})
	return a, err
}

// countAfterHard reads reviews and resets, newest first.
func countAfterHard(rows *sql.Rows) (a AfterHard, err error) {
	next := make(map[string]fsrs.Rating) // of the reviews already read: the earliest of each card
	for rows.Next() && (a.Hards < hardsLooked || a.Goods < goodsLooked) {
		var card string
		var kind Kind
		var rating fsrs.Rating
		if err := rows.Scan(&card, &kind, &rating); err != nil {
			return a, err
		}
		if kind == Reset {
			delete(next, card)
			continue
		}
		forgotten := 0
		if next[card] == fsrs.Again {
			forgotten = 1
		}
		switch {
		case next[card] == 0:
		case rating == fsrs.Hard && a.Hards < hardsLooked:
			a.Hards++
			a.HardsForgotten += forgotten
		case rating == fsrs.Good && a.Goods < goodsLooked:
			a.Goods++
			a.GoodsForgotten += forgotten
		}
		next[card] = rating
	}
	return a, rows.Err()
}

// Once reports whether something is done for the first time with this file, and
// remembers that it was. It is a note beside the log: another machine has its
// own, and undo leaves it alone.
func (s *Store) Once(ctx context.Context, what string) (first bool, err error) {
	err = s.write(ctx, "remember that it was said", func(ctx context.Context, tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES (?, '') ON CONFLICT DO NOTHING`, "once "+what)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		first = n > 0
		return err
	})
	return first && err == nil, err
}
