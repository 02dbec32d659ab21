package mapping

import (
	"strings"

	"flows/ledger"
)

// Group returns a named group of places, by its name or its short one: "pfpp" for pfpp-pilots-2021,
// "total-place" for total-place-pilots-2009.
func (r *Registry) Group(name string) (Group, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	switch name {
	case "pfpp":
		name = "pfpp-pilots-2021"
	case "total-place":
		name = "total-place-pilots-2009"
	}
	for _, g := range r.groups {
		if g.Name == name {
			return g, true
		}
	}
	return Group{}, false
}

// Find returns the areas that a person may mean by a code or a name as of a day, best first: the code
// itself; or the authority of the name, then other areas of exactly that name (a police area, a region),
// ordered by code. None: the name is nobody's; several: the first is the likeliest.
func (r *Registry) Find(query string, at ledger.Date) []Area {
	when := onDay(at)
	codes := r.codesIn(query, when)
	if b := r.localBody(query, when, asAuthority); b.Known() {
		codes = append(codes, b.Area)
	}
	codes = append(codes, r.Named(query, at)...)
	seen := map[string]bool{}
	var out []Area
	for _, c := range codes {
		if a, ok := r.Area(c); ok && !seen[c] {
			seen[c] = true
			out = append(out, a)
		}
	}
	return out
}
