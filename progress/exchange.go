package progress

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// A Header is the first line of a file of a shared log: whose it is.
type Header struct {
	Format  int    `json:"kuril"`
	Learner string `json:"learner"`
	Device  string `json:"device"`
	Name    string `json:"name"` // what people call the machine, or ""
}

// SharedFormat is the newest format of a shared log that this program knows.
const SharedFormat = 1

// Sound reports whether a header says what it must.
func (h Header) Sound() bool {
	return h.Format >= 1 && isWord(h.Learner) && isWord(h.Device) && len(h.Name) <= longestWord
}

// Line is the header as it is written.
func (h Header) Line() []byte {
	text, err := json.Marshal(h)
	if err != nil {
		return nil // it holds nothing that could not be written
	}
	return append(text, '\n')
}

// ReadHeader reads the first line of a shared log, of at most 4096 bytes. io.EOF
// means that there is no whole line yet.
func ReadHeader(r io.Reader) (h Header, err error) {
	text, err := bufio.NewReaderSize(r, 4096).ReadSlice('\n')
	if err != nil {
		return h, err
	}
	if json.Unmarshal(text, &h) != nil || !h.Sound() {
		return Header{}, errors.New("not a shared log")
	}
	return h, nil
}

// checksums are CRC-32C: they find what a transport damages, not what somebody
// forges.
var checksums = crc32.MakeTable(crc32.Castagnoli)

const sumKey = `,"sum":"`

// SharedLine is an event as a line of a shared log: as it is exported, with a
// sum of what stands before it.
func SharedLine(e Event) ([]byte, error) {
	text, err := e.MarshalJSON()
	if err != nil {
		return nil, err
	}
	text = text[:len(text)-1]
	return fmt.Appendf(text, "%s%08x\"}\n", sumKey, crc32.Checksum(text, checksums)), nil
}

// readShared reads a line of a shared log. Its error is a *Refusal.
func readShared(text []byte) (Event, error) {
	text = bytes.TrimRight(text, "\r\n")
	i := len(text) - len(sumKey) - len(`00000000"}`)
	if i < 0 || string(text[i:i+len(sumKey)]) != sumKey ||
		fmt.Sprintf(`%08x"}`, crc32.Checksum(text[:i], checksums)) != string(text[i+len(sumKey):]) {
		return Event{}, &Refusal{Reason: badSum}
	}
	return readLine(text)
}

// A Mark says how far a file was read: up to Offset, where a line of Length
// bytes with the sum Print ended. The zero Mark is the beginning.
type Mark struct {
	Offset, Length int64
	Print          uint32
}

// MarkAfter is the mark behind a line that ends at an offset.
func MarkAfter(offset int64, line []byte) Mark {
	return Mark{Offset: offset, Length: int64(len(line)), Print: crc32.Checksum(line, checksums)}
}

func (m Mark) String() string { return fmt.Sprintf("%d %d %d", m.Offset, m.Length, m.Print) }

func parseMark(text string) (m Mark, ok bool) {
	n, _ := fmt.Sscanf(text, "%d %d %d", &m.Offset, &m.Length, &m.Print)
	return m, n == 3 && m.Length > 0 && m.Length <= longestLine && m.Offset >= m.Length
}

// Holds reports whether what stands in a file before the mark is still what was
// read.
func (m Mark) Holds(f io.ReaderAt) bool {
	if m.Offset == 0 {
		return true
	}
	line := make([]byte, m.Length)
	n, _ := f.ReadAt(line, m.Offset-m.Length)
	return int64(n) == m.Length && crc32.Checksum(line, checksums) == m.Print
}

// SharedLines reads a shared log from a mark on, which must hold, and tells
// after each event how far it can be taken for read: not beyond a line that was
// refused, and not into a line that has no end yet.
func SharedLines(f io.ReaderAt, from Mark, read func(Mark)) Events {
	return func(yield func(Event, error) bool) {
		in := bufio.NewReaderSize(io.NewSectionReader(f, from.Offset, 1<<62-from.Offset), 64<<10)
		at, sound := from.Offset, true
		for {
			text, whole, err := lineOf(in)
			if err != nil {
				if !errors.Is(err, io.EOF) {
					yield(Event{}, err)
				}
				return // what has no end is on its way
			}
			if !whole {
				sound = false
				if !yield(Event{}, &Refusal{Reason: badLong}) {
					return
				}
				continue
			}
			header := at == 0
			at += int64(len(text))
			var e Event
			if !header {
				if e, err = readShared(text); err != nil {
					sound = false
				}
			}
			if sound {
				read(MarkAfter(at, text))
			}
			if !header && !yield(e, err) {
				return
			}
		}
	}
}

// An Exchange is what this log knows of a folder that devices share: how far
// each file there was read, and which rows of the log stand in one of them.
type Exchange struct {
	s     *Store
	key   string
	Marks map[string]Mark
	there spans
}

const metaExchange = "sync "

// Exchange returns what is known of a folder that key stands for.
func (s *Store) Exchange(ctx context.Context, key string) (*Exchange, error) {
	x := &Exchange{s: s, key: metaExchange + key + " ", Marks: make(map[string]Mark)}
	if s.db == nil {
		return x, nil
	}
	err := s.read(ctx, "read what was synced", func(q queryer) error {
		rows, err := q.QueryContext(ctx, `SELECT key, value FROM meta WHERE substr(key, 1, ?) = ?`, len(x.key), x.key)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var key, value string
			if err := rows.Scan(&key, &value); err != nil {
				return err
			}
			name := strings.TrimPrefix(key, x.key)
			if name == "there" {
				x.there = parseSpans(value)
			} else if m, ok := parseMark(value); ok {
				x.Marks[name] = m
			}
		}
		return rows.Err()
	})
	return x, err
}

// Forget begins anew: nothing was read, and nothing is known to be there.
func (x *Exchange) Forget(ctx context.Context) error {
	x.there, x.Marks = nil, make(map[string]Mark)
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	return x.s.write(ctx, "forget what was synced", forgetting(x.key))
}

// Notes returns what Merge is to keep with a batch that was read from the
// folder, for MergeOptions. marks is how far its files were read then.
func (x *Exchange) Notes(marks map[string]Mark) func(before int64, rows []int64) map[string]string {
	return func(_ int64, rows []int64) map[string]string {
		for _, row := range rows {
			x.there = x.there.add(row, row)
		}
		return x.notes(marks)
	}
}

func (x *Exchange) notes(marks map[string]Mark) map[string]string {
	notes := map[string]string{x.key + "there": x.there.String()}
	for name, m := range marks {
		x.Marks[name] = m
		notes[x.key+name] = m.String()
	}
	return notes
}

// Missing calls yield for every event that no file of the folder has, as far as
// is known, in the order in which this log came to know of them, and returns
// the last row it looked at.
func (x *Exchange) Missing(ctx context.Context, yield func(Event) error) (last int64, events int, err error) {
	if x.s.db == nil {
		return 0, 0, nil
	}
	err = x.s.read(ctx, "read the log", func(q queryer) error {
		if err := q.QueryRowContext(ctx, `SELECT coalesce(max(row), 0) FROM events`).Scan(&last); err != nil {
			return err
		}
		for _, gap := range x.there.gaps(last) {
			err := eachEvent(ctx, q, func(e Event) error {
				events++
				return yield(e)
			}, selectEvents+` WHERE e.row BETWEEN ? AND ? ORDER BY e.row`, gap.from, gap.to)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return last, events, err
}

// Written says that all rows up to one are in the folder now, and on disk.
func (x *Exchange) Written(ctx context.Context, last int64, marks map[string]Mark) error {
	x.there = x.there.add(1, last)
	x.s.mu.Lock()
	defer x.s.mu.Unlock()
	return x.s.write(ctx, "note what was synced", noting(x.notes(marks)))
}
