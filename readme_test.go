package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write what the program prints into the views of README.md")

// view is what README.md shows of the program: a block of code that begins with
// the command. They are one story, told in this order.
type view struct {
	command  string // as it stands in the block, behind "$ "
	at       time.Time
	dialogue string // what is done on a terminal; elsewhere the command just runs
}

// The session is of cards that the bank will always have; how many there are of
// all is left out, and changes with the bank.
const (
	firstCards   = "id:four-islands-names OR id:names-of-the-dispute-japanese"
	firstSession = `
wait 1/2
wait >
send Kunashiri, Habomai, Etorofu, Shikotn\r
wait Enter = 3
send \r
wait 2/2
wait >
send South Kurils\r
wait Enter = 1
send \r
wait Press a key
send \x20
wait 3/3
wait >
send hoppo ryodo\r
wait Enter = 3
send \r
wait Enter ends
send \r
exit 0
`
)

func readmeViews() []view {
	first := time.Date(2026, time.November, 22, 8, 0, 0, 0, time.UTC)
	second := first.AddDate(0, 0, 1)
	return []view{
		{"kuril study", first, firstSession},
		{"kuril", second, ""},
		{"kuril missed", second, ""},
		{"kuril why four-islands-names", second, ""},
		{"kuril read id:four-islands-names", second, ""},
	}
}

// What README.md shows is what a learner sees who does the same.
func TestReadmeShowsTheProgram(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(readme)
	p := newPupil(t)
	for _, v := range readmeViews() {
		block := regexp.MustCompile("(?s)\n```\n\\$ " + regexp.QuoteMeta(v.command) + "\n.*?\n```\n")
		want := "\n```\n$ " + v.command + "\n" + p.sees(v) + "```\n"
		found := block.FindAllString(text, -1)
		switch {
		case len(found) != 1:
			t.Errorf("README.md shows %q %d times", v.command, len(found))
		case steady(found[0]) == steady(want):
		case *update:
			text = strings.Replace(text, found[0], want, 1)
		default:
			t.Errorf("README.md shows\n%s\nand the program says\n%s\ngo test . -run Readme -update  puts it there", found[0], want)
		}
	}
	if *update && text != string(readme) {
		if err := os.WriteFile("README.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// steady leaves out how many questions the bank has, which grows.
func steady(text string) string {
	return regexp.MustCompile(`(?m)^Held back: .*$`).ReplaceAllString(text, "Held back: many.")
}

// sees returns what a command shows, blanks at the ends of lines left out.
func (p *pupil) sees(v view) string {
	p.t.Helper()
	out := ""
	if v.dialogue == "" {
		out = p.run(v.at, strings.Fields(v.command)[1:]...)
	} else {
		talk := filepath.Join(p.t.TempDir(), "talk")
		if err := os.WriteFile(talk, []byte(v.dialogue), 0o600); err != nil {
			p.t.Fatal(err)
		}
		path, err := exec.LookPath("pty")
		if err != nil {
			p.t.Fatal(err)
		}
		c := p.command(v.at)
		c.Path = path
		c.Args = append([]string{"pty", "-size", "80x60", talk, "--"}, append(strings.Fields(v.command), firstCards, "--order", "bank")...)
		shown, err := c.Output()
		if err != nil {
			p.t.Fatalf("%s: %v\n%s", v.command, err, shown)
		}
		_, cards, found := strings.Cut(string(shown), "\n── ")
		if !found {
			p.t.Fatalf("%s asks nothing:\n%s", v.command, shown)
		}
		out = "…\n── " + cards
	}
	lines := strings.Split(strings.Trim(out, "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// The commands that README.md names exist, and so do the files it points to.
func TestReadmeNamesWhatExists(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	p := newPupil(t)
	at := time.Date(2026, time.November, 22, 8, 0, 0, 0, time.UTC)
	help := p.run(at, "help")
	named := regexp.MustCompile("(?m)(?:^(?:\\$ )?|`)kuril ([a-z]+)").FindAllStringSubmatch(string(readme), -1)
	if len(named) < 10 {
		t.Errorf("README.md names only %d commands", len(named))
	}
	for _, n := range named {
		if n[1] != "help" && !regexp.MustCompile(`(?m)^\s+`+n[1]+`\b`).MatchString(help) {
			t.Errorf("README.md names kuril %s, which help does not", n[1])
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^):]+)\)`).FindAllStringSubmatch(string(readme), -1) {
		if _, err := os.Stat(link[1]); err != nil {
			t.Errorf("README.md points to %v", err)
		}
	}
	if n := len(strings.Fields(string(readme))); n > 2200 {
		t.Errorf("README.md has %d words: more than is read in a few minutes", n)
	}
}
