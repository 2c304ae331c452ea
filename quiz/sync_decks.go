package quiz

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"kuril/deck"
)

// deckReport is what became of the decks.
type deckReport struct {
	Taken     int      `json:"taken"`   // questions that came or changed
	Removed   int      `json:"removed"` // that were taken out
	Sent      bool     `json:"sent"`    // something of ours is new there
	Conflicts []string `json:"conflicts"`
	Waiting   []string `json:"waiting"` // decks that do not parse, and wait
}

// deckState is what this device knows of its decks and how they came to be. It
// stands in the folder for decks, and goes where that goes: where the folder is
// gone, nothing was removed.
type deckState struct {
	Format    int                  `json:"kuril"`
	Questions map[string]version   `json:"questions"`
	Decks     map[string]version   `json:"decks"`
	Texts     map[string]string    `json:"texts,omitempty"` // of decks; only in the shared folder
	Media     map[string]mediaFile `json:"media"`
}

const (
	deckStateName = ".sync.json"
	decksShare    = "decks.json"
	mostOfDecks   = 256 << 20 // bytes of a decks.json
)

// ownDecks are the decks of this device, as they are.
type ownDecks struct {
	questions map[string]*deck.Question
	texts     map[string][]byte // by name
	changed   map[string]int64  // when, ms since 1970
	broken    []string          // names of those that do not parse
}

// syncDecks lets decks travel: what others changed is taken, what was changed
// here is written for them.
func (s *syncing) syncDecks(ctx context.Context) error {
	if len(s.BankFiles) > 0 {
		return nil // --bank leaves decks out
	}
	state, err := s.deckState()
	if err != nil {
		return err
	}
	own, err := s.ownDecks()
	if err != nil {
		return err
	}
	s.decks.Waiting = own.broken
	state.notice(own, s.Now().UnixMilli())
	plan := newDeckPlan(s.DecksDir(), state, own)
	for _, dev := range s.share.devices {
		if dev.id == s.device {
			continue
		}
		theirs, err := s.theirDecks(dev)
		if err != nil {
			s.talk("the decks of %s were not read: %v", dev.label(), err)
			continue
		}
		if theirs != nil {
			plan.consider(dev, theirs)
			if err := s.takeMedia(ctx, state, theirs); err != nil {
				return err
			}
		}
	}
	if err := plan.carryOut(s); err != nil {
		return err
	}
	if own, err = s.ownDecks(); err != nil {
		return err
	}
	state.notice(own, s.Now().UnixMilli())
	s.decks.Waiting = append(s.decks.Waiting, plan.waiting...)
	slices.Sort(s.decks.Waiting)
	s.decks.Waiting = slices.Compact(s.decks.Waiting)
	if err := s.sendMedia(ctx, state); err != nil {
		return err
	}
	if len(state.Questions)+len(state.Decks)+len(state.Media) == 0 {
		return nil
	}
	if err := s.keepDeckState(state); err != nil {
		return err
	}
	return s.sendDecks(state, own)
}

func (s *syncing) deckState() (*deckState, error) {
	state := &deckState{Format: 1}
	text, err := os.ReadFile(filepath.Join(s.DecksDir(), deckStateName))
	if err == nil && json.Unmarshal(text, state) != nil {
		s.talk("%s was damaged and is made anew", filepath.Join(s.DecksDir(), deckStateName))
		state = &deckState{Format: 1}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, Fail("%s cannot be read: %v", s.DecksDir(), systemSaid(err)).Hint("ls -la %s", s.DecksDir())
	}
	state.fill()
	return state, nil
}

func (st *deckState) fill() {
	if st.Questions == nil {
		st.Questions = make(map[string]version)
	}
	if st.Decks == nil {
		st.Decks = make(map[string]version)
	}
	if st.Media == nil {
		st.Media = make(map[string]mediaFile)
	}
}

// ownDecks reads all decks of the learner.
func (s *syncing) ownDecks() (*ownDecks, error) {
	own := &ownDecks{questions: make(map[string]*deck.Question), texts: make(map[string][]byte), changed: make(map[string]int64)}
	files, _ := deck.Files(s.DecksDir())
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".toml")
		text, err := deck.ReadText(file)
		if err != nil {
			own.broken = append(own.broken, name)
			continue
		}
		questions, problems := deck.Parse(file, text)
		if slices.ContainsFunc(problems, func(p deck.Problem) bool { return p.Severity == deck.Error }) || !travels(name) {
			own.broken = append(own.broken, name)
			continue
		}
		if info, err := os.Stat(file); err == nil {
			own.changed[name] = info.ModTime().UnixMilli()
		}
		own.texts[name] = text
		for _, q := range questions {
			q.Deck = name
			if own.questions[q.ID] == nil {
				own.questions[q.ID] = q
			}
		}
	}
	return own, nil
}

// notice takes note of what was changed here since the last time.
func (st *deckState) notice(own *ownDecks, now int64) {
	for id, q := range own.questions {
		v := st.Questions[id]
		if sum := questionSum(q); sum != v.Sum {
			v = v.changed(sum, own.changed[q.Deck])
		}
		v.Deck = q.Deck
		st.Questions[id] = v
	}
	for id, v := range st.Questions {
		if own.questions[id] == nil && !v.Removed && !slices.Contains(own.broken, v.Deck) {
			v = v.changed("removed-"+v.Sum, now)
			v.Removed = true
			st.Questions[id] = v
		}
	}
	for name, text := range own.texts {
		if v, sum := st.Decks[name], textSum(text); sum != v.Sum {
			st.Decks[name] = v.changed(sum, own.changed[name])
		}
	}
	for name, v := range st.Decks {
		if own.texts[name] == nil && !slices.Contains(own.broken, name) && !v.Removed {
			v = v.changed("removed-"+v.Sum, now)
			v.Removed = true
			st.Decks[name] = v
		}
	}
}

// theirDecks reads what another device says of its decks; nil when it has none.
func (s *syncing) theirDecks(dev *device) (*deckState, error) {
	name := path.Join(shareName, dev.id, decksShare)
	info, err := s.share.root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, systemSaid(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file")
	case info.Size() > mostOfDecks:
		return nil, errors.New("it is too large")
	}
	f, err := s.share.root.Open(name)
	if err != nil {
		return nil, systemSaid(err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, mostOfDecks))
	if err != nil {
		return nil, systemSaid(err)
	}
	theirs := &deckState{}
	if json.Unmarshal(text, theirs) != nil {
		return nil, errors.New("it is only half there, or damaged")
	}
	if theirs.Format != 1 {
		return nil, errors.New("it is of a newer version: update kuril")
	}
	theirs.fill()
	return theirs, nil
}

// keepDeckState writes down what is known of the decks here.
func (s *syncing) keepDeckState(state *deckState) error {
	if err := s.makeFolder(s.DecksDir()); err != nil {
		return err
	}
	text, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return deck.WriteFile(filepath.Join(s.DecksDir(), deckStateName), append(text, '\n'), 0o600)
}

// sendDecks writes the decks of this device for the others, if they changed.
func (s *syncing) sendDecks(state *deckState, own *ownDecks) error {
	out := *state
	out.Texts = make(map[string]string)
	for name, text := range own.texts {
		out.Texts[name] = string(text)
	}
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	text = append(text, '\n')
	name := path.Join(shareName, s.device, decksShare)
	old, err := s.share.root.ReadFile(name)
	if err == nil && string(old) == string(text) {
		return nil
	}
	before := &deckState{}
	s.decks.Sent = json.Unmarshal(old, before) != nil || before.news() != out.news()
	if err := s.share.replace(name, text); err != nil {
		return s.unwritable(err)
	}
	return nil
}

// news is what others would look at: not where a text came from.
func (st *deckState) news() string {
	var b strings.Builder
	for _, id := range sortedKeys(st.Questions) {
		b.WriteString(id + " " + st.Questions[id].Sum + "\n")
	}
	for _, name := range sortedKeys(st.Texts) {
		b.WriteString(name + "\n" + st.Texts[name] + "\n")
	}
	for _, name := range sortedKeys(st.Media) {
		b.WriteString(name + " " + st.Media[name].Sum + "\n")
	}
	return b.String()
}

// replace puts a text in the place of a file below the root, all or nothing.
func (s *share) replace(name string, text []byte) error {
	if err := s.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	temp := path.Join(path.Dir(name), "."+path.Base(name)+".tmp")
	s.root.Remove(temp)
	f, err := s.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if serr := f.Sync(); err == nil {
		err = serr
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = s.root.Rename(temp, name)
	}
	if err != nil {
		s.root.Remove(temp)
	}
	return err
}

// parseDeck reads the text of another device's deck, believing nothing.
func parseDeck(name, text string) (map[string]*deck.Question, error) {
	if !travels(name) || name == deck.Builtin || len(text) > deck.MaxFile {
		return nil, fmt.Errorf("%q cannot be the name of a deck", name)
	}
	questions, problems := deck.Parse(name+".toml", []byte(text))
	for _, p := range problems {
		if p.Severity == deck.Error {
			return nil, p
		}
	}
	byID := make(map[string]*deck.Question, len(questions))
	for _, q := range questions {
		q.Deck = name
		byID[q.ID] = q
	}
	return byID, nil
}

// travels reports whether a file may be called so on every system, in one
// folder and no other.
func travels(name string) bool {
	return name != "" && len(name) <= 150 && !strings.ContainsAny(name, `/\:*?"<>|`) && !strings.HasPrefix(name, ".") &&
		!strings.HasPrefix(name, "#") && !strings.HasSuffix(name, " ") && !strings.HasSuffix(name, ".") &&
		utf8.ValidString(name) && Clean(name) == name && !strings.ContainsAny(name, "\t\r\n")
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
