package quiz

import (
	"maps"
	"slices"
)

// What a filter can say and what there is to say it of, for completion.

// A FilterKey is what may stand before a colon in a filter.
type FilterKey struct {
	Name   string
	Means  string
	Values []string // what may stand behind it, where that is known beforehand
}

// FilterKeys are all there are.
var FilterKeys = []FilterKey{
	{"tag", "has this tag", nil},
	{"deck", "is in this deck", nil},
	{"kind", "is of this kind", kinds},
	{"id", "has this id", nil},
	{"is", "how it stands with you", stateNames},
	{"added", "was added in the last N days", nil},
	{"rated", "was answered in the last N days", nil},
	{"prop", "a number, from..to", withColon(propertyNames)},
}

func withColon(names []string) []string {
	with := make([]string, len(names))
	for i, name := range names {
		with[i] = name + ":"
	}
	return with
}

// Kinds are the kinds of question.
func Kinds() []string { return slices.Clone(kinds) }

// Names returns the decks and the tags that there are, sorted.
func (d *Desk) Names() (decks, tags []string) {
	inDecks, onTags := d.names()
	return slices.Sorted(maps.Keys(inDecks)), slices.Sorted(maps.Keys(onTags))
}
