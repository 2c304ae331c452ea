package progress

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// What meta keeps of where the log is at home: the machine and folder in which
// its device was made, and the device that each such place had.
const (
	metaDevice = "device"
	metaHome   = "home"
	metaHad    = "device of "
)

// place names the machine and folder of this file as meta keeps it; "" when the
// machine is not known, and nothing can be told then. What identifies a machine
// is its owner's affair, so only a sum of it is kept.
func (s *Store) place() string {
	if s.machine == "" {
		return ""
	}
	dir := filepath.Dir(s.path)
	if whole, err := filepath.EvalSymlinks(dir); err == nil {
		dir = whole
	}
	sum := sha256.Sum256([]byte("kuril\n" + s.machine))
	return hex.EncodeToString(sum[:8]) + " " + dir
}

// settle gives a log that was copied to another machine or folder a device of
// its own, so that no two devices give out the same numbers. A folder that was
// moved on one machine, so that nothing of this device is left where it was,
// stays the same device; so does one that two machines use in turn, each of
// which then has its own.
func (s *Store) settle(ctx context.Context) error {
	here := s.place()
	if here == "" {
		return nil
	}
	device, home, err := s.settled(ctx, s.db)
	if err != nil || device == "" || home == here {
		return err
	}
	return s.write(ctx, "look where the log is", func(ctx context.Context, tx *sql.Tx) error {
		device, home, err := s.settled(ctx, tx)
		if err != nil || device == "" || home == here {
			return err
		}
		if home != "" && !s.moved(ctx, home, here, device) {
			var had string
			switch err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = ?`, metaHad+here).Scan(&had); {
			case errors.Is(err, sql.ErrNoRows):
				if device, err = s.newDevice(); err != nil {
					return err
				}
				s.copied = true
			case err != nil:
				return err
			default:
				device = had
			}
		}
		return putNotes(ctx, tx, map[string]string{metaDevice: device, metaHome: here, metaHad + here: device})
	})
}

func (s *Store) settled(ctx context.Context, q queryer) (device, home string, err error) {
	err = q.QueryRowContext(ctx, `
		SELECT coalesce((SELECT value FROM meta WHERE key = ?), ''),
		       coalesce((SELECT value FROM meta WHERE key = ?), '')`, metaDevice, metaHome).Scan(&device, &home)
	return device, home, err
}

// moved reports whether the log is no longer where it was at home, on the same
// machine: there is nothing, or this very file, or another device's.
func (s *Store) moved(ctx context.Context, home, here, device string) bool {
	machine, dir, _ := strings.Cut(home, " ")
	if m, _, _ := strings.Cut(here, " "); m != machine {
		return false
	}
	old := filepath.Join(dir, filepath.Base(s.path))
	info, err := os.Lstat(old)
	if err != nil {
		return errors.Is(err, os.ErrNotExist)
	}
	if ours, err := os.Stat(s.path); err == nil && os.SameFile(info, ours) {
		return true
	}
	o, err := Open(ctx, old, Options{ReadOnly: true})
	if err != nil || o.db == nil {
		return false
	}
	defer o.Close()
	other, _, err := o.settled(ctx, o.db)
	return err == nil && other != device
}

// Copied reports whether the log was found to be a copy when it was opened, and
// was given a device of its own.
func (s *Store) Copied() bool { return s.copied }

// Device returns the id of this copy of the log, "" before the first write.
func (s *Store) Device(ctx context.Context) (string, error) {
	if s.db == nil {
		return "", nil
	}
	device, _, err := s.settled(ctx, s.db)
	return device, err
}

// EnsureDevice returns the id of this copy of the log, which is made if it was
// never written to.
func (s *Store) EnsureDevice(ctx context.Context) (device string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.write(ctx, "give the log a device", func(ctx context.Context, tx *sql.Tx) error {
		device, err = s.device(ctx, tx)
		return err
	})
	return device, err
}

func (s *Store) newDevice() (string, error) {
	id, err := s.NewID()
	if err != nil {
		return "", err
	}
	return id[:10], nil
}

// device returns the id of this copy of the file, made at the first write.
func (s *Store) device(ctx context.Context, tx *sql.Tx) (string, error) {
	device, home, err := s.settled(ctx, tx)
	here := s.place()
	if err != nil || device != "" && (home != "" || here == "") {
		return device, err
	}
	if device == "" {
		if device, err = s.newDevice(); err != nil {
			return "", err
		}
	}
	notes := map[string]string{metaDevice: device}
	if here != "" {
		notes[metaHome], notes[metaHad+here] = here, device
	}
	return device, putNotes(ctx, tx, notes)
}
