package quiz

import (
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// Desk is everything one run of the program works with: what there is to
// learn, what is remembered, the clock and the streams. It is built once, by
// package command, and handed to every function of this package.
type Desk struct {
	Bank     *deck.Bank
	Problems []deck.Problem // of deck files that were left out

	Store    *progress.Store // never nil; read-only for commands that record nothing
	Calendar progress.Calendar
	Now      func() time.Time
	Rand     *rand.Rand
	Settings Settings

	Term *Term     // the conversation
	Out  io.Writer // results
	Err  io.Writer // talk

	DataDir   string   // need not exist yet
	Editor    string   // command line of the editor, with arguments; "" when none is set
	Stdin     *os.File // for the editor, which wants the terminal itself
	Stdout    *os.File
	Stderr    *os.File
	Builtin   []byte   // the text of the built-in bank
	BankFiles []string // --bank; when any, these are the whole bank
	Yes       bool     // --yes: do not ask before touching several cards
}

// Settings are what the learner may choose in config.toml.
type Settings struct {
	New       int      // new cards a study day, 0 and more
	Reviews   int      // reviews a study day; -1 means no limit
	Retention float64  // wanted recall when a card is due, 0.70 to 0.97
	Longest   int      // longest interval in days, 1 to 36500
	Rollover  int      // hour at which the study day starts, 0 to 23
	Ratings   int      // 4, or 2 for again and good only
	Decks     []string // decks the daily session takes; none means all
}

// DefaultSettings are used where config.toml says nothing.
var DefaultSettings = Settings{
	New: 10, Reviews: -1, Retention: 0.90, Longest: progress.LongestInterval, Rollover: 4, Ratings: 4,
}

// Today returns the study day of this moment.
func (d *Desk) Today() progress.Day {
	return d.Calendar.Day(d.Now())
}

// DecksDir returns the folder of the learner's own decks.
func (d *Desk) DecksDir() string {
	return filepath.Join(d.DataDir, "decks")
}

// Daily reports whether the daily session takes cards of this deck.
// With --bank the list is empty: a bank asked for by name is taken whole.
func (s Settings) Daily(deckName string) bool {
	if len(s.Decks) == 0 {
		return true
	}
	for _, name := range s.Decks {
		if name == deckName {
			return true
		}
	}
	return false
}
