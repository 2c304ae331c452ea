package quiz

import (
	"testing"

	"kuril/deck"
)

func TestAmountsInOtherUnits(t *testing.T) {
	for _, tt := range []struct {
		prompt, want, unit, typed string
		tolerance                 float64
		match                     Match
		note                      string
	}{
		{"How long?", "7.65", "hours", "7 hours 39 minutes", 0, Right, "read as 7.65 hours"},
		{"How long?", "7.65", "hours", "7 h 39 min", 0, Right, ""},
		{"How long?", "7.65", "hours", "7h39m", 0, Right, ""},
		{"How long?", "7.65", "hours", "seven hours and thirty-nine minutes", 0, Right, ""},
		{"How long?", "7.65", "hours", "459 minutes", 0, Right, ""},
		{"How long?", "7.65", "hours", "7 hours 40 minutes", 0, Wrong, ""},
		{"How long?", "7.65", "hours", "7 hours 40 minutes", 0.1, Right, ""},
		{"How long?", "8.5", "hours", "7 hours 90 minutes", 0, Wrong, ""},
		{"How long?", "7.65", "hours", "39 minutes 7 hours", 0, Wrong, ""},
		{"How long?", "7", "hours", "7 minutes", 0, Wrong, "the number is right, the unit is hours"},
		{"How long?", "14", "days", "two weeks", 0, Right, "read as 14 days"},
		{"How long?", "1", "years", "12 months", 0, Wrong, ""},
		{"How large an engine? (cubic centimetres, cc)", "1900", "", "1.9 litres", 0, Right, "read as 1900 cm³"},
		{"How large an engine? (cubic centimetres, cc)", "1900", "", "1900cm3", 0, Right, ""},
		{"How large an engine? (cubic centimetres, cc)", "1900", "", "1900 cc", 0, Right, ""},
		{"How large an engine? (cubic centimetres, cc)", "1900", "", "1900 litres", 0, Wrong, ""},
		{"How wide a zone? (nautical miles)", "200", "", "200 nm", 0, Right, ""},
		{"How wide a zone? (nautical miles)", "200", "", "200 nmi", 0, Right, ""},
		{"How wide?", "5", "km²", "500 ha", 0, Right, "read as 5 km²"},
		{"How far?", "60", "km", "60 miles", 0, Wrong, "the number is right, the unit is km"},
		{"How much a barrel? (dollars)", "60", "", "60 USD/bbl", 0, Right, ""},
		{"What share? (percent)", "50", "", "half", 0, Right, "read as 50%"},
		{"What share?", "25", "%", "a quarter", 0, Right, "read as 25%"},
		{"What share?", "63", "%", "two thirds", 3, Wrong, ""},
		{"What share?", "63", "%", "0.63", 3, Wrong, ""},
	} {
		t.Run(tt.typed, func(t *testing.T) {
			q := deck.Question{ID: "q", Kind: deck.Typed, Match: deck.Number, Prompt: tt.prompt, Answers: []string{tt.want}, Unit: tt.unit, Tolerance: tt.tolerance}
			checkJudge(t, taskOf(q), tt.typed, tt.match, tt.note)
		})
	}
}
