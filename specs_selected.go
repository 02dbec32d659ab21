package flows

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
	"flows/report"
	"flows/workspace"
)

func programmesSelectedSpec() spec {
	return spec{
		name: "programmes-selected", marks: query.MarkOutcome,
		columns: []report.Column{
			text("programme"), text("department"), noted(text("objective"), "of programmes.csv; empty: "+notStated), text("outcomes_matched"),
			flag("included"), text("reason"), text("decided_by"), {Name: "decided_on", Kind: report.DateKind},
			money("amount_in_place"), noted(money("amount_national"), "of the programmes that reach the places: no total"),
		},
		rows: programmesSelectedRows,
	}
}

// selection is what the marks of a programme's purposes say of it together.
type selection struct {
	outcomes, reasons, by []string
	on                    ledger.Date
	included              bool
}

func programmesSelectedRows(f *finisher) {
	met := map[string]bool{}
	facts := 0
	for _, r := range f.recs() {
		name := r.text("programme")
		if name == "" {
			name = joined(r.text("expense_area"), r.text("expense_type"))
		}
		cells := []any{name, r.text("department"), "", "", nil, "", "", nil, r.pence("amount"), r.money("national")}
		if r.kind() == "body" {
			s := f.selected(r.text("marks"), met)
			fact := f.objective(r)
			if fact != "" {
				facts++
			}
			var on any
			if s.on != ledger.NoDate {
				on = s.on
			}
			cells = []any{name, r.text("department"), fact, strings.Join(s.outcomes, "; "), s.included, strings.Join(s.reasons, "; "),
				strings.Join(s.by, "; "), on, r.pence("amount"), r.money("national")}
		}
		f.add(r, report.Level(r.kind()), cells...)
	}
	if open := f.unmet(met); len(open) > 0 {
		f.notes = append(f.notes, "Decided, and in no programme that reaches the places: "+strings.Join(open, "; ")+".")
	}
	if len(f.p.Workspace.ProgrammeFacts) == 0 {
		f.notes = append(f.notes, "Objectives are not supplied: write programmes.csv with the columns programme, department, objective.")
	} else if facts == 0 {
		f.notes = append(f.notes, "No line of programmes.csv names a programme that reaches the places.")
	}
	f.notes = append(f.notes, overlapNote, "Where the publisher names no programme, it is the expense area and the expense type.")
}

// selected reads the marks of one programme and remembers which decisions were met.
func (f *finisher) selected(text string, met map[string]bool) selection {
	s := selection{on: ledger.NoDate}
	var out []string
	for mark := range strings.SplitSeq(text, "\x1e") {
		parts := strings.Split(mark, "\x1f")
		if len(parts) != 3 {
			continue
		}
		rule := f.a.framework.rules[parts[2]]
		id, _, _ := strings.Cut(parts[2], " ")
		met[id] = true
		reason := rule.Reason + " (" + id + ")"
		if parts[1] == query.MarkOut {
			out = append(out, reason)
		} else {
			s.included = true
			s.outcomes = addOnce(s.outcomes, f.a.framework.outcome(parts[0]))
			s.reasons = addOnce(s.reasons, reason)
		}
		if rule.By == "" || parts[1] == query.MarkOut && s.included {
			continue
		}
		s.by = addOnce(s.by, rule.By)
		if on, err := ledgerDay(rule.On); err == nil && (s.on == ledger.NoDate || on > s.on) {
			s.on = on
		}
	}
	switch {
	case !s.included && len(out) > 0:
		for _, reason := range out {
			s.reasons = addOnce(s.reasons, reason)
		}
	case !s.included:
		s.reasons = []string{"no rule and no decision of the framework takes it in"}
	}
	return s
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// ledgerDay reads a date as decisions carry it.
func ledgerDay(s string) (ledger.Date, error) {
	var y, m, d int
	if _, err := fmt.Sscanf(s, "%d-%d-%d", &y, &m, &d); err != nil {
		return ledger.NoDate, err
	}
	date, ok := ledger.NewDate(y, m, d)
	if !ok {
		return ledger.NoDate, fmt.Errorf("no date %q", s)
	}
	return date, nil
}

// objective is what programmes.csv says that a row's programme is for.
func (f *finisher) objective(r rec) string {
	names := []string{mapping.Fold(r.text("programme")), mapping.Fold(r.text("expense_area")), mapping.Fold(joined(r.text("expense_area"), r.text("expense_type")))}
	for _, fact := range f.p.Workspace.ProgrammeFacts {
		if slices.Contains(names, mapping.Fold(fact.Programme)) && strings.Contains(mapping.Fold(r.text("department")), mapping.Fold(fact.Department)) {
			return fact.Objective
		}
	}
	return ""
}

// unmet are the decisions on programmes that no row rests on.
func (f *finisher) unmet(met map[string]bool) (list []string) {
	if own := f.a.framework.own; own != nil {
		for _, d := range own.Programmes {
			if id := own.Where(d.Line); !met[id] {
				list = append(list, fmt.Sprintf("%s (%s)", d.Programme, id))
			}
		}
	}
	return list
}

func stakeholdersSpec() spec {
	return spec{
		name: "stakeholders", marks: query.MarkOutcome, overlaps: true,
		columns: []report.Column{
			text("organisation"), text("department"), text("kind"), text("challenge"), text("role"), count("programmes"),
			noted(money("amount"), asShared),
		},
		rows: stakeholderRows,
	}
}

// stakeholderRows says of each organisation its role in each outcome: of roles.csv where that names it, else
// read off the money.
func stakeholderRows(f *finisher) {
	roles, seen := f.statedRoles(), map[int]bool{}
	for _, r := range f.recs() {
		name, code := r.text("organisation"), r.text("outcome")
		role, note := roleOf(r), "role read off the money"
		if i := slices.IndexFunc(roles, func(s statedRole) bool { return s.organisation == name && (s.code == "" || s.code == code) }); i >= 0 {
			role, note = roles[i].Role.Role, "role stated in roles.csv"
			seen[i] = true
		}
		f.out = append(f.out, report.Row{Level: report.Body, Values: append([]any{
			name, r.text("department"), r.text("kind"), f.outcomeName(r), role, r.count("programmes"), r.pence("amount"),
		}, f.rests(r, note)...)})
	}
	for i, s := range roles {
		if !seen[i] {
			f.out = append(f.out, report.Row{Level: report.Body, Values: []any{s.organisation, "", "", cmp.Or(f.a.framework.outcome(s.code), "every outcome"),
				s.Role.Role, nil, nil, int64(0), int64(0), nil, nil, "role stated in roles.csv; no money of it is traced here"}})
		}
	}
	if len(roles) == 0 {
		f.notes = append(f.notes, "No roles are stated: write roles.csv with the columns body, challenge, role. All roles here are read off the money.")
	}
	f.notes = append(f.notes, "Read off the money: a funder pays and receives nothing for the outcome, a deliverer receives and pays, a recipient only receives. The amount is what a funder pays and what the others receive.", overlapNote)
}

// roleOf reads a role off the money.
func roleOf(r rec) string {
	switch {
	case r.count("receives") == 0:
		return "funder"
	case r.count("pays") > 0:
		return "deliverer"
	}
	return "recipient"
}

// statedRole is a line of roles.csv with the names that reports use.
type statedRole struct {
	workspace.Role
	organisation string
	code         string // of the outcome; "" is every one
}

// statedRoles are the lines of roles.csv that concern this framework; what names no outcome of it is told.
func (f *finisher) statedRoles() (list []statedRole) {
	var others []string
	for _, role := range f.p.Workspace.Roles {
		s := statedRole{Role: role, organisation: role.Body}
		if b := f.p.Registry().Body(role.Body, ledger.NoDate); b.Known() {
			s.organisation = b.Name
		} else if name, ok := f.organisationLike(role.Body); ok {
			s.organisation = name
		}
		for _, x := range f.a.framework.outcomes.All() {
			if strings.EqualFold(x.Code, role.Challenge) || strings.EqualFold(x.Name, role.Challenge) {
				s.code = x.Code
			}
		}
		if role.Challenge != "" && s.code == "" {
			others = append(others, fmt.Sprintf("roles.csv:%d", role.Line))
			continue
		}
		list = append(list, s)
	}
	if len(others) > 0 {
		f.notes = append(f.notes, "Lines that name no outcome of this framework and are not used: "+join(others)+".")
	}
	return list
}

// organisationLike finds the organisation of the answer that a person wrote in other letters.
func (f *finisher) organisationLike(name string) (string, bool) {
	for _, r := range f.recs() {
		if mapping.Fold(r.text("organisation")) == mapping.Fold(name) {
			return r.text("organisation"), true
		}
	}
	return "", false
}

// some are the first names of a list that unit separators part, and how many more there are.
func some(names string, most int) string {
	list := strings.Split(names, "\x1f")
	if len(list) <= most {
		return join(list)
	}
	return fmt.Sprintf("%s and %d more", join(list[:most]), len(list)-most)
}
