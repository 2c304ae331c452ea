package quiz

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tex reads the formulas that people write on cards: Greek letters, powers and
// indices, fractions, roots, arrows. Everything else stays as its source, which
// says more than half a formula would.

// texReading is how a formula is written out.
type texReading int

const (
	texShown texReading = iota // x², α, ½: as it is shown
	texTyped                   // x^2, alpha, 1/2: as a keyboard has it
)

// tex returns what stands between two dollars in ordinary signs; ok is false
// where it is not simple.
func tex(source string, as texReading) (text string, ok bool) {
	p := texParser{rest: source, as: as}
	text, ok = p.until("")
	if !ok || p.rest != "" {
		return "", false
	}
	text = strings.Join(strings.Fields(text), " ")
	return text, text != ""
}

type texParser struct {
	rest  string
	as    texReading
	depth int
}

// maxTexDepth is far deeper than a formula on a card.
const maxTexDepth = 20

// until reads up to the closing sign, which it takes, or to the end for "".
func (p *texParser) until(closing string) (string, bool) {
	if p.depth++; p.depth > maxTexDepth {
		return "", false
	}
	defer func() { p.depth-- }()
	var b strings.Builder
	for p.rest != "" {
		if closing != "" && strings.HasPrefix(p.rest, closing) {
			p.rest = p.rest[len(closing):]
			return b.String(), true
		}
		r, size := utf8.DecodeRuneInString(p.rest)
		switch r {
		case '}', '&', '#', '%':
			return "", false
		case '^', '_':
			p.rest = p.rest[size:]
			arg, ok := p.argument()
			if !ok {
				return "", false
			}
			b.WriteString(p.shifted(r, arg))
		case '\'':
			p.rest = p.rest[size:]
			b.WriteString(p.either("′", "'"))
		case '-':
			p.rest = p.rest[size:]
			b.WriteString(p.either("−", "-"))
		case '~':
			p.rest = p.rest[size:]
			b.WriteByte(' ')
		default:
			atom, ok := p.atom()
			if !ok {
				return "", false
			}
			b.WriteString(atom)
		}
	}
	return b.String(), closing == ""
}

func (p *texParser) either(shown, typed string) string {
	if p.as == texTyped {
		return typed
	}
	return shown
}

// argument is what a power or a command applies to: a group or one sign.
func (p *texParser) argument() (string, bool) {
	p.rest = strings.TrimLeft(p.rest, " ")
	return p.atom()
}

func (p *texParser) atom() (string, bool) {
	if p.rest == "" {
		return "", false
	}
	r, size := utf8.DecodeRuneInString(p.rest)
	switch {
	case r == '{':
		p.rest = p.rest[size:]
		return p.until("}")
	case r == '\\':
		return p.command()
	case strings.ContainsRune("}^_&#%", r):
		return "", false
	}
	p.rest = p.rest[size:]
	return string(r), true
}

// command reads what begins with a backslash.
func (p *texParser) command() (string, bool) {
	p.rest = p.rest[1:]
	n := 0
	for n < len(p.rest) && (p.rest[n] >= 'a' && p.rest[n] <= 'z' || p.rest[n] >= 'A' && p.rest[n] <= 'Z') {
		n++
	}
	if n == 0 {
		if p.rest == "" {
			return "", false
		}
		sign := p.rest[:1]
		p.rest = p.rest[1:]
		switch sign {
		case ",", ";", ":", " ":
			return " ", true
		case "!":
			return "", true
		case "{", "}", "$", "%", "_", "&", "#":
			return sign, true
		}
		return "", false
	}
	name := p.rest[:n]
	p.rest = p.rest[n:]
	spaced := strings.HasPrefix(p.rest, " ")
	p.rest = strings.TrimLeft(p.rest, " ")
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac":
		over, ok := p.argument()
		if !ok {
			return "", false
		}
		under, ok := p.argument()
		return p.fraction(over, under), ok
	case "sqrt":
		return p.root()
	case "text", "textrm", "textbf", "textit", "mathrm", "mathbf", "mathit", "mathsf", "operatorname", "mbox", "emph":
		return p.argument()
	case "mathbb":
		letter, ok := p.argument()
		if shown := blackboard[letter]; ok && shown != "" {
			return p.either(shown, letter), true
		}
		return "", false
	case "left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "limits", "nolimits":
		if name != "displaystyle" && strings.HasPrefix(p.rest, ".") {
			p.rest = p.rest[1:]
		}
		return "", true
	case "quad", "qquad":
		return " ", true
	}
	if mark := texMarks[name]; mark != "" {
		letter, ok := p.argument()
		if !ok || utf8.RuneCountInString(letter) != 1 {
			return "", false
		}
		return p.either(letter+mark, letter), true
	}
	if sign, ok := texLetters[name]; ok {
		if p.as == texTyped {
			sign = name
		}
		if spaced {
			sign += " "
		}
		return sign, true
	}
	if s, ok := texSigns[name]; ok {
		return " " + p.either(s.shown, s.typed) + " ", true
	}
	if texNames[name] {
		if spaced || strings.HasPrefix(p.rest, "\\") {
			name += " "
		}
		return name, true
	}
	return "", false
}

// root is the square root or, with a number in brackets, another one.
func (p *texParser) root() (string, bool) {
	degree := ""
	if strings.HasPrefix(p.rest, "[") {
		p.rest = p.rest[1:]
		var ok bool
		if degree, ok = p.until("]"); !ok {
			return "", false
		}
	}
	of, ok := p.argument()
	if !ok {
		return "", false
	}
	if p.as == texTyped {
		switch degree {
		case "", "2":
			return "sqrt(" + of + ")", true
		}
		return degree + "-root(" + of + ")", true
	}
	sign := "√"
	switch degree {
	case "", "2":
	case "3":
		sign = "∛"
	case "4":
		sign = "∜"
	default:
		raised, ok := mapped(degree, superscripts)
		if !ok {
			return "", false
		}
		sign = raised + "√"
	}
	if !isFactor(of) {
		of = "(" + of + ")"
	}
	return sign + of, true
}

// fraction is one sign where there is one, else a quotient.
func (p *texParser) fraction(over, under string) string {
	over, under = strings.TrimSpace(over), strings.TrimSpace(under)
	if v := vulgar[over+"/"+under]; v != "" {
		return p.either(v, over+"/"+under)
	}
	if !isSingle(over) {
		over = "(" + over + ")"
	}
	if !isFactor(under) {
		under = "(" + under + ")"
	}
	return over + "/" + under
}

// isFactor reports whether a term holds together below a line or a root: a
// number, a name, one letter with its index, but no product such as 2c.
func isFactor(s string) bool {
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r) || r == '.':
			digits++
		case unicode.Is(unicode.Lm, r), unicode.Is(unicode.No, r), unicode.Is(unicode.M, r):
		case unicode.IsLetter(r):
			letters++
		}
	}
	return isSingle(s) && (letters == 0 || digits == 0 && (letters == 1 || letters > 3))
}

// isSingle reports whether a term needs no parentheses: one word or number.
func isSingle(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && !unicode.Is(unicode.No, r) && r != '.' && r != '′' {
			return false
		}
	}
	return s != ""
}

// shifted writes a power or an index.
func (p *texParser) shifted(way rune, arg string) string {
	arg = strings.ReplaceAll(strings.TrimSpace(arg), " ", "")
	if way == '^' && (arg == "∘" || p.as == texTyped && arg == "o") {
		return "°"
	}
	if p.as == texTyped {
		if len(arg) > 1 && !isSingle(arg) {
			arg = "(" + arg + ")"
		}
		return string(way) + arg
	}
	table := superscripts
	if way == '_' {
		table = subscripts
	}
	if s, ok := mapped(arg, table); ok {
		return s
	}
	if utf8.RuneCountInString(arg) > 1 {
		arg = "(" + arg + ")"
	}
	return string(way) + arg
}

func mapped(s string, table map[rune]rune) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		to, ok := table[r]
		if !ok {
			return "", false
		}
		b.WriteRune(to)
	}
	return b.String(), s != ""
}

func runePairs(from, to string) map[rune]rune {
	t := []rune(to)
	m := make(map[rune]rune, len(t))
	for i, r := range []rune(from) {
		m[r] = t[i]
	}
	return m
}

var (
	superscripts = runePairs("0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW′",
		"⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ′")
	subscripts = runePairs("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
	vulgar     = map[string]string{
		"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/5": "⅕", "2/5": "⅖", "3/5": "⅗", "4/5": "⅘",
		"1/6": "⅙", "5/6": "⅚", "1/8": "⅛", "3/8": "⅜", "5/8": "⅝", "7/8": "⅞",
	}
	blackboard = map[string]string{"N": "ℕ", "Z": "ℤ", "Q": "ℚ", "R": "ℝ", "C": "ℂ", "P": "ℙ", "H": "ℍ"}
	texMarks   = map[string]string{"vec": "\u20d7", "bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308"}
)

// texLetters stand among letters, without a space of their own.
var texLetters = wordPairs(`alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
	lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
	Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
	infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ sum ∑ prod ∏ int ∫ oint ∮ forall ∀ exists ∃ neg ¬ lnot ¬
	angle ∠ degree ° circ ∘ prime ′ ldots … dots … cdots ⋯ langle ⟨ rangle ⟩ lvert | rvert | vert | star ⋆ dagger † euro €`)

// texNames are read as they are written.
var texNames = wordSet(`sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf det dim ker gcd deg arg Pr mod`)

type texSign struct{ shown, typed string }

// texSigns stand between two terms.
var texSigns = func() map[string]texSign {
	m := make(map[string]texSign)
	f := strings.Fields(`times × x cdot · * div ÷ / pm ± +- mp ∓ -+ ast ∗ * le ≤ <= leq ≤ <= ge ≥ >= geq ≥ >= ne ≠ != neq ≠ !=
		ll ≪ << gg ≫ >> approx ≈ ~ equiv ≡ = sim ∼ ~ simeq ≃ ~ cong ≅ ~ propto ∝ ~ in ∈ in notin ∉ not-in ni ∋ ni subset ⊂ subset subseteq ⊆ subset supset ⊃ supset
		supseteq ⊇ supset cup ∪ cup cap ∩ cap setminus ∖ \ land ∧ and wedge ∧ and lor ∨ or vee ∨ or oplus ⊕ xor otimes ⊗ x
		to → -> rightarrow → -> longrightarrow → -> leftarrow ← <- gets ← <- leftrightarrow ↔ <-> Rightarrow ⇒ => implies ⇒ => Leftarrow ⇐ <=
		Leftrightarrow ⇔ <=> iff ⇔ <=> mapsto ↦ -> uparrow ↑ up downarrow ↓ down rightleftharpoons ⇌ <-> parallel ∥ || perp ⊥ perp mid ∣ | therefore ∴ therefore
		colon : :`)
	for i := 0; i+2 < len(f); i += 3 {
		m[f[i]] = texSign{f[i+1], f[i+2]}
	}
	return m
}()

func wordPairs(list string) map[string]string {
	m := make(map[string]string)
	f := strings.Fields(list)
	for i := 0; i+1 < len(f); i += 2 {
		m[f[i]] = f[i+1]
	}
	return m
}

func wordSet(list string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
