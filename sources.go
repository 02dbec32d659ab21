package flows

import (
	"flows/ledger"
	"flows/report"
)

// Sources lists every table found, also of files that hold none: what was loaded, what was not, and
// how the sum compares with the file's own total. file limits it to one path or source id; "" is all.
func (p *Project) Sources(file string) *report.Table {
	t := &report.Table{Name: "sources", Title: "What is in the ledger", Plain: true}
	for _, c := range []struct {
		name string
		kind report.Kind
	}{
		{"source", report.Code}, {"file", report.Text}, {"sheet", report.Text}, {"table", report.Count}, {"status", report.Text},
		{"counted", report.Text}, {"rows", report.Count}, {"loaded", report.Count}, {"quarantined", report.Count},
		{"total", report.Count}, {"heading", report.Count}, {"note", report.Count}, {"blank", report.Count},
		{"repeat", report.Count}, {"entries", report.Count}, {"sum_pence", report.InPence}, {"control_pence", report.InPence},
		{"difference_pence", report.InPence}, {"header_row", report.Count},
	} {
		t.Columns = append(t.Columns, report.Column{Name: c.name, Kind: c.kind})
	}
	p.eachTable(file, func(s *ledger.Source, path, sheet, counted string, tab *ledger.Table) {
		var control, difference, header any
		if tab.HasControl {
			control, difference = int64(tab.Control), int64(tab.Control-tab.Sum)
		}
		if tab.HeaderRow > 0 {
			header = int64(tab.HeaderRow)
		}
		values := []any{s.ID, path, sheet, int64(tab.N), tab.Status, counted, tab.Rows()}
		for _, f := range []ledger.Fate{ledger.Loaded, ledger.Quarantined, ledger.Total, ledger.Heading, ledger.Note, ledger.BlankRow, ledger.RepeatHeading} {
			values = append(values, tab.Fates[f])
		}
		values = append(values, tab.Entries, int64(tab.Sum), control, difference, header)
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: values})
	})
	return t
}

// Series lists every amount column or year of every table: read, or why not.
func (p *Project) Series(file string) *report.Table {
	t := &report.Table{Name: "series", Title: "Amount columns and years in the ledger", Plain: true, Columns: []report.Column{
		{Name: "source", Kind: report.Code}, {Name: "file"}, {Name: "sheet"}, {Name: "table", Kind: report.Count}, {Name: "series"},
		{Name: "status"}, {Name: "entries", Kind: report.Count}, {Name: "sum_pence", Kind: report.InPence}, {Name: "why"},
	}}
	p.eachTable(file, func(s *ledger.Source, path, sheet, _ string, tab *ledger.Table) {
		for _, x := range tab.Series {
			t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{
				s.ID, path, sheet, int64(tab.N), x.Name, x.Status, x.Entries, int64(x.Sum), x.Why,
			}})
		}
	})
	return t
}

// eachTable visits the tables of all sources under every name that their bytes have. Under its second
// name a source is a copy of itself. path and sheet are as ledger.Named.Place gives them.
func (p *Project) eachTable(file string, visit func(s *ledger.Source, path, sheet, counted string, t *ledger.Table)) {
	counting := p.counting()
	for _, s := range p.Ledger.Sources() {
		for i, name := range s.Names {
			if file != "" && !name.Is(file) && file != s.ID {
				continue
			}
			for k := range s.Tables {
				counted := p.countedAs(counting, s, &s.Tables[k])[i]
				path, sheet := name.Place(s.Tables[k].Sheet)
				visit(s, path, sheet, counted, &s.Tables[k])
			}
		}
	}
}
