package quiz

import (
	"fmt"
	"strings"
)

type syncJSON struct {
	Dir     string      `json:"dir"`
	Read    mergedJSON  `json:"read"`
	From    []string    `json:"from"`
	Written int         `json:"written"`
	Again   bool        `json:"written_anew"`
	Decks   deckReport  `json:"decks"`
	Media   mediaReport `json:"media"`
	Git     string      `json:"git,omitempty"`
}

// report says what came of a sync.
func (s *syncing) report(g *gitFolder) error {
	m := s.merged
	git := ""
	if g != nil {
		git = g.sent
	}
	if m.Other > 0 || m.Twice > 0 {
		m.Refused = nil // each device's was said already
		s.tellRefused(s.dir, m)
	}
	for _, name := range s.decks.Waiting {
		s.talk("the deck %s cannot be read and waits; kuril check  says why", name)
	}
	for _, name := range s.media.Differing {
		s.talk("media/%s is another file on another device; the one here stays", name)
	}
	if s.o.JSON {
		return printJSON(s.Out, syncJSON{
			Dir: s.dir, From: notNil(s.names), Written: s.written, Again: s.again,
			Read: mergedJSON{
				New: m.New, Answers: m.Answers, Known: m.Known, Differing: m.Other, Twice: m.Twice, Cards: m.Cards,
				Devices: m.Devices, Refused: s.merged.Refused, DryRun: s.o.DryRun,
			},
			Decks: deckReport{s.decks.Taken, s.decks.Removed, s.decks.Sent, notNil(s.decks.Conflicts), notNil(s.decks.Waiting)},
			Media: mediaReport{s.media.Taken, s.media.Sent, s.media.Missing, notNil(s.media.Differing)},
			Git:   git,
		})
	}
	var parts []string
	part := func(n int, format string, args ...any) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	from := ""
	if len(s.names) > 0 {
		from = " from " + strings.Join(s.names, ", ")
	}
	part(m.New, "%s came%s%s", Count(m.New, "event"), from, answersAmong(m))
	part(s.written, "%s sent", Count(s.written, "event"))
	part(s.decks.Taken, "%s came or changed", Count(s.decks.Taken, "card"))
	part(s.decks.Removed, "%s removed", Count(s.decks.Removed, "card"))
	if s.decks.Sent {
		parts = append(parts, "own decks sent")
	}
	part(s.media.Taken, "%s came", Count(s.media.Taken, "picture"))
	part(s.media.Sent, "%s sent", Count(s.media.Sent, "picture"))
	part(s.media.Missing, "%s not there yet", Count(s.media.Missing, "picture"))
	if git != "" {
		parts = append(parts, git)
	}
	text := "nothing new"
	if len(parts) > 0 {
		text = strings.Join(parts, ", ")
	}
	if s.again && !s.o.DryRun && s.written > 0 {
		s.talk("something that was in the folder is gone; what was missing of it is written anew")
	}
	if s.o.DryRun {
		text = strings.NewReplacer(" came or ", " would come or ", " came", " would come", " sent", " would be sent").Replace(text) + ". Nothing was changed"
	}
	if err := s.say("%s: %s.", s.dir, text); err != nil {
		return err
	}
	if all := s.ConflictNames(); len(all) > 0 {
		return s.say("%s changed on two devices: %s. kuril sync --conflicts  compares both texts.", capital(Count(len(all), "card")), strings.Join(all, ", "))
	}
	return nil
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
