package prose

import "strings"

// irregular verbs as "base past participle".
var irregular = `arise arose arisen|bear bore borne|beat beat beaten|become became become|begin began begun|bind bound bound|bite bit bitten|blow blew blown|
break broke broken|bring brought brought|build built built|burn burned burnt|buy bought bought|catch caught caught|choose chose chosen|come came come|
cut cut cut|deal dealt dealt|draw drew drawn|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed fed|feel felt felt|
fight fought fought|find found found|fly flew flown|forbid forbade forbidden|forget forgot forgotten|freeze froze frozen|get got got|give gave given|
go went gone|grow grew grown|hang hung hung|hide hid hidden|hit hit hit|hold held held|keep kept kept|know knew known|lay laid laid|lead led led|
leave left left|lend lent lent|let let let|lie lay lain|lose lost lost|make made made|mean meant meant|meet met met|overthrow overthrew overthrown|
pay paid paid|put put put|read read read|ride rode ridden|ring rang rung|rise rose risen|run ran run|say said said|see saw seen|seek sought sought|
sell sold sold|send sent sent|set set set|shake shook shaken|shine shone shone|shoot shot shot|show showed shown|shut shut shut|sing sang sung|sink sank sunk|
sit sat sat|sleep slept slept|speak spoke spoken|spend spent spent|split split split|spread spread spread|spring sprang sprung|stand stood stood|
steal stole stolen|strike struck struck|swear swore sworn|sweep swept swept|swim swam swum|swing swung swung|take took taken|teach taught taught|tear tore torn|
tell told told|think thought thought|throw threw thrown|understand understood understood|undertake undertook undertaken|wear wore worn|win won won|
wind wound wound|withdraw withdrew withdrawn|write wrote written|overcome overcame overcome|undergo underwent undergone|rebuild rebuilt rebuilt|foresee foresaw foreseen`

// regular verbs, by their base.
var regular = `float erode oxidize pump drop explode vibrate orbit reflect beat pump react transmit decay condemn curve drift pollinate hatch lay mate graze hibernate absorb abandon abolish absorb abrogate accept accompany account accuse achieve acknowledge acquire act adapt add address admit adopt advance affect agree aim allow alter
announce annex appear apply appoint approve argue arrest arrive ask assert assign assist assume attack attempt attend attract avoid award ban base belong
block bomb border borrow call cancel capture carry cause cease celebrate centre change characterize charge circulate claim classify close collaborate collapse collect combine commission commit
compare compete complain complete comprise compose concern conclude condemn conduct confirm conquer connect consider consist construct contact contain continue contract contribute control
convert convince cooperate cover crash create criticize cross declare decline decompose decrease defeat defend define deliver demand demonstrate deny depend deport deploy derive describe design destroy
detect determine develop devise die differ discover discuss dismiss display dissolve divide divorce dominate donate double download earn elect eliminate emerge emit employ enable enact
encode encounter encourage end enforce enjoy ensure enter erupt escape establish estimate evolve examine exceed exchange exclude execute exhibit exist expand expect expel explain explode explore
export express extend face fail favour feature file fill finish flow focus follow force form formulate found fund gain gather generate govern graduate grant guarantee guide handle happen
help hire host identify ignore implement import impose improve include increase indicate influence inform inhabit inherit inhibit initiate inspire install intend interpret intervene introduce invade invent
invest investigate invite involve isolate issue join joke jump justify kill label lack land last launch learn limit link list listen live load locate log look maintain manage manufacture march mark
marry match measure melt mention merge migrate miss mix modify move multiply murder name nationalize need negotiate normalize note number observe obtain occupy occur offer open operate oppose orbit order organize
originate own paint parse participate pass patent perform permit persist persuade place plan plant play point populate portray possess postpone practise predict prefer prepare present preserve press prevent print proceed process
proclaim produce prohibit promise promote propose protect protest prove provide publish pump purchase push question raise range ratify reach react reaffirm realize rebel receive recognize recommend record recover reduce
refer reflect refuse regain regard regulate reign reject relate release rely remain remove rename render renew reopen repeat replace reply report represent request require rescue reside resign resist resolve
respond restore restrict result resume retain retire retreat return reveal revise revive revolve rotate rule sail save score secrete secure seem select separate serve settle share ship shift sign signal simplify slow solve sort
spare specialize specify sponsor start state stay step stop store stress stretch study submit succeed suffer suggest supply support suppress surrender surround survive suspend sustain switch tend terminate test
threaten tolerate top total touch trace track trade transfer transform translate transmit transport travel treat trigger try turn uncover unite update urge use utilize vanish vary veto visit volunteer vote wait walk want warn wash waste watch
weaken weigh widen wish withstand witness work worry yield stem rest feature span house bear border skip print delete copy parse match escape trim quote list mount bind compile execute wrap store fetch log encode decode
specify override default ignore suppress sort search display hide flatten truncate append prepend absorb secrete filter digest break catalyze bond dissolve evaporate condense oxidize react cool heat warm`

var (
	pastOf         = map[string]string{} // a past form: its base
	participleOf   = map[string]string{} // a participle: its base
	thirdOf        = map[string]string{} // a third person: its base
	baseVerbs      = map[string]bool{}
	onlyParticiple = map[string]bool{} // no past form: written, known
)

func init() {
	for entry := range strings.SplitSeq(strings.ReplaceAll(irregular, "\n", ""), "|") {
		f := strings.Fields(entry)
		pastOf[f[1]], participleOf[f[2]] = f[0], f[0]
		thirdOf[third(f[0])] = f[0]
		baseVerbs[f[0]] = true
		if f[1] != f[2] {
			onlyParticiple[f[2]] = true
		}
	}
	for _, v := range strings.Fields(regular) {
		p := past(v)
		if pastOf[p] == "" {
			pastOf[p], participleOf[p] = v, v
		}
		thirdOf[third(v)] = v
		baseVerbs[v] = true
	}
	for w := range onlyParticiple {
		if pastOf[w] != "" { // "become", "come": the base too
			delete(onlyParticiple, w)
		}
	}
	pastOf["became"], pastOf["came"], pastOf["ran"], pastOf["overcame"] = "become", "come", "run", "overcome"
	delete(pastOf, "read") // the same in all times
	delete(pastOf, "set")
	delete(pastOf, "cut")
	delete(pastOf, "let")
	delete(pastOf, "split")
	delete(pastOf, "shut")
	delete(pastOf, "hit")
	delete(pastOf, "wound")
	delete(pastOf, "lay")
}

func third(v string) string {
	switch {
	case strings.HasSuffix(v, "y") && !vowel(v[len(v)-2]):
		return v[:len(v)-1] + "ies"
	case strings.HasSuffix(v, "s"), strings.HasSuffix(v, "x"), strings.HasSuffix(v, "z"), strings.HasSuffix(v, "ch"), strings.HasSuffix(v, "sh"), strings.HasSuffix(v, "o"):
		return v + "es"
	}
	return v + "s"
}

// doubling verbs repeat their last letter.
var doubling = set(`ban commit admit permit emit transmit submit expel stop step ship plan skip trim wrap log transfer refer prefer occur trap compel control rebel span sit stem bar hop drop pin
	equip cancel travel label signal`)

func past(v string) string {
	switch {
	case strings.HasSuffix(v, "e"):
		return v + "d"
	case strings.HasSuffix(v, "y") && !vowel(v[len(v)-2]):
		return v[:len(v)-1] + "ied"
	case doubling[v]:
		return v + v[len(v)-1:] + "ed"
	}
	return v + "ed"
}

func vowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// someVerbs are those that hardly are anything else; a sentence that begins
// with one is an order.
var orders = set(`see use run add make take click open press select choose type install note remember consider try check read write set create start stop keep put go get
	let ensure update visit call send build download follow contact refer enter copy avoid do don't be please make call pass test learn find leave look submit imagine suppose compare edit clone`)
