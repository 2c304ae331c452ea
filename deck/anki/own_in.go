package anki

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"kuril/deck"
)

// own converts a note that was written here, from the question that it carries:
// kinds that Anki does not have come back. It reports false for all other notes.
// Where the text was changed in Anki, that of a plain question is taken over.
func (v *converter) own(n *note, key string) bool {
	at := slices.Index(n.kind.fields, ownField)
	if at < 0 || at >= len(n.fields) || len(n.kind.fields) != len(outFields) || !slices.Equal(n.kind.fields, outFields) {
		return false
	}
	q := ownQuestion(n.fields[at])
	if q == nil {
		return false
	}
	var files []string
	now := outNote(q, func(path string) string { return path })
	changed := func(i int) bool { return !sameText(now[i], n.fields[i]) }
	text := func(i int) string { return v.text(n.fields[i], &files, new(bool)) }
	plain := q.Kind == deck.Recall || q.Kind == deck.Typed && q.Match == "" && len(q.Wrong) == 0
	edited := false
	for i, field := range []*string{&q.Prompt, nil, nil, &q.Hint, nil} {
		switch {
		case !changed(i):
		case i == 0 && plain && text(0) != "":
			*field = text(0)
		case i == 1 && plain && text(1) != "":
			q.Answers = append([]string{text(1)}, q.Answers[1:]...)
		case i == 3:
			*field = text(3)
		case i == 4 && len(q.Sources) == 0:
			q.Why = text(4)
		default:
			edited = true
		}
	}
	if edited {
		v.edited++
	}
	item := &Item{Question: q, Deck: v.deck(n.cards[0]), Key: key, position: -1}
	for _, path := range mediaOf(q) { // a file goes by its name there
		name := norm.NFC.String(filepath.Base(filepath.FromSlash(path)))
		item.Media = append(item.Media, name)
		if here := v.place(name); here != name {
			renameMedia(q, path, here)
		}
	}
	cards := q.Cards()
	kept := false
	before := slices.Clone(q.Tags)
	added := q.Added
	one := slices.ContainsFunc(n.cards, func(c *card) bool { return c.marked })
	for _, c := range n.cards {
		i := slices.IndexFunc(cards, func(o deck.Card) bool { return ordOf(strings.TrimPrefix(o.ID, q.ID)) == c.ord })
		if i < 0 || v.deck(c) == "" {
			v.skip([]*card{c}, clip(plainText(n.fields[0])), "the question has no such card")
			continue
		}
		v.add(n, item, c, strings.TrimPrefix(cards[i].ID, q.ID), nil)
		if one && !c.marked { // a tag is on all cards of a note, a mark on one
			item.Cards[len(item.Cards)-1].Marked = false
		}
		if !kept { // they come back in their order
			item.position = c.place
		}
		kept = true
	}
	q.Tags, q.Added = before, added
	if kept {
		v.p.Items = append(v.p.Items, item)
	}
	return true
}

// sameText tells whether two fields say the same, however their HTML is written.
func sameText(a, b string) bool {
	bare := func(s string) string {
		return norm.NFC.String(strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, stripped(lineBreak.ReplaceAllString(s, " "))))
	}
	return a == b || bare(a) == bare(b)
}

// mediaOf names the files that a question refers to.
func mediaOf(q *deck.Question) []string {
	var names []string
	for _, text := range slices.Concat([]string{q.Prompt, q.Hint, q.Why}, q.Answers, q.Items, q.Wrong) {
		for _, m := range imageMark.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(m[2], "://") {
				names = append(names, m[2])
			}
		}
		for _, m := range soundSign.FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// renameMedia puts another name for a file.
func renameMedia(q *deck.Question, from, to string) {
	one := func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, "]("+from+")", "]("+to+")"), "♪ "+from, "♪ "+to)
	}
	q.Prompt, q.Hint, q.Why = one(q.Prompt), one(q.Hint), one(q.Why)
	for _, list := range [][]string{q.Answers, q.Items, q.Wrong} {
		for i := range list {
			list[i] = one(list[i])
		}
	}
}
