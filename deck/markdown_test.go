package deck

import (
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shown is what a note asks, in short: prompt = answers, and its cards.
func shown(n *Note) string {
	q := n.Question
	s := string(q.Kind) + " " + q.Prompt
	if len(q.Answers) > 0 {
		s += " = " + strings.Join(q.Answers, "; ")
	}
	for _, c := range n.Cards {
		if !c.Due.IsZero() {
			s += fmt.Sprintf(" %s@%s/%d", c.Suffix, c.Due.Format("2006-01-02"), c.Interval)
		}
	}
	return s
}

func TestReadMarkdown(t *testing.T) {
	for _, tt := range []struct {
		name, dialect, text string
		want                []string
	}{
		{"question and answer", "hashcards", "Q: a\nA: b\n\nQ: c\nmore\n\nA:\n\nd\n\ne\n---\n", []string{"recall a = b", "recall c\nmore = d\n\ne"}},
		{"gaps in brackets", "hashcards", "C: [Berlin] is in [Germany].", []string{"cloze [[1:Berlin]] is in [[2:Germany]]."}},
		{"escaped brackets and images mean themselves", "hashcards", `C: ![a [b](c.png) \[x\] [y]`, []string{"cloze ![a [b](c.png) [x] [[1:y]]"}},
		{"a gap that cannot be typed is looked at", "hashcards", "C: It is [$x^2$].", []string{"recall It is […]. = $x^2$"}},
		{"carriage returns", "hashcards", "Q: a\r\nA: b\r\n", []string{"recall a = b"}},
		{"front matter names the deck", "hashcards", "---\nname = \"X\"\n---\nQ: a\nA: b\n", []string{"recall a = b"}},
		{"text around cards, one-line cards, indented tags within", "repeater", "# Notes\n\nfree text\n\ncapital of Japan::Tokyo\n\nQ: a\n  A: b\n---\nmore text\n", []string{"recall capital of Japan = Tokyo", "recall a = b"}},
		{"only the first brackets are a gap", "repeater", "text\nC: [a] and [b]\n", []string{"cloze [[1:a]] and [b]"}},
		{"one line, both ways, several lines", "obsidian", "#flashcards/geo\n\na::b\nc:::d\n\ne\nf\n?\ng\nh\n\ni\n??\nj\n", []string{"recall a = b", "recall c = d", "recall e\nf = g\nh", "recall i = j"}},
		{"schedules", "obsidian", "a::b\n<!--SR:!2026-11-22,9,250-->\n\nc:::d <!--SR:!2026-12-01,3,250!2000-01-01,1,250-->\n", []string{"recall a = b @2026-11-22/9", "recall c = d @2026-12-01/3"}},
		{"gaps, numbered ones, hints", "obsidian", "The ==sun== and ==moon==\n\n==1;;Paris;;capital== of ==2;;France==, ==1;;again==\n", []string{"cloze The [[1:sun]] and [[2:moon]]", "cloze [[1:Paris|capital]] of [[2:France]], [[1:again]]"}},
		{"letters say which card asks", "obsidian", "==ash;;a== ==sa;;b==\n", []string{"cloze [[1:a]] [[2:b]]"}},
		{"gaps as in Anki", "obsidian", "{{c1::Tokyo::capital}} of Japan\n", []string{"cloze [[1:Tokyo|capital]] of Japan"}},
		{"code is no card, nor a separator in it", "obsidian", "how?\n?\n```go\nif a::b {\n\n?\n```\n\n`a::b` is code\n", []string{"recall how? = ```go\nif a::b {\n\n?\n```"}},
		{"links, pictures, block ids, comments", "obsidian", "<!-- not a card::really -->\nsee [[A|the one]]::![[pic 1.png]] ^block\n", []string{"recall see the one = ![](pic 1.png)"}},
		{"a tag for one card", "obsidian", "#flashcards/x a::b\n", []string{"recall a = b"}},
		{"a comment shows that braces are gaps", "obsidian", "A {{b}} c {{d}} <!--SR:!2024-05-22,1,230!2024-05-25,4,270!2033-03-03,3,333-->\n", []string{"cloze A [[1:b]] c [[2:d]] #1@2024-05-22/1 #2@2024-05-25/4"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := ReadMarkdown("x.md", []byte(tt.text), tt.dialect)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, note := range n.Notes {
				got = append(got, shown(note))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("read as\n%q\nwant\n%q", got, tt.want)
			}
		})
	}
}

func TestReadMarkdownDialect(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Q: a\nA: b\n", Hashcards},
		{"# Title\n\nQ: a\nA: b\n", Repeater},
		{"a::b\n", Repeater},
		{"a:::b\n", Obsidian},
		{"#flashcards\n\na::b\n", Obsidian},
		{"---\ntags: [flashcards/x]\n---\na::b\n", Obsidian},
		{"a::b\n<!--SR:!2026-01-01,1,250-->\n", Obsidian},
		{"a\n?\nb\n", Obsidian},
		{"a ==b== c\n", Obsidian},
	} {
		n, err := ReadMarkdown("x.md", []byte(tt.text), "")
		if err != nil || n.Dialect != tt.want || n.Why == "" {
			t.Errorf("ReadMarkdown(%q) = %+v, %v, want %s and why", tt.text, n, err, tt.want)
		}
	}
}

// TestReadMarkdownFaults holds that what cannot be read is refused with its
// place, a reason and a hint.
func TestReadMarkdownFaults(t *testing.T) {
	for _, tt := range []struct{ dialect, text, want string }{
		{"", "Q: a\n", "x.md:1: the question that begins here has no answer"},
		{"", "Q: a\nA: b\n\nQ: c\n\nQ: d\nA: e\n", "x.md:4: the question that begins here has no answer"},
		{"", "Q: a\nA: b\nA: c\n", "x.md:3: an answer stands here without a question"},
		{"hashcards", "text\nQ: a\nA: b\n", "x.md:1: here is text that belongs to no card"},
		{"", "\n\nC: no gap\n", "x.md:3: the cloze that begins here has no gap"},
		{"hashcards", "---\nname = \"x\"\n", "x.md:1: the block at the head is opened with --- and never closed"},
		{"hashcards", "---\nname = \n---\nQ: a\nA: b\n", "x.md:1: the block between --- at the head is no TOML"},
		{"repeater", "::b\n", "x.md:1: a side of the card is empty"},
		{"obsidian", "#flashcards\n\na::b\n\n```go\nx\n", "x.md:5: a block of code is opened with ``` and never closed"},
		{"obsidian", "a::b\n\n<!-- x\n", "x.md:4: a comment is opened with <!-- and never closed"},
		{"obsidian", "a::b\n<!--SR:!tomorrow,1,250-->\n", `x.md:1: "tomorrow,1,250" in a scheduling comment is no date, interval and ease`},
		{"obsidian", "a::b\n\n<!--SR:!2026-01-01,1,250\n", "x.md:3: the scheduling comment is not closed"},
		{"", "#review\n\na::b\n", "x.md: it has the tag #review and not #flashcards, so there are no cards in it"},
		{"", "# A page\n\nwith text\n", "x.md: there are no cards in it"},
		{"", " \n", "x.md: there is nothing in it"},
		{"", "Q: a\nA: \xff\n", "x.md:2: this is not a text in UTF-8; it looks like ISO-8859-1"},
	} {
		_, err := ReadMarkdown("dir/x.md", []byte(tt.text), tt.dialect)
		file, ok := errors.AsType[*FileError](err)
		if err == nil || err.Error() != tt.want || !ok || file.Hint == "" {
			t.Errorf("ReadMarkdown(%q) = %v, want %q and a hint", tt.text, err, tt.want)
		}
	}
}

func TestDecode(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a mark before UTF-8", "\ufeffa\r\nb", "a\nb"},
		{"UTF-16 with a mark", "\xff\xfeA\x00\n\x00\x42\x26", "A\n♂"},
		{"the other way round", "\xfe\xff\x00A", "A"},
		{"old Macintosh", "a\rb\r", "a\nb\n"},
		{"UTF-16 without a mark", "Q\x00:\x00 \x00a\x00", "UTF-16LE"},
		{"Shift-JIS", "Q: \x93\xfa\x96\x7b\x82\xcc\x8e\xf1\x93\x73", "SHIFT_JIS"},
		{"cp1251", "Q: \xd1\xf2\xee\xeb\xe8\xf6\xe0 \xdf\xef\xee\xed\xe8\xe8", "CP1251"},
		{"Latin-1", "Q: caf\xe9 au lait", "ISO-8859-1"},
		{"no text at all", "PK\x03\x04\x00\x00\x08\x00\x12\xff\x00\x00", "not a text"},
	} {
		got, err := Decode("x y.md", []byte(tt.text))
		if err == nil && string(got) == tt.want {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) || errors.As(err, new(*FileError)) == false {
			t.Errorf("%s: Decode(%q) = %q, %v, want %q", tt.name, tt.text, got, err, tt.want)
		}
	}
}

// TestMarkdownFixtures reads every note of other programs that there is.
func TestMarkdownFixtures(t *testing.T) {
	root := os.Getenv("KURIL_FIXTURES")
	if root == "" {
		t.Skip("KURIL_FIXTURES does not name a folder with real files")
	}
	want := map[string]int{ // questions; all other notes have none
		"hashcards/Art.md": 2, "hashcards/Audio.md": 1, "hashcards/Deck.md": 2, "hashcards/French.md": 1,
		"hashcards/Geography.md": 2, "hashcards/Geology.md": 1, "hashcards/Math.md": 6, "hashcards/Quotes.md": 1,
		"obsidian-sr/notes2_Triboelectric Effect.md": 1, "obsidian-sr/notes5_D.md": 2, "obsidian-sr/notes6_A.md": 1,
	}
	formats := filepath.Join(root, "fixtures", "formats")
	files, err := filepath.Glob(filepath.Join(formats, "*", "*.md"))
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := filepath.Rel(formats, file)
		n, err := ReadMarkdown(file, text, "")
		if want[name] == 0 {
			if err == nil || !strings.Contains(err.Error(), "no cards in it") && !strings.Contains(err.Error(), "nothing in it") {
				t.Errorf("%s: %+v, %v, want no cards", name, n, err)
			}
			continue
		}
		if err != nil || len(n.Notes) != want[name] || n.Dialect+"/" != name[:len(n.Dialect)+1] && n.Dialect != Obsidian {
			t.Errorf("%s: %v, want %d questions", name, err, want[name])
		}
	}
}

func TestReadSuperMemo(t *testing.T) {
	text := "Q: 1 &#33267;\r\nQ: 2<br>3\r\nA: x\r\nI: REP=8 LAP=0 EF=3.2 UF=2.3 INT=429 LAST=27.01.06\r\nO: 36\r\n\r\nQ: y\nA: z\nI: REP=0 LAP=0 EF=3.2 UF=2.3 INT=429 LAST=0\n"
	if !IsSuperMemo([]byte(text)) {
		t.Error("it is not recognized")
	}
	n, err := ReadSuperMemo("a.txt", []byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, note := range n.Notes {
		got = append(got, shown(note))
	}
	if want := []string{"recall 1 至\n2\n3 = x @2007-04-01/429", "recall y = z"}; !slices.Equal(got, want) {
		t.Errorf("read as %q, want %q", got, want)
	}
}

// randomText is a text that is hard to write: lines, blanks, signs of every
// dialect, scripts.
func randomText(r *rand.Rand, lines bool) string {
	words := []string{"Tokyo", "Урал", "日本", "a::b", "x:::y", "==m==", "[[link]]", "[b]", "]", "**bold**", "$x^2$", "\\[", "?", "`code`", "Q:", "A: x", "C: y", "---", "#tag", "{{c1::z}}", "<b>", "&amp;", "<!--", "\"", ",", ";;", "é", "👍", "{{", "}}", "!["}
	var b strings.Builder
	for i := range 1 + r.IntN(6) {
		if i > 0 {
			sep := " "
			if lines {
				sep = []string{" ", " ", "\n", "\n\n"}[r.IntN(4)]
			}
			b.WriteString(sep)
		}
		b.WriteString(words[r.IntN(len(words))])
	}
	return b.String()
}

// TestTableRoundTrip holds that a table of ours brings back exactly what it
// carries: id, prompt, first answer, both, explanation and tags.
func TestTableRoundTrip(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, seed))
	var all, want []*Question
	for i := range 400 {
		q := &Question{ID: fmt.Sprintf("q-%d", i), Kind: []Kind{Recall, Typed}[i%2], Prompt: randomText(r, true), Answers: []string{randomText(r, true)}, Why: []string{"", randomText(r, true)}[r.IntN(2)], Tags: []string{"a", "日本"}[:r.IntN(3)], Deck: "own", Both: i%4 == 0}
		if i%5 == 0 {
			q.Kind, q.Answers, q.Both = Cloze, nil, false
			q.Prompt = "in [[1:Tokyo / Edo]] and [[1,2:Kyoto|west]]: [[[x " + randomText(r, true)
			if p, broken := firstError(Check([]*Question{q})); broken {
				t.Logf("%v", p)
				continue
			}
			q.Prompt = strings.NewReplacer("{{", "", "}}", "").Replace(q.Prompt)
			if _, faults := parseGaps(q.Prompt); len(faults) > 0 || strings.Contains(q.Prompt, "[[link") {
				continue
			}
		}
		if p, broken := firstError(Check([]*Question{q})); broken {
			t.Fatalf("seed %d: %v", seed, p)
		}
		all = append(all, q)
		back := *q
		if q.Kind == Typed && q.Both {
			back.Kind = Recall
		}
		want = append(want, &back)
	}
	for _, separator := range []rune{',', '\t'} {
		var b strings.Builder
		if err := WriteTable(&b, all, separator, func(*Question, string) {}); err != nil {
			t.Fatal(err)
		}
		rows, err := ReadTable("x.csv", []byte(b.String()))
		if err != nil || len(rows) != len(want) {
			t.Fatalf("seed %d: %d rows, %v, want %d", seed, len(rows), err, len(want))
		}
		for i, row := range rows {
			got, ok := row.Question()
			if !ok || Format(got) != Format(want[i]) {
				t.Errorf("seed %d: came back as\n%s\nwant\n%s", seed, Format(got), Format(want[i]))
			}
		}
	}
}

// TestMarkdownRoundTrip holds that questions written as Markdown are read as the
// same questions, in every dialect: where a sign had to be escaped for
// hashcards and repeater, with that.
func TestMarkdownRoundTrip(t *testing.T) {
	const seed = 11
	r := rand.New(rand.NewPCG(seed, seed))
	for i := range 3000 {
		q := &Question{ID: "q", Kind: Recall, Prompt: randomText(r, true), Answers: []string{randomText(r, true)}, Deck: "own", Both: i%3 == 0}
		for _, dialect := range Dialects {
			w := Writer{Dialect: dialect}
			text, cards := w.Write([]*Question{q})
			n, err := ReadMarkdown("x.md", []byte(text), dialect)
			if err != nil {
				t.Fatalf("seed %d: %s: %v\n%s", seed, dialect, err, text)
			}
			got := 0
			for _, note := range n.Notes {
				got += len(note.Cards)
			}
			for _, s := range n.Skipped {
				got += s.Cards // both sides the same
			}
			first := n.Notes[0].Question
			wantPrompt, wantAnswer := strings.TrimSpace(q.Prompt), strings.TrimSpace(q.Answers[0])
			if dialect != Obsidian {
				wantPrompt, wantAnswer = noTags(q.Prompt), noTags(q.Answers[0])
			}
			if got != cards || first.Prompt != wantPrompt || first.Answers[0] != wantAnswer {
				t.Fatalf("seed %d: %s: %d cards, %q = %q, want %d, %q = %q\n%s", seed, dialect, got, first.Prompt, first.Answers, cards, wantPrompt, wantAnswer, text)
			}
		}
	}
}

// TestMarkdownRoundTripCloze does so for gaps.
func TestMarkdownRoundTripCloze(t *testing.T) {
	for _, tt := range []struct{ prompt, hashcards, obsidian string }{
		{"[[1:Habomai]] and [[2:Shikotan]]", "[[1:Habomai]] and [[2:Shikotan]]", "[[1:Habomai]] and [[2:Shikotan]]"},
		{"[[1:Etorofu / Iturup|an island]] is large", "[[1:Etorofu]] is large", "[[1:Etorofu|an island]] is large"},
		{"a [b] [[[c]] ![x](y.png) [[1:d]]", "a [b] [[[c]] ![x](y.png) [[1:d]]", "a [b] [[[c]] ![x](y.png) [[1:d]]"},
		{"x == y :: z\n\n# no tag\n[[1:d]]", "x == y :: z\n\n# no tag\n[[1:d]]", "x == y :: z\n\n# no tag\n[[1:d]]"},
		{"in [[1:1956]] and [[1:1960]]", "", "in [[1:1956]] and [[1:1960]]"},
	} {
		for dialect, want := range map[string]string{Hashcards: tt.hashcards, Obsidian: tt.obsidian} {
			w := Writer{Dialect: dialect}
			text, _ := w.Write([]*Question{{ID: "q", Kind: Cloze, Prompt: tt.prompt, Deck: "own"}})
			n, err := ReadMarkdown("x.md", []byte(text), dialect)
			if err != nil {
				t.Errorf("%s: %v\n%s", dialect, err, text)
				continue
			}
			if got := n.Notes[0].Question.Prompt; want != "" && got != want {
				t.Errorf("%s: %q came back as %q\n%s", dialect, tt.prompt, got, text)
			}
		}
	}
}

// No cell of a table is a formula, and what looks like one comes back.
func TestTableHoldsNoFormula(t *testing.T) {
	texts := []string{"=cmd|' /C calc'!A0", "+1+1", "-ado", "@SUM(A1)", "'=1", "''-x", "'tis", "=HYPERLINK(\"x\")", "a = b"}
	for _, separator := range []rune{',', '\t'} {
		var questions []*Question
		for i, text := range texts {
			questions = append(questions, &Question{ID: fmt.Sprint("q", i), Kind: Recall, Prompt: text, Answers: []string{text}, Why: text, Tags: []string{"=t"}})
		}
		var b strings.Builder
		if err := WriteTable(&b, questions, separator, func(*Question, string) {}); err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(strings.NewReader(b.String()))
		r.Comma, r.FieldsPerRecord, r.Comment = separator, -1, '#'
		cells, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range cells {
			for _, cell := range row {
				if strings.IndexAny(cell, "=+-@\t\r\n") == 0 {
					t.Errorf("%q is a formula", cell)
				}
			}
		}
		rows, err := ReadTable("x.csv", []byte(b.String()))
		if err != nil || len(rows) != len(texts) {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		for i, row := range rows {
			if row.Front != texts[i] || row.Back != texts[i] || row.Why != texts[i] || len(row.Tags) != 1 || row.Tags[0] != "=t" {
				t.Errorf("%q came back as %+v", texts[i], row)
			}
		}
	}
}
