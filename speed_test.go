//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"kuril/internal/large"
	"kuril/progress"
)

// TestSpeed measures whole processes, from exec to the first question on a
// terminal or to the end, and prints a table. KURIL_SPEED names a folder for the
// program and the data, which are made when they are not there; .ci/bench says so.
func TestSpeed(t *testing.T) {
	dir := os.Getenv("KURIL_SPEED")
	if dir == "" {
		t.Skip("KURIL_SPEED names no folder to measure in")
	}
	program := filepath.Join(dir, "kuril")
	began := time.Now()
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("binary %.1f MB, built in %.1f s with a warm cache", float64(info.Size())/1e6, time.Since(began).Seconds())
	builtin := filepath.Join(dir, "builtin")
	run := func(data string, args ...string) []string {
		return append([]string{program, "--data", data, "--now", large.Now.Format(time.RFC3339)}, args...)
	}
	type row struct {
		what  string
		argv  []string
		until string // what is waited for on a terminal; "": the end, through a pipe
	}
	rows := []row{{"kuril version", []string{program, "version"}, ""}}
	for _, data := range []struct {
		name                  string
		cards, files, answers int
	}{{"", 0, 0, 0}, {"10k", 10_000, 1, 0}, {"1k10k", 1000, 1, 10_000}, {"10k100k", 10_000, 5, 100_000}, {"100k1M", 100_000, 50, 1_000_000}} {
		folder, name := filepath.Join(dir, data.name), fmt.Sprintf("%d cards, %d answers", data.cards, data.answers)
		if data.cards == 0 {
			folder, name = builtin, "built-in bank"
		}
		makeLarge(t, folder, data.cards, data.files, data.answers)
		rows = append(rows, row{"first question, " + name, run(folder, "study"), "1/"}, row{"due --short, " + name, run(folder, "due", "--short"), ""})
		if data.cards == 100_000 {
			rows = append(rows,
				row{"undo, " + name, run(folder, "undo"), ""},
				row{"list with a filter, " + name, run(folder, "list", "tag:dates", "ferry"), ""},
				row{"stats, " + name, run(folder, "stats"), ""})
		}
	}
	t.Logf("| %-48s | %9s | %9s | %9s | %7s | %6s |", "what", "median ms", "p90 ms", "CPU ms", "MB", "ratio")
	for _, r := range rows {
		measured(t, r.argv, r.until) // warm: caches are made
		measured(t, r.argv, r.until)
		var took, cpu, bare []float64
		peak := 0.0
		for range 20 {
			m := measured(t, r.argv, r.until)
			took, cpu, peak = append(took, m.ms), append(cpu, m.cpu), max(peak, m.mb)
			bare = append(bare, measured(t, []string{"/bin/true"}, "").ms)
		}
		for _, list := range [][]float64{took, cpu, bare} {
			slices.Sort(list)
		}
		t.Logf("| %-48s | %9.1f | %9.1f | %9.1f | %7.0f | %6.1f |", r.what, took[10], took[17], cpu[10], peak, took[10]/bare[10])
	}
}

// makeLarge makes a data folder once. The decks are made to look old, so that
// they may be cached at once.
func makeLarge(t *testing.T, dir string, cards, files, answers int) {
	t.Helper()
	if _, err := os.Stat(dir); err == nil {
		return
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if cards == 0 {
		return
	}
	if err := large.WriteDecks(filepath.Join(dir, "decks"), cards, files); err != nil {
		t.Fatal(err)
	}
	decks, _ := filepath.Glob(filepath.Join(dir, "decks", "*.toml"))
	for _, name := range decks {
		old := time.Now().Add(-time.Hour)
		if err := os.Chtimes(name, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if answers == 0 {
		return
	}
	path := filepath.Join(dir, "progress.db")
	s, err := progress.Open(t.Context(), path, progress.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := large.WriteLog(t.Context(), path, cards, answers); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if _, err := s.States(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("memory of all cards from %d answers, and the cache written: %.2f s", answers, time.Since(began).Seconds())
}

type measurement struct{ ms, cpu, mb float64 }

// measured runs a program until a text stands on its terminal, or to its end.
func measured(t *testing.T, argv []string, until string) measurement {
	t.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "TERM=xterm-256color")
	began := time.Now()
	var took time.Duration
	if until == "" {
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v: %v", argv, err)
		}
		took = time.Since(began)
	} else {
		screen, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
		if err != nil {
			t.Fatal(err)
		}
		defer screen.Close()
		var seen []byte
		buffer := make([]byte, 1<<16)
		for !bytes.Contains(seen, []byte(until)) {
			n, err := screen.Read(buffer)
			if seen = append(seen, buffer[:n]...); err != nil {
				t.Fatalf("%v ended: %s", argv, seen)
			}
		}
		took = time.Since(began)
		cmd.Process.Kill()
		cmd.Wait()
	}
	used := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return measurement{
		ms: took.Seconds() * 1e3, cpu: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds() * 1e3,
		mb: float64(used.Maxrss) / 1024,
	}
}
