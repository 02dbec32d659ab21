package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"flows/ingest/sheet"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/xuri/excelize/v2"
)

// maker builds the commands of ours and of the peers.
type maker struct{ self, flows, tmp string }

// ledger is ours, flows ingest into a fresh workspace, and peers.
func (m maker) ledger(file string, peers ...run) []run {
	dir := filepath.Join(m.tmp, "ws-"+filepath.Base(file))
	ours := run{
		name:    "flows ingest",
		command: []string{m.flows, "ingest", "-q", "--workspace", dir, abspath(file)},
		before:  func() error { return m.fresh(dir) },
	}
	return append([]run{ours}, peers...)
}

// again is an ingest of what the ledger holds already.
func (m maker) again(file string) run {
	dir := filepath.Join(m.tmp, "again-"+filepath.Base(file))
	done := false
	r := run{name: "flows ingest, unchanged", command: []string{m.flows, "ingest", "-q", "--workspace", dir, abspath(file)}}
	r.before = func() error {
		if done {
			return nil
		}
		done = true
		if err := m.fresh(dir); err != nil {
			return err
		}
		_, err := once(run{command: r.command})
		return err
	}
	return r
}

func (m maker) fresh(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if _, err := once(run{command: []string{m.flows, "init", dir}}); err != nil {
		return err
	}
	settings := filepath.Join(dir, "flows.yaml")
	text, err := os.ReadFile(settings)
	if err != nil {
		return err
	}
	text = bytes.Replace(text, []byte("\nlimits:\n"), []byte("\nlimits:\n  file_size: 16 GB # of the generated files the largest has 10\n"), 1)
	return os.WriteFile(settings, text, 0o644)
}

func abspath(path string) string {
	if a, err := filepath.Abs(path); err == nil {
		return a
	}
	return path
}

func (m maker) unzip(file string) run {
	return run{name: "unzip -p", command: []string{"unzip", "-p", abspath(file)}}
}

// readXLSX reads every cell of a workbook.
func (m maker) readXLSX(file string) []run {
	runs := []run{
		{name: "flows (sheet)", command: []string{m.self, "-peer", "sheet", file}},
		m.unzip(file),
		{name: "excelize Rows", command: []string{m.self, "-peer", "excelize", file}},
	}
	return python(rust(runs, file), file, [3]string{"python_calamine", "python-calamine", calamine},
		[3]string{"polars,fastexcel", "polars (calamine)", "import polars as p\np.read_excel(%q,engine='calamine')"},
		[3]string{"openpyxl", "openpyxl, read-only", "import openpyxl\nn=0\nfor r in openpyxl.load_workbook(%q,read_only=True).active.iter_rows(values_only=True): n+=len(r)"})
}

// calamine is the Rust reader, by way of its Python package.
const calamine = "import python_calamine as c\nn=0\nfor r in c.CalamineWorkbook.from_path(%q).get_sheet_by_index(0).iter_rows(): n+=len(r)"

// python adds those of the peers whose modules are installed.
func python(runs []run, file string, peers ...[3]string) []run {
	for _, p := range peers {
		if pythonHas(p[0]) {
			runs = append(runs, run{name: p[1], command: []string{"python3", "-c", fmt.Sprintf(p[2], file)}})
		}
	}
	return runs
}

// rust adds the Rust reader calamine where 'make bench' could build it.
func rust(runs []run, file string) []run {
	const path = "bench/data/calamine/release/cells"
	if !installed("./" + path) {
		return runs
	}
	return append(runs, run{name: "calamine (Rust)", command: []string{"./" + path, file}})
}

// readXLS reads every cell of an Excel 97 workbook.
func (m maker) readXLS(file string) []run {
	runs := []run{{name: "flows (sheet)", command: []string{m.self, "-peer", "sheet", file}}}
	return python(rust(runs, file), file, [3]string{"python_calamine", "python-calamine", calamine},
		[3]string{"xlrd", "xlrd", "import xlrd\ns=xlrd.open_workbook(%q).sheet_by_index(0)\nn=0\nfor i in range(s.nrows): n+=len(s.row_values(i))"})
}

// readODS reads every cell of an OpenDocument spreadsheet.
func (m maker) readODS(file string) []run {
	runs := []run{{name: "flows (sheet)", command: []string{m.self, "-peer", "sheet", file}}, m.unzip(file)}
	return python(rust(runs, file), file, [3]string{"python_calamine", "python-calamine", calamine})
}

// packPeers are an analyst's scripts over an archive of published files.
func (m maker) packPeers(pack string) []run {
	var runs []run
	for _, p := range []struct{ module, name, script string }{
		{"polars", "polars script", "bench/peers/pack_polars.py"},
		{"pandas,pyarrow", "pandas script", "bench/peers/pack_pandas.py"},
	} {
		if pythonHas(p.module) {
			runs = append(runs, run{name: p.name, command: []string{"python3", p.script, abspath(pack), filepath.Join(m.tmp, "peer.parquet")}})
		}
	}
	return runs
}

// csvPeers write the csv as typed Parquet: a date, the amount as a decimal, the rest text.
func (m maker) csvPeers(file string) []run {
	out := filepath.Join(m.tmp, "peer.parquet")
	runs := []run{{name: "DuckDB", command: []string{m.self, "-peer", "duckdb", file, out}}}
	for _, p := range []struct{ module, name, code string }{
		{"polars", "polars", "import polars as p\nd=p.read_csv(%q,infer_schema=False)\nd.with_columns(p.col('Amount').cast(p.Decimal(18,2)),p.col('Date').str.to_date('%%d/%%m/%%Y')).write_parquet(%q,compression='snappy')"},
		{"pandas,pyarrow", "pandas", "import pandas as p\nd=p.read_csv(%q,dtype=str,keep_default_na=False)\nd['Amount']=(d['Amount'].astype(float)*100).round().astype('int64')\nd['Date']=p.to_datetime(d['Date'],format='%%d/%%m/%%Y')\nd.to_parquet(%q)"},
	} {
		if pythonHas(p.module) {
			runs = append(runs, run{name: p.name, command: []string{"python3", "-c", fmt.Sprintf(p.code, file, out)}})
		}
	}
	if installed("mlr") {
		runs = append(runs, run{name: "miller, sums by supplier", command: []string{"mlr", "--icsv", "--ocsv", "stats1", "-a", "sum", "-f", "Amount", "-g", "Supplier", file}})
	}
	if installed("xan") {
		runs = append(runs, run{name: "xan, sums by supplier", command: []string{"xan", "groupby", "Supplier", "sum(Amount)", file}})
	}
	return runs
}

// growth is the same work on 50 thousand, 500 thousand and, when asked for, 5 and 50 million rows.
func (m maker) growth(s settings) ([]work, error) {
	sizes := []int{50_000, 500_000}
	if s.large || s.huge {
		sizes = append(sizes, 5_000_000)
	}
	if s.huge {
		sizes = append(sizes, 50_000_000)
	}
	var list []work
	for _, n := range sizes {
		file, err := generated(m.self, s.data, "csv", n)
		if err != nil {
			return nil, err
		}
		list = append(list, work{fmt.Sprintf("growth-%d", n), fmt.Sprintf("csv of %d rows into a ledger", n), int64(n), m.ledger(file)})
	}
	return list, nil
}

// bePeer does a peer's work inside this process.
func bePeer(name string, args []string) error {
	switch name {
	case "generate":
		return generate(args[0], args[1])
	case "sheet":
		return countCells(args[0])
	case "excelize":
		return excelizeRows(args[0])
	case "duckdb":
		return duckdbParquet(args[0], args[1])
	}
	return fmt.Errorf("no peer %q", name)
}

func countCells(file string) error {
	inputs, err := sheet.Find([]string{file}, nil)
	if err != nil {
		return err
	}
	book, err := sheet.Open(inputs[0], sheet.DefaultLimits())
	if err != nil {
		return err
	}
	defer book.Close()
	cells, bytes := 0, 0
	for _, s := range book.Sheets {
		err := s.Rows(context.Background(), func(b *sheet.Batch) error {
			for i := range b.Rows {
				cells += len(b.Rows[i].Cells)
				for k := range b.Rows[i].Cells {
					bytes += len(b.Rows[i].Cells[k].Text)
				}
			}
			b.Release()
			return nil
		})
		if err != nil {
			return err
		}
	}
	fmt.Println(cells, bytes)
	return nil
}

func excelizeRows(file string) error {
	f, err := excelize.OpenFile(file)
	if err != nil {
		return err
	}
	defer f.Close()
	cells := 0
	for _, name := range f.GetSheetList() {
		rows, err := f.Rows(name)
		if err != nil {
			return err
		}
		for rows.Next() {
			c, err := rows.Columns()
			if err != nil {
				return err
			}
			cells += len(c)
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	fmt.Println(cells)
	return nil
}

func duckdbParquet(file, out string) error {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	defer db.Close()
	quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
	_, err = db.Exec("COPY (SELECT * REPLACE (CAST(Amount AS DECIMAL(18,2)) AS Amount, strptime(\"Date\", '%d/%m/%Y')::DATE AS \"Date\") FROM read_csv(" +
		quote(file) + ", all_varchar=true)) TO " + quote(out) + " (FORMAT parquet, COMPRESSION snappy)")
	return err
}
