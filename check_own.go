package flows

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"flows/ingest"
	"flows/ingest/table"
	"flows/ledger"
	"flows/mapping"
	"flows/workspace"
)

// onPayee is a line of a table of decisions that goes by the payee's name.
type onPayee struct {
	pattern, value string
	line           int
	fits           mapping.PayeePattern
}

// payeeDecisions are the tables of decisions on payees, by file.
func (p *Project) payeeDecisions() (files []string, lists [][]onPayee, err error) {
	w := p.Workspace
	places, payees, private := make([]onPayee, 0, len(w.PlaceDecisions)), make([]onPayee, 0, len(w.PayeeDecisions)), make([]onPayee, 0, len(w.PrivacyDecisions))
	for _, d := range w.PlaceDecisions {
		code, err := p.Registry().PlaceOf(d.Place)
		if err != nil {
			return nil, nil, fmt.Errorf("decisions/places.csv:%d: %w", d.Line, err)
		}
		places = append(places, onPayee{pattern: d.Pattern, value: code, line: d.Line})
	}
	for _, d := range w.PayeeDecisions {
		payees = append(payees, onPayee{pattern: d.Pattern, value: d.Organisation, line: d.Line})
	}
	for _, d := range w.PrivacyDecisions {
		if d.Payer != "" {
			continue // checkPayersPrivacy looks at both names
		}
		private = append(private, onPayee{pattern: d.Pattern, value: d.Action, line: d.Line})
	}
	files = []string{"decisions/places.csv", "decisions/payees.csv", "decisions/privacy.csv"}
	lists = [][]onPayee{places, payees, private}
	for i, list := range lists {
		for k := range list {
			if list[k].fits, err = mapping.ParsePayeePattern(list[k].pattern); err != nil {
				return nil, nil, fmt.Errorf("%s:%d: pattern %q: %w", files[i], list[k].line, list[k].pattern, err)
			}
		}
	}
	return files, lists, nil
}

// checkPayees finds decisions on payees that no payee's name fits or that a later one always overrules, and
// payees of whom two decisions say different things. Of several that fit, the last is followed.
func (p *Project) checkPayees(words wordings) (out []Finding, err error) {
	files, lists, err := p.payeeDecisions()
	if err != nil || len(slices.Concat(lists...))+len(p.Workspace.PrivacyDecisions) == 0 {
		return nil, err
	}
	var payees []string
	for i := range words.place {
		payees = append(payees, words.place[i].Place().Payee)
	}
	slices.Sort(payees)
	payees = slices.Compact(payees)
	for i, file := range files {
		out = append(out, followed(file, lists[i], payees)...)
	}
	more, err := p.checkPayersPrivacy(words)
	return append(out, more...), err
}

// checkPayersPrivacy finds the decisions on the payees of one payer that fit no payment.
func (p *Project) checkPayersPrivacy(words wordings) (out []Finding, err error) {
	decisions, err := p.privacyDecisions()
	if err != nil {
		return nil, err
	}
	for i := range decisions {
		if d := &decisions[i]; d.Payer != "" && !slices.ContainsFunc(words.place, func(w ledger.Wording) bool { return d.fits(w.Place()) }) {
			out = append(out, Finding{Kind: mapping.RuleUnused, File: "decisions/privacy.csv", Line: d.Line, Rule: strings.TrimSpace(d.Payer + " " + d.Pattern), Own: true,
				What: "no payment in this ledger has a payer and a payee that fit"})
		}
	}
	return out, nil
}

func followed(file string, list []onPayee, payees []string) (out []Finding) {
	if len(list) == 0 {
		return nil
	}
	fits, wins, told := map[int]bool{}, map[int]bool{}, map[[2]int]bool{}
	at := func(i int, kind, what string) Finding {
		return Finding{Kind: kind, File: file, Line: list[i].line, Rule: list[i].pattern, What: what, Own: true}
	}
	for _, payee := range payees {
		tokens := mapping.PayeeTokens(payee)
		last := -1
		for i := len(list) - 1; i >= 0; i-- {
			if !list[i].fits.Matches(tokens) {
				continue
			}
			fits[i] = true
			if last < 0 {
				last = i
				wins[i] = true
				continue
			}
			if list[i].value != list[last].value && !told[[2]int{i, last}] {
				told[[2]int{i, last}] = true
				out = append(out, at(last, mapping.RuleContradictory, fmt.Sprintf("of a payee that fits, line %d says otherwise; the later line is followed", list[i].line)))
			}
		}
	}
	for i := range list {
		switch {
		case !fits[i]:
			out = append(out, at(i, mapping.RuleUnused, "no payee in this ledger has a name that fits"))
		case !wins[i]:
			out = append(out, at(i, mapping.RuleUnreachable, "a later line is followed for every payee whose name fits"))
		}
	}
	return out
}

// checkNames finds the lines of programmes.csv, roles.csv and gaps.csv that name a programme, an organisation or an
// outcome that is not there.
func (p *Project) checkNames(words wordings) []Finding {
	if len(p.Workspace.ProgrammeFacts)+len(p.Workspace.Roles)+len(p.Workspace.Gaps) == 0 {
		return nil
	}
	return slices.Concat(p.checkProgrammes(words), p.checkRoles(words), p.checkGaps(words))
}

// checkRoles looks among payees too, but proposes payers and decided organisations only: a payee can be a
// private person.
func (p *Project) checkRoles(words wordings) (out []Finding) {
	payees, bodies, outcomes := map[string]bool{}, nameSet{}, p.outcomeNames()
	for i := range words.place {
		w := words.place[i].Place()
		payees[mapping.Fold(w.Payee)] = true
		bodies.add(mapping.Fold, w.Payer, w.PayerGroup)
	}
	for _, d := range p.Workspace.PayeeDecisions {
		bodies.add(mapping.Fold, d.Organisation)
	}
	for _, x := range p.Workspace.Roles {
		at := Finding{Kind: FindingUnknown, File: "roles.csv", Line: x.Line, Rule: x.Body, Own: true}
		if _, ok := bodies[mapping.Fold(x.Body)]; !ok && !payees[mapping.Fold(x.Body)] && !p.Registry().Body(x.Body, ledger.NoDate).Known() {
			at.What = bodies.lack("body", x.Body, "a payer or payee of this ledger, or a known body")
			out = append(out, at)
		}
		if _, ok := outcomes[strings.ToLower(x.Challenge)]; !ok && x.Challenge != "" {
			at.Rule, at.What = x.Challenge, outcomes.lack("challenge", x.Challenge, "the id or name of an outcome ('flows outcomes' lists them)")
			out = append(out, at)
		}
	}
	return out
}

// outcomeNames are the ids and names of all outcomes that a role can be in, of every framework.
func (p *Project) outcomeNames() nameSet {
	names := nameSet{}
	for i := range p.Workspace.Frameworks {
		for _, x := range p.Workspace.Frameworks[i].Outcomes {
			names.add(strings.ToLower, x.ID, x.Name)
		}
	}
	if builtIn, err := mapping.NewOutcomes(mapping.OutcomeOptions{}); err == nil {
		for _, x := range builtIn.All() {
			names.add(strings.ToLower, x.Code, x.Name)
		}
	}
	return names
}

// nameSet are names by the form in which they are compared.
type nameSet map[string]string

func (n nameSet) add(fold func(string) string, names ...string) {
	for _, name := range names {
		if name != "" {
			n[fold(name)] = name
		}
	}
}

// lack says that a column names none of these, what was expected and which is near.
func (n nameSet) lack(column, name, want string) string {
	near := didYouMean(name, slices.Sorted(maps.Values(n)))
	return strings.TrimRight(fmt.Sprintf("%s is %q; expected %s; %s", column, name, want, near), "; ")
}

// checkRecipes finds the recipes that wait for a person's word, and those that concern no file of the ledger.
func (p *Project) checkRecipes() (out []Finding) {
	for i := range p.Workspace.Recipes {
		if r := &p.Workspace.Recipes[i]; r.Open() {
			waits := "load: is undecided"
			if r.Load != workspace.Undecided {
				waits = "unit: is unknown"
			}
			out = append(out, Finding{Kind: mapping.RuleUnused, File: r.File, Own: true, What: "the recipe does nothing yet: " + waits})
			continue
		}
		one := tableRecipes([]workspace.Recipe{p.Workspace.Recipes[i]})
		concerned := slices.ContainsFunc(p.Ledger.Sources(), func(s *ledger.Source) bool {
			return len(one.Concerning(table.Heads(ingest.ParseHeads(s.Heads)))) > 0
		})
		if !concerned {
			file := p.Workspace.Recipes[i].File
			out = append(out, Finding{Kind: mapping.RuleUnused, File: file, Own: true, What: "no file in this ledger has headings like its columns"})
		}
	}
	return out
}
