package generate

import (
	"fmt"
	"strings"
	"text/template"
	"time"
)

// words is what a field holds: one or more things.
type words []names

// names are all names of one thing, the one that is shown first.
type names []string

// String is how a template prints one thing of a field.
func (n names) String() string { return n[0] }

// missing stands where a template prints a field that the fact does not have.
const missing = "\x00"

// String is how a template prints a field: "A, B and C".
func (w words) String() string {
	if len(w) == 0 {
		return missing
	}
	return series(w.shown(), "and")
}

// shown returns the name of each thing that is shown.
func (w words) shown() []string {
	var list []string
	for _, n := range w {
		list = append(list, n[0])
	}
	return list
}

// all returns every name of every thing.
func (w words) all() []string {
	var list []string
	for _, n := range w {
		list = append(list, n...)
	}
	return list
}

// together returns each thing with all its names, joined by " / ".
func (w words) together() []string {
	var list []string
	for _, n := range w {
		list = append(list, strings.Join(n, " / "))
	}
	return list
}

func series(list []string, and string) string {
	switch n := len(list); n {
	case 0:
		return ""
	case 1:
		return list[0]
	default:
		return strings.Join(list[:n-1], ", ") + " " + and + " " + list[n-1]
	}
}

// words resolves the names (@key) in a list of texts.
func (m *Material) words(r *reader, key string, list []string) words {
	var w words
	for _, text := range list {
		names, problem := m.resolve(text)
		if problem != "" {
			r.add(r.at(key), "unknown", problem, "%s: unknown name %q", r.what, text)
			continue
		}
		w = append(w, names)
	}
	return w
}

// resolve returns the names that "@key" stands for, or the text itself; "@@"
// at the beginning stands for a plain "@". When there is no such name, it
// returns a hint.
func (m *Material) resolve(text string) (names []string, problem string) {
	key, isName := strings.CutPrefix(text, "@")
	if !isName {
		return []string{text}, ""
	}
	if strings.HasPrefix(key, "@") {
		return []string{key}, ""
	}
	if names, ok := m.names[key]; ok {
		return names, ""
	}
	return nil, suggestion(key, keys(m.names)) + "; a plain @ at the beginning is written @@"
}

// functions are what templates may call beside those of text/template.
func (m *Material) functions() template.FuncMap {
	return template.FuncMap{
		"day": func(w words) string {
			for _, form := range dateForms {
				if t, err := time.Parse(form.iso, w.String()); err == nil {
					return t.Format(form.spoken)
				}
			}
			return w.String()
		},
		"year": func(w words) string { return w.String()[:min(4, len(w.String()))] },
		"precision": func(w words) string {
			switch len(w.String()) {
			case len("2006"):
				return "year"
			case len("2006-01"):
				return "month and year"
			}
			return "day, month and year"
		},
		"either": func(w words) string { return series(w.shown(), "or") },
		"name":   m.shown,
		"capital": func(v any) string {
			s := text(v)
			if s == "" {
				return s
			}
			r := []rune(s)
			return strings.ToUpper(string(r[0])) + string(r[1:])
		},
		"count": func(w words) int { return len(w) },
	}
}

// shown returns the name that is shown of somebody or something.
func (m *Material) shown(key string) (string, error) {
	if names, ok := m.names[key]; ok {
		return names[0], nil
	}
	return "", fmt.Errorf("unknown name %q", key)
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case fmt.Stringer:
		return v.String()
	}
	return ""
}
