package flows

import (
	"slices"

	"flows/query"
	"flows/report"
)

// overlapNote stands on every report of outcomes.
const overlapNote = "Outcomes overlap: one pound can serve several. Each pound is counted once, under the outcome it serves first (primary); contributing amounts are in no total and may not be added up."

const (
	aligned   = "aligned to no stated outcome"
	asShared  = "the rows do not add up, for one pound can serve several outcomes"
	notStated = "not supplied"
)

// primaryBehind says which purposes are behind a row that counts each pound under what it serves first.
func primaryBehind(list, column, none string) func(rec) (string, func(map[string]string) bool) {
	return func(r rec) (string, func(map[string]string) bool) {
		code := r.text(column)
		switch {
		case code != "":
			return list, func(marks map[string]string) bool { return marks[code] == query.MarkPrimary }
		case r.text("residual") == none:
			return list, func(marks map[string]string) bool {
				for _, role := range marks {
					if role == query.MarkPrimary {
						return false
					}
				}
				return true
			}
		}
		return list, nil
	}
}

// withNone adds a row of nought for each code that the answer has no row of: an outcome that no money
// serves is a finding. They stand behind the other bodies, in the order of codes.
func (f *finisher) withNone(column string, codes []string) {
	at := slices.IndexFunc(f.result.Rows, func(v []any) bool { return rec{f, v}.kind() != "body" })
	if at < 0 {
		at = len(f.result.Rows)
	}
	have := map[string]bool{}
	for _, r := range f.recs("body") {
		have[r.text(column)] = true
	}
	for _, code := range codes {
		if have[code] {
			continue
		}
		row := make([]any, len(f.result.Columns))
		for i, c := range f.result.Columns {
			switch {
			case c.Name == "row_kind":
				row[i] = "body"
			case c.Name == column:
				row[i] = code
			case c.Kind == query.Text:
				row[i] = ""
			case c.Kind == query.Int64:
				row[i] = int64(0)
			}
		}
		f.result.Rows = slices.Insert(f.result.Rows, at, row)
		at++
	}
}

// outcomeCodes are the codes of the framework's outcomes, in its order.
func (f *finisher) outcomeCodes() (codes []string) {
	for _, x := range f.a.framework.outcomes.All() {
		codes = append(codes, x.Code)
	}
	return codes
}

// outcomeName is the name of a row's outcome; "" of a row without one.
func (f *finisher) outcomeName(r rec) string {
	if code := r.text("outcome"); code != "" {
		return f.a.framework.outcome(code)
	}
	return ""
}

func outcomesSpec() spec {
	return spec{
		name: "outcomes", marks: query.MarkOutcome, behind: primaryBehind(query.MarkOutcome, "outcome", aligned),
		columns: []report.Column{
			text("outcome"), noted(count("programmes"), notAdded), noted(count("departments"), notAdded), noted(count("awards"), notAdded),
			money("amount_primary"), noted(money("amount_contributing"), asShared), noted(count("programmes_shared"), notAdded),
		},
		rows: func(f *finisher) {
			f.withNone("outcome", f.outcomeCodes())
			for _, r := range f.recs() {
				var shared any
				if r.at("programmes_shared") != nil {
					shared = r.count("programmes_shared")
				}
				f.add(r, report.Level(r.kind()), f.outcomeName(r), r.count("programmes"), r.count("departments"), r.count("awards"),
					r.pence("amount"), r.money("contributing"), shared)
			}
			f.notes = append(f.notes, overlapNote,
				"Programmes, departments, awards, rows and sources are those of all money that serves the outcome, first or too. Where the publisher names no programme, it is the expense area and the expense type.")
		},
	}
}

func alignmentSpec() spec {
	return spec{
		name: "alignment", marks: query.MarkOutcome, behind: primaryBehind(query.MarkOutcome, "outcome", aligned),
		columns: []report.Column{text("outcome"), money("amount"), frac("share"), noted(count("organisations"), notAdded)},
		rows: func(f *finisher) {
			f.withNone("outcome", f.outcomeCodes())
			for _, r := range f.recs() {
				f.add(r, report.Level(r.kind()), f.outcomeName(r), r.pence("amount"), share(r.pence("amount"), f.whole()), r.count("organisations"))
			}
			f.notes = append(f.notes, overlapNote, "Aligned to no stated outcome is what no rule and no decision of the framework takes in: a question about the framework as much as about the money.")
		},
	}
}

func theoryOfChangeSpec() spec {
	return spec{
		name: "theory-of-change", marks: query.MarkOutcome, behind: primaryBehind(query.MarkChain, "chain", "in no chain"),
		columns: []report.Column{
			text("programme"), money("amount"), text("activity"), text("output"), text("short_term_outcome"), text("long_term_outcome"),
			noted(text("evidence"), "empty: "+notStated),
		},
		rows: func(f *finisher) {
			own := f.a.framework.own
			var codes []string
			if own != nil {
				for i := range own.Chains {
					codes = append(codes, chainCode(i))
				}
			}
			f.withNone("chain", codes)
			for _, r := range f.recs() {
				cells := []any{"", r.pence("amount"), "", "", "", "", ""}
				if i := slices.Index(codes, r.text("chain")); i >= 0 {
					c := own.Chains[i]
					cells = []any{c.Name, r.pence("amount"), c.Activity, c.Output, c.ShortTerm, f.a.framework.outcome(c.Outcome), c.Evidence}
				}
				f.add(r, report.Level(r.kind()), cells...)
			}
			if len(codes) == 0 {
				f.notes = append(f.notes, f.a.framework.whereToWrite("chains"))
			}
			f.notes = append(f.notes, "A chain is what the framework's owner holds to be so, not what was shown. Money of several chains stands in the one with the more specific wording.", overlapNote)
		},
	}
}

func joinUpSpec() spec {
	day := report.DateKind
	return spec{
		name: "join-up", marks: query.MarkOutcome, overlaps: true,
		columns: []report.Column{
			text("outcome"), text("place"), count("departments"), count("programmes"), count("recipients_in_common"), count("awards"),
			noted(money("amount"), asShared), noted(money("smallest_award"), "of those above nought: a refund is no award"),
			noted(report.Column{Name: "first_end", Kind: day}, "empty: "+notStated), noted(report.Column{Name: "last_end", Kind: day}, "empty: "+notStated),
		},
		rows: func(f *finisher) {
			for _, r := range f.recs() {
				note := "departments: " + some(r.text("department_names"), 6) + "; recipients in common: " + some(r.text("recipient_names"), 6)
				f.out = append(f.out, report.Row{Level: report.Body, Values: append([]any{
					f.outcomeName(r), placeLabel(f, r), r.count("departments"), r.count("programmes"), r.count("recipients_in_common"), r.count("awards"),
					r.pence("amount"), r.money("smallest_award"), r.at("first_end"), r.at("last_end"),
				}, f.rests(r, note)...)})
			}
			f.notes = append(f.notes, overlapNote,
				"A recipient in common gets money that serves the outcome from two departments or more. That they could pool is a question, not a finding of waste. There is no total.")
		},
	}
}
