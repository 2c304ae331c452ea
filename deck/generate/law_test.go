package generate

import (
	"bytes"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kuril/deck"
)

// small is a subject of two kinds, for tests of the generator itself.
const small = `
[subject]
demand = ["source"]
[[era]]
key = "early"
from = 1800
until = 1899
[[era]]
key = "late"
from = 1900
[[level]]
key = "core"
[[level]]
key = "deep"
[[source]]
key = "A"
title = "Atlas"
address = "https://example.org/atlas"
[[name]]
key = "cologne"
name = "Cologne"
also = ["Köln"]
[[pool]]
key = "cities"
entries = [{ name = "Rome", years = [1850] }, { name = "@cologne", years = [1900] }, { name = "Paris", years = [1905] }, { name = "Oslo", years = [1990] }]
[[kind]]
name = "event"
level = "core"
[[kind.field]]
name = "did"
required = true
about = "what happened"
[[kind.field]]
name = "place"
[[kind.field]]
name = "towns"
[[kind.ask]]
name = "date"
needs = ["date"]
kind = "typed"
match = "date"
prompt = "When {{.did}}? ({{precision .date}})"
answers = ["{{.date}}"]
[[kind.ask]]
name = "place"
needs = ["place"]
kind = "choice"
prompt = "Where {{.did}}?"
answers = ["{{.place}}"]
draw = "cities"
count = 2
[[kind.ask]]
name = "towns"
needs = ["towns"]
kind = "list"
prompt = "Name {{count .towns}} towns."
items = ["{{.towns}}"]
`

const fair = `
[[fact]]
id = "fair"
kind = "event"
confidence = "confirmed"
source = ["A"]
text = "There was a fair in Cologne in 1904."
date = "1904"
did = "was the fair held"
place = "@cologne"
towns = ["@cologne", "Bonn"]
`

func file(name string, parts ...string) File { return File{name, []byte(strings.Join(parts, "\n"))} }

func TestQuestionsOfAFact(t *testing.T) {
	questions, problems := Questions([]File{file("a.toml", small, fair)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	byID := map[string]*deck.Question{}
	for _, q := range questions {
		byID[q.ID] = q
		if q.Group != "fair" || q.From != "fair" || q.Sources[0] != "Atlas <https://example.org/atlas>" || strings.Join(q.Tags, " ") != "late core" {
			t.Errorf("%s: group %q, from %q, sources %q, tags %q", q.ID, q.Group, q.From, q.Sources, q.Tags)
		}
	}
	if q := byID["fair-date"]; q == nil || q.Prompt != "When was the fair held? (year)" || q.Answers[0] != "1904" {
		t.Errorf("fair-date = %+v", q)
	}
	if q := byID["fair-place"]; q == nil || strings.Join(q.Answers, "|") != "Cologne" || strings.Join(q.Wrong, "|") != "Paris|Rome" {
		t.Errorf("fair-place = %+v; want the nearest two that are not Cologne", q)
	}
	if q := byID["fair-towns"]; q == nil || q.Prompt != "Name 2 towns." || strings.Join(q.Items, "|") != "Cologne / Köln|Bonn" {
		t.Errorf("fair-towns = %+v", q)
	}
}

func TestAFactSaysItDifferently(t *testing.T) {
	questions, problems := Questions([]File{file("a.toml", small, fair, `
use = ["place"]
[[fact.ask]]
name = "date"
prompt = "In which year was the fair? (year)"
[[fact.ask]]
name = "river"
kind = "typed"
prompt = "On which river does {{name \"cologne\"}} lie?"
answers = ["Rhine"]
group = ""
`)})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, q := range questions {
		got = append(got, q.ID+": "+q.Prompt+" "+q.Group)
	}
	want := "fair-place: Where was the fair held? fair\nfair-river: On which river does Cologne lie? \nfair-date: In which year was the fair? (year) fair" // when comes last
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	files := folder(t)
	want, problems := Generate(files)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	const seed = 1956
	rnd := rand.New(rand.NewSource(seed))
	for range 5 {
		rnd.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
		if got, _ := Generate(files); !bytes.Equal(got, want) {
			t.Fatalf("seed %d: another order of the files gives another bank", seed)
		}
	}
}

// A new fact brings its own questions and changes nobody else's, whatever its
// kind, whenever it happened and wherever its wrong options come from.
func TestANewFactChangesOnlyItsOwn(t *testing.T) {
	files := folder(t)
	m, before := bank(t)
	const head = `
[[fact]]
id = "brand-new"
row = ["0"]
confidence = "confirmed"
source = ["M9"]
text = "Something happened in Irkutsk."
why = "It shows something."
`
	bodies := map[string]string{
		"event":     "did = \"did something happen in Irkutsk\"\nsaid = \"did something happen\"\nplace = \"Irkutsk\"\n",
		"agreement": "title = \"the Treaty of Irkutsk\"\nplace = \"Irkutsk\"\nsettled = \"a border\"\ncontent = \"drew a border\"\ncalled = [\"Treaty of Irkutsk\"]\nuse = [\"place\", \"settled\", \"name\"]\n",
		"offer":     "which = \"did somebody offer\"\nislands = [\"@habomai\", \"@shikotan\"]\nby = [\"@putin\"]\nwho = \"offered something\"\nterms = \"the offer\"\ncondition = \"a treaty\"\nuse = [\"islands\", \"who\", \"condition\"]\n",
		"sanction":  "did = \"did Japan ban something\"\ncause = \"a war\"\nstep = \"Japan to ban something\"\nmeasures = [\"a ban\", \"a freeze\"]\npackage = \"a package\"\n",
		"island":    "name = \"@urup\"\njapanese = \"Uruppu\"\nrussian = \"Urup\"\narea = \"1450\"\nera = \"basics\"\n",
		"person":    "name = \"@putin\"\nwho = \"did something\"\nknown = \"president who did something\"\n",
		"sequence":  "items = [\"one thing\", \"another thing\"]\ntask = \"Put these things in order\"\n",
		"statement": "",
	}
	for name, k := range m.kinds {
		if _, ok := bodies[name]; !ok {
			t.Errorf("kind %q has no example here", name)
			continue
		}
		for _, date := range []string{"1801", "1956-10-19", "1991-04-18", "2030"} {
			var text strings.Builder
			text.WriteString(head + "kind = \"" + name + "\"\ndate = \"" + date + "\"\n" + bodies[name])
			asked := 0
			for _, a := range k.asks {
				if strings.Contains(bodies[name], "\nuse =") && !strings.Contains(bodies[name], `"`+a.name+`"`) {
					continue
				}
				text.WriteString("[[fact.ask]]\nname = \"" + a.name + "\"\nhint = \"a nudge\"\n")
				asked++
			}
			if asked == 0 { // a kind without asks of its own: one from every pool
				text.WriteString("theme = \"events\"\nlevel = \"core\"\n")
				for _, pool := range keys(m.pools) {
					right := m.pools[pool].entries[0].names[0]
					text.WriteString("[[fact.ask]]\nname = \"" + pool + "\"\nkind = \"choice\"\nprompt = \"Which of " + pool + "?\"\nanswers = [\"" + right + "\"]\ndraw = \"" + pool + "\"\nhint = \"a nudge\"\n")
				}
			}
			more := append([]File{file("0-new.toml", text.String())}, files...)
			after, problems := Questions(more)
			if len(problems) > 0 {
				t.Fatalf("%s of %s: %v", name, date, problems[0])
			}
			var rest []*deck.Question
			for _, q := range after {
				if q.From != "brand-new" {
					rest = append(rest, q)
				}
			}
			if len(rest) != len(before) || len(after) == len(before) {
				t.Fatalf("%s of %s: %d questions before, %d after, %d of them old", name, date, len(before), len(after), len(rest))
			}
			for i, q := range before {
				if deck.Format(q) != deck.Format(rest[i]) {
					t.Errorf("%s of %s: %s changed or moved", name, date, q.ID)
				}
			}
		}
	}
}

func TestReadAll(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.toml", "a.toml", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x = 1\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	files, err := ReadAll([]string{dir})
	if err != nil || len(files) != 2 || filepath.Base(files[0].Name) != "a.toml" {
		t.Errorf("ReadAll(folder) = %v, %v; want a.toml and b.toml", files, err)
	}
	for _, path := range []string{filepath.Join(dir, "none.toml"), t.TempDir(), os.DevNull} {
		if _, err := ReadAll([]string{path}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("ReadAll(%q): error %v, want one that names it", path, err)
		}
	}
}

func FuzzGenerate(f *testing.F) {
	f.Add(small, fair)
	f.Add("[[fact]]", "a = [[1]]")
	f.Add("subject = 1\n[[fact]]\nid=\"x\"\nask=[1]", "[[kind]]\nname=\"{{\"\nask = 3\nfield = [{name=\"id\"}]")
	f.Add(small+fair, "[[fact.ask]]\nname = \"date\"\nprompt = \"{{.x.y}} {{day .did}} {{year .towns}}\"\ntolerance = \"x%\"\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		files := []File{file("a.toml", a), file("b.toml", b)}
		text, problems := Generate(files)
		if (text == nil) != (len(problems) > 0) {
			t.Fatalf("%d bytes and %d problems", len(text), len(problems))
		}
		for _, p := range problems {
			if p.File == "" || p.Line == 0 || p.Message == "" {
				t.Errorf("problem without file, line or message: %+v", p)
			}
		}
	})
}
