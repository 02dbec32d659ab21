package report

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// Doubt is how much of a group of functions is coding doubt, in pence regardless of sign: what only the
// payer's remit or the text model put there, and all of a catch-all group.
type Doubt struct {
	Whole                  int64 // 0 is not known
	Remit, Model, CatchAll int64 // parts of Whole that have nothing in common
}

// Share is the doubt as a part of the whole.
func (d Doubt) Share() Ratio { return Ratio{d.Remit + d.Model + d.CatchAll, d.Whole} }

// Words are: coding doubt 31% (payer's remit 20%, text model 11%); of one reason coding doubt 20% (payer's
// remit). They are "" where nothing is known.
func (d Doubt) Words() string {
	if d.Whole == 0 {
		return ""
	}
	var names, parts []string
	for _, p := range []struct {
		name string
		part int64
	}{{"catch-all group", d.CatchAll}, {"payer's remit", d.Remit}, {"text model", d.Model}} {
		if p.part != 0 {
			names = append(names, p.name)
			parts = append(parts, p.name+" "+Percent(Ratio{p.part, d.Whole}))
		}
	}
	s := "coding doubt " + Percent(d.Share())
	switch len(parts) {
	case 0:
		return s
	case 1:
		return s + " (" + names[0] + ")"
	}
	return s + " (" + strings.Join(parts, ", ") + ")"
}

// Overlap is what the sentence "overlap" needs, one per function.
type Overlap struct {
	Function      string
	Organisations int64
	Amount        ledger.Pence // of these organisations
	Unnamed       ledger.Pence // beside it, of payers that no source names
	CatchAll      bool         // n.e.c., R&D, 09.5: groups that hold unlike things
	Doubt         Doubt        // of groups that are no catch-all
}

// Say is: 17 organisations (totalling £47.0m) are funding 'Housing development'.
// Where some of it is coding doubt, and of a catch-all group, it asks whether that is the same thing.
func (o Overlap) Say() string {
	verb := "are"
	if o.Organisations == 1 {
		verb = "is"
	}
	s := fmt.Sprintf("%s (totalling £%sm) %s funding '%s'", count(o.Organisations, "organisation", "organisations"), millions(o.Amount), verb, o.Function)
	if o.Unnamed != 0 {
		s += "; beside them " + Sterling(o.Unnamed) + " has no named payer"
	}
	s += "."
	switch {
	case o.CatchAll:
		s += " Is it one thing? This is a catch-all group: what is in it need not be alike."
	case o.Doubt.Share().Num > 0:
		s += " Is it one thing? " + Percent(o.Doubt.Share()) + " of it was put there by the payer's remit or the text model alone."
	}
	return sentence(s)
}
