package deck

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// MaxFile is the size in bytes above which a file is refused unread.
const MaxFile = 32 << 20

// FileError is a file that cannot be read or written, in words for people.
type FileError struct {
	Path    string
	Message string
	Hint    string // what to type, or empty
	Err     error  // what the system said, or nil
}

func (e *FileError) Error() string { return e.Path + ": " + e.Message }
func (e *FileError) Unwrap() error { return e.Err }

// fileError puts what the system said in plain words.
func fileError(path, doing string, err error) error {
	if already, ok := errors.AsType[*FileError](err); ok {
		return already
	}
	e := &FileError{Path: path, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Message, e.Hint = "there is no such file", "look at the name, and at the folder you are in"
	case errors.Is(err, fs.ErrPermission):
		e.Message = "may not be " + doing
		e.Hint = "look at who may use it: ls -ld " + path
	default:
		// The path stands in front already.
		if inner, ok := errors.AsType[*fs.PathError](err); ok {
			err = inner.Err
		} else if inner, ok := errors.AsType[*os.LinkError](err); ok {
			err = inner.Err
		}
		e.Message = "cannot be " + doing + ": " + err.Error()
	}
	return e
}

// ReadFile reads a bank. The error is a *FileError when nothing could be read:
// no such file, not allowed, not a regular file, larger than MaxFile. What is
// wrong with the text itself comes as problems.
func ReadFile(path string) ([]*Question, []Problem, error) {
	text, err := ReadText(path)
	if err != nil {
		return nil, nil, err
	}
	questions, problems := Parse(path, text)
	return questions, problems, nil
}

// questionsOnly cuts the sections off the built-in bank, where they stand
// behind all questions: most commands do without them and start sooner.
func questionsOnly(builtin []byte) []byte {
	if i := bytes.Index(builtin, []byte("\n[[section]]\n")); i >= 0 {
		return builtin[:i+1]
	}
	return builtin
}

// ReadText reads a whole file, but not more than MaxFile bytes. Its errors are
// those of ReadFile.
func ReadText(path string) ([]byte, error) {
	// To open a pipe would wait for its writer, so look before.
	info, err := os.Stat(path)
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	switch {
	case info.IsDir():
		return nil, &FileError{Path: path, Message: "this is a folder, not a file", Hint: "name a file in it"}
	case !info.Mode().IsRegular():
		return nil, &FileError{Path: path, Message: "this is not a regular file", Hint: "save what it gives to a file first"}
	case info.Size() > MaxFile:
		return nil, tooLarge(path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fileError(path, "read", err)
	}
	defer f.Close()
	var text bytes.Buffer
	text.Grow(int(info.Size()) + bytes.MinRead)
	if _, err := text.ReadFrom(io.LimitReader(f, MaxFile+1)); err != nil {
		return nil, fileError(path, "read", err)
	}
	if text.Len() > MaxFile { // it has grown since
		return nil, tooLarge(path)
	}
	return text.Bytes(), nil
}

func tooLarge(path string) error {
	return &FileError{Path: path, Message: fmt.Sprintf("this file is larger than %d MiB, the most that is read", MaxFile>>20), Hint: "split it into several files"}
}

// Load reads the built-in bank and the decks of a folder, dir/*.toml. A deck
// with an error is left out whole, and what is wrong with it is among the
// problems; the others are used. A folder that does not exist holds no decks.
// The error is about the built-in bank alone.
func Load(builtin []byte, dir string) (*Bank, []Problem, error) {
	return load(builtin, dir, ReadFile)
}

// reader reads the questions of a file, as ReadFile does.
type reader func(path string) ([]*Question, []Problem, error)

func load(builtin []byte, dir string, read reader) (*Bank, []Problem, error) {
	shipped, faults := Parse(Builtin, questionsOnly(builtin))
	if p, broken := firstError(faults); broken {
		return nil, nil, fmt.Errorf("built-in bank: %w", p)
	}
	names, problems := Files(dir)
	b := newBank()
	var own []*Question
	for _, name := range names {
		questions, found, err := read(name)
		if err != nil {
			found = append(found, unreadable(name, err))
		}
		problems = append(problems, found...)
		if _, broken := firstError(found); !broken {
			own = append(own, questions...)
			b.files = append(b.files, name)
		}
	}
	problems = append(problems, b.add(own)...)
	b.builtin = builtin
	for _, q := range shipped {
		q.Deck = Builtin
		if _, replaced := b.byID[q.ID]; replaced {
			b.originals[q.ID] = q
			continue
		}
		b.put(q)
	}
	return b, problems, nil
}

// LoadFiles reads these files and nothing else. The first problem that is an
// error is also the error, as a Problem; a file that cannot be read gives a
// *FileError. The bank then holds what is sound, for those who only look.
func LoadFiles(files []string) (*Bank, []Problem, error) {
	return loadFiles(files, ReadFile)
}

func loadFiles(files []string, read reader) (*Bank, []Problem, error) {
	b := newBank()
	var problems []Problem
	var unread error
	named := map[string]bool{}
	for _, name := range files {
		if clean := filepath.Clean(name); named[clean] {
			continue // twice
		} else {
			named[clean] = true
		}
		questions, found, err := read(name)
		if err != nil {
			found = append(found, unreadable(name, err))
			if unread == nil {
				unread = err
			}
		}
		problems = append(problems, found...)
		problems = append(problems, b.add(questions)...)
		b.files = append(b.files, name)
	}
	if unread != nil {
		return b, problems, unread
	}
	if p, broken := firstError(problems); broken {
		return b, problems, p
	}
	return b, problems, nil
}

// Files returns the files of a folder that are decks, by name. Hidden files
// and what editors leave behind are none; a folder that cannot be read and a
// file that may not be called so are problems.
func Files(dir string) ([]string, []Problem) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, []Problem{unreadable(dir, fileError(dir, "read", err))}
	}
	var names []string
	var problems []Problem
	for _, entry := range entries {
		name := entry.Name()
		path := filepath.Join(dir, name)
		switch {
		case !strings.HasSuffix(name, ".toml"), strings.HasPrefix(name, "."), strings.HasPrefix(name, "#"):
		case name == Builtin+".toml":
			problems = append(problems, Problem{
				File: path, Rule: "deck-name", Severity: Error,
				Message: "the name builtin is that of the built-in bank; this deck is left out",
				Hint:    "give the file another name",
			})
		default:
			names = append(names, path)
		}
	}
	return names, problems
}

func unreadable(path string, err error) Problem {
	p := Problem{File: path, Rule: "unreadable", Severity: Error, Message: err.Error()}
	if e, ok := errors.AsType[*FileError](err); ok {
		p.Message, p.Hint = e.Message, e.Hint
	}
	return p
}

func firstError(problems []Problem) (Problem, bool) {
	for _, p := range problems {
		if p.Severity == Error {
			return p, true
		}
	}
	return Problem{}, false
}

func newBank() *Bank {
	return &Bank{byID: map[string]*Question{}, originals: map[string]*Question{}}
}

func (b *Bank) put(q *Question) {
	b.questions = append(b.questions, q)
	b.byID[q.ID] = q
}

// add puts questions in; one whose id is taken is left out and reported.
func (b *Bank) add(questions []*Question) []Problem {
	var problems []Problem
	for _, q := range questions {
		other, taken := b.byID[q.ID]
		if !taken {
			b.put(q)
			continue
		}
		problems = append(problems, Problem{
			File: q.File, Line: q.Line, Col: 1, Rule: "duplicate-id", Severity: Error,
			Message: fmt.Sprintf("the id %q is taken by the question at %s", q.ID, other.place()),
			Hint:    "give one of the two another id",
		})
	}
	return problems
}
