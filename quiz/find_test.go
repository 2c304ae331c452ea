package quiz

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"kuril/deck"
	"kuril/progress"
	"kuril/progress/fsrs"
)

func TestQueryMatch(t *testing.T) {
	const today = progress.Day(20_000)
	now := time.Unix(int64(today)*24*60*60, 0).UTC()
	q := &deck.Question{
		ID: "treaty-1855", Kind: deck.Typed, Prompt: "When was the Treaty of Shimoda signed? (Ōgi)", Answers: []string{"1855-02-07"},
		Why: "Курильские острова were divided.", Tags: []string{"dates", "Treaties"}, Deck: "own", Added: (today - 3).String(),
	}
	card := q.Cards()[0]
	known := progress.State{
		Card: card.ID, Memory: fsrs.Memory{Slow: 20, Fast: 10, Difficulty: 5}, Due: today, First: today - 30,
		LastDay: today - 5, Last: now.AddDate(0, 0, -5), Reviews: 4, Lapses: 3, Missed: today - 5, Marked: true,
	}
	for _, tt := range []struct {
		filter string
		state  progress.State
		want   bool
	}{
		{"", progress.State{}, true},
		{"treaty", progress.State{}, true},
		{"TREATY shimoda", progress.State{}, true},
		{"treaty tokyo", progress.State{}, false},
		{"treaty OR tokyo", progress.State{}, true},
		{"tokyo OR edo", progress.State{}, false},
		{"tokyo OR edo treaty", progress.State{}, false},
		{"(tokyo OR treaty) shimoda", progress.State{}, true},
		{`"treaty of shimoda"`, progress.State{}, true},
		{`"shimoda treaty"`, progress.State{}, false},
		{"ogi", progress.State{}, true},
		{"курильские", progress.State{}, true},
		{"treaty-1855", progress.State{}, true},
		{"-treaty", progress.State{}, false},
		{"-tokyo", progress.State{}, true},
		{"--treaty", progress.State{}, true},
		{"-(tokyo OR edo)", progress.State{}, true},
		{`-"treaty of shimoda"`, progress.State{}, false},
		{"tag:dates", progress.State{}, true},
		{"tag:TREATIES", progress.State{}, true},
		{"tag:da", progress.State{}, false},
		{"tag:da*", progress.State{}, true},
		{"tag:*", progress.State{}, true},
		{"-tag:dates", progress.State{}, false},
		{`tag:"dates"`, progress.State{}, true},
		{"deck:own", progress.State{}, true},
		{"deck:builtin", progress.State{}, false},
		{"kind:typed", progress.State{}, true},
		{"kind:choice", progress.State{}, false},
		{"id:treaty-*", progress.State{}, true},
		{"id:treaty", progress.State{}, false},
		{"id:*18*5", progress.State{}, true},
		{"added:3", progress.State{}, false},
		{"added:4", progress.State{}, true},
		{"12:30", progress.State{}, false},
		{"https://example.org", progress.State{}, false},

		{"is:new", progress.State{}, true},
		{"is:due", progress.State{}, false},
		{"prop:recall:0..", progress.State{}, false},
		{"prop:lapses:0", progress.State{}, true},
		{"rated:7", progress.State{}, false},

		{"is:new", known, false},
		{"is:due", known, true},
		{"is:missed", known, true},
		{"is:leech", known, false},
		{"is:learning", known, false},
		{"is:suspended", known, false},
		{"is:marked", known, true},
		{"rated:5", known, false},
		{"rated:6", known, true},
		{"rated:6d", known, true},
		{"prop:lapses>=3", known, true},
		{"prop:lapses>3", known, false},
		{"prop:lapses!=3", known, false},
		{"prop:lapses=3", known, true},
		{"prop:lapses:3", known, true},
		{"prop:lapses:..2", known, false},
		{"prop:lapses:1..3", known, true},
		{"prop:reviews<=4", known, true},
		{"prop:stability>1", known, true},
		{"prop:stability:1..", known, true},
		{"prop:recall<1", known, true},
		{"prop:recall:..0.5", known, false},
		{"prop:difficulty:5..5", known, true},
		{"prop:interval=5", known, true},
		{"prop:due<=0", known, true},
		{"prop:due:-1..1", known, true},

		// Every form that the language has, as people write it.
		{"tag:dates deck:own kind:typed id:treaty* is:due added:7 rated:7 prop:stability>1 prop:recall<1 prop:lapses>=3", known, true},
		{"prop:stability:1000..", known, false},
		{"prop:recall:..1", known, true},
		{"Tag:dates IS:DUE Prop:Lapses>2", known, true},
		{"((tag:x OR (kind:typed -(tag:y))) (is:due OR is:new))", known, true},
		{"-(-(treaty))", known, true},
		{"-is:due OR -is:marked", known, false},
		{"tag:x OR tag:dates deck:own OR tag:y", known, true}, // OR joins whole rows of terms
		{"tag:dates (tag:x OR tag:y)", known, false},
		{"(treaty)(shimoda)", known, true},
		{`treaty"of shimoda"`, known, true},
		{`-tag:"dates"`, known, false},
		{`"say \"treaty\""`, known, false},
		{"tag:*s", known, true},
		{"deck:o*", known, true},
		{"kind:t*", known, true},
		{"id:*1855", known, true},
		{"　treaty　shimoda　", known, true},
		{"Or", known, false}, // only OR in capitals joins
		{"12:30 OR treaty", known, true},
		{"prop:interval:1..5", known, true},
		{"prop:reviews!=4", known, false},
		{"prop:difficulty>=5", known, true},
		{"prop:recall>.5", known, true},
	} {
		query, err := ParseQuery(tt.filter)
		if err != nil {
			t.Errorf("ParseQuery(%q): %v", tt.filter, err)
			continue
		}
		env := Env{Today: today, Now: now, Weights: &fsrs.Default}
		if got := query.Match(card, tt.state, env); got != tt.want {
			t.Errorf("%q matches %v, want %v (new: %v)", tt.filter, got, tt.want, tt.state.New())
		}
	}
}

func TestQueryDueComesFromTheSession(t *testing.T) {
	query, err := ParseQuery("is:due")
	if err != nil {
		t.Fatal(err)
	}
	q := &deck.Question{ID: "a", Kind: deck.Recall}
	card := deck.Card{ID: "a", Question: q}
	env := Env{Due: func(deck.Card, progress.State) bool { return true }}
	if !query.Match(card, progress.State{}, env) {
		t.Error("is:due does not ask the session")
	}
}

func TestParseQueryPointsAtTheMistake(t *testing.T) {
	for _, tt := range []struct {
		filter string
		at     int // character, from 1
		says   string
	}{
		{"tag:dates (kind:typed", 11, "not closed"},
		{"a ) b", 3, "closes nothing"},
		{")", 1, "closes nothing"},
		{"()", 2, "missing"},
		{"a OR", 5, "missing"},
		{"OR a", 1, "missing"},
		{"a OR OR b", 6, "missing"},
		{`日本 "ab`, 4, "not closed"},
		{`""`, 1, "nothing stands"},
		{"a - b", 3, "nothing follows"},
		{"-", 1, "nothing follows"},
		{"tga:dates", 1, `"tga:"`},
		{"日本 (tga:dates)", 5, `"tga:"`},
		{"-flag:1", 2, `"flag:"`},
		{"is:", 4, "after the colon"},
		{"prop:lapses:9..3", 13, "backwards"},
		{"prop:lapses:1...3", 13, "range"},
		{"rated:x", 7, `"x"`},
		{"rated:1.5", 7, `"1.5"`},
		{"(a OR )", 7, "missing"},
		{`tag:"dates`, 5, "not closed"},
		{`tag:""`, 5, "after the colon"},
		{"tag:", 5, "after the colon"},
		{"kind:riddle", 6, "riddle"},
		{"is:lost", 4, "is:lost"},
		{"added:0", 7, "1 or more"},
		{"added:x", 7, `"x"`},
		{"prop:size>3", 6, "prop:size"},
		{"prop:lapses", 12, "comparison"},
		{"prop:lapses>", 13, "number"},
		{"prop:lapses>three", 13, "number"},
		{"prop:lapses<>3", 12, "comparison"},
		{"prop:lapses:..", 13, "range"},
		{"prop:recall>1e5", 13, "number"},
		{"prop:recall>nan", 13, "number"},
		{strings.Repeat("(", 200) + "a", 102, "too many"},
		{strings.Repeat("-", 200) + "a", 102, "too many"},
	} {
		_, err := ParseQuery(tt.filter)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("ParseQuery(%.30q) = %v, want an error for people", tt.filter, err)
			continue
		}
		if e.Pointer == nil || len([]rune(e.Pointer.Text[:e.Pointer.At])) != tt.at-1 || e.Pointer.Text != tt.filter {
			t.Errorf("ParseQuery(%.30q) points at %+v, want character %d", tt.filter, e.Pointer, tt.at)
		}
		if e.Code != Misused || !strings.Contains(e.Message, fmt.Sprintf("character %d:", tt.at)) || !strings.Contains(e.Message, tt.says) {
			t.Errorf("ParseQuery(%.30q) = %q (code %d), want character %d and %q", tt.filter, e.Message, e.Code, tt.at, tt.says)
		}
	}
	for _, bad := range []string{strings.Repeat("a", maxFilter+1), "a\xff"} {
		if _, err := ParseQuery(bad); err == nil {
			t.Errorf("ParseQuery(%.20q…) is accepted", bad)
		}
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{
		"", "a b", "a OR b", "-(a OR -b)", `"a \" b"`, "tag:dates deck:own kind:typed id:x*", "is:due is:new", "added:7 rated:7",
		"prop:stability>10 prop:recall<0.8 prop:lapses>=3", "prop:stability:10..", "prop:recall:..0.8", `tag:"x y"`, "((", "日本 -東京", "*", "id:***a*",
	} {
		f.Add(s)
	}
	q := &deck.Question{ID: "a", Kind: deck.Recall, Prompt: "日本 a", Tags: []string{"dates"}}
	card := deck.Card{ID: "a", Question: q}
	f.Fuzz(func(t *testing.T, s string) {
		query, err := ParseQuery(s)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || len(e.Hints) > 2 {
				t.Fatalf("ParseQuery(%q): %v is no error for people", s, err)
			}
			if e.Pointer != nil {
				text, caret := e.Pointer.Lines(nil, 80)
				if strings.ContainsAny(text+caret, "\n\x1b") || Width(text) > pointWidth || Width(caret) > pointWidth {
					t.Errorf("ParseQuery(%q) is shown as\n%s\n%s", s, text, caret)
				}
			}
			return
		}
		env := Env{Today: 20_000, Weights: &fsrs.Default}
		got := query.Match(card, progress.State{}, env)
		if query.Empty() {
			return
		}
		negated, err := ParseQuery("-(" + s + ")")
		if err != nil {
			// Only the limits may be reached by what stands around it.
			if !strings.Contains(err.Error(), "too many") && !strings.Contains(err.Error(), "longer") {
				t.Errorf("ParseQuery(%q) works, and within -( ) it does not: %v", s, err)
			}
			return
		}
		if negated.Match(card, progress.State{}, env) == got {
			t.Errorf("%q and its opposite both say %v", s, got)
		}
	})
}

// What was meant is said for keys and for what stands behind them.
func TestParseQueryGuesses(t *testing.T) {
	for _, tt := range []struct{ filter, hint string }{
		{"tga:dates", "did you mean tag:?"},
		{"decks:own", "did you mean deck:?"},
		{"is:mised", "did you mean is:missed?"},
		{"kind:type", "did you mean typed?"},
		{"prop:stabilty>3", "did you mean prop:stability?"},
		{"xyzzy:3", "it can be tag: deck: kind: id: is: added: rated: prop:"},
		{"is:xyzzy", "it can be is:due is:new"},
		{"prop:lapses:9..3", "prop:lapses:3..9"},
	} {
		_, err := ParseQuery(tt.filter)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(strings.Join(e.Hints, " "), tt.hint) {
			t.Errorf("ParseQuery(%q) = %+v, want the hint %q", tt.filter, err, tt.hint)
		}
	}
}

func TestWild(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"a", "a", true}, {"a", "ab", false}, {"a*", "ab", true}, {"*b", "ab", true}, {"a*c", "abbc", true},
		{"a*c", "abcd", false}, {"*", "", true}, {"", "", true}, {"", "a", false}, {"**a", "ba", true},
		{"日*", "日本", true}, {"A", "a", true}, {"*a*b*", "xaybz", true}, {"a*a", "a", false},
	} {
		if got := wild(tt.pattern, tt.text); got != tt.want {
			t.Errorf("wild(%q, %q) = %v", tt.pattern, tt.text, got)
		}
	}
}
