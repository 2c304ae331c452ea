package quiz

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/fatih/color"
)

// laidOut lays a text out without colours.
func laidOut(t *testing.T, s setting, text string) []string {
	t.Helper()
	before := color.NoColor
	color.NoColor = true
	defer func() { color.NoColor = before }()
	return s.lay(text)
}

func TestLay(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		width      int
		want       []string
	}{
		{"line breaks stay", "one\ntwo\n\nthree", 20, []string{"one", "two", "", "three"}},
		{"emphasis shows its marks without colour", "a **b** *c* `d`", 20, []string{"a *b* *c* `d`"}},
		{"an item is set in under its text", "- one two three\n- four", 10, []string{"- one two", "  three", "- four"}},
		{"asterisks of a list become dots", "* one\n* two", 20, []string{"• one", "• two"}},
		{"numbers stay what they are", "9. nine nine\n10. ten", 8, []string{"9. nine", "   nine", "10. ten"}},
		{"a list in a list", "- a\n  - b", 20, []string{"- a", "  - b"}},
		{"a further line of an item", "- a\n  b", 20, []string{"- a", "  b"}},
		{"a lone dash is no list", "- 5 or + 5?", 20, []string{"- 5 or + 5?"}},
		{"code is kept", "```go\nif a  {\n\tb()\n}\n```", 20, []string{"  if a  {", "      b()", "  }"}},
		{"long code is cut with a mark", "```\nabcdefghij\n```", 8, []string{"  abcde↩", "  fghij"}},
		{"code set in by four blanks", "see:\n\n    a *b* c", 20, []string{"see:", "", "  a *b* c"}},
		{"a fence that is not closed", "```\na\nb", 20, []string{"  a", "  b"}},
		{"a table that fits", "|a|n|\n|-|-|\n|x|1|", 20, []string{"|a|n|", "|-|-|", "|x|1|"}}, // two dashes are no rule
		{"a table", "|name|year|\n|---|---|\n|x|1855|\n|yy|5|", 20, []string{"name  year", "----  ----", "x     1855", "yy       5"}},
		{"a table that does not fit", "|name|year|\n|---|---|\n|Shimoda|1855|\n|Portsmouth|1905|", 12,
			[]string{"name:", "Shimoda", "  year: 1855", "", "name:", "Portsmouth", "  year: 1905"}},
		{"an address stays whole", "see https://example.org/a/b-c for it", 12, []string{"see", "https://example.org/a/b-c", "for it"}},
		{"an image", "![map](m.png)", 40, []string{"map (image: m.png)"}},
		{"nothing", "", 10, []string{""}},
		{"line breaks at the ends", "\n\na\n\n", 10, []string{"a"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := laidOut(t, setting{width: tt.width}, tt.text); !slices.Equal(got, tt.want) {
				t.Errorf("%q in %d columns is\n%q, want\n%q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

func TestInline(t *testing.T) {
	for _, tt := range []struct{ text, plain, marked string }{
		{"*a*", "a", "*a*"},
		{"**a**", "a", "*a*"},
		{"***a***", "a", "*a*"},
		{"a **b *c* d** e", "a b c d e", "a *b *c* d* e"},
		{"*a.* b", "a. b", "*a.* b"},
		{"(*a*)", "(a)", "(*a*)"},
		{"これは**重要**です", "これは重要です", "これは*重要*です"},
		{"`a*b*c`", "a*b*c", "`a*b*c`"},
		{"``a`b``", "a`b", "``a`b``"},
		{"*`a`*", "a", "*`a`*"},
		{"2*3*4", "2*3*4", "2*3*4"},
		{"a*b", "a*b", "a*b"},
		{"2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"},
		{"snake_case and __init__ and _x_", "snake_case and __init__ and _x_", "snake_case and __init__ and _x_"},
		{"f(*args, **kwargs)", "f(*args, **kwargs)", "f(*args, **kwargs)"},
		{"*.go and *.txt", "*.go and *.txt", "*.go and *.txt"},
		{"/* a */ and /*a*/", "/* a */ and /*a*/", "/* a */ and /*a*/"},
		{"a* and b*", "a* and b*", "a* and b*"},
		{"5 * and *", "5 * and *", "5 * and *"},
		{"****", "****", "****"},
		{"it's `quoted'", "it's `quoted'", "it's `quoted'"},
		{`\*a\* \$x\$`, `*a* $x$`, `*a* $x$`},
		{"costs $5 and $10", "costs $5 and $10", "costs $5 and $10"},
		{"US$5bn or A$7bn", "US$5bn or A$7bn", "US$5bn or A$7bn"},
		{"$5 = £4 and US$", "$5 = £4 and US$", "$5 = £4 and US$"},
		{"between $1 and $x", "between $1 and $x", "between $1 and $x"},
		{"$HOME and $PATH", "$HOME and $PATH", "$HOME and $PATH"},
		{"$x$ and $y$", "x and y", "x and y"},
		{`\(x^2\)`, "x²", "x²"},
		{`C:\(new\folder`, `C:\(new\folder`, `C:\(new\folder`},
		{`\(a\(b\)`, `\(ab`, `\(ab`},
		{`\[x\) and \(y`, `\[x\) and \(y`, `\[x\) and \(y`},
		{"wow! (yes)", "wow! (yes)", "wow! (yes)"},
		{"![a](b.png)!", "a (image: b.png)!", "a (image: b.png)!"},
		{"![](b.png)", "(image: b.png)", "(image: b.png)"},
		{"![a] (b)", "![a] (b)", "![a] (b)"},
	} {
		if got := inline(tt.text, withoutMarks).text; got != tt.plain {
			t.Errorf("%q reads %q, want %q", tt.text, got, tt.plain)
		}
		if got := inline(tt.text, withMarks).text; got != tt.marked {
			t.Errorf("%q without colours is %q, want %q", tt.text, got, tt.marked)
		}
	}
}

func TestTeX(t *testing.T) {
	for _, tt := range []struct{ source, shown, typed string }{
		{"x^2", "x²", "x^2"},
		{"x^{10}", "x¹⁰", "x^10"},
		{"e^{-x}", "e⁻ˣ", "e^(-x)"},
		{"x_1", "x₁", "x_1"},
		{"x_i^2", "xᵢ²", "x_i^2"},
		{"H_2O", "H₂O", "H_2O"},
		{"x^{\\alpha}", "x^α", "x^alpha"},
		{"2^{n+Q}", "2^(n+Q)", "2^(n+Q)"},
		{`\alpha + \beta`, "α + β", "alpha + beta"},
		{`2\pi r`, "2π r", "2pi r"},
		{`\frac{1}{2}`, "½", "1/2"},
		{`\frac12`, "½", "1/2"},
		{`\frac{a}{b}`, "a/b", "a/b"},
		{`\frac{a+b}{2c}`, "(a+b)/(2c)", "(a+b)/(2c)"},
		{`\frac{ab}{c_1}`, "ab/c₁", "ab/(c_1)"},
		{`\sqrt{2x}`, "√(2x)", "sqrt(2x)"},
		{`\sqrt{2}`, "√2", "sqrt(2)"},
		{`\sqrt{x+1}`, "√(x+1)", "sqrt(x+1)"},
		{`\sqrt[3]{8}`, "∛8", "3-root(8)"},
		{`a \to b`, "a → b", "a -> b"},
		{`a\Rightarrow b`, "a ⇒ b", "a => b"},
		{`x \le y \ne z`, "x ≤ y ≠ z", "x <= y != z"},
		{`3 \times 4`, "3 × 4", "3 x 4"},
		{`\sin x`, "sin x", "sin x"},
		{`90^\circ`, "90°", "90 ^∘"},
		{`\text{if } x`, "if x", "if x"},
		{`\mathbb{R}`, "ℝ", "R"},
		{`f'(x)`, "f′(x)", "f'(x)"},
		{`\left( x \right)`, "( x )", "( x )"},
		{`\vec{v}`, "v\u20d7", "v"},
		{`\sum_{i=1}^n i`, "∑ᵢ₌₁ⁿ i", "sum_(i=1)^n i"},
		{`\begin{matrix}1\end{matrix}`, "", ""},
		{`\unknown{x}`, "", ""},
		{"a & b", "", ""},
		{"{x", "", ""},
		{"x}", "", ""},
		{"x^", "", ""},
		{strings.Repeat("{", 40) + "x" + strings.Repeat("}", 40), "", ""},
	} {
		shown, _ := tex(tt.source, texShown)
		if shown != tt.shown {
			t.Errorf("%s is shown as %q, want %q", tt.source, shown, tt.shown)
		}
		if typed, _ := tex(tt.source, texTyped); typed != tt.typed && tt.source != `90^\circ` {
			t.Errorf("%s is typed as %q, want %q", tt.source, typed, tt.typed)
		}
	}
}

// texts of every kind and script, for the laws.
var texts = map[string]string{
	"English":   "Which islands did the Soviet Union promise Japan in the *Joint Declaration* of 1956?",
	"Japanese":  "北方領土とは、択捉島、国後島、色丹島、歯舞群島のことである。**ソ連**は1956年に二島の引き渡しを約束した。",
	"Russian":   "Южные Курилы — это группа островов, которую Япония называет «Северными территориями»; ср. **Декларацию** 1956 года.",
	"Arabic":    "ما هي عاصمة اليابان؟ طوكيو (東京) منذ 1868، وكانت تسمى «إيدو» قبل ذلك.",
	"Hebrew":    "מהי בירת יפן? טוקיו, שנקראה **אדו** עד 1868, שוכנת על האי הונשו.",
	"emoji":     "👩‍🚀 and 👨‍👩‍👧‍👦 under 🇯🇵 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿, 👍🏽 with ❤️ and ☎️ and 1️⃣ as signs of two columns each",
	"combining": "E\u0301douard a e\u0301crit a\u0300 l'e\u0301te\u0301; Việt Nam, Z\u0335\u0321alg\u0301o\u0323 and कि क्षेत्र in one line",
	"Thai":      "ภาษาไทยเขียนติดกันโดยไม่มีช่องว่างระหว่างคำ",
	"long":      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft is a word, https://example.org/a/very/long/address?with=query&and=more#fragment an address.",
	"list":      "Mind:\n\n- the **first** border of 1855, which went between Etorofu and Urup\n- 択捉島は1855年に日本領となった。そして長い年月が過ぎた。\n\n1. один\n2. два, и ещё много слов, чтобы строка стала длинной",
	"code":      "Read:\n\n```\nfunc main() { fmt.Println(\"日本語 and a long string that goes on and on\", x*y*z) }\n\n\tindented\n```",
	"table":     "| Vertrag | 年 | Ort |\n|---|---:|---|\n| Shimoda | 1855 | 下田 |\n| **Saint Petersburg** | 1875 | Санкт-Петербург |\n| Portsmouth | 1905 | New Hampshire, on a very long coast |",
	"formula":   `From $e^{-x}$ and $\frac{1}{2}\sqrt{\alpha}$ it follows that $a \to b$, while $\begin{matrix}1&2\end{matrix}$ stays.`,
	"image":     "![a map of the islands](media/maps/northern-territories-1945.png) shows them",
}

// In every window each line fits, nothing is lost and the order is kept.
func TestLayoutLaws(t *testing.T) {
	for name, text := range texts {
		for _, width := range []int{30, 40, 60, 80, 120, 200} {
			for _, s := range []setting{{}, {first: 7}, {first: 5, hang: 5}, {isolate: true}, {paint: strong, heavy: true, isolate: true}} {
				s.width = width
				checkLines(t, name, text, s)
			}
		}
		if got := laidOut(t, setting{}, text); len(got) > strings.Count(text, "\n")+1 {
			t.Errorf("%s: through a pipe %d lines became %d", name, strings.Count(text, "\n")+1, len(got))
		}
	}
}

func checkLines(t *testing.T, name, text string, s setting) {
	t.Helper()
	laid := laidOut(t, s, text)
	for i, line := range laid {
		room := s.width
		if i == 0 {
			room -= s.first
		}
		if path := strings.Contains(line, "/maps/") && !strings.Contains(strings.TrimSpace(line), " "); !path && Width(line) > room && !isOneWord(strings.Trim(line, " -•"+isolateRight+isolateEnd)) {
			t.Errorf("%s in %+v has a line of %d columns: %q", name, s, Width(line), line)
		}
		if line != strings.TrimRight(line, " ") {
			t.Errorf("%s in %+v has blanks at the end of %q", name, s, line)
		}
		if opened, closed := strings.Count(line, isolateRight), strings.Count(line, isolateEnd); opened != closed {
			t.Errorf("%s in %+v opens %d and closes %d: %q", name, s, opened, closed, line)
		}
	}
	// What a wide window shows is what every other one shows; a table that is
	// stacked says its labels again.
	if name == "table" {
		for _, word := range []string{"Shimoda", "1855", "下田", "*Saint", "Санкт-Петербург", "Portsmouth", "Hampshire"} {
			if !strings.Contains(strings.Join(laid, "\n"), word) {
				t.Errorf("%s in %+v loses %s: %q", name, s, word, laid)
			}
		}
		return
	}
	if got, want := allSigns(laid), allSigns(laidOut(t, setting{}, text)); got != want {
		t.Errorf("%s in %+v\nshows %q\nwant  %q", name, s, got, want)
	}
}

// allSigns is all that is to be read, in order.
func allSigns(lines []string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(goesOn+isolateRight+isolateEnd, r) {
			return -1
		}
		return r
	}, strings.Join(lines, ""))
}

func TestIsolate(t *testing.T) {
	mark := strings.NewReplacer("<", isolateRight, ">", isolateEnd)
	for _, tt := range []struct{ line, want string }{
		{"plain", "plain"},
		{"Привет 日本", "Привет 日本"},
		{"you: שלום, then 1956", "you: <שלום>, then 1956"},
		{"a שלום 1956 עולם b", "a <שלום 1956 עולם> b"},
		{"1) مرحبا (1956)", "1) <مرحبا> (1956)"},
		{"a שָׁלוֹם b", "a <שָׁלוֹם> b"},
		{"", ""},
	} {
		if got, want := isolate(tt.line, false), mark.Replace(tt.want); got != want {
			t.Errorf("isolate(%q) = %q, want %q", tt.line, got, want)
		}
	}
	if got, want := laidOut(t, setting{isolate: true}, "מהי בירת Japan?"), mark.Replace("<מהי בירת Japan?>"); got[0] != want {
		t.Errorf("a Hebrew question is %q, want %q", got[0], want)
	}
	// Those of a deck never get through.
	if got := laidOut(t, setting{isolate: true}, "\u202Eab\u2067c"); strings.ContainsAny(got[0], "\u202E\u2067") {
		t.Errorf("the signs of a deck are printed: %q", got[0])
	}
}

func FuzzLay(f *testing.F) {
	for _, text := range texts {
		f.Add(text, 40)
	}
	f.Add("*`$\\(![|\n|---|\n```", 3)
	f.Fuzz(func(t *testing.T, text string, width int) {
		s := setting{width: 1 + max(width, -width)%200, isolate: true}
		for _, line := range s.lay(text) {
			if strings.ContainsFunc(strings.NewReplacer(isolateRight, "", isolateEnd, "").Replace(line), unsafe) {
				t.Errorf("%q is laid out with a control character: %q", text, line)
			}
		}
		readOut(text)
		plainPrompt(text, texTyped)
	})
}

// A text of any length and any repetition is laid out in a time that grows with
// its length: none of these would end if each sign looked at all the others.
func TestLayoutOfFloods(t *testing.T) {
	const size = 1 << 18
	flood := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, text := range map[string]string{
		"formulas never closed": flood(`\(a \[`),
		"emphasis":              flood("*a* "),
		"code":                  flood("`a` "),
		"code of one line":      "see:\n\n    " + flood("abc"),
		"addresses":             flood("http://a "),
		"images":                flood("![a](b.png) "),
		"two directions":        flood("א a "),
		"signs without a width": "see:\n\n    " + flood("\u200b"),
		"nested marks":          flood("*a **b *c "),
		"braces":                "$" + flood("{") + "$",
	} {
		t.Run(name, func(t *testing.T) {
			shown := allSigns(laidOut(t, setting{}, text))
			if got := allSigns(laidOut(t, setting{width: 80, isolate: true}, text)); got != shown {
				t.Errorf("%d signs became %d", len(shown), len(got))
			}
			if readOut(text) == "" {
				t.Error("nothing is read out")
			}
			pictures(text)
			Wrap(text, 80)
			isolate(text, false)
		})
	}
	t.Run("a table of many columns and rows", func(t *testing.T) {
		text := "x" + flood("|") + "\n|---|\n" + flood("y|\n")
		if got := laidOut(t, setting{width: 80}, text); !strings.Contains(strings.Join(got, ""), "y") {
			t.Error("its cells are lost")
		}
	})
}
