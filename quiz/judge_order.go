package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kuril/deck"
)

// judgeOrder takes the numbers of the options, or their texts, in the right
// order. Credit is the longest run, with gaps, that stands in the right order;
// a run of one is no order.
func judgeOrder(t Task, typed string) Verdict {
	items := t.Card.Answers()
	options := t.Options
	if len(options) == 0 {
		options = items
	}
	entries, unclear := pickNamed(options, namesByFirst(options, items), &rivals{}, typed)
	if unclear {
		return Verdict{Unclear: fmt.Sprintf("Type each number from 1 to %d once, in the right order.", len(options))}
	}
	if _, ok := numbersOf(typed); ok {
		if slip := wrongCount(entries, len(options)); slip != "" {
			return Verdict{Unclear: fmt.Sprintf("Type each number from 1 to %d once: %s.", len(options), slip)}
		}
	}
	if !slices.ContainsFunc(entries, func(e typedEntry) bool { return e.item >= 0 }) && !strings.ContainsAny(typed, "0123456789") {
		return Verdict{Unclear: fmt.Sprintf("Type the numbers from 1 to %d in the right order.", len(options))}
	}
	places, strays, notes := []int{}, 0, []string{}
	free := placesOf(items)
	for _, e := range entries {
		place := -1
		if e.item >= 0 {
			place = free.take(options[e.item])
		}
		if place < 0 {
			strays++
			continue
		}
		places = append(places, place)
		if e.note != "" {
			notes = append(notes, e.note)
		}
	}
	run := longestRun(places)
	if run < 2 && len(items) > 1 {
		run = 0
	}
	v := Verdict{Right: max(0, run-strays), Of: len(items), Note: strings.Join(notes, "; ")}
	switch {
	case v.Right == 0:
		v.Match = Wrong
	case v.Right < v.Of:
		v.Match = Partly
	case len(notes) > 0:
		v.Match = Almost
	default:
		v.Match = Right
	}
	return v
}

// namesByFirst returns the names of the items that are shown by their first.
func namesByFirst(options, items []string) [][]string {
	all := namesOf(options)
	for i, o := range options {
		for _, item := range items {
			if deck.Names(item)[0] == o {
				all[i] = names(item)
				break
			}
		}
	}
	return all
}

// wrongCount tells which numbers are missing or stand twice.
func wrongCount(entries []typedEntry, options int) string {
	times := make([]int, options)
	for _, e := range entries {
		times[e.item]++
	}
	var missing, twice []string
	for i, n := range times {
		switch {
		case n == 0:
			missing = append(missing, strconv.Itoa(i+1))
		case n > 1:
			twice = append(twice, strconv.Itoa(i+1))
		}
	}
	var said []string
	if len(missing) > 0 {
		said = append(said, "missing "+several(missing))
	}
	if len(twice) > 0 {
		said = append(said, "more than once "+several(twice))
	}
	return strings.Join(said, ", ")
}

// vacancies are the places where an item belongs, by its folded name.
type vacancies struct {
	byName map[string][]int
	taken  []bool
}

func placesOf(items []string) vacancies {
	v := vacancies{map[string][]int{}, make([]bool, len(items))}
	for i, item := range items {
		for _, name := range foldedAll(names(item)) {
			v.byName[name] = append(v.byName[name], i)
		}
	}
	return v
}

// take returns where the option belongs and takes the place, -1 when none is free.
func (v vacancies) take(option string) int {
	name := Folded(option)
	for i, place := range v.byName[name] {
		if !v.taken[place] {
			v.taken[place] = true
			v.byName[name] = v.byName[name][i+1:]
			return place
		}
	}
	return -1
}

// longestRun returns the length of the longest rising subsequence.
func longestRun(places []int) int {
	var tails []int // the smallest end of a run of each length
	for _, p := range places {
		i, _ := slices.BinarySearch(tails, p)
		if i == len(tails) {
			tails = append(tails, p)
		} else {
			tails[i] = p
		}
	}
	return len(tails)
}
