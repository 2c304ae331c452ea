//go:build unix

package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"kuril/progress"
)

// TestKills kills the program with SIGKILL while it studies, backs up, imports,
// merges, syncs, optimizes, migrates and restores. After each kill every answer that
// was acknowledged, which means that its "Next" line was read, must be in the
// log, the file must open and pass SQLite's integrity check, and the next
// command must go on. KURIL_KILLS says how often to kill, and KURIL_KILLS_OF only
// what, "merge,sync" say; docs/safety.md has the figures of long runs.
func TestKills(t *testing.T) {
	kills := 60
	if testing.Short() {
		kills = 14
	}
	if n, err := strconv.Atoi(os.Getenv("KURIL_KILLS")); err == nil {
		kills = n
	}
	const seed = 1956
	c := &crash{T: t, dir: t.TempDir(), rand: rand.New(rand.NewPCG(seed, uint64(kills)))}
	c.prepare()
	// Of 14 kills seven are in sessions.
	kinds := []string{
		"session", "session", "backup", "session", "merge", "session", "migration",
		"session", "import", "session", "restore", "session", "optimize", "sync",
	}
	if only := os.Getenv("KURIL_KILLS_OF"); only != "" {
		kinds = strings.Split(only, ",")
	}
	do := map[string]func(){
		"session": c.session, "backup": c.backup, "merge": c.merge, "migration": c.migration,
		"import": c.importing, "restore": c.restore, "optimize": c.optimize, "sync": c.sync,
	}
	for i := range kills {
		kind, known := do[kinds[i%len(kinds)]]
		if !known {
			t.Fatalf("nothing is called %q", kinds[i%len(kinds)])
		}
		kind()
		if t.Failed() {
			t.Fatalf("kill %d of %d, seed %d", i+1, kills, seed)
		}
	}
	c.checkSessions()
	c.checkOthers()
	t.Logf("%d kills: %d in sessions, of which %d within 5 ms of an answer; %d answers acknowledged, %d lost; others: %v",
		kills, c.sessions, c.near, c.acknowledged, c.lost, c.counts)
	if c.near*2 < c.sessions {
		t.Errorf("only %d of %d kills came within 5 ms of an answer", c.near, c.sessions)
	}
	if c.sessions > 0 && c.acknowledged == 0 {
		t.Error("no answer was acknowledged")
	}
}

type crash struct {
	*testing.T
	dir, program, bank, foreign, old string
	rand                             *rand.Rand

	data   string          // of the sessions
	day    int             // of the next session
	acked  map[string]bool // "card day" in data
	counts map[string]int  // kills by kind

	sessions, near, acknowledged, lost int
}

const (
	crashEvents = 1500 // of the log that is merged, migrated and fitted
	oldEvents   = 13   // of the one in testdata
)

func (c *crash) prepare() {
	c.Helper()
	c.counts = map[string]int{}
	c.program = filepath.Join(c.dir, "kuril")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", c.program, ".").CombinedOutput(); err != nil {
		c.Fatalf("build: %v\n%s", err, out)
	}
	var bank strings.Builder
	for i := range 400 {
		fmt.Fprintf(&bank, "[[question]]\nid = \"q%d\"\nkind = \"typed\"\nprompt = \"What is the word number %d?\"\nanswers = [\"word%d\"]\n\n", i, i, i)
	}
	c.bank = c.write("bank.toml", bank.String())
	var log strings.Builder
	begin := time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)
	for i := range crashEvents {
		at := begin.Add(time.Duration(i) * 5 * time.Hour)
		rating := 3
		if c.rand.IntN(5) == 0 {
			rating = 1
		}
		line, err := json.Marshal(map[string]any{
			"id": fmt.Sprintf("crash%015d", i), "card": fmt.Sprintf("q%d", i%150), "at": at.Format("2006-01-02T15:04:05.000Z"),
			"day": at.Format(time.DateOnly), "kind": "reviewed", "rating": rating, "took_ms": 3000, "given": "word", "ref": "",
			"device": "elsewhere", "n": i + 1, "due": at.AddDate(0, 0, 3).Format(time.DateOnly), "interval": 3, "recall": 0.9, "retention": 0.9,
		})
		if err != nil {
			c.Fatal(err)
		}
		log.Write(line)
		log.WriteByte('\n')
	}
	c.foreign = c.write("foreign.jsonl", log.String())
	c.old = filepath.Join(c.dir, "old.db")
	makeOld(c.T, c.old, 1, log.String())
}

// makeOld makes the log of a version of long ago, with the answers of a log as
// text.
func makeOld(t *testing.T, path string, schema int, log string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("progress", "testdata", fmt.Sprintf("schema%d.db", schema)))
	if err == nil {
		err = os.WriteFile(path, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for line := range strings.Lines(log) {
		var e progress.Event
		if err := e.UnmarshalJSON([]byte(line)); err != nil {
			t.Fatal(err)
		}
		_, err := tx.Exec(`INSERT INTO events (id, device, n, card, at, day, kind, rating, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.ID, e.Device, e.N, e.Card, e.At.UnixMilli(), int(e.Day), string(e.Kind), int(e.Rating), int(e.Due))
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

func (c *crash) write(name, text string) string {
	c.Helper()
	path := filepath.Join(c.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		c.Fatal(err)
	}
	return path
}

func (c *crash) command(data string, day int, args ...string) *exec.Cmd {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, day)
	cmd := exec.Command(c.program, append([]string{"--data", data, "--now", now.Format("2006-01-02T15:04:05Z"), "--plain"}, args...)...)
	cmd.Env = []string{"HOME=" + c.dir, "TZ=UTC", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + c.dir}
	return cmd
}

// run runs a command to its end, which must be a good one.
func (c *crash) run(data string, day int, args ...string) string {
	c.Helper()
	cmd := c.command(data, day, args...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		c.Errorf("kuril %v: %v\n%s%s", args, err, out, &complaints)
	}
	return string(out)
}

// session studies, and is killed at some moment: most often when an answer has
// just been sent or acknowledged.
func (c *crash) session() {
	if c.sessions%40 == 0 {
		c.checkSessions()
		c.data, c.acked, c.day = c.fresh("study"), map[string]bool{}, 0
	}
	c.sessions++
	c.day++
	cmd := c.command(c.data, c.day, "--bank", c.bank, "study", "--limit", "30", "--order", "bank")
	in, err := cmd.StdinPipe()
	if err != nil {
		c.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.Fatal(err)
	}
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	if err := cmd.Start(); err != nil {
		c.Fatal(err)
	}
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, c.day).Format(time.DateOnly)
	last := 1 + c.rand.IntN(6) // the answer at which it dies
	moment := c.rand.IntN(4)   // 0: at any time; 1: when the answer is sent; 2, 3: when it is rated
	delay := time.Duration(c.rand.Int64N(int64(4 * time.Millisecond)))
	if moment == 0 {
		delay = time.Duration(c.rand.Int64N(int64(60 * time.Millisecond)))
	}
	struck := make(chan time.Duration, 1) // after what was sent
	strike := func() {
		sent := time.Now()
		time.Sleep(delay)
		cmd.Process.Kill()
		struck <- time.Since(sent)
	}
	lines, card, answers := bufio.NewReader(out), "", 0
	done := make(chan bool)
	read := func() {
		// What was printed is read to the end, also after the kill: it was
		// on its way to the eyes of the learner.
		defer close(done)
		for {
			line, err := lines.ReadString('\n')
			line = strings.TrimPrefix(strings.TrimSpace(line), "> ")
			switch {
			case strings.HasPrefix(line, "Q: "):
				card = "q" + strings.TrimSuffix(strings.TrimPrefix(line, "Q: What is the word number "), "?")
				fmt.Fprintln(in, strings.Replace(card, "q", "word", 1))
				if answers+1 == last && moment == 1 {
					go strike()
				}
			case strings.HasPrefix(line, "Rate "):
				fmt.Fprintln(in)
				if answers++; answers == last && moment != 1 {
					go strike()
				}
			case strings.HasPrefix(line, "u takes back") && answers < last: // fewer were to be asked
				last = answers
				go strike()
			case strings.HasPrefix(line, "Next in ") && card != "":
				c.acked[card+" "+day] = true
				c.acknowledged++
				card = ""
			}
			if err != nil {
				return
			}
		}
	}
	go read()
	select {
	case <-done:
	case <-time.After(time.Minute):
		cmd.Process.Kill()
		c.Errorf("the session hangs")
		<-done
	}
	in.Close()
	cmd.Wait()
	select {
	case after := <-struck:
		if after <= 5*time.Millisecond {
			c.near++
		}
	case <-time.After(time.Second):
		c.Errorf("the session ended by itself after %d answers: %s", answers, &complaints)
	}
	c.sound(filepath.Join(c.data, "progress.db"))
	c.compare()
}

// compare looks for what was acknowledged in the log.
func (c *crash) compare() {
	c.Helper()
	found := map[string]bool{}
	for line := range strings.Lines(c.run(c.data, c.day, "log", "--json")) {
		var e struct{ Card, Day, Kind string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			c.Fatalf("%v: %q", err, line)
		}
		found[e.Card+" "+e.Day] = true
	}
	for answer := range c.acked {
		if !found[answer] {
			c.lost++
			c.Errorf("lost: %s", answer)
		}
	}
}

// checkSessions makes sure that the next session goes on and ends well.
func (c *crash) checkSessions() {
	if c.data == "" {
		return
	}
	c.goesOn(c.data, c.day+1)
	c.compare()
}

// goesOn answers one card, to the end of a session.
func (c *crash) goesOn(data string, day int) {
	c.Helper()
	cmd := c.command(data, day, "--bank", c.bank, "study", "--limit", "1")
	cmd.Stdin = strings.NewReader("nothing\n4\n\n")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Next in ") {
		c.Errorf("the next session: %v\n%s", err, out)
	}
	c.sound(filepath.Join(data, "progress.db"))
	if left, _ := filepath.Glob(filepath.Join(data, "backups", ".*.tmp*")); len(left) > 0 {
		if c.run(data, day, "backup"); !c.Failed() {
			if left, _ = filepath.Glob(filepath.Join(data, "backups", ".*.tmp*")); len(left) > 0 {
				c.Errorf("left behind: %v", left)
			}
		}
	}
}

func (c *crash) fresh(name string) string {
	c.Helper()
	dir, err := os.MkdirTemp(c.dir, name)
	if err != nil {
		c.Fatal(err)
	}
	return dir
}

func (c *crash) sound(path string) progress.Contents {
	c.Helper()
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return progress.Contents{}
	}
	if info, err := os.Stat(path); err == nil && info.Size() == 0 { // killed before the first write
		return progress.Contents{}
	}
	found, err := progress.Inspect(c.Context(), path)
	if err != nil {
		c.Errorf("%s: %v", path, err)
	}
	return found
}

// killed runs a command and kills it at a random moment of the time it takes.
func (c *crash) killed(kind, data string, args ...string) {
	c.Helper()
	c.counts[kind]++
	most := 150 * time.Millisecond
	switch kind {
	case "backup", "restore", "sync":
		most = 60 * time.Millisecond
	case "optimize":
		most = 2 * time.Second
	}
	cmd := c.command(data, 0, args...)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		c.Fatal(err)
	}
	time.Sleep(time.Duration(c.rand.Int64N(int64(most))))
	cmd.Process.Kill()
	err := cmd.Wait()
	end := "ended before"
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		end = "killed"
	} else if err != nil {
		c.Errorf("kuril %v: %v", args, err)
	}
	c.counts[kind+" "+end]++
}

// seeded is a folder with a log that was merged, and one own answer.
func (c *crash) seeded(kind string) string {
	c.Helper()
	data := c.fresh(kind)
	c.run(data, 0, "--bank", c.bank, "merge", c.foreign)
	c.run(data, 0, "--bank", c.bank, "mark", "q1")
	return data
}

func (c *crash) holds(data string, events int) {
	c.Helper()
	if found := c.sound(filepath.Join(data, "progress.db")); found.Events != events {
		c.Errorf("%d events, want %d", found.Events, events)
	}
}

func (c *crash) backups(data string) {
	c.Helper()
	files, _ := filepath.Glob(filepath.Join(data, "backups", "*.db"))
	for _, file := range files {
		c.sound(file)
	}
}

func (c *crash) backup() {
	data := c.seeded("backup")
	c.killed("backup", data, "backup")
	c.holds(data, crashEvents+1)
	c.backups(data)
	c.goesOn(data, 1)
}

func (c *crash) merge() {
	data := c.fresh("merge")
	c.run(data, 0, "--bank", c.bank, "mark", "q1")
	c.killed("merge", data, "--bank", c.bank, "merge", c.foreign)
	if found := c.sound(filepath.Join(data, "progress.db")); found.Events < 1 || found.Events > crashEvents+1 {
		c.Errorf("%d events", found.Events)
	}
	c.backups(data)
	c.run(data, 0, "--bank", c.bank, "merge", c.foreign)
	c.holds(data, crashEvents+1)
	c.goesOn(data, 1)
}

// sync kills one of two devices while it sends its whole log, its decks and its
// answers to a folder and reads those of the other; when both have come again,
// each has everything.
func (c *crash) sync() {
	share := c.fresh("share")
	one, other := c.seeded("sync"), c.fresh("sync")
	c.run(other, 0, "add", "--prompt", "What is elsewhere?", "--answer", "there")
	c.run(other, 0, "--bank", c.bank, "mark", "q2")
	c.run(other, 0, "sync", share)
	c.run(one, 0, "add", "--prompt", "What is here?", "--answer", "this")
	killed, events := one, crashEvents+1
	if c.rand.IntN(2) == 0 { // it reads the most
		c.run(one, 0, "sync", share)
		killed, events = other, 1
	}
	c.killed("sync", killed, "sync", share)
	if found := c.sound(filepath.Join(killed, "progress.db")); found.Events < events || found.Events > crashEvents+4 {
		c.Errorf("%d events", found.Events)
	}
	c.backups(killed)
	for _, data := range []string{killed, one, other, one} {
		c.run(data, 0, "sync", share)
	}
	if a, b := c.run(one, 0, "log", "--json"), c.run(other, 0, "log", "--json"); a != b {
		c.Errorf("the two logs differ")
	}
	for _, data := range []string{one, other} {
		if found := c.sound(filepath.Join(data, "progress.db")); found.Events < crashEvents+2 {
			c.Errorf("%d events", found.Events)
		}
		decks := c.run(data, 0, "list", "deck:own")
		if !strings.Contains(decks, "What is here?") || !strings.Contains(decks, "What is elsewhere?") {
			c.Errorf("the decks of both are not all there:\n%s", decks)
		}
	}
	c.goesOn(killed, 1)
}

func (c *crash) migration() {
	data := c.fresh("migration")
	text, err := os.ReadFile(c.old)
	if err == nil {
		err = os.WriteFile(filepath.Join(data, "progress.db"), text, 0o600)
	}
	if err != nil {
		c.Fatal(err)
	}
	c.killed("migration", data, "--bank", c.bank, "list")
	c.holds(data, crashEvents+oldEvents)
	c.backups(data)
	c.run(data, 0, "--bank", c.bank, "list")
	c.holds(data, crashEvents+oldEvents)
	c.goesOn(data, 1)
}

func (c *crash) importing() {
	data := c.seeded("import")
	var table strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&table, "What is the thing number %d?,thing %d\n", i, i)
	}
	file := c.write("things.csv", table.String())
	c.killed("import", data, "import", file, "--deck", "things")
	c.holds(data, crashEvents+1)
	c.backups(data)
	if found := strings.Count(c.run(data, 0, "list", "deck:things", "--ids"), "\n"); found != 0 && found != 3000 {
		c.Errorf("%d of 3000 were imported", found)
	}
	c.run(data, 0, "import", file, "--deck", "things")
	if found := strings.Count(c.run(data, 0, "list", "deck:things", "--ids"), "\n"); found != 3000 {
		c.Errorf("%d of 3000 were imported in the end", found)
	}
	c.goesOn(data, 1)
}

func (c *crash) restore() {
	data := c.seeded("restore")
	c.run(data, 0, "backup", filepath.Join(data, "b.db"))
	c.run(data, 0, "--bank", c.bank, "mark", "q2")
	c.killed("restore", data, "restore", filepath.Join(data, "b.db"), "--yes")
	if found := c.sound(filepath.Join(data, "progress.db")); found.Events != crashEvents+1 && found.Events != crashEvents+2 {
		c.Errorf("%d events", found.Events)
	}
	c.backups(data)
	c.goesOn(data, 1)
}

func (c *crash) optimize() {
	data := c.seeded("optimize")
	c.killed("optimize", data, "--bank", c.bank, "optimize", "--yes")
	if found := c.sound(filepath.Join(data, "progress.db")); found.Events < crashEvents+1 || found.Events > crashEvents+2 {
		c.Errorf("%d events", found.Events)
	}
	c.backups(data)
	c.goesOn(data, 1)
}

// checkOthers makes sure that kills came while something was being done.
func (c *crash) checkOthers() {
	if runtime.GOOS != "linux" {
		return
	}
	killed := 0
	for kind, n := range c.counts {
		if strings.HasSuffix(kind, " killed") {
			killed += n
		}
	}
	if killed == 0 && c.sessions > 0 && len(c.counts) > 0 {
		c.Error("every command ended before it was killed")
	}
}
