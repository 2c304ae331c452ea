package quiz

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"kuril/deck"
	"kuril/progress"
)

// reply is what the learner said to a question.
type reply struct {
	text     string
	gaveUp   bool
	hinted   bool
	revealed bool // recall: the answer was shown, nothing to judge
	verdict  Verdict
	took     time.Duration

	confidence progress.Confidence
}

// header sets a card off from what stands above it.
func (k *talk) header(c deck.Card) {
	k.whyOf = ""
	at, of := k.s.Answered()+1, k.s.Answered()+k.s.Left()
	st := k.s.State(c.ID)
	var words []string
	switch {
	case k.drill:
		words = append(words, "practice")
	case k.s.Misses(c.ID) > 0 || st.Learning(k.day):
		words = append(words, "again")
	case st.New():
		words = append(words, "new")
	}
	if st.Marked {
		words = append(words, "marked")
	}
	tags := CleanLine(strings.Join(c.Question.Tags, " "))
	if !k.t.Rich() {
		line := fmt.Sprintf("%d/%d  %s", at, of, c.ID)
		if tags != "" {
			line += "  [" + tags + "]"
		}
		if len(words) > 0 {
			line += " " + strings.Join(words, " ")
		}
		k.say("%s", line)
		return
	}
	width := k.t.Measure()
	left := fmt.Sprintf("── %d/%d ", at, of)
	right := beside(words, c.Question.Tags, max(0, width-Width(left)-14))
	if right != "" {
		right = " " + right + " ──"
	}
	bar := max(0, width-Width(left)-Width(right))
	done := bar * (at - 1) / max(of, 1)
	k.say("\n%s%s%s%s", faint(left), accent(strings.Repeat("━", done)), faint(strings.Repeat("─", bar-done)), faint(right))
}

// question prints what is asked and how to answer it.
func (k *talk) question(t Task) {
	prompt := t.Card.Prompt()
	if u := t.Card.Question.Unit; u != "" && !t.Card.Back && !strings.Contains(prompt, u) {
		prompt += " (" + CleanLine(u) + ")" // in any language
	}
	if k.t.Rich() {
		k.text(plainly, "", setting{paint: strong, heavy: true}, prompt)
	} else {
		k.text(plainly, "Q: ", setting{}, prompt)
	}
	if len(t.Options) > 0 && k.t.Rich() && strings.Contains(strings.TrimSpace(prompt), "\n") {
		k.say("")
	}
	for i, o := range t.Options {
		label := fmt.Sprintf("  %d) ", i+1)
		k.text(plainly, label, setting{hang: Width(label)}, o)
	}
	if how := k.how(t.Card); how != "" && k.t.Rich() {
		k.hush("%s", how)
	}
}

// how tells what to type where that is not plain to see.
func (k *talk) how(c deck.Card) string {
	switch c.Question.Kind {
	case deck.Recall:
		return "Think, then press Enter."
	case deck.Choice:
		return "Press a number."
	case deck.Select:
		return "All that are right: numbers separated by spaces."
	case deck.List:
		if n := len(c.Question.Items); n != 2 {
			return "Name all " + strconv.Itoa(n) + ", separated by commas."
		}
		return "Name both, separated by a comma."
	case deck.Order:
		return "The numbers in the right order."
	case deck.Cloze:
		switch n := len(c.Gaps()); {
		case n > 1:
			return "Fill the " + strconv.Itoa(n) + " gaps, separated by commas."
		case k.s.State(c.ID).New():
			return "Fill the gap in brackets."
		}
	}
	return ""
}

// keyed reports whether a card is answered by single keys on a rich terminal.
func keyed(c deck.Card) bool {
	return c.Question.Kind == deck.Recall || c.Question.Kind == deck.Choice
}

const secondEnter = "Enter again shows the answer (counts as 1)."

// ask reads until there is an answer, or something else happened.
func (k *talk) ask(t Task) (reply, step, error) {
	var r reply
	empty := 0
	slip := ""
	for {
		text, command, err := k.hear(t)
		if err != nil {
			return r, answered, err
		}
		switch {
		case command == 'h':
			help, any := hint(t.Card)
			if !any {
				k.tell("There is no hint for this question.")
				continue
			}
			r.hinted = true
			k.text(plainly, "Hint: ", setting{}, help)
			if k.d.Settings.Ratings == 2 {
				k.hush("After a hint Enter means 1; 3 says that you knew it.")
			}
		case command == '?':
			k.help(false)
		case command == 'o':
			k.open(t.Card, false)
		case command != 0:
			step, err := k.command(command, t.Card)
			if err != nil || step != answered {
				return r, step, err
			}
		case t.Card.Question.Kind == deck.Recall:
			r.text, r.revealed = text, true
			return r, answered, nil
		case text == "":
			if empty++; empty == 2 {
				r.gaveUp = true
				return r, answered, nil
			}
			k.tell("%s", secondEnter)
		default:
			v := Judge(t, text)
			if c := commandOf(text); v.Match == Wrong && c != 0 && text != slip {
				k.tell("Type :%c for the command; as an answer, type %s once more.", c, CleanLine(text))
				slip = text
				continue
			}
			if v.Unclear != "" && (text != slip || !strings.ContainsFunc(text, unicode.IsLetter)) {
				k.tell("%s", CleanLine(v.Unclear))
				slip = text // said again, words are meant
				continue
			}
			r.text, r.verdict = text, v
			return r, answered, nil
		}
	}
}

// hear reads an answer or a command. Where text is typed a command begins with
// a colon, and an answer that begins with one is typed with two.
func (k *talk) hear(t Task) (text string, command rune, err error) {
	if k.t.Rich() && keyed(t.Card) {
		return k.press(t)
	}
	line, err := k.t.Line("> ")
	if err != nil {
		return "", 0, err
	}
	line = strings.TrimSpace(line)
	bare := t.Card.Question.Kind == deck.Recall
	switch {
	case strings.HasPrefix(line, "::"):
		return line[1:], 0, nil
	case strings.HasPrefix(line, ":"):
		if c := commandOf(line[1:]); c != 0 {
			return "", c, nil
		}
		k.tell("No such command: %s. An answer that begins with a colon is typed with two.", CleanLine(line))
		k.help(false)
		return k.hear(t)
	case bare && commandOf(line) != 0:
		return "", commandOf(line), nil
	}
	return line, 0, nil
}

// press reads one key: a number for a choice, Enter or the space bar to see
// the answer, a command.
func (k *talk) press(t Task) (text string, command rune, err error) {
	told := false // a word typed by mistake is one mistake
	for {
		key, err := k.t.Key()
		if err != nil {
			return "", 0, err
		}
		n, numeral := strconv.Atoi(key)
		switch {
		case numeral == nil && n >= 1 && n <= len(t.Options):
			k.say("> %d", n)
			k.t.SwallowEnter()
			return key, 0, nil
		case key == KeyEnter || key == " " && t.Card.Question.Kind == deck.Recall:
			return "", 0, nil
		case commandOf(key) != 0:
			return "", commandOf(key), nil
		case key == ":": // the habit from typed answers: the letter follows
		case told:
		default:
			told = true
			if len(t.Options) > 0 {
				k.tell("Press a number from 1 to %d, or ? for the keys.", len(t.Options))
			} else {
				k.tell("Press Enter to see the answer, or ? for the keys.")
			}
		}
	}
}

// commandOf names the command of a key or a word; 0 when it is none.
func commandOf(s string) rune {
	switch s = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(s), ":")); s {
	case "u", "e", "s", "b", "m", "h", "o", "q", "?":
		return rune(s[0])
	case "undo", "edit", "suspend", "mark", "hint", "open", "quit":
		return rune(s[0])
	case "why", "help":
		return '?'
	}
	return 0
}

// help names the keys. Only after the answer is there a why to show.
func (k *talk) help(rating bool) {
	if rating {
		k.keys("1_again, 2_hard, 3_good, 4_easy, Enter takes the one offered, !_I_was_right; u_undo, e_edit, s_suspend, b_not_today, m_mark, o_open_image_or_source, ?_why, q_quit.")
	} else {
		k.keys("h_hint, o_open_image, u_undo, e_edit, s_suspend, b_not_today, m_mark, q_quit, after the answer also ?_why; where an answer is typed with a colon before it, as_:h")
	}
	k.tell("%s", k.credit())
}

// keys lists keys; a key and what it does, joined by _, stay on one line.
func (k *talk) keys(text string) {
	if !k.t.Rich() {
		k.say("%s", strings.ReplaceAll(text, "_", " "))
		return
	}
	for _, line := range Wrap(strings.ReplaceAll(text, "_", "\u00a0"), k.t.Measure()) {
		k.say("%s", strings.ReplaceAll(line, "\u00a0", " "))
	}
}

// hint is the question's own, or the first sign of an answer that is typed;
// any is false where there is neither, and asking costs nothing.
func hint(c deck.Card) (text string, any bool) {
	q := c.Question
	if q.Hint != "" {
		return q.Hint, true
	}
	answers := c.Answers()
	if q.Kind != deck.Typed && q.Kind != deck.Cloze || q.Match == deck.Number || q.Match == deck.Date || len(answers) == 0 || len(c.Gaps()) > 1 {
		return "", false
	}
	plain, _ := plainCard(c)
	answer := CleanLine(deck.Names(plain.Answers()[0])[0])
	if strings.Trim(answer, "0123456789") == "" && len(answer) > 1 {
		return "it begins with " + answer[:len(answer)/2], true
	}
	head, rest := cut(answer, 1)
	letters := 0
	for _, r := range answer {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if head == "" || rest == "" || letters < 3 {
		return "", false
	}
	text = fmt.Sprintf("it begins with %s and has %s", head, Count(letters, "letter"))
	if words := len(strings.Fields(answer)); words > 1 {
		text += fmt.Sprintf(" in %d words", words)
	}
	return text, true
}
