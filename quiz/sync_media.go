package quiz

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"kuril/lazyregexp"
)

// mediaShare is the folder that all devices put pictures and sounds into, each
// under the sum of what is in it: the same file twice is one, and none is ever
// written over.
const mediaShare = "media"

// A mediaFile is one picture or sound, as it was when last looked at.
type mediaFile struct {
	Sum  string `json:"sum"`
	Size int64  `json:"size"`
	At   int64  `json:"at,omitempty"`
}

// mediaReport is what became of pictures and sounds.
type mediaReport struct {
	Taken     int      `json:"taken"`
	Sent      int      `json:"sent"`
	Missing   int      `json:"missing"`   // named there, and not there yet
	Differing []string `json:"differing"` // of one name with something else in it: ours stays
}

var mediaSum = lazyregexp.New(`^[0-9a-f]{64}$`)

// sharedMedia is where a file stands in the shared folder.
func sharedMedia(sum, name string) string {
	ending := strings.ToLower(filepath.Ext(name))
	if len(ending) > 8 {
		ending = ""
	}
	return path.Join(shareName, mediaShare, sum+ending)
}

// takeMedia copies what another device has and this one has not.
func (s *syncing) takeMedia(ctx context.Context, state, theirs *deckState) error {
	for _, name := range sortedKeys(theirs.Media) {
		if err := ctx.Err(); err != nil {
			return err
		}
		m := theirs.Media[name]
		if !travels(name) || !mediaSum.MatchString(m.Sum) || m.Size < 0 || m.Size > mostOfMedia {
			continue
		}
		here := filepath.Join(s.MediaDir(), name)
		if _, err := os.Lstat(here); err == nil {
			if ours, err := s.mediaSum(state, name); err == nil && ours.Sum != m.Sum {
				s.media.Differing = append(s.media.Differing, name)
			}
			continue
		}
		f, err := s.openMedia(sharedMedia(m.Sum, name))
		if err != nil {
			s.media.Missing++ // on its way
			continue
		}
		err = s.placeMedia(f, here, m)
		f.Close()
		switch {
		case errors.Is(err, errHalf):
			s.media.Missing++
		case err != nil:
			return Fail("%s cannot be written: %v", here, systemSaid(err)).Hint("what was synced before stays; the next sync goes on from here")
		default:
			s.media.Taken++
		}
	}
	return nil
}

var errHalf = errors.New("only half there")

func (s *syncing) openMedia(name string) (*os.File, error) {
	info, err := s.share.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	return s.share.root.Open(name)
}

// placeMedia copies a file into the folder for media, unless it is another one
// than it should be.
func (s *syncing) placeMedia(from io.Reader, here string, m mediaFile) error {
	if err := s.makeFolder(s.MediaDir()); err != nil {
		return err
	}
	temp, err := os.CreateTemp(s.MediaDir(), ".sync-*.tmp") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(temp, h), io.LimitReader(from, m.Size+1))
	if serr := temp.Sync(); err == nil {
		err = serr
	}
	if cerr := temp.Close(); err == nil {
		err = cerr
	}
	switch {
	case err != nil:
		return err
	case n != m.Size || hexSum(h) != m.Sum:
		return errHalf
	}
	return os.Rename(temp.Name(), here)
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// mediaSum is what is in a file here, worked out only when it changed.
func (s *syncing) mediaSum(state *deckState, name string) (mediaFile, error) {
	here := filepath.Join(s.MediaDir(), name)
	info, err := os.Lstat(here)
	if err != nil {
		return mediaFile{}, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostOfMedia {
		return mediaFile{}, fs.ErrInvalid
	}
	m := state.Media[name]
	if m.Sum != "" && m.Size == info.Size() && m.At == info.ModTime().UnixMilli() {
		return m, nil
	}
	f, err := os.Open(here)
	if err != nil {
		return mediaFile{}, err
	}
	defer f.Close()
	h := sha256.New()
	size, err := io.Copy(h, f)
	if err != nil {
		return mediaFile{}, err
	}
	m = mediaFile{Sum: hexSum(h), Size: size, At: info.ModTime().UnixMilli()}
	state.Media[name] = m
	return m, nil
}

// sendMedia puts what this device has into the shared folder.
func (s *syncing) sendMedia(ctx context.Context, state *deckState) error {
	entries, err := os.ReadDir(s.MediaDir())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Fail("%s cannot be read: %v", s.MediaDir(), systemSaid(err)).Hint("ls -ld %s", s.MediaDir())
	}
	here := make(map[string]bool)
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := e.Name()
		if !e.Type().IsRegular() || !travels(name) {
			continue
		}
		m, err := s.mediaSum(state, name)
		if err != nil {
			continue
		}
		here[name] = true
		shared := sharedMedia(m.Sum, name)
		if info, err := s.share.root.Lstat(shared); err == nil && info.Size() == m.Size {
			continue
		}
		if err := s.giveMedia(filepath.Join(s.MediaDir(), name), shared); err != nil {
			return s.unwritable(err)
		}
		s.media.Sent++
	}
	for name := range state.Media {
		if !here[name] {
			delete(state.Media, name)
		}
	}
	return nil
}

func (s *syncing) giveMedia(from, shared string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	root := s.share.root
	if err := root.MkdirAll(path.Dir(shared), 0o700); err != nil {
		return err
	}
	temp := path.Join(path.Dir(shared), "."+s.device+".tmp")
	root.Remove(temp)
	to, err := root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, f)
	if serr := to.Sync(); err == nil {
		err = serr
	}
	if cerr := to.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = root.Rename(temp, shared)
	}
	if err != nil {
		root.Remove(temp)
	}
	return err
}
