package mapping

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
)

// functionTables holds the tables of the function side: COFOG and its cross-walks, the rules, the
// remits, the model's weights. They are read when first asked for, never at start-up.
//
//go:embed reference/cofog*.csv reference/hmt_functions.csv reference/function_* reference/frameworks.csv reference/outcomes*.csv
var functionTables embed.FS

// Function is one division ("09"), group ("09.5") or class ("09.5.0") of COFOG, the Classification
// of the Functions of Government (United Nations, 1999).
type Function struct {
	Code     string
	Level    string // division | group | class
	Parent   string // "" of a division
	Name     string
	CatchAll bool   // n.e.c., R&D and 09.5: measures doubt in coding as much as a purpose
	Service  string // of a class: individual | collective
	Belongs  string // what belongs here, in words
	Not      string // what does not, and where it goes instead
}

// HMTLine is one sub-function of HM Treasury's variation of COFOG, with its UN home.
type HMTLine struct {
	Function, Code, Group, Name string
	UN                          string // the UN group or division; "" where there is none (EU transactions)
	Note                        string // part_of_group | group_shared_by_functions | division_only | no_un_equivalent
}

// OutturnLine is one service line of English councils' revenue outturn, with its one COFOG home.
type OutturnLine struct {
	Form, Line, Name, Code string // form RO1 … RO6, RS, COR, RA; line "" where its number has changed with the years
	Reason                 string
}

// Cofog is the classification with its cross-walks. It is read-only and safe for use at once.
type Cofog struct {
	functions []Function
	at        map[string]int
	hmt       []HMTLine
	outturn   []OutturnLine
	named     map[string]string // folded name, UN's or HM Treasury's, to code
}

// COFOG is the classification that the program carries.
var COFOG = sync.OnceValue(func() *Cofog {
	c, err := readCofog()
	if err != nil {
		// The tables are part of the program: a test reads them, so this cannot be met in the field.
		panic(err)
	}
	return c
})

func readCofog() (*Cofog, error) {
	c := &Cofog{at: map[string]int{}, named: map[string]string{}}
	notes := map[string][2]string{}
	err := errors.Join(
		eachRow("cofog_notes.csv", []string{"code", "belongs", "not"}, func(r []string) error {
			notes[r[0]] = [2]string{r[1], r[2]}
			return nil
		}),
		eachRow("cofog.csv", []string{"code", "level", "parent", "name", "catch_all", "service"}, func(r []string) error {
			f := Function{Code: r[0], Level: r[1], Parent: r[2], Name: r[3], CatchAll: r[4] == "true", Service: r[5]}
			f.Belongs, f.Not = notes[f.Code][0], notes[f.Code][1]
			c.at[f.Code] = len(c.functions)
			c.functions = append(c.functions, f)
			return nil
		}),
		eachRow("hmt_functions.csv", []string{"division", "function", "hmt_code", "hmt_sub_function_group", "sub_function", "un_codes", "note"}, func(r []string) error {
			c.hmt = append(c.hmt, HMTLine{Function: r[1], Code: r[2], Group: r[3], Name: r[4], UN: r[5], Note: r[6]})
			return nil
		}),
		eachRow("cofog_outturn.csv", []string{"form", "line", "name", "code", "reason"}, func(r []string) error {
			c.outturn = append(c.outturn, OutturnLine{Form: r[0], Line: r[1], Name: r[2], Code: r[3], Reason: r[4]})
			return nil
		}),
	)
	if err != nil {
		return nil, err
	}
	c.nameCodes()
	return c, nil
}

// Functions are all divisions, groups and classes, by code.
func (c *Cofog) Functions() []Function { return append([]Function(nil), c.functions...) }

// Lookup finds one by its code, written "09.5", "9.5", "GF0905" or "0905".
func (c *Cofog) Lookup(code string) (Function, bool) {
	i, ok := c.at[canonicalCode(code)]
	if !ok {
		return Function{}, false
	}
	return c.functions[i], true
}

// Name is the name of a code, "" where there is no such code.
func (c *Cofog) Name(code string) string {
	if i, ok := c.at[code]; ok {
		return c.functions[i].Name
	}
	return ""
}

// CatchAll is whether money under the code measures doubt in coding as much as a purpose.
func (c *Cofog) CatchAll(code string) bool {
	i, ok := c.at[code]
	return ok && c.functions[i].CatchAll
}

// DivisionOf is the division of a group or class: "09" of "09.5".
func DivisionOf(code string) string {
	if len(code) >= 2 {
		return code[:2]
	}
	return ""
}

// GroupOf is the group of a group or class: "09.5" of "09.5.0", and "" of a division.
func GroupOf(code string) string {
	if len(code) >= 4 {
		return code[:4]
	}
	return ""
}

var (
	dottedCode = regexp.MustCompile(`^(\d{1,2})(?:\.(\d))?(?:\.(\d))?\.?$`)
	packedCode = regexp.MustCompile(`^(?:GF)?(\d{2})(?:0?(\d))?(?:0?(\d))?$`)
)

// canonicalCode is the code as COFOG writes it here, "" where it is none.
func canonicalCode(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	m := dottedCode.FindStringSubmatch(s)
	if m == nil {
		m = packedCode.FindStringSubmatch(s)
	}
	if m == nil {
		return ""
	}
	code := m[1]
	if len(code) == 1 {
		code = "0" + code
	}
	for _, part := range m[2:] {
		if part == "" {
			break
		}
		code += "." + part
	}
	return code
}

// eachRow reads one embedded table, checks its heading, and gives each record to visit.
func eachRow(name string, heading []string, visit func([]string) error) error {
	f, err := functionTables.Open("reference/" + name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := eachRecord(f, heading, visit); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// eachRecord reads csv whose first record must be heading, and gives each further record to visit.
// Lines that begin with "#" are comments. An error names the line.
func eachRecord(r io.Reader, heading []string, visit func([]string) error) error {
	in := csv.NewReader(r)
	in.Comment = '#'
	in.FieldsPerRecord = len(heading)
	first, err := in.Read()
	if err != nil {
		return err
	}
	for i, h := range heading {
		if first[i] != h {
			return fmt.Errorf("column %d is %q, want %q", i+1, first[i], h)
		}
	}
	for {
		rec, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := visit(rec); err != nil {
			line, _ := in.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}
