package progress

import (
	"context"
	"database/sql"
	"encoding/binary"
	"hash/crc32"
	"hash/fnv"
	"math"
	"time"

	"kuril/progress/fsrs"
)

// replayVersion counts changes to what Replay makes of a log, and to how a
// state is packed.
const replayVersion = 2

// The cache of states. It is made anew whenever it cannot be believed, so it
// needs no migration: not when its tables are gone, nor when they look
// different.
const (
	dropCache = `
		DROP TABLE IF EXISTS states;
		DROP TABLE IF EXISTS stamp`
	createCache = `
		CREATE TABLE states (
		  card TEXT NOT NULL PRIMARY KEY,
		  data BLOB NOT NULL,
		  due  INTEGER, -- the day on which it is asked; NULL: it is new, or suspended
		  last INTEGER  -- the day of its last review; NULL: it is new
		) WITHOUT ROWID;
		CREATE INDEX states_due ON states (due) WHERE due IS NOT NULL;
		CREATE INDEX states_last ON states (last);
		CREATE TABLE stamp (
		  row     INTEGER NOT NULL, -- last row of the log that is in it
		  weights INTEGER NOT NULL, -- a hash of those used
		  model   INTEGER NOT NULL, -- version of the arithmetic
		  replay  INTEGER NOT NULL, -- version of the replay
		  cards   INTEGER NOT NULL, -- rows of states
		  sum     INTEGER NOT NULL  -- of the checksums of these
		)`
)

// A stamp says of what log, and with what arithmetic, the states were made. Any
// other stamp than the expected one means replay.
type stamp struct {
	row, weights, model, replay int64
	cards, sum                  int64
}

func newStamp(row int64, w *fsrs.Weights) stamp {
	h := fnv.New64a()
	var b [8]byte
	for _, x := range w {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(x))
		h.Write(b[:])
	}
	return stamp{row: row, weights: int64(h.Sum64()), model: fsrs.Version, replay: replayVersion}
}

// count takes the checksum of one more state in.
func (st *stamp) count(data []byte) {
	st.cards++
	st.sum += checksum(data)
}

// readStamp returns the stamp in the file if it was made of the log up to row
// with these weights; ok is false if it was not, or there is none.
func readStamp(ctx context.Context, q queryer, row int64, w *fsrs.Weights) (st stamp, ok bool, err error) {
	err = q.QueryRowContext(ctx, `
		SELECT row, weights, model, replay, cards, sum FROM stamp`).Scan(
		&st.row, &st.weights, &st.model, &st.replay, &st.cards, &st.sum)
	if err != nil {
		return stamp{}, false, unlessCache(err)
	}
	want := newStamp(row, w)
	want.cards, want.sum = st.cards, st.sum
	return st, st == want, nil
}

// unlessCache forgives what a broken cache can cause: a table or a column that
// is not there, a value of another type. What is wrong with the file stays an
// error.
func unlessCache(err error) error {
	code, _ := sqliteCode(err)
	if code > sqliteError {
		return err
	}
	return nil
}

// loadCache returns the cached states, or nil if they are not those of the log
// up to row with these weights.
func loadCache(ctx context.Context, q queryer, row int64, w *fsrs.Weights) (map[string]State, error) {
	want, ok, err := readStamp(ctx, q, row, w)
	if err != nil || !ok {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, `SELECT card, data FROM states`)
	if err != nil {
		return nil, unlessCache(err)
	}
	defer rows.Close()
	states := make(map[string]State, max(0, min(want.cards, 1e6)))
	found := want
	found.cards, found.sum = 0, 0
	var data sql.RawBytes
	for rows.Next() {
		var card string
		if err := rows.Scan(&card, &data); err != nil {
			return nil, nil
		}
		s, ok := unpack(card, data)
		if !ok {
			return nil, nil
		}
		states[card] = s
		found.count(data)
	}
	if err := rows.Err(); err != nil {
		return nil, unlessCache(err)
	}
	if found != want {
		return nil, nil
	}
	return states, nil
}

// writeCache replaces the cache.
func writeCache(ctx context.Context, tx *sql.Tx, states map[string]State, row int64, w *fsrs.Weights) error {
	if _, err := tx.ExecContext(ctx, dropCache+";"+createCache); err != nil {
		return err
	}
	put, err := tx.PrepareContext(ctx, `INSERT INTO states (card, data, due, last) VALUES (?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer put.Close()
	st := newStamp(row, w)
	for card, s := range states {
		data := s.pack()
		due, last := s.asked()
		if _, err := put.ExecContext(ctx, card, data, due, last); err != nil {
			return err
		}
		st.count(data)
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO stamp (row, weights, model, replay, cards, sum) VALUES (?, ?, ?, ?, ?, ?)`,
		st.row, st.weights, st.model, st.replay, st.cards, st.sum)
	return err
}

// cachedState returns the packed state of one card, nil if there is none.
func cachedState(ctx context.Context, q queryer, card string) (data []byte, err error) {
	err = q.QueryRowContext(ctx, `SELECT data FROM states WHERE card = ?`, card).Scan(&data)
	return data, unlessCache(err)
}

// putState replaces one state in the cache, old being what is there, nil for
// nothing, and keeps the count and sum of the stamp in step.
func putState(ctx context.Context, tx *sql.Tx, st *stamp, s State, standing bool, old []byte) error {
	if old != nil {
		st.cards--
		st.sum -= checksum(old)
	}
	var err error
	if standing {
		data := s.pack()
		st.count(data)
		due, last := s.asked()
		_, err = tx.ExecContext(ctx, `
			INSERT INTO states (card, data, due, last) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (card) DO UPDATE SET data = ?2, due = ?3, last = ?4`, s.Card, data, due, last)
	} else {
		_, err = tx.ExecContext(ctx, `DELETE FROM states WHERE card = ?`, s.Card)
	}
	return unlessCache(err)
}

// asked is what the indexes of the cache are of: the day on which a card is due
// and the day of its last review, each NULL where there is none.
func (s State) asked() (due, last any) {
	if !s.New() {
		last = int(s.LastDay)
		if !s.Suspended {
			due = int(s.Due)
		}
	}
	return due, last
}

// restamp says that the cache now holds the log up to row.
func restamp(ctx context.Context, tx *sql.Tx, row int64, st stamp) error {
	_, err := tx.ExecContext(ctx, `UPDATE stamp SET row = ?, cards = ?, sum = ?`, row, st.cards, st.sum)
	return unlessCache(err)
}

// unstamp makes sure that a cache left behind the log is not believed by chance.
func unstamp(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM stamp`)
	return unlessCache(err)
}

// packed is the length of a packed state: 15 numbers of eight bytes and a
// checksum.
const packed = 15*8 + 4

// pack writes a state as the cache keeps it. Columns would read better but load
// several times slower, and a state is needed at every start.
func (s State) pack() []byte {
	flags := uint64(0)
	for i, set := range []bool{s.Open, s.FirstAgain, s.Suspended, s.Marked, s.Mended, s.Last.IsZero(), s.MissedAt.IsZero()} {
		if set {
			flags |= 1 << i
		}
	}
	b := make([]byte, 0, packed)
	for _, n := range [...]uint64{
		math.Float64bits(s.Memory.Slow), math.Float64bits(s.Memory.Fast), math.Float64bits(s.Memory.Difficulty),
		uint64(s.Due), uint64(millis(s.Last)), uint64(s.LastDay), uint64(s.First), uint64(s.Recalled),
		uint64(s.Reviews), uint64(s.Lapses), uint64(s.Agains), uint64(s.Missed), uint64(millis(s.MissedAt)), uint64(s.at), flags,
	} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	crc := crc32.Update(crc32.Checksum([]byte(s.Card), castagnoli), castagnoli, b)
	return binary.LittleEndian.AppendUint32(b, crc)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// unpack reads what pack wrote for a card; ok is false if it was not.
func unpack(card string, b []byte) (s State, ok bool) {
	if len(b) != packed {
		return State{}, false
	}
	crc := crc32.Update(crc32.Checksum([]byte(card), castagnoli), castagnoli, b[:packed-4])
	if int64(crc) != checksum(b) {
		return State{}, false
	}
	number := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) }
	real := func(i int) float64 { return math.Float64frombits(number(i)) }
	s = State{
		Card:   card,
		Memory: fsrs.Memory{Slow: real(0), Fast: real(1), Difficulty: real(2)},
		Due:    Day(number(3)), LastDay: Day(number(5)), First: Day(number(6)), Recalled: Day(number(7)),
		Reviews: int(number(8)), Lapses: int(number(9)), Agains: int(number(10)), Missed: Day(number(11)),
		at: int64(number(13)),
	}
	flag := func(i int) bool { return number(14)>>i&1 == 1 }
	s.Open, s.FirstAgain, s.Suspended, s.Marked, s.Mended = flag(0), flag(1), flag(2), flag(3), flag(4)
	if !flag(5) {
		s.Last = instant(int64(number(4)))
	}
	if !flag(6) {
		s.MissedAt = instant(int64(number(12)))
	}
	return s, true
}

// millis is the instant as the log keeps it, 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// checksum is the last part of a packed state, 0 of anything else.
func checksum(data []byte) int64 {
	if len(data) != packed {
		return 0
	}
	return int64(binary.LittleEndian.Uint32(data[packed-4:]))
}
