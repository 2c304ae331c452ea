package progress

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Lines reads an exported log, one event a line, as far as that goes. What is
// no event is a *Refusal that names its line; so is a last line that was only
// copied half. It holds one line at a time, and no longer one than an event can
// be.
func Lines(r io.Reader) Events {
	return func(yield func(Event, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		for n := 1; ; n++ {
			text, whole, err := lineOf(in)
			if err != nil && !errors.Is(err, io.EOF) {
				yield(Event{}, err)
				return
			}
			end := err != nil
			if n == 1 {
				text = bytes.TrimPrefix(text, []byte("\ufeff"))
			}
			if text = bytes.TrimSpace(text); whole && len(text) == 0 {
				if end {
					return
				}
				continue
			}
			e, err := Event{}, error(&Refusal{Reason: badLong})
			if whole {
				e, err = readLine(text)
			}
			var refused *Refusal
			if errors.As(err, &refused) {
				refused.Line = n
				if end && refused.Reason == badJSON && text[0] == '{' {
					refused.Reason = badHalf
				}
			}
			if !yield(e, err) || end {
				return
			}
		}
	}
}

// lineOf reads a line with what ends it; whole is false when it is longer than
// an event can be, and was passed over. io.EOF comes with the last one, which
// nothing ends.
func lineOf(in *bufio.Reader) (text []byte, whole bool, err error) {
	whole = true
	for {
		part, err := in.ReadSlice('\n')
		if whole = whole && len(text)+len(part) <= longestLine; whole {
			text = append(text, part...)
		} else {
			text = nil
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, whole, err
		}
	}
}
