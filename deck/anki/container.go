package anki

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/unicode/norm"
	"google.golang.org/protobuf/encoding/protowire"
)

// Limits of a package. What lies beyond them is no package that Anki made, or
// one that is meant to fill a disk.
const (
	maxEntries    = 300_000
	maxCollection = 4 << 30 // bytes, unpacked
	maxList       = 64 << 20
	maxRatio      = 250 // unpacked to packed, for more than freeSize
	freeSize      = 32 << 20
)

// mediaFile is one file of a package's media.
type mediaFile struct {
	entry *zip.File
	zstd  bool
}

// copied is the private copy of a database.
type copied struct {
	path  string
	alone bool // nothing stands beside it, so it cannot change
}

// copyCollection copies a bare collection with what Anki may have left beside
// it.
func (p *Package) copyCollection(path string) (copied, error) {
	to := copied{path: filepath.Join(p.dir, "collection"), alone: true}
	for _, ending := range []string{"", "-wal", "-journal"} {
		from, err := os.Open(path + ending)
		if ending != "" && errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return to, refuse("", "%s cannot be read: %v", filepath.Base(path)+ending, inner(err))
		}
		size, err := p.save(to.path+ending, from, maxCollection)
		from.Close()
		if err != nil {
			return to, err
		}
		if ending != "" && size > 0 {
			to.alone = false
		}
	}
	return to, nil
}

// save writes what r gives to a file of the private copy, most bytes at most.
func (p *Package) save(path string, r io.Reader, most int64) (int64, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, refuse("make room there, or name another place in TMPDIR", "no private copy can be made: %v", inner(err))
	}
	n, err := io.Copy(f, io.LimitReader(r, most+1))
	if e := f.Close(); err == nil {
		err = e
	}
	switch {
	case err != nil:
		return n, p.unreadable(err)
	case n > most:
		return n, refuse("is it the right file?", "%s holds a database of more than %d GiB", p.Name, most>>30)
	}
	return n, nil
}

// unreadable says what is wrong with a package that cannot be unpacked.
func (p *Package) unreadable(err error) error {
	var known *Error
	var at *os.PathError
	switch {
	case errors.As(err, &known), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &at):
		return refuse("make room there, or name another place in TMPDIR", "no private copy can be made: %v", at.Err)
	case errors.Is(err, errBomb):
		return refuse("is it the right file?", "%s unpacks to far more than a package of Anki does; nothing was unpacked further", p.Name)
	case errors.Is(err, zip.ErrAlgorithm):
		return refuse(exportAgain, "%s is packed in a way that Anki does not use", p.Name)
	}
	return refuse(exportAgain, "%s is damaged or cut off: it cannot be unpacked", p.Name)
}

// unpack finds the collection and the media in a package.
func (p *Package) unpack(ctx context.Context, path string) (copied, error) {
	archive, err := zip.OpenReader(path)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return copied{}, p.unreadable(err)
	}
	p.close = append(p.close, archive.Close)
	if len(archive.File) > maxEntries {
		return copied{}, refuse("is it the right file?", "%s holds %d files, more than a package of Anki does", p.Name, len(archive.File))
	}
	entries := make(map[string]*zip.File, len(archive.File))
	for _, f := range archive.File {
		if !ours(f.Name) {
			if hostile(f.Name) {
				return copied{}, refuse("do not trust where it is from", "%s holds a file named %q, which would lie outside of it: Anki makes no such package", p.Name, clip(f.Name))
			}
			continue
		}
		if f.Flags&1 != 0 {
			return copied{}, refuse("unpack it with the password and pack it anew without, or "+exportAgain, "%s is protected by a password", p.Name)
		}
		if entries[f.Name] != nil {
			return copied{}, refuse(exportAgain, "%s holds the file %s twice", p.Name, f.Name)
		}
		entries[f.Name] = f
	}
	if p.Generation, err = p.generation(entries); err != nil {
		return copied{}, err
	}
	name := map[string]string{"legacy1": "collection.anki2", "legacy2": "collection.anki21", "latest": "collection.anki21b"}[p.Generation]
	entry := entries[name]
	if entry == nil {
		return copied{}, refuse("is it an Anki package? It ends in .apkg or .colpkg", "%s holds no collection", p.Name)
	}
	if err := p.listMedia(entries); err != nil {
		return copied{}, err
	}
	r, err := openEntry(entry, p.Generation == "latest")
	if err != nil {
		return copied{}, p.unreadable(err)
	}
	defer r.Close()
	to := copied{path: filepath.Join(p.dir, "collection"), alone: true}
	_, err = p.save(to.path, stoppable{ctx, r}, maxCollection)
	return to, err
}

// ours reports whether an entry of that name can mean anything to us.
func ours(name string) bool {
	return name == "meta" || name == "media" || strings.HasPrefix(name, "collection.anki2") || isNumber(name)
}

func isNumber(s string) bool {
	return s != "" && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

// hostile reports whether a name would lead out of a folder.
func hostile(name string) bool {
	return strings.HasPrefix(name, "/") || strings.Contains(name, `\`) || strings.Contains(name, ":") || strings.ContainsRune(name, 0) ||
		strings.Contains("/"+name+"/", "/../")
}

func (p *Package) generation(entries map[string]*zip.File) (string, error) {
	meta := entries["meta"]
	if meta == nil {
		if entries["collection.anki21"] != nil {
			return "legacy2", nil
		}
		return "legacy1", nil
	}
	text, err := readEntry(meta, false, 4096)
	if err != nil {
		return "", p.unreadable(err)
	}
	version := uint64(0)
	err = fields(text, func(number protowire.Number, v value) error {
		if number == 1 {
			version = v.number
		}
		return nil
	})
	if err != nil {
		return "", p.unreadable(err)
	}
	if version < 1 || version > 3 {
		return "", refuse(`in Anki, export it with "Support older Anki versions"`, "%s was made by a newer Anki than this program knows", p.Name)
	}
	return []string{"legacy1", "legacy2", "latest"}[version-1], nil
}

// listMedia reads which file of the package has which name.
func (p *Package) listMedia(entries map[string]*zip.File) error {
	p.files = make(map[string]mediaFile)
	list := entries["media"]
	if list == nil {
		return nil
	}
	latest := p.Generation == "latest"
	text, err := readEntry(list, latest, maxList)
	if err != nil {
		return p.unreadable(err)
	}
	add := func(number, name string) error {
		if !safeName(name) {
			return refuse("do not trust where it is from", "%s has a media file named %q, which would lie outside of the media folder", p.Name, clip(name))
		}
		if entry := entries[number]; entry != nil {
			p.files[norm.NFC.String(name)] = mediaFile{entry, latest}
		}
		return nil
	}
	damaged := refuse(exportAgain, "%s is damaged: its list of media cannot be read", p.Name)
	if !latest {
		if len(bytes.TrimSpace(text)) == 0 {
			return nil
		}
		var names map[string]string
		if json.Unmarshal(text, &names) != nil {
			return damaged
		}
		for number, name := range names {
			if !isNumber(number) {
				return damaged
			}
			if err := add(number, name); err != nil {
				return err
			}
		}
		return nil
	}
	i := 0
	err = fields(text, func(number protowire.Number, v value) error {
		if number != 1 {
			return nil
		}
		name := ""
		err := fields(v.bytes, func(number protowire.Number, v value) error {
			if number == 1 {
				name = string(v.bytes)
			}
			return nil
		})
		if err != nil {
			return err
		}
		i++
		return add(strconv.Itoa(i-1), name)
	})
	if known := (*Error)(nil); err != nil && !errors.As(err, &known) {
		return damaged
	}
	return err
}

// safeName reports whether a media file's name is one component of a path.
func safeName(name string) bool {
	return name != "" && name != "." && name != ".." && len(name) <= 1024 && !strings.ContainsAny(name, "/\\\x00") && filepath.IsLocal(name)
}

// Has reports whether the package holds a media file.
func (p *Package) Has(name string) bool {
	if p.Beside != nil {
		f, err := p.Beside(name)
		if err == nil {
			f.Close()
		}
		return err == nil
	}
	if p.folder != "" {
		f, err := p.openBeside(name)
		if err == nil {
			f.Close()
		}
		return err == nil
	}
	_, ok := p.files[norm.NFC.String(name)]
	return ok
}

// openBeside opens a file of the folder that a collection keeps its media in.
func (p *Package) openBeside(name string) (io.ReadCloser, error) {
	if !safeName(name) {
		return nil, os.ErrNotExist
	}
	root, err := os.OpenRoot(p.folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	info, err := root.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, os.ErrNotExist
	}
	return root.Open(name)
}

// Open opens a media file of the package.
func (p *Package) Open(name string) (io.ReadCloser, error) {
	if p.Beside != nil {
		return p.Beside(name)
	}
	if p.folder != "" {
		return p.openBeside(name)
	}
	f, ok := p.files[norm.NFC.String(name)]
	if !ok {
		return nil, os.ErrNotExist
	}
	r, err := openEntry(f.entry, f.zstd)
	if err != nil {
		return nil, p.unreadable(err)
	}
	return explained{r, p}, nil
}

// explained says in words for people what goes wrong while reading.
type explained struct {
	io.ReadCloser
	p *Package
}

func (e explained) Read(b []byte) (int, error) {
	n, err := e.ReadCloser.Read(b)
	if err != nil && err != io.EOF {
		err = e.p.unreadable(err)
	}
	return n, err
}

var errBomb = errors.New("unpacks to too much")

func readEntry(f *zip.File, packed bool, most int64) ([]byte, error) {
	r, err := openEntry(f, packed)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(text)) > most {
		err = errBomb
	}
	return text, err
}

// openEntry opens a file of an archive; it gives no more than a file of its
// packed size can sensibly hold.
func openEntry(f *zip.File, packed bool) (io.ReadCloser, error) {
	plain, err := f.Open()
	if err != nil {
		return nil, err
	}
	size := int64(min(f.CompressedSize64, 1<<40))
	guarded := &guard{r: plain, left: max(freeSize, maxRatio*size), close: plain.Close}
	if !packed {
		return guarded, nil
	}
	z, err := zstd.NewReader(guarded, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<31), zstd.WithDecoderMaxWindow(256<<20))
	if err != nil {
		plain.Close()
		return nil, err
	}
	return &guard{r: z, left: max(freeSize, maxRatio*size), close: func() error { z.Close(); return plain.Close() }}, nil
}

// guard stops reading what grows too large.
type guard struct {
	r     io.Reader
	left  int64
	close func() error
}

func (g *guard) Read(b []byte) (int, error) {
	if g.left <= 0 {
		return 0, errBomb
	}
	n, err := g.r.Read(b)
	g.left -= int64(n)
	return n, err
}

func (g *guard) Close() error { return g.close() }

// stoppable is a reader that ends when somebody wants it to.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s stoppable) Read(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(b)
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
