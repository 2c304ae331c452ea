package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// programs can be run by scripts, and by each other, like any program on the
// path: kuril is the real main, the others put it into a situation.
var programs = map[string]func(){"kuril": main}

func TestMain(m *testing.M) {
	if os.Getenv("GORACE") == "" {
		os.Setenv("GORACE", "atexit_sleep_ms=0") // else every run of a program takes a second longer
	}
	testscript.Main(m, programs)
}

// TestScripts runs every promise in testdata/script against the real program,
// each with an empty home, no settings and the zone UTC. Beside testscript's
// own commands there are
//
//	[!] json PATH VALUE        see cmdJSON
//	exits CODE PROGRAM …       run, and end with exactly this code
//	pty DIALOGUE PROGRAM …     on a pseudo-terminal; see ptyUsage
//	limited BYTES PROGRAM …    no file may grow beyond so many bytes
//	unprivileged PROGRAM …     file permissions count, even for root
//	locked FILE PROGRAM …      a database is being written to meanwhile
//	fulldisk SIZE DIR PROGRAM … DIR is a disk of that size meanwhile
//
// and the conditions [unprivileged], [fulldisk] and [fixtures], for what this
// machine cannot do or does not have.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireUniqueNames:  true,
		ContinueOnError:     false,
		RequireExplicitExec: false,
		Setup:               setup,
		Condition:           condition,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"json":  cmdJSON,
			"exits": cmdExits,
		},
	})
}

func setup(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, "home")
	if err := os.Mkdir(home, 0o777); err != nil {
		return err
	}
	env.Setenv("HOME", home)
	env.Setenv("TZ", "UTC")
	env.Setenv("TERM", "xterm-256color")
	env.Setenv("LANG", "C.UTF-8")
	env.Setenv("GORACE", os.Getenv("GORACE"))
	if fixtures := os.Getenv("KURIL_FIXTURES"); fixtures != "" {
		absolute, err := filepath.Abs(fixtures)
		if err != nil {
			return err
		}
		env.Setenv("KURIL_FIXTURES", absolute)
	}
	return nil
}

// condition tells whether a script can be run here.
func condition(name string) (bool, error) {
	switch name {
	case "fixtures":
		return os.Getenv("KURIL_FIXTURES") != "", nil
	case "unprivileged":
		return canBeRefused(), nil
	case "fulldisk":
		dir, err := os.MkdirTemp("", "disk") // never a folder in which anything is
		if err != nil {
			return false, nil
		}
		defer os.RemoveAll(dir)
		return exec.Command("fulldisk", "1M", dir, "true").Run() == nil, nil
	}
	return false, fmt.Errorf("unknown condition %q", name)
}

// canBeRefused reports whether unprivileged works: a closed folder stays shut.
func canBeRefused() bool {
	dir, err := os.MkdirTemp("", "closed")
	if err != nil {
		return false
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o555); err != nil {
		return false
	}
	return exec.Command("unprivileged", "true").Run() == nil &&
		exec.Command("unprivileged", "touch", filepath.Join(dir, "file")).Run() != nil
}

// cmdExits runs a program that must end with the given code.
func cmdExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGUMENT…]")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		ended, ok := err.(*exec.ExitError)
		if !ok {
			ts.Fatalf("%v", err)
		}
		code = ended.ExitCode()
	}
	if got := fmt.Sprint(code); got != args[0] {
		ts.Fatalf("the exit code is %s, want %s", got, args[0])
	}
}

// TestPrograms holds that scripts find every program on their path.
func TestPrograms(t *testing.T) {
	for name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Errorf("scripts cannot run %s: %v", name, err)
		}
	}
}
