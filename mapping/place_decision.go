package mapping

import (
	"fmt"
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
	}
	return nil
}

func (r *Registry) decidedPlace(place string) (string, error) {
	if strings.EqualFold(strings.TrimSpace(place), NoPlace) {
		return "", nil
	}
	if a, ok := r.Area(strings.ToUpper(strings.TrimSpace(place))); ok {
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
	if len(r.decisions) == 0 {
		return rung{}, nil
	}
	tokens := foldedTokens(nil, payee)
	for i := len(r.decisions) - 1; i >= 0; i-- {
		switch d := &r.decisions[i]; {
		case !d.fits(tokens):
		case d.code == "":
			return rung{}, d
		default:
			return rung{RungDecision, decisionsFile, ledger.Observed, d.said(), 1000, whole(d.code)}, nil
		}
	}
	return rung{}, nil
}
