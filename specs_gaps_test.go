package flows

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
	"flows/mapping"
)

// What is missing of the demo's county, with and without what its workspace says of it.
func TestGaps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	demo(t, dir).Close()
	q := Query{Places: []string{"Larkshire"}, Years: []string{"2009-10", "2010-11"}}
	lines := func() string {
		p := opened(t, dir)
		return rendered(t, reported(t, p, "gaps", q), "csv")
	}
	found := lines()
	for _, want := range []string{
		"body,\"payments of 2010-04 to 2010-08, 2010-10 to 2011-03\",Kestrel Vale District Council,not loaded,,,,,,,,,wholly inside Larkshire",
		"body,\"everything of 2009-10, 2010-11\",Larkshire Police Authority,not loaded,",
		"body,everything of 2009-10,Larkshire County Council,not loaded,", // of 2010-11 there are awards
		"total,,,,,,,,,,,,",
	} {
		if !strings.Contains(found, want) {
			t.Errorf("%q is not in\n%s", want, found)
		}
	}
	text := "body,item,reason,estimate,requested_on,chased_on,owner\nLarkshire Constabulary,,refused,86000000,2026-03-01,2026-04-01,A. Clerk\n" +
		"The Larkshire Trust,grants,not published,1250.50,,,\nKestrel Vale DC,\"payments of 2010-04 to 2010-08, 2010-10 to 2011-03\",,,,,B. Clerk\n" +
		"Norfolk County Council,,refused,7,,,\n"
	if err := os.WriteFile(filepath.Join(dir, "gaps.csv"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	found = lines()
	for _, want := range []string{
		"body,everything,Larkshire Police Authority,refused,86000000.00,2026-03-01,2026-04-01,A. Clerk,,,,,gaps.csv\n",
		"body,grants,The Larkshire Trust,not published,1250.50,,,,,,,,gaps.csv\n",
		"Kestrel Vale District Council,not loaded,,,,B. Clerk,,,,,gaps.csv\n",
		"total,,,,86001250.50,,,,,,,,\n",
	} {
		if !strings.Contains(found, want) {
			t.Errorf("%q is not in\n%s", want, found)
		}
	}
	for _, gone := range []string{"everything of 2009-10, 2010-11\",Larkshire Police", "Norfolk"} {
		if strings.Contains(found, gone) {
			t.Errorf("%q is in\n%s", gone, found)
		}
	}
	if n := strings.Count(found, "Kestrel Vale District Council"); n != 2 {
		t.Errorf("Kestrel Vale stands in %d lines, want its year and its months once each", n)
	}
}

// Months run from April to March, and only while the body existed.
func TestMonthsMissing(t *testing.T) {
	t.Parallel()
	day := func(y, m, d int) ledger.Date { date, _ := ledger.NewDate(y, m, d); return date }
	always := mapping.Area{Span: mapping.Span{From: ledger.NoDate, To: ledger.NoDate}}
	ended := mapping.Area{Span: mapping.Span{From: ledger.NoDate, To: day(2012, 11, 21)}}
	month := func(list ...int64) map[int64]bool {
		m := map[int64]bool{}
		for _, at := range list {
			m[at] = true
		}
		return m
	}
	for _, c := range []struct {
		area mapping.Area
		have map[int64]bool
		want string
	}{
		{always, month(), "2012-04 to 2013-03"},
		{always, month(2012*12+3, 2013*12+2), "2012-05 to 2013-02"},
		{always, month(2012*12+4, 2012*12+5, 2012*12+7), "2012-04, 2012-07, 2012-09 to 2013-03"},
		{ended, month(2012*12 + 4), "2012-04, 2012-06 to 2012-10"},
	} {
		if got := strings.Join(monthsMissing(c.area, 2012, c.have), ", "); got != c.want {
			t.Errorf("%v: %s, want %s", c.have, got, c.want)
		}
	}
}
