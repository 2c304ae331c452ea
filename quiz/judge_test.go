package quiz

import (
	"strings"
	"testing"

	"kuril/deck"
)

// typedTask is a question to be answered in writing.
func typedTask(answers ...string) Task {
	return taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "?", Answers: answers})
}

func taskOf(q deck.Question) Task { return Task{Card: q.Cards()[0]} }

// checkJudge compares the verdict with what is wanted; a wanted note is compared
// when it is not empty.
func checkJudge(t *testing.T, task Task, typed string, want Match, note string) {
	t.Helper()
	got := Judge(task, typed)
	if got.Unclear != "" || got.Match != want || note != "" && got.Note != note {
		t.Errorf("Judge(%q, %q) = %v %q (unclear %q), want %v %q",
			task.Card.Answers(), typed, got.Match, got.Note, got.Unclear, want, note)
	}
}

type judged struct {
	name, want, typed string
	match             Match
	note              string
}

func runJudged(t *testing.T, tests []judged) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Helper()
			checkJudge(t, typedTask(tt.want), tt.typed, tt.match, tt.note)
		})
	}
}

func TestWhatDoesNotMatter(t *testing.T) {
	runJudged(t, []judged{
		{"the answer itself", "Paris", "Paris", Right, ""},
		{"case", "Paris", "pARIS", Right, ""},
		{"case in Cyrillic", "Москва", "МОСКВА", Right, ""},
		{"case in Greek, with final sigma", "Ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ", Right, ""},
		{"sharp s", "Straße", "STRASSE", Right, ""},
		{"dotted capital I", "İstanbul", "istanbul", Right, ""},
		{"Armenian case", "Երևան", "ԵՐԵՒԱՆ", Right, ""},
		{"Georgian case", "თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ", Right, ""},
		{"Cherokee case", "ᏣᎳᎩ", "ꮳꮃꭹ", Right, ""},
		{"spaces around", "Paris", "  Paris\t", Right, ""},
		{"spaces between", "New York", "new   york", Right, ""},
		{"no-break space", "New York", "New\u00a0York", Right, ""},
		{"full-width letters", "Tokyo", "Ｔｏｋｙｏ", Right, ""},
		{"full-width digits", "1956", "１９５６", Right, ""},
		{"half-width katakana", "ガギグ", "ｶﾞｷﾞｸﾞ", Right, ""},
		{"free-standing dakuten", "が", "か゛", Right, ""},
		{"ligatures", "fish office", "ﬁsh oﬃce", Right, ""},
		{"combining and composed", "é", "e\u0301", Right, ""},
		{"hangul of jamo", "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8", Right, ""},
		{"Arabic digits", "1956", "١٩٥٦", Right, ""},
		{"Persian digits", "1956", "۱۹۵۶", Right, ""},
		{"Devanagari digits", "१९५६", "1956", Right, ""},
		{"Thai digits", "1956", "๑๙๕๖", Right, ""},
		{"Persian and Arabic keyboards", "ایران", "ايران", Right, ""},
		{"tatweel", "محمد", "محـــمد", Right, ""},
		{"Arabic presentation forms", "سلام", "ﺳﻼم", Right, ""},
		{"final period", "Paris", "Paris.", Right, ""},
		{"quotes", "Paris", "“Paris”", Right, ""},
		{"Japanese quotes and period", "東京", "「東京」。", Right, ""},
		{"guillemets", "мир", "«мир»", Right, ""},
		{"question mark", "who knows", "who knows?", Right, ""},
		{"Spanish marks", "Hola", "¡Hola!", Right, ""},
		{"hyphen and space", "north-east", "north east", Right, ""},
		{"dashes of any length", "Sino–Soviet", "Sino-Soviet", Right, ""},
		{"curly apostrophe", "L’Aquila", "L'Aquila", Right, ""},
		{"no apostrophe", "don't know", "dont know", Right, ""},
		{"Ukrainian apostrophe", "п’ять", "п'ять", Right, ""},
		{"okina", "Hawaiʻi", "Hawaii", Right, ""},
		{"middle dot", "ウラジーミル・プーチン", "ウラジーミルプーチン", Right, ""},
		{"space in Japanese", "安倍晋三", "安倍 晋三", Right, ""},
		{"space between scripts", "東京2020", "東京 2020", Right, ""},
		{"space in Thai", "กรุงเทพมหานคร", "กรุงเทพ มหานคร", Right, ""},
		{"maqaf", "תל־אביב", "תל אביב", Right, ""},
		{"ellipsis", "and so on…", "and so on...", Right, ""},
		{"abbreviation points", "U.S.S.R.", "USSR", Right, ""},
		{"points of initials", "USSR", "u.s.s.r", Right, ""},
		{"saint", "St. Petersburg", "st petersburg", Right, ""},
		{"ampersand", "Bosnia and Herzegovina", "Bosnia & Herzegovina", Right, ""},
		{"the", "Hague", "The Hague", Right, ""},
		{"the is missing", "the Kuril Islands", "Kuril Islands", Right, ""},
		{"the inside", "Treaty of the Hague", "Treaty of Hague", Right, ""},
		{"a", "a fishing zone", "fishing zone", Right, ""},
		{"an", "embargo", "an embargo", Right, ""},
		{"invisible signs", "Paris", "\u200ePa\u00adris\ufeff", Right, ""},
		{"zero width non-joiner", "می\u200cخواهم", "میخواهم", Right, ""},
		{"right-to-left marks", "שלום", "\u200fשלום\u200f", Right, ""},
		{"bidirectional embedding", "שלום", "\u202bשלום\u202c", Right, ""},
		{"thousands", "1,000 islands", "1000 islands", Right, ""},
		{"decimal comma", "3.5 percent", "3,5 percent", Right, ""},
		{"emoji with and without variation selector", "❤️", "❤", Right, ""},
		{"superscript typed with a caret", "E = mc²", "e=mc^2", Right, ""},
		{"subscript typed plain", "H₂O", "h2o", Right, ""},
		{"fraction", "½", "1/2", Right, ""},
		{"fraction behind a number", "3½", "3 1/2", Right, ""},
		{"power", "10⁻⁶", "10^-6", Right, ""},
		{"micro sign", "µm", "μm", Right, ""},
		{"spaces around symbols", "a + b", "a+b", Right, ""},
		{"minus sign", "−5", "-5", Right, ""},
		{"bullet", "Paris", "- Paris", Right, ""},
		{"numbers in words", "four islands", "4 islands", Right, ""},
		{"numbers in digits", "2", "two", Right, ""},
		{"numbers of several words", "21", "twenty-one", Right, ""},
		{"thousand in words", "1,000", "one thousand", Right, ""},
		{"Roman numerals in digits", "World War II", "World War 2", Right, ""},
		{"Roman numerals in words", "World War II", "world war two", Right, ""},
		{"Roman numerals as ordinals", "Nicholas II", "Nicholas the Second", Right, ""},
		{"ordinals", "19th century", "nineteenth century", Right, ""},
		{"percent in words", "10%", "10 per cent", Right, ""},
		{"currency in words", "$100", "100 dollars", Right, ""},
		{"large amounts", "$1.5 billion", "1,500 million USD", Right, ""},
		{"an opening quote at a letter", "Vitamin A", "'Vitamin A'", Right, ""},
		{"part in parentheses", "Habomai (islets)", "Habomai", Right, ""},
		{"part in parentheses given", "Habomai (islets)", "habomai islets", Right, ""},
		{"part in wide parentheses", "東京（首都）", "東京", Right, ""},
		{"a date told in another order", "19 October 1956", "October 19, 1956", Right, ""},
		{"a date in digits", "19 October 1956", "19.10.1956", Right, ""},
	})
}

func TestWhatMatters(t *testing.T) {
	runJudged(t, []judged{
		{"nothing typed", "Paris", "", Wrong, ""},
		{"spaces only", "Paris", " \t ", Wrong, ""},
		{"invisible signs only", "Paris", "\u200b\u200d\ufeff", Wrong, ""},
		{"blanks that claim to be letters", "Paris", "\u3164\u2800", Wrong, ""},
		{"punctuation only", "Paris", "...", Wrong, ""},
		{"punctuation for punctuation", "…", "...", Right, ""},
		{"another punctuation", "!", "?", Wrong, ""},
		{"blank for non-ASCII", "東京", " ", Wrong, ""},
		{"C is not C++", "C++", "C", Wrong, ""},
		{"C++ is not C", "C", "C++", Wrong, ""},
		{"C++ with a final period", "C++", "c++.", Right, ""},
		{"C# is not C", "C#", "C", Wrong, ""},
		{"plus is not minus", "+", "-", Wrong, ""},
		{"unequal is not equal", "!=", "=", Wrong, ""},
		{"assignment is not equal", ":=", "=", Wrong, ""},
		{"arrow", "->", "-", Wrong, ""},
		{"a negative number", "-5", "5", Wrong, ""},
		{"blood group", "A−", "A", Wrong, ""},
		{"blood group with plus", "A−", "A+", Wrong, ""},
		{"charge", "Na⁺", "Na", Wrong, ""},
		{"factorial", "n!", "n", Wrong, ""},
		{"logical not", "!x", "x", Wrong, ""},
		{"superscript", "x²", "x2", Wrong, ""},
		{"power of ten", "10⁶", "106", Wrong, ""},
		{"brackets of a formula", "(a+b)c", "a+bc", Wrong, ""},
		{"decimal point", "3.5", "35", Wrong, ""},
		{"time", "1:30", "130", Wrong, ""},
		{"range", "10-15", "1015", Wrong, ""},
		{"percent", "5%", "5 km", Wrong, "the number is right, the unit is not"},
		{"currency", "$HOME", "HOME", Wrong, ""},
		{"article that is the answer", "the", "a", Wrong, ""},
		{"the letter A", "A", "an", Wrong, ""},
		{"the letter A alone", "A", "a", Right, ""},
		{"name of a band", "The The", "the", Right, ""},
		{"A and B", "A and B", "and B", Wrong, ""},
		{"skin tone", "👍🏽", "👍", Wrong, ""},
		{"another emoji", "👍", "👎", Wrong, ""},
		{"joined emoji", "👨‍👩‍👧", "👨👩👧", Wrong, ""},
		{"flags", "🇯🇵", "🇷🇺", Wrong, ""},
		{"flags of tags", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", Wrong, ""},
		{"emoji itself", "🇯🇵", "🇯🇵", Right, ""},
		{"another sign in Han", "東京", "東亰", Wrong, ""},
		{"dakuten", "が", "か", Wrong, ""},
		{"dakuten in a long word", "ありがとうございます", "ありかとうございます", Wrong, ""},
		{"small kana", "きょう", "きよう", Wrong, ""},
		{"long vowel mark", "ビール", "ビル", Wrong, ""},
		{"hangul", "대한민국", "대한민구", Wrong, ""},
		{"Russian short i", "чай", "чаи", Wrong, ""},
		{"Russian short i in a long word", "Достоевский", "Достоевскии", Wrong, ""},
		{"Ukrainian yi", "Україна", "Украіна", Wrong, ""},
		{"Devanagari vowel sign", "दिल्ली", "दल्ली", Wrong, ""},
		{"Devanagari vowel sign in a long word", "हिन्दुस्तानी", "हिन्दस्तानी", Wrong, ""},
		{"Devanagari nukta", "सड़क", "सडक", Wrong, ""},
		{"virama", "नमस्ते", "नमसते", Wrong, ""},
		{"Tamil vowel sign", "தமிழ்நாடு", "தமழ்நாடு", Wrong, ""},
		{"Bengali vowel sign", "বাংলাদেশ", "বংলাদেশ", Wrong, ""},
		{"Thai vowel", "กรุงเทพมหานคร", "กรงเทพมหานคร", Wrong, ""},
		{"Thai vowel that is a letter", "กรุงเทพมหานคร", "กรุงทพมหานคร", Wrong, ""},
		{"Thai tone mark", "ไม้", "ไม", Wrong, ""},
		{"Ethiopic syllable", "አዲስአበባ", "አዲስአበቢ", Wrong, ""},
		{"another word", "Paris", "London", Wrong, ""},
		{"one word too many", "Habomai", "Habomai treaty", Wrong, ""},
		{"one word missing", "Habomai treaty", "Habomai", Wrong, ""},
		{"prime", "f'", "f", Wrong, ""},
		{"second prime", "f''", "f'", Wrong, ""},
		{"prime of a function", "f′(x)", "f(x)", Wrong, ""},
		{"amount", "$100", "$1000", Wrong, ""},
		{"amount in another currency", "$100", "€100", Wrong, "the number is right, the unit is not"},
		{"amount of another size", "$5 billion", "$5 million", Wrong, ""},
		{"another king", "Alexander II", "Alexander 3", Wrong, ""},
		{"another war", "World War II", "World War One", Wrong, ""},
		{"another century", "19th century", "eighteenth century", Wrong, ""},
		{"ordinal", "5th", "5", Wrong, ""},
		{"version", "1.10", "1.1", Wrong, ""},
		{"a letter behind a number", "1a", "1", Wrong, ""},
		{"agent", "007", "7", Wrong, ""},
		{"generation", "5G", "5", Wrong, ""},
		{"score", "4/2", "2", Wrong, ""},
		{"order that matters", "Russia, Japan", "Japan, Russia", Wrong, ""},
		{"route that matters", "Moscow–Tokyo", "Tokyo Moscow", Wrong, ""},
		{"negation", "legal", "not legal", Wrong, ""},
		{"iron", "iron (III)", "iron", Wrong, ""},
		{"a number in parentheses", "article (9)", "article", Wrong, ""},
		{"f of x", "f(x)", "f", Wrong, ""},
		{"Roman numerals", "Nicholas II", "Nicholas III", Wrong, ""},
		{"long Roman numerals", "Louis XVIII", "Louis XVII", Wrong, ""},
		{"another date", "19 October 1956", "October 18, 1956", Wrong, ""},
		{"order of more than two words", "Japan attacked Russia", "Russia attacked Japan", Wrong, ""},
		{"order of common words", "cause effect", "effect cause", Wrong, ""},
	})
}

func TestAccents(t *testing.T) {
	runJudged(t, []judged{
		{"missing", "Édo", "Edo", Almost, "accent: Edo → Édo"},
		{"too many", "cafe", "café", Almost, "accent: café → cafe"},
		{"another one", "café", "cafè", Almost, "accent: cafè → café"},
		{"right", "café", "cafe\u0301", Right, ""},
		{"macrons", "Tōkyō", "Tokyo", Almost, "accent: Tokyo → Tōkyō"},
		{"long vowels spelled out", "Tōkyō", "Toukyou", Almost, "accent: Toukyou → Tōkyō"},
		{"umlaut spelled out", "Köln", "Koeln", Almost, "accent: Koeln → Köln"},
		{"umlaut for letters", "Koeln", "Köln", Almost, ""},
		{"umlaut missing", "Zürich", "Zurich", Almost, ""},
		{"Danish o", "Malmø", "Malmo", Almost, "accent: Malmo → Malmø"},
		{"Polish l", "Łódź", "Lodz", Almost, "accent: Lodz → Łódź"},
		{"ligature letters", "œuvre", "oeuvre", Almost, ""},
		{"Icelandic", "Þór", "Thor", Almost, ""},
		{"dotless i", "Diyarbakır", "Diyarbakir", Almost, ""},
		{"Vietnamese", "Việt Nam", "Viet Nam", Almost, "accent: Viet → Việt"},
		{"cedilla", "Besançon", "Besancon", Almost, ""},
		{"tilde", "señor", "senor", Almost, ""},
		{"Greek tonos", "Ελλάδα", "Ελλαδα", Almost, "accent: Ελλαδα → Ελλάδα"},
		{"Greek breathings", "Ὀδυσσεύς", "Οδυσσευς", Almost, ""},
		{"Greek iota below", "τῷ λόγῳ", "τω λογω", Almost, ""},
		{"Russian yo", "Королёв", "Королев", Almost, "accent: Королев → Королёв"},
		{"Russian stress", "за́мок", "замок", Almost, ""},
		{"Macedonian", "Ќ", "К", Almost, ""},
		{"Arabic vowel marks", "مُحَمَّد", "محمد", Almost, "vowel marks: محمد → مُحَمَّد"},
		{"Arabic hamza", "أحمد", "احمد", Almost, ""},
		{"Hebrew points", "שָׁלוֹם", "שלום", Almost, "vowel marks: שלום → שָׁלוֹם"},
		{"and a typo beside it", "Café Procope", "Cafe Prokope", Almost, "accent: Cafe → Café; typo: Prokope → Procope"},
		{"in Latin only two letters", "né", "ne", Almost, ""},
	})
}

func TestTypos(t *testing.T) {
	runJudged(t, []judged{
		{"one slip in a long word", "photosynthesis", "photosinthesis", Almost, "typo: photosinthesis → photosynthesis"},
		{"one letter too many", "Paris", "Pariss", Almost, "typo: Pariss → Paris"},
		{"one letter missing", "Habomai", "Habmai", Almost, "typo: Habmai → Habomai"},
		{"neighbours swapped", "Shikotan", "Shiktoan", Almost, "typo: Shiktoan → Shikotan"},
		{"two slips in eight letters", "Brezhnev", "Bresnev", Wrong, ""},
		{"two slips in nine letters", "Khrushchev", "Krushchov", Almost, ""},
		{"two slips in seven letters", "Habomai", "Habumei", Wrong, ""},
		{"three slips in thirteen letters", "Constantinople", "Konstantinopel", Wrong, ""},
		{"short words must be exact", "cat", "car", Wrong, ""},
		{"short words must be exact, typed short", "cart", "car", Wrong, ""},
		{"short words in a phrase", "end of war", "end of was", Wrong, ""},
		{"only the short word is wrong", "war of attrition", "was of attrition", Wrong, ""},
		{"a digit is never a typo", "1789", "1798", Wrong, "digits: 1798 → 1789"},
		{"a digit in a phrase", "Joint Declaration of 1956", "Joint Declaration of 1965", Wrong, ""},
		{"a typo beside the right digits", "Joint Declaration of 1956", "Joint Declartion of 1956", Almost, "typo: Declartion → Declaration"},
		{"a digit in a word", "vitamin B12", "vitamin B6", Wrong, ""},
		{"several words", "Joint Declaration", "Join Declaratoin", Almost, "typo: Join → Joint, Declaratoin → Declaration"},
		{"Cyrillic", "Хабаровск", "Хабаровcк", Almost, ""},
		{"Greek", "Θεσσαλονίκη", "Θεσαλονίκη", Almost, ""},
		{"Hebrew", "ירושלים", "ירושלם", Almost, ""},
		{"Arabic", "القسطنطينية", "القسطنطنية", Almost, ""},
		{"a word apart", "icecream", "ice cream", Almost, "spacing: ice cream → icecream"},
		{"words together", "ice cream", "icecream", Almost, ""},
		{"hyphen left out", "co-operation", "cooperation", Almost, ""},
		{"Korean spacing", "일본 총리", "일본총리", Almost, ""},
		{"digits together", "4 5", "45", Wrong, ""},
		{"small words", "Bosnia and Herzegovina", "Bosnia Herzegovina", Almost, ""},
		{"name turned round", "Abe Shinzo", "Shinzo Abe", Almost, "word order: Shinzo Abe → Abe Shinzo"},
		{"name with a comma", "Leonid Ilyich Brezhnev", "Brezhnev, Leonid Ilyich", Almost, ""},
		{"name turned round, with a typo", "Abe Shinzo", "Shinso Abe", Almost, ""},
		{"opposite", "legal", "illegal", Wrong, ""},
		{"opposite, one letter", "typical", "atypical", Wrong, ""},
		{"opposite with un", "constitutional", "unconstitutional", Wrong, ""},
		{"opposite without un", "unconstitutional", "constitutional", Wrong, ""},
		{"opposite with in", "dependent", "independent", Wrong, ""},
		{"opposite with non", "aggression", "nonaggression", Wrong, ""},
		{"opposite prefix", "hypertension", "hypotension", Wrong, ""},
		{"opposite prefix of heat", "endothermic", "exothermic", Wrong, ""},
		{"contrasted endings", "nitrate", "nitrite", Wrong, ""},
		{"employer is not employee", "employer", "employee", Wrong, ""},
		{"institution is not constitution", "constitution", "institution", Wrong, ""},
		{"million is not billion", "million", "billion", Wrong, ""},
		{"a number word must be exact", "sixteen", "sixteem", Wrong, ""},
		{"countries", "Iran", "Iraq", Wrong, ""},
		{"more countries", "Slovakia", "Slovenia", Wrong, ""},
		{"islands", "Ireland", "Iceland", Wrong, ""},
		{"in German a country, in English another", "Iran", "Irak", Wrong, ""},
		{"towns", "Tomsk", "Omsk", Wrong, ""},
		{"quarters of the sky", "northeast", "northwest", Wrong, ""},
		{"majority is not minority", "majority", "minority", Wrong, ""},
	})
}

func TestWording(t *testing.T) {
	runJudged(t, []judged{
		{"island", "Etorofu", "Etorofu Island", Almost, "wording: Etorofu Island → Etorofu"},
		{"island in Japanese", "Etorofu", "Etorofu-to", Almost, "wording: Etorofu-to → Etorofu"},
		{"island in front", "Etorofu", "the island of Etorofu", Almost, ""},
		{"island in Russian", "Итуруп", "остров Итуруп", Almost, ""},
		{"island and a typo", "Habomai", "Habomay islands", Almost, ""},
		{"island is missing", "Habomai Islands", "Habomai", Almost, "wording: Habomai → Habomai Islands"},
		{"islands in the plural", "Kuril Islands", "Kurils", Almost, ""},
		{"island for islands", "Habomai Islands", "Habomai Island", Almost, ""},
		{"lake", "Baikal", "Lake Baikal", Almost, ""},
		{"river", "Amur", "Amur river", Almost, ""},
		{"title", "Putin", "President Putin", Almost, "wording: President Putin → Putin"},
		{"title of two words", "Abe Shinzo", "Prime Minister Abe Shinzo", Almost, ""},
		{"title is missing", "Tsar Nicholas II", "Nicholas II", Almost, ""},
		{"another title", "President Medvedev", "Prime Minister Medvedev", Wrong, ""},
		{"a tsar is an emperor", "Emperor Nicholas II", "Tsar Nicholas II", Almost, ""},
		{"a king is no queen", "Queen Elizabeth", "King Elizabeth", Wrong, ""},
		{"Mr is not Mrs", "Mrs Thatcher", "Mr Thatcher", Wrong, ""},
		{"a name that ends like a title", "Martin Luther", "Martin Luther King", Wrong, ""},
		{"a lake is no island", "Lake Victoria", "Victoria Island", Wrong, ""},
		{"a city is no country", "Mexico City", "Mexico", Wrong, ""},
		{"the generic word alone", "Kuril Islands", "islands", Wrong, ""},
		{"another name", "Kuril Islands", "Falkland Islands", Wrong, ""},
		{"two names in one", "Shikotan", "Shikotan and Habomai islands", Wrong, ""},
		{"treaty turned", "Treaty of Portsmouth", "Portsmouth Treaty", Almost, "word order: Portsmouth Treaty → Treaty of Portsmouth"},
		{"treaty turned back", "Portsmouth Treaty", "Treaty of Portsmouth", Almost, ""},
		{"treaty turned, with a typo", "Treaty of Portsmouth", "Portsmuth treaty", Almost, ""},
		{"sea turned", "Sea of Okhotsk", "Okhotsk Sea", Almost, ""},
		{"treaty that nobody asked for", "Portsmouth", "Treaty of Portsmouth", Wrong, ""},
		{"university is not turned", "University of Washington", "Washington University", Wrong, ""},
	})
	treaty := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "Which treaty drew the first border?", Answers: []string{"Treaty of Shimoda"}, Wrong: []string{"Portsmouth"}})
	checkJudge(t, treaty, "Shimoda", Almost, "wording: Shimoda → Treaty of Shimoda")
	checkJudge(t, treaty, "Shimonoseki", Wrong, "")
	checkJudge(t, treaty, "Portsmouth", Wrong, "")
	treaty.Others = []string{"Shimoda"}
	checkJudge(t, treaty, "Shimoda", Wrong, "Shimoda answers another card")
}

func TestAmounts(t *testing.T) {
	runJudged(t, []judged{
		{"currency is missing", "$100", "100", Almost, "unit: 100 → $100"},
		{"currency too much", "100", "$100", Almost, ""},
		{"percent is missing", "35%", "35", Almost, "unit: 35 → 35%"},
		{"unit is missing", "60 km", "60", Almost, ""},
		{"unit in full", "60 km", "60 kilometres", Right, ""},
		{"another unit", "60 km", "60 miles", Wrong, ""},
		{"times", "27", "27 times", Right, ""},
		{"dollars", "$60", "60 USD", Right, ""},
	})
}

func TestNoTypoTowardsAnother(t *testing.T) {
	q := deck.Question{ID: "q", Kind: deck.Typed, Prompt: "?", Answers: []string{"Kunashir", "Kunashiri"}, Wrong: []string{"Kunashar", "peche"}}
	task := taskOf(q)
	for _, tt := range []judged{
		{"the other name", "", "Kunashiri", Right, ""},
		{"a typo", "", "Kunnashir", Almost, "typo: Kunnashir → Kunashir"},
		{"the wrong one", "", "kunashar", Wrong, ""},
		{"as near to the wrong one", "", "Kunasher", Wrong, "nearer to Kunashar"},
	} {
		t.Run(tt.name, func(t *testing.T) { checkJudge(t, task, tt.typed, tt.match, tt.note) })
	}
	task = typedTask("Shikotan")
	task.Others = []string{"Shikoton", "Šikotan", "Shikotan", "Hokkaido"}
	for _, tt := range []judged{
		{"another card's answer", "", "Shikoton", Wrong, "Shikoton answers another card"},
		{"as near to another card's answer", "", "Shikoten", Wrong, "nearer to Shikoton"},
		{"nearer to the right one", "", "Shikkotan", Almost, ""},
		{"another card has the same answer", "", "Shikotan", Right, ""},
	} {
		t.Run(tt.name, func(t *testing.T) { checkJudge(t, task, tt.typed, tt.match, tt.note) })
	}
	t.Run("an accent tells two words apart", func(t *testing.T) {
		task := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "?", Answers: []string{"pêche"}, Wrong: []string{"péché"}})
		checkJudge(t, task, "péché", Wrong, "")
		checkJudge(t, task, "pèche", Almost, "")
	})
	t.Run("case tells two words apart when it is listed", func(t *testing.T) {
		task := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "?", Answers: []string{"Polish"}, Wrong: []string{"polish"}})
		checkJudge(t, task, "polish", Wrong, "")
		checkJudge(t, task, "Polish", Right, "")
		checkJudge(t, task, "POLISH", Right, "")
	})
	t.Run("another card has the name turned round", func(t *testing.T) {
		task := typedTask("Abe Shinzo")
		task.Others = []string{"Shinzo Abe", "Etorofu / Iturup"}
		checkJudge(t, task, "Shinzo Abe", Almost, "")
		checkJudge(t, task, "Iturup", Wrong, "Iturup answers another card")
	})
	t.Run("an answer without its parenthesis is listed as wrong", func(t *testing.T) {
		task := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Prompt: "?", Answers: []string{"Habomai (islands)"}, Wrong: []string{"Habomai"}})
		checkJudge(t, task, "habomai", Wrong, "")
		checkJudge(t, task, "habomai islands", Right, "")
	})
	t.Run("the other way round near misses do not count", func(t *testing.T) {
		q := deck.Question{ID: "q", Kind: deck.Typed, Prompt: "Kunashar", Answers: []string{"x"}, Wrong: []string{"Kunashar"}, Both: true}
		checkJudge(t, Task{Card: q.Cards()[1]}, "Kunashar", Right, "")
	})
}

func TestExact(t *testing.T) {
	task := taskOf(deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Exact, Prompt: "?", Answers: []string{"ls -l", "é"}})
	for _, tt := range []judged{
		{"itself", "", "ls -l", Right, ""},
		{"spaces around", "", " ls -l ", Right, ""},
		{"case", "", "LS -l", Wrong, "every sign counts: LS -l → ls -l"},
		{"spaces inside", "", "ls  -l", Wrong, ""},
		{"encoding of an accent", "", "e\u0301", Right, ""},
		{"missing accent", "", "e", Wrong, ""},
		{"full-width", "", "ｌｓ -l", Wrong, ""},
	} {
		t.Run(tt.name, func(t *testing.T) { checkJudge(t, task, tt.typed, tt.match, tt.note) })
	}
}

func TestRecallIsNotJudged(t *testing.T) {
	v := Judge(taskOf(deck.Question{ID: "q", Kind: deck.Recall, Prompt: "?", Answers: []string{"Edo"}}), "Edo")
	if v != (Verdict{Answer: "Edo"}) {
		t.Errorf("got %+v, want the answer alone", v)
	}
}

func TestCloze(t *testing.T) {
	one := deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "[[1:Habomai]] and [[2:Shikotan]]"}
	checkJudge(t, Task{Card: one.Cards()[1]}, "shikotan", Right, "")
	checkJudge(t, Task{Card: one.Cards()[1]}, "Habomai", Wrong, "")
	named := deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "in [[Edo]]", Answers: []string{"Tokyo"}}
	checkJudge(t, taskOf(named), "tokyo", Right, "")

	island := taskOf(deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "[[Etorofu / Iturup]] is the largest"})
	for _, typed := range []string{"Etorofu", "iturup", "Etorofu / Iturup"} {
		checkJudge(t, island, typed, Right, "")
	}
	checkJudge(t, island, "Iturupp", Almost, "typo: Iturupp → Iturup")
	if got := Judge(island, "?").Answer; got != "Etorofu" {
		t.Errorf("a gap with two names is shown as %q", got)
	}
	both := taskOf(deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "[[1:Etorofu / Iturup]] by [[1:Urup]]"})
	checkJudge(t, both, "Iturup, Urup", Right, "")
	checkJudge(t, both, "Urup, Iturup", Wrong, "")

	two := taskOf(deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "[[1:Sapporo]] lies on [[1:Hokkaido]]"})
	for _, tt := range []struct {
		name, typed string
		match       Match
		right       int
	}{
		{"both", "Sapporo; Hokkaido", Right, 2},
		{"both with and", "Sapporo and Hokkaido", Right, 2},
		{"both with a space", "Sapporo Hokkaido", Right, 2},
		{"one typo", "Saporo, Hokkaido", Almost, 2},
		{"one of two", "Sapporo, Honshu", Partly, 1},
		{"only one", "Sapporo", Partly, 1},
		{"turned round", "Hokkaido, Sapporo", Wrong, 0},
		{"none", "Edo", Wrong, 0},
		{"one too many", "Sapporo, Hokkaido, Japan", Partly, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := Judge(two, tt.typed)
			if v.Match != tt.match || v.Match == Partly && (v.Right != tt.right || v.Of != 2) {
				t.Errorf("Judge(%q) = %+v, want %v with %d of 2", tt.typed, v, tt.match, tt.right)
			}
			if v.Answer != "Sapporo, Hokkaido" {
				t.Errorf("shown %q", v.Answer)
			}
		})
	}
	t.Run("the same twice is typed once", func(t *testing.T) {
		task := taskOf(deck.Question{ID: "q", Kind: deck.Cloze, Prompt: "[[1:bon]][[1:bon]]"})
		checkJudge(t, task, "bon", Right, "")
	})
}

func TestShownAnswer(t *testing.T) {
	for _, tt := range []struct {
		q    deck.Question
		want string
	}{
		{deck.Question{Kind: deck.Typed, Answers: []string{"Edo", "Tokyo"}}, "Edo"},
		{deck.Question{Kind: deck.Typed, Match: deck.Date, Answers: []string{"1956-10-19"}}, "1956-10-19"},
		{deck.Question{Kind: deck.Typed, Match: deck.Number, Answers: []string{"60"}, Unit: "km"}, "60 km"},
		{deck.Question{Kind: deck.Typed, Match: deck.Number, Answers: []string{"60"}, Unit: "%"}, "60%"},
		{deck.Question{Kind: deck.List, Items: []string{"Habomai", "Shikotan"}}, "Habomai, Shikotan"},
		{deck.Question{Kind: deck.List, Items: []string{"Smith, John", "Doe"}}, "Smith, John; Doe"},
		{deck.Question{Kind: deck.Select, Answers: []string{"a", "b"}, Wrong: []string{"c"}}, "a, b"},
	} {
		tt.q.ID, tt.q.Prompt = "q", "?"
		if got := Judge(taskOf(tt.q), "no such thing").Answer; got != tt.want {
			t.Errorf("shown %q, want %q", got, tt.want)
		}
	}
}

func TestVeryLongAnswersEnd(t *testing.T) {
	long := strings.Repeat("Habomai Shikotan ", 60_000)
	lines := strings.Repeat("Habomaj, ", 100_000)
	for _, q := range []deck.Question{
		{Kind: deck.Typed, Answers: []string{"Habomai"}},
		{Kind: deck.Typed, Answers: []string{long[:5000]}},
		{Kind: deck.Typed, Match: deck.Exact, Answers: []string{"Habomai"}},
		{Kind: deck.Typed, Match: deck.Date, Answers: []string{"1956"}},
		{Kind: deck.Typed, Match: deck.Number, Answers: []string{"1956"}},
		{Kind: deck.List, Items: []string{"Habomai", "Shikotan, the island", "Kunashir"}},
		{Kind: deck.Order, Items: []string{"Habomai", "Shikotan"}},
		{Kind: deck.Select, Answers: []string{"Habomai"}, Wrong: []string{"Etorofu", "Kunashir"}},
		{Kind: deck.Choice, Answers: []string{"Habomai"}, Wrong: []string{"Etorofu", "Kunashir"}},
	} {
		q.ID, q.Prompt = "q", "?"
		task := taskOf(q)
		for _, typed := range []string{long, lines, strings.Repeat("1", 1<<20), strings.Repeat("a\u0301", 1<<18), strings.Repeat("e\u0301\u0327\u0323", 10_000)} {
			for _, s := range []string{typed, typed[:30<<10]} {
				if v := Judge(task, s); v.Match == Right {
					t.Errorf("%s: %.20q… is right", q.Kind, s)
				}
			}
		}
	}
}

func TestManyOptionsAndNumbersEnd(t *testing.T) {
	items := make([]string, 5000)
	for i := range items {
		items[i] = "Item number " + strings.Repeat("x", i%50) + string(rune('a'+i%26))
	}
	task := taskOf(deck.Question{ID: "q", Kind: deck.Order, Prompt: "?", Items: items})
	task.Options = items
	if v := Judge(task, strings.Repeat("1, ", 10_000)); v.Match == Right {
		t.Errorf("one number over and over is %v", v.Match)
	}
}

func BenchmarkFolded(b *testing.B) {
	for b.Loop() {
		Folded("The Habomai Islands, 1956")
	}
}

func BenchmarkJudge(b *testing.B) {
	task := typedTask("Joint Declaration of 1956")
	for range 2000 {
		task.Others = append(task.Others, "Treaty of Portsmouth", "Shikotan")
	}
	for b.Loop() {
		Judge(task, "Joint Declartion of 1956")
	}
}
