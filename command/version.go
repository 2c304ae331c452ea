package command

import (
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
		UsageText: "kuril version",
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			info, _ := debug.ReadBuildInfo()
			_, err := fmt.Fprintf(p.out, "kuril %s\n", describe(info))
			return err
		},
	}
}

// describe says where a build comes from and which database it understands.
func describe(info *debug.BuildInfo) string {
	version, revision, at, changed, goVersion, platform := "unknown", "", "", "", "", ""
	if info != nil {
		version, goVersion = info.Main.Version, info.GoVersion
		set := map[string]string{}
		for _, s := range info.Settings {
			set[s.Key] = s.Value
		}
		revision, at = set["vcs.revision"], set["vcs.time"]
		if set["vcs.modified"] == "true" {
			changed = " with changes"
		}
		platform = set["GOOS"] + "/" + set["GOARCH"]
	}
	var b strings.Builder
	b.WriteString(strings.Trim(version, "()"))
	if revision != "" {
		fmt.Fprintf(&b, "\ncommit   %.12s of %s%s", revision, at, changed)
	}
	fmt.Fprintf(&b, "\nbuilt    %s for %s", goVersion, platform)
	fmt.Fprintf(&b, "\ndatabase schema %d", progress.Schema())
	return b.String()
}
