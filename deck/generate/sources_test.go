package generate

import (
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A learner who missed a question may open its source: it must be a page of
// the one who says it, not a mirror, a repost, a front page or a try-out.
func TestSourcesAreFitToOpen(t *testing.T) {
	m, questions := bank(t)
	refused := refusedHosts(t)
	for key, source := range m.sources {
		_, address, _ := strings.Cut(strings.TrimSuffix(source, ">"), " <")
		if fault := faultOf(address, refused); fault != "" {
			t.Errorf("source %q: %s: %s", key, fault, address)
		}
	}

	used := map[string]bool{}
	for _, q := range questions {
		for _, source := range q.Sources {
			used[source] = true
		}
	}
	for _, f := range m.Facts {
		for _, source := range f.sources {
			used[source] = true
		}
	}
	addresses := map[string]string{}
	for _, key := range keys(m.sources) {
		source := m.sources[key]
		if !used[source] {
			t.Errorf("source %q is used by no fact", key)
		}
		address := source[strings.LastIndex(source, " <"):]
		if other := addresses[address]; other != "" {
			t.Errorf("sources %q and %q have the same address", other, key)
		}
		addresses[address] = key
	}
}

func TestFaultsOfAddressesAreSeen(t *testing.T) {
	refused := refusedHosts(t)
	for address, want := range map[string]string{
		"https://www.mofa.go.jp/policy/q_a/faq11.html":          "",
		"https://www.japantimes.co.jp/?post_type=news&p=1":      "",
		"https://www.pref.hokkaido.lg.jp/sm/hrt/hp-en/nani.htm": "",
		"ftp://example.org/paper":                               "not http or https",
		"example.org/paper":                                     "not http or https",
		"https:///paper":                                        "no host",
		"https://example.org:20121/paper":                       "a port",
		"https://example.org./paper":                            "not a full host name",
		"https://localhost/paper":                               "not a full host name",
		"http://20.210.105.67/paper":                            "not a full host name",
		"https://archive.org/":                                  "a refused host",
		"https://old.blogspot.com/2016/05/treaty.html":          "a refused host",
		"http://487790.bceovw70.asia/txt/time/1955.html":        "a refused host",
		"https://notblogspot.com/2016":                          "",
		"https://staging.example.org/paper":                     "a try-out or a page for telephones",
		"https://amp.example.org/paper":                         "a try-out or a page for telephones",
		"https://example.org/paper/amp":                         "a try-out or a page for telephones",
		"https://www.example.org":                               "a bare front page",
		"https://www.example.org/":                              "a bare front page",
		"https://www.example.org/index.html":                    "a bare front page",
		"https://www.example.org/en/?utm_source=feed":           "tracks the reader",
		"https://www.example.org/paper?id=7&feedType=RSS":       "tracks the reader",
	} {
		if got := faultOf(address, refused); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// faultOf says what is wrong with an address to which a learner is led, or "".
func faultOf(address string, refused []string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "not an address"
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return "not http or https"
	}
	host := strings.ToLower(u.Hostname())
	labels := strings.Split(host, ".")
	_, number := netip.ParseAddr(host)
	switch {
	case host == "":
		return "no host"
	case u.Port() != "":
		return "a port"
	case u.User != nil:
		return "a user's name"
	case number == nil, len(labels) < 2, slices.Contains(labels, ""):
		return "not a full host name"
	}
	for _, r := range refused {
		if host == r || strings.HasSuffix(host, "."+r) {
			return "a refused host"
		}
	}
	path := strings.Split(strings.Trim(u.Path, "/"), "/")
	for _, part := range []string{"amp", "amphtml", "m", "staging", "uat"} {
		if slices.Contains(labels[:len(labels)-1], part) || len(part) > 2 && slices.Contains(path, part) {
			return "a try-out or a page for telephones"
		}
	}
	query := u.Query()
	for name := range query {
		low := strings.ToLower(name)
		if strings.HasPrefix(low, "utm_") || slices.Contains([]string{"feedtype", "fbclid", "gclid", "cid", "rel", "rq"}, low) {
			return "tracks the reader"
		}
	}
	if len(query) == 0 && slices.Contains([]string{"", "index.html", "index.htm", "index.php", "en"}, strings.Join(path, "/")) {
		return "a bare front page"
	}
	return ""
}

// refusedHosts reads testdata/refused-hosts.txt.
func refusedHosts(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "refused-hosts.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var hosts []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			hosts = append(hosts, line)
		}
	}
	if len(hosts) == 0 {
		t.Fatal("no refused hosts")
	}
	return hosts
}
