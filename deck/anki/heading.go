package anki

import (
	"bytes"
	"cmp"
	"regexp"
	"strconv"
	"strings"
)

// heading is what the lines at the head of a text say of it.
type heading struct {
	separator rune // 0: not said
	html      *bool
	tags      []string
	columns   []string
	kind      string
	deck      string

	guidColumn, kindColumn, deckColumn, tagsColumn int // from 1; 0: none
}

// head reads the lines at the head and returns what stands behind them.
func head(text []byte) (heading, []byte) {
	var h heading
	first := true
	for len(text) > 0 {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		s := strings.TrimRight(string(line), "\r")
		if first && len(s) >= 5 && strings.EqualFold(s[:5], "tags:") {
			h.tags = strings.Fields(s[5:])
		} else if !strings.HasPrefix(s, "#") {
			break
		} else if key, value, ok := strings.Cut(s[1:], ":"); ok {
			h.set(strings.ToLower(strings.TrimSpace(key)), value)
		}
		text, first = rest, false
	}
	return h, text
}

var word = regexp.MustCompile(`^.[0-9A-Za-z]*`)

// set takes one line of the head in.
func (h *heading) set(key, value string) {
	whole := strings.TrimSpace(value)
	short := strings.ToLower(word.FindString(whole))
	number := func() int {
		n, _ := strconv.Atoi(short)
		return max(0, n)
	}
	switch key {
	case "separator":
		if strings.HasPrefix(value, "\t") {
			h.separator = '\t'
		}
		for _, s := range separators {
			if short == s.name || whole == string(s.sign) {
				h.separator = s.sign
			}
		}
	case "html":
		if short == "true" || short == "false" {
			is := short == "true"
			h.html = &is
		}
	case "tags":
		h.tags = strings.Fields(whole)
	case "columns":
		separator := cmp.Or(h.separator, '\t')
		if rows, _, err := split([]byte(strings.TrimLeft(value, " ")), separator); err == nil && len(rows) > 0 {
			h.columns = rows[0]
		}
	case "notetype":
		h.kind = whole
	case "deck":
		h.deck = whole
	case "guid column":
		h.guidColumn = number()
	case "notetype column":
		h.kindColumn = number()
	case "deck column":
		h.deckColumn = number()
	case "tags column":
		h.tagsColumn = number()
	}
}
