package workspace

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"flows/ledger"
)

const gapsFile = "gaps.csv"

// Gap is one line of gaps.csv: something that a body spends or holds and that is not loaded.
type Gap struct {
	Line                  int
	Body, Item            string // Item is "" where it is everything
	Reason                string // one of GapReasons; "" is not loaded
	Estimate              ledger.Pence
	Estimated             bool        // there is an estimate
	RequestedOn, ChasedOn ledger.Date // NoDate: not
	Owner                 string
}

// GapReasons are the reasons for which something is missing.
func GapReasons() []string {
	return []string{"not loaded", "not published", "refused", "not identifiable", "out of scope"}
}

func gapColumns() []columnRule {
	return []columnRule{{"body", true}, {"item", false}, {"reason", false}, {"estimate", false}, {"requested_on", false}, {"chased_on", false}, {"owner", false}}
}

var gapEstimate = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9]{1,13}(\.[0-9]{2})?$`) })

func (w *Workspace) addGap(r record) (problems []error) {
	g := Gap{Line: r.line, Body: r.get("body"), Item: r.get("item"), Reason: r.get("reason"), Owner: r.get("owner"), RequestedOn: ledger.NoDate, ChasedOn: ledger.NoDate}
	if g.Reason != "" {
		if err := choice(r.file, r.line, "reason", g.Reason, GapReasons()); err != nil {
			problems = append(problems, err)
		}
	}
	if s := r.get("estimate"); s != "" {
		whole, pence, _ := strings.Cut(s, ".")
		n, err := strconv.ParseInt(whole+(pence + "00")[:2], 10, 64)
		if err != nil || !gapEstimate().MatchString(s) {
			problems = append(problems, r.mistake(fmt.Sprintf("estimate is %q", s), "pounds without separators, such as 1250000 or 1250000.00"))
		}
		g.Estimate, g.Estimated = ledger.Pence(n), true
	}
	for _, day := range []struct {
		column string
		to     *ledger.Date
	}{{"requested_on", &g.RequestedOn}, {"chased_on", &g.ChasedOn}} {
		if r.get(day.column) == "" {
			continue
		}
		d, err := r.day(day.column)
		if err != nil {
			problems = append(problems, err)
		}
		*day.to = d
	}
	for _, o := range w.Gaps {
		if strings.EqualFold(o.Body, g.Body) && strings.EqualFold(o.Item, g.Item) {
			problems = append(problems, r.mistake(fmt.Sprintf("body %q has this item on line %d already", g.Body, o.Line), "each once"))
		}
	}
	if problems == nil {
		w.Gaps = append(w.Gaps, g)
	}
	return problems
}
