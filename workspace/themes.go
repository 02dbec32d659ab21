package workspace

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"flows/ledger"

	"github.com/goccy/go-yaml/ast"
)

// Theme is one file themes/NAME.yaml: what a deep dive looks into. Its rules say which purposes belong to
// it; Serves of them is not used.
type Theme struct {
	Name       string // of the file, without .yaml
	Title      string
	Cohort     string // whom it is for; "" where not supplied
	CohortSize int64  // 0 where not supplied
	UnitCost   ledger.Pence
	HasCost    bool // UnitCost is supplied
	Include    []OutcomeRule
	Exclude    []OutcomeRule // beat Include; what they take out is shown apart
	Administer []OutcomeRule // of what is included: the administration
}

// Where names a line of the file.
func (t *Theme) Where(line int) string { return fmt.Sprintf("themes/%s.yaml:%d", t.Name, line) }

func (w *Workspace) readTheme(p *page, name string, top []*ast.MappingValueNode) {
	t := Theme{Name: name}
	rules := func(to *[]OutcomeRule) func(ast.Node) {
		return p.each(func(n ast.Node) { *to = append(*to, p.rule(n)) })
	}
	p.pairs(top, 1, "the theme", []key{
		must(p.into("name", &t.Title)), p.into("cohort", &t.Cohort),
		{"cohort_size", false, func(n ast.Node) { t.CohortSize = p.people("cohort_size", n) }},
		{"unit_cost", false, func(n ast.Node) { t.UnitCost, t.HasCost = p.pounds("unit_cost", n) }},
		{"include", true, rules(&t.Include)}, {"exclude", false, rules(&t.Exclude)}, {"administration", false, rules(&t.Administer)},
	})
	if len(t.Include) == 0 && len(p.problems) == 0 {
		p.fail(0, "the theme includes nothing", "include: and at least one rule", "")
	}
	w.Themes = append(w.Themes, t)
}

// people reads a whole number above nought.
func (p *page) people(name string, n ast.Node) int64 {
	s := p.text(name, n)
	v, err := strconv.ParseInt(s, 10, 64)
	if s != "" && (err != nil || v <= 0) {
		p.fail(lineOf(n), fmt.Sprintf("%s is %q", name, s), "a whole number without separators", "")
	}
	return max(v, 0)
}

// pounds reads an amount in pounds, with two decimals or none.
func (p *page) pounds(name string, n ast.Node) (ledger.Pence, bool) {
	s := p.text(name, n)
	whole, pence, hasPence := strings.Cut(s, ".")
	v, err := strconv.ParseInt(whole+pence, 10, 64)
	if err != nil || v < 0 || strings.HasPrefix(s, "+") || hasPence && len(pence) != 2 || !hasPence && v > int64(ledger.MaxPence)/100 || v > int64(ledger.MaxPence) {
		p.fail(lineOf(n), fmt.Sprintf("%s is %q", name, s), "pounds without separators, such as 4200 or 4200.50", "")
		return 0, false
	}
	if !hasPence {
		v *= 100
	}
	return ledger.Pence(v), true
}

// ProgrammeFact is one line of programmes.csv: what a programme is for, as its owner says.
type ProgrammeFact struct {
	Line                             int
	Programme, Department, Objective string // Department "" is any
}

// Role is one line of roles.csv: an organisation's role in an outcome.
type Role struct {
	Line                  int
	Body, Challenge, Role string // Challenge is an outcome's id or name; "" is every outcome
}

// reportTables are the csv files of a workspace that reports go by when they add up, or print beside the money. All are optional.
func (w *Workspace) reportTables() []table {
	return []table{
		{gapsFile, gapColumns(), w.addGap},
		{sourceDecisions, sourceColumns(), w.addSourceDecision},
		{"programmes.csv", []columnRule{{"programme", true}, {"department", false}, {"objective", true}}, w.addProgramme},
		{"roles.csv", []columnRule{{"body", true}, {"challenge", false}, {"role", true}}, w.addRole},
	}
}

func (w *Workspace) addProgramme(r record) []error {
	one := ProgrammeFact{r.line, r.get("programme"), r.get("department"), r.get("objective")}
	if i := slices.IndexFunc(w.ProgrammeFacts, func(o ProgrammeFact) bool {
		return strings.EqualFold(o.Programme, one.Programme) && strings.EqualFold(o.Department, one.Department)
	}); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("programme %q stands on line %d already", one.Programme, w.ProgrammeFacts[i].Line), "each programme of a department once")}
	}
	w.ProgrammeFacts = append(w.ProgrammeFacts, one)
	return nil
}

func (w *Workspace) addRole(r record) []error {
	one := Role{r.line, r.get("body"), r.get("challenge"), r.get("role")}
	if i := slices.IndexFunc(w.Roles, func(o Role) bool {
		return strings.EqualFold(o.Body, one.Body) && strings.EqualFold(o.Challenge, one.Challenge)
	}); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("%q has a role in this on line %d already", one.Body, w.Roles[i].Line), "each organisation once for each challenge")}
	}
	w.Roles = append(w.Roles, one)
	return nil
}
