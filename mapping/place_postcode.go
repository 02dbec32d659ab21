package mapping

import (
	"strings"

	"flows/ledger"
)

// byPostcode is the rung of a postcode: observed where the workspace's table of postcodes has it, or where
// its first half lies in one authority; apportioned by postcodes where that lies in several.
func (r *Registry) byPostcode(text string) rung {
	outcode, ok := r.outcodeIn(text)
	if !ok {
		return rung{}
	}
	if g := r.byExactPostcode(text); g.speaks() {
		return g
	}
	areas := r.Outcode(outcode)
	if len(areas) == 1 {
		return rung{RungPostcode, "postcode", ledger.Observed, outcode, 950, areas}
	}
	top := int32(0)
	for _, s := range areas {
		top = max(top, s.Share)
	}
	return rung{RungPostcode, "postcode in several areas", ledger.Apportioned, outcode, int16(top / 1_000_000), areas}
}

// byExactPostcode is the rung of the one postcode in a text, where a table of postcodes has it and the registry
// knows its area.
func (r *Registry) byExactPostcode(text string) rung {
	table, err := r.postcodes()
	if err != nil || table == nil { // Ready tells the error
		return rung{}
	}
	up := strings.ToUpper(text)
	fields := strings.FieldsFunc(up, func(c rune) bool { return (c < 'A' || c > 'Z') && (c < '0' || c > '9') })
	found := ""
	for i, f := range fields {
		whole := ""
		switch {
		case isIncode(f) && i > 0 && r.isOutcode(fields[i-1]):
			whole = fields[i-1] + " " + f
		case len(f) >= 5 && isIncode(f[len(f)-3:]) && r.isOutcode(f[:len(f)-3]):
			whole = f[:len(f)-3] + " " + f[len(f)-3:]
		}
		if whole == "" || whole == found {
			continue
		}
		if found != "" {
			return rung{}
		}
		found = whole
	}
	at, ok := table.Lies(found)
	if _, known := r.Area(at.Area); !ok || !known {
		return rung{}
	}
	return rung{RungPostcode, "postcode in the workspace's table", ledger.Observed, found, 990, whole(r.smallest(at))}
}

// outcodeIn finds the first half of the postcode in a text such as "ERS NG347EF" or "SW1H 9AJ-CHAPS".
// Two different ones leave it open.
func (r *Registry) outcodeIn(text string) (outcode string, ok bool) {
	up := strings.ToUpper(text)
	fields := strings.FieldsFunc(up, func(c rune) bool { return (c < 'A' || c > 'Z') && (c < '0' || c > '9') })
	for i, f := range fields {
		found := ""
		switch {
		case isIncode(f) && i > 0 && r.isOutcode(fields[i-1]):
			found = fields[i-1]
		case len(f) >= 5 && isIncode(f[len(f)-3:]) && r.isOutcode(f[:len(f)-3]):
			found = f[:len(f)-3]
		case len(fields) == 1 && r.isOutcode(f):
			found = f
		}
		if found == "" || found == outcode {
			continue
		}
		if outcode != "" {
			return "", false
		}
		outcode = found
	}
	return outcode, outcode != ""
}

func (r *Registry) isOutcode(s string) bool {
	_, ok := r.outcodes()[s]
	return ok
}

// isIncode says whether s is the second half of a postcode: a digit and two letters.
func isIncode(s string) bool {
	return len(s) == 3 && s[0] >= '0' && s[0] <= '9' && s[1] >= 'A' && s[1] <= 'Z' && s[2] >= 'A' && s[2] <= 'Z'
}
