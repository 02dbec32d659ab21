package sheet

import (
	"context"
	"errors"
	"fmt"
)

// openXLS opens a workbook of Excel 5 to 2003 (.xls): a compound file with a stream of BIFF records.
// Rows are read straight from the file; only the shared texts are kept in memory.
func openXLS(in *Input, lim Limits) (*Book, error) {
	at, err := in.At()
	if err != nil {
		return nil, err
	}
	book, err := readXLS(in.Path, at, lim)
	if err != nil {
		at.Close()
		return nil, err
	}
	book.close = at.Close
	return book, nil
}

func readXLS(path string, at ReaderAt, lim Limits) (*Book, error) {
	file, err := openCompound(at, at.Size())
	if errors.Is(err, errNotCompound) {
		return looseBIFF(path, at, lim)
	}
	var stream *cfbReader
	if err == nil {
		stream, err = file.stream("Workbook", "Book")
	}
	switch {
	case err != nil:
		r := refused(path, codeDamaged, "a damaged xls file ("+err.Error()+")", "get the file again")
		r.Err = err
		return nil, r
	case stream == nil:
		return nil, otherCompound(path, file)
	}
	k, err := readBIFFBook(stream, path, lim)
	if err != nil {
		return nil, err
	}
	return k.book(file), nil
}

// looseBIFF reads a workbook stream that some programs write as a file, without a compound file
// around it, and refuses what is neither. So did Excel 2 to 4, in versions that are not read.
func looseBIFF(path string, at ReaderAt, lim Limits) (*Book, error) {
	var head [4]byte
	_, err := at.ReadAt(head[:], 0)
	switch {
	case err != nil || head[0] != 0x09 || head[3] != 0:
		return nil, refused(path, codeDamaged, "no xls file: it does not begin as one", "get the file again")
	case head[1] <= 0x04:
		return nil, refused(path, codeNoReader, "a sheet of Excel 4 or older", "open it in a spreadsheet program and save it as xlsx")
	}
	k, err := readBIFFBook(at, path, lim)
	if err != nil {
		return nil, err
	}
	return k.book(nil), nil
}

// otherCompound says what a compound file without a workbook is.
func otherCompound(path string, file *compound) error {
	if file.has("EncryptedPackage") {
		return refused(path, codeProtected, "an encrypted workbook (xlsx)", hintPassword)
	}
	what := "an office file that is no workbook"
	switch {
	case file.has("WordDocument"):
		what = "a Word document"
	case file.has("PowerPoint Document"):
		what = "a PowerPoint presentation"
	case file.has("__properties_version1.0"):
		what = "an Outlook message"
	}
	return refused(path, codeNoReader, what, "save the table in it as xlsx or csv")
}

// What to do about a workbook that cannot be read.
const (
	hintPassword = "open it with its password and save it without one"
	hintResave   = "get the file again, or open it in a spreadsheet program and save it as xlsx"
)

// book lists the worksheets. Charts, macro sheets and code are told in the notes. file is nil where
// there is no compound file.
func (k *biffBook) book(file *compound) *Book {
	b := &Book{Path: k.path, Format: "xls"}
	for _, e := range k.sheets {
		if e.kind != 0 {
			b.Notes = append(b.Notes, fmt.Sprintf("the sheet %q is %s and has no rows", e.name, biffKindName(e.kind)))
			continue
		}
		sh := &Sheet{Name: e.name, Index: len(b.Sheets), Visibility: e.vis, Formats: k.styles.formats, Date1904: k.date1904}
		sh.read = func(ctx context.Context, visit func(*Batch) error) error { return k.readSheet(ctx, sh, e, visit) }
		b.Sheets = append(b.Sheets, sh)
	}
	if k.torn {
		b.Notes = append(b.Notes, "the list of sheets ends early: the file is cut short")
	}
	if k.links > 0 {
		b.Notes = append(b.Notes, fmt.Sprintf("links to %s: values of formulas are those last saved", count(k.links, "other workbook")))
	}
	if file == nil {
		return b
	}
	if file.has("_SX_DB_CUR") || file.has("_SX_DB") {
		b.Notes = append(b.Notes, "pivot caches, not read, which may hold rows that no sheet shows")
	}
	if file.has("_VBA_PROJECT_CUR") || file.has("_VBA_PROJECT") {
		b.Notes = append(b.Notes, "macros, which are not run")
	}
	return b
}

// biffKindName says what a sheet without rows of its own is.
func biffKindName(kind byte) string {
	switch kind {
	case 1:
		return "old macros"
	case 2:
		return "a chart"
	case 6:
		return "program code"
	}
	return "of an unknown kind"
}
