package generate

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// What another card says is half an answer when it holds the answer and speaks
// of the same matter. How much of the matter a text has is the share of the
// prompt's words that it repeats, each counted by how rare it is in the bank.
const (
	tellsInWords   = 0.6  // in prompt and hint
	tellsInOptions = 0.75 // when options and items are read as well
)

func TestNoCardTellsAnother(t *testing.T) {
	_, questions := bank(t)
	for _, leak := range leaks(questions) {
		t.Error(leak)
	}
}

// A card that tells must be seen, and one that only looks like it must not.
func TestLeaksAreSeen(t *testing.T) {
	asked := &deck.Question{ID: "who", Kind: deck.Typed, Prompt: "Which admiral negotiated the Treaty of Shimoda?", Answers: []string{"Yevfimy Putyatin", "Putyatin"}}
	when := &deck.Question{ID: "when", Kind: deck.Typed, Match: deck.Date, Prompt: "In which year was the bridge of Oka opened? (year)", Answers: []string{"1901"}}
	for _, c := range []struct {
		name  string
		of    *deck.Question
		other deck.Question
		tells bool
	}{
		{"prompt", asked, deck.Question{Kind: deck.Typed, Prompt: "When did Admiral Putyatin negotiate the Treaty of Shimoda?", Answers: []string{"1855"}}, true},
		{"hint", asked, deck.Question{Kind: deck.Typed, Prompt: "When was the Treaty of Shimoda signed?", Hint: "Admiral Putyatin negotiated it.", Answers: []string{"1855"}}, true},
		{"another matter", asked, deck.Question{Kind: deck.Typed, Prompt: "On which ship did Putyatin sail to Nagasaki?", Answers: []string{"Pallada"}}, false},
		{"part of a word", asked, deck.Question{Kind: deck.Typed, Prompt: "Which Putyatinsk admiral saw the Treaty of Shimoda?", Answers: []string{"none"}}, false},
		{"option", asked, deck.Question{Kind: deck.Choice, Prompt: "Who negotiated as admiral at Shimoda, by treaty?", Answers: []string{"nobody"}, Wrong: []string{"Putyatin", "Rezanov"}}, true},
		{"year", when, deck.Question{Kind: deck.Typed, Prompt: "Who opened the bridge of Oka in 1901?", Answers: []string{"the tsar"}}, true},
	} {
		c.other.ID = "other"
		rest := []*deck.Question{c.of, &c.other}
		for _, filler := range []string{"Which islands lie north?", "Who signed in London?", "How large is Urup?"} {
			rest = append(rest, &deck.Question{ID: filler, Kind: deck.Typed, Prompt: filler, Answers: []string{"—"}})
		}
		if got := leaks(rest); (len(got) > 0) != c.tells {
			t.Errorf("%s: %q, want a leak: %v", c.name, got, c.tells)
		}
	}
}

func leaks(questions []*deck.Question) []string {
	rare := rarity(questions)
	type told struct {
		text  string
		words map[string]float64
	}
	words, all := make([]told, len(questions)), make([]told, len(questions))
	for i, q := range questions {
		said, seen := said(q), said(q)+" . "+strings.Join(offered(q), " . ")
		words[i] = told{" " + bare(said) + " ", rare(said)}
		all[i] = told{" " + bare(seen) + " ", rare(seen)}
	}
	share := func(key, has map[string]float64) float64 {
		var part, whole float64
		for word, weight := range key {
			whole += weight
			if _, ok := has[word]; ok {
				part += weight
			}
		}
		return part / max(whole, 1e-9)
	}
	holds := func(text string, things [][]string) bool {
		return len(things) > 0 && !slices.ContainsFunc(things, func(names []string) bool {
			return !slices.ContainsFunc(names, func(name string) bool {
				return bare(name) != "" && strings.Contains(text, " "+bare(name)+" ")
			})
		})
	}
	var found []string
	for _, q := range questions {
		things := wanted(q)
		key := rare(gapless(q, false))
		for _, names := range things {
			for word := range rare(strings.Join(names, " ")) {
				delete(key, word)
			}
		}
		for i, other := range questions {
			if other == q {
				continue
			}
			twins := q.Kind == deck.Choice && other.Kind == deck.Choice && slices.Contains(q.Wrong, other.Answers[0])
			switch {
			case holds(words[i].text, things) && share(key, words[i].words) >= tellsInWords:
				found = append(found, q.ID+" is told by the prompt or hint of "+other.ID)
			case !twins && holds(all[i].text, things) && share(key, all[i].words) >= tellsInOptions:
				found = append(found, q.ID+" is told by the options of "+other.ID)
			}
		}
	}
	return found
}

// wanted are the things that must be known, each with all its names. A date is
// wanted only when it is a year: whole dates have a law of their own. Cards
// with an order or several gaps show their things to each other.
func wanted(q *deck.Question) [][]string {
	switch {
	case q.Kind == deck.Order, q.Match == deck.Date && len(q.Answers[0]) > 4:
		return nil
	case q.Kind == deck.List:
		var things [][]string
		for _, item := range q.Items {
			things = append(things, deck.Names(item))
		}
		return things
	case q.Kind == deck.Select:
		var things [][]string
		for _, answer := range q.Answers {
			things = append(things, deck.Names(answer))
		}
		return things
	case q.Kind == deck.Cloze:
		var things [][]string
		for _, m := range gapped.FindAllStringSubmatch(q.Prompt, -1) {
			things = append(things, deck.Names(m[1]))
		}
		return things
	}
	var names []string
	for _, answer := range q.Answers {
		names = append(names, deck.Names(answer)...)
	}
	return [][]string{names}
}

var gapped = regexp.MustCompile(`\[\[(?:[0-9,]+:)?(.*?)(?:\|(.*?))?\]\]`)

// gapless is the prompt with the gaps filled, or with their hints.
func gapless(q *deck.Question, filled bool) string {
	return gapped.ReplaceAllStringFunc(q.Prompt, func(gap string) string {
		m := gapped.FindStringSubmatch(gap)
		if filled {
			return deck.Names(m[1])[0]
		}
		return m[2]
	})
}

// said is what a card says in words; of several gaps each card shows the others.
func said(q *deck.Question) string {
	return gapless(q, len(gapped.FindAllString(q.Prompt, -1)) > 1) + " . " + q.Hint
}

// offered is what is shown to choose from.
func offered(q *deck.Question) []string {
	switch q.Kind {
	case deck.Choice, deck.Select:
		return slices.Concat(q.Answers, q.Wrong)
	case deck.Order:
		return q.Items
	}
	return nil
}

// rarity returns a function that takes a text apart into its words, each with
// the logarithm of how many prompts there are for one that has it.
func rarity(questions []*deck.Question) func(string) map[string]float64 {
	small := map[string]bool{}
	for _, word := range strings.Fields(`a an the of to in on at by for with from and or not no as that this which what
		who whom whose when where why how was were is are be been did do does had has have it its their his her he they
		two three four five one first last day month year name number within exact all right between than into over
		under after before during about up out if would could should will may can only also so such other another each
		more most many much some any there those these then earliest put order event km usa dollar percent people`) {
		small[word] = true
	}
	split := func(text string) map[string]bool {
		set := map[string]bool{}
		for _, word := range strings.Fields(bare(text)) {
			if word = singular(word); !small[word] {
				set[word] = true
			}
		}
		return set
	}
	seen := map[string]int{}
	for _, q := range questions {
		for word := range split(gapless(q, false)) {
			seen[word]++
		}
	}
	return func(text string) map[string]float64 {
		weights := map[string]float64{}
		for word := range split(text) {
			weights[word] = math.Log(float64(len(questions)) / float64(max(1, seen[word])))
		}
		return weights
	}
}

// bare is a text in small letters without accents and signs, one space between
// words.
func bare(text string) string {
	text = strings.NewReplacer("'s", "", "’s", "").Replace(strings.ToLower(norm.NFKD.String(text)))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r)
	}), " ")
}

// A hint helps and does not answer.
func TestHintsDoNotAnswer(t *testing.T) {
	m, questions := bank(t)
	day := m.functions()["day"].(func(words) string)
	for _, q := range questions {
		hint := " " + bare(q.Hint) + " "
		if q.Hint == "" {
			t.Errorf("%s has no hint", q.ID)
		}
		if fold(q.Hint) == fold(q.Why) {
			t.Errorf("%s: hint and why are the same", q.ID)
		}
		things := wanted(q)
		if q.Match == deck.Date {
			things = [][]string{{q.Answers[0][:4], day(words{{q.Answers[0]}})}}
		}
		for _, names := range things {
			for _, name := range names {
				if bare(name) != "" && strings.Contains(hint, " "+bare(name)+" ") {
					t.Errorf("%s: the hint says %q: %s", q.ID, name, q.Hint)
				}
			}
		}
	}
}

// The right option must not be known by its form: no kind in which it is the
// longest, or the one of most words, more often than one in three. What must
// not pass for a typed answer is held to the same.
func TestFormGivesNothingAway(t *testing.T) {
	_, questions := bank(t)
	length := func(s string) int { return len([]rune(s)) }
	count := func(s string) int { return len(strings.Fields(s)) }
	most := func(texts []string, measure func(string) int) int {
		n := 0
		for _, text := range texts {
			n = max(n, measure(text))
		}
		return n
	}
	for _, kind := range []deck.Kind{deck.Choice, deck.Select, deck.Typed} {
		for name, measure := range map[string]func(string) int{"longest": length, "one of most words": count} {
			asked, ids := 0, []string{}
			for _, q := range questions {
				if q.Kind != kind || len(q.Wrong) == 0 {
					continue
				}
				right := q.Answers
				if kind == deck.Typed {
					right = right[:1]
				}
				asked++
				if most(right, measure) > most(q.Wrong, measure) {
					ids = append(ids, q.ID)
				}
			}
			if asked == 0 || 3*len(ids) > asked {
				t.Errorf("%s: the right answer is the %s in %d of %d, want at most a third: %s", kind, name, len(ids), asked, strings.Join(ids, " "))
			}
		}
	}
	for _, q := range questions {
		if q.Kind != deck.Choice {
			continue
		}
		form := func(s string) string {
			var f []string
			if strings.Contains(s, " / ") {
				f = append(f, "two names")
			}
			if calendar.MatchString(s) {
				f = append(f, "a date")
			}
			if strings.HasSuffix(s, ".") {
				f = append(f, "a full stop")
			}
			return strings.Join(f, ", ")
		}
		right := form(q.Answers[0])
		if !slices.ContainsFunc(q.Wrong, func(w string) bool { return form(w) == right }) {
			t.Errorf("%s: only the right option has the form %q", q.ID, right)
		}
		if calendar.MatchString(q.Answers[0]) && slices.ContainsFunc(q.Wrong, func(w string) bool { return !calendar.MatchString(w) }) {
			t.Errorf("%s: a date stands among options that are none", q.ID)
		}
	}
}

var calendar = regexp.MustCompile(`^\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December)( \d{4})?$`)

// People among the options lived at the same time: the right one and the first
// wrong one, which is always shown, held office within twenty-five years.
func TestOptionsAreNearInTime(t *testing.T) {
	m, questions := bank(t)
	years := map[string][]int{}
	for _, p := range m.pools {
		for _, e := range p.entries {
			years[e.names[0]] = append(years[e.names[0]], e.years...)
		}
	}
	asked := 0
	for _, q := range questions {
		if q.Kind != deck.Choice || len(years[q.Answers[0]]) == 0 || len(years[q.Wrong[0]]) == 0 {
			continue
		}
		asked++
		apart := math.MaxInt
		for _, a := range years[q.Answers[0]] {
			for _, b := range years[q.Wrong[0]] {
				apart = min(apart, max(a-b, b-a))
			}
		}
		if apart > 25 {
			t.Errorf("%s: %s and %s are %d years apart", q.ID, q.Answers[0], q.Wrong[0], apart)
		}
	}
	if asked < 10 {
		t.Errorf("only %d choices among people and towns with years", asked)
	}
}

// A typed answer has one form, and the prompt says which: who, a thing that is
// named, or a precision in brackets.
func TestPrecisionIsSaid(t *testing.T) {
	_, questions := bank(t)
	words := regexp.MustCompile(`^(Who|Whose|Which|To which|From which|On which|In which|Under which|By which|Above which|Over which|Of which|The \w+ \w+ of which|Oil from which|To whom|To what body|What (is|was) the (official|Japanese|Russian|name)|What do .* call)\b|\([^()]+\)\s*$`)
	number := regexp.MustCompile(`\(([^()]*(within|exact|number|km²|km|percent|dollars|nautical|degrees|cc)[^()]*)\)$`)
	vague := regexp.MustCompile(`^(About|How many|How large|How far|How much)\b`)
	for _, q := range questions {
		switch {
		case q.Kind != deck.Typed || q.Match == deck.Date:
		case q.Match == deck.Number:
			if !number.MatchString(q.Prompt) {
				t.Errorf("%s: the prompt does not say how exact or in what: %s", q.ID, q.Prompt)
			}
			if q.Tolerance > 0 && !strings.Contains(q.Prompt, "within") {
				t.Errorf("%s: ± %g passes, and the prompt does not say so: %s", q.ID, q.Tolerance, q.Prompt)
			}
		case !words.MatchString(q.Prompt) || vague.MatchString(q.Prompt):
			t.Errorf("%s: the prompt does not say what form the answer has: %s", q.ID, q.Prompt)
		}
	}
}

// A prompt is read alone: what it means by he or it stands before.
func TestPronounsHaveTheirNoun(t *testing.T) {
	_, questions := bank(t)
	early := regexp.MustCompile(`(?i)^((\w+ ){0,2})(he|she|it|they|him|them|his|its|their|this|these|those)\b`)
	for _, q := range questions {
		if m := early.FindString(q.Prompt); m != "" && q.Kind != deck.Order { // put these …
			t.Errorf("%s: %q stands at the beginning of the prompt: %s", q.ID, m, q.Prompt)
		}
	}
}

// The ways of asking one fact are siblings, and so are cards that are each
// other's answer.
func TestSidesOfAFactAreSiblings(t *testing.T) {
	_, questions := bank(t)
	group := map[string]string{}
	for _, q := range questions {
		if other, ok := group[q.From]; ok && (other != q.Group || q.Group == "") {
			t.Errorf("%s: group %q, another question of the fact has %q", q.ID, q.Group, other)
		}
		group[q.From] = q.Group
	}
	tells := func(a, b *deck.Question) bool {
		return slices.ContainsFunc(wanted(a), func(names []string) bool {
			return slices.ContainsFunc(names, func(n string) bool {
				return len(bare(n)) > 3 && strings.Contains(" "+bare(b.Prompt)+" ", " "+bare(n)+" ")
			})
		})
	}
	rare := rarity(questions)
	for i, a := range questions {
		for _, b := range questions[:i] {
			if a.Group != "" && a.Group == b.Group || a.Kind != deck.Typed || b.Kind != deck.Typed || !tells(a, b) || !tells(b, a) {
				continue
			}
			both, key := 0.0, rare(a.Prompt)
			for word := range rare(b.Prompt) {
				both += key[word]
			}
			if both > 0 {
				t.Errorf("%s and %s are each other's answer and no siblings", a.ID, b.ID)
			}
		}
	}
}

// Above every card stand its theme, its era and its level, in this order, and
// then whatever else it is found by.
func TestTags(t *testing.T) {
	m, questions := bank(t)
	is := func(heads []Heading, tag string) bool {
		return slices.ContainsFunc(heads, func(h Heading) bool { return h.Key == tag })
	}
	used := map[string]int{}
	for _, q := range questions {
		if len(q.Tags) < 3 || !is(m.Themes, q.Tags[0]) || !is(m.Eras, q.Tags[1]) || !is(m.Levels, q.Tags[2]) {
			t.Errorf("%s: tags %q, want theme, era, level", q.ID, q.Tags)
			continue
		}
		for i, tag := range q.Tags {
			used[tag]++
			if i > 2 && (is(m.Themes, tag) || is(m.Eras, tag) || is(m.Levels, tag)) {
				t.Errorf("%s: a second %q among %q", q.ID, tag, q.Tags)
			}
		}
		if dates := slices.Contains(q.Tags, "dates"); !dates && (q.Match == deck.Date || q.Kind == deck.Choice && calendar.MatchString(q.Answers[0])) {
			t.Errorf("%s asks for a date without the tag dates", q.ID)
		}
	}
	for _, heads := range [][]Heading{m.Themes, m.Eras, m.Levels} {
		for _, h := range heads {
			if used[h.Key] < 10 {
				t.Errorf("tag %q stands on %d questions, want ten or more", h.Key, used[h.Key])
			}
		}
	}
	words := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	for tag := range used {
		if !words.MatchString(tag) || len(tag) > 16 {
			t.Errorf("tag %q does not read well above a card", tag)
		}
	}
}

// Plain mode says the id before the question, so an id names nothing that is
// asked: no word of an answer that the prompt does not say, no year.
func TestIDsDoNotAnswer(t *testing.T) {
	_, questions := bank(t)
	for _, q := range questions {
		if q.Kind == deck.Order { // shows its items
			continue
		}
		var answer []string
		for _, names := range wanted(q) {
			answer = append(answer, names...)
		}
		if q.Match == deck.Date {
			answer = []string{q.Answers[0][:4]}
		}
		if word := givenAway(q.ID, answer, gapless(q, false)); word != "" {
			t.Errorf("the id of %s gives %q away: %s", q.ID, word, q.Prompt)
		}
	}
	if givenAway("toshiba-1987-firm", []string{"Toshiba Machine"}, "Which firm?") == "" || givenAway("island-visits-two", []string{"visits"}, "Which visits?") != "" {
		t.Error("what gives away is not seen, or what does not is")
	}
}

// givenAway returns the first word of an id that stands in the answer and not
// in the prompt, or "".
func givenAway(id string, answer []string, prompt string) string {
	plain := func(text string) map[string]bool {
		set := map[string]bool{}
		for _, word := range strings.Fields(bare(text)) {
			set[singular(word)] = true
		}
		return set
	}
	asked, told := plain(prompt), plain(strings.Join(answer, " "))
	for _, part := range strings.Split(id, "-") {
		word := singular(part)
		if len(word) > 2 && told[word] && !asked[word] && !slices.Contains([]string{"the", "and", "for", "from", "island"}, word) {
			return part
		}
	}
	return ""
}

// singular is a word without the s at its end.
func singular(word string) string {
	if len(word) > 4 {
		return strings.TrimSuffix(word, "s")
	}
	return word
}

// Ids are said aloud and typed; none stammers.
func TestIDsReadWell(t *testing.T) {
	_, questions := bank(t)
	for _, q := range questions {
		parts := strings.Split(q.ID, "-")
		for i := 1; i < len(parts); i++ {
			if parts[i] == parts[i-1] {
				t.Errorf("%s says %q twice", q.ID, parts[i])
			}
		}
		if strings.Contains(q.ID, "-in-order") {
			t.Errorf("%s: the ask says already that it is an order", q.ID)
		}
	}
}
