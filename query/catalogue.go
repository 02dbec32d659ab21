package query

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Report is one question and the columns of its answer.
//
// Every answer opens with row_kind (body, residual, subtotal, total; detail is part of the body row
// above it), residual (why a row stands apart, "" for the others) and residual_area (the area only
// partly inside the place). Bodies and residuals add up to the subtotals of their place and to the
// total. Amounts are pence. It closes with what each figure rests on: the entries (rows) and sources,
// the pence that were apportioned or modelled, the pence regardless of sign (absolute) and those times
// confidence (confident).
type Report struct {
	Name    string // what is typed: organisation-by-function
	Code    string // in REPORTS: B5; "" of those that only serve commands
	Title   string
	Use     string   // what it asks records for unless told: ForSpending or ForAwards; "" all records
	Args    []string // names of its parameters, in the order of its placeholders
	Columns []Column
	SQL     string
}

const (
	opening = "row_kind:text residual:text residual_area:text "
	closing = " rows sources apportioned modelled confident absolute"
)

// lines are the catalogue. Columns are int64 unless another kind follows the colon.
func lines() [][5]string {
	return slices.Concat(spendingLines(), awardLines(), proofLines(), commandLines())
}

// spendingLines are the reports on spending.
func spendingLines() [][5]string {
	return [][5]string{
		{"headline", "B1", ForSpending, "Public spending traced",
			opening + "year amount transfers capital nature_not_stated capital_not_stated health_education_protection publishers" + closing},
		{"organisations", "B2", ForSpending, "Who spends here",
			opening + "organisation:text kind:text amount everywhere" + closing},
		{"functions", "B3", ForSpending, "What it is spent on, by division",
			opening + "division:text top_spender:text amount organisations top_spender_amount" + closing},
		{"function-groups", "B4", ForSpending, "What it is spent on, by group",
			opening + "group_code:text top_spender:text amount organisations top_spender_amount" + closing},
		{"organisation-by-function", "B5", ForSpending, "Who spends on what",
			opening + "organisation:text division:text amount" + closing},
		{"overlap", "B6", ForSpending, "Which bodies spend on the same thing",
			opening + "group_code:text organisation:text amount organisations by_remit by_model" + closing},
		{"control", "B7", ForSpending, "Who decides how it is spent",
			opening + "control_class:text amount organisations" + closing},
		{"nature", "B11", ForSpending, "What the money buys or pays",
			opening + "nature_class:text amount" + closing},
		{"prevention", "B12", ForSpending, "How much prevents need, and how much meets it",
			opening + "division:text amount preventive reactive transferred administration not_told" + closing},
	}
}

// awardLines are those on awards, and those that cut spending by outcome and theme.
func awardLines() [][5]string {
	return [][5]string{
		{"streams", "A3", ForAwards, "Through how many streams money comes",
			opening + "place:text streams programmes awards departments bodies recipients amount median_low median_high smallest largest" + closing},
		{"departments", "A4", ForAwards, "Which departments money comes from",
			opening + "department:text place:text amount awards" + closing},
		{"programme-ranking", "A5", ForAwards, "Which programmes bring most money",
			opening + "programme:text expense_area:text expense_type:text department:text awards recipients amount" + closing},
		{"award-sizes", "A6", ForAwards, "How large awards are",
			opening + "place:text recipient_kind:text band:text awards amount lowest_threshold highest_threshold" + closing},
		{"recipient-kinds", "A8", ForAwards, "What kinds of body receive it",
			opening + "recipient_kind:text recipients awards amount" + closing},
		{"programmes-selected", "A2", ForAwards, "Which programmes serve the outcomes, and why",
			opening + "programme:text expense_area:text expense_type:text department:text marks:text amount national" + closing},
		{"outcomes", "A9", ForAwards, "What outcomes the money serves",
			opening + "outcome:text programmes departments awards amount contributing programmes_shared" + closing},
		{"theory-of-change", "A10", ForAwards, "How programmes are held to lead to outcomes",
			opening + "chain:text amount" + closing},
		{"stakeholders", "A16", ForAwards, "Who has a part in each outcome",
			opening + "outcome:text organisation:text kind:text department:text paid received pays receives programmes amount" + closing},
		{"join-up", "A17", ForAwards, "Who could pool: departments that serve one outcome through the same recipients",
			opening + "outcome:text place:text departments programmes recipients_in_common awards amount smallest_award " +
				"first_end:date last_end:date department_names:text recipient_names:text" + closing},
		{"deep-dive", "B13", ForSpending, "What a theme takes in, body by body",
			opening + "theme:text organisation:text programme:text expense_area:text expense_type:text funded_by:text " +
				"amount administration excluded" + closing},
		{"alignment", "B14", ForSpending, "How much is aligned to a stated outcome",
			opening + "outcome:text amount organisations" + closing},
		{"flows", "A1", ForAwards, "Every flow",
			opening + "flow_id:text source:text table_no row_no col_no file:text sheet:text year on_date:date period:text " +
				"department:text body:text programme:text scheme_ref:text award_ref:text title:text purpose:text " +
				"expense_area:text expense_type:text description:text reference:text recipient:text " +
				"recipient_as_published:text recipient_kind:text recipient_id:text amount whole_amount record:text stage:text " +
				"accounting_basis:text capital:text budget_type:text ring_fence:text award_route:text start_date:date end_date:date " +
				"recipient_place:text beneficiary_place:text place_code:text place_share from_code:text moved:text moved_by:text moved_share step:text rule:text " +
				"purpose_key place_evidence:text place_confidence place_detail:text function_code:text function_share function_step:text " +
				"function_rule:text function_evidence:text function_confidence function_detail:text award:text"},
		{"edges", "A11", ForAwards, "Who pays whom",
			opening + "from_body:text from_kind:text to_body:text to_kind:text year amount awards" + closing},
		{"compare", "A13", ForAwards, "The places side by side",
			"measure:text place:text measured"},
	}
}

// proofLines are those that say what the others rest on.
func proofLines() [][5]string {
	return [][5]string{
		{"coverage", "C2", ForSpending, "What is loaded, and what became of it",
			"row_kind:text source:text table_no file:text sheet:text status:text counted:text payer:text payers record:text " +
				"threshold first_date:date last_date:date months_present rows_in rows_loaded rows_quarantined entries " +
				"amount_in amount_quarantined amount_counted amount_for_spending amount_for_awards amount_placed " +
				"amount_keyed amount_classified amount_asked control_total"},
		{"gaps", "B10", "", "Which bodies known to serve the place are not loaded, or not for all months",
			"body:text year record:text month_no rows"},
		{"places", "C13", ForSpending, "How money came to be placed",
			opening + "place:text step:text recipient_kind:text amount spread_amount" + closing},
		{"apportionment", "B9", ForSpending, "What a key gave to the places of wider areas' money",
			opening + "place:text from_code:text year organisation:text wide_amount amount" + closing},
		{"restatement", "C8", ForSpending, "What was restated to other boundaries",
			opening + "from_code:text to_code:text amount" + closing},
		{"sensitivity", "C5", ForSpending, "What another key would do to each line",
			opening + "organisation:text amount" + closing},
	}
}

// commandLines are those that only serve commands.
func commandLines() [][5]string {
	return [][5]string{
		{"scope", "", ForSpending, "What part of all that is loaded this is",
			"amount placed classified publishers sources rows inside partly_inside inside_observed individual_rows individual_amount"},
		{"left-out", "", ForSpending, "What another kind of record of the same payer keeps out",
			"payer:text record:text years amount absolute"},
		{"alignment-by-function", "", ForSpending, "What of each division is aligned to no stated outcome",
			"row_kind:text division:text amount stranded"},
		{"entry", "", "", "One entry as published",
			"file:text sheet:text payer:text payer_group:text payee:text payee_ref:text payee_postcode:text payee_kind:text " +
				"programme:text scheme_ref:text title:text purpose:text expense_type:text expense_area:text description:text " +
				"reference:text award_ref:text on_date:date start_date:date end_date:date period:text year amount currency:text " +
				"record:text stage:text accounting_basis:text vat:text budget_type:text nature:text ring_fence:text route:text " +
				"capital:text regrant:text place_stated:text place_stated_for:text function_stated:text payer_key place_key " +
				"purpose_key extra:text individual privacy_codes:text privacy_row_codes:text privacy_decided:text privacy_detail:text counted:text"},
		{"entry-pieces", "", "", "How one entry was split",
			"payer_name:text payer_body_kind:text department:text payee_name:text payee_body_kind:text used_for:text " +
				"place_code:text place_lo place_hi from_code:text moved:text moved_by:text at_lo at_hi place_rule:text place_step:text place_evidence:text place_confidence " +
				"place_detail:text function_code:text function_lo function_hi function_rule:text function_step:text " +
				"function_evidence:text function_confidence function_detail:text amount"},
		{"placed-areas", "", "", "Which areas money was placed to, by year", "code:text year"},
		{"steps", "", "", "By which steps money was placed and classified", "dimension:text step:text evidence:text rows amount"},
		{"unplaced", "", "", "The largest payees not placed", "payee:text rows amount"},
		{"unclassified", "", "", "The largest purposes not classified", "payer:text programme:text expense_area:text expense_type:text rows amount"},
		{"privacy", "", "", "Payments that name private persons",
			"source:text table_no row_no file:text sheet:text individual codes:text row_codes:text amount"},
		{"private-payees", "", "", "Payees of whom a payment is withheld", "place_key"},
		{"open-payees", "", "", "What was not placed, by wording", "place_key purpose_key rows amount absolute"},
		{"open-purposes", "", "", "What was not classified, or modelled, by wording",
			"purpose_key function_code:text function_step:text function_confidence rows amount absolute"},
		{"would-move", "", "", "What decisions not yet taken would move",
			"dimension:text from_code:text from_step:text to_code:text to_step:text rows amount spending"},
		{"broken-shares", "", "", "Keys whose shares do not add up", "split:text share_key"},
	}
}

// Catalogue are the reports, in the order of the pages they come on. The slice is the caller's.
func Catalogue() []Report { return slices.Clone(catalogue()) }

// Find is the report of a name.
func Find(name string) (Report, bool) {
	for _, r := range catalogue() {
		if r.Name == name {
			return r, true
		}
	}
	return Report{}, false
}

var catalogue = sync.OnceValue(func() []Report {
	var list []Report
	for _, l := range lines() {
		r, err := report(l)
		if err != nil {
			// The texts are part of the program: a test reads them all, so this cannot be met in the field.
			panic(fmt.Errorf("report %s: %w", l[0], err))
		}
		list = append(list, r)
	}
	return list
})

func report(line [5]string) (Report, error) {
	r := Report{Name: line[0], Code: line[1], Use: line[2], Title: line[3]}
	text, err := texts.ReadFile("sql/report/" + r.Name + ".sql")
	if err != nil {
		return r, err
	}
	r.SQL = string(text)
	if r.Args, err = header(r.Name, r.SQL); err != nil {
		return r, err
	}
	r.Columns, err = columns(line[4])
	return r, err
}

// header reads the two lines with which every report opens and gives the names of its parameters.
func header(name, text string) ([]string, error) {
	question, rest, _ := strings.Cut(text, "\n")
	args, _, _ := strings.Cut(rest, "\n")
	if !strings.HasPrefix(question, "-- "+name+": ") {
		return nil, fmt.Errorf("the first line is not %q and what the report answers", "-- "+name+":")
	}
	for i := 0; !strings.HasPrefix(args, "-- args:"); i++ {
		if !strings.HasPrefix(args, "-- ") {
			return nil, fmt.Errorf("no line %q under the first", "-- args:")
		}
		_, rest, _ = strings.Cut(rest, "\n")
		args, _, _ = strings.Cut(rest, "\n")
	}
	return strings.Fields(strings.TrimPrefix(args, "-- args:")), nil
}

// columns reads a list of names, each with its kind after a colon.
func columns(spec string) ([]Column, error) {
	kinds := map[string]Kind{"": Int64, "text": Text, "date": Date, "bool": Bool}
	var list []Column
	for _, f := range strings.Fields(spec) {
		name, kind, _ := strings.Cut(f, ":")
		k, ok := kinds[kind]
		if !ok {
			return nil, fmt.Errorf("column %s: no kind %q", name, kind)
		}
		list = append(list, Column{name, k})
	}
	return list, nil
}
