package lint

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kuril/deck"
)

// closers are the brackets that come in pairs.
var closers = map[rune]rune{
	'(': ')', '[': ']', '{': '}', '（': '）', '「': '」', '『': '』', '【': '】', '［': '］', '〔': '〕', '《': '》', '〈': '〉',
}

var openers = func() map[rune]rune {
	m := map[rune]rune{}
	for open, shut := range closers {
		m[shut] = open
	}
	return m
}()

// brackets finds a bracket without the other one.
func brackets(it *item, r *run) {
	it.texts(func(key string, index int, text string) {
		if key == "prompt" && it.q.Kind == deck.Cloze {
			text = strings.NewReplacer("[[[", "   ", "[[", "  ", "]]", "  ").Replace(text)
		}
		if offset, sign, ok := unbalanced(text); ok {
			r.at(it, key, index, offset, "close it, or take it out", "has a bracket %q in %s without the other one", string(sign), key)
		}
	})
}

// unbalanced returns the first bracket that has no other one. Labels such as
// "a)" and faces such as ":)" are no brackets, and an interval such as [0, 1)
// is one that is closed.
func unbalanced(text string) (offset int, sign rune, found bool) {
	type open struct {
		offset int
		sign   rune
	}
	var stack []open
	before, beforeThat := ' ', ' '
	for i, c := range text {
		switch {
		case closers[c] != 0:
			if !(before == ':' || before == ';' || before == '-' && beforeThat == ':') {
				stack = append(stack, open{i, c})
			}
		case openers[c] != 0:
			n := len(stack)
			switch {
			case n > 0 && (closers[stack[n-1].sign] == c || interval(text[stack[n-1].offset:i])):
				stack = stack[:n-1]
			case before == ':' || before == ';' || before == '-' && (beforeThat == ':' || beforeThat == ';'): // a face
			case c == ')' && (unicode.IsLetter(before) || unicode.IsDigit(before)) && (label(text[:i])): // a) or 12)
			case c == ')' && n == 0 && before == '^':
			default:
				return i, c, true
			}
		}
		beforeThat, before = before, c
	}
	if len(stack) > 0 {
		return stack[len(stack)-1].offset, stack[len(stack)-1].sign, true
	}
	return 0, 0, false
}

// label reports whether a text ends in a letter or a number with a blank before
// it, as what stands before a bracket in "a)".
func label(text string) bool {
	for n := 0; n < 3; n++ {
		c, size := utf8.DecodeLastRuneInString(text)
		if size == 0 || unicode.IsSpace(c) {
			return n > 0
		}
		if n > 0 && !unicode.IsDigit(c) || !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
		text = text[:len(text)-size]
	}
	c, size := utf8.DecodeLastRuneInString(text)
	return size == 0 || unicode.IsSpace(c)
}

// interval reports whether a text from a bracket on is that of an interval:
// "[0, 1".
func interval(text string) bool {
	inner := text[1:]
	if len(inner) > 20 || text[0] != '[' && text[0] != '(' {
		return false
	}
	a, b, ok := strings.Cut(inner, ",")
	if !ok {
		a, b, ok = strings.Cut(inner, ";")
	}
	return ok && len(strings.Fields(a)) == 1 && len(strings.Fields(b)) == 1
}

// twins are letters of other scripts that look like Latin ones.
var twins = map[rune]rune{
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's',
	'А': 'A', 'В': 'B', 'Е': 'E', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X', 'І': 'I', 'Ј': 'J', 'Ѕ': 'S',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X', 'ο': 'o',
}

// cyrillic is the other way round.
var cyrillic = func() map[rune]rune {
	m := map[rune]rune{}
	for other, latin := range twins {
		if unicode.Is(unicode.Cyrillic, other) && !strings.ContainsRune("іјѕІЈЅ", other) {
			m[latin] = other
		}
	}
	return m
}()

// lookAlikes finds letters of another script within a word: it looks right, and
// typing it is wrong.
func lookAlikes(it *item, r *run) {
	it.texts(func(key string, index int, text string) {
		for start := 0; start < len(text); {
			c, size := utf8.DecodeRuneInString(text[start:])
			if !unicode.IsLetter(c) {
				start += size
				continue
			}
			end := start
			latin, cyr, greek := 0, 0, 0
			for end < len(text) {
				c, size := utf8.DecodeRuneInString(text[end:])
				if !unicode.IsLetter(c) && !unicode.Is(unicode.M, c) {
					break
				}
				switch {
				case unicode.Is(unicode.Latin, c):
					latin++
				case unicode.Is(unicode.Cyrillic, c):
					cyr++
				case unicode.Is(unicode.Greek, c):
					greek++
				}
				end += size
			}
			if latin > 0 && cyr+greek > 0 {
				it.alike(r, key, index, text[start:end], start, latin, cyr, greek)
			}
			start = end
		}
	})
}

// alike looks at one word of letters of two scripts.
func (it *item) alike(r *run, key string, index int, word string, start, latin, cyr, greek int) {
	table := twins
	if cyr > latin {
		table = cyrillic
	}
	var foreign []int // offsets of the letters that do not belong
	safe, first := true, rune(0)
	for i, c := range word {
		isForeign := !unicode.Is(unicode.Latin, c)
		if cyr > latin {
			isForeign = !unicode.Is(unicode.Cyrillic, c)
		}
		if !isForeign || unicode.Is(unicode.M, c) {
			continue
		}
		if table[c] == 0 {
			safe = false
			continue
		}
		if first == 0 {
			first = c
		}
		foreign = append(foreign, i)
	}
	if len(foreign) == 0 || greek > 0 && (!safe || cyr > 0 || latin < 3) || !safe && len(foreign)*2 > utf8.RuneCountInString(word) {
		return // μm and Δt are meant
	}
	name := "Cyrillic"
	if unicode.Is(unicode.Latin, first) {
		name = "Latin"
	} else if unicode.Is(unicode.Greek, first) {
		name = "Greek"
	}
	f := r.at(it, key, index, start+foreign[0], "type the word again", "has a %s letter %q within the word %q in %s: it looks right and is not", name, string(first), word, key)
	if !safe || latin == cyr {
		return
	}
	f.Hint = "kuril check --fix puts the right letter there"
	for _, i := range foreign {
		c, size := utf8.DecodeRuneInString(word[i:])
		f.Fixes = append(f.Fixes, deck.Change{Question: it.q, Key: key, Index: index, From: start + i, To: start + i + size, Text: string(table[c])})
	}
}

// quotes finds quotes of two styles in one text, one that is not closed, and
// accents that were typed for an apostrophe.
func quotes(it *item, r *run) {
	it.texts(func(key string, index int, text string) {
		change := func(f *Finding, at, size int, with string) {
			f.Fixes = append(f.Fixes, deck.Change{Question: it.q, Key: key, Index: index, From: at, To: at + size, Text: with})
		}
		const hint = "kuril check --fix makes them the same"
		before := ' '
		var straight []int // offsets
		opened, closed, curly, lastOpen := 0, 0, 0, 0
		apostrophes := map[rune]int{}
		var plain []int
		for i, c := range text {
			next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(c):])
			within := unicode.IsLetter(before) && unicode.IsLetter(next)
			switch c {
			case '´', '`':
				if within && unicode.Is(unicode.Latin, before) {
					f := r.at(it, key, index, i, "kuril check --fix makes an apostrophe of it", "has an accent %q in %s where an apostrophe is meant", string(c), key)
					change(f, i, utf8.RuneLen(c), "’")
					return
				}
			case '\'', '’':
				if within {
					apostrophes[c]++
					if c == '\'' {
						plain = append(plain, i)
					}
				}
			case '"':
				if !unicode.IsDigit(before) {
					straight = append(straight, i)
				}
			case '“':
				curly++
				if before == ' ' || unicode.IsSpace(before) || !unicode.IsLetter(before) && before != '.' && before != '!' && before != '?' {
					opened++
					lastOpen = i
				}
			case '”':
				curly, closed = curly+1, closed+1
			case '„':
				return // „so“ and „so” are both in use
			}
			before = c
		}
		switch {
		case len(straight) > 0 && curly > 0:
			f := r.at(it, key, index, straight[0], "use one kind of quotes", "has straight and curly quotes in %s", key)
			if len(straight)%2 == 0 && opened == closed {
				f.Hint = hint
				for n, at := range straight {
					change(f, at, 1, []string{"“", "”"}[n%2])
				}
			}
		case len(straight)%2 == 1:
			r.at(it, key, index, straight[len(straight)-1], "close it, or take it out", "has a quote in %s that is not closed", key)
		case opened > closed && closed+opened == curly:
			r.at(it, key, index, lastOpen, "close it with ”", "has a quote “ in %s that is not closed", key)
		case apostrophes['\''] > 0 && apostrophes['’'] > 0:
			f := r.at(it, key, index, plain[0], hint, "has two kinds of apostrophe in %s", key)
			for _, at := range plain {
				change(f, at, 1, "’")
			}
		}
	})
}
