package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/deck"
	"kuril/deck/generate/prose"
	"kuril/lazyregexp"
	"kuril/quiz"
)

// textEndings tell a text that people write; notPlain ones hold text that
// only other programs take out of them.
var (
	textEndings = []string{".md", ".markdown", ".mdown", ".txt", ".text"}
	notPlain    = map[string]string{
		".pdf":  "pdftotext FILE notes.txt   makes a text of it",
		".docx": "save it as plain text or Markdown, such as   pandoc FILE -o notes.md",
		".odt":  "save it as plain text or Markdown, such as   pandoc FILE -o notes.md",
		".epub": "save it as plain text or Markdown, such as   pandoc FILE -o notes.md",
		".html": "save it as plain text or Markdown, such as   pandoc FILE -o notes.md",
		".htm":  "save it as plain text or Markdown, such as   pandoc FILE -o notes.md",
		".rtf":  "save it as plain text or Markdown, such as   pandoc FILE -o notes.md",
	}
)

// materialLine begins a table of material or of a bank.
var materialLine = lazyregexp.New(`(?m)^\s*\[\[?[a-z.]+\]\]?\s*(?:#.*)?$`)

// proseAmong tells whether the sources are texts; facts and texts together
// are refused.
func (p *program) proseAmong(sources []string) (bool, error) {
	texts := 0
	for _, name := range sources {
		prose, err := isProse(name)
		if err != nil {
			return false, err
		}
		if prose {
			texts++
		}
	}
	if texts > 0 && texts < len(sources) {
		return false, quiz.Misuse("facts and texts do not go together").Hint("run  kuril generate  for each")
	}
	return texts > 0, nil
}

// isProse tells a text by its name, and where the name tells nothing by what
// stands in it. What cannot be read is no text yet: reading it will tell.
func isProse(name string) (bool, error) {
	if name == "-" {
		return true, nil
	}
	ending := strings.ToLower(filepath.Ext(name))
	if hint, known := notPlain[ending]; known {
		return false, quiz.Fail("%s: this is no plain text", name).Hint("%s", strings.ReplaceAll(hint, "FILE", name))
	}
	if info, err := os.Stat(name); err != nil || info.IsDir() {
		return err != nil && slices.Contains(textEndings, ending), nil
	}
	switch {
	case ending == ".toml":
		return false, nil
	case slices.Contains(textEndings, ending):
		return true, nil
	}
	text, err := deck.ReadText(name)
	return err == nil && !materialLine.Match(text), nil
}

// fromProse makes a draft of texts. The draft, or with --explain the
// explanation, is the result; holes and counts are talk.
func (p *program) fromProse(c *cli.Context, output string) error {
	if c.IsSet("deck") {
		return deckWithoutReview()
	}
	most := c.Int("count")
	if most < 1 {
		return quiz.Misuse("--count wants a number from 1 up").Hint("such as  --count 10")
	}
	files, err := p.texts(c.Args().Slice(), output)
	if err != nil {
		return err
	}
	draft, err := prose.Read(files, most)
	if err != nil {
		return err
	}
	for _, h := range draft.Holes {
		p.talk("%s: seems to be missing: %s", quiz.CleanLine(h.Place.String()), h.Missing)
	}
	offered, all := draft.Count()
	if len(draft.Holes) > 0 {
		p.talk("kuril: note: %s in the text; nothing is asked that rests on one", quiz.Count(len(draft.Holes), "hole"))
	}
	if draft.Foreign {
		p.talk("kuril: note: most of it is not in English; of other languages only marked text is taken: ==gap==, Q: and A:, term :: definition")
	}
	if c.Bool("explain") {
		for _, line := range draft.Explain() {
			if _, err := fmt.Fprintln(p.out, quiz.CleanLine(line)); err != nil {
				return err
			}
		}
	}
	if c.Bool("all") {
		offered = all
	}
	switch {
	case offered == 0 && c.Bool("explain"):
		return nil
	case offered == 0 && all > 0:
		return quiz.Fail("no question is good enough to be offered").Hint("--all shows %s that are less sure, --explain tells why", quiz.Count(all, "question"))
	case offered == 0:
		return quiz.Fail("no sentence could be made into a question").Hint("--explain tells why; mark what matters: ==gap==, Q: and A:, term :: definition")
	}
	text := draft.Text(c.Bool("all"))
	switch {
	case output != "" && output != "-":
		if old, err := os.ReadFile(output); err == nil {
			text = quiz.CarryDecisions(old, text)
		}
		if err := deck.WriteFile(output, text, 0o666); err != nil {
			return err
		}
		p.talk("kuril: note: %s in %s; next: kuril generate --review %s", quiz.Count(offered, "question"), output, output)
	case c.Bool("explain"):
		return nil
	default:
		if _, err := p.out.Write(text); err != nil {
			return err
		}
	}
	if !c.Bool("all") && all > offered {
		p.talk("kuril: note: --all shows %d more that are less sure to be good", all-offered)
	}
	return nil
}

// texts reads the sources, each once; - is the standard input.
func (p *program) texts(sources []string, output string) ([]prose.File, error) {
	var files []prose.File
	read := map[string]bool{}
	written, _ := os.Stat(output)
	for _, name := range sources {
		if read[filepath.Clean(name)] {
			continue
		}
		read[filepath.Clean(name)] = true
		if name == "-" {
			text, err := io.ReadAll(io.LimitReader(p.Stdin, prose.MaxFile+1))
			if err != nil {
				return nil, quiz.Fail("standard input cannot be read: %v", err).Hint("name the file instead")
			}
			files = append(files, prose.File{Name: "-", Text: text})
			continue
		}
		if info, err := os.Stat(name); err == nil && written != nil && os.SameFile(info, written) {
			return nil, quiz.Fail("%s: the draft would take the place of the text in this file", output).Hint("write it to another file, such as   -o draft.toml")
		}
		text, err := deck.ReadText(name)
		if err != nil {
			return nil, err
		}
		files = append(files, prose.File{Name: name, Text: text})
	}
	return files, nil
}

func deckWithoutReview() error {
	return quiz.Misuse("--deck says where kept questions go, and belongs to --review").Hint("kuril generate --review draft.toml --deck history")
}

// reviewDraft goes through a draft.
func (p *program) reviewDraft(c *cli.Context) error {
	for _, flag := range []string{"output", "all", "explain", "count"} {
		if c.IsSet(flag) {
			return quiz.Misuse("--review goes through a draft that is there; --%s makes one", flag).Hint("kuril generate --review draft.toml")
		}
	}
	name := c.String("review")
	if name == "" || c.NArg() > 0 {
		return quiz.Misuse("--review wants one draft").Hint("such as  kuril generate --review draft.toml")
	}
	return p.reads(func(ctx context.Context, d *quiz.Desk, c *cli.Context) error {
		err := quiz.ReviewDraft(ctx, d, name, c.String("deck"))
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	})(c)
}
