package flows

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/query"
	"flows/report"
)

// placesSpec is how money came to each place, and what could not be placed at all.
func placesSpec() spec {
	return spec{
		name: "places", byPlace: true,
		columns: []report.Column{
			text("place"), text("step"), text("recipient_kind"), money("amount"), frac("share"),
			noted(money("spread_amount"), "part of the amount: spread by --spread KEY"),
			noted(money("unplaced_nationally"), "stands once a place: of all that is loaded, what no area was found for"),
		},
		more: unplacedNationally,
		row: func(f *finisher, r rec) []any {
			step := r.text("step")
			if r.kind() == "residual" {
				step = ""
			}
			var spread, unplaced any
			if f.a.geography.key != nil {
				spread = r.pence("spread_amount")
			}
			if (r.kind() == "subtotal" || r.kind() == "total") && f.unplaced != nil {
				unplaced = *f.unplaced
			}
			return []any{placeLabel(f, r), step, kindLabel(r), r.pence("amount"), share(r.pence("amount"), f.totalOf(r)), spread, unplaced}
		},
	}
}

// unplacedNationally asks what no area was found for, of all that the filters let through.
func unplacedNationally(ctx context.Context, f *finisher) error {
	r, _ := query.Find("scope")
	args := f.a.args
	args.Use = f.query.Use
	result, err := query.Run(ctx, f.p.engine, r, args)
	if err != nil || len(result.Rows) == 0 {
		return err
	}
	row := newFinisher(f.p, spec{name: "scope"}, f.a, result).recs()[0]
	unplaced := row.pence("amount") - row.pence("placed")
	f.unplaced = &unplaced
	return nil
}

// beside is what a report finds where another key is asked for.
type beside struct {
	key string
	f   *finisher
}

// byKey asks a report by another key; fallback is the key for what that one does not weigh.
func (p *Project) byKey(ctx context.Context, name string, q Query, key, fallback string) (beside, error) {
	q.Spread = key
	a, err := p.askAs(ctx, &asked{Query: q, fallback: fallback})
	if err != nil {
		return beside{}, err
	}
	s, _ := specNamed(name)
	f, err := p.finish(ctx, s, a)
	return beside{key, f}, err
}

// apportionmentSpec lists each case in which money of a wider area was spread, with what the other
// built-in key would have given.
func apportionmentSpec() spec {
	const name = "apportionment"
	return spec{
		name: name,
		columns: []report.Column{
			text("item"), text("body"), noted(money("wide_amount"), "stands in the row of each place; add up the amount"), text("key"),
			text("numerator"), text("denominator"), frac("share_of_key"), money("amount"), text("alternative_key"),
			noted(money("alternative_amount"), "empty where that key does not weigh the area"), money("difference"),
		},
		asks: func(ctx context.Context, p *Project, a *asked) error {
			if !p.spreadsBy(a, population) {
				return nil
			}
			b, err := p.byKey(ctx, name, a.Query, otherKey(a.Spread), "")
			a.beside = append(a.beside, b)
			return err
		},
		rows: apportionmentRows,
	}
}

// spreadsBy gives a question about spreading a key where it has none. Of everywhere nothing is wider, so
// that there is nothing to ask.
func (p *Project) spreadsBy(a *asked, key string) bool {
	if a.Spread != "" {
		return true
	}
	names := a.Places
	if len(names) == 0 {
		names = p.Workspace.Places
	}
	if len(names) == 0 || slices.Equal(names, []string{Everywhere}) {
		return false
	}
	a.Spread = key
	return true
}

// needsPlaces is the note of a report about spreading for which no place was asked.
const needsPlaces = "Nothing is wider than everywhere: add --place."

const extremes = "does not add up: each line's own extreme"

// The keys that are built in.
const population, deprivedPopulation = "population", "deprived-population"

// otherKey is the built-in key that a key is compared with.
func otherKey(key string) string {
	if key == population {
		return deprivedPopulation
	}
	return population
}

// caseOf names a case of apportionment in any answer.
func caseOf(r rec) string {
	return strings.Join([]string{r.text("place"), r.text("from_code"), fmt.Sprint(r.count("year")), r.text("organisation")}, "\x1f")
}

func apportionmentRows(f *finisher) {
	switch {
	case f.a.Spread == "":
		f.notes = append(f.notes, needsPlaces)
	case len(f.recs()) < 2:
		f.notes = append(f.notes, "No money that was asked for stands at an area wider than the places and weighed by the key.")
	}
	others, otherName := map[string]ledger.Pence{}, ""
	for _, b := range f.a.beside {
		otherName = b.key
		for _, r := range b.f.recs("body") {
			others[caseOf(r)] = r.pence("amount")
		}
	}
	for _, r := range f.recs() {
		if r.kind() != "body" {
			f.add(r, report.Level(r.kind()), "", "", nil, "", "", "", nil, r.pence("amount"), "", nil, nil)
			continue
		}
		key, numerator, denominator, part := f.weighed(r)
		var other, difference any
		if amount, ok := others[caseOf(r)]; ok {
			other, difference = amount, amount-r.pence("amount")
		}
		item := fmt.Sprintf("%s, %s to %s", ledger.Year(r.count("year")), f.areaLabel(r.text("from_code")), r.text("place"))
		f.add(r, report.Body, item, r.text("organisation"), r.pence("wide_amount"), key, numerator, denominator, part,
			r.pence("amount"), otherName, other, difference)
	}
}

// weighed is the key's weights behind a case.
func (f *finisher) weighed(r rec) (key, numerator, denominator string, part any) {
	g := f.a.geography
	i := slices.IndexFunc(f.a.places, func(p Place) bool { return p.Name == r.text("place") })
	if i < 0 || g.key == nil {
		return "", "", "", nil
	}
	if held, ok := f.a.places[i].Shares[r.text("from_code")]; ok { // by the place's own file, not by a key
		return f.a.places[i].basis, "", "", report.Ratio{Num: int64(held), Den: ledger.Whole}
	}
	s, ok := f.p.Registry().Spread(r.text("from_code"), f.a.places[i].weighedBy(), *g.key, keyYear(ledger.Year(r.count("year"))))
	if !ok {
		return g.key.Name, "", "", nil
	}
	scale := int64(1)
	for range g.decimals {
		scale *= 10
	}
	weight := func(n int64) string { return report.Ratio{Num: n, Den: scale}.Decimal(g.decimals) }
	return g.key.Name + ": " + s.Basis, weight(s.Numerator), weight(s.Denominator), report.Ratio{Num: s.Numerator, Den: s.Denominator}
}

// areaLabel is the body of an area with its code.
func (f *finisher) areaLabel(code string) string {
	if a, ok := f.p.Registry().Area(code); ok {
		return a.Official + " (" + code + ")"
	}
	return code
}

// restatementSpec lists each area whose money was restated, with its parts on the boundaries asked for:
// today's where none were.
func restatementSpec() spec {
	return spec{
		name: "restatement",
		columns: []report.Column{
			text("body_old"), text("body_new"), {Name: "date", Kind: report.DateKind},
			noted(money("amount_as_filed"), "stands in the row of each part; add up the restated"), text("split_key"), money("amount_restated"),
		},
		asks: func(_ context.Context, p *Project, a *asked) error {
			if a.Spread != "" {
				return fmt.Errorf("--spread: this report is about boundaries; 'flows report apportionment' is about spreading")
			}
			if word := cmp.Or(a.Geography, p.Workspace.Geography); word == "" || word == AsPaid {
				a.Geography = "today"
			}
			return nil
		},
		rows: restatementRows,
	}
}

func restatementRows(f *finisher) {
	if len(f.recs()) < 2 {
		f.notes = append(f.notes, "Every area that money stands at was there on the day asked for: nothing is restated.")
	}
	filed := map[string]ledger.Pence{}
	for _, r := range f.recs("body", "residual") {
		filed[r.text("from_code")] += r.pence("amount")
	}
	for _, r := range f.recs() {
		if r.kind() == "total" {
			f.add(r, report.Total, "", "", nil, r.pence("amount"), "", r.pence("amount"))
			continue
		}
		from, to := r.text("from_code"), r.text("to_code")
		day, basis := f.restatedBy(from, to)
		toLabel := ""
		if to != "" {
			toLabel = f.areaLabel(to)
		}
		f.add(r, report.Level(r.kind()), f.areaLabel(from), toLabel, day, filed[from], basis, r.pence("amount"))
	}
}

// restatedBy is the day from which an area was another, or was not yet, and whose figure its part rests on.
func (f *finisher) restatedBy(from, to string) (day any, basis string) {
	r := f.p.Registry()
	a, ok := r.Area(from)
	switch {
	case !ok:
	case a.To != ledger.NoDate && a.To < f.a.geography.vintage:
		day = a.To + 1
	case a.From != ledger.NoDate:
		day = a.From
	}
	for _, part := range r.Restate(from, f.a.geography.vintage) {
		if part.Code == to {
			if part.Share == ledger.Whole && part.Code != "" {
				return day, cmp.Or(part.Basis, "the whole area")
			}
			basis = report.Ratio{Num: int64(part.Share), Den: ledger.Whole}.Decimal(6) + " of it: " + part.Basis
			if part.Code == "" {
				basis = part.Basis
			}
		}
	}
	return day, basis
}

// sensitivitySpec sets each body's money by the key asked for, population where none was, beside what
// every other key makes of it.
func sensitivitySpec() spec {
	const name = "sensitivity"
	return spec{
		name: name,
		columns: []report.Column{text("line"), money("base"), noted(money("low"), extremes), noted(money("high"), extremes),
			text("driver"), count("rank_change")},
		asks: func(ctx context.Context, p *Project, a *asked) error {
			if !p.spreadsBy(a, population) {
				return nil
			}
			for _, key := range p.KeyNames() {
				if key == a.Spread {
					continue
				}
				b, err := p.byKey(ctx, name, a.Query, key, a.Spread)
				if err != nil {
					return err
				}
				a.beside = append(a.beside, b)
			}
			return nil
		},
		rows: sensitivityRows,
	}
}

// line names a row of any key's answer.
func lineOf(r rec) string {
	return strings.Join([]string{r.kind(), r.text("organisation"), r.text("residual"), r.text("residual_area")}, "\x1f")
}

// lines are an answer's rows by name: the row, and the place of a body row among them, which come by amount.
func lines(f *finisher) map[string]sensed {
	m := map[string]sensed{}
	for i, r := range f.recs() {
		s := sensed{r: r}
		if r.kind() == "body" {
			s.rank = int64(i + 1)
		}
		m[lineOf(r)] = s
	}
	return m
}

type sensed struct {
	r    rec
	rank int64 // from 1; 0 of other rows
}

func (s sensed) amount() ledger.Pence {
	if s.r.f == nil {
		return 0
	}
	return s.r.pence("amount")
}

func sensitivityRows(f *finisher) {
	base := lines(f)
	others := make([]map[string]sensed, len(f.a.beside))
	keys := make([]string, len(f.a.beside))
	list := f.recs("body")
	for i, b := range f.a.beside {
		keys[i], others[i] = b.key, lines(b.f)
		for _, r := range b.f.recs("body") { // lines that the base key gives nothing
			if !slices.ContainsFunc(list, func(have rec) bool { return lineOf(have) == lineOf(r) }) {
				list = append(list, r)
			}
		}
	}
	for _, r := range append(list, f.recs("residual", "total")...) {
		line := lineOf(r)
		own := base[line]
		low, high, driver, most := own.amount(), own.amount(), "", ledger.Pence(0)
		var climbs any
		if own.rank > 0 {
			climbs = int64(0)
		}
		for i, other := range others {
			amount := other[line].amount()
			low, high = min(low, amount), max(high, amount)
			if moved := max(amount-own.amount(), own.amount()-amount); moved > most {
				most, driver = moved, keys[i]
				if rank := other[line].rank; own.rank > 0 && rank > 0 {
					climbs = own.rank - rank
				}
			}
		}
		f.add(r, report.Level(r.kind()), r.text("organisation"), own.amount(), low, high, driver, climbs)
	}
	if f.a.Spread == "" {
		f.notes = append(f.notes, needsPlaces)
		return
	}
	f.notes = append(f.notes, "Base is by "+f.a.Spread+"; the other keys are "+join(keys)+". What one of them does not weigh stays as in the base.",
		"rank_change is how many places a line climbs by the driver, the key that moves it most; lines are ranked by amount.")
}
