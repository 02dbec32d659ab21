package mapping

import (
	_ "embed"
	"slices"
	"sort"
	"strings"
	"sync"

	"flows/ledger"
)

var (
	//go:embed reference/areas.csv
	areasCSV string
	//go:embed reference/area_names.csv
	areaNamesCSV string
	//go:embed reference/area_codes.csv
	areaCodesCSV string
	//go:embed reference/members.csv
	membersCSV string
	//go:embed reference/lineage.csv
	lineageCSV string
	//go:embed reference/places.csv
	placesCSV string
	//go:embed reference/outcodes.csv
	outcodesCSV string
)

func loadRegistry() *Registry {
	r := &Registry{
		byCode: map[string]int32{}, names: map[int32][]Name{}, folded: map[string][]nameRef{},
		codes: map[string][]AreaCode{}, coded: map[string][]string{},
		up: map[string][]Member{}, down: map[string][]Member{},
		small: map[string]smallArea{}, forward: map[string][]Succession{}, back: map[string][]Succession{},
		people: sync.OnceValue(loadPeople), outcodes: sync.OnceValue(loadOutcodes), postcodes: lazyPostcodes(""),
	}
	r.loadAreas()
	r.loadNames()
	r.loadMembers()
	r.loadLineage()
	r.groups = loadGroups()
	r.atomTable = sync.OnceValue(r.loadAtoms)
	r.beside = sync.OnceValue(r.loadBeside)
	r.bodies = sync.OnceValue(loadBodies)
	r.stateNames = sync.OnceValue(func() *stateNames { return newStateNames(r.bodies()) })
	r.grammar = sync.OnceValue(func() *grammar { return newGrammar(r) })
	r.payeeWords = sync.OnceValue(loadPayeeWords)
	r.likeness = sync.OnceValue(func() *likeness { return newLikeness(r.grammar()) })
	r.gazetteer = sync.OnceValue(func() *gazetteer { return newGazetteer(r) })
	return r
}

func (r *Registry) loadAreas() {
	records(areasCSV, 9, func(f []string) {
		a := Area{Code: f[0], Name: f[1], Official: f[2], Kind: f[3], Nation: f[4], Region: f[5],
			Span: Span{mustDate(f[6]), mustDate(f[7])}}
		if f[8] != "" {
			a.FormerCodes = strings.Split(f[8], ";")
		}
		r.byCode[a.Code] = int32(len(r.areas))
		r.areas = append(r.areas, a)
	})
	records(areaCodesCSV, 3, func(f []string) {
		r.codes[f[2]] = append(r.codes[f[2]], AreaCode{f[0], f[1]})
		for _, k := range []string{codeKey(f[0], f[1]), codeKey("", f[1])} {
			r.coded[k] = append(r.coded[k], f[2])
		}
	})
}

// codeKey is the key of a code in a system, or in any where system is "".
func codeKey(system, value string) string {
	return system + " " + strings.ToUpper(strings.TrimSpace(value))
}

func (r *Registry) loadNames() {
	records(areaNamesCSV, 5, func(f []string) {
		i := r.byCode[f[1]]
		key := Fold(f[0])
		r.folded[key] = append(r.folded[key], nameRef{i, int32(len(r.names[i]))})
		r.names[i] = append(r.names[i], Name{f[0], f[2], Span{mustDate(f[3]), mustDate(f[4])}})
	})
}

func (r *Registry) loadMembers() {
	records(membersCSV, 6, func(f []string) {
		m := Member{Parent: f[0], Child: f[1], Share: mustShare(f[4]), Basis: f[5],
			Span: Span{mustDate(f[2]), mustDate(f[3])}}
		r.up[m.Child] = append(r.up[m.Child], m)
		r.down[m.Parent] = append(r.down[m.Parent], m)
	})
}

func (r *Registry) loadLineage() {
	records(lineageCSV, 5, func(f []string) {
		s := Succession{Old: f[0], New: f[1], Date: mustDate(f[2]), Share: -1, Reason: f[4]}
		if f[3] != "" {
			s.Share = mustShare(f[3])
		}
		r.forward[s.Old] = append(r.forward[s.Old], s)
		r.back[s.New] = append(r.back[s.New], s)
	})
	for _, m := range []map[string][]Succession{r.forward, r.back} {
		for _, list := range m {
			slices.SortStableFunc(list, func(a, b Succession) int {
				if a.Date != b.Date {
					return int(a.Date - b.Date)
				}
				return strings.Compare(a.Old+a.New, b.Old+b.New)
			})
		}
	}
}

func loadGroups() []Group {
	var groups []Group
	records(placesCSV, 3, func(f []string) {
		if n := len(groups); n == 0 || groups[n-1].Name != f[0] {
			groups = append(groups, Group{Name: f[0]})
		}
		g := &groups[len(groups)-1]
		if n := len(g.Places); n == 0 || g.Places[n-1].Name != f[1] {
			g.Places = append(g.Places, GroupPlace{Name: f[1]})
		}
		p := &g.Places[len(g.Places)-1]
		p.Codes = append(p.Codes, f[2])
	})
	return groups
}

func loadOutcodes() map[string][]AreaShare {
	m := map[string][]AreaShare{}
	records(outcodesCSV, 4, func(f []string) {
		m[f[0]] = append(m[f[0]], AreaShare{f[1], mustShare(f[2])})
	})
	for _, shares := range m {
		fillWhole(shares)
	}
	return m
}

// fillWhole lets rounded shares add up to ledger.Whole: the largest takes what is over or missing.
// The shares come out ordered by code.
func fillWhole(shares []AreaShare) {
	sort.Slice(shares, func(i, j int) bool { return shares[i].Code < shares[j].Code })
	sum, top := int64(0), 0
	for i, s := range shares {
		sum += int64(s.Share)
		if s.Share > shares[top].Share {
			top = i
		}
	}
	shares[top].Share += int32(ledger.Whole - sum)
}
