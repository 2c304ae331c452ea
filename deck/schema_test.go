package deck

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../docs/bank.schema.json"

// openSchema returns the schema that editors read, as it is and ready to judge.
func openSchema(t testing.TB) (map[string]any, *jsonschema.Schema) {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(schemaFile))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("bank.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("bank.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return doc.(map[string]any), schema
}

// judged returns what the schema says of a bank.
func judged(t testing.TB, schema *jsonschema.Schema, text string) error {
	t.Helper()
	var bank map[string]any
	if err := toml.Unmarshal([]byte(text), &bank); err != nil {
		return err
	}
	plain, err := json.Marshal(bank) // dates become texts, as editors see them
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

// within walks down a document.
func within(t *testing.T, doc any, names ...string) map[string]any {
	t.Helper()
	for _, name := range names {
		m, ok := doc.(map[string]any)
		if !ok || m[name] == nil {
			t.Fatalf("the schema has no %s", strings.Join(names, "/"))
		}
		doc = m[name]
	}
	return doc.(map[string]any)
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

func sortedTexts(list []string) []string { return slices.Sorted(slices.Values(list)) }

// TestSchemaNames holds that the schema names what the parser knows: keys,
// kinds, ways to match, and what each kind has.
func TestSchemaNames(t *testing.T) {
	doc, _ := openSchema(t)
	same := func(what string, got, want []string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s of the schema are %q, of the parser %q", what, got, want)
		}
	}
	question := within(t, doc, "definitions", "question")
	props := within(t, question, "properties")
	same("keys", sortedKeys(props), sortedTexts(keys))
	same("keys of a section", sortedKeys(within(t, doc, "definitions", "section", "properties")), sortedTexts(append([]string{"fact"}, sectionKeys...)))
	same("keys of a fact", sortedKeys(within(t, doc, "definitions", "fact", "properties")), sortedTexts(factKeys))
	texts := func(list any) []string {
		var all []string
		for _, v := range list.([]any) {
			all = append(all, v.(string))
		}
		return all
	}
	var names []string
	for _, k := range kinds {
		names = append(names, string(k.kind))
	}
	same("kinds", texts(within(t, props, "kind")["enum"]), names)
	same("matches", texts(within(t, props, "match")["enum"]), matches)
	for key, p := range props {
		if p.(map[string]any)["description"] == nil {
			t.Errorf("the schema says nothing of %s", key)
		}
	}
	found := 0
	for _, rule := range question["allOf"].([]any) {
		kind, ok := within(t, rule, "if", "properties")["kind"].(map[string]any)
		if !ok {
			continue
		}
		var barred []string
		then := rule.(map[string]any)["then"].(map[string]any)
		for key, v := range then["properties"].(map[string]any) {
			if v == false {
				barred = append(barred, key)
			}
		}
		i := slices.IndexFunc(kinds, func(k kindKeys) bool { return string(k.kind) == kind["const"] })
		var want []string
		for _, key := range keys {
			if ofSomeKind(key) && !slices.Contains(kinds[i].keys, key) {
				want = append(want, key)
			}
		}
		same("keys barred from "+names[i], sortedTexts(barred), sortedTexts(want))
		found++
	}
	if found != len(kinds) {
		t.Errorf("the schema has rules for %d kinds of %d", found, len(kinds))
	}
}

// TestSchemaBanks holds that banks which ship, and those of docs/format.md, are
// right by the schema.
func TestSchemaBanks(t *testing.T) {
	_, schema := openSchema(t)
	banks := map[string]string{}
	for _, name := range []string{"questions.toml", "docs/examples/moons.toml", "docs/format.md"} {
		text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, ".md") {
			banks[name] = string(text)
			continue
		}
		for _, m := range regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
			banks[name+": "+m[1][:min(len(m[1]), 60)]] = m[1]
		}
	}
	if len(banks) < 10 {
		t.Fatalf("only %d banks were found", len(banks))
	}
	for name, text := range banks {
		if err := judged(t, schema, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaAgrees holds that schema and parser judge alike, a question made
// wrong in one way after another.
func TestSchemaAgrees(t *testing.T) {
	_, schema := openSchema(t)
	sound := map[string]string{
		"recall": "kind = \"recall\"\nanswers = [\"x\"]\n",
		"typed":  "kind = \"typed\"\nanswers = [\"x\"]\n",
		"number": "kind = \"typed\"\nmatch = \"number\"\nanswers = [\"12\"]\n",
		"date":   "kind = \"typed\"\nmatch = \"date\"\nanswers = [\"1956-10\"]\n",
		"choice": "kind = \"choice\"\nanswers = [\"x\"]\nwrong = [\"y\", \"z\"]\n",
		"select": "kind = \"select\"\nanswers = [\"x\"]\nwrong = [\"y\"]\n",
		"list":   "kind = \"list\"\nitems = [\"x\", \"y\"]\n",
		"order":  "kind = \"order\"\nitems = [\"x\", \"y\"]\n",
		"cloze":  "kind = \"cloze\"\n",
	}
	lines := []string{
		"", "answers = [\"x\"]", "answers = [\"x\", \"v\"]", "answers = []", "answers = \"x\"", "answers = [1]", "answers = [\" \"]",
		"answers = [\".5\"]", "answers = [\"1.5e3\"]", "answers = [\"16 km\"]", "answers = [\"1956\"]", "answers = [\"1956-10-19\"]", "answers = [\"1956-1\"]",
		"wrong = [\"y\"]", "wrong = [\"y\", \"z\"]", "wrong = []", "wrong = [\"y\", \"y\"]",
		"items = [\"x\"]", "items = [\"x\", \"y\"]", "items = [\"x\", \"x\"]",
		"match = \"text\"", "match = \"exact\"", "match = \"number\"", "match = \"date\"", "match = \"loose\"",
		"tolerance = 1", "tolerance = 0.5", "tolerance = -1", "tolerance = \"1\"", "unit = \"km\"", "unit = \"\"", "unit = \"a\\nb\"",
		"both = true", "both = \"true\"", "hint = \"x\"", "hint = \"\"", "hint = \"a\\nb\"", "why = \"x\"", "why = 1",
		"source = \"x <y>\"", "source = \"x\"", "source = \"<y>\"", "source = [\"x <y>\", \"z <w>\"]", "source = [\"x\"]", "source = \"x <y z>\"",
		"tags = [\"a\", \"b\"]", "tags = [\"a\", \"a\"]", "tags = [\"\"]", "tags = \"a\"", "group = \"g\"", "group = \"\"", "from = \"f\"",
		"added = \"2026-11-22\"", "added = 2026-11-22", "added = \"2026-11\"", "added = \"x\"",
		"id = \"A\"", "id = \"\"", "id = 1", "anwsers = [\"x\"]", "kind = \"type\"",
	}
	alike := 0
	for name, base := range sound {
		for _, line := range lines {
			key, _, _ := strings.Cut(line, " ")
			var kept []string
			for l := range strings.Lines("id = \"a\"\nprompt = \"What is [[1:x]]?\"\n" + base) {
				if k, _, _ := strings.Cut(l, " "); k != key {
					kept = append(kept, l)
				}
			}
			text := "[[question]]\n" + strings.Join(kept, "") + line + "\n"
			_, problems := Parse("bank.toml", []byte(text))
			p, broken := firstError(problems)
			if p.Rule == "wrong-is-right" {
				continue // what stands in two lists is beyond a schema
			}
			err := judged(t, schema, text)
			if (err != nil) != broken {
				t.Errorf("%s with %s: the parser says %v, the schema %v in\n%s", name, line, problems, err, text)
			}
			alike++
		}
	}
	if alike < 400 {
		t.Errorf("only %d banks were tried", alike)
	}
	for _, text := range []string{
		"[[section]]\ntext = \"x\"\n", "[[section]]\ntitle = 1\n", "[[section]]\ntitle = \"\"\n", "[[section]]\ntitle = \"x\"\nheading = \"y\"\n",
		"[[section]]\ntitle = \"x\"\n[[section.fact]]\nquestions = []\n", "[[card]]\nid = \"a\"\n", "id = \"a\"\n",
		"[[section]]\ntitle = \"x\"\nquestions = \"a\"\n", "[[section]]\ntitle = \"x\"\n[[section.fact]]\ntext = \"y\"\n",
	} {
		_, problems := Parse("bank.toml", []byte(text))
		_, broken := firstError(problems)
		if err := judged(t, schema, text); (err != nil) != broken {
			t.Errorf("the parser says %v, the schema %v in\n%s", problems, err, text)
		}
	}
}
