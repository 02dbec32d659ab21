package workspace

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Area is one line of areas.csv: a place of the workspace's own, beside the built-in ones.
type Area struct {
	Line       int    // of the file, for messages
	Code       string // begins with X, which no GSS code does
	Name       string // short: Merrowshire
	Official   string // of its body: Merrowshire County Council; "" where the kind says it
	Kind       string
	Parents    []string // codes of the areas that it lies wholly in, its own or built-in ones
	Names      []string // other ways in which publishers write its body
	Population int64    // 0 where it is not known
	Year       int      // of the population, mid-year
}

// AreaKinds are the kinds of areas that areas.csv may hold.
func AreaKinds() []string {
	return []string{"county", "district", "unitary", "metropolitan", "london", "region", "combined_authority", "police_area", "fire_area", "icb", "ccg", "pct", "health_board"}
}

func areaColumns() []columnRule {
	return []columnRule{{"code", true}, {"name", true}, {"official_name", false}, {"kind", true}, {"parent", false},
		{"other_names", false}, {"population", false}, {"population_year", false}}
}

var ownCode = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^X[0-9A-Z]{1,15}$`) })

// addArea adds one line. parent and other_names hold several values parted by semicolons.
func (w *Workspace) addArea(r record) []error {
	a := Area{Line: r.line, Code: r.get("code"), Name: r.get("name"), Official: r.get("official_name"), Kind: r.get("kind"),
		Parents: several(r.get("parent")), Names: several(r.get("other_names"))}
	var problems []error
	if !ownCode().MatchString(a.Code) {
		problems = append(problems, r.mistake(fmt.Sprintf("code is %q", a.Code), "X and then digits or capital letters, so that it is no GSS code, such as X10000001"))
	}
	if i := slices.IndexFunc(w.Areas, func(o Area) bool { return o.Code == a.Code }); i >= 0 {
		problems = append(problems, r.mistake(fmt.Sprintf("code %q stands on line %d already", a.Code, w.Areas[i].Line), "each once"))
	}
	if err := choice(r.file, r.line, "kind", a.Kind, AreaKinds()); err != nil {
		problems = append(problems, err)
	}
	for _, p := range a.Parents {
		if p == a.Code {
			problems = append(problems, r.mistake("the area is its own parent", "the code of an area that it lies in"))
		}
	}
	var err error
	if a.Population, a.Year, err = r.population(); err != nil {
		problems = append(problems, err)
	}
	if problems == nil {
		w.Areas = append(w.Areas, a)
	}
	return problems
}

// population reads the number and its year, which stand both or neither.
func (r record) population() (int64, int, error) {
	people, year := r.get("population"), r.get("population_year")
	if people == "" && year == "" {
		return 0, 0, nil
	}
	n, err := strconv.ParseInt(people, 10, 64)
	if err != nil || n <= 0 {
		return 0, 0, r.mistake(fmt.Sprintf("population is %q", people), "whole people without separators, and a population_year")
	}
	y, err := strconv.Atoi(year)
	if err != nil || y < 1900 || y > 2200 {
		return 0, 0, r.mistake(fmt.Sprintf("population_year is %q", year), "the calendar year of the mid-year count, such as 2009")
	}
	return n, y, nil
}

func several(s string) (list []string) {
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
