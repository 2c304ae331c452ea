package command

import (
	_ "embed"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

//go:embed completion.bash
var completionBash string

//go:embed completion.zsh
var completionZsh string

//go:embed completion.fish
var completionFish string

// shells are those that completion is made for: the script, and the line that
// loads it.
var shells = []struct{ name, script, file, line string }{
	{"bash", completionBash, "~/.bashrc", `eval "$(kuril completion bash)"`},
	{"zsh", completionZsh, "~/.zshrc", `eval "$(kuril completion zsh)"`},
	{"fish", completionFish, "~/.config/fish/config.fish", "kuril completion fish | source"},
}

func shellNames() []string {
	names := make([]string, len(shells))
	for i, s := range shells {
		names[i] = s.name
	}
	return names
}

func (p *program) completion() *cli.Command {
	description := "Prints what makes the Tab key complete commands, flags, ids, tags, decks, settings and the words of a filter. Put one line where your shell starts, and open a new terminal:"
	for _, s := range shells {
		description += "\n\n" + s.file + ":  " + s.line
	}
	return &cli.Command{
		Name: "completion", Category: other, ArgsUsage: "bash|zsh|fish",
		Usage:       "let the Tab key of your shell know kuril",
		Description: description,
		UsageText:   "kuril completion bash >> ~/.bashrc\neval \"$(kuril completion bash)\"",
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return quiz.Misuse("kuril completion wants the name of a shell").Hint("it can be %s", strings.Join(shellNames(), ", "))
			}
			if err := upTo(c, 1); err != nil {
				return err
			}
			for _, s := range shells {
				if s.name != strings.ToLower(c.Args().First()) {
					continue
				}
				if quiz.IsTerminal(p.Stdout) {
					p.talk("Put this line into %s and open a new terminal:\n\n  %s\n", s.file, s.line)
				}
				_, err := p.out.Write([]byte(s.script))
				return err
			}
			e := quiz.Misuse("there is no completion for %q", c.Args().First())
			if near := quiz.Nearest(c.Args().First(), shellNames()); near != "" {
				e = e.Hint("did you mean  kuril completion %s?", near)
			}
			return e.Hint("it can be %s", strings.Join(shellNames(), ", "))
		},
	}
}
