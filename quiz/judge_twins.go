package quiz

import "strings"

// areTwins reports whether two bare words that look alike are known to mean
// different things, so that one is never taken for a typo of the other.
func areTwins(a, b string) bool {
	return isTwin(a, b) || isTwin(b, a)
}

func isTwin(a, b string) bool {
	for _, prefix := range negations {
		if a == prefix+b {
			return true
		}
	}
	for _, p := range prefixes {
		x, ok := strings.CutPrefix(a, p[0])
		y, also := strings.CutPrefix(b, p[1])
		if ok && also && distance([]rune(x), []rune(y)) <= 1 {
			return true
		}
	}
	for _, p := range endings {
		x, ok := strings.CutSuffix(a, p[0])
		y, also := strings.CutSuffix(b, p[1])
		if ok && also && x == y {
			return true
		}
	}
	return twins[[2]string{a, b}]
}

// negations turn a word into its opposite.
var negations = strings.Fields("a an un in im il ir dis non mis anti не без α αν")

// prefixes are pairs of contrasted beginnings: hypertension, hypotension.
var prefixes = pairs(`hyper hypo, inter intra, macro micro, endo exo, endo ecto, ante anti, ab ad, af ef,
	homo hetero, im em, im ex, in ex, in de, uni bi, mono di, meta para, supra infra, pre post`)

// endings are pairs that make two words of one stem: nitrate, nitrite.
var endings = pairs(`ate ite, ate ide, ite ide, ane ene, ene yne, ane yne, ase ose, er ee, or ee, ous ic, ful less, ine ide, ene one`)

// twins are words a letter or two apart that learners mix up.
var twins = func() map[[2]string]bool {
	set := map[[2]string]bool{}
	for _, p := range pairs(`iran iraq, ireland iceland, gambia zambia, slovakia slovenia, slovak slovene,
		niger nigeria, austria australia, austrian australian, malta yalta, prussia russia, prussian russian,
		mauritania mauritius, baltic balkan, baltics balkans, monet manet, roman romanian, affect effect, affects effects,
		accept except, complement compliment, principal principle, stationary stationery, mitosis meiosis,
		mitotic meiotic, desert dessert, adopt adapt, adopted adapted, moral morale, loose lose, angle angel, angles angels,
		ilium ileum, ureter urethra, glucagon glycogen, thymine thiamine, palate palette, casual causal, martial marital,
		human humane, cation canton, fission fusion, genus genius, median medium, median medial, quiet quite, dairy diary,
		council counsel, country county, proton photon, ration ratio, ratify rarify, cannon canon, colonel colony,
		lighting lightning, eminent imminent, precede proceed, perspective prospective, personal personnel, device devise,
		colombia columbia, dominica dominican, iran irak, iran iron, panama manama, omsk tomsk, omsk orsk, peru perm, minsk pinsk,
		china chita, china chiba, chita chiba, sochi kochi, shiga shia, hindu hindi, oman roman, benin renin, cesium cerium,
		terbium erbium, cerium curium, radium radius, northeast northwest, southeast southwest, northeastern northwestern,
		southeastern southwestern, latitude altitude, altitude attitude, altitude aptitude, attitude aptitude, majority minority,
		arteries arterioles, vein vain, interior inferior, interior anterior, superior inferior, anterior interior,
		astronomy astrology, etiology ethnology, etiology ethology, ethnology ethology, entomology etymology,
		stalactite stalagmite, mycology myology, ethane methane, ethanol methanol, insulin inulin, creatine creatinine,
		monarch monarchy, emigration migration,
		allusion illusion, elicit illicit, weather whether, breath breathe, alter altar, capital capitol, censor sensor,
		coarse course, corps corpse, patience patients, prophecy prophesy, southern northern, monday sunday`) {
		set[p] = true
	}
	return set
}()

// pairs reads "a b, c d".
func pairs(list string) [][2]string {
	var all [][2]string
	for item := range strings.SplitSeq(list, ",") {
		words := strings.Fields(item)
		all = append(all, [2]string{words[0], words[1]})
	}
	return all
}
