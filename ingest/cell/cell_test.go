package cell_test

import (
	"testing"

	"flows/ingest/cell"
	"flows/ledger"
	"pgregory.net/rapid"
)

// moneys are texts that publishers write, and what they mean.
var moneys = []struct {
	text   string
	unit   int64
	dec    cell.Decimal
	want   string // pounds, or "" where reason says why not
	reason cell.Reason
}{
	{"1234.5", cell.Pounds, cell.Point, "1234.50", cell.Read},
	{"£1,200", cell.Pounds, cell.Point, "1200.00", cell.Read},
	{" £ 1,200.05 ", cell.Pounds, cell.Point, "1200.05", cell.Read},
	{"(978)", cell.Pounds, cell.Point, "-978.00", cell.Read},
	{"£(978.10)", cell.Pounds, cell.Point, "-978.10", cell.Read},
	{"978-", cell.Pounds, cell.Point, "-978.00", cell.Read},
	{"-£5", cell.Pounds, cell.Point, "-5.00", cell.Read},
	{"£-5", cell.Pounds, cell.Point, "-5.00", cell.Read},
	{"−5.25", cell.Pounds, cell.Point, "-5.25", cell.Read},
	{"'1200", cell.Pounds, cell.Point, "1200.00", cell.Read},
	{"1.2m", cell.Pounds, cell.Point, "1200000.00", cell.Read},
	{"£3.4bn", cell.Pounds, cell.Point, "3400000000.00", cell.Read},
	{"£3.4 billion", cell.Thousands, cell.Point, "3400000000.00", cell.Read},
	{"12k", cell.Pounds, cell.Point, "12000.00", cell.Read},
	{"50p", cell.Pounds, cell.Point, "0.50", cell.Read},
	{"12.50 CR", cell.Pounds, cell.Point, "-12.50", cell.Read},
	{"12.50DR", cell.Pounds, cell.Point, "12.50", cell.Read},
	{"1,200 GBP", cell.Pounds, cell.Point, "1200.00", cell.Read},
	{"\uFFFD1,464.00", cell.Pounds, cell.Point, "1464.00", cell.Read},
	{"œ25", cell.Pounds, cell.Point, "25.00", cell.Read},
	{"ï¿½25", cell.Pounds, cell.Point, "25.00", cell.Read},
	{"Â£25", cell.Pounds, cell.Point, "25.00", cell.Read},
	{"?25", cell.Pounds, cell.Point, "25.00", cell.Read},
	{"-\u00a0£\u20091\u00a0234", cell.Pounds, cell.Point, "-1234.00", cell.Read},
	{"1234.1500000000001", cell.Pounds, cell.Point, "1234.15", cell.Read},
	{"2.6749999999999998", cell.Pounds, cell.Point, "2.68", cell.Read},
	{"-5.68434E-13", cell.Pounds, cell.Point, "0.00", cell.Read},
	{"1.2E+06", cell.Pounds, cell.Point, "1200000.00", cell.Read},
	{"12.345", cell.Thousands, cell.Point, "12345.00", cell.Read},
	{"0.005", cell.Pounds, cell.Point, "0.01", cell.Read},
	{"-0.005", cell.Pounds, cell.Point, "-0.01", cell.Read},
	{".5", cell.Pounds, cell.Point, "0.50", cell.Read},
	{"£999.269,00", cell.Pounds, cell.Comma, "999269.00", cell.Read},
	{"£4.578.474", cell.Pounds, cell.Comma, "4578474.00", cell.Read},
	{"12,5", cell.Pounds, cell.Comma, "12.50", cell.Read},
	{"12.5", cell.Pounds, cell.Comma, "", cell.Malformed},
	{"", cell.Pounds, cell.Point, "", cell.None},
	{" ", cell.Pounds, cell.Point, "", cell.None},
	{"–", cell.Pounds, cell.Point, "", cell.None},
	{" -   ", cell.Pounds, cell.Point, "", cell.None},
	{"£ -", cell.Pounds, cell.Point, "", cell.None},
	{"n/a", cell.Pounds, cell.Point, "", cell.Withheld},
	{"#REF!", cell.Pounds, cell.Point, "", cell.ErrorValue},
	{"#####", cell.Pounds, cell.Point, "", cell.ErrorValue},
	{"£ 12,681,882,27", cell.Pounds, cell.Point, "", cell.Malformed},
	{"1,23", cell.Pounds, cell.Point, "", cell.Malformed},
	{"1234,567", cell.Pounds, cell.Point, "", cell.Malformed},
	{"1.234.567", cell.Pounds, cell.Point, "", cell.Malformed},
	{"-(5)", cell.Pounds, cell.Point, "", cell.Malformed},
	{"-5 CR", cell.Pounds, cell.Point, "", cell.Malformed},
	{"(5", cell.Pounds, cell.Point, "", cell.Malformed},
	{"5)", cell.Pounds, cell.Point, "", cell.Malformed},
	{"--5", cell.Pounds, cell.Point, "", cell.Malformed},
	{"1000-2000", cell.Pounds, cell.Point, "", cell.Malformed},
	{"26/08/2041", cell.Pounds, cell.Point, "", cell.DateLike},
	{"50%", cell.Pounds, cell.Point, "", cell.Percent},
	{"€50", cell.Pounds, cell.Point, "", cell.Foreign},
	{"50 USD", cell.Pounds, cell.Point, "", cell.Foreign},
	{"US$50", cell.Pounds, cell.Point, "", cell.Foreign},
	{"$50", cell.Pounds, cell.Point, "50.00", cell.Read},
	{"Small claims", cell.Pounds, cell.Point, "", cell.Words},
	{"5 each", cell.Pounds, cell.Point, "", cell.Words},
	{"1E300", cell.Pounds, cell.Point, "", cell.TooLarge},
	{"99999999999999999999", cell.Pounds, cell.Point, "", cell.TooLarge},
	{"93000000000000", cell.Pounds, cell.Point, "", cell.TooLarge},
}

func TestMoney(t *testing.T) {
	for _, m := range moneys {
		a, r := cell.Money(m.text, m.unit, m.dec)
		if r != m.reason || r == cell.Read && a.Pence.String() != m.want {
			t.Errorf("Money(%q) = %v, %v; want %s, %v", m.text, a.Pence, r, m.want, m.reason)
		}
	}
}

func TestMoneyTellsWhatItRounds(t *testing.T) {
	for text, want := range map[string]bool{"1.005": true, "1.00": false, "1.0000000001": false, "0.1000000000000001": false, "1e-13": false, "12.3456": true} {
		if a, r := cell.Money(text, cell.Pounds, cell.Point); r != cell.Read || a.Rounded != want {
			t.Errorf("Money(%q).Rounded = %v, %v; want %v", text, a.Rounded, r, want)
		}
	}
}

func TestMoneyTellsOfDollars(t *testing.T) {
	for text, want := range map[string]bool{"$1,234.00 ": true, "-$5": true, "£5": false, "5": false} {
		if a, r := cell.Money(text, cell.Pounds, cell.Point); r != cell.Read || a.Dollar != want {
			t.Errorf("Money(%q).Dollar = %v, %v; want %v", text, a.Dollar, r, want)
		}
	}
}

func TestConventionsVote(t *testing.T) {
	for text, want := range map[string][2]bool{
		"1,234.50": {true, false}, "1.234.567": {false, true}, "12,5": {false, true}, "999.269,00": {false, true},
		"1234": {true, true}, "n/a": {false, false}, "12,681,882,27": {false, false},
	} {
		if p, c := cell.Conventions(text); p != want[0] || c != want[1] {
			t.Errorf("Conventions(%q) = %v, %v; want %v", text, p, c, want)
		}
	}
}

// Every amount of the ledger is read back from its own output, also with a pound sign and groups.
func TestMoneyReadsItsOwnOutput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := ledger.Pence(rapid.Int64Range(-int64(ledger.MaxPence), int64(ledger.MaxPence)).Draw(t, "pence"))
		a, r := cell.Money(p.String(), cell.Pounds, cell.Point)
		if r != cell.Read || a.Pence != p || a.Rounded {
			t.Fatalf("%s is read as %s (%v)", p, a.Pence, r)
		}
		grouped := "£" + group(p.String())
		if a, r := cell.Money(grouped, cell.Pounds, cell.Point); r != cell.Read || a.Pence != p {
			t.Fatalf("%s is read as %s (%v)", grouped, a.Pence, r)
		}
	})
}

// group puts commas into the pounds of a printed amount.
func group(s string) string {
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, rest := s[:len(s)-3], s[len(s)-3:]
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return sign + whole + rest
}

// A unit multiplies: what reads as p pounds reads as a thousand times that in thousands.
func TestUnitsAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "n")
		text := ledger.Pence(n).String()
		for _, u := range []int64{cell.Thousands, cell.Millions} {
			a, r := cell.Money(text, u, cell.Point)
			if r != cell.Read || int64(a.Pence) != n*(u/cell.Pounds) || a.Rounded {
				t.Fatalf("%s in units of %d pence is %d (%v)", text, u, a.Pence, r)
			}
		}
	})
}

var dates = []struct {
	text   string
	order  cell.Order
	want   string
	reason cell.Reason
}{
	{"01/02/2011", cell.DMY, "2011-02-01", cell.Read},
	{"01/02/2011", cell.MDY, "2011-01-02", cell.Read},
	{"1-Feb-11", cell.DMY, "2011-02-01", cell.Read},
	{"2011-02-01", cell.MDY, "2011-02-01", cell.Read},
	{"2011-02-01T00:00:00.000Z", cell.DMY, "2011-02-01", cell.Read},
	{"01/02/2011 00:00:00", cell.DMY, "2011-02-01", cell.Read},
	{"20110201", cell.DMY, "2011-02-01", cell.Read},
	{"01.02.11", cell.DMY, "2011-02-01", cell.Read},
	{"11/02/01", cell.YMD, "2011-02-01", cell.Read},
	{"1 February 2011", cell.DMY, "2011-02-01", cell.Read},
	{"Tuesday, 1st of February 2011", cell.DMY, "2011-02-01", cell.Read},
	{"February 1, 2011", cell.DMY, "2011-02-01", cell.Read},
	{"2011 Feb 1", cell.DMY, "2011-02-01", cell.Read},
	{"40575", cell.DMY, "2011-02-01", cell.Read},
	{"41227.0", cell.DMY, "2012-11-14", cell.Read},
	{"1357084800000", cell.DMY, "2013-01-02", cell.Read},
	{"29/02/2012", cell.DMY, "2012-02-29", cell.Read},
	{"31/12/1999", cell.DMY, "1999-12-31", cell.Read},
	{"1/4/70", cell.DMY, "1970-04-01", cell.Read},
	{"29/02/2011", cell.DMY, "", cell.Impossible},
	{"25/12/2011", cell.MDY, "", cell.Impossible},
	{"01/02/0211", cell.DMY, "", cell.Impossible},
	{"Feb-11", cell.DMY, "", cell.Partial},
	{"2011", cell.DMY, "", cell.Partial},
	{"", cell.DMY, "", cell.None},
	{"N/A", cell.DMY, "", cell.Words},
	{"various", cell.DMY, "", cell.Words},
	{"1/2/2011 77", cell.DMY, "", cell.Malformed},
	{"1/2/3/2011", cell.DMY, "", cell.Malformed},
}

func TestDate(t *testing.T) {
	for _, c := range dates {
		d, r := cell.Date(c.text, c.order)
		if d.String() != c.want || r != c.reason {
			t.Errorf("Date(%q, %v) = %v, %v; want %s, %v", c.text, c.order, d, r, c.want, c.reason)
		}
	}
}

func TestVote(t *testing.T) {
	for text, want := range map[string]cell.Ballot{
		"25/12/2011": 1 << cell.DMY, "12/25/2011": 1 << cell.MDY, "01/02/2011": 1<<cell.DMY | 1<<cell.MDY,
		"1 Feb 2011": cell.All, "2011-02-01": cell.All, "99/02/01": 1 << cell.YMD, "N/A": 0, "31/31/2011": 0,
	} {
		if got := cell.Vote(text); got != want {
			t.Errorf("Vote(%q) = %03b, want %03b", text, got, want)
		}
	}
}

func TestSerial(t *testing.T) {
	for _, c := range []struct {
		text string
		from bool
		want string
	}{
		{"42005", false, "2015-01-01"}, {"42005.75", false, "2015-01-01"}, {"40543", true, "2015-01-01"},
		{"1", false, "1900-01-01"}, {"59", false, "1900-02-28"}, {"60", false, ""}, {"61", false, "1900-03-01"}, {"x", false, ""},
	} {
		if d, _ := cell.Serial(c.text, c.from); d.String() != c.want {
			t.Errorf("Serial(%q, %v) = %v, want %s", c.text, c.from, d, c.want)
		}
	}
}

// Every date is read back from its own output, whatever the column's order, and so is its British form.
func TestDateReadsItsOwnOutput(t *testing.T) {
	first, _ := ledger.NewDate(1900, 1, 1)
	last, _ := ledger.NewDate(2100, 12, 31)
	rapid.Check(t, func(t *rapid.T) {
		d := ledger.Date(rapid.Int32Range(int32(first), int32(last)).Draw(t, "day"))
		for o := cell.DMY; o < cell.Orders; o++ {
			if got, r := cell.Date(d.String(), o); r != cell.Read || got != d {
				t.Fatalf("%v is read as %v (%v) by %v", d, got, r, o)
			}
		}
		s := d.String()
		british := s[8:] + "/" + s[5:7] + "/" + s[:4]
		if got, r := cell.Date(british, cell.DMY); r != cell.Read || got != d {
			t.Fatalf("%v is read as %v (%v)", british, got, r)
		}
		if !cell.Vote(british).Has(cell.DMY) {
			t.Fatalf("%v does not vote for DMY", british)
		}
	})
}

func TestSpan(t *testing.T) {
	for _, c := range []struct {
		text, want string
		year       ledger.Year
	}{
		{"2013-14", "2013-14", 2013}, {"2013/2014", "2013-14", 2013}, {"2005 ~ 2006", "2005-06", 2005}, {"FY 2013/14", "2013-14", 2013},
		{"FYE 2019", "2018-19", 2018}, {"year ending March 2014", "2013-14", 2013}, {"Year to 31 March 2014", "2013-14", 2013},
		{"Q2 2023-24", "2023-07-01 to 2023-09-30", 2023}, {"2023-24 Q4", "2024-01-01 to 2024-03-31", 2023},
		{"April 2012", "Apr 2012", 2012}, {"Apr-12", "Apr 2012", 2012}, {"AUGUST 10", "Aug 2010", 2010}, {"Month: February 2011", "Feb 2011", 2010},
		{"2012-04", "Apr 2012", 2012}, {"04/2012", "Apr 2012", 2012}, {"2012", "2012", 2012}, {"April to June 2011", "2011-04-01 to 2011-06-30", 2011},
		{"1 May 2010 - 31 May 2010", "May 2010", 2010}, {"12 May 2010", "2010-05-12", 2010}, {"2013-15", "", 0}, {"forty", "", 0}, {"", "", 0}, {"40575", "", 0},
	} {
		p, r := cell.ParseSpan(c.text)
		if p.String() != c.want || p.Year() != c.year || (r == cell.Read) != (c.want != "") {
			t.Errorf("ParseSpan(%q) = %v of %d, %v; want %s of %d", c.text, p, p.Year(), r, c.want, c.year)
		}
		if c.want == "" {
			continue
		}
		if again, _ := cell.ParseSpan(p.String()); again != p {
			t.Errorf("ParseSpan(%q) = %v, which is read again as %v", c.text, p, again)
		}
	}
}

func TestNothingIsAllocated(t *testing.T) {
	var sink ledger.Pence
	n := testing.AllocsPerRun(100, func() {
		for _, s := range []string{"1234.50", "£1,234.50", "(978)", "–", "#REF!", "text"} {
			a, _ := cell.Money(s, cell.Pounds, cell.Point)
			sink += a.Pence
		}
		for _, s := range []string{"2011-02-01", "1 Feb 2011", "01/02/11", "text"} {
			d, _ := cell.Date(s, cell.DMY)
			sink += ledger.Pence(d)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzMoney(f *testing.F) {
	for _, m := range moneys {
		f.Add(m.text, m.dec == cell.Comma)
	}
	f.Fuzz(func(t *testing.T, s string, comma bool) {
		d := cell.Point
		if comma {
			d = cell.Comma
		}
		a, r := cell.Money(s, cell.Pounds, d)
		if r != cell.Read {
			if a != (cell.Amount{}) {
				t.Fatalf("%q is not read and gives %v", s, a)
			}
			return
		}
		if b, r := cell.Money(a.Pence.String(), cell.Pounds, cell.Point); r != cell.Read || b.Pence != a.Pence {
			t.Fatalf("%q is %s, which is read as %s (%v)", s, a.Pence, b.Pence, r)
		}
		if c, r := cell.Money(" "+s+" ", cell.Pounds, d); r != cell.Read && s[0] != '\'' || r == cell.Read && c != a {
			t.Fatalf("blanks around %q change it: %v, %v", s, c, r)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, c := range dates {
		f.Add(c.text, uint8(c.order))
	}
	f.Fuzz(func(t *testing.T, s string, order uint8) {
		o := cell.Order(order % uint8(cell.Orders))
		d, r := cell.Date(s, o)
		if (r == cell.Read) != (d != ledger.NoDate) {
			t.Fatalf("%q: %v with reason %v", s, d, r)
		}
		if r != cell.Read {
			return
		}
		if again, r := cell.Date(d.String(), o); r != cell.Read || again != d {
			t.Fatalf("%q is %v, which is read as %v", s, d, again)
		}
		if !cell.Vote(s).Has(o) {
			t.Fatalf("%q is a date by %v and does not vote for it", s, o)
		}
	})
}

func FuzzSpan(f *testing.F) {
	for _, s := range []string{"2013-14", "Q2 2023-24", "FYE 2019", "April to June 2011", "1 May 2010 - 31 May 2010", "2012-04", "2012"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, r := cell.ParseSpan(s)
		if r != cell.Read {
			return
		}
		if p.First > p.Last {
			t.Fatalf("%q runs backwards: %v", s, p)
		}
		if again, r := cell.ParseSpan(p.String()); r != cell.Read || again != p {
			t.Fatalf("%q is %v, which is read as %v (%v)", s, p, again, r)
		}
	})
}
