package sheet

import (
	"encoding/binary"
	"errors"
	"io"
	"sort"
	"strings"
	"unicode/utf16"
)

// A compound file (MS-CFB, "OLE2") is a small file system in a file, in which an xls workbook is one
// stream. This reader forgives what people's files really have: a chain that ends early, a last
// sector cut short, a directory tree that is broken. It trusts no length: all tables are bounded by
// the file's own size.

var compoundMagic = [8]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

var (
	errNotCompound  = errors.New("no compound file header")
	errBadSector    = errors.New("the compound file's sector size is impossible")
	errNoDirectory  = errors.New("the compound file has no directory")
	errShortHeader  = errors.New("the compound file ends inside its header")
	errStreamBroken = errors.New("a stream's chain of sectors is broken")
)

const (
	cfbHeaderSize  = 512
	cfbMiniSector  = 64
	cfbDirEntry    = 128
	cfbMaxSector   = 0xFFFFFFFA // greater numbers are marks, not sectors
	cfbInHeader    = 109        // FAT sectors that the header itself lists
	cfbStorage     = 1
	cfbStream      = 2
	cfbNoSibling   = 0xFFFFFFFF
	cfbMaxDirBytes = 1 << 24 // a directory of 131,072 entries
)

// compound is an opened compound file.
type compound struct {
	r       io.ReaderAt
	size    int64
	sector  int64 // bytes
	cutoff  int64 // streams shorter than this live in the mini stream
	fat     []uint32
	miniFAT []uint32
	mini    *cfbReader // the mini stream, nil if there is none
	entries []cfbEntry
}

// cfbEntry is one directory entry: a stream or a storage.
type cfbEntry struct {
	name               string
	kind               byte
	left, right, child uint32
	start              uint32
	size               int64
}

// openCompound reads the tables of a compound file of size bytes; streams are read later.
func openCompound(r io.ReaderAt, size int64) (*compound, error) {
	var head [cfbHeaderSize]byte
	_, err := r.ReadAt(head[:], 0)
	if [8]byte(head[:8]) != compoundMagic {
		return nil, errNotCompound
	}
	if err != nil {
		return nil, errShortHeader
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift < 7 || shift > 16 {
		return nil, errBadSector
	}
	c := &compound{r: r, size: size, sector: 1 << shift, cutoff: int64(binary.LittleEndian.Uint32(head[56:]))}
	c.loadFAT(head[:])
	dir, err := c.readAll(c.chain(binary.LittleEndian.Uint32(head[48:]), cfbMaxDirBytes), cfbMaxDirBytes)
	if err != nil || len(dir) < cfbDirEntry {
		return nil, errNoDirectory
	}
	c.entries = parseDirectory(dir, shift == 9)
	c.loadMini(head[:])
	return c, nil
}

// sectors is how many the file can hold, the last one perhaps cut short.
func (c *compound) sectors() int64 {
	n := (c.size - c.sector + c.sector - 1) / c.sector // the header fills the first
	return max(n, 0)
}

func (c *compound) offset(n uint32) int64 { return (int64(n) + 1) * c.sector }

// loadFAT gathers the table that says, for each sector, which one follows.
func (c *compound) loadFAT(head []byte) {
	total := c.sectors()
	per := c.sector / 4
	buf := make([]byte, c.sector)
	add := func(n uint32) bool {
		if n >= cfbMaxSector || int64(len(c.fat)) >= total {
			return false
		}
		got, _ := c.r.ReadAt(buf, c.offset(n))
		clear(buf[got:])
		for i := int64(0); i < per; i++ {
			c.fat = append(c.fat, binary.LittleEndian.Uint32(buf[i*4:]))
		}
		return true
	}
	for i := 0; i < cfbInHeader; i++ {
		if !add(binary.LittleEndian.Uint32(head[76+4*i:])) {
			return
		}
	}
	next := binary.LittleEndian.Uint32(head[68:])
	list := make([]byte, c.sector)
	for steps := int64(0); next < cfbMaxSector && steps <= total/per; steps++ {
		if got, _ := c.r.ReadAt(list, c.offset(next)); int64(got) < c.sector {
			return
		}
		for i := int64(0); i < per-1; i++ {
			if !add(binary.LittleEndian.Uint32(list[i*4:])) {
				return
			}
		}
		next = binary.LittleEndian.Uint32(list[c.sector-4:])
	}
}

// loadMini gets at the stream that holds the short streams.
func (c *compound) loadMini(head []byte) {
	root := c.entries[0]
	list, err := c.readAll(c.chain(binary.LittleEndian.Uint32(head[60:]), c.size), c.size)
	if err != nil || len(list) == 0 {
		return
	}
	for i := 0; i+4 <= len(list); i += 4 {
		c.miniFAT = append(c.miniFAT, binary.LittleEndian.Uint32(list[i:]))
	}
	c.mini = newCFBReader(c.r, c.chain(root.start, root.size))
}

// cfbRun is a stretch of a stream that lies in one piece in the file.
type cfbRun struct {
	at     int64 // in the stream
	offset int64 // in the file, or in the mini stream
	n      int64
}

// chain follows the sectors from start until size bytes are covered or the chain ends.
func (c *compound) chain(start uint32, size int64) []cfbRun {
	return followChain(c.fat, start, size, c.sector, c.sectors(), c.offset)
}

// followChain lists where the units of a stream lie: start, and what the table says follows each. A
// chain that goes in a circle ends after as many steps as there are units.
func followChain(fat []uint32, start uint32, size, unit, most int64, offset func(uint32) int64) []cfbRun {
	var runs []cfbRun
	at := int64(0)
	for n, steps := start, int64(0); n < cfbMaxSector && at < size && steps < most; steps++ {
		off := offset(n)
		part := min(unit, size-at)
		if k := len(runs) - 1; k >= 0 && runs[k].offset+runs[k].n == off {
			runs[k].n += part
		} else {
			runs = append(runs, cfbRun{at, off, part})
		}
		at += part
		if int64(n) >= int64(len(fat)) {
			break
		}
		n = fat[n]
	}
	return runs
}

// readAll reads a chain into memory, as far as the file has it.
func (c *compound) readAll(runs []cfbRun, most int64) ([]byte, error) {
	s := newCFBReader(c.r, runs)
	buf := make([]byte, min(s.size, most))
	n, err := s.ReadAt(buf, 0)
	if n == 0 && err != nil && len(buf) > 0 {
		return nil, err
	}
	return buf[:n], nil
}

// parseDirectory reads the entries in the order of the file. Old files leave rubbish in the upper
// half of a size.
func parseDirectory(b []byte, old bool) []cfbEntry {
	var out []cfbEntry
	for ; len(b) >= cfbDirEntry; b = b[cfbDirEntry:] {
		n := int(binary.LittleEndian.Uint16(b[64:]))
		n = max(min(n, 64)/2-1, 0)
		units := make([]uint16, n)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		size := binary.LittleEndian.Uint64(b[120:])
		if old {
			size &= 0xFFFFFFFF
		}
		out = append(out, cfbEntry{
			name: string(utf16.Decode(units)), kind: b[66],
			left:  binary.LittleEndian.Uint32(b[68:]),
			right: binary.LittleEndian.Uint32(b[72:]),
			child: binary.LittleEndian.Uint32(b[76:]),
			start: binary.LittleEndian.Uint32(b[116:]),
			size:  int64(min(size, 1<<62)),
		})
	}
	return out
}

// top lists the entries that stand directly under the root, in directory order; if the tree is
// broken and leads nowhere, all entries.
func (c *compound) top() []cfbEntry {
	seen := make([]bool, len(c.entries))
	stack := []uint32{c.entries[0].child}
	found := 0
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if n == cfbNoSibling || int64(n) >= int64(len(c.entries)) || seen[n] {
			continue
		}
		seen[n] = true
		found++
		stack = append(stack, c.entries[n].left, c.entries[n].right)
	}
	if found == 0 {
		return c.entries
	}
	var out []cfbEntry
	for i, e := range c.entries {
		if seen[i] {
			out = append(out, e)
		}
	}
	return out
}

// stream opens the stream of one of the names, the first name first; letter case does not matter.
// Streams of embedded documents, deeper in the tree, are looked at only if the top has none.
func (c *compound) stream(names ...string) (*cfbReader, error) {
	for _, list := range [][]cfbEntry{c.top(), c.entries} {
		for _, name := range names {
			for _, e := range list {
				if e.kind == cfbStream && strings.EqualFold(e.name, name) {
					return c.openEntry(e)
				}
			}
		}
	}
	return nil, nil
}

// openEntry opens a stream, in sectors of its own or in the mini stream.
func (c *compound) openEntry(e cfbEntry) (*cfbReader, error) {
	if e.size >= c.cutoff || c.mini == nil {
		s := newCFBReader(c.r, c.chain(e.start, min(e.size, c.size)))
		if s.size == 0 && e.size > 0 {
			return nil, errStreamBroken
		}
		return s, nil
	}
	offset := func(n uint32) int64 { return int64(n) * cfbMiniSector }
	runs := followChain(c.miniFAT, e.start, e.size, cfbMiniSector, c.size/cfbMiniSector+1, offset)
	return newCFBReader(c.mini, runs), nil
}

// has tells whether an entry of that name stands under the root.
func (c *compound) has(name string) bool {
	for _, e := range c.top() {
		if strings.EqualFold(e.name, name) {
			return true
		}
	}
	return false
}

// cfbReader reads one stream at any offset; many may read it at once.
type cfbReader struct {
	r    io.ReaderAt
	runs []cfbRun
	size int64
}

func newCFBReader(r io.ReaderAt, runs []cfbRun) *cfbReader {
	s := &cfbReader{r: r, runs: runs}
	if n := len(runs); n > 0 {
		s.size = runs[n-1].at + runs[n-1].n
	}
	return s
}

// ReadAt reads like io.ReaderAt; bytes that the file no longer has end it with io.EOF.
func (s *cfbReader) ReadAt(p []byte, off int64) (int, error) {
	i := sort.Search(len(s.runs), func(i int) bool { return s.runs[i].at+s.runs[i].n > off })
	n := 0
	for ; n < len(p) && i < len(s.runs); i++ {
		run := s.runs[i]
		skip := off + int64(n) - run.at
		want := int(min(int64(len(p)-n), run.n-skip))
		got, err := s.r.ReadAt(p[n:n+want], run.offset+skip)
		n += got
		if got < want {
			if err == nil {
				err = io.ErrUnexpectedEOF
			}
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
