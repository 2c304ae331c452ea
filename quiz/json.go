package quiz

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// printJSON prints one value and a line break. Signs that act on a terminal, or
// on the text around them, are written as their numbers: every reader of JSON
// takes them for the same.
func printJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	text := b.Bytes()
	if bytes.ContainsFunc(text, unsafe) {
		var escaped bytes.Buffer
		for _, r := range string(text) {
			if unsafe(r) {
				fmt.Fprintf(&escaped, `\u%04x`, r)
			} else {
				escaped.WriteRune(r)
			}
		}
		text = escaped.Bytes()
	}
	_, err := w.Write(text)
	return err
}
