package flows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rule is what the package in a folder may import: of ours, and from outside the standard library.
type rule struct{ ours, outside []string }

// policy is the import policy of the house. A folder that is not here may hold no Go code.
var policy = map[string]rule{
	"ledger":           {nil, []string{"github.com/parquet-go/parquet-go", "github.com/zeebo/xxh3", "github.com/klauspost/compress/s2", "golang.org/x/sync", "golang.org/x/sys"}},
	"ledger/draws":     {nil, []string{"pgregory.net/rapid"}},
	"ingest/sheet":     {nil, []string{"github.com/klauspost/compress", "golang.org/x/text", "github.com/richardlehane/mscfb"}},
	"ingest/cell":      {[]string{"ledger"}, nil},
	"ingest/table":     {[]string{"ledger", "ingest/sheet", "ingest/cell"}, nil},
	"privacy":          {nil, nil},
	"ingest":           {[]string{"ledger", "privacy", "ingest/sheet", "ingest/table", "ingest/cell"}, []string{"golang.org/x/sync"}},
	"mapping":          {[]string{"ledger"}, []string{"gonum.org/v1/gonum"}},
	"mapping/train":    {[]string{"ledger", "mapping"}, []string{"gonum.org/v1/gonum"}},
	"mapping/sectors":  {[]string{"mapping"}, nil},
	"query":            {[]string{"ledger"}, nil},
	"query/duck":       {[]string{"query", "ledger"}, []string{"github.com/duckdb/duckdb-go"}},
	"query/enginetest": {[]string{"query", "ledger", "ledger/draws"}, []string{"github.com/parquet-go/parquet-go", "pgregory.net/rapid"}},
	"report":           {[]string{"ledger"}, []string{"github.com/olekukonko/tablewriter", "github.com/xuri/excelize", "gonum.org/v1/plot", "github.com/mattn/go-runewidth", "github.com/clipperhouse/displaywidth"}},
	"workspace":        {[]string{"ledger"}, []string{"github.com/goccy/go-yaml"}},
	".":                {[]string{"ledger", "ingest", "ingest/sheet", "ingest/table", "ingest/cell", "mapping", "privacy", "query", "report", "workspace"}, []string{"golang.org/x/sync"}},
	"cmd/flows":        {[]string{"."}, nil}, // and everything else: see below
	"bench":            {[]string{"."}, nil},
	"testdata/demo":    {nil, nil}, // generators, which no build sees
	"testdata/gallery": {nil, nil},
}

// free are the folders whose imports are not limited: the program wires everything, the bench measures it.
var free = []string{"cmd/flows", "bench", "testdata/demo", "testdata/gallery"}

// testOnly are modules that any test may use.
var testOnly = []string{"pgregory.net/rapid", "github.com/rogpeppe/go-internal", "github.com/xuri/excelize", "github.com/parquet-go/parquet-go"}

func TestImportsKeepToThePolicy(t *testing.T) {
	t.Parallel()
	each(t, func(file string, f *ast.File, _ func(ast.Node) int) {
		dir := path.Dir(file)
		allowed, known := policy[dir]
		if !known {
			t.Errorf("%s: the policy in arch_test.go knows no package %s", file, dir)
			return
		}
		if slices.Contains(free, dir) {
			return
		}
		test := strings.HasSuffix(file, "_test.go")
		for _, spec := range f.Imports {
			name := strings.Trim(spec.Path.Value, `"`)
			switch {
			case name == "flows" || strings.HasPrefix(name, "flows/"):
				ours := strings.TrimPrefix(strings.TrimPrefix(name, "flows"), "/")
				if ours == "" {
					ours = "."
				}
				if !slices.Contains(allowed.ours, ours) && !(test && ours == dir) && !(test && testMayImport(dir, ours)) {
					t.Errorf("%s imports %s, which %s may not", file, name, dir)
				}
			case strings.Contains(strings.SplitN(name, "/", 2)[0], "."):
				if !under(name, allowed.outside) && !(test && under(name, testOnly)) {
					t.Errorf("%s imports %s, which has no home in %s", file, name, dir)
				}
			}
		}
	})
}

// testMayImport lets any test say how it draws, an engine's test use the suite, and the root's tests everything.
func testMayImport(dir, ours string) bool {
	return dir == "." || ours == "ledger/draws" || dir == "query/duck" && ours == "query/enginetest"
}

func under(name string, roots []string) bool {
	return slices.ContainsFunc(roots, func(r string) bool { return name == r || strings.HasPrefix(name, r+"/") })
}

// Below cmd nothing prints, exits or runs by itself at start.
func TestLibraryNeitherPrintsNorExits(t *testing.T) {
	t.Parallel()
	each(t, func(file string, f *ast.File, _ func(ast.Node) int) {
		if strings.HasSuffix(file, "_test.go") || slices.Contains(free, path.Dir(file)) || path.Dir(file) == "mapping/train" || path.Dir(file) == "mapping/sectors" {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					t.Errorf("%s has an init function", file)
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && forbidden[x.Name+"."+n.Sel.Name] {
					t.Errorf("%s uses %s.%s", file, x.Name, n.Sel.Name)
				}
			}
			return true
		})
	})
}

var forbidden = map[string]bool{
	"os.Exit": true, "fmt.Print": true, "fmt.Println": true, "fmt.Printf": true, "os.Stdout": true, "os.Stderr": true,
	"log.Print": true, "log.Println": true, "log.Printf": true, "log.Fatal": true, "log.Fatalf": true,
}

// A file and a function can be read in one go, those of tests too. Tables of data, which are one composite
// literal, may be as long as what they list.
func TestFilesAndFunctionsAreShort(t *testing.T) {
	t.Parallel()
	const fileLines, functionLines = 450, 70
	each(t, func(file string, f *ast.File, lines func(ast.Node) int) {
		table := false
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if isTable(fn) {
				table = true
			} else if n := lines(fn); n > functionLines {
				t.Errorf("%s: %s has %d lines, %d are the most", file, fn.Name.Name, n, functionLines)
			}
		}
		if n := lines(f); n > fileLines && !table {
			t.Errorf("%s has %d lines, %d are the most", file, n, fileLines)
		}
	})
}

// isTable says whether a function is nothing but the return of a list.
func isTable(fn *ast.FuncDecl) bool {
	if fn.Body == nil || len(fn.Body.List) != 1 {
		return false
	}
	ret, ok := fn.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return false
	}
	_, ok = ret.Results[0].(*ast.CompositeLit)
	return ok
}

// Every package says what it is for, and every exported name is explained.
func TestEverythingExportedIsDocumented(t *testing.T) {
	t.Parallel()
	packageDoc := map[string]bool{}
	each(t, func(file string, f *ast.File, _ func(ast.Node) int) {
		if strings.HasSuffix(file, "_test.go") || slices.Contains(free, path.Dir(file)) {
			return
		}
		dir := path.Dir(file)
		packageDoc[dir] = packageDoc[dir] || f.Doc != nil
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
					t.Errorf("%s: %s is not documented", file, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil {
						t.Errorf("%s: type %s is not documented", file, ts.Name.Name)
					}
				}
			}
		}
	})
	for dir, ok := range packageDoc {
		if !ok {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	x := d.Recv.List[0].Type
	if star, ok := x.(*ast.StarExpr); ok {
		x = star.X
	}
	id, ok := x.(*ast.Ident)
	return ok && id.IsExported()
}

// each parses every Go file of the module.
func each(t *testing.T, visit func(file string, f *ast.File, lines func(ast.Node) int)) {
	t.Helper()
	fset, files := token.NewFileSet(), 0
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		f, err := parser.ParseFile(fset, p, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		files++
		visit(filepath.ToSlash(p), f, func(n ast.Node) int {
			from := fset.Position(n.Pos()).Line
			if n == f {
				from = 1
			}
			return fset.Position(n.End()).Line - from + 1
		})
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files read: %v", files, err)
	}
}
