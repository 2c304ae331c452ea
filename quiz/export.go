package quiz

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kuril/deck"
	"kuril/progress"
)

// ExportOptions say what Export is to do.
type ExportOptions struct {
	File    string // "-": the results
	Format  string // "": by the file's ending
	Query   Query  // which cards
	Chosen  bool   // Query leaves cards out
	Builtin bool   // our own format takes the built-in questions along
	DryRun  bool   // tell, and write nothing
	Force   bool   // write over a file
	JSON    bool   // tell it as JSON
}

// An exportFormat writes cards for another program.
type exportFormat struct {
	name    string   // for --format
	endings []string // of file names, the usual one first
	history bool     // it can carry answers and due days

	// write writes what x has chosen, counts what it wrote and tells x what
	// could not be carried. Its error leaves no file behind.
	write func(ctx context.Context, x *export, w io.Writer) error
}

// exportFormats are all formats, in the order in which help names them.
var exportFormats = append([]exportFormat{
	ankiExport,
	jsonExport,
}, textExports...)

// An export is what is to be written, and what became of it.
type export struct {
	*Desk
	o         ExportOptions
	format    exportFormat
	questions []*deck.Question // chosen, in the order of the bank
	states    map[string]progress.State
	today     progress.Day
	bar       *Bar
	written   map[string]time.Time // deck files, when they changed

	cards, reviews, media int            // written
	lost                  map[string]int // what could not be carried, and of how many
	notes                 []string       // what else is to be known
}

// lose says that something of n cards or the like cannot be carried. what reads
// well behind "5 cards", such as "lose their wrong options: Anki has no choices".
func (x *export) lose(n int, thing, what string) {
	if n > 0 {
		x.lost[thing+"\x00"+what] += n
	}
}

// all tells whether no card was left out by a filter.
func (x *export) all() bool { return !x.o.Chosen }

// ExportEndings names the endings of all formats in a sentence.
func ExportEndings() string {
	var all []string
	for _, f := range exportFormats {
		all = append(all, f.endings...)
	}
	return strings.Join(all, ", ")
}

// ExportFormats names all formats in a sentence.
func ExportFormats() string {
	var all []string
	for _, f := range exportFormats {
		all = append(all, f.name)
	}
	return strings.Join(all, ", ")
}

// exportFormatOf finds the format that is wanted.
func exportFormatOf(o ExportOptions) (exportFormat, error) {
	if o.Format != "" {
		name := strings.TrimPrefix(strings.ToLower(o.Format), ".")
		for _, f := range exportFormats {
			if f.name == name || slices.Contains(f.endings, "."+name) {
				return f, nil
			}
		}
		return exportFormat{}, Misuse("no format is called %q", o.Format).Hint("there are %s", ExportFormats())
	}
	if o.File == "-" {
		return exportFormat{}, Misuse("- has no ending that says which format is wanted").Hint("kuril export - --format json")
	}
	low := strings.ToLower(filepath.Base(o.File))
	var best exportFormat
	longest := 0
	for _, f := range exportFormats {
		for _, ending := range f.endings {
			if strings.HasSuffix(low, ending) && len(ending) > longest {
				best, longest = f, len(ending)
			}
		}
	}
	if longest == 0 {
		return exportFormat{}, Misuse("%q cannot be written: its name ends in none of %s", o.File, ExportEndings()).
			Hint("such as  kuril export cards%s, or say the --format", exportFormats[0].endings[0])
	}
	return best, nil
}

// Export writes cards, and where the format can the history of them, for
// another program. The file is there as a whole or not at all.
func Export(ctx context.Context, d *Desk, o ExportOptions) error {
	format, err := exportFormatOf(o)
	if err != nil {
		return err
	}
	if o.Builtin && format.name != "json" {
		return Misuse("--builtin is for our own format: %s takes built-in questions along anyway", format.name).
			Hint("leave it out; -deck:builtin leaves the questions out")
	}
	if o.File == "-" && o.JSON && !o.DryRun {
		return Misuse("- and --json would both write to the same place").Hint("name a file, or leave --json out")
	}
	if o.File != "-" && !o.DryRun {
		if err := mayWrite(o); err != nil {
			return err
		}
	}
	d.tellLeftOut()
	f, err := d.find(ctx, o.Query)
	if err != nil {
		return err
	}
	x := &export{Desk: d, o: o, format: format, states: f.states, today: f.today, lost: make(map[string]int), written: make(map[string]time.Time)}
	chosen := make(map[string]bool, len(f.cards))
	for _, c := range f.cards {
		chosen[c.Question.ID] = true
	}
	for _, q := range d.Bank.All() {
		if chosen[q.ID] {
			x.questions = append(x.questions, q)
		}
	}
	if len(x.questions) == 0 && !(x.all() && format.name == "json") {
		e := Fail("there is nothing to export: no question matches")
		if x.all() {
			e = Fail("there is nothing to export: there are no questions")
		}
		return e.Hint("kuril list  shows all of them")
	}
	x.bar = d.Bar(ctx, "writing "+filepath.Base(o.File))
	defer x.bar.Done()
	switch {
	case o.DryRun:
		err = format.write(ctx, x, io.Discard)
	case o.File == "-":
		w := bufio.NewWriter(d.Out)
		if err = format.write(ctx, x, w); err == nil {
			err = w.Flush()
		}
	default:
		err = x.toFile(ctx)
	}
	x.bar.Done()
	if err != nil {
		return importError(err)
	}
	return x.report()
}

// mayWrite refuses a place where no file can or should be made.
func mayWrite(o ExportOptions) error {
	info, err := os.Lstat(o.File)
	switch {
	case err == nil && info.IsDir():
		return Misuse("%s is a folder, not a file", o.File).Hint("name a file in it, such as  %s", filepath.Join(o.File, "cards"+exportFormats[0].endings[0]))
	case err == nil && !info.Mode().IsRegular() && info.Mode()&os.ModeSymlink == 0:
		return nil // a pipe or a device is what was asked for
	case err == nil && !o.Force:
		return Fail("%s is there already", o.File).Hint("choose another name, or --force to write over it")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return plain(o.File, err)
	}
	return nil
}

// toFile writes under a name of its own first, so that a half file is never
// found under the right one.
func (x *export) toFile(ctx context.Context) error {
	path := x.o.File
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // what a link names is what is to be written
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return plain(path, err)
		}
		w := bufio.NewWriter(f)
		return errors.Join(x.format.write(ctx, x, w), w.Flush(), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".export-*")
	if err != nil {
		return plain(x.o.File, err)
	}
	defer os.Remove(f.Name())
	w := bufio.NewWriterSize(f, 1<<16)
	err = x.format.write(ctx, x, w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Chmod(0o600) // answers are nobody else's affair
	}
	err = cmp.Or(err, f.Close())
	if err == nil {
		err = ctx.Err()
	}
	if err == nil && !x.o.Force {
		if _, there := os.Lstat(path); there == nil {
			return mayWrite(x.o) // made meanwhile
		}
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if where := (*os.PathError)(nil); errors.As(err, &where) {
		return plain(x.o.File, err)
	}
	return err
}

// exportResult is what export --json prints.
type exportResult struct {
	File      string   `json:"file"`
	Format    string   `json:"format"`
	Questions int      `json:"questions"`
	Cards     int      `json:"cards"`
	Reviews   int      `json:"reviews"`
	Media     int      `json:"media"`
	Lost      []string `json:"lost"`
	Notes     []string `json:"notes"`
}

// losses says what could not be carried.
func (x *export) losses() []string {
	all := []string{}
	for what, n := range x.lost {
		thing, text, _ := strings.Cut(what, "\x00")
		all = append(all, Count(n, thing)+" "+text)
	}
	slices.Sort(all)
	return all
}

// report tells what was written, or would be. Where the file itself was the
// result, it is talk.
func (x *export) report() error {
	if x.o.JSON {
		notes := x.notes
		if notes == nil {
			notes = []string{}
		}
		return printJSON(x.Out, exportResult{x.o.File, x.format.name, len(x.questions), x.cards, x.reviews, x.media, x.losses(), notes})
	}
	out := x.Out
	if x.o.File == "-" {
		out = x.Err
	}
	line := func(format string, args ...any) error {
		text := CleanLine(fmt.Sprintf(format, args...))
		if IsTerminal(x.Stdout) {
			text = strings.Join(Wrap(text, x.Term.Columns()), "\n")
		}
		_, err := fmt.Fprintln(out, text)
		return err
	}
	parts := []string{Count(len(x.questions), "question"), Count(x.cards, "card")}
	if x.format.history {
		parts = append(parts, Count(x.reviews, "answer"))
	}
	if x.media > 0 {
		parts = append(parts, Count(x.media, "media file"))
	}
	if x.o.File != "-" || x.o.DryRun {
		if err := line("%s: %s.", x.o.File, strings.Join(parts, ", ")); err != nil {
			return err
		}
	}
	for _, lost := range x.losses() {
		fmt.Fprintf(x.Err, "kuril: note: %s\n", CleanLine(lost))
	}
	for _, note := range x.notes {
		if x.o.File != "-" {
			if err := line("%s", note); err != nil {
				return err
			}
		}
	}
	if x.o.DryRun {
		return line("Nothing was written. Without --dry-run it is.")
	}
	return nil
}
