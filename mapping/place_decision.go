package mapping

import (
	"fmt"
	"slices"
	"strings"

	"flows/ledger"
)

// PlaceDecision is what a person decided about payees: those whose names fit the pattern are at a place.
type PlaceDecision struct {
	Pattern        string // over the payee's name, written as the wordings of function rules are
	Place          string // a code, a name that one area has, or NoPlace
	Who, When, Why string
}

// NoPlace as a decision's place says that the payee is not the body that its name suggests: it is placed by
// its postcode or its payer alone, or not at all.
const NoPlace = "none"

const decisionsFile = "decisions/places.csv"

// placeDecision is a decision made ready.
type placeDecision struct {
	PlaceDecision
	patterns []pattern
	code     string // "" is NoPlace
}

func (d *placeDecision) fits(tokens []string) bool {
	for k := range d.patterns {
		if d.patterns[k].in(tokens) {
			return true
		}
	}
	return false
}

func (d *placeDecision) said() string {
	return fmt.Sprintf("%q, decided by %s on %s: %s", d.Pattern, d.Who, d.When, d.Why)
}

// follow makes the registry follow decisions. One that cannot be read, or whose place is unknown or
// shared by several areas, is an error that names it.
func (r *Registry) follow(list []PlaceDecision) error {
	for _, d := range list {
		patterns, err := parsePatterns(d.Pattern)
		if err != nil {
			return fmt.Errorf("decision on %q: %w", d.Pattern, err)
		}
		code, err := r.decidedPlace(d.Place)
		if err != nil {
			return fmt.Errorf("decision on %q: %w", d.Pattern, err)
		}
		r.decisions = append(r.decisions, placeDecision{d, patterns, code})
		r.hangDecision(int32(len(r.decisions) - 1))
	}
	return nil
}

// hangDecision hangs a decision on the names that its patterns fit whole, or among those that every name is
// held against: a workspace can hold ten thousand names and few patterns that are wider.
func (r *Registry) hangDecision(n int32) {
	var names []string
	for _, p := range r.decisions[n].patterns {
		name, ok := p.wholeName()
		if !ok {
			r.wideDecisions = append(r.wideDecisions, n)
			return
		}
		names = append(names, name)
	}
	if r.namedDecisions == nil {
		r.namedDecisions = map[string][]int32{}
	}
	for _, name := range sortedUnique(names) {
		r.namedDecisions[name] = append(r.namedDecisions[name], n)
	}
}

// wholeName is the folded name that a pattern fits and nothing else, where there is only one.
func (p *pattern) wholeName() (string, bool) {
	if len(p.phrases) != 1 || !p.phrases[0].head || !p.phrases[0].tail || p.phrases[0].absent {
		return "", false
	}
	var words []string
	for _, t := range p.phrases[0].tokens {
		if t.prefix {
			return "", false
		}
		words = append(words, t.text)
	}
	return strings.Join(words, " "), true
}

// deciding are the decisions that a payee's name fits, in their order.
func (r *Registry) deciding(payee string) []int32 {
	if len(r.decisions) == 0 {
		return nil
	}
	tokens := foldedTokens(nil, payee)
	list := slices.Clone(r.namedDecisions[strings.Join(tokens, " ")])
	for _, n := range r.wideDecisions {
		if r.decisions[n].fits(tokens) {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list
}

func (r *Registry) decidedPlace(place string) (string, error) {
	if strings.EqualFold(strings.TrimSpace(place), NoPlace) {
		return "", nil
	}
	if a, ok := r.Area(strings.ToUpper(strings.TrimSpace(place))); ok {
		if a.Kind == KindOwnPlace {
			return "", fmt.Errorf("%s is made of areas; expected one of them", a.Name)
		}
		return a.Code, nil
	}
	switch codes := r.Named(place, ledger.NoDate); len(codes) {
	case 0:
		return "", fmt.Errorf("no place %q", place)
	case 1:
		return codes[0], nil
	default:
		return "", fmt.Errorf("%q is the name of several places; give one of the codes %s", place, strings.Join(codes, ", "))
	}
}

// byDecision is the rung of a person's decision: the last of those that fit, so that a later line corrects
// an earlier one. none is the decision where it says that the payee is no place's body.
func (r *Registry) byDecision(payee string) (g rung, none *placeDecision) {
	list := r.deciding(payee)
	if len(list) == 0 {
		return rung{}, nil
	}
	d := &r.decisions[list[len(list)-1]]
	if d.code == "" {
		return rung{}, d
	}
	return rung{RungDecision, decisionsFile, ledger.Observed, d.said(), 1000, whole(d.code)}, nil
}
