package quiz

import (
	"testing"

	"kuril/deck"
)

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, want, unit string
		tolerance        float64
		typed            string
		match            Match
		note             string
	}{
		{"the number", "1000", "", 0, "1000", Right, ""},
		{"another", "1000", "", 0, "1001", Wrong, ""},
		{"unit left out", "60", "km", 0, "60", Right, ""},
		{"unit", "60", "km", 0, "60 km", Right, ""},
		{"unit without a space", "60", "km", 0, "60km", Right, ""},
		{"unit in full", "60", "km", 0, "60 kilometres", Right, ""},
		{"unit in Russian", "60", "km", 0, "60 км", Right, ""},
		{"unit in Japanese", "60", "¥", 0, "60円", Right, ""},
		{"square", "5000", "km²", 0, "5,000 km2", Right, ""},
		{"square in words", "5000", "km²", 0, "5000 square kilometers", Right, ""},
		{"wrong unit", "60", "km", 0, "60 miles", Wrong, "the number is right, the unit is km"},
		{"wrong unit and number", "60", "km", 0, "61 miles", Wrong, ""},
		{"unit mistyped", "4", "islands", 0, "4 isalnds", Almost, "typo: isalnds → islands"},
		{"unit of its own", "4", "islands", 0, "4 island", Right, ""},
		{"unit that was not asked for", "4", "", 0, "4 parsec", Almost, "not asked for: parsec"},
		{"word of the prompt", "4", "", 0, "4 stones", Right, ""},
		{"percent", "35", "%", 0, "35 percent", Right, ""},
		{"percent sign", "35", "%", 0, "35 %", Right, ""},
		{"percent without a unit", "35", "", 0, "35%", Almost, "not asked for: %"},
		{"percent of one", "0.35", "", 0, "35%", Right, ""},
		{"dollars", "5", "$", 0, "$5", Right, ""},
		{"dollars in words", "5", "$", 0, "5 dollars", Right, ""},
		{"US dollars", "5", "dollars", 0, "US$5", Right, ""},
		{"euros for dollars", "5", "$", 0, "€5", Wrong, ""},
		{"tolerance", "17600", "km", 500, "17200", Right, "close enough: 17200 → 17600"},
		{"at the edge", "17600", "km", 500, "18100", Right, ""},
		{"beyond", "17600", "km", 500, "18101", Wrong, ""},
		{"edge of a decimal", "0.3", "", 0.1, "0.4", Right, ""},
		{"thousands", "17600", "", 0, "17,600", Right, ""},
		{"thousands with spaces", "17600", "", 0, "17 600", Right, ""},
		{"thousands with no-break spaces", "17600", "", 0, "17\u202f600", Right, ""},
		{"thousands with apostrophes", "17600", "", 0, "17’600", Right, ""},
		{"thousands with full stops", "17600", "", 0, "17.600", Right, "read as 17600"},
		{"or a decimal", "17.6", "", 0, "17.600", Right, ""},
		{"millions", "5000000", "", 0, "5,000,000", Right, ""},
		{"millions with full stops", "5000000", "", 0, "5.000.000", Right, ""},
		{"lakhs", "100000", "", 0, "1,00,000", Right, ""},
		{"decimal comma", "3.5", "", 0, "3,5", Right, ""},
		{"both", "1234.5", "", 0, "1,234.5", Right, ""},
		{"both the other way", "1234.5", "", 0, "1.234,5", Right, ""},
		{"no thousands", "1000", "", 0, "10,00", Wrong, ""},
		{"leading point", "0.5", "", 0, ".5", Right, ""},
		{"trailing zeros", "3.5", "", 0, "3.50", Right, ""},
		{"leading zeros", "7", "", 0, "007", Right, ""},
		{"final period", "1956", "", 0, "1956.", Right, ""},
		{"power of ten", "1000", "", 0, "1e3", Right, ""},
		{"power of ten written out", "6e23", "", 0, "6 × 10²³", Right, ""},
		{"power with a caret", "1000000", "", 0, "10^6", Right, ""},
		{"superscript", "1000000", "", 0, "10⁶", Right, ""},
		{"half", "0.5", "", 0, "½", Right, ""},
		{"half in words", "0.5", "", 0, "half", Right, ""},
		{"fraction", "0.25", "", 0, "1/4", Right, ""},
		{"mixed fraction", "3.5", "", 0, "3½", Right, ""},
		{"negative", "-5", "", 0, "−5", Right, ""},
		{"sign missing", "-5", "", 0, "5", Wrong, ""},
		{"plus", "5", "", 0, "+5", Right, ""},
		{"about", "1000", "", 0, "about 1000", Right, ""},
		{"roughly sign", "1000", "", 0, "~1000", Right, ""},
		{"thousand", "5000", "", 0, "5 thousand", Right, ""},
		{"million", "2000000", "", 0, "2 million", Right, ""},
		{"half a million", "500000", "", 0, "half a million", Right, ""},
		{"a million", "1000000", "", 0, "a million", Right, ""},
		{"k", "5000", "", 0, "5k", Right, ""},
		{"kelvin", "300", "K", 0, "300 K", Right, ""},
		{"Japanese ten thousands", "50000", "", 0, "5万", Right, ""},
		{"Japanese with a unit", "50000", "person", 0, "5万人", Right, ""},
		{"Russian thousands", "5000", "", 0, "5 тыс.", Right, ""},
		{"Russian millions", "2000000", "", 0, "2 млн", Right, ""},
		{"unit with a scale", "3", "billion yen", 0, "3", Right, ""},
		{"unit with a scale typed", "3", "billion yen", 0, "3 billion yen", Right, ""},
		{"scale typed", "3", "billion yen", 0, "3 billion", Right, ""},
		{"in full", "3", "billion yen", 0, "3,000,000,000 yen", Right, ""},
		{"unit without the scale", "3", "billion yen", 0, "3 yen", Wrong, ""},
		{"another scale", "3", "billion yen", 0, "3 million yen", Wrong, ""},
		{"in words", "4", "", 0, "four", Right, ""},
		{"in words with a unit", "4", "islands", 0, "four islands", Right, ""},
		{"tens", "25", "", 0, "twenty-five", Right, ""},
		{"hundreds", "312", "", 0, "three hundred and twelve", Right, ""},
		{"words and thousand", "5000", "", 0, "five thousand", Right, ""},
		{"two words that make none", "25", "", 0, "five twenty", Wrong, ""},
		{"full-width", "1956", "", 0, "１９５６", Right, ""},
		{"Arabic digits", "1956", "", 0, "١٩٥٦", Right, ""},
		{"Arabic decimals", "3.5", "", 0, "٣٫٥", Right, ""},
		{"two numbers", "5", "", 0, "5 6", Wrong, ""},
		{"range", "5", "", 0, "5-10", Wrong, ""},
		{"either", "5", "", 0, "5 or 6", Wrong, ""},
		{"either in words", "5", "", 0, "five or six", Wrong, ""},
		{"or more", "5", "", 0, "5 or more", Wrong, ""},
		{"less than", "5", "", 0, "less than 5", Wrong, ""},
		{"not", "5", "", 0, "not 5", Wrong, ""},
		{"greater", "5", "", 0, ">5", Wrong, ""},
		{"not a number", "0", "", 0, "NaN", Wrong, ""},
		{"infinite", "0", "", 1e300, "Inf", Wrong, ""},
		{"hexadecimal", "16", "", 0, "0x10", Wrong, ""},
		{"a huge exponent", "1", "", 1e300, "1e999", Wrong, ""},
		{"a huger exponent", "1", "", 1e300, "1e99999999999", Wrong, ""},
		{"a huge power", "1", "", 1e300, "10^999", Wrong, ""},
		{"divided by zero", "1", "", 1e300, "1/0", Wrong, ""},
		{"empty", "0", "", 0, "", Wrong, ""},
		{"only a unit", "5", "km", 0, "km", Wrong, ""},
		{"only a sign", "0", "", 0, "-", Wrong, ""},
		{"words", "5", "", 0, "I do not know", Wrong, ""},
		{"digits are never typos", "1789", "", 0, "1798", Wrong, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q := deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Number, Prompt: "How many stones?",
				Answers: []string{tt.want}, Unit: tt.unit, Tolerance: tt.tolerance}
			checkJudge(t, taskOf(q), tt.typed, tt.match, tt.note)
		})
	}
}

func TestWrongNumbersWithinTheTolerance(t *testing.T) {
	q := deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Number, Prompt: "?", Answers: []string{"1956", "1957"}, Tolerance: 20, Wrong: []string{"1960"}}
	checkJudge(t, taskOf(q), "1960", Wrong, "")
	checkJudge(t, taskOf(q), "1961", Right, "")
	checkJudge(t, taskOf(q), "1957", Right, "")
}

func TestNumbersInWords(t *testing.T) {
	for _, tt := range []struct {
		want, typed string
		match       Match
	}{
		{"27", "twenty-seven times", Right},
		{"312", "three hundred twelve", Right},
		{"17291", "seventeen thousand two hundred and ninety-one", Right},
		{"2500000", "two million five hundred thousand", Right},
		{"1e9", "a thousand million", Right},
		{"1500", "fifteen hundred", Right},
		{"100", "hundred", Right},
		{"1000000", "a million", Right},
		{"24", "two dozen", Right},
		{"12", "a dozen", Right},
		{"2.5", "two and a half", Right},
		{"2.5", "2 and a half", Right},
		{"2.5", "two point five", Right},
		{"1500000", "one and a half million", Right},
		{"0.75", "three quarters", Right},
		{"0.5", "one half", Right},
		{"0.25", "a quarter", Right},
		{"1956", "nineteen fifty-six", Right},
		{"1905", "nineteen oh five", Right},
		{"1900", "nineteen hundred", Right},
		{"2022", "twenty twenty-two", Right},
		{"2022", "two thousand and twenty-two", Right},
		{"23", "twenty-third", Right},
		{"-5", "minus five", Right},
		{"0", "none", Right},
		{"2", "twice", Right},
		{"12", "十二", Right},
		{"1956", "一九五六", Right},
		{"17291", "一万七千二百九十一", Right},
		{"350000000", "3億5千万", Right},
		{"17291", "1万7,291", Right},
		{"17291", "17 thousand 291", Right},
		{"5000000", "5百万", Right},
		{"1500000", "1.5m", Right},
		{"20", "twenty-seven", Wrong},
		{"27", "twenty seven hundred", Wrong},
		{"6", "five and six", Wrong},
		{"11", "five and six", Wrong},
		{"70", "fifty twenty", Wrong},
		{"5020", "fifty twenty", Wrong},
		{"8", "three five", Wrong},
		{"13", "thirty", Wrong},
		{"1", "a treaty", Wrong},
		{"0", "none of them knows two", Wrong},
		{"17291", "1万7,292人", Wrong},
	} {
		t.Run(tt.typed, func(t *testing.T) {
			q := deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Number, Prompt: "How many?", Answers: []string{tt.want}}
			checkJudge(t, taskOf(q), tt.typed, tt.match, "")
		})
	}
}

func TestWordsAroundNumbers(t *testing.T) {
	for _, tt := range []struct {
		prompt, want, unit, typed string
		match                     Match
		note                      string
	}{
		{"How often did they meet?", "27", "", "27 times", Right, ""},
		{"How often did they meet?", "27", "", "27 times more", Wrong, ""},
		{"How often did they meet?", "27", "", "27+", Wrong, ""},
		{"How often did they meet?", "27", "", "27 meetings", Almost, "not asked for: meetings"},
		{"How many percent of voters?", "35", "", "35%", Right, ""},
		{"How often did they meet?", "27", "", "(27)", Right, ""},
		{"How often did they meet?", "27", "", "exactly 27", Right, ""},
		{"How often did they meet?", "27", "", "27 in all", Right, ""},
		{"How often did they meet?", "27", "", "27 or so", Right, ""},
		{"How many Japanese lived there?", "17291", "people", "17,291 Japanese", Right, ""},
		{"How many Japanese lived there?", "17291", "people", "17,291 people", Right, ""},
		{"How many Japanese lived there?", "17291", "people", "17,291 ships", Wrong, "the number is right, the unit is people"},
		{"How many members did it have?", "384", "", "384 members of it", Right, ""},
		{"How many members did it have?", "384", "members", "384 people", Almost, "not asked for: people"},
		{"How many dollars a barrel?", "60", "dollars", "60 dollars a barrel", Right, ""},
		{"How many dollars a barrel?", "60", "dollars", "$60 a barrel", Right, ""},
		{"How many dollars a barrel?", "60", "dollars", "$60/barrel", Right, ""},
		{"How many dollars a barrel?", "60", "dollars", "$60 per tonne", Wrong, ""},
		{"How many dollars a barrel?", "60", "dollars", "60 barrels", Almost, "not asked for: barrels"},
		{"How many dollars a barrel?", "60", "", "$60", Right, ""},
		{"How many dollars a barrel?", "60", "", "60 USD", Right, ""},
		{"How many dollars, not yen?", "60", "dollars", "60 yen", Wrong, ""},
		{"How many dollars?", "60", "dollars", "USD 60", Right, ""},
		{"How many dollars?", "60", "dollars", "60 US dollars", Right, ""},
		{"How many dollars?", "60", "dollars", "€60", Wrong, ""},
		{"How much?", "3", "trillion yen", "¥3 tn", Right, ""},
		{"How much?", "3", "trillion yen", "¥3T", Right, ""},
		{"How much?", "3", "trillion yen", "3兆円", Right, ""},
		{"How much?", "3", "trillion yen", "¥3bn", Wrong, ""},
		{"How much?", "5", "billion dollars", "$5B", Right, ""},
		{"How much?", "5", "billion dollars", "$5", Wrong, ""},
		{"How large?", "5000", "km²", "5000 sq km", Right, ""},
		{"How large?", "5000", "km²", "5000 square km", Right, ""},
		{"How large?", "5000", "km²", "5000 sq. kilometres", Right, ""},
		{"How large?", "5000", "km²", "5000 km squared", Right, ""},
		{"How large?", "5000", "km²", "5000平方キロメートル", Right, ""},
		{"How large?", "5000", "km²", "5000 km", Wrong, ""},
		{"How large?", "5000", "km²", "5000 m²", Wrong, ""},
		{"How long is it?", "60", "km", "60 km long", Right, ""},
		{"How far is it?", "60", "km", "60 km across", Almost, "not asked for: across"},
		{"How far is it?", "60", "km", "60 km or more", Wrong, ""},
		{"How old was he?", "70", "years", "70 years old", Right, ""},
		{"How old was he?", "70", "years", "70 yrs", Right, ""},
		{"How old was he?", "70", "years", "70 months", Wrong, ""},
		{"What share of voters?", "35", "percent", "35 per cent of voters", Right, ""},
		{"What share of voters?", "35", "percent", "35‰", Wrong, ""},
		{"How cold?", "-5", "°C", "-5 degrees", Right, ""},
		{"Which year?", "1956", "", "1956 BC", Wrong, ""},
	} {
		t.Run(tt.typed, func(t *testing.T) {
			q := deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Number, Prompt: tt.prompt, Answers: []string{tt.want}, Unit: tt.unit}
			checkJudge(t, taskOf(q), tt.typed, tt.match, tt.note)
		})
	}
}
