package quiz

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

// A Query is a parsed filter. The zero Query matches every card.
type Query struct {
	root  node
	tags  []string // it speaks of, with * for any text
	decks []string
	habit string // a word it looks for that joins terms in other programs; "" for none
	moves bool   // it speaks of what changes with answers and days
}

// Env is what a filter looks at beside the card and its state.
type Env struct {
	Today   progress.Day
	Now     time.Time
	Weights *fsrs.Weights
	// Due tells what study would ask now; without it, the due day decides.
	Due func(deck.Card, progress.State) bool
}

// env is what filters look at today.
func (d *Desk) env(w *fsrs.Weights, today progress.Day) Env {
	return Env{Today: today, Now: d.Now(), Weights: w}
}

// Empty reports whether the filter lets every card through.
func (q Query) Empty() bool { return q.root == nil }

// Match reports whether the card passes the filter.
func (q Query) Match(c deck.Card, s progress.State, e Env) bool {
	return q.root == nil || q.root.match(c, s, e)
}

type node interface {
	match(deck.Card, progress.State, Env) bool
}

type (
	all  []node
	some []node
	not  struct{ node }
	// test is a term; a closure says it shortest.
	test func(deck.Card, progress.State, Env) bool
)

func (n all) match(c deck.Card, s progress.State, e Env) bool {
	return !slices.ContainsFunc(n, func(m node) bool { return !m.match(c, s, e) })
}

func (n some) match(c deck.Card, s progress.State, e Env) bool {
	return slices.ContainsFunc(n, func(m node) bool { return m.match(c, s, e) })
}

func (n not) match(c deck.Card, s progress.State, e Env) bool { return !n.node.match(c, s, e) }

func (t test) match(c deck.Card, s progress.State, e Env) bool { return t(c, s, e) }

var kinds = []string{
	string(deck.Recall), string(deck.Typed), string(deck.Choice), string(deck.Select),
	string(deck.List), string(deck.Order), string(deck.Cloze),
}

func (p *filterParser) kind(value string, at int) (node, error) {
	if !slices.ContainsFunc(kinds, func(k string) bool { return wild(value, k) }) {
		return nil, meant(p.complain(at, "there is no kind %q", value), value, kinds, func(k string) string { return k })
	}
	return test(func(c deck.Card, _ progress.State, _ Env) bool { return wild(value, string(c.Question.Kind)) }), nil
}

// missedDays is how many study days back missed cards are looked for, today
// included, unless said otherwise.
const missedDays = 7

func (p *filterParser) isTerm(value string, at int) (node, error) {
	states := map[string]test{
		"due":       func(c deck.Card, s progress.State, e Env) bool { return e.due(c, s) },
		"new":       func(_ deck.Card, s progress.State, _ Env) bool { return s.New() },
		"learning":  func(_ deck.Card, s progress.State, e Env) bool { return s.Learning(e.Today) },
		"missed":    func(_ deck.Card, s progress.State, e Env) bool { return s.Missing(e.Today - missedDays + 1) },
		"leech":     func(_ deck.Card, s progress.State, _ Env) bool { return s.Leech() },
		"suspended": func(_ deck.Card, s progress.State, _ Env) bool { return s.Suspended },
		"marked":    func(_ deck.Card, s progress.State, _ Env) bool { return s.Marked },
	}
	if t, ok := states[strings.ToLower(value)]; ok {
		return t, nil
	}
	return nil, meant(p.complain(at, "there is no is:%s", value), value, stateNames, func(s string) string { return "is:" + s })
}

// stateNames are what can stand behind is: in a filter.
var stateNames = []string{"due", "new", "learning", "missed", "leech", "suspended", "marked"}

// due is what study would ask now, as far as the card itself can tell.
func (e Env) due(c deck.Card, s progress.State) bool {
	if e.Due != nil {
		return e.Due(c, s)
	}
	return !s.Suspended && !s.New() && s.Due <= e.Today && (s.LastDay < e.Today || s.Learning(e.Today))
}

// days matches what happened in the last n study days, today included.
func (p *filterParser) days(key, value string, at int) (node, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(value, "d"))
	if err != nil || n < 1 || n > 100_000 {
		return nil, p.complain(at, "%s: wants a number of days, 1 or more, not %q", key, value)
	}
	since := func(day progress.Day, e Env) bool {
		return day != 0 && day > e.Today-progress.Day(n)
	}
	if key == "rated" {
		return test(func(_ deck.Card, s progress.State, e Env) bool { return since(s.LastDay, e) }), nil
	}
	return test(func(c deck.Card, _ progress.State, e Env) bool {
		day, err := progress.ParseDay(c.Question.Added)
		return err == nil && since(day, e)
	}), nil
}

// properties are the numbers of a card; ok is false where it has none yet.
var properties = map[string]func(progress.State, Env) (value float64, ok bool){
	"stability": func(s progress.State, e Env) (float64, bool) {
		w := e.Weights
		if w == nil {
			w = &fsrs.Default
		}
		return w.Interval(s.Memory, 0.9), !s.New()
	},
	"recall":     func(s progress.State, e Env) (float64, bool) { return s.Recall(e.Weights, e.Now), !s.New() },
	"difficulty": func(s progress.State, _ Env) (float64, bool) { return s.Memory.Difficulty, !s.New() },
	"interval": func(s progress.State, _ Env) (float64, bool) {
		return float64(s.Due - s.LastDay), !s.New() && s.Due != 0
	},
	"due":     func(s progress.State, e Env) (float64, bool) { return float64(s.Due - e.Today), s.Due != 0 },
	"lapses":  func(s progress.State, _ Env) (float64, bool) { return float64(s.Lapses), true },
	"reviews": func(s progress.State, _ Env) (float64, bool) { return float64(s.Reviews), true },
}

var propertyNames = []string{"stability", "recall", "difficulty", "interval", "due", "lapses", "reviews"}

// property reads stability>10, recall<=0.8, lapses>=3, stability:10..20.
func (p *filterParser) property(value string, at int) (node, error) {
	end := strings.IndexAny(value, "<>=!:")
	if end < 0 {
		end = len(value)
	}
	name, rest := value[:end], value[end:]
	get, ok := properties[strings.ToLower(name)]
	if !ok {
		return nil, meant(p.complain(at, "there is no prop:%s", name), name, propertyNames, func(n string) string { return "prop:" + n })
	}
	at += end
	var holds func(float64) bool
	if rangeText, ok := strings.CutPrefix(rest, ":"); ok {
		lowText, highText, dots := strings.Cut(rangeText, "..")
		low, lowOK := bound(lowText, dots && highText != "")
		high, highOK := bound(highText, dots && lowText != "")
		if !dots && lowOK {
			high, highOK = low, true
		}
		if !lowOK || !highOK || strings.HasPrefix(highText, ".") {
			return nil, p.complain(at+1, "a range is missing").Hint("such as prop:%s:10..20, prop:%s:10.. or prop:%s:..20", name, name, name)
		}
		if lowText != "" && highText != "" && low > high {
			return nil, p.complain(at+1, "the range runs backwards").Hint("such as prop:%s:%s..%s", name, highText, lowText)
		}
		holds = func(v float64) bool { return (lowText == "" || v >= low) && (highText == "" && dots || v <= high) }
	} else {
		op := rest[:len(rest)-len(strings.TrimLeft(rest, "<>=!"))]
		limit, ok := bound(rest[len(op):], false)
		compare := map[string]func(float64) bool{
			">": func(v float64) bool { return v > limit }, ">=": func(v float64) bool { return v >= limit },
			"<": func(v float64) bool { return v < limit }, "<=": func(v float64) bool { return v <= limit },
			"=": func(v float64) bool { return v == limit }, "!=": func(v float64) bool { return v != limit },
		}[op]
		if compare == nil {
			return nil, p.complain(at, "a comparison is missing").Hint(`such as "prop:%s>10" or prop:%s:10..`, name, name)
		}
		if !ok {
			return nil, p.complain(at+len(op), "a number is missing").Hint(`such as "prop:%s%s10"`, name, op)
		}
		holds = compare
	}
	return test(func(_ deck.Card, s progress.State, e Env) bool {
		v, ok := get(s, e)
		return ok && holds(v)
	}), nil
}

// bound reads one plain decimal number; it may be left out when optional.
func bound(text string, optional bool) (float64, bool) {
	if text == "" {
		return 0, optional
	}
	if strings.Trim(text, "0123456789.-") != "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(text, 64)
	return v, err == nil
}

// named matches an id exactly, or a word in the text.
func named(word string) node {
	text := contains(word)
	return test(func(c deck.Card, s progress.State, e Env) bool {
		return c.ID == word || c.Question.ID == word || text.match(c, s, e)
	})
}

// contains matches a text anywhere in the question, whatever its case, accents
// and width.
func contains(text string) node {
	want := foldSearch(text)
	return test(func(c deck.Card, _ progress.State, _ Env) bool {
		q := c.Question
		for _, texts := range [][]string{{q.Prompt, q.Hint, q.Why}, q.Answers, q.Items, q.Wrong} {
			for _, t := range texts {
				if strings.Contains(foldSearch(t), want) {
					return true
				}
			}
		}
		return false
	})
}

// foldSearch makes texts comparable for searching.
func foldSearch(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if ascii {
		return strings.ToLower(s)
	}
	plain := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36F { // the accents of Latin, Greek and Cyrillic script
			return -1
		}
		return r
	}, norm.NFKD.String(s))
	return cases.Fold().String(norm.NFC.String(plain))
}

// wild compares whatever the case; * stands for any text.
func wild(pattern, text string) bool {
	p, t := []rune(strings.ToLower(pattern)), []rune(strings.ToLower(text))
	i, j, star, mark := 0, 0, -1, 0
	for j < len(t) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && p[i] == t[j]:
			i++
			j++
		case star >= 0:
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}
