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
	if value, unit, ok := inUnitAsked(q, typed); ok {
		v := judgeAmount(q, quantity{values: []float64{value}})
		if v.Match != Wrong && unit != "" {
			v.Note = joined("read as "+withUnit(plainNumber(round(value)), unit), v.Note)
		}
		if v.Match != Wrong || q.Unit == "" {
			return v
		}
	}
	got, ok := readQuantity(typed, q.Unit)
	if !ok {
		return Verdict{}
	}
	return judgeAmount(q, got)
}

// judgeAmount compares a number that was read with those accepted.
func judgeAmount(q *deck.Question, got quantity) Verdict {
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
		for i, typed := range got.values {
			for _, value := range inUnit(typed, got, q, factor, base) {
				if isWrongNumber(q, want, value) || !within(want, value, q.Tolerance) {
					continue
				}
				var notes []string
				if i > 0 {
					notes = append(notes, "read as "+plainNumber(typed))
				}
				if value != want && !within(want, value, 0) {
					notes = append(notes, "close enough: "+plainNumber(value)+" → "+plainNumber(want))
				}
				v := Verdict{Match: Right, Note: strings.Join(notes, "; ")}
				if match, note := judgeUnit(q, got, base, value != typed); match != Right {
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
		case got.scaled, got.unit != "", got.sign != "":
			values = []float64{v / factor}
		default:
			values = append(values, v/factor)
		}
	}
	if q.Unit == "" && canonicalUnit(got.unit) == "%" {
		values = append(values, v/100)
	}
	if f, ok := scaleLetters[got.unit]; ok && q.Unit == "" { // 1.5m
		values = append(values, v*f)
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

// judgeUnit compares the unit typed with a number that is right. What else
// stands behind the number may be words of the prompt. In a number that was
// converted, 1.5m or 35% as 0.35, it was no unit.
func judgeUnit(q *deck.Question, got quantity, base string, converted bool) (Match, string) {
	if got.unit == "" && got.sign == "" {
		return Right, ""
	}
	wrong := "the number is right, the unit is " + q.Unit
	words := strings.Fields(singular(got.unit))
	if base == "" { // any unit may be meant
		if q.Unit == "" && converted || isInPrompt(q.Prompt, words) && isInPrompt(q.Prompt, []string{got.sign}) {
			return Right, ""
		}
		return Almost, "not asked for: " + clip(got.raw)
	}
	if got.sign != "" && canonicalUnit(got.sign) != canonicalUnit(base) {
		return Wrong, wrong
	}
	n := unitWords(words, base)
	rest := words[n:]
	switch {
	case isInPrompt(q.Prompt, rest) && !strangeUnit(rest, base):
		if n == 0 && got.sign == "" && isInPrompt(q.Prompt, strings.Fields(singular(Folded(base)))) {
			return Almost, "not asked for: " + clip(got.raw) // of two nouns of the prompt the other one
		}
		return Right, ""
	case n > 0 && !strangeUnit(rest, base), canonicalUnit(got.unit) == "person" && !isKnownUnit(base):
		return Almost, "not asked for: " + clip(strings.Join(rest, " "))
	case n == 0 && !isKnownUnit(got.unit) && isSlip(strings.Fields(bare(base)), strings.Fields(bare(got.unit))):
		return Almost, "typo: " + arrow(got.raw, base)
	}
	return Wrong, wrong
}

// unitWords returns how many words at the beginning name the unit.
func unitWords(words []string, base string) int {
	want := canonicalUnit(base)
	for n := min(len(words), 5); n > 0; n-- {
		unit := canonicalUnit(strings.Join(words[:n], " "))
		if unit == want || unit == "°" && strings.HasPrefix(want, "°") {
			return n
		}
	}
	return 0
}

// strangeUnit reports whether another unit than the one asked for is among the
// words: 60 Soviet rubles are not 60 dollars, whatever the prompt says.
func strangeUnit(words []string, base string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		return isKnownUnit(w) && !hollowWords[w] && canonicalUnit(w) != canonicalUnit(base)
	})
}

// isInPrompt reports whether all words typed around a number are the prompt's,
// or say nothing.
func isInPrompt(prompt string, words []string) bool {
	asked := strings.Fields(singular(Folded(prompt)))
	for _, w := range words {
		same := func(a string) bool {
			return a == w || a == shortWords[w] || isKnownUnit(w) && canonicalUnit(a) == canonicalUnit(w)
		}
		hollow := hollowWords[w] && (len(w) > 1 || len(words) > 1) // 27a is not 27
		if w != "" && !hollow && !slices.ContainsFunc(asked, same) {
			return false
		}
	}
	return true
}

// shortWords are short for what is counted.
var shortWords = map[string]string{"bbl": "barrel", "pers": "person", "pc": "piece", "no": "number"}

// hollowWords may stand behind a number without saying anything.
var hollowWords = setOf("time a an per of the in all total altogether overall or so each them it was were ad ce")

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
	for _, line := range strings.Split(`%|percent|per cent|pct|p c|prozent|процент|процента|процентов|パーセント
km|kilometre|kilometer|kms|км|километр|километров|キロ|キロメートル|公里|킬로미터
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
km²|km2|sq km|sqkm|km sq|km squared|кв км|км²|平方キロ|平方キロメートル|平方km|平方公里
m²|m2|sq m|sqm|м²|кв м|平方メートル
m³|m3|cubic m|м³|куб м|立方メートル
cm³|cm3|cc|ccm|cubic cm|см³|куб см|立方センチメートル
ml|millilitre|milliliter|мл
ha|hectare|га
mi²|mi2|sq mi|sq mile
l|litre|liter|л
h|hr|hrs|hour|час|часов|時間
min|mins|minute|мин|минут
s|sec|secs|second|с|сек
d|day|день|дней|дня|日
week|wk|wks|неделя|недель
month|mth|месяц|месяцев|か月|ヶ月
yr|yrs|y|year|jahr|jahre|год|года|лет|年
°|degree|deg
°c|c|degree celsius|celsius
°f|f|degree fahrenheit|fahrenheit
k|kelvin
$|us$|usd|dollar|us dollar|american dollar|buck|доллар|долларов
€|eur|euro|евро
£|gbp|pound sterling
¥|yen|jpy|jp¥|japanese yen|円|иен|иены
₽|rub|rur|ruble|rouble|russian ruble|russian rouble|руб|рубль|рублей|рубля
person|people|pers|человек|人|名|명
km/h|kmh|kph|km per hour
mw|megawatt
gw|gigawatt`, "\n") {
		group := strings.Split(line, "|")
		for _, name := range group {
			m[unitName(name)] = group[0]
		}
	}
	return m
}()

// canonicalUnit returns one name for all names of a unit.
func canonicalUnit(unit string) string {
	unit = unitName(unit)
	if name, ok := sameUnits[unit]; ok {
		return name
	}
	return unit
}

func isKnownUnit(unit string) bool {
	_, ok := sameUnits[unitName(unit)]
	return ok
}

// unitName returns a unit in the form in which sameUnits has it.
func unitName(unit string) string {
	words := strings.Fields(singular(Folded(unit)))
	for i, w := range words {
		if short, ok := unitParts[w]; ok && len(words) > 1 {
			words[i] = short
		}
	}
	return strings.Join(words, " ")
}

// unitParts are the words of which units such as square kilometres are made.
var unitParts = map[string]string{
	"square": "sq", "kilometre": "km", "kilometer": "km", "kms": "km", "metre": "m", "meter": "m",
	"centimetre": "cm", "centimeter": "cm", "hour": "h", "hr": "h",
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
