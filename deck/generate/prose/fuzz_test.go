package prose

import (
	"bytes"
	"testing"
	"unicode/utf8"

	"kuril/deck"
)

// FuzzRead holds what is true of every text: nothing panics, places lie within
// the text, what is made is a sound bank, and the same text gives the same bytes.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"# T\n\nThe Moon has no air because it is small. Io was found in 1610.\n",
		"Q: a?\nA: b\n\nterm :: what it is\n\nThe ==gap== is {{c2::here::hint}} now.\n",
		"---\ntitle: x\n---\n- **A**: the first letter of all\n- B\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| c | d |\n",
		"\ufeffIn the s it fell.\r\nOn 7 September , he went to ( ).\r\n\"Open",
		"日本の首都は==東京==です。次の文。\n\nСтолица России :: Москва\n",
		"[[x]] [[[y]]] `a``b` \\* &amp; ![i](u) [l](u) <b>x</b> ^a $x$ [^1]\n\n[^1]: foot\n",
		"In 1956 and 1957. From to , and. U.S. p.m. e.g. Mr. X. J. S. Bach",
		"It\nIts\nThe\nthe the of\nIn addition,\nAlso,\n",
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, text []byte, markdown bool) {
		name := "n.txt"
		if markdown {
			name = "n.md"
		}
		d, err := Read([]File{{Name: name, Text: text}}, 10)
		if err != nil {
			return
		}
		lines := bytes.Count(text, []byte("\n")) + bytes.Count(text, []byte("\r")) + 1
		if !utf8.Valid(text) {
			lines = 2*len(text) + 2 // UTF-16
		}
		for _, c := range d.Candidates {
			if c.Line < 1 || c.Line > lines || c.Col < 1 {
				t.Errorf("%q stands at %v, of %d lines", c.Question.Prompt, c.Place, lines)
			}
		}
		for _, h := range d.Holes {
			if h.Line < 1 || h.Line > lines || h.Col < 1 {
				t.Errorf("a hole at %v, of %d lines", h.Place, lines)
			}
		}
		for _, all := range []bool{false, true} {
			bank := d.Text(all)
			if _, problems := deck.Parse("draft.toml", bank); len(problems) > 0 && bytes.Contains(bank, []byte("[[question]]")) {
				t.Errorf("the draft is not sound: %v\n%s", problems[0], bank)
			}
			again, err := Read([]File{{Name: name, Text: text}}, 10)
			if err != nil || !bytes.Equal(again.Text(all), bank) {
				t.Error("the same text gave other bytes")
			}
		}
	})
}
