package command

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/quiz"
)

// helpWidth is the widest help text, in columns.
const helpWidth = 78

func (p *program) helpCommand() *cli.Command {
	return &cli.Command{
		Name: "help", Category: other, ArgsUsage: "[COMMAND or TOPIC]",
		Usage:     "explain the program or a command",
		UsageText: "kuril help study\nkuril help filter\nkuril help settings",
		Action:    func(*cli.Context) error { return nil }, // arrange answers it
	}
}

// topics are what help explains beside the commands.
var topics = map[string]func(b *strings.Builder, width int){
	"filter":   filterHelp,
	"settings": settingsHelp,
}

// help explains a command, a topic, or the whole program when the line names
// neither. A command is shown with what it wants, its flags, and an example
// that works.
func (p *program) help(app *cli.App, l line) error {
	width := helpWidth
	if quiz.IsTerminal(p.Stdout) {
		width = min(width, quiz.NewTerm(quiz.TermOptions{In: p.Stdin, Out: p.Stdout}).Columns())
	}
	var b strings.Builder
	switch {
	case l.topic != "":
		topics[l.topic](&b, width)
	case l.command == "":
		programHelp(&b, app, width)
	default:
		commandHelp(&b, app.Command(l.command), width)
	}
	_, err := p.out.Write([]byte(b.String()))
	return err
}

func programHelp(b *strings.Builder, app *cli.App, width int) {
	paragraph(b, "kuril: "+app.Usage, width)
	b.WriteString("\n  kuril [COMMAND] [FLAGS] [FILTER]\n\n")
	paragraph(b, "Without a command it shows the day at a glance.", width)
	group := ""
	for _, c := range app.Commands {
		if c.Category != group {
			group = c.Category
			fmt.Fprintf(b, "\n%s\n", group)
		}
		entry(b, c.Name, c.Usage, 10, width)
	}
	b.WriteString("\nFlags for every command\n")
	flagHelp(b, app.Flags, width)
	b.WriteString("\nExamples\n  kuril study\n  kuril add --prompt \"Capital of Japan?\" --answer Tokyo\n  kuril list \"tag:islands is:due\"\n\n")
	entry(b, "kuril help COMMAND", "explains one command", 19, width)
	entry(b, "kuril help filter", "tells how to say which cards", 19, width)
	entry(b, "kuril help settings", "tells what you can choose", 19, width)
}

func commandHelp(b *strings.Builder, c *cli.Command, width int) {
	paragraph(b, "kuril "+c.Name+": "+c.Usage, width)
	usage := "  kuril " + c.Name
	if len(c.Flags) > 0 {
		usage += " [FLAGS]"
	}
	if c.ArgsUsage != "" {
		usage += " " + c.ArgsUsage
	}
	b.WriteString("\n" + usage + "\n")
	for _, text := range strings.Split(c.Description, "\n\n") {
		if text != "" {
			b.WriteString("\n")
			paragraph(b, strings.Join(strings.Fields(text), " "), width)
		}
	}
	if len(c.Flags) > 0 {
		b.WriteString("\nFlags\n")
		flagHelp(b, c.Flags, width)
	}
	b.WriteString("\n")
	if strings.Contains(c.ArgsUsage, "FILTER") {
		paragraph(b, `FILTER says which cards, such as tag:dates or "is:missed -tag:names".`, width)
		paragraph(b, "What a filter can say: kuril help filter", width)
	}
	paragraph(b, "Flags for every command: kuril help", width)
	examples := strings.Split(c.UsageText, "\n")
	if len(examples) > 1 {
		b.WriteString("\nExamples\n")
	} else {
		b.WriteString("\nExample\n")
	}
	for _, line := range examples {
		b.WriteString("  " + line + "\n")
	}
}

func flagHelp(b *strings.Builder, flags []cli.Flag, width int) {
	for _, f := range flags {
		label, usage := flagLine(f)
		entry(b, label, usage, 18, width)
	}
}

// flagLine is how a flag is written, and what it means.
func flagLine(f cli.Flag) (label, usage string) {
	doc := f.(cli.DocGenerationFlag)
	// `VALUE` in the usage names the value, and "`VALUE`: " in front of it
	// does nothing else.
	usage, value := doc.GetUsage(), ""
	if before, rest, ok := strings.Cut(usage, "`"); ok {
		name, after, _ := strings.Cut(rest, "`")
		usage, value = before+name+after, strings.ToUpper(name)
		if meaning, ok := strings.CutPrefix(after, ": "); ok && before == "" {
			usage = meaning
		}
	}
	var names []string
	for _, name := range f.Names() {
		names = append(names, dashed(name))
	}
	label = strings.Join(names, ", ")
	if doc.TakesValue() && value != "" {
		label += " " + value
	}
	return label, usage
}

// entry prints a name and what it means; a long name stands alone on its line.
func entry(b *strings.Builder, name, meaning string, column, width int) {
	indent := column + 4
	if width < 60 {
		indent = 6
	}
	lines := quiz.Wrap(meaning, width-indent)
	head := "  " + name
	if quiz.Width(head)+2 > indent {
		b.WriteString(head + "\n")
	} else {
		b.WriteString(quiz.Pad(head, indent) + lines[0] + "\n")
		lines = lines[1:]
	}
	for _, line := range lines {
		b.WriteString(strings.Repeat(" ", indent) + line + "\n")
	}
}

func paragraph(b *strings.Builder, text string, width int) {
	for _, line := range quiz.Wrap(text, width) {
		b.WriteString(line + "\n")
	}
}
