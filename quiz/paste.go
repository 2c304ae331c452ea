package quiz

import "bytes"

// What is pasted into a raw terminal is text, whatever it holds: in an answer
// its line breaks become blanks, and where single keys act it presses none.
const (
	pasteOn  = "\x1b[?2004h" // asks the terminal to mark what is pasted
	pasteOff = "\x1b[?2004l"
)

var (
	markStart = []byte("\x1b[200~")
	markEnd   = []byte("\x1b[201~")
)

// In the buffer the marks are bytes that no UTF-8 text holds.
const (
	pasteStart = 0xFE
	pasteEnd   = 0xFD
)

// take adds what was read to the buffer.
func (k *keyboard) take(read []byte) {
	read = append(k.part, read...)
	k.part = nil
	for len(read) > 0 {
		mark, as := markStart, byte(pasteStart)
		if k.pasting {
			mark, as = markEnd, pasteEnd
		}
		at := bytes.Index(read, mark)
		text := read
		if at >= 0 {
			text = read[:at]
		} else if n := partOf(read, mark); n > 0 {
			text = read[:len(read)-n]
			k.part = bytes.Clone(read[len(read)-n:])
		}
		for _, b := range text {
			k.buf = append(k.buf, k.plain(b)...)
		}
		if at < 0 {
			return
		}
		k.buf = append(k.buf, as)
		k.pasting = !k.pasting
		read = read[at+len(mark):]
	}
}

// plain is a byte as it may stand in the buffer.
func (k *keyboard) plain(b byte) []byte {
	switch {
	case b == pasteStart || b == pasteEnd || b == resizeMark || b == tickMark:
		return nil
	case k.pasting && (b == '\r' || b == '\n' || b == '\t'):
		return []byte{' '}
	case k.pasting && (b < 0x20 || b == 0x7F):
		return nil
	}
	return []byte{b}
}

// partOf returns how many bytes at the end of read may be the beginning of the
// mark. A lone ESC is a key, and what begins no mark is not waited for.
func partOf(read, mark []byte) int {
	for n := min(len(read), len(mark)-1); n >= 3; n-- {
		if bytes.HasSuffix(read, mark[:n]) {
			return n
		}
	}
	return 0
}

// skipPaste drops what was pasted where single keys act.
func (k *keyboard) skipPaste() error {
	for {
		b, err := k.byte()
		if err != nil || b == pasteEnd {
			return err
		}
	}
}
