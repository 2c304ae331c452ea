package progress

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kuril/progress/fsrs"
)

// mergeInto merges one log into another, in one of the ways there are.
func mergeInto(t testing.TB, to, from *Store, lines bool) Merged {
	t.Helper()
	source := from.Rows(t.Context())
	if lines {
		source = Lines(bytes.NewReader(exported(t, from)))
	}
	m, err := to.Merge(t.Context(), source, MergeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func exported(t testing.TB, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, e := range everything(t, s) {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(text, '\n'))
	}
	return b.Bytes()
}

// drift writes a random piece of history on a device whose clock is off: other
// machines have written meanwhile, and merges have come in between.
func drift(t testing.TB, s *Store, r *rand.Rand, from float64) {
	t.Helper()
	skew := time.Duration(r.Intn(72)-36) * time.Hour
	for range 5 + r.Intn(25) {
		from += r.Float64() * 900
		at := noon.Add(time.Duration(from*float64(time.Minute)) + skew)
		e := randomEvent(r, at, Calendar{}.Day(at))
		switch r.Intn(12) {
		case 0, 1:
			ref, _, err := s.LastAction(t.Context())
			if errors.Is(err, ErrNothing) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, _, err := s.Undo(t.Context(), ref, at, e.Day); err != nil {
				t.Fatal(err)
			}
		case 2:
			record(t, s, e, randomEvent(r, at, e.Day))
		case 3:
			w := fsrs.Default
			w[0] *= 1 + r.Float64()
			record(t, s, Event{Kind: Weighted, Weights: &w, At: at, Day: e.Day})
		case 4: // the same file imported here and there
			e.ID, e.Kind, e.Rating, e.Due = fmt.Sprint("anki-", r.Intn(4)), Reviewed, fsrs.Good, 0
			e.Card, e.At, e.Day = "card-"+e.ID[5:], noon.Add(-time.Hour), today
			if _, _, _, err := s.Import(t.Context(), []Event{e}, nil); err != nil {
				t.Fatal(err)
			}
		default:
			record(t, s, e)
		}
		if r.Intn(10) == 0 {
			statesOf(t, s) // a cache, so that merging has one to bring up to date
		}
	}
}

// TestMergeIsAUnion holds over random histories of three machines, with undos,
// resets, fitted weights, imports of the same file and clocks that disagree,
// that merging in any order, in parts, repeatedly, as files or as lines, leads
// to the same log and the same states everywhere, which are those of a replay.
func TestMergeIsAUnion(t *testing.T) {
	merges := 0
	for seed := range int64(unionSeeds) {
		r := rand.New(rand.NewSource(seed))
		var s [3]*Store
		for i := range s {
			s[i] = openAt(t, tempPath(t), Options{})
			drift(t, s[i], r, 0)
		}
		for round := range 4 { // some meet, and all go on
			for range 2 {
				a, b := r.Intn(3), r.Intn(3)
				if a != b {
					mergeInto(t, s[a], s[b], r.Intn(2) == 0)
					merges++
				}
			}
			for i := range s {
				drift(t, s[i], r, float64(round+1)*3000)
			}
		}
		// Everybody meets everybody, in any order, and twice.
		for range 2 {
			for _, i := range r.Perm(9) {
				if i/3 != i%3 {
					mergeInto(t, s[i/3], s[i%3], r.Intn(2) == 0)
					merges++
				}
			}
		}
		for range 2 {
			for i := range s {
				for j := range s {
					if i != j {
						mergeInto(t, s[i], s[j], false)
					}
				}
			}
		}
		want := byID(everything(t, s[0]))
		w, err := s[0].Weights(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		states := Replay(want, w)
		for i := range s {
			if m := mergeInto(t, s[i], s[(i+1)%3], i == 0); m.New != 0 {
				t.Errorf("seed %d: a merge that is repeated adds %d", seed, m.New)
			}
			got := byID(everything(t, s[i]))
			if len(got) != len(want) {
				t.Fatalf("seed %d: machine %d has %d events, machine 0 has %d", seed, i, len(got), len(want))
			}
			for k := range got {
				// What was imported on two machines keeps the number of the first.
				got[k].Device, got[k].N = "", 0
				e := want[k]
				if e.Device, e.N = "", 0; !strings.HasPrefix(e.ID, "anki-") && !reflect.DeepEqual(got[k], e) {
					t.Fatalf("seed %d: machine %d has\n%+v, machine 0\n%+v", seed, i, got[k], e)
				}
			}
			if got := statesOf(t, s[i]); !maps.Equal(got, states) {
				t.Fatalf("seed %d: the states of machine %d are\n%v, want\n%v", seed, i, got, states)
			}
			fresh := openAt(t, s[i].path, Options{ReadOnly: true})
			if got := statesOf(t, fresh); !maps.Equal(got, states) {
				t.Fatalf("seed %d: machine %d, opened again, has\n%v, want\n%v", seed, i, got, states)
			}
		}
	}
	t.Logf("%d merges, no difference", merges)
}

// unionSeeds is how many histories are tried; KURIL_UNION sets it for a long run.
var unionSeeds = func() int {
	n, err := strconv.Atoi(os.Getenv("KURIL_UNION"))
	if err != nil {
		return 4
	}
	return n
}()

// byID orders events so that two logs can be compared: what was imported on two
// machines may stand in another place among events of the same instant.
func byID(events []Event) []Event {
	slices.SortFunc(events, func(a, b Event) int { return strings.Compare(a.ID, b.ID) })
	return events
}

// TestMergeTwoWays holds that a folder that was copied and went two ways keeps
// both ways.
func TestMergeTwoWays(t *testing.T) {
	one := openAt(t, tempPath(t), Options{})
	record(t, one, review("a", 0, 0, fsrs.Good))
	copied := tempPath(t)
	if err := os.MkdirAll(filepath.Dir(copied), 0o700); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(one.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		t.Fatal(err)
	}
	two := openAt(t, copied, Options{})
	record(t, one, review("a", 1, 0, fsrs.Good), review("b", 1, 0, fsrs.Again))
	record(t, two, review("a", 2, 0, fsrs.Hard))
	if m := mergeInto(t, one, two, true); m.New != 1 || m.Twice != 1 {
		t.Errorf("merged %+v; want 1 new, whose number is taken", m)
	}
	if m := mergeInto(t, two, one, false); m.New != 2 || m.Twice != 1 {
		t.Errorf("merged %+v; want 2 new, one number of which is taken", m)
	}
	if a, b := statesOf(t, one), statesOf(t, two); !maps.Equal(a, b) || a["a"].Reviews != 3 {
		t.Errorf("states %v and %v", a, b)
	}
	record(t, one, review("c", 3, 0, fsrs.Good)) // and its numbers go on
}

// TestHome holds when a log gets another device.
func TestHome(t *testing.T) {
	root := t.TempDir()
	at := func(dir string) string { return filepath.Join(root, dir, "progress.db") }
	open := func(dir, machine string) (device string, copied bool) {
		t.Helper()
		s := openAt(t, at(dir), Options{Machine: machine})
		defer s.Close()
		copied = s.Copied()
		written, _ := record(t, s, review("q", 0, 0, fsrs.Good))
		if device, err := s.Device(t.Context()); err != nil || device != written[0].Device {
			t.Errorf("Device = %q, %v; %q was written", device, err, written[0].Device)
		}
		return written[0].Device, copied
	}
	cp := func(from, to string) {
		t.Helper()
		if err := os.CopyFS(filepath.Join(root, to), os.DirFS(filepath.Join(root, from))); err != nil {
			t.Fatal(err)
		}
	}
	first, _ := open("a", "laptop")
	if again, copied := open("a", "laptop"); again != first || copied {
		t.Errorf("opened again: %q, %v; was %q", again, copied, first)
	}
	if unknown, copied := open("a", ""); unknown != first || copied {
		t.Errorf("on a machine nobody knows: %q, %v", unknown, copied)
	}
	cp("a", "b")
	second, copied := open("b", "laptop")
	if second == first || !copied {
		t.Errorf("a copy beside it is device %q, copied %v", second, copied)
	}
	if again, copied := open("b", "laptop"); again != second || copied {
		t.Errorf("the copy, again: %q, %v", again, copied)
	}
	if err := os.Rename(filepath.Join(root, "b"), filepath.Join(root, "c")); err != nil {
		t.Fatal(err)
	}
	if moved, copied := open("c", "laptop"); moved != second || copied {
		t.Errorf("moved on one machine: %q, %v; was %q", moved, copied, second)
	}
	elsewhere, copied := open("c", "desktop")
	if elsewhere == second || !copied {
		t.Errorf("on another machine: %q, %v", elsewhere, copied)
	}
	// A folder that two machines use in turn is two devices, not more.
	if back, copied := open("c", "laptop"); back != second || copied {
		t.Errorf("back on the first machine: %q, %v; was %q", back, copied, second)
	}
	if again, copied := open("c", "desktop"); again != elsewhere || copied {
		t.Errorf("back on the second machine: %q, %v; was %q", again, copied, elsewhere)
	}
	if err := os.Symlink(filepath.Join(root, "a"), filepath.Join(root, "link")); err == nil {
		if linked, copied := open("link", "laptop"); linked != first || copied {
			t.Errorf("through a link: %q, %v; was %q", linked, copied, first)
		}
	}
}

// TestLinesRefuses holds what of a log from elsewhere is not taken over.
func TestLinesRefuses(t *testing.T) {
	good := `{"id":"x","card":"q","at":"2026-11-22T12:00:00.000Z","day":"2026-11-22","kind":"reviewed","rating":3,"took_ms":1,"given":"","ref":"","device":"d","n":1}`
	if _, err := readLine([]byte(good)); err != nil {
		t.Fatalf("%s: %v", good, err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"half a line", `"ref":"","device":"d","n":1}`, `"re`, badJSON},
		{"not a number", `"rating":3`, `"rating":NaN`, badJSON},
		{"a rating too high", `"rating":3`, `"rating":5`, badRating},
		{"a rating below", `"rating":3`, `"rating":-1`, badRating},
		{"a rating between", `"rating":3`, `"rating":2.5`, badRating},
		{"a review without one", `"rating":3`, `"rating":0`, badRating},
		{"an unknown kind", `"reviewed"`, `"dreamt"`, badKind},
		{"no kind", `"kind":"reviewed",`, ``, badKind},
		{"no card", `"card":"q"`, `"card":""`, badCard},
		{"a card that acts on the terminal", `"card":"q"`, `"card":"q\u001b[2J"`, badCard},
		{"no device", `"device":"d"`, `"device":""`, badDevice},
		{"number 0", `"n":1`, `"n":0`, badDevice},
		{"a number too high", `"n":1`, `"n":9223372036854775807`, badDevice},
		{"no id", `"id":"x"`, `"id":""`, badID},
		{"an id too long", `"id":"x"`, `"id":"` + strings.Repeat("x", 200) + `"`, badID},
		{"an undo of nothing", `"kind":"reviewed","rating":3`, `"kind":"undone","rating":0`, badID},
		{"no instant", `2026-11-22T12:00:00.000Z`, ``, badInstant},
		{"an instant before the clock", `2026-11-22T12:00:00.000Z`, `1066-10-14T12:00:00Z`, badInstant},
		{"no day", `"2026-11-22",`, `"",`, badDay},
		{"no such day", `"2026-11-22",`, `"2026-02-30",`, badDay},
		{"a day before the clock", `"2026-11-22",`, `"1066-10-14",`, badDay},
		{"a due day before the clock", `"n":1`, `"n":1,"due":"1066-10-14"`, badDay},
		{"scheduled without a day", `"reviewed","rating":3`, `"scheduled","rating":0`, badDay},
		{"an interval too long", `"n":1`, `"n":1,"interval":1e300`, badNumber},
		{"an interval beyond numbers", `"n":1`, `"n":1,"interval":1e999`, badNumber},
		{"a negative interval", `"n":1`, `"n":1,"interval":-1`, badNumber},
		{"recall above one", `"n":1`, `"n":1,"recall":1.5`, badNumber},
		{"a time that comes round", `"took_ms":1`, `"took_ms":18446744073709552`, badNumber},
		{"weights of a review", `"n":1`, `"n":1,"weights":[1]`, badWeights},
		{"weights that are none", `"reviewed","rating":3`, `"weights","rating":0`, badWeights},
		{"a rule of two words", `"n":1`, `"n":1,"rules":["no more"]`, badText},
		{"an odd verdict", `"n":1`, `"n":1,"verdict":"lovely"`, badText},
	} {
		text := strings.Replace(good, tt.old, tt.new, 1)
		if text == good {
			t.Fatalf("%s: nothing was replaced", tt.name)
		}
		var refused *Refusal
		if _, err := readLine([]byte(text)); !errors.As(err, &refused) || refused.Reason != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// TestLinesCountsAndGoesOn holds that what is broken costs nothing else.
func TestLinesCountsAndGoesOn(t *testing.T) {
	line := func(n int) string {
		return fmt.Sprintf(`{"id":"x%d","card":"q","at":"2026-11-22T12:00:00.000Z","day":"2026-11-22","kind":"marked","rating":0,"took_ms":0,"given":"","ref":"","device":"d","n":%d}`, n, n)
	}
	text := "\ufeff" + line(1) + "\r\n\n" + strings.Repeat("x", longestLine+1) + "\n" + line(2) + "\n\x00\x00\n" + line(3)[:40]
	s := openAt(t, tempPath(t), Options{})
	m, err := s.Merge(t.Context(), Lines(strings.NewReader(text)), MergeOptions{})
	want := map[string]int{badLong: 1, badJSON: 1, badHalf: 1}
	if err != nil || m.New != 2 || !maps.Equal(m.Refused, want) || m.First.Line != 3 {
		t.Errorf("Merge = %+v, %v; want 2 new, refused %v, the first in line 3", m, err, want)
	}
	if m, err = s.Merge(t.Context(), Lines(strings.NewReader(line(3))), MergeOptions{}); err != nil || m.New != 1 {
		t.Errorf("a last line that nothing ends: %+v, %v", m, err)
	}
}

// TestMergeBelievesNothing merges a file of ours that holds what no program of
// ours wrote.
func TestMergeBelievesNothing(t *testing.T) {
	other := openAt(t, tempPath(t), Options{})
	record(t, other, review("good", 0, 0, fsrs.Good))
	const columns = `INSERT INTO events (id, device, n, card, at, day, kind, rating, interval, recall, took) VALUES `
	for _, row := range []string{
		`('a', 'd', 1, 'q', 1e9, 20000, 'reviewed', 9, 1, 0, 0)`,
		`('b', 'd', 2, 'q', 1000, 20000, 'reviewed', 3, 9e999, 0, 0)`,
		`('c', 'd', 3, 'q', 1000, 20000, 'reviewed', 3, 1, 7, 0)`,
		`('d', 'd', 4, 'q', 9223372036854775807, 20000, 'marked', 0, 0, 0, 0)`,
		`('e', 'd', 5, 'q', 1000, 9223372036854775807, 'marked', 0, 0, 0, 0)`,
		`('f', 'd', 6, 'q', 1000, 20000, 'dreamt', 0, 0, 0, 0)`,
		`('g', 'd', 7, 'q', 1000, 20000, 'marked', 0, 0, 0, 9223372036854775807)`,
		`('h', 'd', 8, cast(x'ff1b' as text), 1000, 20000, 'marked', 0, 0, 0, 0)`,
	} {
		if _, err := other.db.Exec(columns + row); err != nil {
			t.Fatal(row, err)
		}
	}
	s := openAt(t, tempPath(t), Options{})
	m := mergeInto(t, s, other, false)
	refused := 0
	for _, n := range m.Refused {
		refused += n
	}
	if m.New != 1 || refused != 8 {
		t.Errorf("merged %+v; want 1 new and 8 refused", m)
	}
}

// TestMergeStops holds that a merge that is stopped leaves whole events and is
// finished by the next, and that looking changes nothing.
func TestMergeStops(t *testing.T) {
	other, s := openAt(t, tempPath(t), Options{}), openAt(t, tempPath(t), Options{})
	for i := range 6 {
		record(t, other, review(fmt.Sprint("card-", i), i, 0, fsrs.Good))
	}
	statesOf(t, s)
	foreseen, err := s.Merge(t.Context(), other.Rows(t.Context()), MergeOptions{DryRun: true})
	if err != nil || foreseen.New != 6 || len(everything(t, s)) != 0 {
		t.Errorf("a look: %+v, %v, and %d events", foreseen, err, len(everything(t, s)))
	}
	broken := errors.New("the disk went away")
	half := func(yield func(Event, error) bool) {
		for i, e := range everything(t, other) {
			if i == 3 {
				yield(Event{}, broken)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
	m, err := s.Merge(t.Context(), half, MergeOptions{})
	if !errors.Is(err, broken) || m.New != 3 || m.Cards != 3 {
		t.Errorf("a source that breaks: %+v, %v", m, err)
	}
	if got, want := statesOf(t, s), Replay(everything(t, s), nil); len(got) != 3 || !maps.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.Merge(ctx, other.Rows(t.Context()), MergeOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if m := mergeInto(t, s, other, false); m.New != 3 || m.Known != 3 {
		t.Errorf("gone on: %+v", m)
	}
	if news := refresh(t, s); len(news) == 0 {
		t.Error("a session is not told of what was merged")
	}
}

// TestMergeWhileOthersWrite holds that a merge and two sessions lose nothing of
// each other.
func TestMergeWhileOthersWrite(t *testing.T) {
	path := tempPath(t)
	s, session := openAt(t, path, Options{}), openAt(t, path, Options{})
	statesOf(t, session)
	other := openAt(t, tempPath(t), Options{})
	for i := range 40 {
		record(t, other, review(fmt.Sprint("card-", i%7), i, 0, fsrs.Good))
	}
	done := make(chan error, 1)
	go func() {
		for i := range 30 {
			if _, _, err := session.Record(context.Background(), review(fmt.Sprint("card-", i%5), i, 1, fsrs.Hard)); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for range 3 {
		mergeInto(t, s, other, true)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	events := everything(t, s)
	if len(events) != 70 {
		t.Errorf("%d events, want 70", len(events))
	}
	want := Replay(events, nil)
	for name, got := range map[string]map[string]State{"merger": statesOf(t, s), "session": statesOf(t, session)} {
		if !maps.Equal(got, want) {
			t.Errorf("the %s has\n%v, want\n%v", name, got, want)
		}
	}
}

// FuzzLines holds that no text, however broken, stops the reader, that what it
// takes is fit to be kept, and that what was taken reads the same again.
func FuzzLines(f *testing.F) {
	for _, e := range []Event{
		{ID: "a", Device: "d", N: 1, Card: "q", At: noon, Day: today, Kind: Reviewed, Rating: fsrs.Good, Took: time.Second, Given: "x\x1b\n", Due: today + 3, Interval: 2.5, Recall: 0.9, Retention: 0.9, Rules: []string{RuleFuzz}, Verdict: "right", Confidence: Sure},
		{ID: "b", Device: "d", N: 2, At: noon, Day: today, Kind: Undone, Ref: "a"},
		{ID: "c", Device: "d", N: 3, At: noon, Day: today, Kind: Weighted, Weights: &fsrs.Default},
	} {
		text, err := json.Marshal(e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(append(text, '\n'))
		f.Add(text[:len(text)/2])
	}
	f.Add([]byte("\ufeff{}\n\n[]\nnull\n{\"rating\":1e999}\n\x00"))
	f.Fuzz(func(t *testing.T, text []byte) {
		read := 0
		for e, err := range Lines(bytes.NewReader(text)) {
			if read++; read > len(text)+1 {
				t.Fatal("more lines than signs")
			}
			var refused *Refusal
			if err != nil {
				if !errors.As(err, &refused) {
					t.Fatalf("%q: %v", text, err)
				}
				continue
			}
			again, err := json.Marshal(e)
			if err != nil {
				t.Fatalf("%+v cannot be written: %v", e, err)
			}
			if back, err := readLine(again); err != nil || !back.same(&e) {
				t.Fatalf("%s reads as %+v, %v", again, back, err)
			}
			Replay([]Event{e, e}, e.Weights)
		}
	})
}

func TestRefusalsAreAllDifferent(t *testing.T) {
	all := []string{badJSON, badHalf, badLong, badSum, badID, badDevice, badCard, badKind, badInstant, badDay, badRating, badNumber, badText, badWeights}
	slices.Sort(all)
	if len(slices.Compact(all)) != 14 {
		t.Error("two reasons read alike")
	}
}
