package sheet

import (
	"context"
	"path"
	"strings"
	"sync"
)

// xlsxBook is an open workbook of the Office Open XML format (xlsx, xlsm), ISO/IEC 29500: a zip of
// XML parts that name one another in relationships.
//
//	_rels/.rels ─▶ workbook.xml ─▶ its rels ─▶ worksheets, shared strings, styles
//
// Only the workbook part is read on opening. Shared strings and styles are read once, when the first
// sheet is; sheets may be read at the same time.
type xlsxBook struct {
	parts  *zipParts
	path   string
	folder string // of the workbook part
	rels   []relation
	lim    Limits
	slow   bool

	load   sync.Mutex
	loaded bool
	texts  []string
	styles styleTable
}

// openXLSX opens a workbook. Its sheets are known at once and read on demand.
func openXLSX(in *Input, lim Limits) (*Book, error) { return openXLSXBy(in, lim, false) }

// openXLSXBy reads by the general way alone if slow, without the short cuts for what is usual: the
// result must be the same.
func openXLSXBy(in *Input, lim Limits, slow bool) (*Book, error) {
	at, err := in.At()
	if err != nil {
		return nil, refuse(in.Path, "", "", err)
	}
	book, err := newXLSX(in.Path, at, lim, slow)
	if err != nil {
		at.Close()
		return nil, refuse(in.Path, "", "", err)
	}
	return book, nil
}

func newXLSX(name string, at ReaderAt, lim Limits, slow bool) (*Book, error) {
	parts, err := openParts(name, at, lim)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	main, err := mainPart(ctx, parts)
	if err != nil {
		return nil, err
	}
	b := &xlsxBook{parts: parts, path: name, folder: path.Dir(main), lim: lim, slow: slow}
	if b.rels, err = readRels(ctx, parts, main); err != nil {
		return nil, err
	}
	list, err := readWorkbook(ctx, parts, main)
	if err != nil {
		return nil, err
	}
	book := &Book{Path: name, Format: "xlsx", close: at.Close}
	book.Notes = bookNotes(b.rels, list)
	for _, entry := range list.sheets {
		if s := b.sheet(entry, list.date1904); s != nil {
			s.Index = len(book.Sheets)
			book.Sheets = append(book.Sheets, s)
		}
	}
	return book, nil
}

// mainPart finds the workbook part.
func mainPart(ctx context.Context, parts *zipParts) (string, error) {
	if parts.has("_rels/.rels") {
		rels, err := readRels(ctx, parts, "")
		if err != nil {
			return "", err
		}
		for _, rel := range rels {
			if rel.kind == "officeDocument" && parts.has(rel.target) {
				return checkMain(rel.target)
			}
		}
	}
	for _, usual := range []string{"xl/workbook.xml", "xl/workbook.bin"} {
		if parts.has(usual) {
			return checkMain(usual)
		}
	}
	return "", &formError{codeNoReader, "a package of an office program, but not a workbook"}
}

// checkMain refuses a workbook whose parts are not XML.
func checkMain(name string) (string, error) {
	if strings.HasSuffix(strings.ToLower(name), ".bin") {
		return "", &formError{codeNoReader, "a binary workbook (xlsb)"}
	}
	return name, nil
}

// sheet makes the Sheet of an entry; nil where the entry is no worksheet.
func (b *xlsxBook) sheet(entry sheetEntry, date1904 bool) *Sheet {
	s := &Sheet{Name: entry.name, Visibility: entry.visibility, Date1904: date1904}
	rel, ok := findRel(b.rels, entry.rel)
	if entry.rel == "" || ok && notWorksheet(rel.kind) != "" {
		return nil
	}
	s.read = func(ctx context.Context, visit func(*Batch) error) error {
		if !ok {
			return refuse(b.path, s.Name, "", &formError{codeNoPart, "the workbook does not say where this sheet is"})
		}
		return b.readSheet(ctx, s, rel.target, visit)
	}
	return s
}

// readSheet reads one sheet. Errors of visit pass as they are; those of the file are refusals.
func (b *xlsxBook) readSheet(ctx context.Context, s *Sheet, part string, visit func(*Batch) error) error {
	x, err := b.parts.open(ctx, part) // first, so that inflating begins
	if err != nil {
		return refuse(b.path, s.Name, part, err)
	}
	defer x.close()
	if err := b.loadShared(ctx); err != nil {
		return err
	}
	s.Formats, s.HiddenCols, s.Merged, s.Notes = b.styles.formats, nil, nil, nil
	r := &sheetReader{
		x: x, sheet: s, lim: b.lim, texts: b.texts, style: b.styles.styles, rows: newRowBatcher(visit), slow: b.slow,
	}
	if err = r.read(); err != nil && r.rows.visitErr == nil && ctx.Err() == nil {
		err = r.giveUp(err)
	}
	s.Notes = append(r.seen.notes(), b.sheetNotes(ctx, part)...)
	if r.rows.visitErr != nil {
		return r.rows.visitErr
	}
	return refuse(b.path, s.Name, part, err)
}

// loadShared reads what all sheets share, once. A failure is not kept: the next reading tries again.
func (b *xlsxBook) loadShared(ctx context.Context) error {
	b.load.Lock()
	defer b.load.Unlock()
	if b.loaded {
		return nil
	}
	var err error
	styles := b.partOf("styles")
	if b.styles, err = readStyles(ctx, b.parts, styles); err != nil {
		return refuse(b.path, "", styles, err)
	}
	if name := b.partOf("sharedStrings"); name != "" {
		if b.texts, err = readStrings(ctx, b.parts, name, b.slow); err != nil {
			return refuse(b.path, "", name, err)
		}
	}
	b.loaded = true
	return nil
}

// partOf is the workbook's part of that kind, or "" if there is none.
func (b *xlsxBook) partOf(kind string) string {
	for _, rel := range b.rels {
		if rel.kind == kind && b.parts.has(rel.target) {
			return rel.target
		}
	}
	if usual := path.Join(b.folder, kind+".xml"); b.parts.has(usual) {
		return usual
	}
	return ""
}
