package quiz

import (
	"context"
	"strings"
	"testing"
)

// After an update it is said once what is new and what was reworded; the first
// time ever, and where nothing changed that is asked, nothing.
func TestNewsOfTheBank(t *testing.T) {
	d := deskAt(t, t.TempDir(), capitals, noon)
	d.BankFiles = nil
	italy := "\n[[question]]\nid = \"it\"\nkind = \"typed\"\nprompt = \"Capital of Italy?\"\nanswers = [\"Rome\"]\n"
	reworded := strings.Replace(capitals, "Capital of Germany?", "What is the capital of Germany?", 1)
	for _, tt := range []struct{ name, bank, want string }{
		{"the first time", capitals, ""},
		{"the same", capitals, ""},
		{"another order and a comment", "# new\n" + capitals, ""},
		{"one is new and one reworded", reworded + italy, "1 question is new, 1 reworded since the last version."},
		{"once", reworded + italy, ""},
		{"another answer counts as reworded", strings.Replace(reworded, "Paris", "Lutetia", 1) + italy, "1 question is reworded since the last version."},
		{"one is gone", capitals, "2 questions are reworded since the last version."},
		{"and comes back", capitals + italy, "1 question is new since the last version."},
	} {
		d.Builtin = []byte(tt.bank)
		if err := d.Load(); err != nil {
			t.Fatal(tt.name, err)
		}
		got, err := d.news(context.Background())
		if err != nil || got != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
}

// A question that the learner changed is compared as it ships.
func TestNewsLooksAtTheOriginal(t *testing.T) {
	d := deskAt(t, t.TempDir(), capitals, noon)
	d.BankFiles = nil
	d.Builtin = []byte(capitals)
	for i, want := range []string{"", ""} {
		if err := d.Load(); err != nil {
			t.Fatal(err)
		}
		if got, err := d.news(context.Background()); err != nil || got != want {
			t.Errorf("look %d: %q, %v", i, got, err)
		}
		d.Builtin = append(d.Builtin, '\n')
		q, _ := d.Bank.Question("de")
		own := *q
		own.Answers = append(own.Answers, "Bonn")
		if _, err := d.change(q, &own); err != nil {
			t.Fatal(err)
		}
	}
}
