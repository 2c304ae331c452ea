package anki

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// The note types of what is exported. Their numbers, names, fields and templates
// never change: Anki would take a changed one for another.
const (
	outBasic = iota
	outBoth
	outTyped
	outTypedBoth
	outCloze
)

// outFields are the fields that all of them have. The last one holds the question
// as a bank has it, and is shown nowhere.
var outFields = []string{"Front", "Back", "Also", "Hint", "More", ownField}

// ownField is the name of the field that holds a question as a bank has it.
const ownField = "Kuril"

// typeOf chooses the note type for a question.
func typeOf(q *deck.Question) int {
	switch {
	case q.Kind == deck.Cloze:
		return outCloze
	case q.Kind == deck.Typed && q.Both:
		return outTypedBoth
	case q.Kind == deck.Typed:
		return outTyped
	case q.Kind == deck.Recall && q.Both:
		return outBoth
	}
	return outBasic
}

// ordOf is which card of a note a card of a question is.
func ordOf(suffix string) int {
	if n, err := strconv.Atoi(strings.TrimPrefix(suffix, "#")); err == nil && n > 0 {
		return n - 1
	}
	if suffix == "#back" {
		return 1
	}
	return 0
}

// outNote writes the fields of a note, without the one that is our own. media
// returns what a file is called in the package, "" when it is not there.
func outNote(q *deck.Question, media func(string) string) []string {
	text := func(s string) string { return htmlOf(s, media) }
	list := func(tag string, texts []string) string {
		var b strings.Builder
		b.WriteString("<" + tag + ">")
		for _, s := range texts {
			b.WriteString("<li>" + text(s) + "</li>")
		}
		return b.String() + "</" + tag + ">"
	}
	front, back, also := text(q.Prompt), "", ""
	switch q.Kind {
	case deck.Cloze:
		front = clozeOf(q, text)
		var other []string
		q.EachGap(func(string) {}, func(_ []int, gap, _ string) {
			if names := deck.Names(gap); len(names) > 1 {
				other = append(other, text(strings.Join(names, " / ")))
			}
		})
		for _, a := range q.Answers {
			other = append(other, text(a))
		}
		also = strings.Join(other, "<br>")
	case deck.Choice, deck.Select:
		back = text(q.Answers[0])
		if len(q.Answers) > 1 {
			back = list("ul", q.Answers)
		}
		front += list("ul", shuffled(q.ID, slices.Concat(q.Answers, q.Wrong)))
	case deck.List:
		back = list("ul", q.Items)
	case deck.Order:
		front += list("ul", shuffled(q.ID, q.Items))
		back = list("ol", q.Items)
	default:
		back = text(q.Answers[0])
		if len(q.Answers) > 1 {
			var other []string
			for _, a := range q.Answers[1:] {
				other = append(other, text(a))
			}
			also = strings.Join(other, "<br>")
		}
		if q.Unit != "" {
			front += " (" + text(q.Unit) + ")"
		}
	}
	more := q.Why
	for _, s := range q.Sources {
		more = strings.TrimLeft(more+"\n"+s, "\n")
	}
	return []string{front, back, also, text(q.Hint), text(more)}
}

// shuffled puts texts in an order that does not tell the answer and is the same
// each time.
func shuffled(id string, texts []string) []string {
	key := func(s string) uint64 {
		sum := sha256.Sum256([]byte(id + "\x00" + s))
		return binary.BigEndian.Uint64(sum[:])
	}
	texts = slices.Clone(texts)
	slices.SortFunc(texts, func(a, b string) int { return cmp.Compare(key(a), key(b)) })
	return texts
}

// clozeOf writes gaps as Anki does. Signs that would be read as marks of gaps
// are written as their numbers.
func clozeOf(q *deck.Question, text func(string) string) string {
	var b strings.Builder
	escape := strings.NewReplacer("{", "&#123;", "}", "&#125;", "::", "&#58;&#58;")
	q.EachGap(func(plain string) { b.WriteString(escape.Replace(text(plain))) }, func(numbers []int, gap, hint string) {
		list := make([]string, len(numbers))
		for i, n := range numbers {
			list[i] = strconv.Itoa(n)
		}
		name := escape.Replace(text(deck.Names(gap)[0]))
		if strings.HasSuffix(name, ":") { // it would run into the colons behind it
			name = strings.TrimSuffix(name, ":") + "&#58;"
		}
		b.WriteString("{{c" + strings.Join(list, ",") + "::" + name)
		if hint != "" {
			b.WriteString("::" + escape.Replace(text(hint)))
		}
		b.WriteString("}}")
	})
	return b.String()
}

var (
	imageMark = regexp.MustCompile(`!\[([^\]\n]*)\]\(([^)\s]+)\)`)
	soundSign = regexp.MustCompile(`♪ (\S+)`)
	boldMark  = regexp.MustCompile(`(^|[\s(>"“„])\*\*([^*\s\\](?:[^*\n]*[^*\s\\])?)\*\*`)
	slantMark = regexp.MustCompile(`(^|[\s(>"“„])\*([^*\s\\](?:[^*\n]*[^*\s\\])?)\*`)
	codeMark  = regexp.MustCompile("`([^`\n]+)`")
)

// htmlOf writes a text of ours as HTML: signs that mean something there escaped,
// lines, images, sounds and faces as such.
func htmlOf(s string, media func(string) string) string {
	var b strings.Builder
	plain := func(s string) {
		s = html.EscapeString(allowedOut(s))
		s = codeMark.ReplaceAllString(s, "<code>$1</code>")
		s = boldMark.ReplaceAllString(s, "$1<b>$2</b>")
		s = slantMark.ReplaceAllString(s, "$1<i>$2</i>")
		s = soundSign.ReplaceAllStringFunc(s, func(mark string) string {
			if name := media(html.UnescapeString(mark[len("♪ "):])); name != "" {
				return "[sound:" + name + "]"
			}
			return mark
		})
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(s, `\*`, "*"), "\n", "<br>"))
	}
	from := 0
	for _, m := range imageMark.FindAllStringSubmatchIndex(s, -1) {
		name := media(s[m[4]:m[5]])
		if name == "" {
			continue
		}
		plain(s[from:m[0]])
		fmt.Fprintf(&b, `<img src="%s" alt="%s">`, html.EscapeString(name), html.EscapeString(allowedOut(s[m[2]:m[3]])))
		from = m[1]
	}
	plain(s[from:])
	return b.String()
}

// allowedOut leaves out the signs that Anki takes out of a field.
func allowedOut(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s))
}

// ownText writes a question so that it comes back sign for sign: Anki puts
// letters together with their accents, and takes fields for HTML.
func ownText(q *deck.Question) string {
	text := deck.Format(q)
	if !norm.NFC.IsNormalString(text) || strings.ContainsRune(text, '\u00a0') {
		var b strings.Builder
		for _, r := range text {
			switch {
			case r < 0x80:
				b.WriteRune(r)
			case r < 0x10000:
				fmt.Fprintf(&b, `\u%04X`, r)
			default:
				fmt.Fprintf(&b, `\U%08X`, r)
			}
		}
		text = b.String()
	}
	return strings.ReplaceAll(html.EscapeString(strings.TrimRight(text, "\n")), "\n", "<br>")
}

var lineBreak = regexp.MustCompile(`(?i)<br ?/?>|</?div>|</?p>`)

// ownQuestion reads what ownText wrote; nil when it is none, or was damaged.
func ownQuestion(field string) *deck.Question {
	text := html.UnescapeString(lineBreak.ReplaceAllString(strings.ReplaceAll(field, "&nbsp;", " "), "\n"))
	all, problems := deck.Parse("note", []byte(text))
	for _, p := range problems {
		if p.Severity == deck.Error {
			return nil
		}
	}
	if len(all) != 1 {
		return nil
	}
	q := all[0]
	q.File, q.Line, q.Deck = "", 0, ""
	return q
}

// losses tells what Anki has no place for, in words that read well behind a
// number of questions.
func losses(q *deck.Question) []string {
	var all []string
	switch q.Kind {
	case deck.Choice, deck.Select:
		all = append(all, "shown with options, to be rated by oneself: Anki cannot ask for one")
	case deck.List, deck.Order:
		all = append(all, "of lists and orders to be thought of and looked at: Anki cannot check them")
	case deck.Cloze:
		all = append(all, "with gaps that are not typed in Anki")
	case deck.Typed:
		if q.Match != "" && q.Match != deck.Text || q.Tolerance != 0 || len(q.Wrong) > 0 || len(q.Answers) > 1 {
			all = append(all, "to be typed as the first answer stands: Anki knows no other wordings, dates, numbers or tolerance")
		}
	}
	if q.Group != "" {
		all = append(all, "lose their group: in Anki only cards of one note are siblings")
	}
	return all
}
