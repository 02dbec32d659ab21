//go:build ignore

// Make writes the demo's workbook, which no editor of text can: go run make.go, from this folder.
// Equal code gives an equal file.
package main

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"log"
	"maps"
	"os"
	"slices"

	"github.com/xuri/excelize/v2"
)

const target = "workspace/files/larkshire-cc-payments-q2-2010.xlsx"

// payment is one line of the sheet: the date as the serial that a spreadsheet keeps.
type payment struct {
	service, supplier, purpose string
	serial                     int
	pounds                     float64
}

// 40360 is 1 July 2010.
var payments = []payment{
	{"Adult social care", "Fernlea Care Homes Ltd", "Residential care for older people", 40364, 412300},
	{"Adult social care", "Larkshire Carers Centre", "Carers' breaks", 40366, 18500},
	{"Children's services", "Hollybank Fostering Ltd", "Foster placements", 40371, 96120.75},
	{"Schools", "Quillstone Construction Ltd", "Primary phase 2: Mill Lane school", 40373, 734000},
	{"Highways", "Pell & Marlow Highways Ltd", "Highways maintenance", 40378, 1286420.31},
	{"Passenger transport", "Larkline Buses Ltd", "Subsidised bus services", 40385, 224118.5},
	{"Waste", "Heronsea Waste Services Ltd", "Waste disposal", 40392, 655210},
	{"Fire and rescue", "Brandreth Fire Engineering Ltd", "Fire equipment", 40399, 47500},
	{"Supporting People", "Wrenborough Night Shelter", "Homelessness: housing related support", 40401, 112000},
	{"Supporting People", "Wrenborough Women's Refuge", "Domestic abuse: housing related support", 40401, 84000},
	{"Drug and alcohol team", "Crossfield Recovery CIC", "Drug and alcohol treatment", 40413, 65300},
	{"Libraries", "Mossop Books Ltd", "Library books", 40420, 23411.9},
	{"Highways", "Pell & Marlow Highways Ltd", "Highways maintenance: credit note", 40427, -1234},
	{"Passenger transport", "Wrenborough Borough Council", "Concessionary travel", 40441, 156000},
}

func main() {
	f := excelize.NewFile().SetZipWriter(func(w io.Writer) excelize.ZipWriter { return &inOrder{zip.NewWriter(w), map[string]*bytes.Buffer{}} })
	try(f.SetSheetName("Sheet1", "Payments"))
	try(f.SetDocProps(&excelize.DocProperties{Creator: "demo", LastModifiedBy: "demo", Created: "2010-10-15T09:00:00Z", Modified: "2010-10-15T09:00:00Z"}))
	date, credit := style(f, "dd/mm/yyyy"), style(f, "#,##0.00;(#,##0.00)")
	try(f.SetCellStr("Payments", "A1", "Larkshire County Council"))
	try(f.SetCellStr("Payments", "A2", "Payments to suppliers over £500, July to September 2010"))
	try(f.SetSheetRow("Payments", "A4", &[]any{"Body Name", "Service Area", "Date Paid", "Supplier Name", "Purpose", "Net Amount (£)"}))
	total := 0.0
	row := 5
	for _, p := range payments {
		put(f, row, "Larkshire County Council", p.service, p.serial, p.supplier, p.purpose, p.pounds)
		try(f.SetCellStyle("Payments", at(3, row), at(3, row), date))
		try(f.SetCellStyle("Payments", at(6, row), at(6, row), credit))
		total += p.pounds
		row++
	}
	put(f, row+1, "Total", nil, nil, nil, nil, float64(int64(total*100+0.5))/100)
	codes(f)
	var b bytes.Buffer
	try(f.Write(&b))
	try(os.WriteFile(target, b.Bytes(), 0o644))
}

// codes is the hidden sheet that such workbooks carry along: a list, no payments.
func codes(f *excelize.File) {
	_, err := f.NewSheet("Codes")
	try(err)
	try(f.SetSheetRow("Codes", "A1", &[]any{"Service code", "Service area"}))
	for i, p := range payments[:6] {
		try(f.SetSheetRow("Codes", at(1, i+2), &[]any{[]string{"ASC", "ASC2", "CHI", "SCH", "HWY", "PTU"}[i], p.service}))
	}
	try(f.SetSheetVisible("Codes", false))
}

func put(f *excelize.File, row int, values ...any) {
	try(f.SetSheetRow("Payments", at(1, row), &values))
}

func at(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	try(err)
	return name
}

func style(f *excelize.File, format string) int {
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	try(err)
	return id
}

func try(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// inOrder writes a workbook's parts in one order and without times.
type inOrder struct {
	to    *zip.Writer
	parts map[string]*bytes.Buffer
}

func (z *inOrder) Create(name string) (io.Writer, error) {
	z.parts[name] = new(bytes.Buffer)
	return z.parts[name], nil
}

func (z *inOrder) AddFS(fs.FS) error { return fs.ErrInvalid }

func (z *inOrder) Close() error {
	for _, name := range slices.Sorted(maps.Keys(z.parts)) {
		w, err := z.to.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(z.parts[name].Bytes()); err != nil {
			return err
		}
	}
	return z.to.Close()
}
