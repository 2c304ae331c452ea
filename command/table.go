package command

import "github.com/urfave/cli/v2"

// Groups of commands, in the order in which help shows them.
const (
	learning = "Learn"
	cards    = "Cards"
	history  = "What you did"
	devices  = "Files and devices"
	banks    = "Banks"
	other    = "The program"
)

// commands is every command, in the order in which help shows them. A flag has
// one meaning in all of them: with a value or without.
func (p *program) commands() []*cli.Command {
	return []*cli.Command{
		p.study(), p.read(), p.missed(), p.quiz(), p.plan(), p.due(),
		p.add(), p.edit(), p.remove(), p.list(), p.show(),
		p.suspend(), p.resume(), p.reset(), p.mark(), p.unmark(),
		p.why(), p.stats(), p.optimize(), p.simulate(), p.undo(), p.log(),
		p.importCommand(), p.exportCommand(), p.merge(), p.sync(), p.backup(), p.restore(), p.doctor(),
		p.check(), p.generate(),
		p.config(), p.completion(), p.man(), p.helpCommand(), p.version(),
	}
}
