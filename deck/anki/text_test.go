package anki

import (
	"strings"
	"testing"
	"time"

	"kuril/deck"
)

func TestText(t *testing.T) {
	for _, tt := range []struct{ html, want string }{
		{"a<br>b", "a\nb"},
		{"<div>a</div><div>b</div>", "a\nb"},
		{"a<div><br></div><div>b</div>", "a\n\nb"},
		{"<p>a</p>\n\n<p>b</p>", "a\nb"},
		{"2 &lt; 3 &amp; x&nbsp;y", "2 < 3 & x y"},
		{"<b>bold</b> and <i>slanted</i>", "**bold** and *slanted*"},
		{"<b>bold </b>text", "**bold** text"},
		{"un<b>do</b>ing", "undoing"}, // marks within a word would be seen
		{"<b></b>x", "x"},
		{"<code>a*b</code>", "`a*b`"},
		{"2*3*4 and a * b", "2*3*4 and a * b"},
		{"*not meant*", `\*not meant\*`},
		{"`tick` and $5 or $6", "\\`tick\\` and \\$5 or \\$6"},
		{"x<sup>2</sup> H<sub>2</sub>O e<sup>ix</sup> x<sub>i</sub>", "x² H₂O e^(ix) x_i"},
		{"<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"},
		{"<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"},
		{"<table><tr><td>a<td>b</tr><tr><td>c<td>d</table>", "a | b\nc | d"},
		{"<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢(かん)"},
		{`see <a href="https://example.org/">this</a>`, "see this (https://example.org/)"},
		{`<img src="a b.png" alt="map">`, "![map](a%20b.png)"},
		{"[sound:x.mp3] hear", "♪ x.mp3 hear"},
		{"<style>p{}</style><script>alert(1)</script>x<!-- no -->", "x"},
		{"[$]x^2[/$] [$$]y*z[/$$] [latex]$a$[/latex] \\(b*c\\)", `\(x^2\) \[y*z\] \(a\) \(b*c\)`},
		{"<pre>a\n  b</pre>", "```\na\n  b\n```"},
		{"\x1b[31mred &#27;[0m \u202eturned", "[31mred [0m turned"},
		{"[anki:tts lang=en]spoken[/anki:tts]", "spoken"},
		{"&#xe000;1&#xe001;x&#xe003;", "1x"},
		{"<b>never closed", "**never closed**"},
		{"", ""},
	} {
		if got := htmlText(fresh(tt.html)); got != tt.want {
			t.Errorf("htmlText(%q) = %q, want %q", tt.html, got, tt.want)
		}
	}
}

func TestCloze(t *testing.T) {
	for _, tt := range []struct {
		text             string
		n                int
		question, answer string
	}{
		{"foo {{c1::bar {{c2::baz}}::qux}}", 1, "foo [qux]", "foo bar baz"},
		{"foo {{c1::bar {{c2::baz}}::qux}}", 2, "foo bar [...]", "foo bar baz"},
		{"{{c1,2::shared}} and {{c1::first}} vs {{c2::second}}", 1, "[...] and [...] vs second", "shared and first vs second"},
		{"{{c1,2::shared}} and {{c1::first}} vs {{c2::second}}", 2, "[...] and first vs [...]", "shared and first vs second"},
		{"{{c0::te}}s{{c2::t}}s", 2, "tes[...]s", "tests"},
		{"{{c1::a}} {{c2::never", 1, "[...] {{c2::never", "a {{c2::never"},
		{"{{c1::a::hint::more}}", 1, "[hint::more]", "a"},
		{"no gap }} here {{c1::x}}", 1, "no gap }} here [...]", "no gap }} here x"},
		{"{{c1::x}}", 2, "", ""},
		{"{{cx::x}} {{c1::y}}", 1, "{{cx::x}} [...]", "{{cx::x}} y"},
	} {
		parts := parseCloze(tt.text)
		question := showCloze(parts, tt.n, func(p part) string {
			if p.hint != "" {
				return "[" + p.hint + "]"
			}
			return "[...]"
		})
		answer := showCloze(parts, tt.n, part.plain)
		if question != tt.question || answer != tt.answer {
			t.Errorf("card %d of %q asks %q and answers %q, want %q and %q", tt.n, tt.text, question, answer, tt.question, tt.answer)
		}
	}
	deep := strings.Repeat("{{c1::", 100_000) // must not take for ever
	if parts := parseCloze(deep); len(parts) == 0 {
		t.Error("nothing is left of deletions never closed")
	}
}

func TestRender(t *testing.T) {
	fields := map[string]string{"Front": "F", "Empty": " <br> ", "Jp": " 漢字[かんじ]です"}
	for _, tt := range []struct{ template, want string }{
		{"{{Front}}", "F"},
		{"{{{Front}}}", "F}"},
		{"{{#Front}}yes{{/Front}}{{^Front}}no{{/Front}}", "yes"},
		{"{{#Empty}}yes{{/Empty}}{{^Empty}}no{{/Empty}}", "no"},
		{"{{#Front}}a{{^Empty}}b{{/Empty}}{{/Front}}", "ab"},
		{"{{#Empty}}{{#Front}}x{{/Front}}{{/Empty}}", ""},
		{"{{#c1}}one{{/c1}}{{#c2}}two{{/c2}}", "one"},
		{"<!-- {{Front}} -->{{Front}}", "F"},
		{"{{=<% %>=}}<%Front%>{{Front}}", "F{{Front}}"},
		{"{{unknown:text:Front}}", "F"},
		{"{{furigana:Jp}}", " 漢字(かんじ)です"},
		{"{{Tags}} {{Deck}} {{Subdeck}}", "t a::b b"},
		{"open {{Front", "open {{Front"},
		{"{{Nope}}x", "x"},
	} {
		f := face{fields: fields, special: map[string]string{"Tags": "t", "Deck": "a::b", "Subdeck": "b", "c1": "1"}}
		if got := strings.TrimPrefix(f.render(tt.template), ""); got != tt.want {
			t.Errorf("render(%q) = %q, want %q", tt.template, got, tt.want)
		}
	}
}

// one converts a single note with cards of the given numbers.
func one(kind *notetype, fields []string, ords ...int) *Package {
	n := &note{id: 1_600_000_000_000, guid: "g", kind: kind, fields: fields}
	c := &collection{notes: []*note{n}, decks: map[int64]string{1: "D"}, created: time.Unix(1_500_000_000, 0).UTC()}
	for i, ord := range ords {
		n.cards = append(n.cards, &card{id: int64(i + 1), deck: 1, ord: ord})
		c.cards++
	}
	p := &Package{}
	if err := p.convert(c, Options{Zone: time.UTC, Watch: func(int, int) error { return nil }}); err != nil {
		panic(err)
	}
	return p
}

var (
	basic    = &notetype{name: "Basic", fields: []string{"Front", "Back"}, cards: []cardtype{{"1", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"}}}
	reversed = &notetype{name: "Rev", fields: []string{"Front", "Back"}, cards: []cardtype{
		{"1", "{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}"}, {"2", "{{Back}}", "{{FrontSide}}<hr id=answer>{{Front}}"}}}
	typing = &notetype{name: "Type", fields: []string{"Front", "Back"}, cards: []cardtype{{"1", "{{Front}}<br>{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}"}}}
	gaps   = &notetype{name: "Cloze", cloze: true, fields: []string{"Text", "Extra"}, cards: []cardtype{{"Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>{{Extra}}"}}}
)

func TestConvert(t *testing.T) {
	for _, tt := range []struct {
		name   string
		kind   *notetype
		fields []string
		ords   []int
		want   []string // kind|prompt|answer|suffixes
	}{
		{"basic", basic, []string{"a<br>b", "<b>c</b>"}, []int{0}, []string{"recall|a\nb|**c**|"}},
		{"reversed", reversed, []string{"a", "b"}, []int{0, 1}, []string{"recall|a|b|,#back"}},
		{"half of it", reversed, []string{"a", "b"}, []int{1}, []string{"recall|b|a|"}},
		{"typed", typing, []string{"a", "<i>b</i> c"}, []int{0}, []string{"typed|a|b c|"}},
		{"no back", basic, []string{"a", ""}, []int{0}, []string{"recall|a|(nothing is on the back)|"}},
		{"no front", basic, []string{"", "b"}, []int{0}, []string{"recall|b|b|"}},
		{"nothing", basic, []string{"", ""}, []int{0}, nil},
		{"cloze", gaps, []string{"x {{c1::a}} {{c2::b::hint}}", ""}, []int{0, 1}, []string{"cloze|x [[1:a]] [[2:b|hint]]||#1,#2"}},
		{"together", gaps, []string{"{{c1,2::a}} {{c1::b}}", ""}, []int{0, 1}, []string{"cloze|[[1,2:a]] [[1:b]]||#1,#2"}},
		{"one card is gone", gaps, []string{"{{c1::a}} {{c2::b}}", ""}, []int{1}, []string{"cloze|a [[2:b]]||#2"}},
		{"nested", gaps, []string{"{{c1::a {{c2::b}}}}", ""}, []int{0, 1}, []string{"recall|[…]|a b|", "recall|a […]|b|"}},
		{"brackets", gaps, []string{"x[{{c1::0}}] [[y]]", ""}, []int{0}, []string{"cloze|x[ [[1:0]]] [[[y]]||#1"}},
		{"two names", gaps, []string{"{{c1::a / b}}", ""}, []int{0}, []string{"cloze|[[1:a/b]]||#1"}},
		{"a bar", gaps, []string{"{{c1::a|b}}", ""}, []int{0}, []string{"recall|[…]|a\\|b|"}},
		{"too long to type", gaps, []string{"{{c1::" + strings.Repeat("long ", 20) + "}}", ""}, []int{0}, []string{"recall|[…]|" + strings.TrimSpace(strings.Repeat("long ", 20)) + "|"}},
		{"stale", gaps, []string{"{{c1::a}}", ""}, []int{0, 4}, []string{"cloze|[[1:a]]||#1"}},
		{"occlusion", gaps, []string{"{{c1::image-occlusion:rect:left=.1}}", ""}, []int{0}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := one(tt.kind, tt.fields, tt.ords...)
			var got []string
			for _, i := range p.Items {
				q := *i.Question
				q.ID = "x"
				var suffixes []string
				for _, c := range i.Cards {
					suffixes = append(suffixes, c.Suffix)
				}
				got = append(got, strings.Join([]string{string(q.Kind), q.Prompt, strings.ReplaceAll(strings.Join(q.Answers, ";"), "|", `\|`), strings.Join(suffixes, ",")}, "|"))
				if problems := deck.Check([]*deck.Question{&q}); len(problems) > 0 {
					t.Error(problems)
				}
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
			cards := 0
			for _, i := range p.Items {
				cards += len(i.Cards)
			}
			for _, s := range p.Skipped {
				cards += s.Cards
			}
			if cards != len(tt.ords) {
				t.Errorf("%d of %d cards are accounted for", cards, len(tt.ords))
			}
		})
	}
}

// FuzzConvert holds that no note makes a question that is not sound, and that
// no card gets lost.
func FuzzConvert(f *testing.F) {
	for _, s := range []string{"a", "<b>x", "{{c1::a::b}} {{c2::c {{c3::d}}}}", "[[x]] {{c1::]]}}", "{{c1::a / }}|{{c1::**}}", "`*$`$*", "<pre>{{c1::x\ny}}",
		"<b>{{c1::x</b>}}", "<ul><li>{{c1::<sup>2</sup>}}", "{{c100::x}}", "[sound:", "<img src='{{c1::x}}.png'>", "{{c1::1,2:x}}", "{{c1::{{c1::x}}}}"} {
		f.Add(s, "{{Front}}{{cloze:Front}}{{#Back}}{{/Back}}")
	}
	f.Fuzz(func(t *testing.T, field, template string) {
		for _, cloze := range []bool{false, true} {
			kind := &notetype{name: "K", cloze: cloze, fields: []string{"Front", "Back"},
				cards: []cardtype{{"1", template, template + "<hr id=answer>{{Back}}"}, {"2", "{{Back}}", "{{Front}}"}, {"3", "{{cloze:Front}}", "{{Front}}"}}}
			p := one(kind, []string{field, "back"}, 0, 1, 2)
			cards := 0
			for _, s := range p.Skipped {
				cards += s.Cards
			}
			for _, i := range p.Items {
				cards += len(i.Cards)
				q := *i.Question
				q.ID = "x"
				if problems := deck.Check([]*deck.Question{&q}); len(problems) > 0 {
					t.Errorf("%v\n%s", problems, deck.Format(&q))
				}
				if len(q.Cards()) != len(i.Cards) {
					t.Errorf("%d cards, want %d\n%s", len(q.Cards()), len(i.Cards), deck.Format(&q))
				}
			}
			if cards != 3 {
				t.Errorf("%d of 3 cards are accounted for", cards)
			}
		}
	})
}
