package sheet

import (
	"encoding/binary"
	"errors"
	"io"
)

// BIFF, the format of an xls workbook, is a stream of records: a number (what it is), a length, and
// that many bytes. A record that would be too long goes on in CONTINUE records.

// The records that are read, by the names of [MS-XLS] and of the OpenOffice documentation of BIFF5.
const (
	recFormula      = 0x0006
	recEOF          = 0x000A
	recNote         = 0x001C
	recDateMode     = 0x0022
	recFilePass     = 0x002F
	recContinue     = 0x003C
	recCodePage     = 0x0042
	recColInfo      = 0x007D
	recBoundSheet   = 0x0085
	recFilterMode   = 0x009B
	recPivot        = 0x00B0
	recMulRK        = 0x00BD
	recMulBlank     = 0x00BE
	recRString      = 0x00D6
	recXF           = 0x00E0
	recMergedCells  = 0x00E5
	recSST          = 0x00FC
	recLabelSST     = 0x00FD
	recQuery        = 0x01AD
	recSupBook      = 0x01AE
	recBlank        = 0x0201
	recNumber       = 0x0203
	recLabel        = 0x0204
	recBoolErr      = 0x0205
	recString       = 0x0207
	recRow          = 0x0208
	recRK           = 0x027E
	recFormulaBIFF3 = 0x0206
	recFormulaBIFF4 = 0x0406
	recFormat       = 0x041E
	recBOF          = 0x0809

	// Records that encryption leaves as they are.
	recInterfaceHdr  = 0x00E1
	recRevisionHead  = 0x0138
	recUserExclusive = 0x0194
	recRevisionInfo  = 0x0196
)

const (
	biff5 = 0x0500 // Excel 5 and 95: strings are bytes of the workbook's code page
	biff8 = 0x0600 // Excel 97 to 2003: strings are UTF-16, their upper half left out where it is zero
)

// errBIFFCut is a stream that ends inside a record, or before the record that should end it.
var errBIFFCut = errors.New("the file ends in the middle of its records")

// biffRecords walks the records of a stream. The bytes of a record are valid until the next
// one is asked for.
type biffRecords struct {
	r     io.ReaderAt
	buf   []byte
	off   int64 // of buf[0] in the stream
	pos   int   // of the next record in buf
	at    int64 // offset of the current record
	id    uint16
	b     []byte // its bytes
	block int    // how much was read last
	end   error  // why the stream has no more than buf
	key   *biffCipher
}

// biffBlock is the most that is read of a stream at once.
const biffBlock = 1 << 18

// newBIFFRecords starts at an offset of the stream; key is nil where nothing is encrypted.
func newBIFFRecords(r io.ReaderAt, offset int64, key *biffCipher) *biffRecords {
	return &biffRecords{r: r, off: offset, key: key.clone()}
}

// next moves to the next record. It returns io.EOF at the stream's clean end, errBIFFCut at a torn one.
func (s *biffRecords) next() error {
	if len(s.buf)-s.pos < 4 {
		if err := s.fill(4); err != nil {
			return err
		}
	}
	n := int(binary.LittleEndian.Uint16(s.buf[s.pos+2:]))
	if len(s.buf)-s.pos < 4+n {
		if err := s.fill(4 + n); err != nil {
			return err
		}
	}
	head := s.buf[s.pos:]
	s.at = s.off + int64(s.pos)
	s.id = binary.LittleEndian.Uint16(head)
	s.b = head[4 : 4+n : 4+n]
	s.pos += 4 + n
	if s.key != nil {
		s.key.open(s.id, s.b, s.at+4)
	}
	return nil
}

// fill makes n bytes available at pos.
func (s *biffRecords) fill(n int) error {
	switch {
	case s.end == nil:
	case s.end != io.EOF && s.end != io.ErrUnexpectedEOF:
		return s.end
	case len(s.buf) == s.pos:
		return io.EOF
	default:
		return errBIFFCut
	}
	// Workbooks may hold hundreds of small sheets: the first block is small.
	s.block = min(max(2*s.block, 16<<10), biffBlock)
	more := max(s.block, n)
	fresh := s.buf
	if rest := len(s.buf) - s.pos; cap(fresh) < rest+more {
		fresh = make([]byte, 0, rest+more)
	}
	rest := copy(fresh[:cap(fresh)], s.buf[s.pos:])
	s.off += int64(s.pos)
	s.pos = 0
	got, err := s.r.ReadAt(fresh[rest:rest+more], s.off+int64(rest))
	s.buf = fresh[:rest+got]
	s.end = err
	if len(s.buf) >= n {
		return nil
	}
	return s.fill(n)
}

// peekContinue tells whether a CONTINUE record follows, and moves to it.
func (s *biffRecords) peekContinue() bool {
	if len(s.buf)-s.pos < 4 {
		if s.fill(4) != nil {
			return false
		}
	}
	if binary.LittleEndian.Uint16(s.buf[s.pos:]) != recContinue {
		return false
	}
	return s.next() == nil
}
