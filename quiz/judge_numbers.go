package quiz

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kuril/deck"
)

// judgeNumber compares a number with those accepted, within the tolerance. The
// unit may be left out; another one is wrong.
func judgeNumber(q *deck.Question, typed string) Verdict {
	got, ok := readQuantity(typed, q.Unit)
	if !ok {
		return Verdict{}
	}
	factor, base := unitOf(q.Unit)
	var best Verdict
	for _, a := range q.Answers {
		want, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
		if err != nil {
			w, ok := readQuantity(a, q.Unit)
			if !ok {
				continue
			}
			want = w.values[0]
		}
		for i, v := range got.values {
			for _, value := range inUnit(v, got, q, factor, base) {
				if isWrongNumber(q, want, value) || !within(want, value, q.Tolerance) {
					continue
				}
				var notes []string
				if i > 0 {
					notes = append(notes, "read as "+plainNumber(v))
				}
				if value != want && !within(want, value, 0) {
					notes = append(notes, "within "+plainNumber(q.Tolerance)+": "+plainNumber(value)+" → "+plainNumber(want))
				}
				v := Verdict{Match: Right, Note: strings.Join(notes, "; ")}
				if match, note := judgeUnit(q, got, base); match != Right {
					v.Match, v.Note = match, joined(v.Note, note)
				}
				if v.Match > best.Match || best.Note == "" && best.Match == Wrong {
					best = v
				}
			}
		}
	}
	return best
}

// inUnit returns what a typed value may be in the unit of the question. A bare
// number is meant in it; with "million" or a unit typed it stands for itself.
func inUnit(v float64, got quantity, q *deck.Question, factor float64, base string) []float64 {
	values := []float64{v}
	if factor != 1 {
		switch {
		case got.scaled, got.unit != "":
			values = []float64{v / factor}
		default:
			values = append(values, v/factor)
		}
	}
	if q.Unit == "" && canonicalUnit(got.unit) == "%" {
		values = append(values, v/100)
	}
	return values
}

// within reports whether got is want, give or take the tolerance and the last
// bits of a float64.
func within(want, got, tolerance float64) bool {
	slack := 1e-9 * max(math.Abs(want), math.Abs(got))
	return math.Abs(got-want) <= tolerance+slack
}

// isWrongNumber reports whether got is listed as wrong and nearer to that than
// to the answer.
func isWrongNumber(q *deck.Question, want, got float64) bool {
	for _, w := range q.Wrong {
		if wrong, err := strconv.ParseFloat(strings.TrimSpace(w), 64); err == nil && within(wrong, got, 0) && !within(want, got, 0) {
			return true
		}
	}
	return false
}

// judgeUnit compares the unit typed with a number that is right.
func judgeUnit(q *deck.Question, got quantity, base string) (Match, string) {
	switch {
	case got.unit == "":
		return Right, ""
	case q.Unit == "" || base == "":
		if isInPrompt(q.Prompt, got.unit) || canonicalUnit(got.unit) == "%" {
			return Right, ""
		}
		return Almost, "not asked for: " + clip(got.raw)
	case canonicalUnit(got.unit) == canonicalUnit(base):
		return Right, ""
	}
	if !isKnownUnit(got.unit) && isSlip(strings.Fields(bare(base)), strings.Fields(bare(got.unit))) {
		return Almost, "typo: " + arrow(got.raw, base)
	}
	return Wrong, "the number is right, the unit is " + q.Unit
}

// isInPrompt reports whether all words typed behind a number are the prompt's.
func isInPrompt(prompt, unit string) bool {
	asked := strings.Fields(singular(Folded(prompt)))
	for _, w := range strings.Fields(singular(unit)) {
		if !slices.Contains(asked, w) {
			return false
		}
	}
	return true
}

// unitOf splits a unit such as "billion yen" into 1e9 and "yen".
func unitOf(unit string) (factor float64, base string) {
	if isKnownUnit(unit) {
		return 1, unit
	}
	factor, base = scale(numberText(unit))
	return factor, strings.TrimSpace(base)
}

// sameUnits are units that go by several names.
var sameUnits = func() map[string]string {
	m := map[string]string{}
	for _, line := range strings.Split(`%|percent|per cent|pct|prozent|процент|процента|процентов|パーセント
km|kilometre|kilometer|kms|км|километр|километров|キロ|公里
m|metre|meter|м|метр|метров|メートル|米
cm|centimetre|centimeter|см
mm|millimetre|millimeter|мм
mi|mile
ft|foot|feet
in|inch|inches
nmi|nautical mile
kg|kilogram|kilogramme|kilo|кг
g|gram|gramme|г
t|tonne|ton|metric ton|metric tonne|т|тонн
km²|km2|sq km|sq. km|square kilometre|square kilometer|кв. км|км²|平方キロ
m²|m2|sq m|square metre|square meter|м²
m³|m3|cubic metre|cubic meter
ha|hectare|га
mi²|sq mi|square mile
l|litre|liter|л
h|hr|hour|час|часов|時間
min|minute|мин|минут
s|sec|second|с|сек
d|day|день|дней|дня|日
week|wk
month
yr|y|year|год|года|лет|年
°|degree|deg
°c|c|degree celsius|celsius
°f|f|degree fahrenheit|fahrenheit
k|kelvin
$|us$|usd|dollar|us dollar|доллар|долларов
€|eur|euro|евро
£|gbp|pound sterling
¥|yen|jpy|japanese yen|円|иен|иены
₽|rub|ruble|rouble|руб|рубль|рублей|рубля
person|people|человек|人
km/h|kmh|kph|km per hour|kilometres per hour|kilometers per hour
mw|megawatt
gw|gigawatt`, "\n") {
		group := strings.Split(line, "|")
		for _, name := range group {
			m[singular(Folded(name))] = group[0]
		}
	}
	return m
}()

// canonicalUnit returns one name for all names of a unit.
func canonicalUnit(unit string) string {
	unit = singular(Folded(unit))
	if name, ok := sameUnits[unit]; ok {
		return name
	}
	return unit
}

func isKnownUnit(unit string) bool {
	_, ok := sameUnits[singular(Folded(unit))]
	return ok
}

// singular returns English words without the s of the plural.
func singular(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if utf8.RuneCountInString(w) > 3 && !strings.HasSuffix(w, "ss") {
			words[i] = strings.TrimSuffix(w, "s")
		}
	}
	return strings.Join(words, " ")
}

// plainNumber writes a number without an exponent where that is readable.
func plainNumber(v float64) string {
	if a := math.Abs(v); a != 0 && (a < 1e-6 || a >= 1e15) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// withUnit returns an answer as it is shown.
func withUnit(answer, unit string) string {
	switch {
	case unit == "" || strings.HasSuffix(answer, unit):
		return answer
	case unit == "%" || unit == "°":
		return answer + unit
	}
	return answer + " " + unit
}
