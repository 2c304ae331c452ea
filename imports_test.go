package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which of our packages each package may import. deck and
// progress never meet; what depends on both is decided in quiz.
var mayImport = map[string][]string{
	"kuril":                     {"kuril/command"},
	"kuril/command":             {"kuril/quiz", "kuril/deck", "kuril/progress", "kuril/deck/generate", "kuril/deck/generate/prose", "kuril/deck/lint", "kuril/lazyregexp"},
	"kuril/quiz":                {"kuril/deck", "kuril/progress", "kuril/progress/fsrs", "kuril/deck/anki", "kuril/deck/hashcards", "kuril/deck/lint", "kuril/lazyregexp"},
	"kuril/deck":                {"kuril/lazyregexp"},
	"kuril/deck/generate":       {"kuril/deck", "kuril/lazyregexp"},
	"kuril/deck/generate/prose": {"kuril/deck", "kuril/lazyregexp"},
	"kuril/deck/lint":           {"kuril/deck"},
	"kuril/deck/anki":           {"kuril/deck"},
	"kuril/deck/hashcards":      {"kuril/deck"},
	"kuril/progress":            {"kuril/progress/fsrs", "kuril/lazyregexp"},
	"kuril/progress/fsrs":       {},
	"kuril/lazyregexp":          {},
	// Of tests and figures only.
	"kuril/internal/large": {"kuril/progress", "kuril/progress/fsrs"},
}

// onlyIn says which packages may know of a module: each is one package's
// affair, or it would be everybody's.
var onlyIn = map[string][]string{
	"github.com/urfave/cli":          {"kuril/command"},
	"github.com/fatih/color":         {"kuril/quiz"},
	"golang.org/x/term":              {"kuril/quiz"},
	"github.com/ergochat/readline":   {"kuril/quiz"},
	"github.com/schollz/progressbar": {"kuril/quiz"},
	"github.com/pelletier/go-toml":   {"kuril/deck", "kuril/deck/generate", "kuril/command"},
	"github.com/mattn/go-sqlite3":    {"kuril/progress", "kuril/deck/anki", "kuril/deck/hashcards"},
	"github.com/yuin/goldmark":       {"kuril/deck/generate/prose"},
	"github.com/kljensen/snowball":   {"kuril/deck/generate/prose"},
	"flag":                           {}, // command lines are read by urfave/cli
	"net":                            {}, // nothing is sent or fetched; net/url is no network
	"net/http":                       {},
	"net/rpc":                        {},
	"crypto/tls":                     {},
	"golang.org/x/net/http2":         {},
}

// world is what only main reads: clock, environment, arguments, streams, and
// chance that nothing seeds.
var world = map[string][]string{
	"time": {"Now", "Since", "Until", "Local", "After", "Tick", "Sleep"},
	"os": {"Args", "Exit", "Stdin", "Stdout", "Stderr", "Getenv", "LookupEnv", "Environ", "ExpandEnv",
		"Setenv", "Unsetenv", "UserHomeDir", "UserConfigDir", "UserCacheDir"},
	"syscall": {"Getenv", "Environ", "Exit"},
	"fmt":     {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"log":     {"Print", "Printf", "Println", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf", "Panicln"},
	"math/rand/v2": {"Int", "IntN", "Int32", "Int32N", "Int64", "Int64N", "N", "Uint", "UintN", "Uint32", "Uint32N",
		"Uint64", "Uint64N", "Float32", "Float64", "NormFloat64", "ExpFloat64", "Perm", "Shuffle"},
	"math/rand": {"Int", "Intn", "Int31", "Int31n", "Int63", "Int63n", "Uint32", "Uint64", "Float32", "Float64",
		"NormFloat64", "ExpFloat64", "Perm", "Shuffle", "Read", "Seed"},
}

// TestImports holds who may import whom, and that only main reads the world.
func TestImports(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && name != "." && (strings.HasPrefix(e.Name(), ".") || e.Name() == "testdata") {
			return fs.SkipDir
		}
		if e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files++
		for _, complaint := range judgeFile(set, path.Join("kuril", filepath.ToSlash(filepath.Dir(name))), file) {
			t.Error(complaint)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Fatal("no files were looked at")
	}
}

// judgeFile returns what a file of a package does that it may not.
func judgeFile(set *token.FileSet, pkg string, file *ast.File) []string {
	var complaints []string
	complain := func(at ast.Node, format string, args ...any) {
		complaints = append(complaints, fmt.Sprintf("%v: %s", set.Position(at.Pos()), fmt.Sprintf(format, args...)))
	}
	ours, known := mayImport[pkg]
	if !known {
		complain(file, "package %s is not in the table of who may import whom", pkg)
	}
	names := map[string]string{} // what an import is called here: its path
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(imported)
		if name == "v2" {
			name = path.Base(path.Dir(imported))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = imported
		if strings.HasPrefix(imported, "kuril/") && !slices.Contains(ours, imported) {
			complain(spec, "%s may not import %s", pkg, imported)
		}
		for module, users := range onlyIn {
			if (imported == module || strings.Contains(module, ".") && strings.HasPrefix(imported, module+"/")) && !slices.Contains(users, pkg) {
				complain(spec, "%s may not import %s", pkg, imported)
			}
		}
		if name == "." {
			complain(spec, "a dot import hides what comes from where")
		}
	}
	if file.Name.Name == "main" {
		return complaints
	}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := selector.X.(*ast.Ident); ok && slices.Contains(world[names[x.Name]], selector.Sel.Name) {
			complain(selector, "only main may use %s.%s", names[x.Name], selector.Sel.Name)
		}
		return true
	})
	return complaints
}

// TestJudgeFile makes sure that the rules are not merely never asked.
func TestJudgeFile(t *testing.T) {
	for _, tt := range []struct{ name, pkg, text, want string }{
		{"command may use quiz", "kuril/command", `package command; import "kuril/quiz"`, ""},
		{"deck may not use progress", "kuril/deck", `package deck; import "kuril/progress"`, "may not import kuril/progress"},
		{"progress may not use deck", "kuril/progress", `package progress; import "kuril/deck"`, "may not import kuril/deck"},
		{"the model stands alone", "kuril/progress/fsrs", `package fsrs; import "kuril/progress"`, "may not import"},
		{"main sees command only", "kuril", `package main; import "kuril/quiz"`, "may not import kuril/quiz"},
		{"a package nobody placed", "kuril/util", `package util`, "not in the table"},
		{"the database elsewhere", "kuril/quiz", `package quiz; import _ "github.com/mattn/go-sqlite3"`, "may not import"},
		{"a later version counts too", "kuril/quiz", `package quiz; import "github.com/urfave/cli/v2"`, "may not import"},
		{"the line editor in quiz", "kuril/quiz", `package quiz; import "github.com/ergochat/readline"`, ""},
		{"the network", "kuril/quiz", `package quiz; import "net/http"`, "may not import net/http"},
		{"an address is no network", "kuril/quiz", `package quiz; import "net/url"`, ""},
		{"the clock", "kuril/quiz", `package quiz; import "time"; var t = time.Now()`, "only main may use time.Now"},
		{"the clock as a value", "kuril/quiz", `package quiz; import "time"; var t = time.Now`, "only main may use time.Now"},
		{"under another name", "kuril/quiz", `package quiz; import w "os"; func f() { w.Exit(1) }`, "only main may use os.Exit"},
		{"chance", "kuril/quiz", `package quiz; import "math/rand/v2"; var n = rand.IntN(3)`, "only main may use math/rand/v2.IntN"},
		{"seeded chance", "kuril/quiz", `package quiz; import "math/rand/v2"; var n = rand.New(rand.NewPCG(1, 2)).IntN(3)`, ""},
		{"main reads the world", "kuril", `package main; import "os"; func main() { os.Exit(0) }`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, "x.go", tt.text, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(judgeFile(set, tt.pkg, file), "; ")
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("judgeFile(%s, %s) = %q, want %q", tt.pkg, tt.text, got, tt.want)
			}
		})
	}
}

// TestMap holds that docs/map.md says of every module from elsewhere what it is
// for.
func TestMap(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("docs", "map.md"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	modules := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllSubmatch(mod, -1) // indirect ones say so behind
	if len(modules) == 0 {
		t.Fatal("no modules are found")
	}
	for _, m := range modules {
		_, name, _ := strings.Cut(string(m[1]), "/") // as the page writes it
		if !strings.Contains(string(page), "\n| "+name+" |") {
			t.Errorf("docs/map.md does not say what %s is for", m[1])
		}
	}
}

// TestLicences holds that docs/licences.md lists every module of go.mod.
func TestLicences(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("docs", "licences.md"))
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	listed := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?m)^\| (\S+/\S+) \| [A-Z]`).FindAllSubmatch(page, -1) {
		listed[string(m[1])] = true
	}
	modules := regexp.MustCompile(`(?m)^\t(\S+) v\S+`).FindAllSubmatch(mod, -1)
	if len(modules) == 0 {
		t.Fatal("no modules are found")
	}
	for _, m := range modules {
		if !listed[string(m[1])] {
			t.Errorf("docs/licences.md does not list %s", m[1])
		}
	}
}
