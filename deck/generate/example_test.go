package generate

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kuril/deck"
)

const (
	exampleMaterial = "../../docs/examples/moons"
	exampleBank     = "../../docs/examples/moons.toml"
)

// example reads the second subject; it fails the test when it cannot.
func example(t *testing.T) []File {
	t.Helper()
	files, err := ReadAll([]string{exampleMaterial})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func exampleQuestions(t *testing.T) (*Material, []*deck.Question) {
	t.Helper()
	m, problems := Read(example(t))
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	questions, problems := m.Questions()
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return m, questions
}

func TestExampleIsGenerated(t *testing.T) {
	got, problems := Generate(example(t))
	for _, p := range problems {
		t.Errorf("%s\n\t%s", p.Error(), p.Hint)
	}
	if len(problems) > 0 {
		return
	}
	if *update {
		if err := os.WriteFile(exampleBank, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(exampleBank)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/examples/moons.toml is not what docs/examples/moons gives; run   go test ./deck/generate -run ExampleIsGenerated -update")
	}
	questions, faults := deck.Parse(exampleBank, want)
	for _, p := range append(faults, deck.Check(questions)...) {
		t.Error(p.Error())
	}
}

// An example shows everything there is: each kind of question, dates and
// numbers, both ways, a claim with its owner, wrong options from a pool.
func TestExampleShowsEverything(t *testing.T) {
	m, questions := exampleQuestions(t)
	if n := len(m.Facts); n < 40 {
		t.Errorf("%d facts, want 40 or more", n)
	}
	used := map[string]int{}
	for _, q := range questions {
		used[string(q.Kind)]++
		used["match "+string(q.Match)]++
		if q.Both {
			used["both"]++
		}
		if q.Unit != "" && q.Tolerance > 0 {
			used["unit and tolerance"]++
		}
		if q.Kind == deck.Cloze && len(q.Cards()) > 1 {
			used["several gaps"]++
		}
	}
	for _, f := range m.Facts {
		used["confidence "+string(f.Confidence)]++
		if f.group != "" {
			used["group of several facts"]++
		}
	}
	for _, what := range []string{"recall", "typed", "choice", "select", "list", "order", "cloze", "match date", "match number",
		"both", "unit and tolerance", "several gaps", "confidence disputed", "confidence detail-disputed", "group of several facts"} {
		if used[what] == 0 {
			t.Errorf("nothing shows: %s", what)
		}
	}
}

// What holds for a question of any subject: see "Writing questions" in
// docs/generate.md.
func TestExampleIsWellPut(t *testing.T) {
	m, questions := exampleQuestions(t)
	bad := regexp.MustCompile(`(?i)\b(which of (the following|these)|now|today|currently|nowadays|so far|recently)\b`)
	precise := regexp.MustCompile(`\((day, month and year|month and year|year)\)$`)
	prompts, perFact := map[string]string{}, map[string]int{}
	for _, q := range questions {
		if perFact[q.From]++; perFact[q.From] == 4 {
			t.Errorf("fact %s gives more than three questions", q.From)
		}
		if len(q.Sources) == 0 || q.Why == "" || q.Hint == "" || len(q.Tags) < 3 || q.From == "" {
			t.Errorf("%s lacks a source, why, hint, fact, or tags for theme, era and level", q.ID)
		}
		if word := bad.FindString(q.Prompt); word != "" {
			t.Errorf("%s: %q in the prompt", q.ID, word)
		}
		if other := prompts[fold(q.Prompt)]; other != "" {
			t.Errorf("%s and %s have the same prompt", q.ID, other)
		}
		prompts[fold(q.Prompt)] = q.ID
		if q.Match == deck.Date {
			want := map[int]string{4: "(year)", 7: "(month and year)", 10: "(day, month and year)"}[len(q.Answers[0])]
			if got := precise.FindString(q.Prompt); got != want {
				t.Errorf("%s: the prompt asks for %q, the answer %s is %s", q.ID, got, q.Answers[0], want)
			}
		}
		if q.Match == deck.Number && !strings.HasSuffix(q.Prompt, ")") {
			t.Errorf("%s: the prompt does not say in what unit and how precise", q.ID)
		}
		if q.Kind == deck.Choice && len(q.Wrong) < 4 {
			t.Errorf("%s has %d wrong options; four are shown", q.ID, len(q.Wrong))
		}
	}
	for _, kind := range []deck.Kind{deck.Choice, deck.Select} {
		asked, ids := 0, []string{}
		for _, q := range questions {
			if q.Kind != kind {
				continue
			}
			if asked++; longest(q.Answers) > longest(q.Wrong) {
				ids = append(ids, q.ID)
			}
		}
		if asked == 0 || 3*len(ids) > asked {
			t.Errorf("a right option is the longest in %d of %d %s questions, want at most a third: %s", len(ids), asked, kind, strings.Join(ids, " "))
		}
	}
	last := 0
	for _, q := range questions {
		level := slices.IndexFunc(m.Levels, func(h Heading) bool { return slices.Contains(q.Tags, h.Key) })
		if level < last {
			t.Errorf("%s stands behind questions of a later level", q.ID)
		}
		last = level
	}
}

// No question and no hint tells what the question itself, or another that is
// not its sibling, asks.
func TestExampleGivesNothingAway(t *testing.T) {
	_, questions := exampleQuestions(t)
	tells := func(text, answer string) bool {
		return regexp.MustCompile(`(?i)(^|[^\pL\d])` + regexp.QuoteMeta(answer) + `($|[^\pL\d])`).MatchString(text)
	}
	for _, q := range questions {
		answers := slices.Clone(q.Answers)
		for _, item := range q.Items {
			if q.Kind == deck.List {
				answers = append(answers, deck.Names(item)...)
			}
		}
		for _, answer := range answers {
			if q.Kind != deck.Choice && tells(q.Prompt, answer) || tells(q.Hint, answer) {
				t.Errorf("%s: its own prompt or hint says %q: %s / %s", q.ID, answer, q.Prompt, q.Hint)
			}
		}
		if q.Match != deck.Date {
			continue
		}
		year := q.Answers[0][:4]
		for _, other := range questions {
			if other != q && other.Group == q.Group && q.Group != "" && tells(other.Prompt+" "+other.Hint+" "+strings.Join(other.Wrong, " "), year) {
				t.Errorf("%s tells the year that its sibling %s asks", other.ID, q.ID)
			}
		}
	}
}

func TestExampleSources(t *testing.T) {
	m, questions := exampleQuestions(t)
	refused := refusedHosts(t)
	used, addresses := map[string]bool{}, map[string]string{}
	for _, q := range questions {
		for _, s := range q.Sources {
			used[s] = true
		}
	}
	for _, key := range keys(m.sources) {
		_, address, _ := strings.Cut(strings.TrimSuffix(m.sources[key], ">"), " <")
		if fault := faultOf(address, refused); fault != "" {
			t.Errorf("source %q: %s: %s", key, fault, address)
		}
		if !used[m.sources[key]] {
			t.Errorf("source %q is used by no question", key)
		}
		if other := addresses[address]; other != "" {
			t.Errorf("sources %q and %q have the same address", other, key)
		}
		addresses[address] = key
	}
}

// newFacts has one more fact of every kind of the example, beside what is
// there in name, time and place, so that anything that looked at its
// neighbours would move.
var newFacts = map[string]string{
	"moon":      "name = \"Rhea\"\nplanet = \"Saturn\"\ndiameter = \"1527\"\nclaim = \"was the second to be found by the man who found Iapetus\"",
	"discovery": "date = \"1672\"\ndid = \"was Rhea discovered\"\nby = \"@cassini\"\nwho = \"discovered Rhea\"",
	"mission":   "date = \"1974-12\"\ndid = \"did a spacecraft photograph Callisto\"\ncraft = \"Pioneer 11\"\ntwin = \"Pioneer 10\"\ntask = \"photographed Callisto before the Voyagers\"",
	"group":     "task = \"Name the two moons that share an orbit round Saturn\"\nmoons = [\"Janus\", \"Epimetheus\"]",
	"sequence":  "task = \"Put these small moons of Saturn in order, nearest first\"\nitems = [\"Pan\", \"Atlas\", \"Prometheus\"]",
	"term":      "term = \"libration\"\nmeaning = \"the slow nodding by which we see more than half of the Moon\"",
	"feature":   "moon = \"Tethys\"\nfeature = \"Odysseus, a crater two fifths as wide as the moon itself\"\nnear = [\"Mimas\", \"Dione\", \"Rhea\", \"Oberon\"]",
	"passage":   "sentence = \"The crater [[1:Tycho]] is the centre of the brightest rays on the Moon.\"",
	"statement": "ask = [{ name = \"x\", kind = \"typed\", prompt = \"What is a small moon called?\", answers = [\"moonlet\"], hint = \"A diminutive.\" }]",
}

// A new fact brings its own questions and changes nobody else's, of whatever
// kind it is.
func TestANewFactOfAnyKindChangesOnlyItsOwn(t *testing.T) {
	files := example(t)
	m, before := exampleQuestions(t)
	for _, name := range keys(m.kinds) {
		if newFacts[name] == "" {
			t.Errorf("the kind %q has no new fact to try", name)
		}
	}
	for kind, fields := range newFacts {
		for _, id := range []string{"aaa-new", "titan-new", "zzz-new"} {
			text := "[[fact]]\nid = " + quote(id) + "\nkind = " + quote(kind) + "\nconfidence = \"confirmed\"\nsource = [\"many\"]\nlevel = \"core\"\n" +
				"text = \"Something else is known.\"\nwhy = \"It shows something.\"\n" + fields + "\n"
			if !strings.Contains(fields, "date =") {
				text = strings.Replace(text, "level =", "era = \"sky\"\nlevel =", 1)
			}
			own := strings.HasPrefix(fields, "ask =")
			if !own { // the asks of the kind want hints
				var asks []string
				for _, a := range m.kinds[kind].asks {
					if slices.ContainsFunc(a.needs, func(need string) bool { return !strings.Contains(fields, need+" =") }) {
						continue
					}
					asks = append(asks, `{ name = `+quote(a.name)+`, hint = "Think." }`)
				}
				text += "ask = [" + strings.Join(asks, ", ") + "]\n"
			}
			for _, at := range []string{"0-new.toml", "zzz-new.toml"} {
				more := append(slices.Clone(files), file(exampleMaterial+"/"+at, text))
				after, problems := Questions(more)
				if _, others := Generate(more); len(problems)+len(others) > 0 { // it is read, too
					t.Fatalf("%s: %v", kind, append(problems, others...)[0])
				}
				var rest []*deck.Question
				for _, q := range after {
					if q.From != id {
						rest = append(rest, q)
					}
				}
				if len(rest) != len(before) || len(after) == len(before) {
					t.Fatalf("a new %s: %d questions before, %d after, %d of them old", kind, len(before), len(after), len(rest))
				}
				for i, q := range before {
					if deck.Format(q) != deck.Format(rest[i]) {
						t.Errorf("a new %s changes or moves %s", kind, q.ID)
					}
				}
			}
		}
	}
}

// Numbers are written as people read them: no answer has more digits than its
// tolerance bears out.
func TestExampleNumbers(t *testing.T) {
	_, questions := exampleQuestions(t)
	for _, q := range questions {
		if q.Match != deck.Number || q.Unit == "" {
			continue
		}
		answer, err := strconv.ParseFloat(q.Answers[0], 64)
		if err != nil || q.Tolerance <= 0 || q.Tolerance > answer/5 {
			t.Errorf("%s: the answer %s with the tolerance %v %s", q.ID, q.Answers[0], q.Tolerance, q.Unit)
		}
	}
}
