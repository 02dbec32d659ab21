package table

import "testing"

// An amount is known by the words of its heading, in whatever order publishers put them.
func TestComposedHeadings(t *testing.T) {
	for heading, want := range map[string]struct {
		says string
		rank int
	}{
		"Invoice Line Value (net of VAT)":             {"net", 3},
		"Sum of Invoice Nett Amount":                  {"net", 3},
		"Total Paid exc. VAT":                         {"net", 3},
		"Line Amount Excluding Recoverable VAT":       {"net", 3},
		"Total Invoice Amount (VAT Inclusive)":        {"gross", 4},
		"Ledger Value GBP":                            {"", 2},
		"Total of Payment Line":                       {"", 1},
		"Document Total Invoiced":                     {"", 6},
		"Sum of Paid Amount in £ (including any VAT)": {"gross", 4},
	} {
		e, _, ok := headings().find(heading)
		if !ok || e.field != Amount || e.says != want.says || e.rank != want.rank {
			t.Errorf("%q: %v of rank %d, says %q; want an amount of rank %d that says %q", heading, e.field, e.rank, e.says, want.rank, want.says)
		}
	}
	for _, heading := range []string{
		"Total Number of Payments", "Net Internal Area", "Paid to", "Invoice Line", "Invoice Document", "Payment Line VAT",
		"Value of Contract over Term", "VAT", "Amount of VAT", "Total Staff", "Document", "Spend Category", "Budget Total",
	} {
		if e, why, ok := headings().find(heading); ok && e.field == Amount {
			t.Errorf("%q is taken for an amount: %s", heading, why)
		}
	}
}
