package deck

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// faults says in plain words what the TOML parser complains of: the first
// entry whose beginning fits. Two of them name the sign they stumbled over.
var faults = []struct{ parser, rule, message, hint string }{
	{"basic strings cannot have new lines", "syntax", "the closing quote is missing on this line", `end the text with ", or put """ before and behind a text of several lines`},
	{"literal strings cannot have new lines", "syntax", "the closing quote is missing on this line", `end the text with ', or put ''' before and behind a text of several lines`},
	{"unterminated", "syntax", "the closing quote is missing on this line", "end the text with the same quote that opens it"},
	{"multiline basic string not", "syntax", `the text that begins here with """ never ends`, `put """ behind the text`},
	{"multiline literal string not", "syntax", "the text that begins here with ''' never ends", "put ''' behind the text"},
	{"too many quotes", "syntax", "there are too many quotes at the end of this text", `write a quote at the end of the text as \"`},
	{"invalid escape", "syntax", `a backslash stands before a sign that it cannot stand before`, `write \\ for a backslash, or put the text in 'single quotes'`},
	{"need a character after", "syntax", "the text ends in a backslash", `write \\ for a backslash, and close the text`},
	{"unicode escape", "syntax", `\u wants four of 0-9 and a-f behind it`, `write \\ for a backslash`},
	{"invalid hexadecimal", "syntax", `\u wants four of 0-9 and a-f behind it`, `write \\ for a backslash`},
	{"escape sequence is not", "syntax", "this escape stands for no character", `write \\ for a backslash`},
	{"array is incomplete", "syntax", "the list that begins here never ends", "put ] behind the last entry"},
	{"expected ',' or ']'", "syntax", "a comma between two entries, or the ] of the list above, is missing here", `write lists as   answers = ["one", "two"]`},
	{"expected value but got", "syntax", "an entry is missing before this comma", "take the comma out"},
	{"inline table", "syntax", "the table in braces never ends", "a question needs no braces; write one key a line"},
	{"unexpected comma", "syntax", "there is a comma too many here", "take the comma out"},
	{"expected ',' or '}'", "syntax", "a comma or the closing brace is missing here", "a question needs no braces; write one key a line"},
	{"arrays and inline tables are nested", "syntax", "lists stand within lists too deeply here", `write lists as   answers = ["one", "two"]`},
	{"expected ']", "syntax", "the closing brackets are missing on this line", "write   [[question]]"},
	{"expected '='", "syntax", `there is no = behind the key`, `write lines such as   prompt = "Which town …?"`},
	{"expected value, not end", "syntax", "there is no value behind the =", `write lines such as   prompt = "Which town …?"`},
	{"expected key but", "syntax", "the file ends where a key is wanted", `write lines such as   prompt = "Which town …?"`},
	{"invalid character at start of key", "syntax", "%s cannot stand here", `write lines such as   prompt = "Which town …?", and # before a remark`},
	{"unexpected character", "syntax", "a value cannot begin with %s", `put texts in quotes: prompt = "Which town …?"`},
	{"strings must be", "syntax", "this value has no quotes", `put texts in quotes: prompt = "Which town …?"`},
	{"expected keyword", "syntax", "this value has no quotes", `put texts in quotes: prompt = "Which town …?"; only true and false go without`},
	{"expected newline", "syntax", "%s stands where the line should have ended", `write one key a line, and a quote within a text as \"`},
	{"invalid UTF-8", "encoding", "the text here is not UTF-8", "save the file as UTF-8"},
}

// syntax reports what the parser could not read at an offset, and returns where
// to go on: at the next line that begins a table.
func (s *scanner) syntax(at int, complaint string) int {
	for at > s.base && at < len(s.text) && !utf8.RuneStart(s.text[at]) {
		at-- // the parser points at bytes
	}
	offset, rule, message, hint := at, "syntax", "this is no date and no number", `put texts and dates in quotes: answers = ["1855-02-07"]`
	sign, _ := utf8.DecodeRune(s.text[at:])
	name := strconv.QuoteRune(sign)
	if at == len(s.text) {
		name = "the end of the file"
	}
	for _, f := range faults {
		if !strings.HasPrefix(complaint, f.parser) {
			continue
		}
		rule, message, hint = f.rule, f.message, f.hint
		if strings.Contains(message, "%s") {
			message = fmt.Sprintf(message, name)
		}
		break
	}
	switch {
	case (sign == '\n' || sign == '\r' || sign == '#') && strings.Contains(message, "a value cannot begin"):
		message = "there is no value behind the ="
	case strings.Contains("“”„‟«»‘’", string(sign)) && sign != utf8.RuneError:
		message, hint = fmt.Sprintf("%s is no quote that can hold a text", string(sign)), `use the straight quote " before and behind the text`
	case strings.Contains(complaint, "control character") || strings.Contains(complaint, "carriage return") || forbidden(sign) && at < len(s.text):
		rule, message, hint = "control-character", "the control character "+signName(sign)+" stands here", "take that sign out"
		if sign == '\r' {
			hint = "end lines with a newline, or with a carriage return and a newline"
		}
	case strings.Contains(message, `with """ never`):
		offset = s.opened(at, `"""`)
	case strings.Contains(message, "with ''' never"):
		offset = s.opened(at, "'''")
	case strings.Contains(message, "that begins here"):
		offset = s.opened(at, "[")
		if list := bytes.IndexByte(s.text[s.done:at], '['); list >= 0 {
			offset = s.done + list
		}
	}
	s.report(offset, Error, rule, message, hint)
	if s.current != nil {
		s.current.unsound, s.current.torn = true, true
	}
	if s.telling != nil {
		s.telling.unsound, s.telling.torn = true, true
	}
	s.current, s.telling, s.foreign = nil, nil, true
	return s.nextTable(max(offset, s.done))
}

// opened returns where, in the expression that could not be read, the last
// opening sign stands.
func (s *scanner) opened(at int, sign string) int {
	if i := bytes.LastIndex(s.text[s.done:min(at+1, len(s.text))], []byte(sign)); i >= 0 {
		return s.done + i
	}
	return at
}

// nextTable returns the start of the first line behind offset that begins with
// "[[", else the end of the text.
func (s *scanner) nextTable(offset int) int {
	for offset = s.lineEnd(offset); offset < len(s.text); offset = s.lineEnd(offset) {
		if bytes.HasPrefix(bytes.TrimLeft(s.text[offset:s.lineEnd(offset)], " \t"), []byte("[[")) {
			break
		}
	}
	return offset
}

// rawOffset returns where in raw, a text as it is written in the file with its
// quotes, the byte at offset of its value stands.
func rawOffset(raw []byte, offset int) int {
	at := textOffsets(raw)
	if offset < len(at) {
		return at[offset]
	}
	return 0
}

// textOffsets returns for every byte of a text, and for its end, where it
// stands in raw, the text as written. raw begins with a quote and may go on
// behind the closing one; it has been read before, so it is well formed.
func textOffsets(raw []byte) []int {
	quotes, long := raw[:1], bytes.HasPrefix(raw, []byte(`"""`)) || bytes.HasPrefix(raw, []byte("'''"))
	i := 1
	if long {
		quotes, i = raw[:3], 3
		i += len(lineBreak(raw[i:]))
	}
	var at []int
	var values []byte // of line ends; others do not matter
	for i < len(raw) {
		if bytes.HasPrefix(raw[i:], quotes) && (!long || i+3 >= len(raw) || raw[i+3] != quotes[0]) {
			break
		}
		size, length, value := 1, 1, raw[i]
		if raw[i] == '\\' && quotes[0] == '"' {
			size, length, value = escape(raw[i:])
		}
		start := i
		for value == '\n' && len(values) > 0 && values[len(values)-1] == '\r' { // the text has the newline alone
			start = at[len(at)-1] // which stands where the returns begin
			at, values = at[:len(at)-1], values[:len(values)-1]
		}
		for range length {
			at, values = append(at, start), append(values, value)
		}
		i += size
	}
	return append(at, i)
}

// escape returns how long an escape is, how many bytes it stands for, and which
// when it is a line end.
func escape(raw []byte) (size, length int, value byte) {
	if len(raw) < 2 {
		return 1, 0, 0
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[raw[1]]
	switch {
	case digits > 0 && len(raw) >= 2+digits:
		n, _ := strconv.ParseUint(string(raw[2:2+digits]), 16, 32)
		if n == '\r' || n == '\n' {
			value = byte(n)
		}
		return 2 + digits, utf8.RuneLen(rune(n)), value
	case bytes.IndexByte([]byte(" \t\r\n"), raw[1]) >= 0:
		// A line that ends in a backslash goes on at the next sign.
		return len(raw) - len(bytes.TrimLeft(raw[1:], " \t\r\n")), 0, 0
	}
	return 2, 1, map[byte]byte{'r': '\r', 'n': '\n'}[raw[1]]
}

func lineBreak(raw []byte) []byte {
	if bytes.HasPrefix(raw, []byte("\r\n")) {
		return raw[:2]
	}
	if bytes.HasPrefix(raw, []byte("\n")) {
		return raw[:1]
	}
	return nil
}
