//go:build unix

package main

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/creack/pty"
	"github.com/rivo/uniseg"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

func init() { programs["pty"] = ptyMain }

const ptyUsage = `usage: pty [-size COLSxROWS] [-final FILE] [-raw FILE] DIALOGUE [--] PROGRAM [ARGUMENT…]

Runs the program on a pseudo-terminal of its own, as the leader of its session,
(0x0: one that does not know its size) and holds the dialogue: one step a line, empty lines and # are skipped.

  wait TEXT     until TEXT is printed after what the last wait found
  see TEXT      until TEXT stands on the screen
  not TEXT      TEXT does not stand on the screen now
  send KEYS     keys, with escapes as in Go: \r \x03 \x1b[A \x20
  pick TEXT     the number before TEXT on the screen, as in "2) Habomai"
  eof           end of input, ^D
  resize 40x20  the window changes
  signal NAME   INT, TERM or HUP to the program alone
  hangup        the window is closed
  run COMMAND   something else happens meanwhile, by sh -c; it must succeed
  save FILE     the screen as it is now
  exit CODE     until the program ends, with this code or any; "exit 0" unless
                said

In TEXT a run of blanks matches any run of blanks and line breaks, so a text is
found however it was wrapped. Everything that was shown, what scrolled away
included, is printed at the end; -final keeps the last screen, -raw the bytes.
It fails, with a picture of the screen, when a step does not come true within
-patience, or when the terminal is left in another mode than it was found in.
`

// ptyMain is the program pty of the scripts. It is a program and not a command
// of testscript, so that it gets the script's environment and folder, and can
// run in the background.
func ptyMain() {
	flags := flag.NewFlagSet("pty", flag.ExitOnError)
	flags.Usage = func() { fmt.Fprint(os.Stderr, ptyUsage) }
	size := flags.String("size", "80x24", "")
	final := flags.String("final", "", "")
	raw := flags.String("raw", "", "")
	patience := flags.Duration("patience", 30*time.Second, "")
	flags.Parse(os.Args[1:])
	args := flags.Args()
	if len(args) > 1 && args[1] == "--" {
		args = append(args[:1:1], args[2:]...)
	}
	if len(args) < 2 {
		flags.Usage()
		os.Exit(2)
	}
	os.Exit(runDialogue(args[0], args[1:], *size, *final, *raw, *patience))
}

func runDialogue(dialogue string, command []string, size, final, raw string, patience time.Duration) int {
	steps, err := readDialogue(dialogue)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pty:", err)
		return 2
	}
	c, err := startConversation(command, size, patience)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pty:", err)
		return 2
	}
	defer c.kill()
	failed := c.hold(steps)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, line := range c.screen.transcript() {
		fmt.Println(line)
	}
	for file, text := range map[string]string{final: strings.Join(append(c.screen.lines(), ""), "\n"), raw: string(c.raw)} {
		if file == "" {
			continue
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			fmt.Fprintln(os.Stderr, "pty:", err)
			return 2
		}
	}
	if failed != nil {
		fmt.Fprintf(os.Stderr, "pty: %v\n%s", failed, c.screen.picture())
		fmt.Fprintf(os.Stderr, "printed since the last wait: %q\n", c.screen.said[c.mark:])
		return 1
	}
	return 0
}

// step is one line of a dialogue.
type step struct {
	at         string // file:line
	verb, rest string
}

func readDialogue(file string) ([]step, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var steps []step
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		verb, rest, _ := strings.Cut(line, " ")
		steps = append(steps, step{fmt.Sprintf("%s:%d", file, n), verb, strings.TrimSpace(rest)})
	}
	if len(steps) == 0 && lines.Err() == nil {
		return nil, fmt.Errorf("%s: no steps", file)
	}
	return steps, lines.Err()
}

// conversation is a program on its terminal.
type conversation struct {
	patience time.Duration
	command  *exec.Cmd
	master   *os.File
	tty      *os.File    // the program's end, kept open to look at its mode
	before   *term.State // its mode at the start

	mu      sync.Mutex // guards the three below
	screen  *screen
	raw     []byte
	mark    int // how far into screen.said the last wait has come
	changed chan struct{}

	read    chan struct{} // closed when there is nothing more to read
	ended   chan struct{} // closed when the program has ended
	exited  bool          // a step has seen its end
	severed bool          // the line was cut or the program killed: no mode to look at
}

func startConversation(command []string, size string, patience time.Duration) (*conversation, error) {
	cols, rows := 0, 0 // a serial line does not know its size; what is sent is shown on a large sheet
	var err error
	if size != "0x0" {
		if cols, rows, err = parseSize(size); err != nil {
			return nil, err
		}
	}
	c := &conversation{
		patience: patience,
		changed:  make(chan struct{}, 1),
		read:     make(chan struct{}),
		ended:    make(chan struct{}),
	}
	if c.master, c.tty, err = openPty(); err != nil {
		return nil, err
	}
	if err := setSize(c.tty, cols, rows); err != nil {
		return nil, err
	}
	if c.before, err = term.GetState(int(c.tty.Fd())); err != nil {
		return nil, err
	}
	c.screen = newScreen(cmp.Or(cols, 200), cmp.Or(rows, 200), c.master)
	c.command = exec.Command(command[0], command[1:]...)
	c.command.Stdin, c.command.Stdout, c.command.Stderr = c.tty, c.tty, c.tty
	c.command.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.command.Start(); err != nil {
		return nil, err
	}
	go c.listen()
	go func() {
		c.command.Wait()
		close(c.ended)
	}()
	return c, nil
}

// openPty opens a pseudo-terminal whose near end can be closed while it is
// being read, as hanging up wants. Only Linux is known to poll terminals well.
func openPty() (master, tty *os.File, err error) {
	master, tty, err = pty.Open()
	if err != nil || runtime.GOOS != "linux" {
		return master, tty, err
	}
	defer master.Close()
	fd, err := unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(fd), master.Name()), tty, nil
}

// setSize takes the program's end: asking the other for its descriptor would
// make it block again.
func setSize(tty *os.File, cols, rows int) error {
	if tty == nil {
		return errors.New("the program has ended")
	}
	return pty.Setsize(tty, &pty.Winsize{Rows: uint16(rows), Cols: uint16(cols)})
}

// listen shows on the screen what the program prints, until its terminal is
// closed.
func (c *conversation) listen() {
	defer close(c.read)
	buffer := make([]byte, 4096)
	for {
		n, err := c.master.Read(buffer)
		c.mu.Lock()
		c.screen.Write(buffer[:n])
		c.raw = append(c.raw, buffer[:n]...)
		c.mu.Unlock()
		select {
		case c.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// hold goes through the steps and returns the first that did not come true.
func (c *conversation) hold(steps []step) error {
	for _, s := range steps {
		if err := c.take(s); err != nil {
			return fmt.Errorf("%s: %s %s: %w", s.at, s.verb, s.rest, err)
		}
	}
	if !c.exited {
		if err := c.exit("0"); err != nil {
			return fmt.Errorf("after the last step: %w", err)
		}
	}
	return nil
}

func (c *conversation) take(s step) error {
	switch s.verb {
	case "wait", "see", "not":
		text := flat(s.rest)
		if text == "" {
			return errors.New("no text")
		}
		switch s.verb {
		case "wait":
			return c.until(func() bool {
				i := strings.Index(string(c.screen.said[c.mark:]), text)
				if i >= 0 {
					c.mark += i + len(text)
				}
				return i >= 0
			})
		case "see":
			return c.until(func() bool { return c.shows(text) })
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.shows(text) {
			return errors.New("it stands on the screen")
		}
		return nil
	case "send":
		keys, err := unescape(s.rest)
		if err != nil {
			return err
		}
		_, err = io.WriteString(c.master, keys)
		return err
	case "pick":
		c.mu.Lock()
		screen := strings.Join(c.screen.lines(), "\n")
		c.mu.Unlock()
		numbers := regexp.MustCompile(`(\d+)\) `+regexp.QuoteMeta(s.rest)).FindAllStringSubmatch(screen, -1)
		if len(numbers) == 0 {
			return errors.New("no such option on the screen")
		}
		_, err := io.WriteString(c.master, numbers[len(numbers)-1][1])
		return err
	case "eof":
		_, err := io.WriteString(c.master, "\x04")
		return err
	case "resize":
		cols, rows, err := parseSize(s.rest)
		if err != nil {
			return err
		}
		c.mu.Lock()
		c.screen.Resize(cols, rows)
		c.mu.Unlock()
		return setSize(c.tty, cols, rows)
	case "signal":
		signal := unix.SignalNum("SIG" + s.rest)
		if signal == 0 {
			return errors.New("unknown signal")
		}
		c.severed = c.severed || signal == unix.SIGKILL
		return c.command.Process.Signal(signal)
	case "hangup":
		c.severed = true
		if runtime.GOOS != "linux" { // there the line stays up until the read ends
			return c.command.Process.Signal(unix.SIGHUP)
		}
		return c.master.Close()
	case "run":
		printed, err := exec.Command("sh", "-c", s.rest).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w\n%s", err, printed)
		}
		return nil
	case "save":
		c.mu.Lock()
		defer c.mu.Unlock()
		return os.WriteFile(s.rest, []byte(strings.Join(append(c.screen.lines(), ""), "\n")), 0o666)
	case "exit":
		return c.exit(s.rest)
	}
	return errors.New("unknown step")
}

// until waits for something to become true of the screen. It gives up when the
// program can print no more, or out of patience.
func (c *conversation) until(true func() bool) error {
	deadline := time.NewTimer(c.patience)
	defer deadline.Stop()
	check := func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return true()
	}
	ended := c.ended
	for !check() {
		select {
		case <-c.changed:
		case <-ended:
			if err := c.finish(); err != nil {
				return err
			}
			ended = nil
		case <-c.read:
			if check() {
				return nil
			}
			return fmt.Errorf("the program has ended (exit %d)", c.code())
		case <-deadline.C:
			return fmt.Errorf("not within %v", c.patience)
		}
	}
	return nil
}

// exit waits for the end of the program and looks at how it left things.
func (c *conversation) exit(want string) error {
	deadline := time.NewTimer(c.patience)
	defer deadline.Stop()
	select {
	case <-c.ended:
	case <-deadline.C:
		return fmt.Errorf("the program has not ended within %v", c.patience)
	}
	c.exited = true
	if err := c.finish(); err != nil {
		return err
	}
	select {
	case <-c.read:
	case <-deadline.C:
		return errors.New("a child of the program still holds the terminal")
	}
	if got := strconv.Itoa(c.code()); got != want && want != "any" {
		return fmt.Errorf("the exit code is %s, want %s", got, want)
	}
	if c.screen.hidden {
		return errors.New("the cursor was left hidden")
	}
	return nil
}

// finish looks at the terminal's mode once the program has ended, then lets go
// of it, so that the reading can end too.
func (c *conversation) finish() error {
	if c.tty == nil {
		return nil
	}
	after, err := term.GetState(int(c.tty.Fd()))
	c.tty.Close()
	c.tty = nil
	if c.severed {
		return nil
	}
	if err != nil {
		return err
	}
	// Elsewhere the kernel keeps notes of its own in the mode.
	if runtime.GOOS == "linux" && !reflect.DeepEqual(c.before, after) {
		return fmt.Errorf("the terminal was left in another mode\nbefore: %+v\nafter:  %+v", c.before, after)
	}
	return nil
}

// code is the exit code as a shell would give it.
func (c *conversation) code() int {
	status := c.command.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}

func (c *conversation) kill() {
	select {
	case <-c.ended:
	default:
		syscall.Kill(-c.command.Process.Pid, syscall.SIGKILL)
	}
}

// shows reports whether text stands on the screen, also when the screen's edge
// broke it within a word.
func (c *conversation) shows(text string) bool {
	lines := c.screen.lines()
	if strings.Contains(flat(strings.Join(lines, "\n")), text) {
		return true
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(line)
		if uniseg.StringWidth(line) < c.screen.Width {
			b.WriteByte('\n')
		}
	}
	return strings.Contains(flat(b.String()), text)
}

// flat makes every run of blanks and line breaks one blank.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// unescape turns \r, \x1b and the like into what they stand for.
func unescape(text string) (string, error) {
	var b []byte
	for rest := text; rest != ""; {
		r, multibyte, tail, err := strconv.UnquoteChar(rest, 0)
		if err != nil {
			return "", fmt.Errorf("%q is no key", rest)
		}
		if multibyte || r < 0x80 {
			b = append(b, string(r)...)
		} else {
			b = append(b, byte(r))
		}
		rest = tail
	}
	return string(b), nil
}

func parseSize(text string) (cols, rows int, err error) {
	if _, err := fmt.Sscanf(text, "%dx%d", &cols, &rows); err != nil || cols < 1 || rows < 1 {
		return 0, 0, fmt.Errorf("%q is no size such as 80x24", text)
	}
	return cols, rows, nil
}
