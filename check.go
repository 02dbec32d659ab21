package flows

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
	"flows/workspace"
)

// Finding is one thing that Check found.
type Finding struct {
	Kind string // one of FindingKinds
	File string // of the workspace, or of the program's reference tables
	Line int    // 0 is the whole file
	Rule string // the rule's id or the decision's pattern; "" of findings about other things
	What string
	Mend string // what to do; "" is what is to be done about all findings of the kind
	Own  bool   // it is the workspace's to mend
}

// Kinds of findings beside those of rules (unreachable, contradictory, duplicate, unused).
const (
	FindingReference = "reference" // a reference table of the program fails its check
	FindingSource    = "source"    // a source that flows.yaml lists is not there
	FindingUnknown   = "unknown"   // a file of the workspace names what is not there
	FindingStale     = "stale"     // the shares are not those of today's rules and files
)

// FindingKinds are the kinds of findings, in the order in which they are listed.
func FindingKinds() []string {
	return []string{FindingStale, FindingSource, FindingReference, FindingUnknown, mapping.RuleContradictory, mapping.RuleUnreachable, mapping.RuleDuplicate, mapping.RuleUnused}
}

// Check looks for what is wrong with the rules, tables, decisions and sources that figures rest on. It reads
// and changes nothing. Whether a rule is used is judged on the ledger's shares, where these are current.
func (p *Project) Check(ctx context.Context) ([]Finding, error) {
	out := append(p.checkSources(), p.checkSourceDecisions()...)
	tables, err := mapping.CheckTables()
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		out = append(out, Finding{Kind: FindingReference, File: mapping.RuleFiles + t.File, Line: t.Line, What: t.What})
	}
	if _, err := p.registry(); err != nil {
		refused := p.checkRefused()
		if len(refused) == 0 {
			return nil, err
		}
		return findingsInOrder(append(out, refused...)), nil
	}
	rules, err := p.checkRules()
	if err != nil {
		return nil, err
	}
	out = append(out, rules...)
	plans, err := p.checkPlans()
	if err != nil {
		return nil, err
	}
	out = append(append(append(out, plans...), p.checkKeys()...), p.checkPlaceNames()...)
	used, err := p.checkUse(ctx)
	if err != nil {
		return nil, err
	}
	return findingsInOrder(append(out, used...)), nil
}

// findingsInOrder are findings by kind, the workspace's own before the program's, then by where they stand.
func findingsInOrder(out []Finding) []Finding {
	kinds := FindingKinds()
	slices.SortStableFunc(out, func(a, b Finding) int {
		own := map[bool]int{true: 0, false: 1}
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(own[a.Own], own[b.Own]),
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.What, b.What))
	})
	return out
}

// checkSources finds the sources that are listed and not there.
func (p *Project) checkSources() (out []Finding) {
	for i, path := range p.SourceNames() {
		_, err := os.Stat(path)
		found, globErr := filepath.Glob(path)
		if err == nil || globErr == nil && len(found) > 0 {
			continue
		}
		what := fmt.Sprintf("%s is listed and not there", p.Workspace.Sources[i])
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			what = fmt.Sprintf("%s is listed and cannot be read", p.Workspace.Sources[i])
		}
		out = append(out, Finding{Kind: FindingSource, File: workspace.File, Line: p.lineWith(workspace.File, p.Workspace.Sources[i]), What: what, Own: true})
	}
	return out
}

// lineWith is the first line of a workspace's file that holds a text, 0 where none does.
func (p *Project) lineWith(file, text string) int {
	f, err := os.Open(filepath.Join(p.Workspace.Dir, file))
	if err != nil {
		return 0
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		if line := strings.TrimSpace(in.Text()); !strings.HasPrefix(line, "#") && strings.Contains(line, text) {
			return n
		}
	}
	return 0
}

// checkRules finds rules and decisions that cannot decide, contradict each other or stand twice.
func (p *Project) checkRules() ([]Finding, error) {
	book, err := p.ruleBook()
	if err != nil {
		return nil, err
	}
	cuts, err := book.classes.CheckRules()
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, x := range slices.Concat(book.functions.CheckRules(), cuts) {
		f := book.at(x.Rule)
		other := book.at(x.Other)
		if !f.Own && other.Own {
			continue // a decision is there to overrule the program
		}
		f.Kind, f.Rule = x.Kind, x.Rule
		f.What = meeting(x, " ("+where(other)+")")
		out = append(out, f)
	}
	return out, nil
}

// meeting says how a rule meets another; at says where that one stands, if its id does not.
func meeting(x mapping.RuleFinding, at string) string {
	return fmt.Sprintf(map[string]string{
		mapping.RuleUnreachable:   "wherever {%s} stands, %s%s wins",
		mapping.RuleContradictory: "{%s} has another value in %s%s",
		mapping.RuleDuplicate:     "{%s} stands in %s%s already",
	}[x.Kind], x.Wording, x.Other, at)
}

// where is a finding's place: functions.csv:12.
func where(f Finding) string {
	if f.Line == 0 {
		return f.File
	}
	return f.File + ":" + strconv.Itoa(f.Line)
}

// ruleBook is what purposes are judged by.
type ruleBook struct {
	functions *mapping.Functions
	classes   *mapping.Classes
	at        func(id string) Finding // where a rule stands
}

func (p *Project) ruleBook() (b ruleBook, err error) {
	if b.functions, err = p.functions(); err != nil {
		return b, err
	}
	if b.classes, err = p.classes(); err != nil {
		return b, err
	}
	b.at, err = p.rulePlaces()
	return b, err
}

// rulePlaces tells where a rule stands.
func (p *Project) rulePlaces() (func(id string) Finding, error) {
	program, err := mapping.RulePlaces()
	if err != nil {
		return nil, err
	}
	own := map[string]Finding{}
	for _, d := range p.Workspace.FunctionDecisions {
		own[d.ID] = Finding{File: "decisions/functions.csv", Line: d.Line, Own: true}
	}
	for _, r := range p.Workspace.ClassRules {
		own[r.ID] = Finding{File: "classes.csv", Line: r.Line, Own: true}
	}
	return func(id string) Finding {
		if f, ok := own[id]; ok {
			return f
		}
		at := program[id]
		return Finding{File: mapping.RuleFiles + at.File, Line: at.Line}
	}, nil
}

// checkUse finds what decided nothing in the ledger, and decisions on one payee that differ. Of shares that
// are not current it says that, and judges nothing.
func (p *Project) checkUse(ctx context.Context) ([]Finding, error) {
	if len(p.Ledger.Files("entries")) == 0 {
		return nil, nil
	}
	if !p.mapped() {
		return []Finding{{Kind: FindingStale, File: "ledger", Own: true,
			What: "the shares are not those of today's rules, decisions and files; any report or 'flows map' makes them anew, and then tells which rules are unused"}}, nil
	}
	won := map[string]int{}
	for _, dim := range []string{ledger.DimFunction, classShares} {
		for _, path := range p.Ledger.Shares(dim) {
			err := ledger.ReadTable(path, func(rows []ledger.Share) error {
				mapping.CountRules(won, rows)
				return ctx.Err()
			})
			if err != nil {
				return nil, err
			}
		}
	}
	book, err := p.ruleBook()
	if err != nil {
		return nil, err
	}
	var out []Finding
	for _, x := range slices.Concat(book.functions.UnusedRules(won), book.classes.UnusedRules(won)) {
		f := book.at(x.Rule)
		f.Kind, f.Rule, f.What = x.Kind, x.Rule, "it decided nothing in this ledger"
		out = append(out, f)
	}
	words, err := p.wordings(ctx)
	if err != nil {
		return nil, err
	}
	served, err := p.checkPlansUse(ctx, words)
	if err != nil {
		return nil, err
	}
	payees, err := p.checkPayees(words)
	if err != nil {
		return nil, err
	}
	return slices.Concat(out, served, payees, p.checkNames(words), p.checkRecipes()), nil
}

// FindingsTable lists findings.
func FindingsTable(list []Finding) *report.Table {
	t := &report.Table{Name: "check", Title: "Findings", Plain: true, Columns: []report.Column{
		text("kind"), text("file"), count("line"), text("rule"), text("what"), text("mend")}}
	for _, f := range list {
		var line any
		if f.Line > 0 {
			line = int64(f.Line)
		}
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{f.Kind, f.File, line, f.Rule, f.What, cmp.Or(f.Mend, mend(f))}})
	}
	return t
}

// mend is what to do about a finding of its kind.
func mend(f Finding) string {
	if !f.Own && f.Kind != FindingReference {
		return "nothing, or report it: the rule is the program's"
	}
	return map[string]string{
		FindingStale:              "run 'flows map'",
		FindingSource:             "correct the path, or take the line out",
		FindingReference:          "report it: the table is the program's",
		FindingUnknown:            "correct the name, or take the line out",
		mapping.RuleContradictory: "keep the one that is meant",
		mapping.RuleUnreachable:   "take it out, or ask for more than what wins",
		mapping.RuleDuplicate:     "keep one",
		mapping.RuleUnused:        "see whether it is misspelt; take it out, or read the files that it is for",
	}[f.Kind]
}
