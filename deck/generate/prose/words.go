package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/lazyregexp"
)

// set makes a set of the words of a text.
func set(words ...string) map[string]bool {
	all := map[string]bool{}
	for _, w := range words {
		for _, f := range strings.Fields(w) {
			all[f] = true
		}
	}
	return all
}

var (
	determiners  = set(`the a an this that these those its his her their our my your some any each every no another both all many few several most much`)
	prepositions = set(`of in on at by for from with to into onto over under between among through during since until after before about against
		within without across along behind beyond near toward towards upon via per despite throughout around than as like unlike off up down out`)
	conjunctions = set(`and or but nor so yet if when while because although though unless whereas that which who whom whose where why how what whether`)
	be           = set(`is are was were am be been being`)
	have         = set(`has have had`)
	modals       = set(`can could may might must shall should will would cannot`)
	do           = set(`do does did`)
	pronouns     = set(`it they he she we you i them him us me itself themselves himself herself one ones who someone anyone everyone something nothing everything`)
	adverbs      = set(`not also only just very more most less least too even still already often usually never always ever then there here now again almost nearly
		about approximately roughly around first second both either neither together mainly mostly largely later soon once twice commonly generally
		typically sometimes originally officially formally finally eventually initially currently further well quite rather much itself subsequently
		thus therefore hence instead otherwise`)
	function = union(determiners, prepositions, conjunctions, be, have, modals, do, pronouns, adverbs)

	months = set(`january february march april may june july august september october november december`)
	small  = map[string]string{"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
		"eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50"}

	// Words that stand for something said before.
	pointing = set(`this these those such former latter above aforementioned thereof therein thereby thereafter`)
	// Words that are only true on the day they were written.
	passing = set(`today now currently recently nowadays presently tomorrow yesterday`)
	// Words by which a writer says less than that it is so.
	hedges = set(`may might perhaps maybe probably possibly presumably apparently seems seem seemed appears appear appeared reportedly allegedly supposedly
		arguably likely unlikely could should hopefully ought believe believes think thinks thought rumoured rumored`)
	// Words that lean on what was said before, at the beginning of a sentence.
	leaning = set(`then instead otherwise similarly subsequently meanwhile later afterwards afterward thus therefore hence consequently accordingly so
		conversely likewise there here nevertheless nonetheless yet still elsewhere ultimately eventually soon again thereafter`)
	// Words that add nothing there.
	joining = set(`however moreover furthermore also additionally finally indeed but and besides notably interestingly importantly`)
	// Nouns that with a bare "the" mean one that was named before.
	anaphoric = set(`treaty agreement proposal government company team country nation city town battle war book novel author film movie
		system method process program programme project function command file option result number name law act bill party group
		organisation organization building bridge island river mountain village region state area place site event period year day time week
		month decade century king queen emperor president minister man woman men women people person child two three latter former
		office post title job career law name word phrase term
		idea concept theory model approach technique problem issue question answer reason case example way thing part point fact
		data value values input output user users class method package library tool server client type field table list item items
		study paper experiment experimenters report article page section chapter text document
		attack plan decision meeting visit talks conference deal dispute crisis project pair family couple population team ship vessel aircraft
		machine device engine station museum university school college institute line road railway church temple castle tower
		parties sides leaders countries islands areas states scientists researchers authors others rest remaining following
		levels crimes republic ruler mission rebellion office stages steps results gears fragments banks
		announcement return move action declaration protocol statement administration regime change changes effort efforts`)
)

func union(sets ...map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, s := range sets {
		for w := range s {
			all[w] = true
		}
	}
	return all
}

// capital tells whether a token begins with a capital letter.
func (t token) capital() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return t.word && unicode.IsUpper(r)
}

// number tells whether a token is written in digits.
func (t token) number() bool { return len(t.text) > 0 && t.text[0] >= '0' && t.text[0] <= '9' }

func (t token) code() bool { return strings.HasPrefix(t.text, "`") }

var yearForm = lazyregexp.New(`^(?:1[0-9]{3}|20[0-9]{2})$`)

func (t token) year() bool { return yearForm.MatchString(t.text) }

func (t token) month() bool { return t.capital() && months[t.lower] }

// finite tells whether a token can be the verb of a clause: an auxiliary, a
// known verb in the past or the third person.
func finite(t token) bool {
	return t.word && !t.capital() && (auxiliary(t.lower) || pastOf[t.lower] != "" || thirdOf[t.lower] != "")
}

func auxiliary(w string) bool {
	return be[w] && w != "be" && w != "been" && w != "being" || have[w] || modals[w] || do[w]
}

// finiteAt tells whether the token at i is the verb of its clause, as far as
// the words around it tell.
func finiteAt(tokens []token, i int) bool {
	if !finite(tokens[i]) {
		return false
	}
	t := tokens[i]
	prev := ""
	if i > 0 {
		prev = tokens[i-1].lower
	}
	if auxiliary(t.lower) {
		return true
	}
	if prev == "to" || be[prev] || have[prev] {
		return false
	}
	if thirdOf[t.lower] != "" && pastOf[t.lower] == "" {
		// "names", "causes": also plural nouns, which follow these.
		if determiners[prev] || prepositions[prev] || prev == "," || prev == "and" || i+1 < len(tokens) && (tokens[i+1].text == "." || tokens[i+1].text == "," || be[tokens[i+1].lower] || tokens[i+1].lower == "of" && t.lower != "consists") {
			return false
		}
		return i > 0
	}
	if determiners[prev] || prepositions[prev] && prev != "to" || prev == "" {
		return false // "the united", "of related"
	}
	// A participle behind its noun: "a letter written by", "the island named X".
	if onlyParticiple[t.lower] {
		return false
	}
	return true
}

// hasVerb tells whether a sentence has a verb of its own.
func hasVerb(tokens []token) bool {
	for i := range tokens {
		if finiteAt(tokens, i) || i > 0 && baseVerbs[tokens[i].lower] && strings.HasSuffix(tokens[i-1].lower, "s") {
			return true
		}
	}
	return false
}
