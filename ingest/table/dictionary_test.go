package table

import (
	"strconv"
	"strings"
	"testing"
)

// headings.csv is what it says: each heading once, folded, with a field and a rank that exist.
func TestHeadingsAreListedOnce(t *testing.T) {
	names := map[string]bool{}
	for f := Amount; f < Fields; f++ {
		names[f.String()] = true
	}
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSpace(headingsCSV), "\n") {
		if i == 0 {
			continue
		}
		p := strings.Split(line, ",")
		if len(p) != 4 || !names[p[1]] {
			t.Fatalf("line %d: %q", i+1, line)
		}
		rank, err := strconv.Atoi(p[2])
		if err != nil || rank < 1 || rank > unlisted || p[1] == "amount" && rankWords[rank] == "" {
			t.Errorf("line %d: rank %q", i+1, p[2])
		}
		switch p[3] {
		case "", "net", "gross", "award", "national":
		default:
			t.Errorf("line %d says %q", i+1, p[3])
		}
		if f := Fold(p[0]); f == "" || seen[f] {
			t.Errorf("line %d: %q is blank or listed before", i+1, p[0])
		} else {
			seen[f] = true
		}
	}
}

func TestMisspellings(t *testing.T) {
	for text, want := range map[string]Field{
		"Transation number": Reference, "Supplicer": Payee, "Expenditurte Type": ExpenseType, "Enity": Extra, "Departmnet Family": PayerGroup,
		"Amuont paid": Amount, "Colour": Extra,
	} {
		e, _, ok := headings().find(text)
		if !ok {
			e, _, ok = headings().near(text)
		}
		if e.field != want || ok != (want != Extra) {
			t.Errorf("%q is %v, want %v", text, e.field, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"supplier", "supplier", 0}, {"supplier", "suplier", 1}, {"supplier", "suppleir", 1}, {"supplier", "supply", 3}, {"amount", "account", 2}} {
		if got := distance(c.a, c.b, 3); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestUnits(t *testing.T) {
	for text, want := range map[string]int64{
		"Amount (£,000s)": 100_000, "Amount (£m)": 100_000_000, "£ thousand": 100_000, "£'000": 100_000, "Net current expenditure (£ million)": 100_000_000,
		"Amount (000s)": 100_000, "£bn": 100_000_000_000, "All figures are in £ thousands": 100_000, "Amount": 0, "Amount £": 0, "Spend over £25,000": 0, "Payments over £1,000": 0,
		"Amount over £500k": 0, "Million Plus Ltd": 0,
	} {
		if got := unitOf(text, true); got != want {
			t.Errorf("unitOf(%q) = %d, want %d", text, got, want)
		}
	}
}
