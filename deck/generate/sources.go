package generate

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"kuril/deck"
)

// ReadAll reads the files named; of a folder, all its .toml files in the order
// of their names, as deck.Files finds them. A file that is named twice, or
// stands in a folder that is named too, is read once. Errors are fit to be
// shown to people.
func ReadAll(paths []string) ([]File, error) { return ReadFor(paths, "") }

// ReadFor is ReadAll for a bank that will be written to the file output. The
// bank that stands there from the last time is no material, also when its
// folder is named; that material would be overwritten is an error.
func ReadFor(paths []string, output string) ([]File, error) {
	written, err := os.Stat(output)
	if err != nil {
		written = nil // nothing there that could be lost
	}
	var files []File
	read := map[string]bool{}
	take := func(name string, inFolder bool) error {
		if whole, err := filepath.Abs(name); err == nil {
			if read[whole] {
				return nil
			}
			read[whole] = true
		}
		text, err := deck.ReadText(name)
		if err != nil {
			return err
		}
		f := File{Name: name, Text: text}
		if info, err := os.Stat(name); err == nil && written != nil && os.SameFile(info, written) {
			switch root, _ := readTree(f); {
			case root == nil || !isBank(root):
				return &deck.FileError{Path: output, Message: "the bank would take the place of the material in this file", Hint: "write it to another file, such as   -o bank.toml"}
			case inFolder:
				return nil
			}
		}
		files = append(files, f)
		return nil
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			if err := take(path, false); err != nil { // what is wrong with it, reading it tells
				return nil, err
			}
			continue
		}
		inside, problems := deck.Files(path)
		before := len(read)
		for _, name := range inside {
			if err := take(name, true); err != nil {
				return nil, err
			}
		}
		switch {
		case len(problems) > 0:
			return nil, problems[0]
		case len(inside) == 0 || len(files) == 0 && len(read) > before:
			return nil, &deck.FileError{Path: path, Message: "there is no .toml file of material in this folder", Hint: "name a folder of material, or its files"}
		}
	}
	return files, nil
}

// isBank tells whether a file holds questions, and nothing that is material.
func isBank(root *table) bool {
	material := func(key string) bool { return slices.Contains(tables, key) && key != "section" }
	return len(root.keys) == 0 || root.values["question"] != nil && !slices.ContainsFunc(root.keys, material)
}

// sources names what the bank was made from: the folder when all files stand
// in one, else the files. The order in which they were named does not matter.
func sources(files []File) string {
	var names, folders []string
	for _, f := range files {
		// It will stand in a remark, which a line break would end.
		name := strings.Map(func(r rune) rune {
			if unicode.IsPrint(r) {
				return r
			}
			return '?'
		}, filepath.ToSlash(filepath.Clean(f.Name)))
		folder, base := "", name
		if i := strings.LastIndexByte(name, '/'); i >= 0 {
			folder, base = name[:i], name[i+1:]
		}
		names = append(names, base)
		if !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
	}
	if len(files) > 1 && len(folders) == 1 {
		if folder := folders[0][strings.LastIndexByte(folders[0], '/')+1:]; folder != "" && folder != ".." {
			return folder
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
