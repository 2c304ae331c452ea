package quiz

import "testing"

func TestFolded(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"invisible signs are nothing", "\u200b\u00ad\ufe0f", ""},
		{"case, spaces, punctuation", "  The “Habomai”  Islands. ", "habomai islands"},
		{"accents stay", "Édo", "édo"},
		{"marks of other scripts stay", "が दिल्ली", "がदिल्ली"},
		{"punctuation alone stays", " ?! ", "?!"},
		{"dashes alone are one", "–", "-"},
		{"superscripts become a power", "x²+y⁻¹", "x^2+y^-1"},
		{"an article alone stays", "The", "the"},
		{"broken text does not panic", "a\xffb", "a\ufffdb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Folded(tt.in); got != tt.want {
				t.Errorf("Folded(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// FuzzFolded holds the laws of folding: once is enough, and case never matters
// where a letter has just two.
func FuzzFolded(f *testing.F) {
	for _, s := range []string{
		"", "The the", "C++", "x.ab-", "--5", "3½", "ﬁ", "ŉ", "1,000,5", "a b", "ᾳ", "İı", "が", "か゛", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👨‍👩‍👧", "مُحَمَّد", "!=", "a - b", "´", "the\u200d", "`\u200d", "\x85ُ'َ000000", "\u0345", "ß", "ſ", "Ꮊ", "ꮊ", "ᏸᏰ", "ﮐ", "ﯽ\u0654", "\ufcf3", "ᴻ",
		"!A''''''''A''''''''A''  ", "f''", "'f'", "f'(x)", "A'''''''",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Folded(s)
		if twice := Folded(once); twice != once {
			t.Errorf("%q folds to %q, and that to %q", s, once, twice)
		}
	})
}
