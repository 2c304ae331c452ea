package anki

import (
	"regexp"
	"strings"
)

// face is which side of a card is rendered.
type face struct {
	fields  map[string]string // field name: HTML
	special map[string]string // what stands for names that are no field
	ord     int
	cloze   func(text string, filters []string) string // of {{cloze:…}}; nil outside cloze types
	answer  bool

	typed  string // the field to be typed, "" for none
	cloned bool   // FrontSide was met
	hints  []string
	asked  int // non-empty fields shown
	fault  string
}

const (
	maxDepth = 100
)

// render fills in a template. What is wrong with it is kept in fault, and the
// rest is rendered all the same.
func (f *face) render(template string) string {
	open, end := "{{", "}}"
	if rest := strings.TrimLeft(template, " \t\r\n"); strings.HasPrefix(rest, "{{=<% %>=}}") {
		open, end, template = "<%", "%>", rest[len("{{=<% %>=}}"):]
	}
	var b strings.Builder
	type block struct {
		name string
		show bool
	}
	var blocks []block
	shown := true
	for template != "" {
		at := strings.Index(template, open)
		comment := strings.Index(template, "<!--")
		if comment >= 0 && (at < 0 || comment < at) {
			stop := strings.Index(template[comment:], "-->")
			if stop >= 0 {
				if shown {
					b.WriteString(template[:comment])
				}
				template = template[comment+stop+len("-->"):]
				continue
			}
		}
		if at < 0 {
			break
		}
		stop := strings.Index(template[at:], end)
		if stop < 0 {
			break
		}
		if shown {
			b.WriteString(template[:at])
		}
		tag := strings.TrimSpace(strings.TrimLeft(template[at+len(open):at+stop], "{"))
		template = template[at+stop+len(end):]
		if tag == "" {
			continue
		}
		name := strings.TrimSpace(tag[1:])
		switch tag[0] {
		case '#', '^':
			if len(blocks) > maxDepth {
				f.fault = "conditions nested too deep"
				return b.String()
			}
			blocks = append(blocks, block{name, shown})
			shown = shown && f.holds(name) == (tag[0] == '#')
		case '/':
			if len(blocks) == 0 || blocks[len(blocks)-1].name != name {
				f.fault = "{{/" + name + "}} closes nothing"
				continue
			}
			shown = blocks[len(blocks)-1].show
			blocks = blocks[:len(blocks)-1]
		default:
			if shown {
				b.WriteString(f.replace(tag))
			}
		}
	}
	if shown {
		b.WriteString(template)
	}
	if len(blocks) > 0 {
		f.fault = "{{#" + blocks[len(blocks)-1].name + "}} is never closed"
	}
	return b.String()
}

var clozeName = regexp.MustCompile(`^c\d+$`)

// holds tells whether a condition is met.
func (f *face) holds(name string) bool {
	if text, ok := f.fields[name]; ok {
		return !emptyField(text)
	}
	if text, ok := f.special[name]; ok {
		return text != ""
	}
	if !clozeName.MatchString(name) {
		f.fault = "there is no field " + name
	}
	return false
}

var onlyBreaks = regexp.MustCompile(`(?i)^(\s|&nbsp;|</?\s*(br|div)\s*/?>)*$`)

func emptyField(html string) bool { return onlyBreaks.MatchString(html) }

// replace gives the text for one {{filter:filter:Field}}.
func (f *face) replace(tag string) string {
	parts := strings.Split(tag, ":")
	name := strings.TrimSpace(parts[len(parts)-1])
	var filters []string
	for _, p := range parts[:len(parts)-1] {
		if p = strings.TrimSpace(p); p != "" {
			filters = append(filters, p)
		}
	}
	if name == "FrontSide" {
		f.cloned = true
		return ""
	}
	text, ok := f.fields[name]
	if !ok {
		if text, ok = f.special[name]; !ok {
			f.fault = "there is no field " + name
			return ""
		}
		text = escapeHTML(text)
	}
	if !emptyField(text) {
		f.asked++
	}
	for i := len(filters) - 1; i >= 0; i-- {
		switch filter := filters[i]; {
		case filter == "text":
			text = escapeHTML(plainText(text))
		case filter == "cloze" || filter == "cloze-only":
			if f.cloze == nil {
				break
			}
			text = f.cloze(text, filters[:i])
		case filter == "hint":
			if f.answer {
				text = "<div>" + text + "</div>"
				break
			}
			// The text of a deletion would be no hint but the answer.
			if hint := htmlText(text); hint != "" && (f.cloze == nil || !strings.Contains(hint, "{{c")) {
				f.hints = append(f.hints, hint)
			}
			text = ""
		case filter == "type":
			f.typed = name
			return ""
		case filter == "furigana":
			text = reading.ReplaceAllString(text, "$1$2($3)")
		case filter == "kanji":
			text = reading.ReplaceAllString(text, "$1$2")
		case filter == "kana":
			text = reading.ReplaceAllString(text, "$1$3")
		}
	}
	return text
}

// reading is a base with its reading in brackets behind a blank.
var reading = regexp.MustCompile(`(^|>| )([^ >\[\]]+?)\[([^\[\]:]+)\]`)

func escapeHTML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

var answerRule = regexp.MustCompile(`(?i)<hr\s[^>]*id\s*=\s*["']?answer\b["']?[^>]*>`)

// behindRule returns what follows the last <hr id=answer>, or everything.
func behindRule(html string) string {
	all := answerRule.FindAllStringIndex(html, -1)
	if len(all) == 0 {
		return html
	}
	return html[all[len(all)-1][1]:]
}
