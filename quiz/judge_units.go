package quiz

import (
	"math"
	"strconv"
	"strings"

	"kuril/deck"
	"kuril/lazyregexp"
)

// unitSize is how many of the smallest unit of its kind a unit holds, exactly.
type unitSize struct {
	kind string
	size float64
}

// unitSizes hold the units that can be told in one another, by their canonical
// names. Months and years are of no fixed length.
var unitSizes = map[string]unitSize{
	"s": {"time", 1}, "min": {"time", 60}, "h": {"time", 3600}, "d": {"time", 86400}, "week": {"time", 604800},
	"mm": {"length", 1}, "cm": {"length", 10}, "m": {"length", 1000}, "km": {"length", 1e6},
	"in": {"length", 25.4}, "ft": {"length", 304.8}, "mi": {"length", 1609344}, "nmi": {"length", 1852000},
	"g": {"mass", 1}, "kg": {"mass", 1000}, "t": {"mass", 1e6},
	"m²": {"area", 1}, "ha": {"area", 1e4}, "km²": {"area", 1e6},
	"cm³": {"volume", 1}, "ml": {"volume", 1}, "l": {"volume", 1000}, "m³": {"volume", 1e6},
	"mw": {"power", 1}, "gw": {"power", 1000},
}

// inUnitAsked reads an amount in another unit than the one asked for, or in
// several, and returns it in the one asked, named unless it was typed: 7 hours 39 minutes as 7.65 hours,
// 1.9 litres as 1900 cm³, two thirds as a share of 100 percent.
func inUnitAsked(q *deck.Question, typed string) (value float64, unit string, ok bool) {
	if len(typed) > longestNumber {
		return 0, "", false
	}
	asked := askedUnit(q)
	text := numberText(typed)
	text = strings.TrimSpace(text[len(aboutWords.FindString(text)):])
	if asked == "%" {
		if !partOfOne.MatchString(text) {
			return 0, "", false
		}
		got, ok := readQuantity(text, "")
		if !ok || got.unit != "" || got.values[0] > 1 {
			return 0, "", false
		}
		return got.values[0] * 100, "%", true
	}
	want, known := unitSizes[asked]
	if !known {
		return 0, "", false
	}
	total, last, n := 0.0, math.Inf(1), 0
	for rest := withNumerals(strings.ReplaceAll(text, "-", " "), false); rest != ""; n++ {
		m := amountPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, "", false
		}
		name := canonicalUnit(m[2])
		if name == "m" && want.kind == "time" {
			name = "min"
		}
		if name == "nm" && asked == "nmi" {
			name = "nmi"
		}
		u, known := unitSizes[name]
		values, after, ok := digits(m[1])
		if !known || u.kind != want.kind || u.size >= last || !ok || strings.TrimSpace(after) != "" {
			return 0, "", false
		}
		if n == 0 && name == asked && len(m[0]) == len(rest) { // as it is asked
			return values[0], "", q.Unit == "" || m[2] == "nm"
		}
		if n > 0 && values[0]*u.size >= last {
			return 0, "", false // 7 hours 90 minutes
		}
		total += values[0] * u.size
		last = u.size
		rest = strings.TrimSpace(rest[len(m[0]):])
	}
	unit = asked
	if q.Unit != "" {
		unit = q.Unit
	}
	return total / want.size, unit, n > 0
}

// amountPart is a number and its unit at the beginning of a text.
var amountPart = lazyregexp.New(`^(?:and\s+|,\s*)?([0-9]+(?:[.,' ][0-9]+)*)\s*([cmk]?m\^?[23]\b|[\p{L}.]+(?:\s(?:km|m|cm|kilomet(?:er|re)s?|centimet(?:er|re)s?|met(?:er|re)s?|miles?))?)\.?`)

// partOfOne matches a fraction that stands for a share.
var partOfOne = lazyregexp.New(`^(?:[0-9]{1,3}\s*/\s*[0-9]{1,3}|(?:a |an |one |two |three |four |five )?(?:half|third|quarter|thirds|quarters|fifths|sixths|eighths|tenths))$`)

// askedUnit returns the canonical unit of a question, or the one its prompt
// names when it has none; "" when there is none or several.
func askedUnit(q *deck.Question) string {
	if factor, base := unitOf(q.Unit); q.Unit != "" {
		if factor != 1 {
			return ""
		}
		return canonicalUnit(base)
	}
	found := ""
	words := strings.Fields(singular(Folded(q.Prompt)))
	for i := 0; i < len(words); i++ {
		for n := 2; n > 0; n-- {
			if i+n > len(words) {
				continue
			}
			name := canonicalUnit(strings.Join(words[i:i+n], " "))
			_, known := unitSizes[name]
			if !known && name != "%" || n == 1 && len(words[i]) == 1 || words[i] == "in" || words[i] == "second" || words[i] == "min" {
				continue
			}
			if found != "" && found != name {
				return ""
			}
			found = name
			i += n - 1
			break
		}
	}
	return found
}

// round returns a converted number without what a float64 adds to it.
func round(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	if err != nil {
		return v
	}
	return r
}
