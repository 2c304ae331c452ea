package quiz

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"kuril/deck"
)

// Pictures are shown by the viewer of the system: this program prints where
// they are, and the key o opens them. What is opened is an image file in the
// folder for media or beside the deck, or an address on the web, and never
// anything else: a deck may come from anywhere.

// MediaDir returns the folder of the images of all decks.
func (d *Desk) MediaDir() string { return filepath.Join(d.DataDir, "media") }

// opened is something that o opens.
type opened struct {
	name   string // as it is said
	target string // an absolute path or an address
	fault  string // why it cannot be opened; "" when it can
}

// openables are the images of a card's texts that are on the screen, each once,
// and behind the verdict the card's first source on the web.
func (d *Desk) openables(c deck.Card, answered bool) []opened {
	texts := []string{c.Prompt()}
	q := c.Question
	texts = append(texts, q.Hint)
	if q.Kind == deck.Choice || q.Kind == deck.Select {
		texts = append(append(texts, q.Answers...), q.Wrong...)
	}
	if answered {
		texts = append(append(texts, c.Answers()...), q.Why)
	}
	var all []opened
	seen := make(map[string]bool)
	for _, text := range texts {
		for _, p := range pictures(text) {
			if !seen[p.path] {
				seen[p.path] = true
				all = append(all, d.picture(q, p.path))
			}
		}
	}
	if !answered {
		return all
	}
	for _, source := range q.Sources {
		_, at, ok := strings.Cut(source, "<")
		if address, valid := webAddress(strings.TrimSuffix(strings.TrimSpace(at), ">")); ok && valid {
			return append(all, opened{name: CleanLine(address), target: address})
		}
	}
	return all
}

// webAddress returns an address as a browser takes it; false where it is none
// of the web.
func webAddress(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", false
	}
	return u.String(), true
}

// picture finds the file of an image in the folder for media or in that of the
// deck, and stays within them.
func (d *Desk) picture(q *deck.Question, path string) opened {
	o := opened{name: CleanLine(path)}
	if strings.Contains(path, "://") {
		address, ok := webAddress(path)
		if o.target = address; !ok {
			o.fault = "it is no address on the web"
		}
		return o
	}
	if !isImage(path) {
		o.fault = "it is no image by its name"
		return o
	}
	if strings.EqualFold(filepath.Ext(path), ".svg") {
		// A browser would run what it holds, with the rights of a local file.
		o.fault = "a drawing (.svg) can hold a program and reach for the network; open it yourself if you trust it"
		return o
	}
	if unescaped, err := url.PathUnescape(path); err == nil && strings.Contains(path, "%20") {
		path = unescaped
	}
	roots := []string{d.MediaDir()}
	if q.Deck != deck.Builtin && q.File != "" {
		roots = append(roots, filepath.Dir(q.File))
	}
	var where []string
	outside := false
	for _, root := range roots {
		root, err := filepath.Abs(root)
		if err != nil {
			continue
		}
		where = append(where, root)
		full := filepath.Join(root, filepath.FromSlash(path))
		if filepath.IsAbs(path) {
			full = filepath.Clean(path)
		}
		tries := []string{full}
		if strings.HasPrefix(path, "media/") { // as seen from the data folder
			tries = append(tries, filepath.Join(d.DataDir, filepath.FromSlash(path)))
		}
		for i, from := range tries {
			found, err := fileWithin(root, from)
			switch {
			case err == nil:
				o.target = found
				return o
			case i == 0 && !errors.Is(err, fs.ErrNotExist):
				outside = true
			}
		}
	}
	o.fault = "there is no such file in " + CleanLine(strings.Join(where, " or "))
	if outside {
		o.fault = "it is outside of " + CleanLine(strings.Join(where, " and "))
	}
	return o
}

// fileWithin returns path when it is a regular file in root or below; a link that
// leads out is refused.
func fileWithin(root, path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	inside, err := filepath.Rel(root, path)
	if err != nil || !filepath.IsLocal(inside) {
		return "", fs.ErrPermission
	}
	folder, err := os.OpenRoot(root)
	if err != nil {
		return "", err
	}
	defer folder.Close()
	info, err := folder.Stat(inside)
	switch {
	case err != nil:
		return "", err
	case !info.Mode().IsRegular():
		return "", fs.ErrNotExist
	}
	return path, nil
}

// viewed says what o opened last, and what it opens next.
type viewed struct {
	card string
	next int
}

// open opens the next image of a card, or its source.
func (k *talk) open(c deck.Card, answered bool) {
	all := k.d.openables(c, answered)
	if len(all) == 0 {
		if answered {
			k.tell("There is nothing to open: no image, and no source on the web.")
		} else {
			k.tell("There is no image to open; after the answer o opens the source.")
		}
		return
	}
	if k.viewed.card != c.ID || k.viewed.next >= len(all) {
		k.viewed = viewed{card: c.ID}
	}
	next := all[k.viewed.next]
	k.viewed.next++
	more := ""
	if k.viewed.next < len(all) {
		more = "; o once more for " + all[k.viewed.next].name
	}
	switch err := k.d.view(next, k.t.in != nil && k.t.size != nil); {
	case err != nil:
		k.tell("%s cannot be opened: %s.", next.name, CleanLine(err.Error()))
	default:
		k.tell("Opening %s%s.", next.name, more)
	}
}

// viewing is how long a viewer may take to say that it failed. One that shows
// the image itself, and does not hand it on, goes on after that.
const viewing = 700 * time.Millisecond

// view hands something to the viewer of the system, which no shell starts and
// which reads nothing of this terminal.
func (d *Desk) view(o opened, watched bool) error {
	if o.fault != "" {
		return errors.New(o.fault)
	}
	if !watched {
		return errors.New("this is no terminal")
	}
	name, arguments := "xdg-open", []string{o.target}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, arguments = "rundll32", []string{"url.dll,FileProtocolHandler", o.target}
	}
	program, err := exec.LookPath(name)
	if err != nil {
		return errors.New("there is no program " + name + " here to show it")
	}
	cmd := exec.Command(program, arguments...)
	cmd.SysProcAttr = alone()
	if err := cmd.Start(); err != nil {
		return cause(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	patience := time.NewTimer(viewing)
	defer patience.Stop()
	select {
	case err := <-ended:
		if err != nil {
			return errors.New(name + " found nothing to show it with (" + err.Error() + ")")
		}
	case <-patience.C:
	}
	return nil
}
