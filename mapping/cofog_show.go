package mapping

import (
	"cmp"
	"slices"
	"strings"
)

// FunctionPage is what there is to know of one function.
type FunctionPage struct {
	Function
	Within   []Function    // the divisions and groups above it
	Parts    []Function    // the groups or classes below it
	HMT      []HMTLine     // HM Treasury's sub-functions with this home
	Outturn  []OutturnLine // revenue outturn lines with this home
	Reminder string        // of a catch-all: how to read it; else ""
}

// catchAllReminder stands wherever a catch-all's money is shown.
const catchAllReminder = "A catch-all: money here measures doubt in coding as much as a purpose. That several bodies spend under it is a question, not a finding of duplication."

// Show gives the page of a code, written in any of the forms that Lookup reads; false where there is no such code.
func (c *Cofog) Show(code string) (FunctionPage, bool) {
	f, ok := c.Lookup(code)
	if !ok {
		return FunctionPage{}, false
	}
	page := FunctionPage{Function: f}
	for parent := f.Parent; parent != ""; {
		p, _ := c.Lookup(parent)
		page.Within = append([]Function{p}, page.Within...)
		parent = p.Parent
	}
	for _, g := range c.functions {
		if g.Parent == f.Code {
			page.Parts = append(page.Parts, g)
		}
	}
	for _, h := range c.hmt {
		if under(h.UN, f.Code) {
			page.HMT = append(page.HMT, h)
		}
	}
	for _, o := range c.outturn {
		if under(o.Code, f.Code) {
			page.Outturn = append(page.Outturn, o)
		}
	}
	if f.CatchAll {
		page.Reminder = catchAllReminder
	}
	return page, true
}

// under is whether a code is the other or a part of it.
func under(code, of string) bool {
	return code == of || strings.HasPrefix(code, of+".")
}

// Search finds divisions, groups and classes by words of their names, of what belongs to them, of
// HM Treasury's sub-functions and of outturn lines. Every word must be found, as the beginning of a
// word; functions whose own name holds them come first, then by code.
func (c *Cofog) Search(query string) []Function {
	wanted := foldedTokens(nil, query)
	if len(wanted) == 0 {
		return nil
	}
	type hit struct {
		f    Function
		rank int
	}
	var hits []hit
	for _, f := range c.functions {
		texts := []string{f.Code + " " + f.Name, f.Belongs}
		for _, h := range c.hmt {
			if h.UN == f.Code {
				texts = append(texts, h.Name)
			}
		}
		for _, o := range c.outturn {
			if o.Code == f.Code {
				texts = append(texts, o.Name)
			}
		}
		if rank := slices.IndexFunc(texts, func(t string) bool { return holdsAll(t, wanted) }); rank >= 0 {
			hits = append(hits, hit{f, min(rank, 2)})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.f.Code, b.f.Code)) })
	var out []Function
	for _, h := range hits {
		out = append(out, h.f)
	}
	return out
}

func holdsAll(text string, wanted []string) bool {
	tokens := foldedTokens(nil, text)
	for _, w := range wanted {
		if !slices.ContainsFunc(tokens, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
}
