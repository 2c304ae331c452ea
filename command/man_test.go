package command

import (
	"bytes"
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"
)

// Every page can be set by the programs that set manual pages, without a
// warning, and says what help does.
func TestManPages(t *testing.T) {
	p := &program{}
	w := manWriter{app: p.app(), date: "2026-11-22", version: "v1"}
	pages := map[string]string{"kuril": w.program()}
	for _, c := range w.app.Commands {
		pages["kuril-"+c.Name] = w.command(c)
	}
	for name, page := range pages {
		if !strings.HasPrefix(page, ".TH ") || strings.ContainsFunc(page, func(r rune) bool { return r > 0x7E }) {
			t.Errorf("%s begins with %.40q, or has signs beyond ASCII", name, page)
		}
		for _, section := range []string{"NAME", "SYNOPSIS", "EXAMPLES", `SEE ALSO`} {
			if !strings.Contains(page, "\n.SH "+section+"\n") {
				t.Errorf("%s has no section %s", name, section)
			}
		}
	}
	for _, tool := range [][]string{
		{"groff", "-man", "-ww", "-Tutf8", "-z"},
		{"mandoc", "-T", "lint", "-W", "warning"},
	} {
		t.Run(tool[0], func(t *testing.T) {
			if _, err := exec.LookPath(tool[0]); err != nil {
				t.Skipf("%s is not installed", tool[0])
			}
			for name, page := range pages {
				command := exec.Command(tool[0], tool[1:]...)
				command.Stdin = strings.NewReader(page)
				if out, err := command.CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
					t.Errorf("%s: %v\n%s", name, err, out)
				}
			}
		})
	}
}

func TestRoff(t *testing.T) {
	for text, want := range map[string]string{
		"plain":    "plain",
		".TH":      `\&.TH`,
		"'x'":      `\&'x\(aq`,
		`a\b "c"`:  `a\eb \(dqc\(dq`,
		"--data ~": `\-\-data \(ti`,
		"日\n…":     `\[u65E5] \[u2026]`,
	} {
		if got := roff(text); got != want {
			t.Errorf("roff(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestBuildInfo(t *testing.T) {
	if got := readBuild(nil); got.Version != "unknown" || got.Schema < 1 {
		t.Errorf("without build info: %+v", got)
	}
	info := &debug.BuildInfo{GoVersion: "go1.99", Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.time", Value: "2026-01-02T03:04:05Z"},
		{Key: "vcs.modified", Value: "true"}, {Key: "GOOS", Value: "linux"}, {Key: "GOARCH", Value: "arm64"},
	}}
	info.Main.Version = "(devel)"
	text := readBuild(info).String()
	for _, want := range []string{"devel\n", "commit   0123456789ab of 2026-01-02T03:04:05Z with changes\n", "built    go1.99 for linux/arm64\n", "\nsqlite   ", "\ndatabase schema "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q does not say %q", text, want)
		}
	}
}
