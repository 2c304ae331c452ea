package quiz

import (
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
	"kuril/deck/lint"
)

// What check --sarif prints is SARIF 2.1.0, which code forges read: the parts of
// it that say what was found where, and by which rule.
type (
	sarif struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string         `json:"id"`
		Short   sarifText      `json:"shortDescription"`
		Full    sarifText      `json:"fullDescription"`
		Help    sarifText      `json:"help"`
		Default sarifConfigure `json:"defaultConfiguration"`
	}
	sarifConfigure struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		Rule      string          `json:"ruleId"`
		Index     int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
		Col  int `json:"startColumn"`
	}
)

var sarifLevels = map[deck.Severity]string{deck.Error: "error", deck.Warning: "warning", deck.Advice: "note"}

// sarifOf returns problems in that shape, with the rules that they break.
func sarifOf(problems []deck.Problem) sarif {
	driver := sarifDriver{Name: "kuril", Rules: []sarifRule{}}
	index := map[string]int{}
	results := []sarifResult{}
	for _, p := range problems {
		at, known := index[p.Rule]
		if !known {
			r, ok := lint.ByID(p.Rule)
			if !ok {
				r = lint.Rule{ID: p.Rule, Severity: p.Severity, What: p.Rule, Reason: p.Rule}
			}
			at = len(driver.Rules)
			index[p.Rule] = at
			driver.Rules = append(driver.Rules, sarifRule{
				ID: r.ID, Short: sarifText{r.What}, Full: sarifText{r.Reason}, Default: sarifConfigure{sarifLevels[r.Severity]},
				Help: sarifText{strings.TrimSpace("Not so:\n" + r.Bad + "\nBut so:\n" + r.Good)},
			})
		}
		text := p.Message
		if p.Hint != "" {
			text += " (" + p.Hint + ")"
		}
		place := sarifPhysical{Artifact: sarifArtifact{sarifURI(p.File)}}
		if p.Line > 0 {
			place.Region = &sarifRegion{p.Line, max(p.Col, 1)}
		}
		results = append(results, sarifResult{p.Rule, at, sarifLevels[p.Severity], sarifText{text}, []sarifLocation{{place}}})
	}
	return sarif{
		Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0",
		Runs: []sarifRun{{Tool: sarifTool{driver}, ColumnKind: "unicodeCodePoints", Results: slices.Clip(results)}},
	}
}

// sarifURI is the name of a file as an address: relative ones stay so.
func sarifURI(file string) string {
	u := url.URL{Path: filepath.ToSlash(file)}
	if filepath.IsAbs(file) {
		u.Scheme = "file"
	}
	return u.String()
}
