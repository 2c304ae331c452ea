package deck

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// wide is how many characters a list may take on one line.
const wide = 100

// Format returns the question as one [[question]] table, its keys in the usual
// order. Parse reads it back as it was, when Check finds nothing wrong with it.
func Format(q *Question) string {
	var b strings.Builder
	b.WriteString("[[question]]\n")
	for _, key := range keys {
		if value, ok := field(q, key); ok {
			fmt.Fprintf(&b, "%s = %s\n", key, value)
		}
	}
	return b.String()
}

// field returns the value of a key as it is written, and whether the question
// has one.
func field(q *Question, key string) (value string, ok bool) {
	one := func(s string) (string, bool) { return written(s), s != "" }
	switch key {
	case "id":
		return one(q.ID)
	case "kind":
		return one(string(q.Kind))
	case "prompt":
		return one(q.Prompt)
	case "answers":
		return list(key, q.Answers)
	case "wrong":
		return list(key, q.Wrong)
	case "items":
		return list(key, q.Items)
	case "match":
		return one(string(q.Match))
	case "tolerance":
		return decimal(q.Tolerance), q.Tolerance != 0
	case "unit":
		return one(q.Unit)
	case "both":
		return "true", q.Both
	case "hint":
		return one(q.Hint)
	case "why":
		return one(q.Why)
	case "source":
		if len(q.Sources) == 1 {
			return one(q.Sources[0])
		}
		return list(key, q.Sources)
	case "tags":
		return list(key, q.Tags)
	case "group":
		return one(q.Group)
	case "from":
		return one(q.From)
	case "added":
		return one(q.Added)
	}
	return "", false
}

// list writes texts in brackets, one a line when they are long together.
func list(key string, texts []string) (string, bool) {
	quoted := make([]string, len(texts))
	for i, s := range texts {
		quoted[i] = quote(s)
	}
	line := "[" + strings.Join(quoted, ", ") + "]"
	if len(texts) > 1 && utf8.RuneCountInString(key)+len(" = ")+utf8.RuneCountInString(line) > wide {
		line = "[\n  " + strings.Join(quoted, ",\n  ") + ",\n]"
	}
	return line, len(texts) > 0
}

// written quotes a text; one of several lines is written so.
func written(s string) string {
	if !strings.Contains(s, "\n") {
		return quote(s)
	}
	var b strings.Builder
	b.WriteString("\"\"\"\n")
	for line := range strings.SplitAfterSeq(s, "\n") {
		text, end := strings.CutSuffix(line, "\n")
		b.WriteString(strings.TrimSuffix(quote(text)[1:], `"`))
		if end {
			b.WriteByte('\n')
		}
	}
	b.WriteString(`"""`)
	return b.String()
}

// quote writes a text in double quotes, with every sign that could not stand
// there as itself escaped.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case forbidden(r), r == '\ufeff':
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// decimal writes a number without an exponent where that is short.
func decimal(f float64) string {
	if f != 0 && (f >= 1e15 || f < 1e-6) {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
