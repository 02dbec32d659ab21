package flows

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"
)

// readable is a page as one can search it: of a workbook the names and texts of all its parts, cells and
// shared strings among them. What has no figures has no drawing and is empty.
func readable(t *testing.T, tables []*report.Table, format string) string {
	t.Helper()
	var b bytes.Buffer
	err := report.RenderAll(&b, tables, format, report.Options{})
	if format == "svg" && errors.Is(err, report.ErrNoFigures) {
		return ""
	}
	if err != nil {
		t.Fatalf("%s as %s: %v", tables[0].Name, format, err)
	}
	if format == "xlsx" {
		return workbookParts(t, b.Bytes())
	}
	return b.String()
}

// workbookParts is the name and the text of every part of a workbook.
func workbookParts(t *testing.T, book []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		fmt.Fprintln(&all, f.Name, f.Comment)
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// everyList is what a project lists beside its reports: places, functions, outcomes, findings, sheets.
func everyList(t *testing.T, p *Project) map[string]*report.Table {
	t.Helper()
	lists := map[string]*report.Table{
		"places":    p.PlaceList("", "cumbria", ledger.NoDate),
		"functions": FunctionList(""),
		"reports":   ReportList(),
	}
	found, err := p.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	lists["findings"] = FindingsTable(found)
	if lists["sheets"], err = SheetList([]string{filepath.Join(p.Workspace.Dir, "larkshire-may-2010.csv")}, nil); err != nil {
		t.Fatal(err)
	}
	if lists["outcomes"], err = p.OutcomeList(""); err != nil {
		t.Fatal(err)
	}
	shown, err := p.ShowPlace("E10000020") // what is listed of a place
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range shown {
		lists["place "+table.Name] = table
	}
	return lists
}
