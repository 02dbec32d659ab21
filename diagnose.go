package flows

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// Diagnose says of one problem where it stands, what was found and expected, what is at risk and what to do.
func (p *Project) Diagnose(x Problem) string {
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %-10s %s\n", name, flat(value))
		}
	}
	fmt.Fprintf(&b, "%s · %s\n", x.Code, ErrorTitle(x.Code))
	line("stands in", p.standsIn(x))
	line("found", x.Got)
	line("expected", x.Want)
	if x.AtRisk != 0 {
		line("at risk", sterling(x.AtRisk))
	}
	line("the row", x.Raw)
	line("to do", x.Hint)
	line("corrected", x.FixedBy)
	return b.String()
}

// standsIn is the place of a problem: april.csv · Payments · row 5 · column D "Amount".
func (p *Project) standsIn(x Problem) string {
	where := x.File
	if x.Sheet != "" {
		where += " · " + x.Sheet
	}
	if x.Row > 0 {
		where += fmt.Sprintf(" · row %d", x.Row)
	}
	if x.Col > 0 {
		where += " · column " + columnLetters(x.Col)
		if t := p.tableAt(x.Source, x.Table); t != nil && int(x.Col) <= len(t.Headings) {
			where += fmt.Sprintf(" %q", flat(t.Headings[x.Col-1]))
		}
	}
	return where
}

// tableAt is a table by its source and number; nil if there is none.
func (p *Project) tableAt(source string, n int32) *ledger.Table {
	if s := p.Ledger.Source(source); s != nil {
		for i := range s.Tables {
			if s.Tables[i].N == n {
				return &s.Tables[i]
			}
		}
	}
	return nil
}
