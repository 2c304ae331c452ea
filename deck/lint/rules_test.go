package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kuril/deck"
)

// rulesOf returns the warnings of a bank, by name.
func rulesOf(text string) []string {
	s := deck.ReadSource("bank.toml", []byte(text))
	var ids []string
	for _, f := range Check([]*deck.Source{s}, Choose{}, nil) {
		ids = append(ids, f.Rule)
	}
	return ids
}

func typed(prompt, answer string) string {
	return fmt.Sprintf("[[question]]\nid = \"a\"\nkind = \"typed\"\nprompt = %q\nanswers = [%q]\n", prompt, answer)
}

func choice(prompt, answer string, wrong ...string) string {
	return fmt.Sprintf("[[question]]\nid = \"a\"\nkind = \"choice\"\nprompt = %q\nanswers = [%q]\nwrong = [\"%s\"]\n", prompt, answer, strings.Join(wrong, `", "`))
}

func cloze(prompt string) string {
	return fmt.Sprintf("[[question]]\nid = \"a\"\nkind = \"cloze\"\nprompt = %q\n", prompt)
}

// TestRules holds what is found, and above all what is not.
func TestRules(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a plain question", typed("Capital of Japan?", "Tokyo"), ""},
		{"two signs of one wording", typed("What is 3 + 4?", "7") + strings.Replace(typed("What is 3 * 4?", "12"), `"a"`, `"b"`, 1), ""},
		{"the same number twice is another question", typed("Which treaty was signed in 1855, between Japan and Russia?", "x") + strings.Replace(typed("Which treaty was signed in 1875, between Japan and Russia?", "x"), `"a"`, `"b"`, 1), ""},
		{"one word swapped is another question", typed("Which movements result from the contraction of Rhomboid major?", "x") + strings.Replace(typed("Which movements result from the contraction of Rhomboid minor?", "x"), `"a"`, `"b"`, 1), ""},
		{"one word misspelt is not", typed("Which movements result from the contraction of Rhomboid major?", "x") + strings.Replace(typed("Which movement results from the contraction of Rhomboid major?", "x"), `"a"`, `"b"`, 1), "near-duplicate"},

		{"an answer within a longer word", typed("Who ruled Japanese ports?", "Japan"), ""},
		{"an answer of small words", typed("Which word is to be used?", "to be"), ""},
		{"the same letters in another formula", typed("What is adj(A^T) of a matrix A?", "adj(A)^T"), ""},
		{"the same formula", typed("Why is adj(A)^T so useful?", "adj(A)^T"), "answer-in-prompt"},
		{"a short number", typed("How many of the 4 islands are large, of 4?", "4"), ""},
		{"a choice that names its options", choice("Is Etorofu or Urup the larger one?", "Etorofu", "Urup", "Shikotan", "Habomai"), ""},
		{"a choice between two", typed("Which has less density, ice or water?", "Ice"), ""},
		{"another gap with the same word", cloze("Etorofu is large, and [[1:Etorofu]] is Japanese for Iturup."), "answer-in-prompt"},
		{"an answer in Japanese", typed("択捉島はどこにありますか", "択捉島"), "answer-in-prompt"},
		{"an answer in Russian", typed("Где находится остров Итуруп?", "Итуруп"), "answer-in-prompt"},

		{"it stands for nothing", typed("How long does it take light to reach the Earth?", "8 minutes"), ""},
		{"how late is it", typed("Why is it dark in winter in the far north?", "the Sun stays below"), ""},
		{"its own planet", typed("How long after its planet was Triton discovered?", "17"), ""},
		{"who and his", typed("Who published his travels in 1816?", "Golovnin"), ""},
		{"it with a name before", typed("Why did Japan sign although it had lost?", "x"), ""},
		{"that as a joint", typed("Who said that the border was open?", "x"), ""},
		{"it without a name", typed("What did it promise?", "x"), "no-referent"},
		{"he without a name", typed("When was he in Moscow?", "1956"), "no-referent"},
		{"this in a cloze", cloze("This was signed in [[1:1855]] at Shimoda by the two."), "no-referent"},
		{"he comido", typed("He comido una manzana", "x"), ""},
		{"это", typed("Когда это случилось?", "в 1855 году"), ""},
		{"それ", typed("それはいつのことですか", "明治"), ""},
		{"es", typed("Wann ist es passiert?", "1855"), ""},

		{"two questions in one", typed("When was it signed at Shimoda? And by whom was the treaty signed?", "x"), "several-facts no-referent"},
		{"a question that is quoted", typed("Who asked “Why? Why now?” in the film Ran?", "x"), ""},
		{"two questions in Japanese", typed("条約はいつ結ばれましたか？どこで結ばれましたか？ 教えて 下さい お願い", "x"), "several-facts"},

		{"no as a word to be translated", typed("nein", "no"), ""},
		{"a yes-no question in Russian", typed("Был ли Сахалин разделён в 1855 году?", "нет"), "yes-no"},

		{"the longest by a little", choice("Which gave up claims?", "the Treaty of San Francisco", "the Treaty of Shimoda", "the Portsmouth one", "x y z"), ""},
		{"all options of one kind", choice("In which year?", "1855", "1875", "1905", "1945"), ""},
		{"two of two kinds", choice("What?", "1855", "1875", "a port", "a ship"), ""},
		{"a plus sign matters", choice("Which language?", "C", "C++", "C#", "Go"), ""},
		{"a minus sign matters", choice("How much?", "-5", "5", "6", "7"), ""},
		{"the is no difference", choice("Which body?", "the Moon", "Moon", "Mars", "Sun"), "two-right"},
		{"an hour", choice("Crossing the strait takes an", "hour", "age", "evening", "afternoon"), ""},

		{"a label is no bracket", typed("Which is right, a) one b) two?", "x"), ""},
		{"an interval is closed", typed("Which numbers are in [0, 1) and (2; 3]?", "x"), ""},
		{"a face", typed("What does it mean to write :) or ;-) in Japan?", "x"), ""},
		{"brackets in code", typed("What does `f(x` lack?", "x"), ""},
		{"brackets in a formula", typed("What does $[0, 1)$ hold?", "x"), ""},
		{"Japanese brackets", typed("「北方領土とは何ですか", "四島"), "brackets"},
		{"a gap is no bracket", cloze("The nearest islands are the [[1:Habomai|islets]] islets."), ""},

		{"Greek in science", typed("What is a length of 5 μm or Δt in an α-helix?", "x"), ""},
		{"kana and Latin", typed("Tシャツ は 何 ですか", "x"), ""},
		{"Cyrillic and a hyphen", typed("Что такое IT-компания и 3D-принтер?", "x"), ""},
		{"a Cyrillic o", typed("Where is Hоkkaido?", "x"), "look-alike"},
		{"a Latin o", typed("Где Мoсква?", "x"), "look-alike"},

		{"feet and inches", typed(`How long is 5' 3" in metres?`, "1.6"), ""},
		{"quotes that are closed", typed(`Who said "no"?`, "x"), ""},
		{"a quote that is not", typed(`Who said "no?`, "x"), "quotes"},
		{"German quotes", typed("Wer sagte „so“ und „nein”?", "x"), ""},
		{"an apostrophe that ends a word", typed("Whose is the sailors’ home?", "x"), ""},
		{"two apostrophes", typed("Why isn't it Japan’s?", "x"), "quotes"},
		{"an accent in French", typed("Qu'est-ce que l'été?", "x"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(rulesOf(tt.text), " "); got != tt.want {
				t.Errorf("found %q, want %q in\n%s", got, tt.want, tt.text)
			}
		})
	}
}

// TestPlaces holds lines and columns, in characters.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct {
		name, text, rule string
		line, col        int
	}{
		{"a sign within a text", "[[question]]\nid = \"a\"\nkind = \"typed\"\nprompt = \"日本 (北\"\nanswers = [\"x\"]\n", "brackets", 4, 14},
		{"behind an escape", "[[question]]\nid = \"a\"\nkind = \"typed\"\nprompt = \"a \\\"b\\\" (c\"\nanswers = [\"x\"]\n", "brackets", 4, 19},
		{"in the second answer", "[[question]]\nid = \"a\"\nkind = \"typed\"\nprompt = \"What?\"\nanswers = [\n  \"x\",\n  \"Hоkkaido\",\n]\n", "look-alike", 7, 5},
		{"on the third line of a text", "[[question]]\r\nid = \"a\"\r\nkind = \"recall\"\r\nprompt = \"\"\"\r\none\r\ntwo (\"\"\"\r\nanswers = [\"x\"]\r\n", "brackets", 6, 5},
		{"a question without the key", typed("Capital?", "Tokyo"), "no-why", 1, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found := look(t, tt.rule, tt.text)
			if len(found) != 1 || found[0].Line != tt.line || found[0].Col != tt.col {
				t.Errorf("found %v, want %s at %d:%d", found, tt.rule, tt.line, tt.col)
			}
		})
	}
}

// TestExceptions holds what an exception speaks of.
func TestExceptions(t *testing.T) {
	no := typed("Did the treaty of 1855 divide Sakhalin?", "no")
	for _, tt := range []struct{ name, text, want string }{
		{"above the question", "# check: ignore yes-no: the exam\n" + no, ""},
		{"with other remarks between", "# check: ignore yes-no: the exam\n# mine\n\n" + no, ""},
		{"within the question", strings.Replace(no, "kind", "# check: ignore yes-no: the exam\nkind", 1), ""},
		{"for the one above it", no + "# check: ignore yes-no: the exam\n", "bad-exception yes-no"},
		{"for the next one only", "# check: ignore yes-no: the exam\n" + typed("Capital of Japan?", "Tokyo") + strings.Replace(no, `"a"`, `"b"`, 1), "unused-exception yes-no"},
		{"without a reason", "# check: ignore yes-no\n" + no, "bad-exception yes-no"},
		{"with an empty reason", "# check: ignore yes-no:  \n" + no, "bad-exception yes-no"},
		{"from two rules", "# check: ignore yes-no, brackets: the exam\n" + strings.Replace(no, "Did", "(Did", 1), ""},
		{"from an error", "# check: ignore syntax: so be it\n" + no, "bad-exception yes-no"},
		{"for the file", "# check: ignore-file yes-no: the exam\n\n" + no + strings.Replace(strings.Replace(no, `"a"`, `"b"`, 1), "1855", "1875", 1), ""},
		{"for the file, in the middle", no + "# check: ignore-file yes-no: the exam\n" + strings.Replace(typed("Capital of Japan?", "Tokyo"), `"a"`, `"b"`, 1), "bad-exception yes-no"},
		{"a remark to oneself", "# check: is this so?\n" + no, "yes-no"},
		{"within a text", "[[question]]\nid = \"a\"\nkind = \"recall\"\nprompt = \"\"\"\nWhat says\n# check: ignore yes-no: x\nto the program?\"\"\"\nanswers = [\"a remark\"]\n", ""},
		{"in front of a section", no + "# check: ignore yes-no: the exam\n[[section]]\ntitle = \"x\"\nquestions = [\"a\"]\n", "bad-exception yes-no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := rulesOf(tt.text)
			slices.Sort(got)
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("found %q, want %q in\n%s", s, tt.want, tt.text)
			}
		})
	}
}

// TestBanksThatShip holds that the built-in bank and the example break no rule.
func TestBanksThatShip(t *testing.T) {
	for _, name := range []string{"questions.toml", "docs/examples/moons.toml"} {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		s := deck.ReadSource(name, text)
		if len(s.Questions) < 100 {
			t.Fatalf("%s has %d questions", name, len(s.Questions))
		}
		for _, f := range Check([]*deck.Source{s}, Choose{}, nil) {
			t.Error(f.Problem)
		}
		for _, f := range Check([]*deck.Source{s}, Choose{Only: []string{"no-source", "no-why", "lone-group", "gap-number"}}, nil) {
			t.Error(f.Problem)
		}
	}
}

// TestManyAlike holds that a bank of nothing but copies is no work: every
// question is compared with a few others.
func TestManyAlike(t *testing.T) {
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, "[[question]]\nid = \"q%d\"\nkind = \"typed\"\nprompt = \"Which treaty drew the first border between Japan and Russia?\"\nanswers = [\"Shimoda\"]\ngroup = \"one\"\n", i)
	}
	s := deck.ReadSource("bank.toml", []byte(b.String()))
	found, more := Few(Check([]*deck.Source{s}, Choose{}, nil))
	if len(found) != MaxEach || more["duplicate-question"] != 20_000-1-MaxEach {
		t.Errorf("%d findings and %v more", len(found), more)
	}
}

func BenchmarkCheck(b *testing.B) {
	var text strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&text, "[[question]]\nid = \"q%d\"\nkind = \"typed\"\nprompt = \"Which treaty number %d drew the border of the land %x between Japan and Russia?\"\nanswers = [\"Shimoda %d\"]\n", i, i, i*7919, i%100)
	}
	s := deck.ReadSource("bank.toml", []byte(text.String()))
	for b.Loop() {
		Check([]*deck.Source{s}, Choose{Strict: true}, nil)
	}
}
