package mapping

import (
	"slices"
	"strings"

	"flows/ledger"
)

// payeesPostcode is the rung of the payee's postcode: the one stated, or else the whole one that some files put behind
// its name ("A Solicitor#B1 1AA").
func (r *Registry) payeesPostcode(w *ledger.PlaceWording, when period) rung {
	if strings.TrimSpace(w.PayeePostcode) != "" {
		return r.byPostcode(w.PayeePostcode, when)
	}
	_, behind, ok := strings.Cut(w.Payee, "#")
	if !ok || r.postcodeIn(behind) == "" {
		return rung{}
	}
	g := r.byPostcode(behind, when)
	g.rule += " behind the name"
	return g
}

// byPostcode is the rung of a postcode in a period: where it lies today, as far as one can say what that was then.
func (r *Registry) byPostcode(text string, when period) rung {
	g := r.byPostcodeToday(text)
	if !g.speaks() {
		return g
	}
	postcode, moved := r.postcodeIn(text), false
	areas := make([]AreaShare, len(g.areas))
	for i, s := range g.areas {
		code, several := r.thenOf(s.Code, postcode, when)
		if len(several) > 0 {
			g.detail += "; " + s.Code + " had not begun: then one of " + strings.Join(several, ", ")
		}
		moved = moved || code != s.Code
		areas[i] = AreaShare{code, s.Share}
	}
	if moved {
		g.areas = merged(areas)
	}
	return g
}

// thenOf is what the ground of an area was in a period: the authority that it went whole into, or the one that alone
// became it. Of several that became it the one is said in which the postcode lay; where no table tells, none is, and
// they are listed.
func (r *Registry) thenOf(code, postcode string, when period) (then string, several []string) {
	for range 8 {
		a, ok := r.Area(code)
		fit, _ := when.fit(a.Span)
		if !ok || fit == fitNow || fit == fitPartly {
			return code, nil
		}
		if fit == fitEarlier {
			return r.asAt(code, when), nil
		}
		before := r.madeOf(a)
		if len(before) > 1 {
			before = lay(postcode, before)
		}
		switch {
		case !isAuthority(a.Kind) || len(before) == 0:
			return code, nil
		case len(before) > 1:
			for _, s := range before {
				old, _ := r.Area(s.Code)
				several = append(several, old.Name)
			}
			return code, several
		default:
			code = before[0].Code
		}
	}
	return code, nil
}

// lay is the one of an area's former authorities in which a postcode lay, or all of them where no table tells.
func lay(postcode string, former []AreaShare) []AreaShare {
	if postcode == "" {
		return former
	}
	in, exact := earlierSectors().lies(postcode)
	if !exact || len(in) != 1 || !slices.ContainsFunc(former, func(s AreaShare) bool { return s.Code == in[0].Code }) {
		return former
	}
	return in
}

// merged orders shares by code and adds up those of one area.
func merged(areas []AreaShare) []AreaShare {
	sum := map[string]int64{}
	for _, s := range areas {
		sum[s.Code] += int64(s.Share)
	}
	return sharesOf(sum)
}

// byPostcodeToday is the rung of a postcode: observed where the workspace's table of postcodes or the program's has
// it, or where its sector or its first half lies in one authority; apportioned by postcodes where that lies in several.
func (r *Registry) byPostcodeToday(text string) rung {
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
