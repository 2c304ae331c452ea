package generate

import (
	"bytes"
	"strings"
	"testing"

	"kuril/deck"
)

// What is generated is a sound bank, whatever stands in the material; what is
// not sound is complained of, in its place, in one line.
func FuzzGeneratedBankIsSound(f *testing.F) {
	part := strings.Index(rivers, "[[fact]]")
	kinds, facts := rivers[:part], rivers[part:]
	f.Add(facts)
	for _, change := range [][2]string{
		{`"@danube"`, `["@danube", "a / b", "@@c", "{{x}}"]`},
		{`2850`, `"1e400"`},
		{`2850`, `"-0x1p-2"`},
		{`2850`, `"NaN"`},
		{`length = 2850`, "date = 0000-01-01\nask = [{ name = \"x\", kind = \"typed\", match = \"date\", prompt = \"{{day .date}} {{year .date}} {{precision .date}}\", answers = [\"{{.date}}\"] }]"},
		{`"Black Sea"`, "\"\"\"a\nb\\u0007\\u202e[[1:x]]\"\"\""},
		{`length = 2850`, "[[fact.ask]]\nname = \"mouth\"\nkind = \"cloze\"\nprompt = \"[[1:{{.name}}|{{.mouth}}]] [[{{count .name}}]]\"\nanswers = []\ndraw = \"\""},
		{`length = 2850`, "[[fact.ask]]\nname = \"x\"\nkind = \"order\"\nprompt = '{{range .name}}{{.}}{{end}}{{index .name 7}}'\nitems = [\"{{either .name}}\", \"{{capital .mouth}}\"]\nboth = true"},
		{`length = 2850`, "use = []\n[[section]]\ntitle = \"T\"\nfacts = [\"danube\"]\n[[error]]\nid = \"e\"\nsays = \"a\"\nright = \"b\""},
		{`length = 2850`, "[[subject]]\n"},
	} {
		f.Add(strings.Replace(facts, change[0], change[1], 1))
	}
	f.Fuzz(func(t *testing.T, facts string) {
		files := []File{file("a.toml", kinds), file("b.toml", facts)}
		text, problems := Generate(files)
		if (text == nil) != (len(problems) > 0) {
			t.Fatalf("%d bytes and %d problems", len(text), len(problems))
		}
		for _, p := range problems {
			if p.File == "" || p.Line < 1 || p.Col < 1 || p.Rule == "" || p.Message == "" {
				t.Errorf("problem without place, rule or message: %+v", p)
			}
		}
		_, faults := deck.Parse("bank.toml", text)
		for _, p := range faults {
			if text != nil && p.Severity == deck.Error {
				t.Errorf("%s, in\n%s", p.Error(), text)
			}
		}
		if again, _ := Generate([]File{files[1], files[0]}); !bytes.Equal(again, text) {
			t.Errorf("the files in another order give another bank")
		}
	})
}
