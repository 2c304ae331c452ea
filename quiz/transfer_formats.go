package quiz

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/deck/anki"
)

// An importFormat reads files of one kind.
type importFormat struct {
	name    string   // for --format
	endings []string // of file names; none: only --format chooses it
	read    func(ctx context.Context, t *transfer, bar *Bar) error
}

// importFormats are all formats, in the order in which help names them.
var importFormats = []importFormat{
	{"apkg", anki.Extensions, readAnki},
	{"csv", []string{".csv"}, tableReader(".csv")},
	{"tsv", []string{".tsv"}, tableReader(".tsv")},
	{"txt", []string{".txt"}, readPlainText},
	{"json", []string{".json"}, readOwnJSON},
	{"toml", []string{".toml"}, readBank},
	{"md", []string{".md", ".markdown"}, notesIn("")},
	{deck.Hashcards, nil, notesIn(deck.Hashcards)},
	{deck.Obsidian, nil, notesIn(deck.Obsidian)},
	{deck.Repeater, nil, notesIn(deck.Repeater)},
	{"mnemosyne", nil, readMnemosyne},
	{deck.SuperMemo, nil, notesIn(deck.SuperMemo)},
}

// ImportEndings names the endings of all files that can be imported.
func ImportEndings() string {
	var all []string
	for _, f := range importFormats {
		all = append(all, f.endings...)
	}
	return strings.Join(all, " ")
}

// ImportFormats names all formats in a sentence.
func ImportFormats() string {
	var all []string
	for _, f := range importFormats {
		all = append(all, f.name)
	}
	return strings.Join(all, ", ")
}

// importFormatOf finds the format that a file is in.
func importFormatOf(o ImportOptions) (importFormat, error) {
	if o.Format != "" {
		name := strings.TrimPrefix(strings.ToLower(o.Format), ".")
		for _, f := range importFormats {
			if f.name == name || slices.Contains(f.endings, "."+name) {
				return f, nil
			}
		}
		return importFormat{}, Misuse("no format is called %q", o.Format).Hint("there are %s", ImportFormats())
	}
	if o.File == "-" {
		return importFormat{}, Misuse("- has no ending that says which format it is in").Hint("kuril import - --format csv")
	}
	ending := strings.ToLower(filepath.Ext(o.File))
	for _, f := range importFormats {
		if slices.Contains(f.endings, ending) {
			return f, nil
		}
	}
	if info, err := os.Stat(o.File); err == nil && info.IsDir() {
		return importFormat{}, Misuse("%q cannot be imported: it is a folder, not a file", o.File).Hint("name a file in it, or all of them:  for f in %s/*.md; do kuril import \"$f\"; done", strings.TrimRight(o.File, "/"))
	}
	return importFormat{}, Misuse("%q cannot be imported: its name ends in none of %s", o.File, ImportEndings()).
		Hint("in Anki: File, Export, and choose .apkg or .colpkg; elsewhere save a table as .csv, or say the --format")
}

func (t *transfer) ankiOptions(bar *Bar) anki.Options {
	return anki.Options{
		Zone: t.Calendar.Zone, Place: t.media.place,
		Watch: func(done, total int) error { return bar.To(int(int64(done)*1000/int64(max(1, total))), 1000) },
	}
}

// readAnki reads a package; one that comes through a pipe goes to a file first.
func readAnki(ctx context.Context, t *transfer, bar *Bar) (err error) {
	path := t.o.File
	if path == "-" {
		f, err := os.CreateTemp("", "kuril-import-*.apkg")
		if err != nil {
			return plain(os.TempDir(), err)
		}
		defer os.Remove(f.Name())
		_, err = io.Copy(f, readUntil{ctx, t.Stdin})
		if end := f.Close(); err == nil {
			err = end
		}
		if err != nil {
			return Fail("standard input cannot be read: %v", err)
		}
		path = f.Name()
	}
	t.pack, err = anki.Read(ctx, path, t.ankiOptions(bar))
	if err == nil && t.o.File == "-" {
		t.pack.Name = t.o.name()
	}
	return err
}

// tableReader reads a table; the ending says which separator goes first where
// two are as likely.
func tableReader(ending string) func(context.Context, *transfer, *Bar) error {
	return func(ctx context.Context, t *transfer, bar *Bar) (err error) {
		if t.o.File != "-" {
			if text, err := t.text(); err == nil && deck.IsTable(text) {
				return t.readOwnTable(text)
			}
			if strings.ToLower(filepath.Ext(t.o.File)) == ending {
				t.pack, err = anki.ReadText(ctx, t.o.File, t.ankiOptions(bar))
				return err
			}
		}
		text, err := t.text()
		if err != nil {
			return err
		}
		if deck.IsTable(text) {
			return t.readOwnTable(text)
		}
		t.pack, err = anki.Table(strings.TrimSuffix(t.o.name(), filepath.Ext(t.o.name()))+ending, text, t.ankiOptions(bar))
		return err
	}
}

// readPlainText reads a table, or what SuperMemo writes.
func readPlainText(ctx context.Context, t *transfer, bar *Bar) error {
	if t.o.File == "-" {
		return tableReader(".txt")(ctx, t, bar)
	}
	if text, err := t.text(); err == nil {
		if deck.IsMnemosyneLog(text) {
			return Fail("%s is a log of Mnemosyne, and holds no cards", t.o.name()).Hint("in Mnemosyne: File, Export, and choose text with columns")
		}
		if deck.IsSuperMemo(text) {
			return t.readNotes(ctx, deck.SuperMemo)
		}
	}
	return tableReader(".txt")(ctx, t, bar)
}

// readMnemosyne reads the text that Mnemosyne exports: HTML in two to four
// columns.
func readMnemosyne(ctx context.Context, t *transfer, bar *Bar) error {
	text, err := t.text()
	if err != nil {
		return err
	}
	stem := strings.TrimSuffix(t.o.name(), filepath.Ext(t.o.name()))
	table, warning, err := deck.MnemosyneTable(t.o.name(), text)
	if err != nil {
		return err
	}
	t.pack, err = anki.Table(stem+".txt", table, t.ankiOptions(bar))
	if err == nil && warning != "" {
		t.pack.Warnings = append(t.pack.Warnings, warning)
	}
	return err
}

func notesIn(dialect string) func(context.Context, *transfer, *Bar) error {
	return func(ctx context.Context, t *transfer, _ *Bar) error { return t.readNotes(ctx, dialect) }
}
