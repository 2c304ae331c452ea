// Command kuril asks questions about Japan–Russia relations, and about
// whatever else its learner writes down, when memory needs it.
package main

import (
	"context"
	_ "embed"
	"os"
	"runtime/debug"
	"time"

	"kuril/command"
)

//go:embed questions.toml
var questions []byte

func main() {
	// A run is short: to collect what it leaves behind more often than this
	// takes a fifth of the time to the first question of a large bank.
	debug.SetGCPercent(400)
	os.Exit(command.Run(context.Background(), command.World{
		Args:   os.Args[1:],
		Stdin:  os.Stdin,
		Stdout: os.Stdout,
		Stderr: os.Stderr,
		Getenv: os.Getenv,
		Now:    time.Now,
		Zone:   time.Local,
		Bank:   questions,

		Machine: machine(),
		Host:    host(),
	}))
}
