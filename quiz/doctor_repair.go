package quiz

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"kuril/progress"
)

// repair mends what can be mended, after a copy of what there is, and looks
// again.
func (d *Desk) repair(ctx context.Context, found []finding, o DoctorOptions) error {
	var mends []finding
	for _, f := range found {
		if f.mend != nil {
			mends = append(mends, f)
		}
	}
	if len(mends) == 0 {
		if err := d.tellFindings(found, o.JSON); err != nil {
			return err
		}
		return failIfFault(found)
	}
	for _, f := range mends {
		d.tell("%s", Clean(f.Check+": "+f.Message))
	}
	if !o.Yes {
		if ok, err := d.sure("Repair " + Count(len(mends), "finding") + "?"); err != nil || !ok {
			return d.left(err)
		}
	}
	if err := d.copyBeforeRepair(ctx, found); err != nil {
		return err
	}
	for _, f := range mends {
		done, err := f.mend(ctx)
		if err != nil {
			return err
		}
		d.tell("%s", Clean("Done: "+done+"."))
	}
	if err := d.Close(); err != nil {
		return err
	}
	d.writing = false
	found = d.examine(ctx)
	if err := d.tellFindings(found, o.JSON); err != nil {
		return err
	}
	return failIfFault(found)
}

func failIfFault(found []finding) error {
	for _, f := range found {
		if f.Level == findingFault {
			return ErrSaid
		}
	}
	return nil
}

// copyBeforeRepair makes a backup of a log that can be read; of one that cannot,
// salvage keeps the file itself.
func (d *Desk) copyBeforeRepair(ctx context.Context, found []finding) error {
	if _, err := progress.Inspect(ctx, d.database()); err != nil {
		return nil
	}
	if sizeOf(d.database()) == 0 {
		return nil
	}
	return d.BackUpBefore(ctx, "doctor")
}

// salvage makes a new log of what can be read of a damaged one and of what the
// backups have; the damaged one is kept among them.
func (d *Desk) salvage(ctx context.Context) (string, error) {
	if d.others() {
		return "", Fail("another kuril is at work on the log").Hint("end it first")
	}
	var backups []string
	for _, b := range d.backups() {
		backups = append(backups, b.path)
	}
	temp, s, err := progress.Salvage(ctx, d.database(), backups)
	if err != nil {
		return "", err
	}
	kept, err := d.setAside("damaged")
	if err != nil {
		_ = os.Remove(temp)
		return "", err
	}
	if err := progress.Place(temp, d.database()); err != nil {
		return "", err
	}
	text := fmt.Sprintf("saved %s from the file", Count(s.Read, "event"))
	if s.Added > 0 {
		text += fmt.Sprintf(" and %d more from backups", s.Added)
	}
	switch {
	case s.Lost == 0:
		text += "; none is known to be lost"
	case s.Lost == 1:
		text += "; 1 is known to be lost" + between(s)
	default:
		text += fmt.Sprintf("; %d are known to be lost", s.Lost) + between(s)
	}
	return text + ". The damaged file is kept as " + kept, nil
}

func between(s progress.Salvaged) string {
	switch {
	case s.LostFrom != "" && s.LostTo != "" && s.LostFrom != s.LostTo:
		return fmt.Sprintf(", of %s to %s", s.LostFrom, s.LostTo)
	case s.LostFrom != "" && s.LostTo != "":
		return ", of " + s.LostFrom
	case s.LostFrom != "":
		return ", of " + s.LostFrom + " or later"
	}
	return ""
}

// setAside keeps the log's file, as it is, among the backups, under a name that
// says why; the log stays where it is until something takes its place. A
// journal goes along.
func (d *Desk) setAside(why string) (kept string, err error) {
	if err := d.makeFolder(d.BackupsDir()); err != nil {
		return "", err
	}
	// No name of a backup: it is not one, and is never cleared away.
	name := filepath.Join(d.BackupsDir(), "progress-"+why+"-"+d.Now().UTC().Format(backupTime))
	kept = name + ".db"
	for n := 2; sizeOf(kept) > 0; n++ {
		kept = fmt.Sprintf("%s-%d.db", name, n)
	}
	for _, ending := range []string{"", "-journal"} {
		from := d.database() + ending
		if _, err := os.Stat(from); err != nil {
			continue
		}
		if err := os.Link(from, kept+ending); err != nil {
			if err := copyAside(from, kept+ending); err != nil {
				return "", err
			}
		}
	}
	return kept, nil
}

// copyAside copies a file where it cannot be linked.
func copyAside(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return plain(from, err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return plain(to, err)
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		_ = os.Remove(to)
		return plain(to, err)
	}
	return nil
}
