// Package large makes large banks and long logs for tests and benchmarks: the
// same ones every time. No part of the program imports it.
package large

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

var words = strings.Fields(`treaty island border fishing ambassador declaration negotiation harbour
	strait province emperor consul railway lease protest summit minister delegation armistice gas
	pipeline visa university exchange memorial archive census lighthouse whale salmon coal winter
	spring ferry garrison village cemetery map survey commission protocol ratified signed refused
	offered returned visited founded opened closed moved promised demanded measured counted`)

var tags = strings.Fields(`dates offers islands people sanctions trade fishing war maps law
	culture railways ports names numbers core more deep own later`)

// CardID is the id of the n-th card of all, from 0.
func CardID(n int) string { return fmt.Sprintf("card-%06d", n) }

// DeckOf is the deck in which the n-th of all cards stands, when they are dealt
// out to so many files in order.
func DeckOf(n, cards, files int) string {
	per := (cards + files - 1) / files
	return fmt.Sprintf("deck-%02d", n/per)
}

// Bank is the text of a deck with the cards from first up to, not including,
// end: one question a card, typed, choice and recall in turn, of the length
// that people write.
func Bank(first, end int) []byte {
	var b strings.Builder
	for n := first; n < end; n++ {
		r := rand.New(rand.NewPCG(uint64(n), 9))
		say := func(count int) string {
			all := make([]string, count)
			for i := range all {
				all[i] = words[r.IntN(len(words))]
			}
			return strings.Join(all, " ")
		}
		fmt.Fprintf(&b, "[[question]]\nid = %q\n", CardID(n))
		prompt := "Which " + say(6+r.IntN(6)) + "?"
		answer := fmt.Sprintf("%s %d", say(1+r.IntN(2)), n)
		switch n % 3 {
		case 0:
			fmt.Fprintf(&b, "kind = \"typed\"\nprompt = %q\nanswers = [%q, %q]\n", prompt, answer, "the "+answer)
		case 1:
			fmt.Fprintf(&b, "kind = \"choice\"\nprompt = %q\nanswers = [%q]\nwrong = [%q, %q, %q]\n",
				prompt, answer, answer+" a", answer+" b", answer+" c")
		default:
			fmt.Fprintf(&b, "kind = \"recall\"\nprompt = %q\nanswers = [%q]\n", prompt, answer)
		}
		fmt.Fprintf(&b, "why = %q\n", "It was the "+say(10)+".")
		fmt.Fprintf(&b, "source = %q\n", "The "+say(3)+" <https://example.org/"+CardID(n)+">")
		fmt.Fprintf(&b, "tags = [%q, %q]\n\n", tags[n%len(tags)], tags[(n+1+n/7%(len(tags)-1))%len(tags)])
	}
	return []byte(b.String())
}

// WriteDecks writes so many cards, dealt out to so many files, into a folder.
func WriteDecks(dir string, cards, files int) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	per := (cards + files - 1) / files
	for first := 0; first < cards; first += per {
		name := filepath.Join(dir, DeckOf(first, cards, files)+".toml")
		if err := os.WriteFile(name, Bank(first, min(first+per, cards)), 0o600); err != nil {
			return err
		}
	}
	return nil
}
