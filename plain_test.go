package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// plainLines are the lines that plain mode may print in a session, as
// docs/plain.md lists them.
var plainLines = regexp.MustCompile(`^(?:` + strings.Join([]string{
	`\d+ cards?: .*\.`,
	`\d+/\d+  [a-z0-9#-]+(  \[.*\])?( (new|again|marked|practice))*`,
	`Q: .*`, `  \d\) .*`, `   .*`, ``,
	`Hint: .*`, `A: .*`, `Why: .*`, `You: .*`,
	`(RIGHT|ALMOST|PARTLY|WRONG): .*`,
	`Rate 1 again \(today\)  2 hard \(\d+ d\)  3 good \(\d+ d\)  4 easy \(\d+ d\), Enter = [1-4]`,
	`Next in \d+ days?, on \d{4}-\d\d-\d\d\.`, `Again today\.`,
	`Done: .*\.`, `Missed:`, `  .*`, `Next: .*\.`, `Held back: .*\.`,
	`u takes back the last answer, Enter ends\.`,
}, "|") + `)$`)

// Another program can hold a session: it reads up to a prompt, answers, and
// reads on. Nothing is kept back, and nothing comes after a prompt before the
// line that was asked for.
func TestPlainIsDriven(t *testing.T) {
	dir := t.TempDir()
	bank := filepath.Join(dir, "bank.toml")
	if err := os.WriteFile(bank, []byte(drivenBank), 0o666); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("kuril", "--data", filepath.Join(dir, "data"), "--bank", bank, "--now", "2026-11-22T12:00:00Z", "study", "--order", "bank")
	c.Env = append(os.Environ(), "TZ=UTC", "TERM=xterm-256color", "COLUMNS=20")
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	driver := driver{t: t, in: in, out: bufio.NewReader(out)}
	answers := map[string]string{
		"What does it mean?": "", "Capital of Japan?": "tokyo", "Which is an island?": "Etorofu", "Which are islands?": "Shikotan; Etorofu",
		"Name both.": "habomai and shikotan", "In order?": "", "The Treaty of […] of 1855.": "shimoda",
	}
	asked, rated := 0, 0
	for {
		said, more := driver.listen()
		if !more {
			break
		}
		question := ""
		for _, line := range said {
			if q, ok := strings.CutPrefix(line, "Q: "); ok {
				question = q
			}
		}
		switch last := said[len(said)-1]; {
		case strings.HasPrefix(last, "Rate "):
			rated++
			driver.say("")
		case last == "u takes back the last answer, Enter ends.":
			driver.say("")
		case question == "In order?":
			asked++
			driver.say(inOrder(said, "1855", "1875", "1905"))
		default:
			answer, known := answers[question]
			if !known {
				t.Fatalf("asked for a line after\n%s", strings.Join(said, "\n"))
			}
			asked++
			driver.say(answer)
		}
	}
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
	if asked != 7 || rated != 7 {
		t.Errorf("asked %d questions and %d ratings, want 7 of each", asked, rated)
	}
	if want := "Done: 7 answers, 7 right, 0 wrong."; !strings.Contains(driver.all.String(), want) {
		t.Errorf("%q is not in\n%s", want, driver.all.String())
	}
}

// driver talks to a program as another program would.
type driver struct {
	t    *testing.T
	in   io.WriteCloser
	out  *bufio.Reader
	sent string
	any  bool
	all  strings.Builder
}

// listen returns the lines up to the next prompt; false when there is none any
// more. The first line after a prompt is the one that was sent.
func (d *driver) listen() (said []string, more bool) {
	d.t.Helper()
	line := ""
	for {
		b, err := d.out.ReadByte()
		if err != nil {
			if line != "" {
				d.t.Errorf("the last line has no end: %q", line)
			}
			return said, false
		}
		d.all.WriteByte(b)
		switch {
		case b == '\n':
			if d.any {
				if d.any = false; line != d.sent {
					d.t.Errorf("sent %q, and %q is echoed", d.sent, line)
				}
			} else if !plainLines.MatchString(line) {
				d.t.Errorf("docs/plain.md does not know the line %q", line)
			} else {
				said = append(said, line)
			}
			line = ""
			continue
		case b < ' ' || b == 0x7F:
			d.t.Errorf("the byte %#02x after %q", b, line)
		}
		if line += string([]byte{b}); line == "> " && !d.any {
			return said, true
		}
	}
}

func (d *driver) say(line string) {
	d.t.Helper()
	if d.out.Buffered() > 0 {
		d.t.Errorf("something comes after a prompt, before the line is sent")
	}
	d.sent, d.any = line, true
	if _, err := io.WriteString(d.in, line+"\n"); err != nil {
		d.t.Fatal(err)
	}
}

// inOrder returns the numbers that options have on the screen.
func inOrder(said []string, options ...string) string {
	var numbers []string
	for _, o := range options {
		for _, line := range said {
			if number, ok := strings.CutSuffix(line, ") "+o); ok {
				numbers = append(numbers, strings.TrimSpace(number))
			}
		}
	}
	return strings.Join(numbers, " ")
}

const drivenBank = `
[[question]]
id = "recall"
kind = "recall"
prompt = "What does it mean?"
answers = ["this:\n\n- a list\n- > of two"]

[[question]]
id = "typed"
kind = "typed"
prompt = "Capital of Japan?"
answers = ["Tokyo"]

[[question]]
id = "choice"
kind = "choice"
prompt = "Which is an island?"
answers = ["Etorofu"]
wrong = ["Nemuro", "Wakkanai"]

[[question]]
id = "select"
kind = "select"
prompt = "Which are islands?"
answers = ["Shikotan", "Etorofu"]
wrong = ["Nemuro"]

[[question]]
id = "list"
kind = "list"
prompt = "Name both."
items = ["Habomai", "Shikotan"]

[[question]]
id = "order"
kind = "order"
prompt = "In order?"
items = ["1855", "1875", "1905"]

[[question]]
id = "cloze"
kind = "cloze"
prompt = "The Treaty of [[Shimoda]] of 1855."
why = "> was signed there\n> and RIGHT: is no label"
`
