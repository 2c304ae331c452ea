package prose

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"kuril/deck"
)

// enough is the score from which a question is offered.
const enough = 64

// offer chooses what is offered: marked text always; of the rest the best of
// each sentence, each fact once, and at most most of a text.
func offer(all []*Candidate, most int) {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b *Candidate) int { return cmp.Compare(b.Score, a.Score) })
	type sentenceAt struct{ line, col int }
	taken := map[sentenceAt]bool{}
	asked := map[string]bool{}
	n := 0
	for _, c := range order {
		at := sentenceAt{c.Line, c.Col}
		key := gist(c.Question)
		switch {
		case asked[key]:
		case c.Marked:
			c.Offered = true
		case c.Score >= enough && !taken[at] && n < most:
			c.Offered, taken[at] = true, true
		}
		if c.Offered {
			asked[key] = true
			if !c.Marked {
				n++
			}
		}
	}
	// Those of one sentence are siblings, and so are those that ask for one
	// thing in other words.
	group(all)
}

// gist is what a question asks for, whatever its words and their order.
func gist(q deck.Question) string {
	words := stems(gapText.ReplaceAllString(q.Prompt, "$1") + " " + strings.Join(q.Answers, " "))
	sorted := make([]string, 0, len(words))
	for w := range words {
		sorted = append(sorted, w)
	}
	slices.Sort(sorted)
	return strings.Join(sorted, " ")
}

// group gives the questions of one sentence a group.
func group(all []*Candidate) {
	bySentence := map[Place][]*Candidate{}
	for _, c := range all {
		bySentence[c.Place] = append(bySentence[c.Place], c)
	}
	for _, same := range bySentence {
		if len(same) > 1 {
			for _, c := range same {
				c.Question.Group = "p-" + sum(c.Sentence)
			}
		}
	}
}

func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])[:10]
}

// name gives each question its id and its source. The id comes from what is
// asked: the same sentence gives the same one wherever it stands.
func name(all []*Candidate, file string, ids map[string]int) {
	for _, c := range all {
		q := &c.Question
		what := sum(string(q.Kind) + "\x00" + q.Prompt + "\x00" + strings.Join(q.Answers, "\x00") + "\x00" + strings.Join(q.Items, "\x00"))
		id := deck.NewID(q.Prompt, q.Kind, func(string) bool { return false }, func() string { return what }) + "-" + what[:6]
		if ids[id]++; ids[id] > 1 {
			id = fmt.Sprintf("%s-%d", id, ids[id])
		}
		q.ID = id
		base := filepath.Base(filepath.ToSlash(file))
		if file == "-" {
			base = "standard input"
		}
		title := strings.Map(func(r rune) rune {
			if r == '<' || r == '>' || r < ' ' || r == 0x7f {
				return '_'
			}
			return r
		}, base)
		address := fmt.Sprintf("%s:%d", (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath(), c.Line)
		q.Sources = []string{fmt.Sprintf("%s, line %d <%s>", title, c.Line, address)}
	}
}
