package flows

import (
	"context"
	"fmt"
	"slices"

	"flows/ingest"
	"flows/ledger"
	"flows/report"
)

// RowsOptions say whose rows are asked for.
type RowsOptions struct {
	Source string   // an id, a path under which files were read, or a file that is there
	Sheet  string   // only this one; "" is all
	From   []string // files, folders and globs among which the originals are
}

// RowFate is a physical row of a file and what became of it.
type RowFate struct {
	Source, File, Sheet string
	Table, Row          int32  // Row is 0 where only the number of such rows is known
	Fate, Code, Why     string // Code of the problem that stands on it
	Text                string // of rows that are neither loaded nor quarantined, as found
	Entries             int64
	Sum                 ledger.Pence
}

// Rows visits every physical row of sources with its fate and the reason. It reads the originals again;
// where one is gone or has changed, the notes say so, and the rows are those that the ledger kept: which
// were loaded or quarantined, and how many there were of the others. Row by row the fates add up to
// those of the ledger's tables.
func (p *Project) Rows(ctx context.Context, opt RowsOptions, visit func(RowFate) error) (notes []string, err error) {
	sources, err := p.sourcesOf(ctx, opt.Source)
	if err != nil {
		return nil, err
	}
	if err := hasSheet(sources, opt.Sheet); err != nil {
		return nil, err
	}
	shown, err := p.rowShown()
	if err != nil {
		return nil, err
	}
	fixed := ledger.Fixes(p.Ledger.Sources())
	find := p.originals(append(opt.From, opt.Source))
	for _, s := range sources {
		emit := func(r RowFate) error {
			if opt.Sheet != "" && r.Sheet != opt.Sheet {
				return nil
			}
			if by, ok := fixed[ledger.FixAt{Source: s.ID, Table: r.Table, Row: r.Row}]; ok && r.Fate == ledger.Quarantined.String() {
				r.Why += "; corrected by " + by.String()
			}
			r.Source, r.File, r.Text = s.ID, s.Path(), shown(r.Text, s.Path(), r.Sheet)
			return visit(r)
		}
		note, err := p.rowsOf(ctx, find, s, emit)
		if err != nil {
			return nil, err
		}
		if note != "" {
			notes = append(notes, note+"; these are the rows that the ledger kept")
		}
	}
	return notes, nil
}

// hasSheet checks that a sheet is in one of the sources.
func hasSheet(sources []*ledger.Source, name string) error {
	var names []string
	for _, s := range sources {
		for i := range s.Tables {
			names = append(names, s.Tables[i].Sheet)
		}
	}
	if name == "" || slices.Contains(names, name) {
		return nil
	}
	return fmt.Errorf("no sheet %q; %s'flows sources' lists them", name, didYouMean(name, names))
}

// rowsOf visits the rows of one source; note says why they are those of the ledger.
func (p *Project) rowsOf(ctx context.Context, find *originals, s *ledger.Source, visit func(RowFate) error) (note string, err error) {
	if len(s.Fixes) > 0 {
		return s.Path() + ": a sheet of corrections, with the rows of the files that it corrects", p.keptRows(s, visit)
	}
	in, gone, err := find.of(ctx, s)
	if err != nil {
		return "", err
	}
	if in == nil {
		return gone, p.keptRows(s, visit)
	}
	first := &fateSink{} // how often a file is read before it is understood is known afterwards
	if err := p.readAgain(ctx, in, nil, first); err != nil {
		return "", err
	}
	if !sameTables(first.tables, s.Tables) {
		return fmt.Sprintf("%s: this version of flows, or its settings, read it differently now ('flows ingest' reads it anew)", s.Path()), p.keptRows(s, visit)
	}
	return "", p.readAgain(ctx, in, nil, &fateSink{skip: first.restarts, visit: visit})
}

// sameTables says whether tables have the same rows and fates.
func sameTables(a, b []ledger.Table) bool {
	return slices.EqualFunc(a, b, func(a, b ledger.Table) bool {
		return a.N == b.N && a.Sheet == b.Sheet && a.Status == b.Status && a.Fates == b.Fates && a.Sum == b.Sum
	})
}

// fateSink hands rows on once a file has been read as often before as it is understood after.
type fateSink struct {
	skip     int
	visit    func(RowFate) error // nil: none is wanted
	restarts int
	tables   []ledger.Table
	err      error
}

// Restart forgets the tables.
func (f *fateSink) Restart() { f.restarts++; f.tables = nil }

// Batch gives the error of a visit, to end the reading.
func (f *fateSink) Batch(*ledger.Batch) error { return f.err }

// Problem does the same; its row says what is needed.
func (f *fateSink) Problem(ledger.Problem) error { return f.err }

// Table keeps a table.
func (f *fateSink) Table(t ledger.Table) error { f.tables = append(f.tables, t); return f.err }

// Row hands a row on.
func (f *fateSink) Row(r ingest.RowFate) {
	if f.visit == nil || f.restarts < f.skip || f.err != nil {
		return
	}
	f.err = f.visit(RowFate{Sheet: r.Sheet, Table: r.Table, Row: r.Record, Fate: r.Fate.String(), Code: r.Code, Why: r.Why,
		Text: r.Text, Entries: r.Entries, Sum: r.Sum})
}

// RowsTable is rows as a listing, one line for each.
func RowsTable(rows []RowFate) *report.Table {
	t := &report.Table{Name: "rows", Title: "Rows and their fates", Plain: true, Columns: []report.Column{
		{Name: "source", Kind: report.Code}, {Name: "file"}, {Name: "sheet"}, {Name: "table", Kind: report.Count}, {Name: "row", Kind: report.Count},
		{Name: "fate"}, {Name: "code", Kind: report.Code}, {Name: "why"}, {Name: "entries", Kind: report.Count}, {Name: "sum_pence", Kind: report.InPence}, {Name: "text"},
	}}
	for _, r := range rows {
		var sum any
		if r.Entries > 0 {
			sum = int64(r.Sum)
		}
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{
			r.Source, r.File, r.Sheet, int64(r.Table), positive(r.Row), r.Fate, r.Code, r.Why, r.Entries, sum, r.Text,
		}})
	}
	return t
}

// Runs makes a page of the rows of one table: those that follow each other with the same fate and reason
// are one line. The zero value is ready.
type Runs struct {
	first, last RowFate
	n           int64
	entries     int64
	sum         ledger.Pence
	lines       []report.Row
}

// Add takes the next row.
func (r *Runs) Add(row RowFate) {
	if r.n > 0 && !follows(r.last, row) {
		r.end()
	}
	if r.n == 0 {
		r.first, r.entries, r.sum = row, 0, 0
	}
	r.last = row
	r.n++
	r.entries += row.Entries
	r.sum += row.Sum
}

// follows says whether b is told in one line with a.
func follows(a, b RowFate) bool {
	next := b.Row == a.Row+1 || a.Row == 0 && b.Row == 0
	return next && a.Fate == b.Fate && a.Code == b.Code && a.Why == b.Why && a.Text == "" && b.Text == ""
}

// end writes the line of the rows that follow each other.
func (r *Runs) end() {
	where := "not known"
	if r.first.Row > 0 {
		if where = fmt.Sprint(r.first.Row); r.last.Row > r.first.Row {
			where = fmt.Sprintf("%d–%d", r.first.Row, r.last.Row)
		}
	}
	values := []any{where, r.n, r.first.Fate, r.first.Code, r.first.Why, nil, nil, r.first.Text}
	if r.entries > 0 {
		values[5], values[6] = r.entries, r.sum
	}
	r.lines = append(r.lines, report.Row{Level: report.Body, Values: values})
	r.n = 0
}

// Table is the page of what was added since the last; nil if there is nothing.
func (r *Runs) Table() *report.Table {
	if r.n == 0 && len(r.lines) == 0 {
		return nil
	}
	if r.n > 0 {
		r.end()
	}
	t := &report.Table{Name: "rows", Title: r.first.File, Plain: true, Rows: r.lines, Columns: []report.Column{
		{Name: "rows"}, {Name: "how_many", Kind: report.Count}, {Name: "fate"}, {Name: "code", Kind: report.Code}, {Name: "why"},
		{Name: "entries", Kind: report.Count}, {Name: "sum", Kind: report.Money}, {Name: "text"},
	}}
	if r.first.Sheet != "" {
		t.Title += " · " + r.first.Sheet
	}
	t.Title += fmt.Sprintf(": table %d", r.first.Table)
	*r = Runs{}
	return t
}
