package quiz

import "testing"

func TestPaste(t *testing.T) {
	const on, off = "\x1b[200~", "\x1b[201~"
	for _, tt := range []struct {
		name  string
		reads []string
		want  string
	}{
		{"typed text passes", []string{"abc\r"}, "abc\r"},
		{"line breaks of a paste are blanks", []string{on + "a\r\nb\nc" + off + "\r"}, "\xfea  b c\xfd\r"},
		{"control characters of a paste are dropped", []string{on + "a\x03\x1b[Ab\x7f" + off}, "\xfea[Ab\xfd"},
		{"marks may arrive in pieces", []string{"\x1b[2", "00~a\x1b[20", "1~b"}, "\xfea\xfdb"},
		{"a paste may arrive in pieces", []string{on + "a\n", "b" + off}, "\xfea b\xfd"},
		{"an arrow is not waited for", []string{"\x1b[A"}, "\x1b[A"},
		{"a lone escape is not waited for", []string{"\x1b"}, "\x1b"},
		{"other text passes", []string{"日本 é"}, "日本 é"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := &keyboard{}
			for _, r := range tt.reads {
				k.take([]byte(r))
			}
			if got := string(k.buf); got != tt.want {
				t.Errorf("the buffer holds %q, want %q", got, tt.want)
			}
		})
	}
}
