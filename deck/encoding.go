package deck

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Decode returns a text of another program as UTF-8 with plain line ends: a
// byte order mark tells UTF-16 and is taken off, CRLF and lone CR become LF. What
// is no text, or a text in another encoding, is refused with a *FileError.
func Decode(name string, text []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(text, []byte("\ufeff")):
		text = text[len("\ufeff"):]
	case bytes.HasPrefix(text, []byte{0xff, 0xfe}):
		text = fromUTF16(text[2:], binary.LittleEndian)
	case bytes.HasPrefix(text, []byte{0xfe, 0xff}):
		text = fromUTF16(text[2:], binary.BigEndian)
	}
	if i := firstOdd(text); i >= 0 {
		line := 1 + bytes.Count(text[:i], []byte("\n"))
		e := &FileError{Path: fmt.Sprintf("%s:%d", name, line), Message: "this is not a text in UTF-8", Hint: "save it as UTF-8"}
		if from := encodingOf(text); from != "" {
			e.Message += "; it looks like " + from
			e.Hint = fmt.Sprintf("iconv -f %s -t UTF-8 %s > new-%s", from, shellWord(name), shellWord(name))
		}
		return nil, e
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n")), nil
}

func shellWord(s string) string {
	if strings.ContainsAny(s, " '\"$&()*;<>?[]`|\\") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

func fromUTF16(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// firstOdd returns where the first byte stands that is no text; -1: nowhere.
func firstOdd(text []byte) int {
	if utf8.Valid(text) {
		return bytes.IndexByte(text, 0)
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 || r == 0 {
			return i
		}
		i += n
	}
	return -1
}

// encodingOf guesses what a text is written in, by the name iconv has for it;
// "" when it looks like no text at all.
func encodingOf(text []byte) string {
	text = text[:min(len(text), 64<<10)]
	zeros := [2]int{}
	high, cyrillic, pairs, broken := 0, 0, 0, 0
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case b == 0:
			zeros[i%2]++
		case b >= 0x80:
			high++
			if b >= 0xc0 || b == 0xa8 || b == 0xb8 {
				cyrillic++
			}
		}
	}
	for i := 0; i < len(text); i++ { // pairs of bytes, as Shift-JIS has them
		b := text[i]
		switch {
		case b < 0x80 || b >= 0xa1 && b <= 0xdf:
		case (b >= 0x81 && b <= 0x9f || b >= 0xe0 && b <= 0xef) && i+1 < len(text) && text[i+1] >= 0x40 && text[i+1] <= 0xfc && text[i+1] != 0x7f:
			pairs++
			i++
		default:
			broken++
		}
	}
	switch {
	case zeros[1] > len(text)/4 && zeros[0] <= len(text)/16:
		return "UTF-16LE"
	case zeros[0] > len(text)/4 && zeros[1] <= len(text)/16:
		return "UTF-16BE"
	case zeros[0]+zeros[1] > 0:
		return ""
	case pairs > 0 && broken == 0 && cyrillic*10 < high*8:
		return "SHIFT_JIS"
	case high > 2 && cyrillic*10 >= high*8 && high*3 > len(bytes.Fields(text)):
		return "CP1251"
	}
	return "ISO-8859-1"
}
