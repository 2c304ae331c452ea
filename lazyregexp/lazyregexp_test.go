package lazyregexp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// A text that is no regular expression would be found only by who first uses it:
// here all that stand in the program are compiled.
func TestAllCompile(t *testing.T) {
	found := 0
	err := filepath.WalkDir("..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			of, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || of.Sel.Name != "New" {
				return true
			}
			if pkg, ok := of.X.(*ast.Ident); !ok || pkg.Name != "lazyregexp" {
				return true
			}
			if lit, ok := call.Args[0].(*ast.BasicLit); ok { // others are put together when they run
				found++
				if text, err := strconv.Unquote(lit.Value); err != nil {
					t.Error(err)
				} else if _, err := regexp.Compile(text); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			return true
		})
		return nil
	})
	if err != nil || found < 50 {
		t.Errorf("%d expressions, %v", found, err)
	}
}

func TestRegexp(t *testing.T) {
	r := New(`^a(b+)`)
	if got := r.FindStringSubmatch("abb"); len(got) != 2 || got[1] != "bb" || r.String() != `^a(b+)` {
		t.Errorf("FindStringSubmatch = %q of %s", got, r)
	}
}
