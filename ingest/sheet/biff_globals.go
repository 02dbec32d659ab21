package sheet

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/text/encoding"
)

// biffBook is what the first part of a workbook stream says of the whole.
type biffBook struct {
	r        io.ReaderAt // the workbook stream
	path     string
	lim      Limits
	began    time.Time
	version  int
	decode   encoding.Encoding // of byte strings, which Excel 5 and 95 have
	date1904 bool
	styles   styleTable
	codes    map[int]string // FORMAT records: codes by number
	xfs      []int          // XF records: the number of the format of each style
	sheets   []biffSheetEntry
	sstAt    int64       // offset of the shared strings; -1 if there are none
	links    int         // other workbooks referred to
	torn     bool        // the records of the workbook itself end early
	key      *biffCipher // nil if nothing is encrypted
	shared   func() ([]string, error)
}

// biffSheetEntry is a BOUNDSHEET record: where a sheet begins.
type biffSheetEntry struct {
	name   string
	offset int64
	vis    Visibility
	kind   byte // 0 worksheet, 1 macro sheet, 2 chart, 6 Visual Basic module
}

// readBIFFBook reads the workbook globals: the records up to the first EOF.
func readBIFFBook(r io.ReaderAt, path string, lim Limits) (*biffBook, error) {
	k := &biffBook{r: r, path: path, lim: lim, began: time.Now(), sstAt: -1, decode: biffCharmap(1252)}
	s := newBIFFRecords(r, 0, nil)
	if err := s.next(); err != nil {
		return nil, k.refuse("", codeDamaged, "an xls workbook without a single record", err)
	}
	if s.id != recBOF || len(s.b) < 4 {
		return nil, k.refuse("", codeNoReader, "a workbook stream that does not begin as Excel 5 or later writes it", nil)
	}
	k.version = int(binary.LittleEndian.Uint16(s.b)) & 0xFF00
	if k.version != biff5 && k.version != biff8 {
		return nil, k.refuse("", codeNoReader, fmt.Sprintf("a workbook of BIFF version %#x", k.version), nil)
	}
	if kind := binary.LittleEndian.Uint16(s.b[2:]); kind == biffWorksheet {
		k.sheets = append(k.sheets, biffSheetEntry{}) // a sheet saved without a workbook around it
	}
	if err := k.readGlobals(s); err != nil {
		return nil, err
	}
	if len(k.sheets) == 0 {
		return nil, k.refuse("", codeDamaged, "an xls workbook in which no sheet can be found", nil)
	}
	k.styles = makeStyles(k.codes, k.xfs) // all at once, since a style may precede its format
	k.shared = sync.OnceValues(func() ([]string, error) { return readSST(k.r, k.sstAt, k.key) })
	return k, nil
}

// readGlobals reads the records of the workbook as a whole, up to the first sheet.
func (k *biffBook) readGlobals(s *biffRecords) error {
	k.codes = map[int]string{}
	var text []byte
	for {
		err := s.next()
		if err == io.EOF || err == errBIFFCut {
			k.torn = true
			return nil
		}
		if err != nil {
			return k.refuse("", codeDamaged, "an xls workbook that cannot be read to its end", err)
		}
		switch s.id {
		case recEOF:
			return nil
		case recFilePass:
			if s.key = newBIFFCipher(s.b, biffDefaultPassword); s.key == nil {
				return refused(k.path, codeProtected, "an encrypted workbook (xls)", hintPassword)
			}
			k.key = s.key
		case recCodePage:
			if len(s.b) >= 2 {
				k.decode = biffEncoding(int(binary.LittleEndian.Uint16(s.b)))
			}
		case recDateMode:
			k.date1904 = len(s.b) >= 1 && s.b[0] == 1
		case recXF:
			k.readXF(s.b)
		case recFormat:
			if len(s.b) >= 3 {
				number := int(binary.LittleEndian.Uint16(s.b))
				text = k.text(newBIFFCursor(s, 2), text[:0], k.version == biff5)
				k.codes[number] = string(text)
			}
		case recBoundSheet:
			k.readBoundSheet(s)
		case recSST:
			k.sstAt = s.at
		case recSupBook:
			k.readSupBook(s.b)
		}
	}
}

// readXF takes the number of a style's format.
func (k *biffBook) readXF(b []byte) {
	number := 0
	if len(b) >= 4 {
		number = int(binary.LittleEndian.Uint16(b[2:]))
	}
	k.xfs = append(k.xfs, number)
}

// style is that of an XF; one that does not exist is General.
func (k *biffBook) style(xf int) cellStyle {
	if xf < len(k.styles.styles) {
		return k.styles.styles[xf]
	}
	return cellStyle{}
}

// readSupBook counts references to other workbooks. A workbook refers to itself and to add-ins by
// the marks 0x0401 and 0x3A01 in place of a name.
func (k *biffBook) readSupBook(b []byte) {
	if len(b) < 4 {
		return
	}
	if mark := binary.LittleEndian.Uint16(b[2:]); mark != 0x0401 && mark != 0x3A01 {
		k.links++
	}
}

// text appends a string: its length (one byte or two), then characters as this version stores them.
func (k *biffBook) text(c *biffCursor, out []byte, short bool) []byte {
	var n int
	if short {
		n = c.u8()
	} else {
		n = c.u16()
	}
	if k.version == biff8 {
		return c.unicode(out, n)
	}
	return k.bytes(c, out, n)
}

// bytes appends n bytes in the workbook's code page as UTF-8.
func (k *biffBook) bytes(c *biffCursor, out []byte, n int) []byte {
	var raw []byte
	for n > 0 && c.more() {
		part := c.b[:min(n, len(c.b))]
		raw = append(raw, part...)
		c.skip(len(part))
		n -= len(part)
	}
	text, err := k.decode.NewDecoder().Bytes(raw)
	if err != nil {
		return appendLatin1(out, raw)
	}
	return append(out, text...)
}

// readBoundSheet adds a sheet to the list.
func (k *biffBook) readBoundSheet(s *biffRecords) {
	if len(s.b) < 7 {
		return
	}
	e := biffSheetEntry{offset: int64(binary.LittleEndian.Uint32(s.b)), kind: s.b[5]}
	switch s.b[4] & 3 {
	case 1:
		e.vis = Hidden
	case 2:
		e.vis = VeryHidden
	}
	e.name = string(k.text(newBIFFCursor(s, 6), nil, true))
	k.sheets = append(k.sheets, e)
}

// readSST reads the shared strings at their offset. Their number is found by reading, since what the
// record says of it is often wrong.
func readSST(r io.ReaderAt, at int64, key *biffCipher) ([]string, error) {
	if at < 0 {
		return nil, nil
	}
	s := newBIFFRecords(r, at, key)
	if err := s.next(); err != nil {
		return nil, err
	}
	c := newBIFFCursor(s, 4)
	said := c.u32()
	texts := make([]string, 0, min(said, 1<<16))
	var arena textArena
	var buf []byte
	for c.more() {
		n := c.u16()
		buf = c.unicode(buf[:0], n)
		if c.torn || c.done && len(texts) >= said {
			break // what is left is not a whole string
		}
		texts = append(texts, arena.keep(buf))
	}
	return texts, nil
}

// refuse says why the workbook, or the rest of a sheet, cannot be read.
func (k *biffBook) refuse(sheet, code, found string, err error) error {
	r := refused(k.path, code, found, hintResave)
	r.Sheet, r.Err = sheet, err
	return r
}

// asRefusal gives limits and damage found among the cells of a sheet as refusals.
func (k *biffBook) asRefusal(sheet string, err error) error {
	var limit *limitError
	var form *formError
	switch {
	case errors.As(err, &limit):
		r := beyond(k.path, limit.Error(), limit.name)
		r.Sheet, r.Err = sheet, err
		return r
	case errors.As(err, &form):
		return k.refuse(sheet, form.code, form.what, err)
	}
	return err
}
