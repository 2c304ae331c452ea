package command

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"kuril/deck"
	"kuril/quiz"
)

func (p *program) man() *cli.Command {
	return &cli.Command{
		Name: "man", Category: other, ArgsUsage: "[COMMAND]",
		Usage: "the manual page of the program or of a command",
		Description: `Prints the page in the format of man. --dir writes all pages as files; in a folder man1 of MANPATH, such as
			~/.local/share/man/man1, man kuril and man kuril-study find them.`,
		UsageText: "kuril man | man -l -\nkuril man study | man -l -\nkuril man --dir ~/.local/share/man/man1",
		Flags:     []cli.Flag{&cli.StringFlag{Name: "dir", Usage: "write all pages into `DIR`"}},
		Action: func(c *cli.Context) error {
			if err := upTo(c, 1); err != nil {
				return err
			}
			now, err := p.clock(first(c.String("now"), p.Getenv("KURIL_NOW")))
			if err != nil {
				return err
			}
			w := manWriter{app: c.App, date: now().Format(time.DateOnly), version: build().Version}
			if dir := c.String("dir"); dir != "" {
				if c.NArg() > 0 {
					return quiz.Misuse("--dir writes all pages").Hint("leave out %q, or --dir", c.Args().First())
				}
				return p.writePages(w, dir)
			}
			page := w.program()
			if name := c.Args().First(); name != "" {
				command := c.App.Command(name)
				if command == nil {
					e := quiz.Misuse("there is no command %q", name)
					var known []string
					for _, c := range c.App.Commands {
						known = append(known, c.Name)
					}
					if near := quiz.Nearest(name, known); near != "" {
						e = e.Hint("did you mean  kuril man %s?", near)
					}
					return e.Hint("kuril help  lists all commands")
				}
				page = w.command(command)
			}
			if quiz.IsTerminal(p.Stdout) {
				p.talk("kuril: note: %s | man -l -  shows it as a page", strings.Join(append([]string{"kuril", "man"}, c.Args().Slice()...), " "))
			}
			_, err = p.out.Write([]byte(page))
			return err
		},
	}
}

// writePages writes the page of the program and those of all commands.
func (p *program) writePages(w manWriter, dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return quiz.Fail("the folder %s cannot be made: %v", dir, err).Hint("choose another folder with --dir")
	}
	pages := map[string]string{"kuril.1": w.program()}
	for _, c := range w.app.Commands {
		pages["kuril-"+c.Name+".1"] = w.command(c)
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if err := deck.WriteFile(filepath.Join(dir, name), []byte(pages[name]), 0o666); err != nil {
			return err
		}
	}
	p.talk("%s written to %s", quiz.Count(len(pages), "page"), quiz.Clean(dir))
	return nil
}

// manWriter makes manual pages of what help says.
type manWriter struct {
	app           *cli.App
	date, version string

	b *strings.Builder
}

// program is the page of the whole program.
func (w manWriter) program() string {
	w.begin("KURIL")
	w.section("NAME")
	w.text("kuril - " + w.app.Usage)
	w.section("SYNOPSIS")
	w.line(".B kuril")
	w.text("[COMMAND] [FLAGS] [FILTER]")
	w.section("DESCRIPTION")
	w.text("kuril asks questions when memory needs them. Without a command it shows the day at a glance.")
	group := ""
	w.section("COMMANDS")
	for _, c := range w.app.Commands {
		if c.Category != group {
			group = c.Category
			w.line(".SS " + roff(group))
		}
		w.item(c.Name, c.Usage)
	}
	w.section("FLAGS FOR EVERY COMMAND")
	w.flags(w.app.Flags)
	w.section("FILTERS")
	w.text("A filter picks the cards a command is about; without one it is about all of them. Each part says something of a card, and all parts must hold.")
	for _, group := range filterTerms {
		w.line(".SS " + roff(group.title))
		for _, term := range group.terms {
			w.item(term[0], term[1])
		}
	}
	w.section("SETTINGS")
	w.text("They stand in config.toml; kuril config shows and changes them.")
	for _, s := range settings {
		w.item(s.name, s.means+" ("+s.show(quiz.DefaultSettings)+" unless said)")
	}
	w.section("FILES")
	w.item("~/.local/share/kuril", "progress.db, everything you answered, and decks, your own cards; below XDG_DATA_HOME where that is set")
	w.item("~/.config/kuril/config.toml", "the settings; below XDG_CONFIG_HOME where that is set, and in the data folder where that was named")
	w.section("ENVIRONMENT")
	for _, v := range environment {
		w.item(v[0], v[1])
	}
	w.section("EXIT STATUS")
	for _, v := range exitStatus {
		w.item(v[0], v[1])
	}
	w.section("EXAMPLES")
	w.examples([]string{"kuril study", `kuril add --prompt "Capital of Japan?" --answer Tokyo`, `kuril list "tag:islands is:due"`})
	w.section("SEE ALSO")
	var pages []string
	for _, c := range w.app.Commands {
		pages = append(pages, "kuril-"+c.Name+"(1)")
	}
	w.text(strings.Join(pages, ", "))
	return w.b.String()
}

// environment is what the program reads of it.
var environment = [][2]string{
	{"KURIL_DATA", "the data folder, as --data names it"},
	{"KURIL_NOW", "the time at which the clock starts, as --now names it"},
	{"XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_CACHE_HOME", "where the folders are, unless --data or KURIL_DATA says"},
	{"VISUAL, EDITOR", "the editor in which cards are written"},
	{"NO_COLOR", "no colour, when it is not empty"},
	{"CLICOLOR_FORCE", "colour through a pipe too, when it is neither empty nor 0"},
	{"TERM", "dumb is a terminal without colour, on which everything is said in labelled lines"},
	{"TZ", "the time zone, such as Asia/Tokyo"},
}

// exitStatus is what the exit codes mean.
var exitStatus = [][2]string{
	{"0", "done; also when nothing was due"},
	{"1", "it was tried and did not work"},
	{"2", "the command line cannot be understood"},
	{"130", "interrupted"},
}

// command is the page of one command.
func (w manWriter) command(c *cli.Command) string {
	w.begin("KURIL-" + strings.ToUpper(c.Name))
	w.section("NAME")
	w.text("kuril-" + c.Name + " - " + c.Usage)
	w.section("SYNOPSIS")
	w.line(".B kuril " + roff(c.Name))
	usage := c.ArgsUsage
	if len(c.Flags) > 0 {
		usage = strings.TrimSpace("[FLAGS] " + usage)
	}
	if usage != "" {
		w.text(usage)
	}
	first := true
	for _, text := range strings.Split(c.Description, "\n\n") {
		if text = strings.Join(strings.Fields(text), " "); text == "" {
			continue
		}
		if first {
			w.section("DESCRIPTION")
		} else {
			w.line(".PP")
		}
		first = false
		w.text(text)
	}
	if len(c.Flags) > 0 {
		w.section("FLAGS")
		w.flags(c.Flags)
	}
	w.section("EXAMPLES")
	w.examples(strings.Split(c.UsageText, "\n"))
	w.section("SEE ALSO")
	w.text("kuril(1)")
	return w.b.String()
}

func (w *manWriter) begin(title string) {
	w.b = &strings.Builder{}
	w.line(fmt.Sprintf(`.TH "%s" "1" "%s" "kuril %s" "kuril"`, roff(title), w.date, roff(w.version)))
	w.line(".nh") // a hyphen that is none could be typed
	w.line(".ad l")
}

func (w *manWriter) line(s string) { w.b.WriteString(s + "\n") }

func (w *manWriter) section(name string) { w.line(".SH " + roff(name)) }

func (w *manWriter) text(s string) { w.line(roff(s)) }

func (w *manWriter) item(name, meaning string) {
	w.line(".TP")
	w.line(`\fB` + roff(name) + `\fR`)
	w.text(meaning)
}

func (w *manWriter) examples(lines []string) {
	w.line(".nf")
	for _, line := range lines {
		w.text(line)
	}
	w.line(".fi")
}

func (w *manWriter) flags(flags []cli.Flag) {
	for _, f := range flags {
		w.item(flagLine(f))
	}
}

// roff writes a text so that nothing in it is taken for an instruction.
func roff(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case i == 0 && (r == '.' || r == '\''):
			b.WriteString(`\&` + string(r))
		case r == '\\':
			b.WriteString(`\e`)
		case r == '-':
			b.WriteString(`\-`)
		case r == '"':
			b.WriteString(`\(dq`)
		case r == '\'':
			b.WriteString(`\(aq`)
		case r == '`':
			b.WriteString(`\(ga`)
		case r == '^':
			b.WriteString(`\(ha`)
		case r == '~':
			b.WriteString(`\(ti`)
		case r < 0x20 || r == 0x7F:
			b.WriteByte(' ')
		case r < 0x7F:
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}
