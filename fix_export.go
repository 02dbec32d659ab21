package flows

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
	"flows/privacy"
	"flows/report"
)

// The columns of a sheet of corrections before the row's own. Those of a row are known by its letters:
// "F · Amount".
const (
	fixSource = "source"
	fixTable  = "table"
	fixRow    = "row"
	fixBy     = "corrected by"
	fixOn     = "corrected on"
	fixDot    = " · "
)

func fixColumns() []report.Column {
	return []report.Column{
		{Name: fixSource, Kind: report.Code}, {Name: "file"}, {Name: "sheet"}, {Name: fixTable, Kind: report.Count}, {Name: fixRow, Kind: report.Count},
		{Name: "code", Kind: report.Code}, {Name: "what is wrong"}, {Name: "expected"}, {Name: "what to do"}, {Name: "at risk", Kind: report.Money},
		{Name: fixBy}, {Name: fixOn},
	}
}

// Exported is a sheet of corrections to be filled in.
type Exported struct {
	Tables []*report.Table // one for each layout; none where there is nothing to correct
	Rows   int
	Gone   int      // rows left out because their original is not to be had
	Notes  []string // what is left out, and why
}

// wrongRow is a quarantined row.
type wrongRow struct {
	source  *ledger.Source
	table   *ledger.Table
	problem ledger.Problem
	cells   []string // as shown
}

// ExportFixes lists the rows that are quarantined and not corrected yet, with all their cells under their
// own headings and columns for who corrects them and when. The cells come from the originals. Rows of
// tables that count in no total are left out, and so are those whose original is gone.
func (p *Project) ExportFixes(ctx context.Context, f ProblemFilter, from []string) (*Exported, error) {
	out := &Exported{}
	find := p.originals(from)
	sources := p.Ledger.Sources()
	counting, fixed := p.counting(), ledger.Fixes(sources)
	var all []wrongRow
	copies, done := 0, 0
	for _, s := range sources {
		if f.File != "" && f.File != s.ID && !named(s, f.File) {
			continue
		}
		rows, err := p.quarantined(s, f.Code)
		if err != nil {
			return nil, err
		}
		rows = slices.DeleteFunc(rows, func(r wrongRow) bool {
			_, isFixed := fixed[ledger.FixAt{Source: s.ID, Table: r.table.N, Row: r.problem.Row}]
			isCopy := counting.Counted(s.ID, r.table.N) != ledger.Yes
			if isFixed {
				done++
			} else if isCopy {
				copies++
			}
			return isFixed || isCopy
		})
		wanted := len(rows)
		rows, note, err := p.withCells(ctx, find, s, rows)
		if err != nil {
			return nil, err
		}
		if note != "" {
			out.Notes = append(out.Notes, note)
			out.Gone += wanted
		}
		all = append(all, rows...)
	}
	for _, n := range []struct {
		n   int
		why string
	}{{copies, "of tables that count in no total, because another file says the same or a decision leaves them out"}, {done, "corrected before"}} {
		if n.n > 0 {
			out.Notes = append(out.Notes, fmt.Sprintf("left out: %s %s", counted(n.n, "row"), n.why))
		}
	}
	out.Rows, out.Tables = len(all), fixTables(all)
	return out, nil
}

// counted is "1 row", "5 rows".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// quarantined lists the quarantined rows of a source, in order.
func (p *Project) quarantined(s *ledger.Source, code string) ([]wrongRow, error) {
	path := p.Ledger.File("problems", s)
	if path == "" || len(s.Fixes) > 0 {
		return nil, nil
	}
	tables := map[int32]*ledger.Table{}
	for i := range s.Tables {
		tables[s.Tables[i].N] = &s.Tables[i]
	}
	var rows []wrongRow
	wrong := map[entryAt]bool{}
	err := ledger.ReadTable(path, func(list []ledger.Problem) error {
		for _, x := range list {
			at := entryAt{x.Table, x.Row}
			if x.Row > 0 && x.Col > 0 && ingest.Quarantines(x.Code) && !wrong[at] && tables[x.Table] != nil {
				wrong[at] = true
				rows = append(rows, wrongRow{source: s, table: tables[x.Table], problem: x})
			}
		}
		return nil
	})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	err = p.entryRows(s, func(r RowFate) error { delete(wrong, entryAt{r.Table, r.Row}); return nil })
	rows = slices.DeleteFunc(rows, func(r wrongRow) bool {
		return !wrong[entryAt{r.table.N, r.problem.Row}] || code != "" && r.problem.Code != code
	})
	slices.SortStableFunc(rows, func(a, b wrongRow) int {
		return cmp.Or(cmp.Compare(a.table.N, b.table.N), cmp.Compare(a.problem.Row, b.problem.Row))
	})
	return rows, err
}

// withCells reads the rows' cells from the original; the note says why there are none.
func (p *Project) withCells(ctx context.Context, find *originals, s *ledger.Source, rows []wrongRow) ([]wrongRow, string, error) {
	if len(rows) == 0 {
		return nil, "", nil
	}
	in, gone, err := find.of(ctx, s)
	if err != nil || in == nil {
		return nil, fmt.Sprintf("left out: %s of %s", counted(len(rows), "row"), gone), err
	}
	want := map[ingest.At]bool{}
	for _, r := range rows {
		want[ingest.At{Sheet: r.table.Sheet, Record: r.problem.Row}] = true
	}
	cells, err := p.shownCells(ctx, in, want)
	if err != nil {
		return nil, "", err
	}
	for i := range rows {
		rows[i].cells = cells[ingest.At{Sheet: rows[i].table.Sheet, Record: rows[i].problem.Row}]
	}
	return rows, "", nil
}

// shownCells are the cells of some rows of a file, as a person sees them, but for payees that a person decided to withhold.
func (p *Project) shownCells(ctx context.Context, in *sheet.Input, want map[ingest.At]bool) (map[ingest.At][]string, error) {
	decided, err := p.cellsShown()
	if err != nil {
		return nil, err
	}
	book, err := sheet.Open(in, p.limits())
	if err != nil {
		return nil, err
	}
	defer book.Close()
	cells := map[ingest.At][]string{}
	for _, s := range book.Sheets {
		wanted := false
		for at := range want {
			wanted = wanted || at.Sheet == s.Name
		}
		if !wanted {
			continue
		}
		err := s.Rows(ctx, func(b *sheet.Batch) error {
			defer b.Release()
			for i := range b.Rows {
				at := ingest.At{Sheet: s.Name, Record: b.Rows[i].Record}
				if !want[at] {
					continue
				}
				for _, c := range b.Rows[i].Cells {
					cells[at] = append(cells[at], strings.Clone(sheet.Display(c, s)))
				}
				cells[at] = withoutEnd(cells[at])
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for at := range cells {
		cells[at] = decided(cells[at])
	}
	return cells, nil
}

// withoutEnd is a row without the blank cells at its end.
func withoutEnd(cells []string) []string {
	for len(cells) > 0 && flat(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// fixTables puts the rows of each layout on a sheet of their own, in the order of the layouts' first rows.
func fixTables(rows []wrongRow) []*report.Table {
	var tables []*report.Table
	byLayout, files := map[string]*report.Table{}, map[*report.Table]string{}
	const others = " and others"
	for _, r := range rows {
		key := strings.Join(r.table.Headings, "\x1f")
		t := byLayout[key]
		if t == nil {
			t = fixSheet(r.table, len(tables)+1)
			byLayout[key] = t
			tables = append(tables, t)
		}
		for n := len(t.Columns) - len(fixColumns()); n < len(r.cells); n++ {
			addFixColumn(t, n, "")
		}
		if files[t] != r.source.ID && files[t] != "" && !strings.HasSuffix(t.Title, others) {
			t.Title += others
		}
		files[t] = r.source.ID
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: fixValues(r)})
	}
	for _, t := range tables {
		for i := range t.Rows {
			for len(t.Rows[i].Values) < len(t.Columns) {
				t.Rows[i].Values = append(t.Rows[i].Values, nil)
			}
		}
	}
	return tables
}

// fixSheet is an empty sheet for the rows of a layout.
func fixSheet(x *ledger.Table, n int) *report.Table {
	t := &report.Table{Name: fmt.Sprintf("corrections %d", n), Title: "Rows to correct, of " + x.File, Plain: true, Columns: fixColumns(), Notes: []string{
		"Correct the cells that are wrong, under the row's own headings, and say who corrected the row and when (2026-11-22) in the columns before them. Leave all else as it is.",
		"Rows in which nothing is changed are left as they were. Cells that show (withheld) are read from the original.",
		"Then: flows ingest --fix FILE. The old rows stay quarantined and are marked as corrected.",
	}}
	for i, h := range withoutEnd(x.Headings) {
		addFixColumn(t, i, flat(h))
	}
	return t
}

func addFixColumn(t *report.Table, n int, heading string) {
	name := columnLetters(int32(n + 1))
	if heading != "" {
		name += fixDot + heading
	}
	t.Columns = append(t.Columns, report.Column{Name: name, Title: name})
}

// fixValues is the line of a row.
func fixValues(r wrongRow) []any {
	x := &r.problem
	wrong := fmt.Sprintf("%s: %q", columnLetters(x.Col), privacy.Text(x.Got))
	if x.Got == "" {
		wrong = columnLetters(x.Col) + ": nothing"
	}
	advice := strings.Replace(x.Hint, " ('flows problems --export' writes it out)", "", 1) // it has been
	values := []any{r.source.ID, x.File, x.Sheet, int64(x.Table), int64(x.Row), x.Code, wrong, x.Want, advice, x.AtRisk, nil, nil}
	for _, c := range shownRow(r.cells, x.File, x.Sheet) {
		values = append(values, c)
	}
	return values
}

// shownRow is a row's cells as they may be shown: what names private persons is withheld.
func shownRow(cells []string, file, sheet string) []string {
	whole := privacy.Row(strings.Join(cells, " | "), file, sheet) == privacy.Withheld && len(cells) > 0
	shown := slices.Clone(cells)
	for i, c := range cells {
		if privacy.Marks(c) != 0 || whole && strings.ContainsFunc(c, isLetter) {
			shown[i] = privacy.Withheld
		}
	}
	return shown
}

func isLetter(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= 0xC0 }
