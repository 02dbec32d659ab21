package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"flows/ledger"
)

// Key is one file keys/NAME.csv: how areas weigh against each other when money of a wide area is spread
// over the places in it. It changes no figure until --spread NAME asks for it.
type Key struct {
	Name     string // of the file, without .csv
	File     string // keys/NAME.csv
	Decimals int    // of the most exact weight: a weight is Weight / 10^Decimals
	Rows     []KeyRow
}

// KeyRow is one line of a key.
type KeyRow struct {
	Line   int
	Area   string      // GSS code, or one of areas.csv
	Year   ledger.Year // 0: every year
	Weight int64       // in the key's decimals; never negative
	Source string      // where the weight comes from
}

func keyColumns() []columnRule {
	return []columnRule{{"area", true}, {"year", false}, {"weight", true}, {"source", true}}
}

// keyDecimals is how many decimals a weight may have.
const keyDecimals = 9

// BuiltInKeys are the names of keys that need no file.
func BuiltInKeys() []string { return []string{"population", "deprived-population"} }

// What a key's name, which stands on the command line, and a weight may be.
var (
	keyName   = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`) })
	keyWeight = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]{1,15}(\.[0-9]{1,9})?$`) })
)

// readKeys reads every file of the folder keys, in the order of their names.
func (w *Workspace) readKeys() []error {
	files, err := os.ReadDir(filepath.Join(w.Dir, "keys"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return []error{err}
	}
	var problems []error
	for _, f := range files {
		name, isTable := strings.CutSuffix(f.Name(), ".csv")
		if !isTable || f.IsDir() {
			continue
		}
		problems = append(problems, w.readKey(name)...)
	}
	return problems
}

func (w *Workspace) readKey(name string) []error {
	k := Key{Name: name, File: "keys/" + name + ".csv"}
	if !keyName().MatchString(name) || slices.Contains(BuiltInKeys(), name) {
		return []error{&Mistake{k.File, 0, fmt.Sprintf("a key called %q", name),
			"a name of lower-case letters, digits and hyphens that is not built in (" + strings.Join(BuiltInKeys(), ", ") + ")", ""}}
	}
	text, err := os.ReadFile(filepath.Join(w.Dir, "keys", name+".csv"))
	if err != nil {
		return []error{err}
	}
	var weights []string
	problems := readTable(table{k.File, keyColumns(), func(r record) []error {
		row, problems := k.row(r)
		if problems == nil {
			k.Rows = append(k.Rows, row)
			weights = append(weights, r.get("weight"))
			if _, part, _ := strings.Cut(r.get("weight"), "."); len(part) > k.Decimals {
				k.Decimals = len(part)
			}
		}
		return problems
	}}, text)
	for i, s := range weights {
		whole, part, _ := strings.Cut(s, ".")
		n, err := strconv.ParseInt(whole+part+strings.Repeat("0", k.Decimals-len(part)), 10, 64)
		if err != nil || n >= 1e15 {
			problems = append(problems, &Mistake{k.File, k.Rows[i].Line, fmt.Sprintf("weight is %q beside weights of %d decimals", s, k.Decimals),
				"weights of no more than 15 digits in all", ""})
		}
		k.Rows[i].Weight = n
	}
	if len(problems) == 0 && len(k.Rows) == 0 {
		problems = []error{&Mistake{k.File, 0, "no lines", "a line for the wide area and one for each place in it: area, year, weight, source", ""}}
	}
	w.Keys = append(w.Keys, k)
	return problems
}

// row checks one line but for its weight's size. An area has one weight a year, or one for every year.
func (k *Key) row(r record) (row KeyRow, problems []error) {
	row = KeyRow{Line: r.line, Area: r.get("area"), Source: r.get("source")}
	if y := r.get("year"); y != "" {
		year, err := ledger.ParseYear(y)
		if err != nil {
			problems = append(problems, r.mistake(fmt.Sprintf("year is %q", y), "a financial year such as 2009-10, or nothing for every year"))
		}
		row.Year = year
	}
	if s := r.get("weight"); !keyWeight().MatchString(s) {
		problems = append(problems, r.mistake(fmt.Sprintf("weight is %q", s), fmt.Sprintf("a number that is not negative, without separators, of at most %d decimals, such as 0.8675", keyDecimals)))
	}
	if i := slices.IndexFunc(k.Rows, func(o KeyRow) bool { return o.Area == row.Area && o.Year == row.Year }); i >= 0 {
		problems = append(problems, r.mistake(fmt.Sprintf("%s has a weight for this year on line %d already", row.Area, k.Rows[i].Line), "each area and year once"))
	}
	return row, problems
}
