package generate

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write questions.toml anew")

// folder reads the project's own material.
func folder(t *testing.T) []File {
	t.Helper()
	files, err := ReadAll([]string{"../../material"})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestBankIsGenerated(t *testing.T) {
	got, problems := Generate(folder(t))
	for _, p := range problems {
		t.Errorf("%s\n\t%s", p.Error(), p.Hint)
	}
	if len(problems) > 0 {
		return
	}
	if *update {
		if err := os.WriteFile("../../questions.toml", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("../../questions.toml")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("questions.toml is not what material gives; run   go test ./deck/generate -run BankIsGenerated -update")
	}
}
