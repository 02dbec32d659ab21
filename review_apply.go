package flows

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/workspace"
)

// Decided is a review's decisions, read and checked and not yet written.
type Decided struct {
	Places, Functions, Organisations int      // decisions
	Already                          int      // further ones that the workspace has, the same
	Files                            []string // that Write changes, relative to the workspace

	proposal *workspace.Proposal
	registry *mapping.Registry  // as decided
	rules    *mapping.Functions // as decided
	old      int                // place decisions of the workspace

	oldPayees int // decisions on organisations of the workspace

	rows     []*filled // of each decision: places, functions, organisations
	places   []workspace.PlaceDecision
	purposes []workspace.FunctionDecision
	payees   []workspace.PayeeDecision
}

// mostMistakes is how many mistakes of a review are told at once.
const mostMistakes = 20

// ReadReview reads a review that was filled in, in any format that ingest reads. Nothing is written. The error
// joins what is wrong, each with its sheet and cell: a decision without who, when or why, a place or code that
// there is not, one that contradicts another row or a decision of the workspace.
func (p *Project) ReadReview(ctx context.Context, name string, or ReviewDefaults) (*Decided, error) {
	all, err := filledIn(ctx, name)
	if err != nil {
		return nil, err
	}
	d := &Decided{}
	var problems []error
	for _, f := range all.payees {
		one, wrong := f.placeDecision(p.Registry(), or)
		problems = append(problems, wrong...)
		d.places = append(d.places, one)
	}
	for _, f := range all.purposes {
		one, wrong := f.functionDecision("review", or)
		problems = append(problems, wrong...)
		d.purposes = append(d.purposes, one)
	}
	for _, f := range all.organisations {
		one, wrong := f.organisationDecision(or)
		problems = append(problems, wrong...)
		d.payees = append(d.payees, one)
	}
	if len(problems) == 0 {
		p.dropAlready(d, &all)
	}
	d.rows = slices.Concat(all.payees, all.purposes, all.organisations)
	next := nextID(p.Workspace.FunctionDecisions)
	for i := range d.purposes {
		d.purposes[i].ID = fmt.Sprintf("review-%d", next+i)
	}
	if len(problems) == 0 {
		problems = slices.Concat(d.placesTwice(p.Workspace.PlaceDecisions), d.functionsTwice(p.Workspace.FunctionDecisions), d.organisationsTwice(p.Workspace.PayeeDecisions))
	}
	if len(problems) == 0 && len(d.rows) > 0 {
		if problems, err = p.contradictions(ctx, d); err != nil {
			return nil, err
		}
	}
	if n := len(problems); n > mostMistakes {
		problems = append(problems[:mostMistakes], fmt.Errorf("and %d mistakes more", n-mostMistakes))
	}
	return d, errors.Join(problems...)
}

// dropAlready drops what the workspace has decided so already: a workbook can be filled in and applied again
// and again. Who, when and why of the first time stand.
func (p *Project) dropAlready(d *Decided, rows *filledRows) {
	w := p.Workspace
	n := len(d.places) + len(d.purposes) + len(d.payees)
	d.places, rows.payees = without(d.places, rows.payees, func(one workspace.PlaceDecision) bool {
		return slices.ContainsFunc(w.PlaceDecisions, func(o workspace.PlaceDecision) bool {
			code, err := placeWritten(p.Registry(), o.Place)
			return err == nil && code == one.Place && strings.EqualFold(o.Pattern, one.Pattern)
		})
	})
	d.purposes, rows.purposes = without(d.purposes, rows.purposes, func(one workspace.FunctionDecision) bool {
		return slices.ContainsFunc(w.FunctionDecisions, func(o workspace.FunctionDecision) bool { return o.Code == one.Code && sameWording(o, one) })
	})
	d.payees, rows.organisations = without(d.payees, rows.organisations, func(one workspace.PayeeDecision) bool {
		return slices.ContainsFunc(w.PayeeDecisions, func(o workspace.PayeeDecision) bool {
			return o.Organisation == one.Organisation && strings.EqualFold(o.Pattern, one.Pattern)
		})
	})
	d.Already = n - len(d.places) - len(d.purposes) - len(d.payees)
}

// without are the decisions that are not there already, each with its row.
func without[T any](list []T, rows []*filled, there func(T) bool) (left []T, leftRows []*filled) {
	for i, one := range list {
		if !there(one) {
			left, leftRows = append(left, one), append(leftRows, rows[i])
		}
	}
	return left, leftRows
}

// sameWording says whether two decisions are about the same wording of the same payer.
func sameWording(a, b workspace.FunctionDecision) bool {
	return strings.EqualFold(a.Wording, b.Wording) && strings.EqualFold(a.Payer, b.Payer) && a.Scope == b.Scope
}

// Write adds the decisions to the workspace's files.
func (d *Decided) Write() error {
	if d.proposal == nil {
		return nil
	}
	return d.proposal.Write()
}

// nextID is the first number that no decision of a review has.
func nextID(list []workspace.FunctionDecision) int {
	next := 1
	for _, d := range list {
		var n int
		if _, err := fmt.Sscanf(d.ID, "review-%d", &n); err == nil {
			next = max(next, n+1)
		}
	}
	return next
}

// placesTwice finds patterns that are decided already, in the workspace or in a row above.
func (d *Decided) placesTwice(old []workspace.PlaceDecision) (problems []error) {
	for i, one := range d.places {
		f := d.rows[i]
		if k := slices.IndexFunc(old, func(o workspace.PlaceDecision) bool { return strings.EqualFold(o.Pattern, one.Pattern) }); k >= 0 {
			problems = append(problems, f.mistake(columnPattern, "line %d of decisions/places.csv decides this pattern already (%s); change it there", old[k].Line, old[k].Place))
		}
		if k := slices.IndexFunc(d.places[:i], func(o workspace.PlaceDecision) bool { return strings.EqualFold(o.Pattern, one.Pattern) }); k >= 0 {
			problems = append(problems, f.mistake(columnPattern, "this pattern stands in %s too; expected each once", d.rows[k].place(columnPattern)))
		}
	}
	return problems
}

// functionsTwice finds wordings of a payer that are decided already.
func (d *Decided) functionsTwice(old []workspace.FunctionDecision) (problems []error) {
	for i, one := range d.purposes {
		f := d.rows[len(d.places)+i]
		if k := slices.IndexFunc(old, func(o workspace.FunctionDecision) bool { return sameWording(o, one) }); k >= 0 {
			problems = append(problems, f.mistake(columnWording, "line %d of decisions/functions.csv decides this wording of this payer already (%s); change it there", old[k].Line, old[k].Code))
		}
		if k := slices.IndexFunc(d.purposes[:i], func(o workspace.FunctionDecision) bool { return sameWording(o, one) }); k >= 0 {
			problems = append(problems, f.mistake(columnWording, "this wording of this payer stands in %s too; expected each once", d.rows[len(d.places)+k].place(columnWording)))
		}
	}
	return problems
}

// contradictions makes the proposal and finds decisions that the ledger's own wordings show to differ: two
// that fit one payee and name two places, or fit one purpose, demand as much, and name two functions.
func (p *Project) contradictions(ctx context.Context, d *Decided) (problems []error, err error) {
	d.Places, d.Functions, d.Organisations = len(d.places), len(d.purposes), len(d.payees)
	if d.proposal, err = p.Workspace.Propose(d.places, d.purposes, d.payees); err != nil {
		return nil, err
	}
	d.Files = d.proposal.Files
	words, err := p.wordings(ctx)
	if err != nil {
		return nil, err
	}
	d.old, d.oldPayees = len(p.Workspace.PlaceDecisions), len(p.Workspace.PayeeDecisions)
	next := &Project{Workspace: d.proposal.Workspace, Ledger: p.Ledger, noModel: p.noModel}
	if d.registry, err = next.loadRegistry(); err != nil {
		return nil, err
	}
	if d.rules, err = next.functions(); err != nil {
		return nil, err
	}
	return slices.Concat(d.placesDiffer(words.place, p.Workspace.PlaceDecisions), d.functionsDiffer(words.purpose, p.Workspace.FunctionDecisions),
		d.organisationsDiffer(words.place, p.Workspace.PayeeDecisions)), nil
}

func (d *Decided) placesDiffer(words []ledger.Wording, old []workspace.PlaceDecision) (problems []error) {
	seen := map[[2]int]bool{}
	for i := range words {
		payee := words[i].Place().Payee
		list := d.registry.DecisionsOn(payee)
		for k := 1; k < len(list); k++ {
			a, b := list[k-1], list[k]
			if a.Code == b.Code || b.Index < len(old) || seen[[2]int{a.Index, b.Index}] {
				continue
			}
			seen[[2]int{a.Index, b.Index}] = true
			other := ""
			if a.Index < len(old) {
				other = fmt.Sprintf("line %d of decisions/places.csv", old[a.Index].Line)
			} else {
				other = d.rows[a.Index-len(old)].place(columnPlace)
			}
			problems = append(problems, d.rows[b.Index-len(old)].mistake(columnPlace, "it contradicts %s: the payee %q fits both patterns, and the places differ", other, oneLine(payee)))
		}
	}
	return problems
}

func (d *Decided) functionsDiffer(words []ledger.Wording, old []workspace.FunctionDecision) (problems []error) {
	where := map[string]string{}
	for _, o := range old {
		where[o.ID] = fmt.Sprintf("line %d of decisions/functions.csv", o.Line)
	}
	row := d.rowOf()
	for id, f := range row {
		where[id] = f.place(columnCode)
	}
	seen := map[[2]string]bool{}
	for i := range words {
		w := words[i].Purpose()
		list := d.rules.DecisionsOn(&w)
		for k := 1; k < len(list) && list[k].Demands == list[0].Demands; k++ {
			a, b := list[0], list[k]
			if row[b.ID] == nil {
				a, b = b, a
			}
			if a.Code == b.Code || row[b.ID] == nil || seen[[2]string{a.ID, b.ID}] {
				continue
			}
			seen[[2]string{a.ID, b.ID}] = true
			problems = append(problems, row[b.ID].mistake(columnCode, "it contradicts %s: the purpose %q fits both wordings, neither demands more, and the functions differ", where[a.ID], oneLine(purposeText(&w))))
		}
	}
	return problems
}

// rowOf are the rows of the decisions about functions, by their ids.
func (d *Decided) rowOf() map[string]*filled {
	row := map[string]*filled{}
	for i, one := range d.purposes {
		row[one.ID] = d.rows[len(d.places)+i]
	}
	return row
}
