package quiz

import (
	"context"
	"strings"

	"kuril/progress"
)

// Foresee tells what other settings would do to the coming weeks of the
// learner's own cards, in lines to print; none where no card was begun yet, or
// where it cannot be reckoned. Nothing is written.
func (d *Desk) Foresee(ctx context.Context, before, after Settings) []string {
	if d.Load() != nil {
		return nil
	}
	store, err := progress.Open(ctx, d.database(), progress.Options{ReadOnly: true})
	if err != nil {
		return nil
	}
	defer store.Close()
	held, settings := d.Store, d.Settings
	d.Store = store
	defer func() { d.Store, d.Settings = held, settings }()

	d.Settings = before
	now, begun, err := d.foreseen(ctx)
	if err != nil || begun == 0 {
		return nil
	}
	d.Settings = after
	then, _, err := d.foreseen(ctx)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimRight(
		"No card moves: each comes on the day it was promised, and waits by the settings from its next answer on. Answers to expect, new cards and repeats among them:\n"+
			compared("before", now, "with it", then), "\n"), "\n")
}

// foreseen returns the answers to expect on each of the coming days, and how
// many cards are begun.
func (d *Desk) foreseen(ctx context.Context) (load []float64, begun int, err error) {
	s, _, err := d.simulation(ctx, SimulateOptions{New: Unset, Limit: Unset, Days: rehearseDays})
	if err != nil {
		return nil, 0, err
	}
	load = make([]float64, s.Days)
	for run := range simulatedRuns {
		s.Luck = uint64(run)
		f := s.Run()
		for day := range load {
			load[day] += float64(f.Reviews[day]+f.Met[day]+f.Repeats[day]) / simulatedRuns
		}
	}
	return load, len(s.Known), nil
}
