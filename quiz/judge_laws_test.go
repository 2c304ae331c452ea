package quiz

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"kuril/deck"
)

// alphabets are what made-up answers are written with.
var alphabets = []string{
	"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "àéîõüçñøłßœþ", "абвгдежзийклмнопрстуфхцчшщъыьэюяёї",
	"αβγδεζηθικλμνξοπρστυφχψωάέή", "אבגדהוזחטיכלמנסעפצקרשת", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "कखगघचछजटठडतथदनपबमयरलवशसह",
	"กขคงจชซดตถทนบปผพฟมยรลวสห", "東京都北海道千島列島択捉国後色丹歯舞", "がぎぐげござじずぜぞ", "カキクケコーサシスセソ", "가나다라마바사아자차카타파하", "0123456789", "👍👎❤🇯🇵🇷🇺",
}

type dice struct{ *rand.Rand }

func (d dice) word() string {
	signs := []rune(alphabets[d.IntN(len(alphabets))])
	var b strings.Builder
	for range 1 + d.IntN(12) {
		b.WriteRune(signs[d.IntN(len(signs))])
	}
	return b.String()
}

// text returns a text of a few words that folds like none of those taken.
func (d dice) text(taken map[string]bool) string {
	for {
		var words []string
		for range 1 + d.IntN(3) {
			words = append(words, d.word())
		}
		s := strings.Join(words, []string{" ", "-", " and ", ", "}[d.IntN(4)])
		if f := Folded(s); f != "" && !taken[f] {
			taken[f] = true
			return s
		}
	}
}

func (d dice) texts(n int, taken map[string]bool) []string {
	var all []string
	for range n {
		all = append(all, d.text(taken))
	}
	return all
}

// question makes up a question of that kind, and its task with shuffled options.
func (d dice) task(kind deck.Kind) Task {
	taken := map[string]bool{}
	q := deck.Question{ID: "q", Kind: kind, Prompt: "?"}
	var options []string
	switch kind {
	case deck.Typed:
		q.Answers, q.Wrong = d.texts(1+d.IntN(3), taken), d.texts(d.IntN(3), taken)
		switch d.IntN(4) {
		case 0:
			q.Match = deck.Exact
		case 1:
			q.Match, q.Wrong = deck.Date, nil
			q.Answers = []string{fmt.Sprintf("%04d-%02d-%02d", 1+d.IntN(9999), 1+d.IntN(12), 1+d.IntN(28))[:[]int{4, 7, 10}[d.IntN(3)]]}
		case 2:
			q.Match, q.Wrong, q.Unit = deck.Number, nil, []string{"", "km", "million yen", "%", "islands"}[d.IntN(5)]
			q.Answers = []string{fmt.Sprint(d.IntN(100000)-50000) + []string{"", ".5", "e3"}[d.IntN(3)]}
		}
	case deck.Choice:
		q.Answers, q.Wrong = d.texts(1, taken), d.texts(2+d.IntN(3), taken)
		options = slices.Concat(q.Answers, q.Wrong)
	case deck.Select:
		q.Answers, q.Wrong = d.texts(1+d.IntN(4), taken), d.texts(1+d.IntN(3), taken)
		options = slices.Concat(q.Answers, q.Wrong)
	case deck.List:
		q.Items = d.texts(1+d.IntN(6), taken)
	case deck.Order:
		q.Items = d.texts(2+d.IntN(5), taken)
		options = slices.Clone(q.Items)
	case deck.Cloze:
		q.Prompt = "[[1:" + d.text(taken) + "]]"
	}
	d.Shuffle(len(options), func(i, j int) { options[i], options[j] = options[j], options[i] })
	task := taskOf(q)
	task.Options, task.Others = options, d.texts(d.IntN(4), taken)
	return task
}

var judgedKinds = []deck.Kind{deck.Typed, deck.Choice, deck.Select, deck.List, deck.Order, deck.Cloze}

// The answer that a verdict shows is right, and stays so in capital letters;
// nothing typed is never right.
func TestLawsOfJudging(t *testing.T) {
	for seed := range uint64(400) {
		d := dice{rand.New(rand.NewPCG(seed, 7))}
		for _, kind := range judgedKinds {
			task := d.task(kind)
			answer := Judge(task, "").Answer
			if kind == deck.Choice || kind == deck.Select {
				// A number of the list is a number, whatever the texts are.
				if f := Folded(answer); strings.Trim(f, "0123456789 .") == "" {
					continue
				}
			}
			if kind == deck.Select || kind == deck.List || kind == deck.Order {
				answer = strings.Join(task.Card.Answers(), " ; ")
			}
			if v := Judge(task, answer); v.Match != Right || v.Unclear != "" {
				t.Fatalf("seed %d, %s %q %q, options %q: shown answer %q is %+v", seed, kind, task.Card.Answers(), task.Card.Question.Match, task.Options, answer, v)
			}
			for _, empty := range []string{"", " ", "\t\u00a0\u3000", "\u200b\ufeff\u00ad", "…?!", "\x00"} {
				if v := Judge(task, empty); v.Match == Right || v.Match == Almost {
					t.Fatalf("seed %d, %s %q: %q is %v", seed, kind, task.Card.Answers(), empty, v.Match)
				}
			}
			if task.Card.Question.Match == deck.Exact {
				continue
			}
			if v := Judge(task, upper(answer)); v.Match != Right {
				t.Fatalf("seed %d, %s %q: %q is %+v", seed, kind, task.Card.Answers(), upper(answer), v)
			}
		}
	}
}

// upper capitalises letters that come back when made small again.
func upper(s string) string {
	return strings.Map(func(r rune) rune {
		if u := unicode.ToUpper(r); unicode.ToLower(u) == r {
			return u
		}
		return r
	}, s)
}

// What is wrong for one word is wrong both ways round: a slip is a slip
// whichever of two texts is the answer.
func TestSlipsAreSymmetric(t *testing.T) {
	for seed := range uint64(400) {
		d := dice{rand.New(rand.NewPCG(seed, 9))}
		a := []rune(d.word() + d.word())
		b := slices.Clone(a)
		for range 1 + d.IntN(3) {
			i := d.IntN(len(b))
			switch d.IntN(3) {
			case 0:
				b[i] = a[d.IntN(len(a))]
			case 1:
				b = slices.Insert(b, i, a[d.IntN(len(a))])
			case 2:
				j := min(i+1, len(b)-1)
				b[i], b[j] = b[j], b[i]
			}
		}
		x, y := bare(string(a)), bare(string(b))
		if isSlip([]string{x}, []string{y}) != isSlip([]string{y}, []string{x}) {
			t.Fatalf("seed %d: %q and %q", seed, x, y)
		}
	}
}

func FuzzJudge(f *testing.F) {
	for i, s := range []string{
		"Paris", "東京", "Москва", "C++", "1956-10-19", "19 October 1956", "1,000.5 km", "½", "a, b and c", "3 1 2", "مُحَمَّد", "が", "👨‍👩‍👧",
		"Brezhnev, Leonid", "(a) b", "x²", "!=", "\xff\xfe", "1e308", "’", "the", "A−",
	} {
		f.Add(uint8(i), s, "Rome; Edo", s)
		f.Add(uint8(i+3), s, "2", "2")
	}
	matches := []deck.Match{deck.Text, deck.Exact, deck.Date, deck.Number}
	f.Fuzz(func(t *testing.T, what uint8, answer, wrong, typed string) {
		if len(answer) > 5000 || Folded(answer) == "" || Folded(wrong) == Folded(answer) || strings.ContainsAny(answer+wrong, ",;\r\n，；、؛،・､") {
			return
		}
		q := deck.Question{ID: "q", Prompt: "?", Kind: judgedKinds[int(what)%len(judgedKinds)], Answers: []string{answer},
			Wrong: []string{wrong}, Items: []string{answer, wrong}, Unit: "km"}
		task := Task{Card: deck.Card{ID: "q", Question: &q}, Others: []string{wrong}}
		switch q.Kind {
		case deck.Typed:
			q.Match = matches[int(what>>4)%len(matches)]
		case deck.Choice, deck.Select:
			task.Options = []string{wrong, answer}
		case deck.Order:
			task.Options = []string{wrong, answer}
		case deck.Cloze:
			q.Prompt = "[[1:x]]"
			task.Card.Gap = 1
		}
		v := Judge(task, typed)
		if v.Match == Partly && (v.Right <= 0 || v.Right >= v.Of) {
			t.Errorf("%+v", v)
		}
		if v.Unclear != "" && v.Match != Wrong {
			t.Errorf("%+v", v)
		}
		if strings.ContainsFunc(v.Note, unicode.IsControl) || utf8.RuneCountInString(v.Note) > 1000 {
			t.Errorf("note %q", v.Note)
		}
		if v := Judge(task, " "); v.Match != Wrong {
			t.Errorf("nothing typed: %+v", v)
		}
		isNumber := strings.Trim(Folded(answer), "0123456789 .-&and") == ""
		asText := q.Kind == deck.Typed && (q.Match == deck.Text || q.Match == deck.Exact) || q.Kind == deck.Choice && !isNumber
		if asText && utf8.ValidString(answer) {
			if v := Judge(task, answer); v.Match != Right {
				t.Errorf("%s %s: the answer %q itself: %+v", q.Kind, q.Match, answer, v)
			}
		}
	})
}
