// Command kuril asks questions about Japan–Russia relations, and about
// whatever else its learner writes down, when memory needs it.
package main

import (
	"context"
	_ "embed"
	"os"
	"time"

	"kuril/command"
)

//go:embed questions.toml
var questions []byte

func main() {
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
