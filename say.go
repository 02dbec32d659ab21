package flows

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

// SentenceNames are the reports that can be said.
func SentenceNames() []string {
	return []string{"alignment", "award-sizes", "control", "headline", "overlap"}
}

// Say gives the sentences of a report with the figures filled in.
func (p *Project) Say(ctx context.Context, name string, q Query) ([]string, error) {
	say, ok := map[string]func(*finisher) []string{
		"headline": sayHeadline, "overlap": sayOverlap, "award-sizes": sayAwardSizes, "control": sayControl, "alignment": sayAlignment,
	}[name]
	if !ok {
		return nil, fmt.Errorf("no sentence %q; %sthere are %s", name, didYouMean(name, SentenceNames()), strings.Join(SentenceNames(), ", "))
	}
	if name == "award-sizes" && q.Spread != "" {
		return nil, fmt.Errorf("--spread: an award of which a place has a part by a key has no size there; ask without it")
	}
	a, err := p.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	s, _ := specNamed(name)
	if name == "alignment" { // said for each division, which the report is not by
		s.name = "alignment-by-function"
	}
	f, err := p.finish(ctx, s, a)
	if err != nil {
		return nil, err
	}
	lines := say(f)
	if q.Top > 0 && len(lines) > q.Top {
		lines = lines[:q.Top]
	}
	return lines, nil
}

// placesSaid are the places asked for, in a sentence.
func (f *finisher) placesSaid() string {
	var names []string
	for _, p := range f.a.places {
		names = append(names, p.Name)
	}
	return cmp.Or(strings.Join(names, ", "), "all places")
}

// sayAlignment is a sentence for all purposes together, then for each division, the most money that is
// aligned to nothing first. Of a filter by function only the divisions are said.
func sayAlignment(f *finisher) []string {
	var lines []string
	for _, r := range f.recs() {
		said := report.Alignment{Place: f.placesSaid(), Outcome: "all purposes", Amount: r.pence("amount"), Stranded: r.pence("stranded")}
		if r.kind() == "body" {
			said.Outcome = cmp.Or(inSentence(functionName(r.text("division"))), "purposes not classified")
		} else if len(f.a.Functions) > 0 {
			continue
		}
		if said.Amount > 0 {
			lines = append(lines, said.Say())
		}
	}
	return lines
}

// inSentence is a name as it stands inside a sentence.
func inSentence(name string) string {
	if name == "" {
		return ""
	}
	return strings.ToLower(name[:1]) + name[1:]
}

// sayHeadline is a sentence for each year.
func sayHeadline(f *finisher) []string {
	loaded, err := f.p.loadedBodies()
	if err != nil {
		loaded = nil
	}
	place := f.placesSaid()
	var lines []string
	for _, r := range f.recs("body") {
		year := ledger.Year(r.count("year"))
		if year == 0 {
			continue
		}
		h := report.Headline{Place: place, Year: year.String(), Amount: r.pence("amount"), Publishers: r.count("publishers")}
		if head, ok := f.perHead("", year, h.Amount).(ledger.Pence); ok {
			h.PerHead = &head
		}
		for _, place := range f.a.places {
			h.NotLoaded += int64(len(f.p.missing(place, []ledger.Year{year}, loaded)))
		}
		if services := r.pence("health_education_protection"); h.Amount > 0 {
			h.Services = &report.Ratio{Num: int64(services), Den: int64(h.Amount)}
		}
		lines = append(lines, h.Say()+apportionedWords(f.a, r.pence("apportioned")))
	}
	return lines
}

// sayOverlap is a sentence for each group that more than one body funds, the most money of bodies with a name first.
func sayOverlap(f *finisher) []string {
	groups := slices.DeleteFunc(f.spendings(), func(g spending) bool { return g.kind() != "body" || g.count("organisations") < 2 })
	slices.SortStableFunc(groups, func(a, b spending) int { return compareDown(a.pence("amount")-a.unnamed, b.pence("amount")-b.unnamed) })
	var lines []string
	for _, g := range groups {
		c := g.text("group_code")
		lines = append(lines, report.Overlap{Function: functionName(c), Organisations: g.count("organisations"), Amount: g.pence("amount") - g.unnamed,
			Unnamed: g.unnamed, CatchAll: mapping.COFOG().CatchAll(c), Doubt: f.codingDoubt(g.rec)}.Say())
	}
	return lines
}

func compareDown(a, b ledger.Pence) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// councilKinds are the recipients that the sentence counts as councils.
var councilKinds = []string{mapping.KindCounty, mapping.KindDistrict, mapping.KindUnitary}

// sayAwardSizes counts the awards under £100,000 that went to councils.
func sayAwardSizes(f *finisher) []string {
	var s report.SmallAwards
	for _, r := range f.recs("subtotal") {
		s.AllAwards += r.count("awards")
		s.AllAmount += r.pence("amount")
	}
	for _, r := range f.recs("body") {
		top := bandTop[r.text("band")]
		if slices.Contains(councilKinds, r.text("recipient_kind")) && top > 0 && top <= 10_000_000 {
			s.Awards += r.count("awards")
			s.Amount += r.pence("amount")
		}
	}
	return []string{s.Say()}
}
