package command

import (
	"encoding/json"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/urfave/cli/v2"

	"kuril/progress"
)

func (p *program) version() *cli.Command {
	return &cli.Command{
		Name: "version", Category: other,
		Usage:     "which program this is",
		UsageText: "kuril version\nkuril version --json",
		Flags:     []cli.Flag{jsonFlag()},
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			if c.Bool("json") {
				return json.NewEncoder(p.out).Encode(build())
			}
			_, err := fmt.Fprintf(p.out, "kuril %s\n", build())
			return err
		},
	}
}

// A buildInfo says where a build comes from and what it was made with.
type buildInfo struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"`
	Time     string `json:"time,omitempty"` // of the commit
	Modified bool   `json:"modified"`       // it differs from the commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
	SQLite   string `json:"sqlite,omitempty"` // "" when built without
	Schema   int    `json:"schema"`           // of the database
}

func build() buildInfo {
	info, _ := debug.ReadBuildInfo()
	return readBuild(info)
}

func readBuild(info *debug.BuildInfo) buildInfo {
	b := buildInfo{Version: "unknown", SQLite: progress.SQLite(), Schema: progress.Schema()}
	if info == nil {
		return b
	}
	b.Go = info.GoVersion
	if version := strings.Trim(info.Main.Version, "()"); version != "" {
		b.Version = version
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	b.Commit, b.Time, b.Modified = set["vcs.revision"], set["vcs.time"], set["vcs.modified"] == "true"
	b.Platform = set["GOOS"] + "/" + set["GOARCH"]
	return b
}

// String writes it in lines, the version first.
func (b buildInfo) String() string {
	lines := []string{b.Version}
	if b.Commit != "" {
		line := fmt.Sprintf("commit   %.12s of %s", b.Commit, b.Time)
		if b.Modified {
			line += " with changes"
		}
		lines = append(lines, line)
	}
	lines = append(lines, fmt.Sprintf("built    %s for %s", b.Go, b.Platform))
	sqlite := b.SQLite
	if sqlite == "" {
		sqlite = "none: progress cannot be kept"
	}
	lines = append(lines, "sqlite   "+sqlite, fmt.Sprintf("database schema %d", b.Schema))
	return strings.Join(lines, "\n")
}
