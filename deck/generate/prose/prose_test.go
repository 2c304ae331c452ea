package prose

import (
	"errors"
	"strings"
	"testing"

	"kuril/deck"
)

// made returns what a text gives: the offered question with its answer, else
// the reason why its last sentence was passed over.
func made(t *testing.T, name, text string) string {
	t.Helper()
	d, err := Read([]File{{Name: name, Text: []byte(text)}}, 30)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range d.Candidates {
		if c.Offered {
			q := c.Question
			all = append(all, strings.Join(strings.Fields(q.Prompt+" "+strings.Join(q.Answers, "|")+" "+strings.Join(q.Items, "|")), " "))
		}
	}
	if len(all) == 0 && len(d.Passed) > 0 {
		return "- " + d.Passed[len(d.Passed)-1].Reason
	}
	return strings.Join(all, "; ")
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a date in a passive", "The Bank of Japan was founded in 1882.", "When was the Bank of Japan founded? (year) 1882"},
		{"a date in front", "On 20 July 1969, Apollo 11 landed on the Moon.", "When did Apollo 11 land on the Moon? (day, month and year) 1969-07-20"},
		{"a verb with its past", "Russia sold Alaska to the United States in 1867.", "When did Russia sell Alaska to the United States? (year) 1867"},
		{"the date of something else", "Surtsey was formed by an eruption that began in 1963.", "Surtsey was formed by an eruption that began in [[1:1963]]."},
		{"a year that is a number", "Hampton Court has 1390 rooms and 70 towers.", "Hampton Court has 1390 rooms and [[1:70]] towers."},
		{"a definition", "Vulcanization is a process that hardens rubber with sulphur.", "[[1:Vulcanization]] is a process that hardens rubber with sulphur."},
		{"what a thing is called", "The value that occurs most often is called the mode.", "The value that occurs most often is called the [[1:mode]]."},
		{"an attribute", "The capital of Peru is Lima.", "What is the capital of Peru? Lima"},
		{"the only one", "Mauna Kea is the tallest mountain of Hawaii.", "What is the tallest mountain of Hawaii? Mauna Kea"},
		{"the first who", "Neil Armstrong was the first person to walk on the Moon.", "Who was the first person to walk on the Moon? Neil Armstrong"},
		{"parts", "ATP consists of adenine, ribose and three phosphate groups.", "What does ATP consist of? (3) adenine|ribose|three phosphate groups"},
		{"a cause", "Gondolas are black because a law forbade bright colours.", "Gondolas are black. Why? Because a law forbade bright colours"},
		{"a condition", "If oxygen is missing, pyruvate is turned into lactate.", "What happens if oxygen is missing? Pyruvate is turned into lactate"},
		{"a comparison", "Jupiter is larger than Saturn.", "Which is larger: Jupiter or Saturn? Jupiter"},
		{"an abbreviation", "DNA stands for deoxyribonucleic acid.", "What does DNA stand for? deoxyribonucleic acid"},
		{"a purpose", "Litmus is used to tell acids from bases.", "What is Litmus used for? To tell acids from bases"},
		{"a number word", "A mitochondrion has two membranes.", "A mitochondrion has [[1:two / 2]] membranes."},
		{"a large number", "Iceland has an area of 103,000 square kilometres.", "Iceland has an area of [[1:103,000]] square kilometres. 103000"},
		{"who it was", "Peter Mitchell studied cells. He won the Nobel Prize in 1978.", "When did Peter Mitchell win the Nobel Prize? (year) 1978"},

		{"a pronoun with two to choose from", "Cook met Omai. He died in 1779.", `- needs to be told what "He" is`},
		{"this", "This led to a war in 1812.", `- needs to be told what "This" is`},
		{"the treaty", "The treaty was signed in 1956.", `- needs to be told what "The treaty" is`},
		{"the country's", "Aluminium is the country's most important export.", `- needs to be told what "the country's" is`},
		{"an object", "Sponge divers found it in 1901.", `- needs to be told what "it" is`},
		{"a result of before", "Therefore the firm was sold in 1901.", `- leans on what was said before ("Therefore")`},
		{"perhaps", "Perhaps the Vikings reached Boston in 1001.", `- does not say that it is so ("Perhaps")`},
		{"today", "Venice has 50,000 inhabitants today.", `- is true only on the day it was written ("today")`},
		{"we", "We moved to Paris in 1999.", `- needs to be told what "We" is`},
		{"you", "Before that you had to install Java in 1999.", "- speaks of its writer or its reader"},
		{"a question", "Was Rome built in 753?", "- asks or exclaims, and states nothing"},
		{"an order", "Read the chapter before Friday 2020.", "- tells somebody what to do"},
		{"a quotation", "He was called the \"king of 1848\".", "- quotes, or has an open bracket or quotation"},
		{"a path", "The log in /var/log/messages has 100 lines.", "- is more code, address or formula than words"},
		{"a hole", "Brazil opened 3 mines in the s and later.", "- rests on something that is missing from the text"},
		{"nothing", "Cats eat fish at night.", "- states no date, number, name, definition, list, cause, condition or comparison that could be asked"},
		{"another language", "Das ist ein Satz, der im Jahre 1900 geschrieben wurde und nichts sagt.", "- is in a language of which only marked text is taken"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := made(t, "n.md", tt.text); got != tt.want {
				t.Errorf("%q gives\n%s, want\n%s", tt.text, got, tt.want)
			}
		})
	}
}

func TestMarkdown(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"front matter and code are not read", "---\nborn: The Bank was founded in 1882.\n---\n```\nOslo was founded in 1040.\n```\n", ""},
		{"a sentence over lines", "The Bank of Japan\nwas founded\r\nin 1882.", "When was the Bank of Japan founded? (year) 1882"},
		{"links and emphasis", "The [Bank](x.html) of **Japan** was founded in 1882.[^1]\n\n[^1]: Oslo was founded in 1040.", "When was the Bank of Japan founded? (year) 1882"},
		{"a term of a list", "# Statistics\n\n- **Bias**: a systematic difference between estimate and truth", "What is Bias (Statistics)? a systematic difference between estimate and truth"},
		{"steps", "The steps of a test are:\n\n1. ask\n2. count\n3. decide\n", "The steps of a test: in which order? ask|count|decide"},
		{"a list", "The primary colours are:\n\n- red\n- yellow\n- blue\n", "The primary colours: which? (3) red|yellow|blue"},
		{"a row", "# Moons\n\n| Moon | Found |\n|--|--|\n| Io | 1610 |\n", "Moons: Io. Found: [[1:1610]]."},
		{"brackets that are no gap", "==X== is [[here]].", "[[1:X]] is [[[here]]."},
		{"a question over lines", "Q: Who\nwas it?\nA: somebody\nelse\n", "Who was it? somebody else"},
		{"marked in Japanese", "日本の首都は==東京==です。", "日本の首都は[[1:東京]]です。"},
		{"marked in Russian", "столица России :: Москва", "столица России Москва"},
		{"scope of a path is no pair", "Use std::vector for it, and a::b too.", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := made(t, "n.md", tt.text); got != tt.want && !(tt.want == "" && (got == "" || strings.HasPrefix(got, "- "))) {
				t.Errorf("%q gives\n%s, want\n%s", tt.text, got, tt.want)
			}
		})
	}
}

// TestLongLine holds that one long line of many sentences is read in a time
// that grows with its length: squared, this would take minutes.
func TestLongLine(t *testing.T) {
	for _, text := range []string{"No. ", "The Moon was found by Galileo in 1610. ", "In the s , he ( ) == x. ", "`A b. "} {
		d, err := Read([]File{{Name: "n.txt", Text: []byte(strings.Repeat(text, 200_000/len(text)))}}, 30)
		if err != nil {
			t.Fatal(err)
		}
		if offered, _ := d.Count(); offered > 1 {
			t.Errorf("%q over and over is asked %d times", text, offered)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"empty", " \n", "there is nothing in it"},
		{"another encoding", "caf\xe9 is coffee", "not a text in UTF-8"},
		{"binary", "\x7fELF\x00\x00", "not a text"},
		{"huge", strings.Repeat("a", MaxFile+1), "larger than 4 MiB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read([]File{{Name: "n.md", Text: []byte(tt.text)}}, 30)
			var file *deck.FileError
			if !errors.As(err, &file) || !strings.Contains(err.Error(), tt.want) || file.Hint == "" {
				t.Errorf("Read gives %v, want %q and a hint", err, tt.want)
			}
		})
	}
}

// TestNoHole holds that what is whole is not taken for broken.
func TestNoHole(t *testing.T) {
	for _, text := range []string{
		"In the box was a key. The first single by The Beatles was released in 1962.",
		"He logged in to the server, and the city he lived in was old.",
		"In January 1999 he left. In March he came back.",
		"two- and three-sided talks; a 5\" disk; `foo ()` and (x).",
		"In the paper published that year by Bohr, the idea was new.",
		"After the Soviet Union fell, Russia took its seat.",
		"It differs in that Rome was older. They come from The Hague.",
		"The s orbital is round.",
	} {
		d, err := Read([]File{{Name: "n.md", Text: []byte(text)}}, 30)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range d.Holes {
			t.Errorf("%q: %v: %s", text, h.Place, h.Missing)
		}
	}
}
