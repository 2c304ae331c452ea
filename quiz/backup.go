package quiz

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"kuril/lazyregexp"
	"kuril/progress"
)

// Why a backup was made: the last part of its name. Before a command that
// changes much, the command's name stands behind "before-".
const (
	backupDaily  = "daily"
	backupAsked  = "asked"
	backupBefore = "before-"
)

// A backup is one file in the folder for backups, named by its instant.
type backup struct {
	path string
	at   time.Time
	n    int // of several in one second
	why  string
	size int64
}

const backupTime = "2006-01-02T15.04.05Z"

var backupName = lazyregexp.New(`^(\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\dZ)(?:-(\d+))?-([a-z][a-z-]*)\.db$`)

// BackupsDir returns the folder of the copies that the program makes.
func (d *Desk) BackupsDir() string { return progress.BackupDir(d.database()) }

// backups lists the copies there are, newest first. Files that are named in
// another way are somebody's own and never touched.
func (d *Desk) backups() []backup {
	entries, _ := os.ReadDir(d.BackupsDir())
	var all []backup
	for _, e := range entries {
		m := backupName.FindStringSubmatch(e.Name())
		info, err := e.Info()
		if m == nil || err != nil || !info.Mode().IsRegular() {
			continue
		}
		at, err := time.Parse(backupTime, m[1])
		if err != nil {
			continue
		}
		n, _ := strconv.Atoi(m[2])
		all = append(all, backup{filepath.Join(d.BackupsDir(), e.Name()), at, n, m[3], info.Size()})
	}
	slices.SortFunc(all, func(a, b backup) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.n, a.n)) })
	return all
}

// reason says why a backup was made.
func (b backup) reason() string {
	if command, ok := strings.CutPrefix(b.why, backupBefore); ok {
		return "before " + command
	}
	return b.why
}

// decksBeside reads the learner's own decks, by their paths in the data folder
// with slashes. A deck that cannot be read fails: a backup without it would be
// taken for whole.
func (d *Desk) decksBeside() (map[string][]byte, error) {
	beside := make(map[string][]byte)
	root := d.DecksDir()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil && path == root && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			return err
		case e.IsDir() && path != root && strings.HasPrefix(e.Name(), "."):
			return fs.SkipDir
		case e.IsDir() || filepath.Ext(path) != ".toml" || strings.HasPrefix(e.Name(), "."):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(d.DataDir, path)
		if err != nil {
			return err
		}
		beside[filepath.ToSlash(name)] = text
		return nil
	})
	if err != nil {
		return nil, Fail("the decks cannot be read: %v", err).Hint("kuril doctor  says what is wrong")
	}
	return beside, nil
}

// backUp makes a copy of log and decks in the folder for backups, and then lets
// go of those that the rule does not keep. The log must be open.
func (d *Desk) backUp(ctx context.Context, why string, more map[string][]byte) (path string, c progress.Contents, err error) {
	beside, err := d.decksBeside()
	if err != nil {
		return "", c, err
	}
	maps.Copy(beside, more)
	at := d.Now().UTC()
	for n := 1; ; n++ {
		number := ""
		if n > 1 {
			number = fmt.Sprintf("-%d", n)
		}
		path = filepath.Join(d.BackupsDir(), at.Format(backupTime)+number+"-"+why+".db")
		taken, err := filepath.Glob(filepath.Join(d.BackupsDir(), at.Format(backupTime)+number+"-[a-z]*.db"))
		if err != nil || len(taken) == 0 {
			break
		}
	}
	if c, err = d.Store.Backup(ctx, path, beside); err != nil {
		return "", c, err
	}
	d.prune()
	return path, c, nil
}

// prune removes the backups that the rule does not keep. The last one made
// before a restore stays: it takes that back.
func (d *Desk) prune() {
	all := d.backups()
	at := make([]time.Time, len(all))
	for i, b := range all {
		at[i] = b.at
	}
	undo := slices.IndexFunc(all, func(b backup) bool { return b.why == backupBefore+"restore" })
	for i, keep := range progress.Keep(at, d.Calendar) {
		if !keep && i != undo {
			_ = os.Remove(all[i].path) // one too many does no harm
		}
	}
}

// BackUpBefore makes a backup before a command that changes much, unless the
// last one holds just what there is now. Its error means that the command is
// better not begun.
func (d *Desk) BackUpBefore(ctx context.Context, command string) error {
	if d.Store == nil {
		if err := d.Read(ctx, 0); err != nil {
			return err
		}
	}
	beside, err := d.decksBeside()
	if err != nil {
		return err
	}
	if d.Store.Events() == 0 && len(beside) == 0 {
		return nil
	}
	if err := d.Write(ctx); err != nil {
		return err
	}
	if all := d.backups(); len(all) > 0 && d.same(ctx, all[0].path, beside) {
		return nil
	}
	if _, _, err := d.backUp(ctx, backupBefore+command, nil); err != nil {
		return notBackedUp(err, "nothing was changed: no backup could be made before "+command)
	}
	return nil
}

// same reports whether a backup holds the log and the decks as they are.
func (d *Desk) same(ctx context.Context, path string, beside map[string][]byte) bool {
	kept, err := progress.Beside(ctx, path)
	return err == nil && d.sameLog(ctx, path) && maps.EqualFunc(kept, beside, bytes.Equal)
}

func (d *Desk) sameLog(ctx context.Context, path string) bool {
	c, err := progress.Glance(ctx, path)
	if err != nil {
		return false
	}
	now, err := d.Store.Contents(ctx)
	return err == nil && c.Events == now.Events && c.ID == now.ID
}

// BackUpDaily makes the backup of the day after its first session, if anything
// was recorded since the last one. It comes when the session is over and said so;
// what goes wrong is told and costs nothing else. Of a long log it takes
// seconds, which is said, and ^C leaves it for the next session.
func (d *Desk) BackUpDaily(ctx context.Context) {
	if !d.writing || d.Store == nil {
		return
	}
	// What ended the session does not end this.
	ctx, stop := signal.NotifyContext(context.WithoutCancel(ctx), os.Interrupt, syscall.SIGTERM)
	defer stop()
	all, today := d.backups(), d.Today()
	for _, b := range all {
		if b.why == backupDaily && d.Calendar.Day(b.at) == today {
			return
		}
	}
	if now, err := d.Store.Contents(ctx); err != nil || now.Events == 0 || len(all) > 0 && d.sameLog(ctx, all[0].path) {
		return
	}
	patience := time.AfterFunc(time.Second, func() {
		if IsTerminal(d.Stderr) {
			fmt.Fprintln(d.Err, "Making today's backup; ^C leaves it for the next session.")
		}
	})
	_, _, err := d.backUp(ctx, backupDaily, nil)
	patience.Stop()
	switch {
	case err == nil:
	case ctx.Err() != nil:
		fmt.Fprintln(d.Err, "kuril: note: today's backup was left for the next session; every answer is kept")
	default:
		fmt.Fprintf(d.Err, "kuril: note: today's backup was not made, the earlier ones are kept: %s\n", CleanLine(err.Error()))
	}
}

// notBackedUp puts what was meant to happen before a failed backup.
func notBackedUp(err error, what string) error {
	e := Fail("%s: %v", what, err)
	var stored *progress.Error
	if errors.As(err, &stored) && stored.Hint != "" {
		e = e.Hint("%s", stored.Hint)
	}
	e.Err = err
	return e
}

// BackupOptions say what Backup does.
type BackupOptions struct {
	File string // "": one in the folder for backups
	List bool
	JSON bool
	Yes  bool // replace a file that is there
}

// Backup copies the log and the learner's own decks into one file, or lists the
// copies there are.
func Backup(ctx context.Context, d *Desk, o BackupOptions) error {
	if o.List {
		return d.listBackups(ctx, o.JSON)
	}
	if err := d.Read(ctx, 0); err != nil && !errors.Is(err, progress.ErrOlder) {
		return err
	} else if err != nil {
		if err := d.Write(ctx); err != nil { // which copies it, too
			return err
		}
	}
	var path string
	var c progress.Contents
	var err error
	if o.File == "" {
		path, c, err = d.backUp(ctx, backupAsked, nil)
	} else {
		path, c, err = d.backUpTo(ctx, o)
	}
	if err != nil {
		return err
	}
	if o.JSON {
		return printJSON(d.Out, d.row(backup{path: path, at: d.Now().UTC(), why: backupAsked, size: sizeOf(path)}, c, ""))
	}
	return d.say("Backed up %s and %s to %s.", Count(c.Events, "event"), Count(len(decksIn(c)), "deck"), path)
}

// backUpTo writes a backup to a file that the learner named.
func (d *Desk) backUpTo(ctx context.Context, o BackupOptions) (path string, c progress.Contents, err error) {
	path = o.File
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		path = filepath.Join(path, "kuril-"+d.Now().UTC().Format(backupTime)+".db")
	case err == nil && sameFile(path, d.database()):
		return "", c, Misuse("%s is the log itself", o.File).Hint("name another file")
	case err == nil && !info.Mode().IsRegular():
		return "", c, Fail("%s is no file that can be replaced", o.File).Hint("name another file")
	case err == nil && !o.Yes:
		return "", c, Fail("%s is there already", o.File).Hint("name another file, or replace it with --yes")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", c, plain(path, err)
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return "", c, Fail("there is no folder %s", filepath.Dir(path)).Hint("make it first: mkdir -p %s", filepath.Dir(path))
	}
	beside, err := d.decksBeside()
	if err != nil {
		return "", c, err
	}
	c, err = d.Store.Backup(ctx, path, beside)
	return path, c, err
}

// decksIn lists the decks that a backup holds.
func decksIn(c progress.Contents) []string {
	return slices.DeleteFunc(slices.Clone(c.Beside), func(name string) bool { return !isDeckName(name) })
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

func sizeOf(path string) int64 {
	if info, err := os.Stat(path); err == nil {
		return info.Size()
	}
	return 0
}

// backupRow is one backup as --json tells of it.
type backupRow struct {
	File   string   `json:"file"`
	At     string   `json:"at"`
	Why    string   `json:"why"`
	Bytes  int64    `json:"bytes"`
	Events int      `json:"events"`
	Last   string   `json:"last"` // newest answer
	Decks  []string `json:"decks"`
	Fault  string   `json:"fault,omitempty"`
}

func (d *Desk) row(b backup, c progress.Contents, fault string) backupRow {
	last := ""
	if !c.Last.IsZero() {
		last = c.Last.UTC().Format(time.RFC3339)
	}
	return backupRow{b.path, b.at.UTC().Format(time.RFC3339), b.reason(), b.size, c.Events, last, listOf(decksIn(c)), fault}
}

func (d *Desk) listBackups(ctx context.Context, asJSON bool) error {
	rows := []backupRow{}
	var b strings.Builder
	for _, one := range d.backups() {
		c, err := progress.Glance(ctx, one.path)
		holds, fault := Count(c.Events, "event")+", "+Count(len(decksIn(c)), "deck"), ""
		if err != nil {
			holds, fault = err.Error(), err.Error()
		}
		rows = append(rows, d.row(one, c, fault))
		fmt.Fprintf(&b, "%s  %s: %s\n", one.at.In(d.Calendar.Zone).Format("2006-01-02 15:04"), one.reason(), CleanLine(holds))
		fmt.Fprintf(&b, "  %s\n", CleanLine(filepath.Base(one.path)))
	}
	if asJSON {
		return printJSON(d.Out, rows)
	}
	if len(rows) == 0 {
		return d.say("There are no backups yet. One is made after the first session of a day; kuril backup  makes one now.")
	}
	if _, err := fmt.Fprint(d.Out, b.String()); err != nil {
		return err
	}
	return d.say("In %s. kuril restore NAME  brings one back.", d.BackupsDir())
}
