// Package generate turns material, facts as data, into questions. It knows no
// subject and no kind of fact: what kinds there are, which fields they have
// and how each is asked stands in the material itself.
//
// Law: docs/generate.md.
package generate

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"kuril/deck"
)

// File is one file of material: its name as the user would write it, and its
// text.
type File struct {
	Name string
	Text []byte
}

// ReadAll reads the files named; of a folder, all its .toml files in the order
// of their names, as deck.Files finds them. Errors are fit to be shown to
// people.
func ReadAll(paths []string) ([]File, error) {
	var names []string
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			names = append(names, path) // what is wrong with it, reading it will tell
			continue
		}
		inside, problems := deck.Files(path)
		switch {
		case len(problems) > 0:
			return nil, problems[0]
		case len(inside) == 0:
			return nil, &deck.FileError{Path: path, Message: "there is no .toml file in this folder", Hint: "name a folder of material, or its files"}
		}
		names = append(names, inside...)
	}
	files := make([]File, len(names))
	for i, name := range names {
		text, err := deck.ReadText(name)
		if err != nil {
			return nil, err
		}
		files[i] = File{Name: name, Text: text}
	}
	return files, nil
}

// Generate makes a bank of the material in files. The same files give the same
// bytes, whatever their order. When something is wrong with the material, it
// returns no bytes and every problem found, with file, line and field.
func Generate(files []File) ([]byte, []deck.Problem) {
	m, problems := Read(files)
	if len(problems) > 0 {
		return nil, problems
	}
	questions, problems := m.Questions()
	if len(problems) > 0 {
		return nil, problems
	}
	c := &complaints{}
	sections := m.sectionsOf(c, questions)
	if len(c.all) > 0 {
		return nil, c.all
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Generated from %s; change that, not this file:\n", sources(files))
	fmt.Fprintf(&out, "#   kuril generate %s -o FILE\n", sources(files))
	for _, q := range questions {
		out.WriteString("\n")
		out.WriteString(strings.TrimRight(deck.Format(q), "\n"))
		out.WriteString("\n")
	}
	for _, s := range sections { // behind all questions; deck.Load counts on it
		out.WriteString("\n")
		out.WriteString(deck.FormatSection(s))
	}
	return out.Bytes(), nil
}

// sources names what the bank was made from: the folder when all files stand
// in one, else the files.
func sources(files []File) string {
	var names, folders []string
	for _, f := range files {
		name := filepath.ToSlash(f.Name)
		names = append(names, name)
		folder := "."
		if i := strings.LastIndexByte(name, '/'); i >= 0 {
			folder = name[:i]
		}
		if len(folders) == 0 || folders[len(folders)-1] != folder {
			folders = append(folders, folder)
		}
	}
	if len(files) > 1 && len(folders) == 1 {
		return folders[0][strings.LastIndexByte(folders[0], '/')+1:]
	}
	for i, name := range names {
		names[i] = name[strings.LastIndexByte(name, '/')+1:]
	}
	return strings.Join(names, " ")
}

// Questions makes the questions of the material, in teaching order.
func Questions(files []File) ([]*deck.Question, []deck.Problem) {
	m, problems := Read(files)
	if len(problems) > 0 {
		return nil, problems
	}
	return m.Questions()
}
