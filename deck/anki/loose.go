package anki

import (
	"math"
	"strconv"
	"strings"
)

// number is a column that old versions wrote as a real or as text. What is
// none counts as 0.
type number int64

// Scan reads a value of any type.
func (n *number) Scan(v any) error {
	switch v := v.(type) {
	case int64:
		*n = number(v)
	case float64:
		*n = rounded(v)
	case bool:
		if v {
			*n = 1
		}
	case []byte:
		return n.parse(string(v))
	case string:
		return n.parse(v)
	}
	return nil
}

func (n *number) parse(s string) error {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err == nil {
		*n = rounded(f)
	}
	return nil
}

func rounded(f float64) number {
	if math.IsNaN(f) || math.Abs(f) > 1<<62 {
		return 0
	}
	return number(math.Round(f))
}

// UnmarshalJSON reads a number, a text of digits, true, or null.
func (n *number) UnmarshalJSON(b []byte) error {
	switch s := strings.Trim(string(b), `"`); s {
	case "true":
		*n = 1
	case "false", "null":
	default:
		return n.parse(s)
	}
	return nil
}

// text is a column that may hold anything.
type text string

// Scan reads a value of any type.
func (t *text) Scan(v any) error {
	switch v := v.(type) {
	case string:
		*t = text(v)
	case []byte:
		*t = text(v)
	case int64:
		*t = text(strconv.FormatInt(v, 10))
	case float64:
		*t = text(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return nil
}
