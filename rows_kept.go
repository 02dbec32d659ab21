package flows

import (
	"cmp"
	"slices"

	"flows/ingest"
	"flows/ledger"
)

// entryRow is what is read of an entry to know where it stands.
type entryRow struct {
	Table  int32        `parquet:"table"`
	Row    int32        `parquet:"row"`
	Amount ledger.Pence `parquet:"amount"`
}

// keptRows visits the rows of a source as far as the ledger knows them without the file.
func (p *Project) keptRows(s *ledger.Source, visit func(RowFate) error) error {
	codes, err := p.rowCodes(s)
	if err != nil {
		return err
	}
	loaded := map[entryAt]bool{} // of the rows with a problem
	if len(codes) > 0 {
		if err := p.entryRows(s, func(r RowFate) error {
			if at := (entryAt{r.Table, r.Row}); codes[at] != "" {
				loaded[at] = true
			}
			return nil
		}); err != nil {
			return err
		}
	}
	k := keeper{codes: codes, visit: visit, apart: map[int32][]RowFate{}}
	for i := range s.Tables {
		k.aside(&s.Tables[i], loaded)
	}
	if err := p.entryRows(s, k.loadedRow()); err != nil {
		return err
	}
	for len(k.tables) > 0 {
		if err := k.end(); err != nil {
			return err
		}
	}
	return nil
}

// entryAt is a row of a table.
type entryAt struct{ table, row int32 }

// rowCodes are the codes of the problems that stand on rows, the first of each.
func (p *Project) rowCodes(s *ledger.Source) (map[entryAt]string, error) {
	codes := map[entryAt]string{}
	path := p.Ledger.File("problems", s)
	if path == "" {
		return codes, nil
	}
	return codes, ledger.ReadTable(path, func(rows []ledger.Problem) error {
		for _, r := range rows {
			if at := (entryAt{r.Table, r.Row}); r.Row > 0 && r.Col > 0 && codes[at] == "" {
				codes[at] = r.Code
			}
		}
		return nil
	})
}

// entryRows visits the rows that entries stand on, in order, each once.
func (p *Project) entryRows(s *ledger.Source, visit func(RowFate) error) error {
	path := p.Ledger.File("entries", s)
	if path == "" {
		return nil
	}
	var at RowFate
	err := ledger.ReadTable(path, func(rows []entryRow) error {
		for _, r := range rows {
			if r.Table != at.Table || r.Row != at.Row {
				if at.Entries > 0 {
					if err := visit(at); err != nil {
						return err
					}
				}
				at = RowFate{Table: r.Table, Row: r.Row}
			}
			at.Entries++
			at.Sum += r.Amount
		}
		return nil
	})
	if err == nil && at.Entries > 0 {
		err = visit(at)
	}
	return err
}

// keeper puts the rows of a source in order that are known without its file.
type keeper struct {
	codes  map[entryAt]string
	tables []*ledger.Table
	apart  map[int32][]RowFate // by table: those that are not loaded, in order
	visit  func(RowFate) error
}

// aside lists the rows of a table that are not loaded: the heading and those with a problem by their
// numbers, all others at the end without one.
func (k *keeper) aside(t *ledger.Table, loaded map[entryAt]bool) {
	k.tables = append(k.tables, t)
	left := t.Fates
	left[ledger.Loaded] = 0
	var list []RowFate
	add := func(row int32, f ledger.Fate, code, why string) {
		if left[f] > 0 {
			left[f]--
			list = append(list, RowFate{Sheet: t.Sheet, Table: t.N, Row: row, Fate: f.String(), Code: code, Why: why})
		}
	}
	var wrong []int32
	for at, code := range k.codes {
		if at.table == t.N && !loaded[at] && ingest.Quarantines(code) {
			wrong = append(wrong, at.row)
		}
	}
	if int64(len(wrong)) == left[ledger.Quarantined] { // else some of them are totals, and which is not known
		slices.Sort(wrong)
		for _, row := range wrong {
			code := k.codes[entryAt{t.N, row}]
			add(row, ledger.Quarantined, code, "expected "+ingest.Expected(code))
		}
	}
	if t.HeaderRow > 0 {
		add(t.HeaderRow, ledger.Heading, "", "the heading")
	}
	slices.SortFunc(list, func(a, b RowFate) int { return cmp.Compare(a.Row, b.Row) })
	for f, n := range left {
		for range n {
			list = append(list, RowFate{Sheet: t.Sheet, Table: t.N, Fate: ledger.Fate(f).String(), Why: "known by number only"})
		}
	}
	k.apart[t.N] = list
}

// loadedRow visits a loaded row after all that stand before it.
func (k *keeper) loadedRow() func(RowFate) error {
	return func(r RowFate) error {
		for len(k.tables) > 0 && k.tables[0].N != r.Table {
			if err := k.end(); err != nil {
				return err
			}
		}
		if len(k.tables) > 0 {
			r.Sheet = k.tables[0].Sheet
		}
		list := k.apart[r.Table]
		for len(list) > 0 && list[0].Row > 0 && list[0].Row < r.Row {
			if err := k.visit(list[0]); err != nil {
				return err
			}
			list = list[1:]
		}
		k.apart[r.Table] = list
		r.Fate, r.Code = ledger.Loaded.String(), k.codes[entryAt{r.Table, r.Row}]
		return k.visit(r)
	}
}

// end visits what is left of the first table.
func (k *keeper) end() error {
	for _, r := range k.apart[k.tables[0].N] {
		if err := k.visit(r); err != nil {
			return err
		}
	}
	k.tables = k.tables[1:]
	return nil
}
