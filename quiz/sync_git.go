package quiz

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// A gitFolder is a folder that git carries. All that is asked of git concerns
// what stands below kuril; no shell is started, and nothing waits for ever.
type gitFolder struct {
	ctx     context.Context
	dir     string
	offline bool   // the other end could not be reached
	sent    string // what became of it, for the report
}

const (
	gitLocal   = 30 * time.Second
	gitNetwork = 2 * time.Minute
)

func openGit(ctx context.Context, dir string) (*gitFolder, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, Fail("git is not installed").Hint("install it, or leave --git out and let something else carry the folder")
	}
	g := &gitFolder{ctx: ctx, dir: dir}
	if _, err := g.git(gitLocal, "rev-parse", "--is-inside-work-tree"); err != nil {
		if said := err.Error(); !strings.Contains(said, "not a git repository") {
			return nil, Fail("git does not take %s: %s", CleanLine(dir), said).Hint("git -C %s status", CleanLine(dir))
		}
		return nil, Fail("%s is no git repository", CleanLine(dir)).
			Hint("git clone ADDRESS %s", CleanLine(dir)).Hint("or, without another end:  git init %s", CleanLine(dir))
	}
	for _, name := range []string{"MERGE_HEAD", "rebase-merge", "rebase-apply"} {
		at, err := g.git(gitLocal, "rev-parse", "--git-path", name)
		if err != nil {
			continue
		}
		if !filepath.IsAbs(at) {
			at = filepath.Join(dir, at)
		}
		if _, err := os.Stat(at); err == nil {
			return nil, Fail("a merge that somebody began in %s is not finished", CleanLine(dir)).
				Hint("git -C %s status  says what is left to do", CleanLine(dir))
		}
	}
	return g, nil
}

// gitError is what git said, in one line.
type gitError struct{ said string }

func (e *gitError) Error() string { return e.said }

// git runs git in the folder and returns what it printed.
func (g *gitFolder) git(limit time.Duration, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(g.ctx, limit)
	defer cancel()
	var out, said bytes.Buffer
	c := exec.CommandContext(ctx, "git", append([]string{"-C", g.dir, "-c", "core.quotePath=false"}, args...)...)
	// Nobody is there to be asked for a password, and words are looked for in
	// what it says.
	c.Env = append(c.Environ(), "GIT_TERMINAL_PROMPT=0", "LC_ALL=C", "GIT_MERGE_AUTOEDIT=no")
	c.Stdout, c.Stderr = &out, &said
	c.WaitDelay = 5 * time.Second
	err := c.Run()
	switch {
	case g.ctx.Err() != nil:
		return "", g.ctx.Err()
	case ctx.Err() != nil:
		return "", &gitError{fmt.Sprintf("no answer within %d seconds", int(limit.Seconds()))}
	case err != nil:
		return "", &gitError{lastWords(said.String(), err)}
	}
	return strings.TrimSpace(out.String()), nil
}

// lastWords is the line of what git said that tells why it failed.
func lastWords(said string, err error) string {
	best := ""
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		for _, begins := range []string{"fatal: ", "error: ", "remote: error: ", "! [rejected]"} {
			if rest, ok := strings.CutPrefix(line, begins); ok && (best == "" || begins == "! [rejected]") {
				best = rest
			}
		}
	}
	switch {
	case best != "":
		return CleanLine(best)
	case strings.TrimSpace(said) != "":
		return CleanLine(strings.TrimSpace(strings.SplitN(strings.TrimSpace(said), "\n", 2)[0]))
	}
	return err.Error()
}

// pull fetches what others pushed and merges it. As each device writes files of
// its own, that cannot conflict with anything of kuril's.
func (g *gitFolder) pull() error {
	remote, err := g.git(gitLocal, "remote")
	if err != nil {
		return g.fail("cannot be asked for its remotes", err)
	}
	if remote == "" {
		return nil // a repository without another end keeps versions all the same
	}
	if _, err := g.git(gitNetwork, "fetch", "--quiet"); err != nil {
		if g.ctx.Err() != nil {
			return g.ctx.Err()
		}
		g.offline = true
		return Fail("git cannot reach the other end: %v", err).
			Hint("what was here is synced and committed; the next  kuril sync --git  sends it").
			Hint("git -C %s fetch  says more", CleanLine(g.dir))
	}
	upstream, err := g.git(gitLocal, "rev-parse", "--verify", "--quiet", "@{upstream}")
	if err != nil || upstream == "" {
		return nil // nothing there yet
	}
	if _, err := g.git(gitLocal, "merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "@{upstream}"); err != nil {
		conflicts, _ := g.git(gitLocal, "diff", "--name-only", "--diff-filter=U")
		if _, aborted := g.git(gitLocal, "merge", "--abort"); aborted != nil && conflicts == "" {
			return g.fail("cannot be brought up to date", err)
		}
		if conflicts != "" {
			return Fail("git cannot merge %s: both sides changed it", CleanLine(strings.ReplaceAll(conflicts, "\n", ", "))).
				Hint("it is no file of kuril's; merge it yourself:  git -C %s pull", CleanLine(g.dir))
		}
		return g.fail("cannot be brought up to date", err)
	}
	return nil
}

func (g *gitFolder) fail(what string, err error) error {
	if g.ctx.Err() != nil {
		return g.ctx.Err()
	}
	return Fail("the git repository %s %s: %v", CleanLine(g.dir), what, err).Hint("git -C %s status", CleanLine(g.dir))
}

// send commits what this device wrote, and nothing else, and pushes it unless
// the other end could not be reached before.
func (g *gitFolder) send(device, host string, push bool) error {
	var ours []string
	for _, name := range []string{path.Join(shareName, device), path.Join(shareName, mediaShare), path.Join(shareName, ".gitattributes")} {
		if _, err := os.Lstat(filepath.Join(g.dir, filepath.FromSlash(name))); err == nil {
			ours = append(ours, name)
		}
	}
	if len(ours) == 0 {
		return nil
	}
	if _, err := g.git(gitLocal, append([]string{"add", "--force", "--"}, ours...)...); err != nil {
		return g.fail("does not take the log", err)
	}
	if _, err := g.git(gitLocal, append([]string{"diff", "--cached", "--quiet", "--"}, ours...)...); err != nil {
		who := []string{}
		if email, err := g.git(gitLocal, "config", "user.email"); err != nil || email == "" {
			who = []string{"-c", "user.name=" + host, "-c", "user.email=kuril@localhost"}
		}
		commit := append(who, "commit", "--quiet", "--no-gpg-sign", "-m", "kuril: "+CleanLine(host), "--")
		if _, err := g.git(gitLocal, append(commit, ours...)...); err != nil {
			return g.fail("does not take a commit", err)
		}
		g.sent = "committed"
	}
	if remote, err := g.git(gitLocal, "remote"); err != nil || remote == "" || !push {
		return nil
	}
	if _, err := g.git(gitLocal, "rev-parse", "--verify", "--quiet", "HEAD"); err != nil {
		return nil
	}
	var err error
	for range 4 { // another device may be quicker each time
		args := []string{"push", "--quiet"}
		if up, uerr := g.git(gitLocal, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"); uerr != nil || up == "" {
			remote, _ := g.git(gitLocal, "remote")
			remote, _, _ = strings.Cut(remote, "\n")
			args = append(args, "--set-upstream", remote, "HEAD")
		}
		if _, err = g.git(gitNetwork, args...); err == nil {
			if g.sent != "" {
				g.sent = "committed and pushed"
			}
			return nil
		}
		var said *gitError
		if !errors.As(err, &said) || !strings.Contains(said.said, "fetch first") && !strings.Contains(said.said, "non-fast-forward") && !strings.Contains(said.said, "failed to push") {
			break
		}
		if perr := g.pull(); perr != nil {
			return perr
		}
	}
	if g.ctx.Err() != nil {
		return g.ctx.Err()
	}
	return Fail("git cannot push: %v", err).
		Hint("it is committed here; the next  kuril sync --git  sends it").Hint("git -C %s push  says more", CleanLine(g.dir))
}
