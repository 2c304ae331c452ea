package deck

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

const cacheBuiltin = `[[question]]
id = "a"
kind = "typed"
prompt = "A?"
answers = ["a"]

[[question]]
id = "b"
kind = "cloze"
prompt = "[[1:x]] and [[2:y]]"
group = "g"
tags = ["t", "u"]
`

const cacheOwn = `[[question]]
id = "mine"
kind = "typed"
prompt = "How much?"
answers = ["5", "6"]
wrong = ["7"]
match = "number"
tolerance = 0.5
unit = "km"
both = true
hint = "h"
why = "w"
source = ["s <https://example.org/>"]
from = "f"
added = "2026-11-22"

[[question]]
id = "a"
kind = "order"
prompt = "Own A?"
items = ["a", "b / c"]
`

// writeOld writes a file as it stood long ago.
func writeOld(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
}

// cacheFile is the one cache in a folder.
func cacheFile(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "bank-*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("caches %q, %v; want one", files, err)
	}
	return files[0]
}

// alike compares two banks to the last text.
func alike(t *testing.T, what string, got, want *Bank) {
	t.Helper()
	if got.Len() != want.Len() {
		t.Fatalf("%s: %d questions, want %d", what, got.Len(), want.Len())
	}
	if p := got.packed; p != nil {
		for i, q := range want.All() {
			if one, ok := got.Question(q.ID); !ok || !reflect.DeepEqual(one, q) {
				t.Fatalf("%s: Question(%s) = %+v, %v; want %+v", what, q.ID, one, ok, q)
			}
			_, there := want.Original(q.ID)
			if got.Replaced(q.ID) != there {
				t.Fatalf("%s: Replaced(%s) is not %v", what, q.ID, there)
			}
			var outlined []string
			for _, c := range p.cards(i, p.outline(i)) {
				outlined = append(outlined, c.ID)
			}
			var full []string
			for _, c := range q.Cards() {
				full = append(full, c.ID)
			}
			if !reflect.DeepEqual(outlined, full) {
				t.Fatalf("%s: cards %q, want %q", what, outlined, full)
			}
		}
	}
	if !reflect.DeepEqual(got.All(), want.All()) {
		t.Fatalf("%s: other questions", what)
	}
	if !reflect.DeepEqual(got.originals, want.originals) {
		t.Fatalf("%s: other originals", what)
	}
}

func loadBoth(t *testing.T, c Cache, decks string) (cached *Bank) {
	t.Helper()
	want, wantFound, wantErr := Load([]byte(cacheBuiltin), decks)
	got, found, err := c.Load([]byte(cacheBuiltin), decks)
	if (err == nil) != (wantErr == nil) || fmt.Sprint(found) != fmt.Sprint(wantFound) {
		t.Fatalf("problems %v, %v; want %v, %v", found, err, wantFound, wantErr)
	}
	fromCache := got.packed != nil
	alike(t, "load", got, want)
	if !fromCache {
		return nil
	}
	return got
}

// A bank from the cache is the bank of the files.
func TestCacheGivesTheSameBank(t *testing.T) {
	dir := t.TempDir()
	decks, c := filepath.Join(dir, "decks"), Cache{Dir: filepath.Join(dir, "cache")}
	writeOld(t, filepath.Join(decks, "own.toml"), cacheOwn)
	writeOld(t, filepath.Join(decks, "broken.toml"), "[[question]]\nid = \"z\"\nkind = \"typed\"\nprompt = \"Z?\"\nanswers = [\"z\"]\nnothing = 1\n")
	writeOld(t, filepath.Join(decks, "twice.toml"), strings.Replace(cacheOwn, `"a"`, `"c"`, 1))
	if loadBoth(t, c, decks) != nil {
		t.Error("the first load came from the cache")
	}
	if loadBoth(t, c, decks) == nil {
		t.Error("the second load did not come from the cache")
	}
	info, err := os.Stat(cacheFile(t, c.Dir))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	left, err := os.ReadDir(c.Dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d files in the cache, want 1", len(left))
	}
	// One of the files changes; the others come from the cache all the same.
	writeOld(t, filepath.Join(decks, "own.toml"), cacheOwn+"\n# a remark\n")
	if loadBoth(t, c, decks) != nil {
		t.Error("a changed file was believed")
	}
	if loadBoth(t, c, decks) == nil {
		t.Error("the new file was not cached")
	}
	os.Remove(filepath.Join(decks, "twice.toml"))
	loadBoth(t, c, decks)
	if loadBoth(t, c, decks) == nil {
		t.Error("a smaller folder was not cached")
	}
	if b, _, _ := c.Load([]byte(cacheBuiltin+"\n"), decks); b.packed != nil {
		t.Error("another built-in bank was believed")
	}
}

// A file is believed when nothing at all about it changed, and only when it had
// stood for a while: a change within the same tick of the clock shows nowhere.
func TestCacheBelief(t *testing.T) {
	dir := t.TempDir()
	decks := filepath.Join(dir, "decks")
	file := filepath.Join(decks, "own.toml")
	for _, tt := range []struct {
		name     string
		change   func()
		believed bool
	}{
		{"nothing", func() {}, true},
		{"the time", func() {
			at := time.Now().Add(-30 * time.Minute)
			os.Chtimes(file, at, at)
		}, false},
		{"the time by a nanosecond", func() {
			info, _ := os.Stat(file)
			at := info.ModTime().Add(time.Nanosecond)
			os.Chtimes(file, at, at)
		}, false},
		{"the size, not the time", func() {
			info, _ := os.Stat(file)
			os.WriteFile(file, []byte(cacheOwn+"\n"), 0o600)
			os.Chtimes(file, info.ModTime(), info.ModTime())
		}, false},
		{"another file in its place", func() {
			info, _ := os.Stat(file)
			os.WriteFile(file+".new", []byte(strings.Replace(cacheOwn, "Own A", "New A", 1)), 0o600)
			os.Chtimes(file+".new", info.ModTime(), info.ModTime())
			os.Rename(file+".new", file)
		}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := Cache{Dir: filepath.Join(t.TempDir(), "cache")}
			writeOld(t, file, cacheOwn)
			loadBoth(t, c, decks)
			tt.change()
			if got := loadBoth(t, c, decks) != nil; got != tt.believed {
				t.Errorf("believed %v, want %v", got, tt.believed)
			}
		})
	}
	t.Run("changed just before", func(t *testing.T) {
		c := Cache{Dir: filepath.Join(t.TempDir(), "cache")}
		for _, text := range []string{cacheOwn, strings.Replace(cacheOwn, "Own A", "New A", 1)} {
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if loadBoth(t, c, decks) != nil {
					t.Error("a file that had just changed was believed")
				}
			}
		}
	})
	t.Run("read only", func(t *testing.T) {
		c := Cache{Dir: filepath.Join(t.TempDir(), "cache"), ReadOnly: true}
		writeOld(t, file, cacheOwn)
		loadBoth(t, c, decks)
		if _, err := os.Stat(c.Dir); err == nil {
			t.Error("a folder was made")
		}
	})
}

// Whatever stands in the cache, the bank is that of the files.
func TestCacheDamaged(t *testing.T) {
	dir := t.TempDir()
	decks, c := filepath.Join(dir, "decks"), Cache{Dir: filepath.Join(dir, "cache")}
	writeOld(t, filepath.Join(decks, "own.toml"), cacheOwn)
	loadBoth(t, c, decks)
	name := cacheFile(t, c.Dir)
	sound, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		bad := append([]byte{}, sound...)
		switch i % 4 {
		case 0:
			bad = bad[:r.IntN(len(bad))]
		case 1:
			bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		case 2:
			for range 40 {
				bad[r.IntN(len(bad))] = byte(r.Uint32())
			}
		default: // beyond what a checksum can see of the file
			at := 16 + r.IntN(beginning-16)
			bad[at] = byte(r.Uint32())
		}
		if err := os.WriteFile(name, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		loadBoth(t, c, decks)
	}
}

// Two programs that cache at once leave one sound cache.
func TestCacheTwoAtOnce(t *testing.T) {
	dir := t.TempDir()
	decks, c := filepath.Join(dir, "decks"), Cache{Dir: filepath.Join(dir, "cache")}
	writeOld(t, filepath.Join(decks, "own.toml"), cacheOwn)
	done := make(chan error)
	for range 4 {
		go func() {
			_, _, err := c.Load([]byte(cacheBuiltin), decks)
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if loadBoth(t, c, decks) == nil {
		t.Error("nothing was cached")
	}
	cacheFile(t, c.Dir)
}

// FuzzPacked opens caches whose checksum is right whatever is in them.
func FuzzPacked(f *testing.F) {
	dir := f.TempDir()
	decks, c := filepath.Join(dir, "decks"), Cache{Dir: filepath.Join(dir, "cache")}
	os.MkdirAll(decks, 0o700)
	name := filepath.Join(decks, "own.toml")
	os.WriteFile(name, []byte(cacheOwn), 0o600)
	old := time.Now().Add(-time.Hour)
	os.Chtimes(name, old, old)
	if _, _, err := c.Load([]byte(cacheBuiltin), decks); err != nil {
		f.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(c.Dir, "bank-*"))
	sound, err := os.ReadFile(files[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sound)
	f.Add(sound[:beginning])
	f.Fuzz(func(t *testing.T, data []byte) {
		data = resummed(data)
		p, ok := readPacked(bytes.NewReader(data), int64(len(data)))
		if !ok {
			return
		}
		p.all(nil)
		p.find("mine")
		p.ofSource(0)
		for i := range len(p.rows) / rowSize {
			p.cards(i, p.outline(i))
			p.question(i)
		}
	})
}

// resummed puts the right checksum over the tables.
func resummed(data []byte) []byte {
	data = append([]byte{}, data...)
	if len(data) < beginning {
		return data
	}
	resum(data)
	return data
}

func resum(data []byte) {
	n := func(i int) int { return int(binary.LittleEndian.Uint32(data[16+4*i:])) }
	tables := n(1)*(rowSize+4) + n(2) + n(3)
	if tables < 0 || beginning+tables > len(data) {
		return
	}
	sum := crc32.Update(crc32.Checksum(data[:beginning-4], crcTable), crcTable, data[beginning:beginning+tables])
	binary.LittleEndian.PutUint32(data[beginning-4:], sum)
}
