package table

import "testing"

// Who publishes a list stands in its title, among what the list is called.
func TestBodyInTitle(t *testing.T) {
	for title, want := range map[string]string{
		"Larkshire County Council":                                               "Larkshire County Council",
		"Payments over £500 by Larkshire County Council April 2012":              "Larkshire County Council",
		"Department for Roads Spend over £25,000":                                "Department for Roads",
		"LARKSHIRE COUNTY COUNCIL PAYMENTS TO SUPPLIERS":                         "LARKSHIRE COUNTY COUNCIL",
		"larkshire county council payments":                                      "larkshire county council",
		"The Borough of Ternmouth":                                               "Borough of Ternmouth",
		"List of payments made by Ternmouth Borough Council":                     "Ternmouth Borough Council",
		"Wreaths for staff killed while in Service":                              "",
		"For schools educating Service children overseas":                        "",
		"Repairs to the library roof":                                            "",
		"Payments to local councils":                                             "",
		"Card holders for the Police":                                            "",
		"Warrant card holders for the Larkshire Police":                          "",
		"Food and Supplies for the Larkshire Animal Centre and Larkshire Police": "",
		"Spend over £25k, Larkshire Fire Authority, Q2 2013-14":                  "Larkshire Fire Authority",
	} {
		if got := bodyIn(title); got != want {
			t.Errorf("%q names %q, want %q", title, got, want)
		}
	}
}

func TestFiguresOfTwoCellsAreNoPeriod(t *testing.T) {
	for title, want := range map[string]string{
		"8 · 9 · 11":                         "",
		"Spend over £500 · April 2012":       "April 2012",
		"Year · 2012-13":                     "2012-13",
		"Published 3 May 2012 for April · 8": "3 May 2012",
	} {
		if _, got, _ := periodIn(apart(title)); got != want {
			t.Errorf("%q is taken for the period %q, not %q", title, got, want)
		}
	}
}
