package quiz

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// DoctorOptions say what Doctor does beside looking.
type DoctorOptions struct {
	Repair bool // what can be repaired
	Yes    bool // do not ask
	JSON   bool
}

// How much a finding matters.
const (
	findingOK    = "ok"
	findingNote  = "note"  // worth knowing
	findingFault = "fault" // needs repair
)

// A finding is what the doctor has to say of one thing.
type finding struct {
	Check   string `json:"check"`
	Level   string `json:"level"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
	Repair  bool   `json:"repairable"`

	mend func(ctx context.Context) (string, error) // says what it did; nil: somebody must
}

// stale is how long the last backup may be behind the last answer.
const stale = 14 * 24 * time.Hour

// Doctor looks at everything that is kept: folders and their rights, the log and
// its cache, decks, backups, what killed programs left. It fails when something
// needs repair. The desk's log must not be open.
func Doctor(ctx context.Context, d *Desk, o DoctorOptions) error {
	found := d.examine(ctx)
	if o.Repair {
		return d.repair(ctx, found, o)
	}
	if err := d.tellFindings(found, o.JSON); err != nil {
		return err
	}
	for _, f := range found {
		if f.Level == findingFault {
			return ErrSaid
		}
	}
	return nil
}

func (d *Desk) tellFindings(found []finding, asJSON bool) error {
	if asJSON {
		return printJSON(d.Out, found)
	}
	width := 0
	if IsTerminal(d.Stdout) {
		width = d.Term.Columns()
	}
	for _, f := range found {
		label := map[string]string{findingOK: "ok     ", findingNote: "note   ", findingFault: "FAULT  "}[f.Level]
		text := f.Check + ": " + f.Message
		for i, line := range d.wrapped(text, width-len(label)) {
			if i > 0 {
				label = strings.Repeat(" ", len(label))
			}
			if _, err := fmt.Fprintln(d.Out, label+line); err != nil {
				return err
			}
		}
		if f.Hint == "" {
			continue
		}
		for _, line := range d.wrapped(f.Hint, width-9) {
			if _, err := fmt.Fprintln(d.Out, "         "+line); err != nil {
				return err
			}
		}
	}
	return nil
}

// wrapped breaks a text for somebody who looks at it; width 0 or less leaves it
// in one line.
func (d *Desk) wrapped(text string, width int) []string {
	text = CleanLine(text)
	if width < 20 {
		return []string{text}
	}
	return Wrap(text, width)
}

const repairHint = "kuril doctor --repair"

// examine collects all findings.
func (d *Desk) examine(ctx context.Context) []finding {
	found := d.examineFolders()
	if _, err := os.Stat(d.DataDir); err != nil {
		return found
	}
	found = append(found, d.examineLog(ctx)...)
	found = append(found, d.examineDecks()...)
	found = append(found, d.examineBackups(ctx)...)
	return append(found, d.examineLeftovers()...)
}

// private are the files and folders that nobody else is to read.
func (d *Desk) private() []string {
	all := []string{d.DataDir, d.database(), d.BackupsDir()}
	for _, b := range d.backups() {
		all = append(all, b.path)
	}
	return all
}

func (d *Desk) examineFolders() []finding {
	info, err := os.Stat(d.DataDir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return []finding{{Check: "folder", Level: findingOK, Message: d.DataDir + " is not there yet; kuril study makes it"}}
	case err != nil || !info.IsDir():
		return []finding{{Check: "folder", Level: findingFault, Message: d.DataDir + " cannot be opened", Hint: "choose another with --data DIR"}}
	case runtime.GOOS == "windows":
		return []finding{{Check: "folder", Level: findingOK, Message: d.DataDir}}
	}
	var found []finding
	for _, path := range d.private() {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&0o077 == 0 {
			continue
		}
		mode := fs.FileMode(0o600)
		if info.IsDir() {
			mode = 0o700
		}
		found = append(found, finding{
			Check: "rights", Level: findingFault, Repair: true, Hint: repairHint,
			Message: fmt.Sprintf("others can get at %s (%04o, not %04o)", path, info.Mode().Perm(), mode),
			mend: func(context.Context) (string, error) {
				return fmt.Sprintf("%s is yours alone", path), os.Chmod(path, mode)
			},
		})
	}
	if len(found) == 0 {
		found = append(found, finding{Check: "folder", Level: findingOK, Message: d.DataDir + ", readable by you alone"})
	}
	return found
}

func (d *Desk) examineLog(ctx context.Context) (found []finding) {
	path := d.database()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return []finding{{Check: "log", Level: findingOK, Message: "none yet"}}
	}
	_, err := progress.Inspect(ctx, path)
	if err == nil {
		var more []progress.Finding
		if more, err = progress.Examine(ctx, path); err == nil {
			for _, f := range more {
				found = append(found, d.ofLog(f))
			}
			return found
		}
	}
	f := finding{Check: "log", Level: findingFault, Message: err.Error()}
	var stored *progress.Error
	if errors.As(err, &stored) {
		f.Hint = stored.Hint
	}
	if progress.Condition(err) == progress.Damaged {
		f.Hint, f.Repair, f.mend = repairHint+"  saves what can be read, and adds what the backups have", true, d.salvage
	}
	return []finding{f}
}

func (d *Desk) ofLog(f progress.Finding) finding {
	out := finding{Check: f.What, Level: findingOK, Message: f.Message}
	switch {
	case f.Fault:
		out.Level = findingFault
	case f.Note:
		out.Level = findingNote
	}
	if f.Mend {
		out.Repair, out.Hint = true, repairHint
		out.mend = func(ctx context.Context) (string, error) {
			if err := d.Write(ctx); err != nil {
				return "", err
			}
			return f.What + ": made anew", d.Store.Mend(ctx)
		}
	}
	return out
}

func (d *Desk) examineDecks() (found []finding) {
	if err := d.Load(); err != nil {
		return []finding{{Check: "decks", Level: findingFault, Message: err.Error(), Hint: "kuril check  says more"}}
	}
	for _, p := range d.Problems {
		if p.Severity == deck.Error {
			found = append(found, finding{Check: "decks", Level: findingFault, Message: "left out: " + p.Error(), Hint: p.Hint})
		}
	}
	if len(found) == 0 {
		found = append(found, finding{Check: "decks", Level: findingOK, Message: Count(len(d.Bank.Cards()), "card")})
	}
	conflicts, _ := filepath.Glob(filepath.Join(d.DecksDir(), "conflicts", "*.toml"))
	if n := len(conflicts); n > 0 {
		found = append(found, finding{Check: "conflicts", Level: findingNote, Message: Count(n, "file") + " in decks/conflicts: questions changed on two devices", Hint: "kuril help sync  tells how to compare and take one"})
	}
	return found
}

func (d *Desk) examineBackups(ctx context.Context) []finding {
	now, err := progress.Glance(ctx, d.database())
	if err != nil {
		now = progress.Contents{}
	}
	all := d.backups()
	if len(all) == 0 {
		if now.Events == 0 {
			return nil
		}
		return []finding{{Check: "backups", Level: findingNote, Message: "none yet", Hint: "kuril backup  makes one"}}
	}
	var found []finding
	sound := 0
	var newest progress.Contents
	for _, b := range all {
		c, err := progress.Inspect(ctx, b.path)
		if err != nil {
			found = append(found, finding{Check: "backups", Level: findingNote, Message: b.path + ": " + err.Error(), Hint: "remove it; it is of no use"})
			continue
		}
		if sound++; sound == 1 {
			newest = c
		}
	}
	switch {
	case sound == 0:
		return append(found, finding{Check: "backups", Level: findingFault, Message: "none is sound", Hint: "kuril backup  makes one"})
	case now.Last.Sub(newest.Last) > stale:
		return append(found, finding{Check: "backups", Level: findingNote, Message: "the newest sound one ends on " + newest.Last.In(d.Calendar.Zone).Format(time.DateOnly), Hint: "kuril backup  makes one"})
	}
	return append(found, finding{Check: "backups", Level: findingOK, Message: fmt.Sprintf("%d sound, the newest of %s", sound, all[0].at.In(d.Calendar.Zone).Format("2006-01-02 15:04"))})
}

// examineLeftovers looks for what programs that were killed left behind.
func (d *Desk) examineLeftovers() []finding {
	var left []string
	for _, dir := range []string{d.DataDir, d.DecksDir(), d.BackupsDir(), d.MediaDir()} {
		left = append(left, progress.Leftovers(dir, d.Now())...)
	}
	left = append(left, d.staleClaims()...)
	if len(left) == 0 {
		return nil
	}
	return []finding{{
		Check: "leftovers", Level: findingNote, Repair: true, Hint: repairHint,
		Message: Count(len(left), "file") + " of programs that were killed, such as " + left[0],
		mend: func(context.Context) (string, error) {
			for _, path := range left {
				if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return "", plain(path, err)
				}
			}
			return "removed " + Count(len(left), "file") + " of killed programs", nil
		},
	}}
}

// staleClaims lists claims that no session holds.
func (d *Desk) staleClaims() []string {
	if !locksWork {
		return nil
	}
	var all []string
	dir := filepath.Join(d.DataDir, "asking")
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !e.Type().IsRegular() || !claimName.MatchString(e.Name()) {
			continue
		}
		f, err := os.OpenFile(filepath.Join(dir, e.Name()), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if tryLock(f) {
			all = append(all, f.Name())
		}
		f.Close()
	}
	return all
}
