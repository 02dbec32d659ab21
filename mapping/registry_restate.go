package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"flows/ledger"
)

// Vintage is the day on whose boundaries figures are shown, by the word that asks for it: a year stands
// for the first of April, when boundaries change; "today" for the last that the tables know.
func Vintage(word string) (ledger.Date, error) {
	if word == "today" {
		return far, nil
	}
	if y, err := strconv.Atoi(word); err == nil && len(word) == 4 {
		if d, ok := ledger.NewDate(y, 4, 1); ok {
			return d, nil
		}
	}
	return ledger.NoDate, fmt.Errorf("%q is no boundary vintage; write a year, such as 2019, or today", word)
}

// Restated is a part of an area's money on the boundaries of another day.
type Restated struct {
	Code  string // "": this part cannot be restated
	Share int32  // billionths; the parts of one area add up to ledger.Whole
	Basis string // whose figure the split rests on; "" where nothing had to be split
}

// Restate follows an area to the boundaries of a day: forward along published splits; back only to the
// one former area that held all of it. What no published figure splits stays whole under the code "",
// with the reason. An area that lived on the day is itself.
func (r *Registry) Restate(code string, to ledger.Date) []Restated {
	a, ok := r.Area(code)
	switch {
	case !ok:
		return []Restated{{"", ledger.Whole, code + " is in no table"}}
	case a.Holds(to):
		return []Restated{{code, ledger.Whole, ""}}
	case a.From != ledger.NoDate && to < a.From:
		return r.restateBack(a, to)
	}
	sum, why, basis := map[string]int64{}, "", map[string]string{}
	r.restateForward(code, to, ledger.Whole, "", func(code string, share int64, reason string, known bool) {
		if !known {
			code, why = "", reason
		}
		sum[code] += share
		if reason != "" {
			basis[code] = reason
		}
	})
	return restatedParts(sum, basis, why)
}

// restateForward walks the lineage of an ended area and gives out its share at each end of the walk.
func (r *Registry) restateForward(code string, to ledger.Date, share int64, basis string, give func(code string, share int64, reason string, known bool)) {
	a, _ := r.Area(code)
	next := r.nextSplit(code, to)
	switch {
	case a.Holds(to):
		give(code, share, basis, true)
	case len(next) == 0:
		give(code, share, "no successor of "+code+" is known", false)
	case slices.ContainsFunc(next, func(s Succession) bool { return s.Share < 0 }):
		give(code, share, next[0].Reason, false)
	default:
		left := share
		for i, s := range next {
			part := share * int64(s.Share) / ledger.Whole
			if i == len(next)-1 {
				part = left
			}
			left -= part
			reason := basis
			if s.Share != ledger.Whole {
				reason = s.Reason
			}
			r.restateForward(s.New, to, part, reason, give)
		}
	}
}

// nextSplit lists the successions of an area's first event up to a day. Of a county that was replaced
// while parts of its ground were so earlier, the event at its end is meant.
func (r *Registry) nextSplit(code string, to ledger.Date) []Succession {
	var next []Succession
	for _, s := range r.forward[code] {
		if s.Date <= to && (len(next) == 0 || s.Date == next[0].Date) {
			next = append(next, s)
		}
	}
	return next
}

// restateBack finds the area of the day that held all of a later one: itself under its former code, or
// a county that it was made from.
func (r *Registry) restateBack(a Area, to ledger.Date) []Restated {
	var whole []string
	for _, s := range r.back[a.Code] {
		old, _ := r.Area(s.Old)
		if old.Holds(to) && r.Contains(old.Code, a.Code) {
			whole = append(whole, old.Code)
		}
	}
	if whole = sortedUnique(whole); len(whole) == 1 {
		basis := ""
		if !r.Contains(a.Code, whole[0]) {
			basis = "lay wholly inside it"
		}
		return []Restated{{whole[0], ledger.Whole, basis}}
	}
	if len(r.back[a.Code]) == 1 { // a chain of small changes
		if old, _ := r.Area(r.back[a.Code][0].Old); old.From != ledger.NoDate && to < old.From && r.Contains(old.Code, a.Code) {
			return r.restateBack(old, to)
		}
	}
	return []Restated{{"", ledger.Whole, "no published figure divides " + a.Name + " among what it was made of"}}
}

// restatedParts orders the parts by code, what cannot be restated last.
func restatedParts(sum map[string]int64, basis map[string]string, why string) []Restated {
	var out []Restated
	for code, share := range sum {
		if share > 0 && code != "" {
			out = append(out, Restated{code, int32(share), basis[code]})
		}
	}
	slices.SortFunc(out, func(a, b Restated) int { return strings.Compare(a.Code, b.Code) })
	if rest := sum[""]; rest > 0 {
		out = append(out, Restated{"", int32(rest), why})
	}
	return out
}

// RestateShares puts shares on the boundaries of a day. Each share is divided inside its own interval,
// so that every other table stays as it was and not a penny moves between shares.
func (r *Registry) RestateShares(list []ledger.Share, to ledger.Date) []ledger.Share {
	out := make([]ledger.Share, 0, len(list))
	for _, s := range list {
		if s.Code == "" {
			out = append(out, s)
			continue
		}
		out = append(out, divided(s, r.Restate(s.Code, to))...)
	}
	return out
}

// divided cuts one share into parts.
func divided(s ledger.Share, parts []Restated) []ledger.Share {
	if len(parts) == 1 && parts[0].Code == s.Code {
		return []ledger.Share{s}
	}
	var out []ledger.Share
	length, sum, at := int64(s.Hi-s.Lo), int64(0), s.Lo
	for _, p := range parts {
		sum += int64(p.Share)
		end := s.Lo + int32(length*sum/ledger.Whole)
		if end == at {
			continue
		}
		one := s
		one.Code, one.Lo, one.Hi = p.Code, at, end
		one.Detail = strings.TrimPrefix(one.Detail+"; restated from "+s.Code, "; ")
		if p.Basis != "" {
			one.Detail += ": " + p.Basis
		}
		if len(parts) > 1 {
			one.Evidence = weaker(one.Evidence, ledger.Apportioned)
		}
		out = append(out, one)
		at = end
	}
	return out
}

// weaker is the weaker of two sorts of evidence.
func weaker(a, b string) string {
	if a == ledger.Modelled || b == ledger.Modelled {
		return ledger.Modelled
	}
	if a == ledger.Apportioned || b == ledger.Apportioned {
		return ledger.Apportioned
	}
	return ledger.Observed
}
