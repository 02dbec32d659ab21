package flows

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
	"flows/ledger/draws"
	"flows/mapping"
	"flows/query"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// reviewed writes the review of all that a project holds.
func reviewed(t failer, p *Project, q Query) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := p.WriteReview(context.Background(), q, &b); err != nil {
		t.Fatalf("%v", err)
	}
	return b.Bytes()
}

var whole = Query{Places: []string{Everywhere}, Years: []string{AllYears}}

// fill writes values into a review's cells, by sheet, the row's id and heading, and keeps it as a file.
func fill(t failer, book []byte, path string, cells map[[3]string]string) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatalf("%v", err)
	}
	defer f.Close()
	for at, v := range cells {
		rows, err := f.GetRows(at[0])
		if err != nil {
			t.Fatalf("%v", err)
		}
		for i, row := range rows {
			if len(row) == 0 || row[0] != at[1] {
				continue
			}
			for j, heading := range rows[3] {
				if heading == at[2] {
					cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
					if err := f.SetCellStr(at[0], cell, v); err != nil {
						t.Fatalf("%v", err)
					}
				}
			}
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatalf("%v", err)
	}
}

// standing is what stands under each code and step, by plain addition.
func standing(t failer, p *Project) map[string]ledger.Pence {
	t.Helper()
	a, err := p.ask(context.Background(), whole)
	if err != nil {
		t.Fatalf("%v", err)
	}
	files, err := p.files(a)
	if err != nil {
		t.Fatalf("%v", err)
	}
	sums := map[string]ledger.Pence{}
	err = query.EachPiece(files, func(piece *query.Piece) error {
		for _, at := range [][3]string{{"place", piece.Place, piece.PlaceStep}, {"function", piece.Function, piece.FunctionStep}} {
			sums[strings.Join(at[:], " ")] += piece.Amount
			if piece.Used(query.ForSpending) {
				sums["spending "+strings.Join(at[:2], " ")] += piece.Amount
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return sums
}

// Law: whatever is decided, every code, step and report moves by exactly what the preview said.
func TestDecisionsMoveWhatThePreviewSays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	base := filepath.Join(dir, "base")
	demo(t, base).Close()
	n := 0
	draws.Few(t, "2", "1")
	rapid.Check(t, func(r *rapid.T) {
		n++
		work := filepath.Join(dir, fmt.Sprint(n))
		if err := os.CopyFS(work, os.DirFS(base)); err != nil {
			r.Fatalf("%v", err)
		}
		p := openedIn(r, work)
		defer func() { p.Close() }()
		path := filepath.Join(work, "filled.xlsx")
		fill(r, reviewed(r, p, whole), path, anyDecisions(r))
		before, report1 := standing(r, p), byDivision(r, p)
		d, err := p.ReadReview(context.Background(), path, ReviewDefaults{Who: "A. Clerk", When: 0})
		if err != nil {
			r.Fatalf("%v", err)
		}
		moves, err := p.Preview(context.Background(), d, Query{})
		if err != nil {
			r.Fatalf("%v", err)
		}
		want, spending := map[string]ledger.Pence{}, map[string]ledger.Pence{}
		for k, v := range before {
			want[k] = v
		}
		for k, v := range report1 {
			spending[k] = v
		}
		for _, m := range moves.Rows {
			what, amount, spent := m.Values[0].(string), m.Values[6].(ledger.Pence), m.Values[7].(ledger.Pence)
			for i, sign := range []ledger.Pence{-1, 1} {
				code, step := codeOf(m.Values[1+2*i].(string)), m.Values[2+2*i].(string)
				if step == "" {
					step = mapping.RungNone
				}
				want[what+" "+code+" "+step] += sign * amount
				want["spending "+what+" "+code] += sign * spent
				if what == "function" {
					spending[strings.SplitN(code, ".", 2)[0]] += sign * spent
				}
			}
		}
		if err := d.Write(); err != nil {
			r.Fatalf("%v", err)
		}
		p.Close()
		p = openedIn(r, work)
		equalSums(r, "the ledger", want, standing(r, p))
		equalSums(r, "report functions", spending, byDivision(r, p))
	})
}

// anyDecisions fills in some rows of the demo's review.
func anyDecisions(r *rapid.T) map[[3]string]string {
	cells := map[[3]string]string{}
	for i := range 10 {
		if place := rapid.SampledFrom([]string{"", "X10000001 Larkshire", "X10000004", "Wrenborough", noPlaceChoice}).Draw(r, "place"); place != "" {
			cells[[3]string{"payees", payeeID(i), "place"}], cells[[3]string{"payees", payeeID(i), "why"}] = place, "seen"
		}
		if code := rapid.SampledFrom([]string{"", "09.1", "10 Social protection", "07.4"}).Draw(r, "code"); code != "" && i < 7 {
			cells[[3]string{"purposes", purposeID(i), "code"}], cells[[3]string{"purposes", purposeID(i), "why"}] = code, "seen"
		}
	}
	cells[[3]string{"payees", "P1", "place"}], cells[[3]string{"payees", "P1", "why"}] = "Ternmouth", "seen" // one at least
	return cells
}

// codeOf is the code of "E07000148 Norwich", "" of what is not placed or not classified.
func codeOf(label string) string {
	if strings.HasPrefix(label, "not ") {
		return ""
	}
	code, _, _ := strings.Cut(label, " ")
	return code
}

// byDivision is the report of functions as sums.
func byDivision(t failer, p *Project) map[string]ledger.Pence {
	t.Helper()
	table := reported(t, p, "functions", whole)
	sums := map[string]ledger.Pence{}
	for _, row := range table.Rows {
		switch row.Level {
		case "body":
			sums[row.Values[0].(string)] += row.Values[2].(ledger.Pence)
		case "residual":
			sums[""] += row.Values[2].(ledger.Pence)
		}
	}
	return sums
}

func equalSums(t failer, what string, want, got map[string]ledger.Pence) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %q is %s, want %s", what, k, got[k], v)
		}
	}
	for k, v := range got {
		if _, known := want[k]; !known && v != 0 {
			t.Errorf("%s: %q is %s, which the preview did not say", what, k, v)
		}
	}
}

func openedIn(t failer, dir string) *Project {
	t.Helper()
	p, err := Open(dir, openDuck)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return p
}

// A review has what is open, the largest first, in equal bytes each time; filters narrow it.
func TestReviewHoldsWhatIsOpen(t *testing.T) {
	t.Parallel()
	p := demo(t, t.TempDir())
	book := reviewed(t, p, whole)
	if !bytes.Equal(book, reviewed(t, p, whole)) {
		t.Error("two reviews of one ledger differ")
	}
	f, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for sheet, want := range map[string]string{
		"payees": "P1|Kestrel Vale Homes|1|1|640,000.00|640,000.00|1|18,250.00|Department for Communities and Local Government|" +
			"Housing · Capital grants|X10000004 Kestrel Vale: words of the name, 1.000|=kestrel vale homes",
		"purposes": "F1|Improvement and efficiency|Improvement East|9|1,190,000.00|1,190,000.00|0|0.00|not classified|" +
			"04 Economic affairs, 0.245\n01 General public services, 0.146|purpose|=improvement east|=improvement efficiency",
	} {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) < 6 {
			t.Fatalf("%s: %d rows, %v", sheet, len(rows), err)
		}
		if got := strings.TrimRight(strings.Join(rows[4], "|"), "|"); got != want {
			t.Errorf("%s begins with\n%s\nwant\n%s", sheet, got, want)
		}
	}
	done := func(q Query) Reviewed {
		r, err := p.WriteReview(context.Background(), q, &bytes.Buffer{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	all := done(whole)
	if all != (Reviewed{Payees: 10, Purposes: 4}) {
		t.Errorf("the whole review is %+v", all)
	}
	if top := done(Query{Places: whole.Places, Years: whole.Years, Top: 3}); top != (Reviewed{Payees: 3, Purposes: 3, MorePayees: 7, MorePurposes: 1}) {
		t.Errorf("the three largest are %+v", top)
	}
	if place := done(Query{Places: []string{"Wrenborough"}, Years: whole.Years}); place.Payees != 3 || place.Purposes >= all.Purposes {
		t.Errorf("of Wrenborough there are %+v", place)
	}
	if year := done(Query{Places: whole.Places, Years: []string{"2009-10"}}); year != (Reviewed{Purposes: 1}) {
		t.Errorf("of 2009-10 there are %+v", year)
	}
}

// What is wrong in a review is told with its cell, all of it at once, and nothing is written.
func TestReviewMistakes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := demo(t, dir)
	before := contents(t, filepath.Join(dir, "decisions"))
	book := reviewed(t, p, whole)
	said := func(row string) [][2]string { return [][2]string{{"who", "A"}, {"when", "2026-04-01"}, {"why", row}} }
	for name, c := range map[string]struct {
		cells [][3]string // sheet, row and heading=value
		want  []string
	}{
		"no such place":      {[][3]string{{"payees", "P1", "place=Atlantis"}}, []string{"payees · M5: no place \"Atlantis\""}},
		"a code and a name":  {[][3]string{{"payees", "P1", "place=X10000002 Norwich"}}, []string{"M5: \"X10000002 Norwich\": X10000002 is Wrenborough"}},
		"a pattern":          {[][3]string{{"payees", "P1", "pattern=*"}, {"payees", "P1", "place=none"}}, []string{"L5: the pattern cannot be read"}},
		"no place":           {[][3]string{{"payees", "P1", "who=A"}}, []string{"M5: place is empty"}},
		"no such function":   {[][3]string{{"purposes", "F1", "code=11.1"}}, []string{"purposes · N5: code is \"11.1\""}},
		"a class":            {[][3]string{{"purposes", "F1", "code=09.1.1"}}, []string{"N5: code is"}},
		"no such scope":      {[][3]string{{"purposes", "F1", "scope=colour"}, {"purposes", "F1", "code=09"}}, []string{"cannot be read: no scope \"colour\""}},
		"rows that differ":   {[][3]string{{"payees", "P1", "place=Wrenborough"}, {"payees", "P3", "pattern=vale homes"}, {"payees", "P3", "place=Ternmouth"}}, []string{"M7: it contradicts ", "payees · M5: the payee \"Kestrel Vale Homes\" fits both"}},
		"the workspace's":    {[][3]string{{"payees", "P1", "pattern=general hospital nhs"}, {"payees", "P1", "place=Ternmouth"}}, []string{"M5: it contradicts line 3 of decisions/places.csv"}},
		"decided otherwise":  {[][3]string{{"payees", "P1", "pattern==Ternmouth Sixth Form College"}, {"payees", "P1", "place=Wrenborough"}}, []string{"decides this pattern already"}},
		"functions differ":   {[][3]string{{"purposes", "F3", "code=09"}, {"purposes", "F4", "payer pattern==department education"}, {"purposes", "F4", "wording==youth opportunity fund & =grants voluntary bodies"}, {"purposes", "F4", "code=10"}}, []string{"stands in "}},
		"two mistakes":       {[][3]string{{"payees", "P1", "place=Atlantis"}, {"payees", "P2", "place=Nowhere"}}, []string{"M5", "M6"}},
		"wordings as strong": {[][3]string{{"purposes", "F3", "code=09"}, {"purposes", "F4", "payer pattern==department education"}, {"purposes", "F4", "wording=youth opportunity fund & grants voluntary bodies"}, {"purposes", "F4", "code=10"}}, []string{"N8: it contradicts"}},
	} {
		cells := map[[3]string]string{}
		for _, at := range c.cells {
			for _, s := range said(name) {
				cells[[3]string{at[0], at[1], s[0]}] = s[1]
			}
		}
		for _, at := range c.cells {
			heading, value, _ := strings.Cut(at[2], "=")
			cells[[3]string{at[0], at[1], heading}] = value
		}
		path := filepath.Join(t.TempDir(), "r.xlsx")
		fill(t, book, path, cells)
		_, err := p.ReadReview(context.Background(), path, ReviewDefaults{When: ledger.NoDate})
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "r.xlsx")
	fill(t, book, path, map[[3]string]string{{"payees", "P1", "place"}: "none", {"payees", "P2", "why"}: "x"})
	_, err := p.ReadReview(context.Background(), path, ReviewDefaults{When: ledger.NoDate})
	for _, want := range []string{"N5: who is empty", "O5: when is empty", "P5: why is empty", "M6: place is empty", "N6: who is empty"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("who, when and why: %v, want %q", err, want)
		}
	}
	same(t, "decisions", before, contents(t, filepath.Join(dir, "decisions")))
}
