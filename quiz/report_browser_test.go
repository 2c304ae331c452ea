package quiz

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// browsers are looked for in this order.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// looker is a page that loads another one in a window of a given width, looks at
// what became of it and writes down what it saw.
const looker = `<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="f" style="border:0;width:%dpx;height:900px" src="/%s"></iframe><pre id="seen"></pre>
<script>
document.getElementById('f').onload = function () {
	const w = this.contentWindow, d = this.contentDocument, root = d.documentElement;
	const seen = {width: root.clientWidth, scroll: root.scrollWidth, background: w.getComputedStyle(d.body).backgroundColor,
		text: w.getComputedStyle(d.body).color, pictures: 0, hidden: 0, faults: []};
	const shown = e => e.getClientRects().length > 0 && w.getComputedStyle(e).display !== 'none';
	for (const svg of d.querySelectorAll('svg')) {
		if (!shown(svg)) { seen.hidden++; continue; }
		seen.pictures++;
		const box = svg.getBoundingClientRect();
		if (box.width < 10 || box.height < 10) seen.faults.push('a picture of ' + box.width + ' by ' + box.height);
		let drawn = 0;
		for (const part of svg.querySelectorAll('rect, circle, line, text')) {
			const p = part.getBoundingClientRect();
			if (part.tagName !== 'text' && p.width + p.height > 1) drawn++;
			if (p.left < box.left - 6 || p.right > box.right + 6 || p.top < box.top - 6 || p.bottom > box.bottom + 6)
				seen.faults.push(part.outerHTML + ' leaves its picture');
		}
		if (drawn === 0) seen.faults.push('nothing is drawn in ' + svg.outerHTML.slice(0, 200));
		const texts = [...svg.querySelectorAll('text')];
		texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
			const p = a.getBoundingClientRect(), q = b.getBoundingClientRect();
			if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - 3 && q.top < p.bottom - 3)
				seen.faults.push(a.textContent + ' and ' + b.textContent + ' cover each other');
		}));
		for (const t of texts) if (shown(t) && parseFloat(w.getComputedStyle(t).fontSize) * (svg.getScreenCTM ? svg.getScreenCTM().a : 1) < 9)
			seen.faults.push(t.textContent + ' is too small to read');
	}
	for (const e of d.querySelectorAll('h1, h2, h3, p, li, td, th, summary, figcaption')) {
		const p = e.getBoundingClientRect();
		if (shown(e) && (p.right > root.clientWidth + 1 || p.left < -1)) seen.faults.push(e.textContent.slice(0, 80) + ' leaves the window');
	}
	for (const e of d.querySelectorAll('details')) e.open = true;
	seen.scrollOpen = root.scrollWidth;
	document.getElementById('seen').textContent = JSON.stringify(seen);
	document.title = 'seen';
};
</script>`

// sight is what looker saw.
type sight struct {
	Width, Scroll, ScrollOpen, Pictures, Hidden int
	Background, Text                            string
	Faults                                      []string
}

// TestPageInBrowser looks at the page in a real browser, on a phone and on a
// desk, light and dark: nothing leaves the window or its picture, every picture
// has a size, the browser has no complaint, and the page asks for nothing else.
func TestPageInBrowser(t *testing.T) {
	browser := ""
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil && browser == "" {
			browser = path
		}
	}
	if browser == "" {
		t.Skip("no browser is installed; looked for " + strings.Join(browsers, ", "))
	}
	all := pages(t)
	var mu sync.Mutex
	asked := make(map[string]int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		mu.Lock()
		asked[q.URL.Path]++
		mu.Unlock()
		name := strings.TrimPrefix(q.URL.Path, "/")
		var width int
		switch page, ok := all[name]; {
		case ok:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, page)
		case strings.HasPrefix(name, "look/"):
			fmt.Sscanf(name, "look/%d/%s", &width, &name)
			fmt.Fprintf(w, looker, width, name)
		default:
			http.NotFound(w, q)
		}
	}))
	defer server.Close()
	home := t.TempDir()
	looks := 0
	for name := range all {
		for _, width := range []int{390, 1200} {
			for scheme, background := range map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)"} {
				if scheme == "dark" && name != "year" {
					continue
				}
				t.Run(fmt.Sprintf("%s %d %s", name, width, scheme), func(t *testing.T) {
					s := look(t, browser, home, fmt.Sprintf("%s/look/%d/%s", server.URL, width, name), scheme)
					looks++
					if s.Width != width || s.Scroll > width || s.ScrollOpen > width {
						t.Errorf("a window of %d is scrolled to %d, and to %d with open tables", s.Width, s.Scroll, s.ScrollOpen)
					}
					if (s.Pictures == 0) != (name == "empty") || name != "empty" && s.Hidden != 1 {
						t.Errorf("%d pictures are seen, %d are not", s.Pictures, s.Hidden)
					}
					if s.Background != background || s.Text == background {
						t.Errorf("%s on %s", s.Text, s.Background)
					}
					for _, fault := range s.Faults {
						t.Error(fault)
					}
				})
			}
		}
	}
	for path, n := range asked {
		if !strings.HasPrefix(path, "/look/") && all[strings.TrimPrefix(path, "/")] == "" && path != "/favicon.ico" {
			t.Errorf("the page asked %d times for %s", n, path)
		}
	}
}

// look lets a browser load a page and returns what looker wrote down.
func look(t *testing.T, browser, home, address, scheme string) (s sight) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	dark := map[string]string{"dark": "0", "light": "1"}[scheme]
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions", "--disable-default-apps",
		"--enable-logging=stderr", "--log-level=0", "--user-data-dir="+home, "--window-size=1400,1000", "--hide-scrollbars",
		"--blink-settings=preferredColorScheme="+dark, "--virtual-time-budget=20000", "--dump-dom", address)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", browser, err, complaints.String())
	}
	m := regexp.MustCompile(`(?s)<pre id="seen">(.*?)</pre>`).FindSubmatch(out)
	if m == nil || len(m[1]) == 0 {
		t.Fatalf("nothing was seen:\n%.2000s\n%s", out, complaints.String())
	}
	text := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(string(m[1]))
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err, text)
	}
	for _, line := range strings.Split(complaints.String(), "\n") {
		if strings.Contains(line, "CONSOLE") {
			t.Errorf("the browser says %s", line)
		}
	}
	return s
}
