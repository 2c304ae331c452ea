// Package anki reads Anki's packages and collections: notes become questions,
// and the review log comes out in types of its own. It knows nothing of what a
// learner has remembered here, of the clock, or of the screen.
package anki

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kuril/deck"
)

// An Error is a file that cannot be imported, in words for people.
type Error struct {
	Message string
	Hint    string // what to do, or empty
}

func (e *Error) Error() string { return e.Message }

func refuse(hint, format string, args ...any) error {
	return &Error{Message: fmt.Sprintf(format, args...), Hint: hint}
}

const exportAgain = "export it once more from Anki: File, Export"

// Options say how a file is read.
type Options struct {
	Zone *time.Location // of the learner; nil: UTC

	// Place is asked what a media file of the package is to be called here.
	// nil: as it is.
	Place func(name string, open func() (io.ReadCloser, error)) string

	// Watch is told how far the reading has come; its error stops it.
	Watch func(done, total int) error
}

// A Package is what a file holds. Close removes the private copy it was read
// from; until then Open gives its media.
type Package struct {
	Name       string // of the file, without its folder
	Generation string // "legacy1", "legacy2", "latest", "collection" or Text
	Schema     int    // of its database
	Separator  string // of the columns of a text, in words

	Notes, Cards, Rows int // found, whatever became of them; Rows are those of the review log

	Items    []*Item
	Skipped  []Skipped
	Warnings []string  // what could not be carried over, counted
	Lost     int       // rows of the review log that belong to no card kept
	Changed  time.Time // the collection, last

	// Beside opens the files that the questions refer to, where they do not come
	// with the package. nil: they do.
	Beside func(name string) (io.ReadCloser, error)

	files  map[string]mediaFile // by name
	folder string               // of a collection's media
	dir    string               // of the private copy
	close  []func() error
}

// An Item is one question with the cards of the other program that it stands
// for.
type Item struct {
	Question *deck.Question // Deck is the name of the deck it belongs in; an id only where it was written by kuril
	Deck     string         // levels separated by "::"
	Key      string         // tells it from all others in the file and stays the same in later ones
	Origin   string         // the program it is from; "": Anki
	Cards    []Card
	Media    []string // names of the files it refers to

	position int64 // of the first new card; -1: none is new
}

// ID returns an id for the question, the same for every import of it. Another
// salt gives another id, for when the first is taken.
func (i *Item) ID(salt int) string {
	id := questionID(i.Key, salt)
	if i.Origin != "" {
		return i.Origin + strings.TrimPrefix(questionID(i.Origin+"\x00"+i.Key, salt), "anki")
	}
	return id
}

// questionID is a hash: the text of a note may change, and its identity in Anki
// may hold any sign.
func questionID(key string, salt int) string {
	if salt > 0 {
		key += fmt.Sprintf("\x00%d", salt)
	}
	sum := sha256.Sum256([]byte("anki\x00" + key))
	return "anki-" + idText.EncodeToString(sum[:])[:10]
}

var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// A Card is the history of one card.
type Card struct {
	Suffix string // behind the question's id: "", "#back" or "#3"
	ID     int64  // in the other program
	Steps  []Step // in order

	Suspended bool
	Buried    bool // until the day after the collection was last used
	Marked    bool
	New       bool
	Due       int       // the date it is due, in days since 1970-01-01; 0: none
	DueAt     time.Time // instead, within a day; zero: none
	Changed   time.Time // last, or zero

	Interval  int       // in days, 0: less than one
	Stability float64   // in days as Anki had it; 0: unknown
	Last      time.Time // answer, where the log does not tell; or zero
}

// The kinds of step.
const (
	Answered  = iota // a rated answer for the schedule
	Crammed          // a rated answer that left the schedule alone
	Forgotten        // the card became a new one
	Moved            // its due day was set without an answer
)

// A Step is one row of the review log, or a reset that the log leaves out.
type Step struct {
	What   int
	Row    int64 // id; 0 for a reset that is not in the log
	At     time.Time
	Rating int           // 1 to 4 of answers
	Took   time.Duration // of answers
	Days   int           // the interval that followed, in whole days; 0: less than a day
}

// Skipped is a note or a card that was left out.
type Skipped struct {
	What   string // the beginning of its text
	Reason string
	Cards  int
}

// Extensions are the endings of the files that Read takes.
var Extensions = []string{".apkg", ".colpkg", ".anki2", ".anki21"}

// Read reads a package or a bare collection. Nothing is written beside it. The
// error is an *Error when the file is at fault.
func Read(ctx context.Context, path string, o Options) (*Package, error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Watch == nil {
		o.Watch = func(int, int) error { return ctx.Err() }
	}
	info, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return nil, refuse("look at the name, and at the folder you are in", "there is no file %s", path)
	case err != nil:
		return nil, refuse("", "%s cannot be read: %v", path, inner(err))
	case info.IsDir():
		return nil, refuse("name a file in it", "%s is a folder, not a file", path)
	case !info.Mode().IsRegular():
		return nil, refuse("save what it gives to a file first", "%s is not a regular file", path)
	case info.Size() == 0:
		return nil, refuse(exportAgain, "%s is empty", filepath.Base(path))
	}
	p := &Package{Name: filepath.Base(path)}
	if p.dir, err = os.MkdirTemp("", "kuril-import-"); err != nil {
		return nil, refuse("make room there, or name another place in TMPDIR", "no private copy can be made: %v", inner(err))
	}
	p.close = append(p.close, func() error { return os.RemoveAll(p.dir) })
	if err := p.read(ctx, path, o); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

func (p *Package) read(ctx context.Context, path string, o Options) error {
	head := make([]byte, 16)
	f, err := os.Open(path)
	if err != nil {
		return refuse("", "%s cannot be read: %v", path, inner(err))
	}
	n, _ := f.ReadAt(head, 0)
	f.Close()
	var db copied
	switch {
	case strings.HasPrefix(string(head[:n]), "SQLite format 3\x00"):
		p.Generation = "collection"
		p.folder = filepath.Join(filepath.Dir(path), "collection.media")
		db, err = p.copyCollection(path)
	case strings.HasPrefix(string(head[:n]), "PK"):
		db, err = p.unpack(ctx, path)
	default:
		err = refuse("an .apkg, .colpkg, .anki2 or .anki21 file is wanted; "+exportAgain, "%s is no Anki package: it was not made by Anki, or it is damaged", p.Name)
	}
	if err != nil {
		return err
	}
	c, err := load(ctx, db, o, p.Name)
	if err != nil {
		return err
	}
	p.Schema, p.Changed = c.version, c.changed
	p.Notes, p.Cards, p.Rows = len(c.notes), c.cards, c.rows
	return p.convert(c, o)
}

// Close removes the private copy.
func (p *Package) Close() error {
	var first error
	for i := len(p.close) - 1; i >= 0; i-- {
		if err := p.close[i](); err != nil && first == nil {
			first = err
		}
	}
	p.close = nil
	return first
}

// inner is what the system said, without the path that stands beside it.
func inner(err error) error {
	switch e := err.(type) {
	case *os.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}
