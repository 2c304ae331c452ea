package quiz

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// pages are the reports that a page is looked at for: none, a little, a lot, and
// one that means harm.
func pages(t *testing.T) map[string]string {
	t.Helper()
	reports := map[string]*Report{
		"empty": reported(t, logAt(t, handBank, nil), ""),
		"week":  reported(t, logAt(t, handBank, handLog), ""),
	}
	bank, log := randomLog(2, 40, 2000, 400)
	reports["year"] = reported(t, logAt(t, bank, log), "")
	harm := strings.NewReplacer("Where is", `</title><script>alert(1)</script> مرحبا <b>Where</b> is a very-long-word-that-nobody-can-break-anywhere-`, `"x"`,
		`"</svg><img-src=x-onerror=alert(1)>-and-a-tag-that-is-far-too-long-for-a-phone"`).Replace(handBank)
	reports["harm"] = reported(t, logAt(t, harm, append(handLog, handLog...)), "-\"<script>alert(2)</script>\"")
	texts := make(map[string]string)
	for name, r := range reports {
		page, err := r.HTML()
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(page)
	}
	return texts
}

// TestPageReads holds what somebody needs who cannot see the page: headings in
// order, a text for every picture, tables with headings, names that are unique.
func TestPageReads(t *testing.T) {
	for name, page := range pages(t) {
		level, headings := 0, 0
		for _, m := range regexp.MustCompile(`<h(\d)[^>]*>([^<]*)<`).FindAllStringSubmatch(page, -1) {
			n, _ := strconv.Atoi(m[1])
			if n > level+1 || n == 1 && level > 0 || strings.TrimSpace(m[2]) == "" {
				t.Errorf("%s: heading %q of level %d follows level %d", name, m[2], n, level)
			}
			level = n
			headings++
		}
		if headings == 0 || !strings.Contains(page, `<html lang="en">`) || strings.Count(page, "<main>") != 1 {
			t.Errorf("%s: no headings, no language or no main part", name)
		}
		pictures := regexp.MustCompile(`(?s)<svg([^>]*)>(.*?)</svg>`).FindAllStringSubmatch(page, -1)
		if (len(pictures) == 0) != (name == "empty") {
			t.Errorf("%s: %d pictures", name, len(pictures))
		}
		told := regexp.MustCompile(`^<title>[^<]+</title><desc>[^<]+</desc>`)
		for _, p := range pictures {
			if !strings.Contains(p[1], `aria-hidden="true"`) && !(strings.Contains(p[1], `role="img"`) && told.MatchString(p[2])) {
				t.Errorf("%s: a picture without words: <svg%s>%.200s", name, p[1], p[2])
			}
		}
		figures := strings.Count(page, "<figure>")
		if tables := strings.Count(page, "<table>"); tables != figures || strings.Count(page, "<caption") != tables {
			t.Errorf("%s: %d figures and %d tables", name, figures, tables)
		}
		ids := make(map[string]bool)
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[m[1]] {
				t.Errorf("%s: the id %s stands twice", name, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`aria-labelledby="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if !ids[m[1]] {
				t.Errorf("%s: nothing has the id %s", name, m[1])
			}
		}
	}
}

// TestPageAlone holds that the page needs nothing else, and that no text of a
// deck becomes part of it.
func TestPageAlone(t *testing.T) {
	for name, page := range pages(t) {
		if m := regexp.MustCompile(`(?i)<(script|img|link|iframe|object|embed|base|b)\b|<[^>]*\b(src|href|srcset)=|url\(|@import|https?:|javascript:`).FindString(page); m != "" {
			t.Errorf("%s: %.80q stands in the page", name, m)
		}
		if strings.Contains(page, "ZgotmplZ") {
			t.Errorf("%s: the template refused a value", name)
		}
	}
}

// TestPageContrast computes from the colours in the page what WCAG 2 asks for:
// 4.5 to 1 for text, 3 to 1 for what is drawn.
func TestPageContrast(t *testing.T) {
	schemes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(reportTemplate, -1)
	if len(schemes) != 3 {
		t.Fatalf("%d sets of colours, want light, dark and print", len(schemes))
	}
	for i, scheme := range schemes {
		name := []string{"light", "dark", "print"}[i]
		colours := make(map[string]float64)
		for _, m := range regexp.MustCompile(`--(\w+): #([0-9a-f]{6})`).FindAllStringSubmatch(scheme[1], -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		for _, pair := range []struct {
			on, what string
			least    float64
		}{
			{"bg", "text", 7}, {"bg", "muted", 4.5}, {"bg", "bar", 3}, {"bg", "mark", 3},
			{"bg", "shade1", 3}, {"bg", "shade2", 3}, {"bg", "shade3", 3}, {"bg", "shade4", 3},
			{"shade0", "bar", 3}, {"shade0", "mark", 3},
			{"shade1", "shade2", 1.25}, {"shade2", "shade3", 1.25}, {"shade3", "shade4", 1.25}, // told apart, and the number stands beside
		} {
			a, b := colours[pair.on], colours[pair.what]
			if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < pair.least || colours[pair.on] == 0 && colours[pair.what] == 0 {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %.2f", name, pair.what, pair.on, ratio, pair.least)
			}
		}
	}
}

// luminance is the relative luminance of a colour such as ff8800.
// https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(colour, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	part := func(shift int) float64 {
		v := float64(n>>shift&255) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

// TestPageSays holds that the page has every sentence and number of the report
// in a terminal.
func TestPageSays(t *testing.T) {
	r := reported(t, logAt(t, handBank, handLog), "")
	page, err := r.HTML()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(page), glue, " ")
	for _, line := range strings.Split(strings.ReplaceAll(r.printed(10_000, true, letterPens), "kuril why ID  tells", "kuril why ID</code> tells"), "\n") {
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(line, "  and "), "By what it expected, how much of it you knew:"))
		line = strings.TrimSuffix(strings.Replace(line, "--pairs  shows", "--pairs</code> shows", 1), ":")
		if strings.Contains(text, line) {
			continue
		}
		// A row of a picture: its name and its numbers.
		name, numbers, ok := strings.Cut(line, ": ")
		if !ok || !strings.Contains(text, name) {
			t.Errorf("%q is not in the page", line)
		}
		for _, word := range strings.Fields(strings.NewReplacer(",", "", "%", "").Replace(numbers)) {
			if !strings.Contains(text, word) {
				t.Errorf("%q of %q is not in the page", word, line)
			}
		}
	}
	if n := strings.Count(text, "<section"); n != 11 {
		t.Errorf("%s, want 11", fmt.Sprint(n))
	}
}
