package quiz

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kuril/lazyregexp"
)

// claims say which card each open session is asking, so that two terminals do
// not ask the same one. A session has a small file of its own in the data
// folder for as long as it asks, and holds a lock on it: a file without one is
// left over from a program that was killed. Where locks do not work there are
// no claims, and a card answered twice is practice the second time.
type claims struct {
	dir  string
	file *os.File // nil before the first claim
	at   time.Time
}

// A claim is forgotten after this time: somebody left the terminal open.
const claimLasts = time.Hour

// claim says that a card is being asked from now on; "" says that none is.
// Nothing that goes wrong here is worth a word.
func (c *claims) claim(card string, now time.Time, name func() (string, error)) {
	if c.file == nil {
		if card == "" || c.dir == "" || !locksWork {
			return
		}
		id, err := name()
		if err != nil || os.MkdirAll(c.dir, 0o700) != nil {
			return
		}
		f, err := os.OpenFile(filepath.Join(c.dir, id), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return
		}
		if !tryLock(f) {
			f.Close()
			os.Remove(f.Name())
			return
		}
		c.file = f
	}
	c.at = now
	text := fmt.Sprintf("%d %s\n", now.UnixMilli(), card)
	if c.file.Truncate(0) == nil {
		c.file.WriteAt([]byte(text), 0)
	}
}

// others returns the cards that other sessions are asking, each with the
// instant since when and the name of the claim, which decides between two of
// the same instant.
func (c *claims) others(now time.Time) map[string]claimed {
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return nil
	}
	taken := make(map[string]claimed)
	for _, e := range entries {
		if !e.Type().IsRegular() || !claimName.MatchString(e.Name()) {
			continue // not ours, and not to be touched
		}
		path := filepath.Join(c.dir, e.Name())
		if c.file != nil && path == c.file.Name() {
			continue
		}
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if tryLock(f) {
			os.Remove(path)
			f.Close()
			continue
		}
		text := make([]byte, 256)
		n, _ := f.ReadAt(text, 0)
		f.Close()
		var ms int64
		var card string
		if got, _ := fmt.Sscanf(string(text[:n]), "%d %s\n", &ms, &card); got < 2 {
			continue
		}
		if at := time.UnixMilli(ms); now.Sub(at).Abs() < claimLasts {
			taken[card] = claimed{at, e.Name()}
		}
	}
	return taken
}

// claimName is how the store makes ids.
var claimName = lazyregexp.New(`^[a-z2-7]{20}$`)

type claimed struct {
	at   time.Time
	name string
}

// yields reports whether our claim comes after another one of the same card.
func (c *claims) yields(to claimed) bool {
	if c.file == nil {
		return false
	}
	ours := time.UnixMilli(c.at.UnixMilli())
	return to.at.Before(ours) || to.at.Equal(ours) && strings.Compare(to.name, filepath.Base(c.file.Name())) < 0
}

// release ends all claims of this session.
func (c *claims) release() {
	if c.file == nil {
		return
	}
	os.Remove(c.file.Name())
	c.file.Close()
	c.file = nil
	os.Remove(c.dir) // where no other session is left
}

// next chooses the card to ask: none that another terminal is asking, unless
// the learner named cards and there is no other. It claims what it returns.
func (k *talk) next() (card string, same, ok bool) {
	now := k.d.Now()
	for range 8 {
		k.s.busy = make(map[string]bool)
		for id := range k.claims.others(now) {
			k.s.busy[id] = true
		}
		c, same, ok := k.s.Next()
		if !ok && k.named && len(k.s.busy) > 0 {
			k.s.busy = nil
			c, same, ok = k.s.Next()
			return c.ID, same, ok
		}
		k.claims.claim(c.ID, now, k.d.Store.NewID)
		if !ok {
			return "", false, false
		}
		if other, both := k.claims.others(now)[c.ID]; !both || !k.claims.yields(other) {
			return c.ID, same, true
		}
	}
	c, same, ok := k.s.Next() // the others are quick today: what is answered twice is practice
	return c.ID, same, ok
}
