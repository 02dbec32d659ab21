package flows_test

import (
	"go/ast"
	"os"
	"slices"
	"strings"
	"testing"

	"flows"
)

// The codes that the program can give are those that have a page, and the index lists them all.
func TestEveryCodeHasAPage(t *testing.T) {
	t.Parallel()
	var codes []string
	each(t, func(file string, f *ast.File, _ func(ast.Node) int) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if x, ok := n.(*ast.BasicLit); ok && flows.IsErrorCode(strings.Trim(x.Value, `"`)) {
				codes = append(codes, strings.Trim(x.Value, `"`))
			}
			return true
		})
	})
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if !slices.Equal(codes, flows.ErrorCodes()) {
		t.Errorf("the program has the codes\n%v\ndocs/errors has pages for\n%v", codes, flows.ErrorCodes())
	}
	index, err := os.ReadFile("docs/errors/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		if line := "| [" + c + "](" + c + ".md) | " + flows.ErrorTitle(c) + " |\n"; !strings.Contains(string(index), line) {
			t.Errorf("docs/errors/README.md has no line %q", line)
		}
		text, _ := flows.ErrorPage(strings.ToLower(c))
		for _, part := range []string{"# " + c + ": ", "\n## What it means\n", "\n## Example\n", "\n## Why\n", "\n## What to do\n"} {
			if !strings.Contains(text, part) {
				t.Errorf("the page of %s has no %q", c, part)
			}
		}
	}
	if _, err := flows.ErrorPage("FL0999"); err == nil || !strings.Contains(err.Error(), `no code "FL0999"; did you mean FL0`) {
		t.Errorf("a code that is not there: %v", err)
	}
}
