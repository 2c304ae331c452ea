package quiz

import (
	"slices"
	"strings"
)

// generic are words that say what kind of thing a name belongs to, by what
// they say. They may be added to a name or left out, but not exchanged:
// Etorofu Island is Etorofu, but Lake Victoria is not Victoria Island. Kinds of
// which one name often means two things (Mexico and Mexico City) are not here.
var generic = func() map[string]string {
	m := map[string]string{}
	for kind, words := range map[string]string{
		"island":    "island, islands, isle, isles, islet, islets, archipelago, island of, islands of, isle of, остров, острова, to, jima, shima",
		"river":     "river, река",
		"lake":      "lake, озеро",
		"mountain":  "mount, mt, mountain, гора",
		"mr":        "mr, mister",
		"mrs":       "mrs, ms",
		"dr":        "dr, doctor",
		"president": "president",
		"premier":   "prime minister, pm, premier",
		"minister":  "foreign minister",
		"envoy":     "ambassador",
		"admiral":   "admiral",
		"vice":      "vice admiral",
		"rear":      "rear admiral",
		"emperor":   "emperor, tsar, czar",
		"empress":   "empress, tsarina",
		"king":      "king",
		"queen":     "queen",
	} {
		for word := range strings.SplitSeq(words, ",") {
			m[strings.TrimSpace(word)] = kind
		}
	}
	return m
}()

// leading are the generic words that stand before a name only, trailing those
// that stand behind one only.
var (
	leading  = setOf("mount mt mr mrs ms mister dr doctor president pm premier ambassador admiral emperor empress tsar tsarina czar king queen остров острова река озеро гора")
	trailing = setOf("islands isle isles islet islets archipelago to jima shima mountain")
)

// treaties are kinds of things that may be left out when the question asks for
// one, and turned: the Treaty of Portsmouth is the Portsmouth Treaty.
var treaties = setOf(`treaty agreement accord declaration pact convention protocol conference summit battle siege war
	peace sea strait gulf bay incident crisis affair`)

// core returns the words of a name without those that are generic, and the kind
// of what was left out, "" when nothing was.
func core(words, asked []string) (rest []string, kind string) {
	n := len(words)
	may := func(w string) bool { return treaties[w] && slices.Contains(asked, w) }
	switch {
	case n > 2 && words[1] == "of" && may(words[0]):
		return words[2:], words[0]
	case n > 1 && may(words[n-1]):
		return words[:n-1], words[n-1]
	case n > 2 && generic[words[0]+" "+words[1]] != "":
		return words[2:], generic[words[0]+" "+words[1]]
	case n > 1 && generic[words[0]] != "" && !trailing[words[0]]:
		return words[1:], generic[words[0]]
	case n > 1 && generic[words[n-1]] != "" && !leading[words[n-1]]:
		return words[:n-1], generic[words[n-1]]
	}
	return words, ""
}

// alikeInCore compares two texts without their generic words. asked are the
// words of the question.
func alikeInCore(answer, typed phrase, asked []string) likeness {
	if turned, ok := turnedTreaty(answer.words, typed.words); ok {
		t := newPhrase(turned)
		if l := alikeInOrder(answer, t); l.match != Wrong {
			return likeness{match: Almost, note: "word order: " + arrow(typed.raw, answer.raw), slip: l.slip, turned: &t}
		}
	}
	a, kind := core(answer.words, asked)
	t, same := core(typed.words, asked)
	if kind == same && kind == "" || kind != "" && same != "" && kind != same {
		return likeness{}
	}
	left, right := newPhrase(strings.Join(a, " ")), newPhrase(strings.Join(t, " "))
	if l := alikeInOrder(left, right); l.match != Wrong {
		return likeness{match: Almost, note: "wording: " + arrow(typed.raw, answer.raw), slip: true, against: &left, turned: &right}
	}
	return likeness{}
}

// turnedTreaty returns typed with "Portsmouth Treaty" as "Treaty of Portsmouth"
// or the other way round, as the answer has it.
func turnedTreaty(answer, typed []string) (string, bool) {
	n, m := len(answer), len(typed)
	switch {
	case n > 2 && m > 1 && answer[1] == "of" && treaties[answer[0]] && typed[m-1] == answer[0]:
		return answer[0] + " of " + strings.Join(typed[:m-1], " "), true
	case n > 1 && m > 2 && typed[1] == "of" && treaties[typed[0]] && answer[n-1] == typed[0]:
		return strings.Join(typed[2:], " ") + " " + typed[0], true
	}
	return "", false
}
