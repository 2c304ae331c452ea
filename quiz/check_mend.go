package quiz

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"kuril/deck"
	"kuril/deck/lint"
)

// mend makes the changes that need no thought in files: ids and gap numbers
// that are missing, and what the rules that are asked for know to mend. Every
// other byte stays. others are banks that are not changed, but looked at.
func (d *Desk) mend(files []string, others []*deck.Source, o CheckOptions) error {
	var unlocks []func()
	defer func() {
		for _, unlock := range unlocks {
			unlock()
		}
	}()
	var folders []string
	for _, file := range files {
		folders = append(folders, filepath.Dir(file))
	}
	slices.Sort(folders)
	for _, folder := range slices.Compact(folders) {
		if !o.DryRun {
			unlocks = append(unlocks, deck.Lock(folder))
		}
	}
	used := make(map[string]bool)
	for _, s := range others {
		for _, q := range s.Questions {
			used[q.ID] = true
		}
	}
	texts := map[string][]byte{} // of files that can be read
	for _, file := range files {
		if text, err := deck.ReadText(file); err == nil { // else the check says why
			texts[file] = text
			qs, _ := deck.Parse(file, text)
			for _, q := range qs {
				used[q.ID] = true
			}
		}
	}
	sources := slices.Clone(others)
	of := map[string]*deck.Source{}
	for _, file := range files {
		text, ok := texts[file]
		if !ok {
			continue
		}
		if len(o.Only) == 0 || slices.Contains(o.Only, "missing-id") || slices.Contains(o.Only, "gap-number") {
			if fixed, err := deck.FixIDs(file, text, func(id string) bool { return used[id] }, ending); err == nil {
				text = fixed // what cannot be read cannot be mended; the check says why
			}
		}
		s := deck.ReadSource(file, text)
		for _, q := range s.Questions {
			used[q.ID] = true
		}
		of[file] = s
		texts[file+"\x00"] = text
		sources = append(sources, s)
	}
	var questions []*deck.Question
	for _, s := range sources {
		questions = append(questions, s.Questions...)
	}
	changes := map[string][]deck.Change{}
	for _, f := range lint.Check(sources, o.Choose, replaced(questions)) {
		changes[f.File] = append(changes[f.File], f.Fixes...)
	}
	for _, file := range files {
		s := of[file]
		if s == nil {
			continue
		}
		after := texts[file+"\x00"]
		if todo := changes[file]; len(todo) > 0 {
			changed, err := s.Changed(todo)
			if err != nil {
				return err
			}
			after = changed
		}
		if err := d.mended(file, texts[file], after, o.DryRun); err != nil {
			return err
		}
	}
	return nil
}

// mended writes a text that differs, or shows how.
func (d *Desk) mended(file string, before, after []byte, dry bool) error {
	if bytes.Equal(before, after) {
		return nil
	}
	if dry {
		shown := string(diff.Diff(file, before, file+" (mended)", after))
		for line := range strings.Lines(shown) {
			if strings.HasPrefix(line, "diff ") {
				continue
			}
			if _, err := fmt.Fprintln(d.Out, Clean(strings.TrimRight(line, "\r\n"))); err != nil {
				return err
			}
		}
		return nil
	}
	if err := deck.WriteFile(file, after, 0o600); err != nil {
		return err
	}
	fmt.Fprintf(d.Err, "Fixed %s.\n", CleanLine(file))
	return nil
}
