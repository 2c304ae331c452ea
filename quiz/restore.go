package quiz

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/progress"
)

// RestoreOptions say what Restore brings back.
type RestoreOptions struct {
	File string // a path, or the name of a file in the folder for backups
	Undo bool   // what the last restore replaced
	Yes  bool   // do not ask
}

// besideAdded is the entry of a backup, made before a restore, that names the
// decks which the restore is about to add, one a line: taking it back takes
// them away.
const besideAdded = "added"

// Restore puts log and decks of a backup in the place of those there are, of
// which a copy is made first. Decks that the backup does not know stay. The
// desk's log must not be open.
func Restore(ctx context.Context, d *Desk, o RestoreOptions) error {
	from, err := d.restored(o)
	if err != nil {
		return err
	}
	if sameFile(from, d.database()) {
		return Misuse("%s is the log itself", o.File).Hint("kuril backup --list  shows what can be restored")
	}
	c, err := progress.Inspect(ctx, from)
	if err != nil {
		return err
	}
	beside, err := progress.Beside(ctx, from)
	if err != nil {
		return err
	}
	var drop []string
	if d.madeByRestore(from) {
		drop = addedDecks(beside)
	}
	delete(beside, besideAdded)
	changed, err := d.changedDecks(beside)
	if err != nil {
		return err
	}
	now := d.describeNow(ctx)
	if !o.Yes {
		d.tell("%s", Clean(fmt.Sprintf("The backup holds %s%s.", d.holding(c), andDecks(len(beside)))))
		d.tell("%s", Clean(now))
		if ok, err := d.sure("Put the backup in its place?"); err != nil || !ok {
			return d.left(err)
		}
	}
	if err := d.makeFolder(d.DataDir); err != nil {
		return err
	}
	kept, aside, err := d.keepBeforeRestore(ctx, changed.added)
	if err != nil {
		return err
	}
	if aside {
		c, err = progress.Replace(ctx, from, d.database())
	} else {
		c, err = progress.Restore(ctx, from, d.database())
	}
	if err != nil {
		return err
	}
	if err := d.writeDecks(changed, drop); err != nil {
		return err
	}
	d.prune()
	if err := d.say("Restored %s%s.", d.holding(c), decksTold(changed)); err != nil || kept == "" {
		return err
	}
	if aside {
		return d.say("The file that was there could not be read; it is kept as %s.", kept)
	}
	return d.say("What was there is kept in %s; kuril restore --undo  brings it back.", kept)
}

// restored finds the file that is to be restored.
func (d *Desk) restored(o RestoreOptions) (string, error) {
	if o.Undo {
		for _, b := range d.backups() {
			if b.why == backupBefore+"restore" {
				return b.path, nil
			}
		}
		return "", Fail("nothing was restored yet, so there is nothing to take back").Hint("kuril backup --list  shows what can be restored")
	}
	if _, err := os.Stat(o.File); err != nil && filepath.Base(o.File) == o.File {
		if inside := filepath.Join(d.BackupsDir(), o.File); sizeOf(inside) > 0 {
			return inside, nil
		}
	}
	return o.File, nil
}

func (d *Desk) holding(c progress.Contents) string {
	if c.Events == 0 {
		return "an empty log"
	}
	return fmt.Sprintf("%s up to %s", Count(c.Events, "event"), c.Last.In(d.Calendar.Zone).Format("2006-01-02 15:04"))
}

func andDecks(n int) string {
	if n == 0 {
		return ""
	}
	return " and " + Count(n, "deck")
}

func (d *Desk) describeNow(ctx context.Context) string {
	if _, err := os.Stat(d.database()); errors.Is(err, fs.ErrNotExist) {
		return "There is no log here yet."
	}
	c, err := progress.Glance(ctx, d.database())
	if err != nil {
		return "Of the log here: " + err.Error() + "."
	}
	return fmt.Sprintf("The log here holds %s; a copy of it is made first.", d.holding(c))
}

// keepBeforeRestore copies what is there, with the names of the decks that come
// new. A log that cannot be read is moved aside instead.
func (d *Desk) keepBeforeRestore(ctx context.Context, added []string) (kept string, aside bool, err error) {
	if sizeOf(d.database()) == 0 {
		return "", false, nil
	}
	before := make(map[string][]byte)
	if len(added) > 0 {
		before[besideAdded] = []byte(strings.Join(added, "\n"))
	}
	err = d.Write(ctx)
	if err == nil {
		kept, _, err = d.backUp(ctx, backupBefore+"restore", before)
	}
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	d.writing = false
	if err == nil {
		return kept, false, nil
	}
	switch progress.Condition(err) {
	case progress.Damaged, progress.Newer:
	default:
		return "", false, notBackedUp(err, "nothing was restored: no copy could be made of what is there")
	}
	if d.others() {
		return "", false, Fail("another kuril is at work on the log here").Hint("end it first")
	}
	if kept, err = d.setAside("unread"); err != nil {
		return "", false, err
	}
	return kept, true, nil
}

// others reports whether another session has a card open.
func (d *Desk) others() bool {
	c := claims{dir: filepath.Join(d.DataDir, "asking")}
	return len(c.others(d.Now())) > 0
}

// deckChanges are the decks that a restore writes.
type deckChanges struct {
	texts           map[string][]byte // by path in the data folder, with slashes
	added, replaced []string
	stay            int // decks the backup does not know
}

func (d *Desk) changedDecks(beside map[string][]byte) (deckChanges, error) {
	c := deckChanges{texts: make(map[string][]byte)}
	if len(beside) == 0 {
		return c, nil
	}
	now, err := d.decksBeside()
	if err != nil {
		return c, err
	}
	for _, name := range slices.Sorted(maps.Keys(beside)) {
		if !isDeckName(name) {
			return c, Fail("the backup holds a file %q, which is no deck; nothing was changed", name)
		}
		text, there := now[name]
		switch {
		case there && bytes.Equal(text, beside[name]):
			continue
		case there:
			c.replaced = append(c.replaced, name)
		default:
			c.added = append(c.added, name)
		}
		c.texts[name] = beside[name]
	}
	for name := range now {
		if _, known := beside[name]; !known {
			c.stay++
		}
	}
	return c, nil
}

// isDeckName reports whether a name from a backup leads to a deck and nowhere
// else.
func isDeckName(name string) bool {
	return strings.HasPrefix(name, "decks/") && path.Clean(name) == name && path.Ext(name) == ".toml" &&
		filepath.IsLocal(filepath.FromSlash(name)) && !strings.ContainsAny(name, "\\:\x00") && CleanLine(name) == name
}

// madeByRestore reports whether a file is a copy that a restore made here before
// it went on: of no other file is believed what it says to take away.
func (d *Desk) madeByRestore(from string) bool {
	return slices.ContainsFunc(d.backups(), func(b backup) bool {
		return b.why == backupBefore+"restore" && sameFile(b.path, from)
	})
}

// addedDecks reads which decks an earlier restore added.
func addedDecks(beside map[string][]byte) []string {
	return slices.DeleteFunc(strings.Split(string(beside[besideAdded]), "\n"), func(name string) bool { return !isDeckName(name) })
}

func (d *Desk) writeDecks(c deckChanges, drop []string) error {
	root := d.DataDir
	for _, name := range slices.Sorted(maps.Keys(c.texts)) {
		to := filepath.Join(root, filepath.FromSlash(name))
		if err := d.makeFolder(d.DecksDir()); err != nil {
			return err
		}
		if err := d.inDecks(to); err != nil {
			return err
		}
		if err := d.makeFolder(filepath.Dir(to)); err != nil {
			return err
		}
		if err := deck.WriteFile(to, c.texts[name], 0o600); err != nil {
			return err
		}
	}
	for _, name := range drop {
		to := filepath.Join(root, filepath.FromSlash(name))
		if d.inDecks(to) == nil {
			_ = os.Remove(to)
		}
	}
	return nil
}

// inDecks refuses a folder that a link leads out of the decks. It need not be
// there yet. A deck that is itself a link was read and copied through it, and
// is written so.
func (d *Desk) inDecks(to string) error {
	root, err := filepath.EvalSymlinks(d.DecksDir())
	if err != nil {
		return plain(d.DecksDir(), err)
	}
	there := filepath.Dir(to)
	for there != d.DecksDir() && there != filepath.Dir(there) {
		if _, err := os.Lstat(there); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		there = filepath.Dir(there)
	}
	dir, err := filepath.EvalSymlinks(there)
	if err != nil {
		return plain(to, err)
	}
	if inside, err := filepath.Rel(root, dir); err != nil || !filepath.IsLocal(inside) {
		return Fail("%s is outside of the decks, by a link", to).Hint("move the link away and restore again")
	}
	return nil
}

func decksTold(c deckChanges) string {
	text := ""
	if n := len(c.texts); n > 0 {
		text = " and " + Count(n, "deck")
	}
	if c.stay > 0 {
		text += fmt.Sprintf("; %s that the backup does not know stay", Count(c.stay, "deck"))
		if c.stay == 1 {
			text = strings.TrimSuffix(text, "stay") + "stays"
		}
	}
	return text
}
