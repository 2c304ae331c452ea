package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdJSON looks at one value of the JSON that the last program printed:
//
//	json cards.0.state new     a field of the first element of a field
//	json cards.len 2           how many elements there are
//	json . '{"due":3}'         the whole, written without blanks, keys sorted
//	json 0.message /gap/       matches a regular expression
//	! json cards.0.due         is absent, or not the value given
//
// -1 is the last element. Several values, one a line, read as a list. A first
// argument -file FILE reads a file instead.
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	file := "stdout"
	if len(args) > 2 && args[0] == "-file" {
		file, args = args[1], args[2:]
	}
	if len(args) != 2 && !(neg && len(args) == 1) {
		ts.Fatalf("usage: json [-file FILE] PATH VALUE")
	}
	got, err := pick(ts.ReadFile(file), args[0])
	if neg {
		if err == nil && (len(args) == 1 || matches(got, args[1])) {
			ts.Fatalf("%s is %s", args[0], got)
		}
		return
	}
	if err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	if !matches(got, args[1]) {
		ts.Fatalf("%s is %s, want %s", args[0], got, args[1])
	}
}

func matches(got, want string) bool {
	if len(want) > 1 && strings.HasPrefix(want, "/") && strings.HasSuffix(want, "/") {
		ok, err := regexp.MatchString(want[1:len(want)-1], got)
		return err == nil && ok
	}
	return got == want
}

// pick returns what stands at path: a string bare, anything else as JSON.
func pick(text, path string) (string, error) {
	var all []any
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err == io.EOF {
			break
		} else if err != nil {
			return "", err
		}
		all = append(all, v)
	}
	var v any = all
	if len(all) == 1 {
		v = all[0]
	}
	for _, key := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' }) {
		switch in := v.(type) {
		case map[string]any:
			field, ok := in[key]
			if !ok {
				return "", fmt.Errorf("no field %q", key)
			}
			v = field
		case []any:
			if key == "len" {
				v = len(in)
				continue
			}
			i, err := strconv.Atoi(key)
			if err != nil {
				return "", fmt.Errorf("%q is no index", key)
			}
			if i < 0 {
				i += len(in)
			}
			if i < 0 || i >= len(in) {
				return "", fmt.Errorf("no element %s of %d", key, len(in))
			}
			v = in[i]
		default:
			return "", fmt.Errorf("nothing to look for %q in", key)
		}
	}
	if s, ok := v.(string); ok {
		return s, nil
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

func TestPick(t *testing.T) {
	const text = `{"due":3,"big":12345678901234567890,"cards":[{"id":"a<b","due":null},{"id":"c"}]}`
	for _, tt := range []struct{ name, text, path, want string }{
		{"a number as written", text, "due", "3"},
		{"a large one too", text, "big", "12345678901234567890"},
		{"a string bare", text, "cards.0.id", "a<b"},
		{"null", text, "cards.0.due", "null"},
		{"from the end", text, "cards.-1.id", "c"},
		{"how many", text, "cards.len", "2"},
		{"a whole value", text, "cards.1", `{"id":"c"}`},
		{"everything", `{"b":1,"a":[]}`, ".", `{"a":[],"b":1}`},
		{"lines read as a list", "{\"n\":1}\n{\"n\":2}\n", "1.n", "2"},
		{"a missing field", text, "cards.1.due", `no field "due"`},
		{"a missing element", text, "cards.2", "no element 2 of 2"},
		{"not JSON", "due: 3", ".", "invalid character"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := pick(tt.text, tt.path)
			if err != nil {
				got = err.Error()
			}
			if got != tt.want && !(err != nil && strings.HasPrefix(got, tt.want)) {
				t.Errorf("pick(%s, %q) = %s, want %s", tt.text, tt.path, got, tt.want)
			}
		})
	}
}
