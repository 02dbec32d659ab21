package mapping

import (
	"strings"

	"flows/ledger"
)

// byPostcode is the rung of a postcode: observed where the workspace's table of postcodes or the program's has
// it, or where its sector or its first half lies in one authority; apportioned by postcodes where that lies in several.
func (r *Registry) byPostcode(text string) rung {
	outcode, ok := r.outcodeIn(text)
	if !ok {
		return rung{}
	}
	areas, detail := r.finer(outcode, r.Outcode(outcode)), outcode
	if postcode := r.postcodeIn(text); postcode != "" {
		if g := r.byWorkspacePostcode(postcode); g.speaks() {
			return g
		}
		if in, exact := programSectors().lies(postcode); exact {
			return rung{RungPostcode, "postcode", ledger.Observed, postcode, 980, r.finer(outcode, in)}
		} else if in != nil {
			areas, detail = r.finer(outcode, in), postcode[:len(postcode)-2]
		}
	}
	if len(areas) == 1 {
		return rung{RungPostcode, "postcode", ledger.Observed, detail, 950, areas}
	}
	top := int32(0)
	for _, s := range areas {
		top = max(top, s.Share)
	}
	return rung{RungPostcode, "postcode in several areas", ledger.Apportioned, detail, int16(top / 1_000_000), areas}
}

// byWorkspacePostcode is the rung of a postcode that the workspace's table has, in an area that the registry knows.
func (r *Registry) byWorkspacePostcode(postcode string) rung {
	table, err := r.postcodes()
	if err != nil || table == nil { // Ready tells the error
		return rung{}
	}
	at, ok := table.Lies(postcode)
	if _, known := r.Area(at.Area); !ok || !known {
		return rung{}
	}
	outcode, _, _ := strings.Cut(postcode, " ")
	return rung{RungPostcode, "postcode in the workspace's table", ledger.Observed, postcode, 990, r.finer(outcode, whole(r.smallest(at)))}
}

// postcodeIn is the one whole postcode in a text, as "NR7 0DU"; "" where it has none or several.
func (r *Registry) postcodeIn(text string) string {
	found := ""
	up := strings.ToUpper(text)
	fields := strings.FieldsFunc(up, func(c rune) bool { return (c < 'A' || c > 'Z') && (c < '0' || c > '9') })
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
			return ""
		}
		found = whole
	}
	return found
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
