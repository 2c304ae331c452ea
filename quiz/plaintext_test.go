package quiz

import (
	"testing"

	"kuril/deck"
)

// What is typed is compared with what the answer says, not with its marks.
func TestJudgeMarks(t *testing.T) {
	text := func(answers ...string) deck.Question {
		return deck.Question{ID: "q", Kind: deck.Typed, Prompt: "What?", Answers: answers}
	}
	exact := func(answer string) deck.Question {
		q := text(answer)
		q.Match = deck.Exact
		return q
	}
	cloze := func(prompt string) deck.Question {
		return deck.Question{ID: "q", Kind: deck.Cloze, Prompt: prompt}
	}
	list := func(items ...string) deck.Question {
		return deck.Question{ID: "q", Kind: deck.List, Prompt: "Name them.", Items: items}
	}
	for _, tt := range []struct {
		name  string
		q     deck.Question
		typed string
		want  Match
	}{
		{"strong", text("**Edo**"), "Edo", Right},
		{"strong, typed with its marks", text("**Edo**"), "**Edo**", Right},
		{"a word of several", text("the *first* border"), "the first border", Right},
		{"code", text("`git stash`"), "git stash", Right},
		{"a power as shown", text("$x^2$"), "x²", Right},
		{"a power as typed", text("$x^2$"), "x^2", Right},
		{"a power as its source", text("$x^2$"), "$x^2$", Right},
		{"a power left out", text("$x^2$"), "x2", Wrong},
		{"a longer power", text("$e^{-x}$"), "e^-x", Right},
		{"a power in the bank as signs", text("x²"), "x^2", Right},
		{"an index as shown", text("$H_2O$"), "H₂O", Right},
		{"an index as typed", text("$H_2O$"), "H2O", Right},
		{"an index with its sign", text("$H_2O$"), "H_2O", Right},
		{"a Greek letter", text(`$\alpha$`), "α", Right},
		{"its name", text(`$\alpha$`), "alpha", Right},
		{"its source", text(`$\alpha$`), `\alpha`, Right},
		{"another one", text(`$\alpha$`), "beta", Wrong},
		{"a half", text(`$\frac{1}{2}$`), "1/2", Right},
		{"a half as one sign", text(`$\frac{1}{2}$`), "½", Right},
		{"a half is no third", text(`$\frac{1}{2}$`), "1/3", Wrong},
		{"a root", text(`$\sqrt{2}$`), "√2", Right},
		{"a root as typed", text(`$\sqrt{2}$`), "sqrt(2)", Right},
		{"an arrow", text(`$a \to b$`), "a -> b", Right},
		{"no formula: an amount", text("$100"), "$100", Right},
		{"no emphasis: a product", text("2*3*4"), "2*3*4", Right},
		{"no emphasis: an underscore", text("snake_case"), "snake_case", Right},
		{"every sign counts", exact("**kwargs"), "**kwargs", Right},
		{"also those of emphasis", exact("*x*"), "x", Wrong},
		{"but not ticks around it all", exact("`a && b`"), "a && b", Right},
		{"a gap in strong text", cloze("The **[[1:Treaty of Shimoda]]** of 1855"), "treaty of shimoda", Right},
		{"strong text in a gap", cloze("The [[1:**Treaty of Shimoda**]] of 1855"), "treaty of shimoda", Right},
		{"a gap in a formula", cloze("$E = [[1:mc^2]]$"), "mc²", Right},
		{"a gap in a formula, typed", cloze("$E = [[1:mc^2]]$"), "mc^2", Right},
		{"a formula in a gap", cloze(`It is [[1:$\pi$]].`), "pi", Right},
		{"items", list("**Habomai**", "`Shikotan`"), "habomai, shikotan", Right},
		{"items with formulas", list("$x^2$", `$\beta$`), "beta, x^2", Right},
	} {
		t.Run(tt.name, func(t *testing.T) {
			card := tt.q.Cards()[0]
			if got := Judge(Task{Card: card}, tt.typed); got.Match != tt.want {
				t.Errorf("%q against %q is %v (%s), want %v; accepted are %q", tt.typed, card.Answers(), got.Match, got.Note, tt.want, must(plainCard(card)).Answers())
			}
		})
	}
}

func must(c deck.Card, _ bool) deck.Card { return c }
