package quiz

import (
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// keyboard reads input as bytes when they are asked for, and gives up when the
// program is asked to stop.
type keyboard struct {
	src     io.Reader
	done    <-chan struct{}
	late    <-chan struct{} // closed when there is no more time to answer; nil: there is no limit
	ranOut  bool            // somebody who waited was told so
	buf     []byte
	pasting bool
	part    []byte // of a paste mark whose rest has not arrived
	reply   []byte // answers to what the line editor asks of the terminal
	pending chan chunk
	window  window
	tick    <-chan time.Time // when a clock that is shown moves on; nil: none is
}

type chunk struct {
	bytes []byte
	err   error
}

// fill waits for more input. The reading goroutine ends with the read; one that
// still waits when the program stops ends with the program.
func (k *keyboard) fill() error {
	if k.stopped() {
		return ErrInterrupted
	}
	if k.timeUp() {
		k.ranOut = true
		return ErrTimeUp
	}
	if len(k.buf) > 0 && !k.window.asking {
		return nil
	}
	if k.pending == nil {
		k.pending = make(chan chunk, 1)
		go func(got chan<- chunk) {
			b := make([]byte, 4096)
			n, err := k.src.Read(b)
			got <- chunk{b[:n], err}
		}(k.pending)
	}
	select {
	case <-k.window.changed:
		k.resized()
		return k.fill()
	case <-k.window.givenUp():
		k.settled()
		return k.fill()
	case <-k.tick:
		if k.window.asking {
			return k.fill()
		}
		k.buf = append(k.buf, tickMark)
		return nil
	case c := <-k.pending:
		k.pending = nil
		k.take(k.takeAnswer(c.bytes))
		if c.err != nil && k.window.asking {
			k.window.again = false
			k.settled()
		}
		if len(k.buf) > 0 && !k.window.asking {
			return nil
		}
		if c.err == nil {
			return k.fill()
		}
		// A terminal that is gone reads as an error: the same as the end.
		return io.EOF
	case <-k.done:
		return ErrInterrupted
	case <-k.late:
		return k.fill()
	}
}

func (k *keyboard) stopped() bool {
	select {
	case <-k.done:
		return true
	default:
		return false
	}
}

func (k *keyboard) byte() (byte, error) {
	if len(k.buf) == 0 || k.window.asking {
		if err := k.fill(); err != nil {
			return 0, err
		}
	}
	b := k.buf[0]
	k.buf = k.buf[1:]
	return b, nil
}

// Read gives the line editor one byte at a time, so that what was typed ahead
// stays here for the next key.
func (k *keyboard) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if len(k.reply) > 0 {
		p[0], k.reply = k.reply[0], k.reply[1:]
		return 1, nil
	}
	b, err := k.byte()
	for err == nil && (b == pasteStart || b == pasteEnd) {
		b, err = k.byte()
	}
	if err == nil && b == resizeMark {
		k.reply = append(k.reply, string(resizeRune)...)
		return k.Read(p)
	}
	if err == nil && b == tickMark {
		k.reply = append(k.reply, string(tickRune)...)
		return k.Read(p)
	}
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// maxLine is the longest line that is read, in bytes; the rest of a longer one
// is dropped.
const maxLine = 1 << 20

// line reads up to the next line break; a last line without one counts.
func (k *keyboard) line() (string, error) {
	var line []byte
	for {
		b, err := k.byte()
		switch {
		case err != nil && len(line) > 0 && errors.Is(err, io.EOF), err == nil && b == '\n':
			return strings.TrimSuffix(string(line), "\r"), nil
		case err != nil:
			return "", err
		case len(line) < maxLine:
			line = append(line, b)
		}
	}
}

// escape names what follows an ESC byte. A sequence arrives in one piece; a
// lone ESC is the key itself.
func (k *keyboard) escape() string {
	if len(k.buf) == 0 {
		return KeyEscape
	}
	if k.buf[0] != '[' && k.buf[0] != 'O' {
		k.buf = k.buf[1:]
		return KeyOther
	}
	for i := 1; i < len(k.buf); i++ {
		if k.buf[i] >= 0x40 && k.buf[i] <= 0x7E {
			k.buf = k.buf[i+1:]
			return KeyOther
		}
	}
	k.buf = nil
	return KeyOther
}

// rune completes the sign that begins with byte b.
func (k *keyboard) rune(b byte) string {
	sign := []byte{b}
	for len(sign) < utf8.UTFMax && !utf8.FullRune(sign) {
		next, err := k.byte()
		if err != nil {
			break
		}
		if next != tickMark {
			sign = append(sign, next)
		}
	}
	return string(sign)
}
