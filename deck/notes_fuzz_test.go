package deck

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// sound holds of what a reader made: its questions could stand in a bank, its
// errors are for people.
func soundNotes(t *testing.T, n *Notes, err error) {
	t.Helper()
	if err != nil {
		if _, ok := errors.AsType[*FileError](err); !ok {
			t.Fatalf("the error is for nobody: %v", err)
		}
		return
	}
	keys := map[string]bool{}
	for _, note := range n.Notes {
		q := *note.Question
		q.ID = "q"
		if q.Group != "" {
			q.Group = "g"
		}
		if len(q.Cards()) != len(note.Cards) {
			t.Fatalf("%d cards for %d of the question %+v", len(note.Cards), len(q.Cards()), q)
		}
		for _, c := range q.Cards() {
			_ = c.Prompt()
		}
		if keys[note.Key] || note.Key == "" {
			t.Fatalf("the key %q is there twice", note.Key)
		}
		keys[note.Key] = true
		for _, c := range note.Cards {
			if c.Interval < 0 || c.Interval > 36500 {
				t.Fatalf("an interval of %d days", c.Interval)
			}
		}
		for _, problem := range Check([]*Question{&q}) {
			if problem.Severity == Error && problem.Rule != "control-character" && problem.Rule != "wrong-is-right" && problem.Rule != "encoding" && problem.Rule != "empty-value" {
				t.Fatalf("%v\n%+v", problem, q)
			}
		}
	}
}

func FuzzReadMarkdown(f *testing.F) {
	for _, s := range []string{
		"Q: a\nA: b\n\nC: [x] and [y]\n---\nQ: c\n\nA:\nd",
		"---\nname = \"x\"\n---\nC: ![a](b.png) \\[x\\] [$y$] [z\nz]",
		"# T\n\na::b\n  Q: c\nQ: d\n  A: e\n---\n",
		"#flashcards/a/b #flashcards/c\n\na::b\n<!--SR:!2024-01-01,3,250-->\n\nc\n??\nd\n\n==1;;x;;h== {{c1::y::z}} **w**\n<!--SR:!2024-01-01,3,250!2000-01-01,1,250-->",
		"---\nsr-due: 2024-01-01\ntags:\n  - flashcards\n---\n```\n?\n```\n\n[[a|b]]:::![[c d.png]] ^id",
		"==ash;;a== ==sha;;b== ==99;;c==\n\n<!-- x\ny -->\n> [!sr|card-metadata]\n",
	} {
		for i := range 4 {
			f.Add(uint8(i), []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, dialect uint8, text []byte) {
		n, err := ReadMarkdown("x.md", text, append([]string{""}, Dialects...)[dialect%4])
		soundNotes(t, n, err)
	})
}

func FuzzReadSuperMemo(f *testing.F) {
	f.Add([]byte("Q: 1 &#33267;\r\nQ: 2\r\nA: 1<br>x\r\nI: REP=8 LAP=0 EF=3.2 UF=2.37 INT=429 LAST=27.01.06\r\nO: 36\r\n\r\nQ: a\nA: b\nI: REP=1 INT=99999999999 LAST=0\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		IsSuperMemo(text)
		n, err := ReadSuperMemo("x.txt", text, "")
		soundNotes(t, n, err)
		table, _, err := MnemosyneTable("x.txt", text)
		if err == nil && !bytes.HasPrefix(table, []byte("#separator:tab\n")) {
			t.Fatalf("a table without a head: %q", table)
		}
	})
}

func FuzzReadTable(f *testing.F) {
	head := "#separator:comma\n#html:false\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:7\n#columns:guid,notetype,deck,front,back,why,tags\n"
	f.Add([]byte(head + "kuril:a,Basic,own,\"x\ny\",z,,a b\nkuril:b,Cloze,own,{{c1::x::h}} {{c1,2::y}},why,,\n,Basic (type in the answer),,n,m,,\n"))
	f.Add([]byte(strings.ReplaceAll(head, ",", "\t") + "kuril:a\tBasic (and reversed card)\town\tx\ty\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		IsTable(text)
		rows, err := ReadTable("x.csv", text)
		if _, ok := errors.AsType[*FileError](err); err != nil && !ok {
			t.Fatalf("the error is for nobody: %v", err)
		}
		for _, row := range rows {
			q, ok := row.Question()
			if !ok {
				continue
			}
			if q.ID == "" {
				q.ID = "q"
			}
			if _, broken := firstError(Check([]*Question{q})); broken {
				continue // it is skipped, with the reason
			}
			var b strings.Builder
			if err := WriteTable(&b, []*Question{q}, ',', func(*Question, string) {}); err != nil {
				t.Fatal(err)
			}
			again, err := ReadTable("x.csv", []byte(b.String()))
			if err != nil || len(again) != 1 {
				t.Fatalf("%d rows, %v of\n%s", len(again), err, b.String())
			}
			if q.Kind == Cloze {
				continue // signs of gaps may be changed, which is said
			}
			if back, ok := again[0].Question(); !ok || back.Prompt != q.Prompt || back.Answers[0] != q.Answers[0] || back.Why != q.Why {
				t.Fatalf("%+v came back as %+v", q, back)
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\ufeffa\r\nb"))
	f.Add([]byte("\xff\xfeA\x00\x00\xd8"))
	f.Add([]byte("\x93\xfa\x96\x7b"))
	f.Add([]byte("Q\x00:\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := Decode("x", text)
		if err == nil && (!utf8.Valid(got) || bytes.ContainsAny(got, "\x00\r")) {
			t.Fatalf("Decode(%q) = %q", text, got)
		}
	})
}
