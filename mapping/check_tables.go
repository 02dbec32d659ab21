package mapping

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"flows/ledger"
)

// TableFinding is something wrong with a reference table.
type TableFinding struct {
	File string // below RuleFiles
	Line int    // 0 is the whole table
	What string
}

// CheckTables holds the program's reference tables to their form and to each other: clean text, as many
// fields as the heading, no line twice, a line about its source in the README, codes that areas.csv knows,
// shares that add up to the whole. The findings are ordered by file and line; none is as it should be.
func CheckTables() ([]TableFinding, error) {
	list, err := fs.Glob(referenceFiles, "reference/*.csv")
	if err != nil {
		return nil, err
	}
	about, err := referenceFiles.ReadFile("reference/README.md")
	if err != nil {
		return nil, err
	}
	var out []TableFinding
	for _, name := range list {
		text, err := referenceFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		file := path.Base(name)
		out = append(out, checkText(file, string(text))...)
		if !strings.Contains(string(about), strings.TrimSuffix(file, ".csv")) {
			out = append(out, TableFinding{file, 0, "the README says nothing of its source, vintage and licence"})
		}
	}
	out = append(out, checkCodes()...)
	out = append(out, checkWholes(Reference())...)
	slices.SortStableFunc(out, func(a, b TableFinding) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return out, nil
}

// checkText is what is wrong with a table as text.
func checkText(file, text string) (out []TableFinding) {
	if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\ufeff\ufffd") || !strings.HasSuffix(text, "\n") {
		out = append(out, TableFinding{file, 0, "it is no clean UTF-8 text with LF at the end of each line"})
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comment, in.FieldsPerRecord = '#', -1
	heading := 0
	first := map[string]int{}
	for {
		rec, err := in.Read()
		if err == io.EOF {
			return out
		}
		if err != nil {
			return append(out, TableFinding{file, 0, err.Error()})
		}
		line, _ := in.FieldPos(0)
		if heading == 0 {
			heading = len(rec)
		}
		if len(rec) != heading {
			out = append(out, TableFinding{file, line, fmt.Sprintf("%d fields, the heading has %d", len(rec), heading)})
		}
		whole := strings.Join(rec, "\x1f")
		if first[whole] > 0 {
			out = append(out, TableFinding{file, line, fmt.Sprintf("the same as line %d", first[whole])})
		} else {
			first[whole] = line
		}
	}
}

// checkCodes is where tables name areas that areas.csv does not hold.
func checkCodes() (out []TableFinding) {
	r := Reference()
	for _, t := range []struct {
		file, text string
		columns    int
		codes      []int
	}{
		{"area_names.csv", areaNamesCSV, 5, []int{1}}, {"area_aliases.csv", areaAliasesCSV, 5, []int{1}},
		{"area_codes.csv", areaCodesCSV, 3, []int{2}}, {"members.csv", membersCSV, 6, []int{0, 1}},
		{"lineage.csv", lineageCSV, 5, []int{0, 1}}, {"places.csv", placesCSV, 3, []int{2}},
		{"outcodes.csv", outcodesCSV, 4, []int{1}}, {"bodies.csv", bodiesCSV, 6, []int{3}},
		{"towns.csv", townsCSV, 4, []int{1}}, {"deprivation.csv", deprivationCSV, 7, []int{0}},
	} {
		line := 1
		records(t.text, t.columns, func(f []string) {
			line++
			for _, c := range t.codes {
				if _, ok := r.Area(f[c]); !ok {
					out = append(out, TableFinding{t.file, line, fmt.Sprintf("%q is in no line of areas.csv", f[c])})
				}
			}
		})
	}
	return out
}

// checkWholes is where shares of a postcode's first half do not add up to the whole.
func checkWholes(r *Registry) (out []TableFinding) {
	for code, shares := range r.outcodes() {
		sum := int64(0)
		for _, s := range shares {
			sum += int64(s.Share)
		}
		if sum != ledger.Whole {
			out = append(out, TableFinding{"outcodes.csv", 0, fmt.Sprintf("the shares of %s add up to %d billionths", code, sum)})
		}
	}
	slices.SortFunc(out, func(a, b TableFinding) int { return cmp.Compare(a.What, b.What) })
	return out
}
