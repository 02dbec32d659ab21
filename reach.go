package flows

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"flows/ledger"
	"flows/privacy"
)

// reach is how far a map reached: what each step placed and classified, and what is left open. It is added
// up from the wordings, which hold the rows and pence of each, and from their shares.
// What is kept of it is that of some sources: a source more costs that source.
type reach struct {
	steps    map[reachStep]tally
	payees   map[int64]tally       // not placed, by the key of the wording
	private  tally                 // not placed, of payees that may be private persons
	purposes map[purposeLeft]tally // not classified
	sources  map[string]bool       // added up: each as reachSources names it
}

// reachStep is a step of a ladder, "" where it left money open, and its evidence.
type reachStep struct{ Dimension, Step, Evidence string }

// purposeLeft is what tells purposes apart in a list of those left open.
type purposeLeft struct{ payer, programme, area, expense string }

// tally is how many rows there are, and the sum of their amounts.
type tally struct {
	Rows   int64
	Amount ledger.Pence
}

func (t tally) plus(o tally) tally { return tally{t.Rows + o.Rows, t.Amount + o.Amount} }

// The dimensions of a reach.
const (
	reachPlace    = "place"
	reachFunction = "function"
)

func newReach() *reach {
	return &reach{steps: map[reachStep]tally{}, payees: map[int64]tally{}, purposes: map[purposeLeft]tally{}, sources: map[string]bool{}}
}

// reached is the reach of the current shares in one attribution: what is kept of it and the sources that are
// new since. It is nil where some wording is split among steps: then entries have to be asked.
func (p *Project) reached(ctx context.Context, attribution string) (*reach, error) {
	path := filepath.Join(p.cache(), reachFile)
	made := shortHash(reachVersion, attribution, p.Ledger.Mapping().Rules)
	current := p.reachSources()
	r := readReach(path, made)
	for name := range r.sources {
		if _, ok := current[name]; !ok { // it is another now, or counts otherwise
			r = newReach()
			break
		}
	}
	var open []*ledger.Source
	for name, s := range current {
		if !r.sources[name] {
			open = append(open, s)
			r.sources[name] = true
		}
	}
	if len(open) == 0 {
		return r, nil
	}
	slices.SortFunc(open, func(a, b *ledger.Source) int { return cmp.Compare(a.ID, b.ID) })
	if whole, err := p.addReach(ctx, r, open, attribution); err != nil || !whole {
		return nil, err
	}
	if err := os.MkdirAll(p.cache(), 0o755); err == nil {
		_ = writeReach(path, made, r) // without it the next map adds up again
	}
	return r, nil
}

// reachSources are the sources with entries, by a name that says all that a reach depends on.
func (p *Project) reachSources() map[string]*ledger.Source {
	uncounted := map[string]string{}
	for _, u := range p.uncounted() {
		uncounted[u.Source] += fmt.Sprintf(" %d", u.Table)
	}
	list := map[string]*ledger.Source{}
	for _, s := range p.Ledger.Sources() {
		if s.Entries > 0 {
			list[s.ID+" "+s.Reading+uncounted[s.ID]] = s
		}
	}
	return list
}

// reaching adds up the wordings of sources.
type reaching struct {
	*reach
	place, function stepsBy
	payee           map[int64]privacy.Degree // how far a payee is a person's name
	purpose         map[int64]privacy.Degree // how far a purpose is what persons are paid for
	withheld        map[int64][]shownText    // of purposes
	payers          map[int64]string
	uncounted       map[string]map[int32]bool
	hash            ledger.Hasher
	personal        map[int32]privacy.Degree // of the tables of one source: the most personal of their purposes
	attribution     string
}

// addReach adds up the wordings of some sources. It is not whole where a wording is split among steps.
func (p *Project) addReach(ctx context.Context, r *reach, open []*ledger.Source, attribution string) (whole bool, err error) {
	a := &reaching{reach: r, attribution: attribution, uncounted: map[string]map[int32]bool{}, personal: map[int32]privacy.Degree{}}
	for _, u := range p.uncounted() {
		if a.uncounted[u.Source] == nil {
			a.uncounted[u.Source] = map[int32]bool{}
		}
		a.uncounted[u.Source][u.Table] = true
	}
	if whole, err = a.readShares(p); err != nil || !whole {
		return false, err
	}
	sources := func(give func(*ledger.Source) error) error {
		for _, s := range open {
			if err := give(s); err != nil {
				return err
			}
		}
		return nil
	}
	read := func(s *ledger.Source) (w worded, err error) {
		w.Source = s
		w.wordings, err = ledger.ReadWordings(nil, p.Ledger.File("wordings", s))
		return w, err
	}
	return true, inOrder(ctx, sources, read, func(w worded) error { return a.add(p, w) })
}

// worded is a source with its wordings.
type worded struct {
	*ledger.Source
	wordings []ledger.Wording
}

// add adds up the wordings of a source in its tables that count.
func (a *reaching) add(p *Project, s worded) error {
	clear(a.personal)
	for i := range s.wordings {
		if w := &s.wordings[i]; w.Kind == ledger.KindPurpose {
			a.personal[w.Table] = max(a.personal[w.Table], a.personalOf(w.Key))
		}
	}
	doubtful := map[int64]bool{}
	for i := range s.wordings {
		w := &s.wordings[i]
		if a.uncounted[s.ID][w.Table] {
			continue
		}
		t := tally{w.Rows, w.Amount}
		switch w.Kind {
		case ledger.KindPlace:
			switch a.count(&a.place, w.Key, t); {
			case a.place.step(w.Key).Step != "":
			case a.payee[w.Key] >= privacy.Enough:
				a.open(w.Key, true, t)
			case a.payee[w.Key] >= privacy.Named || privacy.Private(a.payee[w.Key], a.personal[w.Table]):
				doubtful[w.Key] = true
			default:
				a.open(w.Key, false, t)
			}
		case ledger.KindPurpose:
			a.count(&a.function, w.Key, t)
			if a.function.step(w.Key).Step == "" {
				o := a.left(w)
				a.purposes[o] = a.purposes[o].plus(t)
			}
		}
	}
	return a.openEntries(p, s.Source, doubtful)
}

// count counts a wording under the step that decided it; one without shares is open.
func (a *reaching) count(by *stepsBy, key int64, t tally) {
	step := by.step(key)
	a.steps[step] = a.steps[step].plus(t)
}

// open counts what a payee that is not placed got, and was a private person for, or not.
func (a *reaching) open(key int64, private bool, t tally) {
	if private {
		a.private = a.private.plus(t)
	} else {
		a.payees[key] = a.payees[key].plus(t)
	}
}

// openEntries counts the entries of payees that are private persons for some purposes of a source and not
// for others: wordings of payees do not say for what.
func (a *reaching) openEntries(p *Project, s *ledger.Source, doubtful map[int64]bool) error {
	if len(doubtful) == 0 {
		return nil
	}
	numbers, texts := []string{"table", "place_key", "purpose_key", "amount"}, []string{"record"}
	return ledger.ReadColumns(p.Ledger.File("entries", s), numbers, texts, func(c ledger.Columns) error {
		table, place, purpose, amount := c.Numbers[0], c.Numbers[1], c.Numbers[2], c.Numbers[3]
		for i, key := range place {
			if doubtful[key] && !a.uncounted[s.ID][int32(table[i])] {
				private := privacy.Private(a.payee[key], a.personalOf(purpose[i])) || c.Texts[0][i] == ledger.Award && a.payee[key] >= privacy.Named
				a.open(key, private, tally{1, ledger.Pence(amount[i])})
			}
		}
		return nil
	})
}

// left names a purpose, without the texts that are withheld.
func (a *reaching) left(w *ledger.Wording) purposeLeft {
	purpose := w.Purpose()
	payer := ledger.PayerWording{Payer: purpose.Payer, PayerGroup: purpose.PayerGroup}
	payer.SetKey(&a.hash)
	o := purposeLeft{cmp.Or(a.payers[payer.Key], purpose.Payer, purpose.PayerGroup), purpose.Programme, purpose.ExpenseArea, purpose.ExpenseType}
	for _, s := range a.withheld[w.Key] {
		switch s.field {
		case "programme":
			o.programme = s.text
		case "expense_area":
			o.area = s.text
		case "expense_type":
			o.expense = s.text
		}
	}
	return o
}
