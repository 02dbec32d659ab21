package report_test

import (
	"fmt"
	"os"

	"flows/ledger"
	"flows/report"
)

// grants is a report as the program makes them, over invented places.
func grants() *report.Table {
	return &report.Table{
		Name:  "overlap",
		Title: "Who funds the same function",
		Header: []report.Pair{
			{Name: "scope", Value: "public spend traced"},
			{Name: "places", Value: "Merrowshire (boundary of 2009-04-01)"},
			{Name: "years", Value: "2009-10"},
			{Name: "price basis", Value: "nominal"},
			{Name: "coverage", Value: "£1,190,000 of £1,250,000 placed; 96.2 % observed; 3 publishers loaded, 2 bodies known to serve Merrowshire not loaded"},
		},
		Columns: []report.Column{
			{Name: "group", Kind: report.Code},
			{Name: "name"},
			{Name: "organisations", Kind: report.Count, Note: "does not add up: an organisation may fund several"},
			{Name: "amount", Kind: report.Money},
			{Name: "eliminated", Kind: report.Money, Note: "not computed"},
			{Name: "largest"},
			{Name: "largest_share", Kind: report.Fraction},
			{Name: "catch_all", Kind: report.Bool},
			{Name: "year", Kind: report.YearKind},
			{Name: "last_payment", Kind: report.DateKind},
		},
		Rows: []report.Row{
			{Level: report.Body, Values: []any{"09.1", "Pre-primary and primary education", int64(3), ledger.Pence(90_000_050), nil, "Merrowshire County Council", report.Ratio{Num: 2, Den: 3}, false, ledger.Year(2009), day(2010, 3, 31)}},
			{Level: report.Body, Values: []any{"04.5", "Transport", int64(1), ledger.Pence(-12_345), nil, "Department for Transport", report.Ratio{Num: 1, Den: 1}, false, ledger.Year(2009), day(2009, 12, 1)}},
			{Level: report.Body, Values: []any{"10.9", "Social protection n.e.c.", int64(0), ledger.Pence(0), nil, "", report.Ratio{}, true, ledger.Year(2009), ledger.NoDate}},
			{Level: report.Residual, Values: []any{"", "not classified", int64(2), ledger.Pence(29_012_295), nil, "Merrow Valley NHS Trust", report.Ratio{Num: 1, Den: 3}, nil, ledger.Year(0), ledger.NoDate}},
			{Level: report.Total, Values: []any{"", "", int64(4), ledger.Pence(119_000_000), nil, "", report.Ratio{}, nil, ledger.Year(0), ledger.NoDate}},
		},
		Notes: []string{"An overlap is a question, not a finding of waste."},
	}
}

func day(y, m, d int) ledger.Date {
	date, _ := ledger.NewDate(y, m, d)
	return date
}

func ExampleRender_text() {
	if err := report.Render(os.Stdout, grants(), "text", report.Options{Width: 90}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Who funds the same function
	// scope        public spend traced
	// places       Merrowshire (boundary of 2009-04-01)
	// years        2009-10
	// price basis  nominal
	// coverage     £1,190,000 of £1,250,000 placed; 96.2 % observed; 3 publishers loaded, 2
	//              bodies known to serve Merrowshire not loaded
	//
	// group  name                           organisations     amount  largest
	//                                                            (£)
	// ──────────────────────────────────────────────────────────────────────────────────────────
	// 09.1   Pre-primary and primary                    3    900,001  Merrowshire County Council
	//        education
	// 04.5   Transport                                  1       -123  Department for Transport
	// 10.9   Social protection n.e.c.                   –          –
	//        not classified                             2    290,123  Merrow Valley NHS Trust
	// Total                                             4  1,190,000
	//
	// group  name                               largest  catch  year     last
	//                                             share  all             payment
	// ─────────────────────────────────────────────────────────────────────────────
	// 09.1   Pre-primary and primary education    66.7%  no     2009-10  2010-03-31
	// 04.5   Transport                           100.0%  no     2009-10  2009-12-01
	// 10.9   Social protection n.e.c.                    yes    2009-10
	//        not classified                       33.3%
	// Total
	//
	// An overlap is a question, not a finding of waste.
	// organisations: does not add up: an organisation may fund several
	// Columns without a value in any row are not shown: eliminated (£) (not computed).
	// Figures: amounts are rounded to whole pounds and need not add up exactly; – is nil.
}

func ExampleRender_csv() {
	if err := report.Render(os.Stdout, grants(), "csv", report.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// row_kind,group,name,organisations,amount,eliminated,largest,largest_share,catch_all,year,last_payment
	// body,09.1,Pre-primary and primary education,3,900000.50,,Merrowshire County Council,0.666667,false,2009-10,2010-03-31
	// body,04.5,Transport,1,-123.45,,Department for Transport,1.000000,false,2009-10,2009-12-01
	// body,10.9,Social protection n.e.c.,0,0.00,,,,true,2009-10,
	// residual,,not classified,2,290122.95,,Merrow Valley NHS Trust,0.333333,,,
	// total,,,4,1190000.00,,,,,,
}

func ExampleRender_json() {
	if err := report.Render(os.Stdout, grants(), "json", report.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "name": "overlap",
	//   "title": "Who funds the same function",
	//   "header": {
	//     "scope": "public spend traced",
	//     "places": "Merrowshire (boundary of 2009-04-01)",
	//     "years": "2009-10",
	//     "price basis": "nominal",
	//     "coverage": "£1,190,000 of £1,250,000 placed; 96.2 % observed; 3 publishers loaded, 2 bodies known to serve Merrowshire not loaded"
	//   },
	//   "columns": [
	//     {"name": "row_kind", "kind": "code", "note": ""},
	//     {"name": "group", "kind": "code", "note": ""},
	//     {"name": "name", "kind": "text", "note": ""},
	//     {"name": "organisations", "kind": "count", "note": "does not add up: an organisation may fund several"},
	//     {"name": "amount", "kind": "money", "note": ""},
	//     {"name": "eliminated", "kind": "money", "note": "not computed"},
	//     {"name": "largest", "kind": "text", "note": ""},
	//     {"name": "largest_share", "kind": "fraction", "note": ""},
	//     {"name": "catch_all", "kind": "bool", "note": ""},
	//     {"name": "year", "kind": "year", "note": ""},
	//     {"name": "last_payment", "kind": "date", "note": ""}
	//   ],
	//   "rows": [
	//     {"row_kind": "body", "group": "09.1", "name": "Pre-primary and primary education", "organisations": 3, "amount": "900000.50", "amount_pence": 90000050, "eliminated": null, "eliminated_pence": null, "largest": "Merrowshire County Council", "largest_share": 0.666667, "catch_all": false, "year": "2009-10", "last_payment": "2010-03-31"},
	//     {"row_kind": "body", "group": "04.5", "name": "Transport", "organisations": 1, "amount": "-123.45", "amount_pence": -12345, "eliminated": null, "eliminated_pence": null, "largest": "Department for Transport", "largest_share": 1.000000, "catch_all": false, "year": "2009-10", "last_payment": "2009-12-01"},
	//     {"row_kind": "body", "group": "10.9", "name": "Social protection n.e.c.", "organisations": 0, "amount": "0.00", "amount_pence": 0, "eliminated": null, "eliminated_pence": null, "largest": null, "largest_share": null, "catch_all": true, "year": "2009-10", "last_payment": null},
	//     {"row_kind": "residual", "group": null, "name": "not classified", "organisations": 2, "amount": "290122.95", "amount_pence": 29012295, "eliminated": null, "eliminated_pence": null, "largest": "Merrow Valley NHS Trust", "largest_share": 0.333333, "catch_all": null, "year": null, "last_payment": null},
	//     {"row_kind": "total", "group": null, "name": null, "organisations": 4, "amount": "1190000.00", "amount_pence": 119000000, "eliminated": null, "eliminated_pence": null, "largest": null, "largest_share": null, "catch_all": null, "year": null, "last_payment": null}
	//   ],
	//   "notes": [
	//     "An overlap is a question, not a finding of waste."
	//   ]
	// }
}

func ExampleRender_markdown() {
	if err := report.Render(os.Stdout, grants(), "markdown", report.Options{}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ## Who funds the same function
	//
	// - **scope**: public spend traced
	// - **places**: Merrowshire (boundary of 2009-04-01)
	// - **years**: 2009-10
	// - **price basis**: nominal
	// - **coverage**: £1,190,000 of £1,250,000 placed; 96.2 % observed; 3 publishers loaded, 2 bodies known to serve Merrowshire not loaded
	//
	// | group | name | organisations | amount (£) | largest | largest share | catch all | year | last payment |
	// | --- | --- | ---: | ---: | --- | ---: | --- | --- | --- |
	// | 09.1 | Pre-primary and primary education | 3 | 900,001 | Merrowshire County Council | 66.7% | no | 2009-10 | 2010-03-31 |
	// | 04.5 | Transport | 1 | -123 | Department for Transport | 100.0% | no | 2009-10 | 2009-12-01 |
	// | 10.9 | Social protection n.e.c. | – | – |  |  | yes | 2009-10 |  |
	// |  | not classified | 2 | 290,123 | Merrow Valley NHS Trust | 33.3% |  |  |  |
	// | **Total** |  | **4** | **1,190,000** |  |  |  |  |  |
	//
	// - An overlap is a question, not a finding of waste.
	// - organisations: does not add up: an organisation may fund several
	// - Columns without a value in any row are not shown: eliminated (£) (not computed).
	// - Figures: amounts are rounded to whole pounds and need not add up exactly; – is nil.
}
