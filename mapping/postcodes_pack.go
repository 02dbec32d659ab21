package mapping

import (
	"bufio"
	"bytes"
	"container/heap"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Packed says what was packed.
type Packed struct {
	Lines      int // of the file, its heading apart
	Postcodes  int
	Terminated int // of the postcodes: they are kept, for payments are older than the directory
	Areas      int
	NoArea     int // lines whose postcode lies in no area: the Channel Islands, the Isle of Man, the oldest
	Unread     int // lines without a postcode that can be read
}

// The headings under which the directories of the Office for National Statistics have a postcode, its
// district or single-tier authority, its ward and its LSOA, best first.
var postcodeHeadings = sync.OnceValue(func() [4][]*regexp.Regexp {
	return [4][]*regexp.Regexp{
		{regexp.MustCompile(`^pcds$`), regexp.MustCompile(`^pcd$`), regexp.MustCompile(`^pcd[278]$`), regexp.MustCompile(`^postcode$`)},
		{regexp.MustCompile(`^oslaua$`), regexp.MustCompile(`^laua$`), regexp.MustCompile(`^lad[0-9]{2}cd$`)},
		{regexp.MustCompile(`^osward$`), regexp.MustCompile(`^ward$`), regexp.MustCompile(`^wd[0-9]{2}cd$`)},
		{regexp.MustCompile(`^lsoa21(cd)?$`), regexp.MustCompile(`^lsoa11(cd)?$`)},
	}
})

// postcodeColumns finds the columns of a heading: postcode, area, ward, LSOA and the day a postcode ended, -1
// for those that are not there; ok is false where it has no postcode or no area.
func postcodeColumns(head []string) (at [5]int, ok bool) {
	names := make([]string, len(head))
	for i, h := range head {
		names[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
	}
	for k, list := range postcodeHeadings() {
		at[k] = -1
		for _, want := range list {
			if i := slices.IndexFunc(names, want.MatchString); i >= 0 && at[k] < 0 {
				at[k] = i
			}
		}
	}
	at[4] = slices.Index(names, "doterm")
	return at, at[0] >= 0 && at[1] >= 0
}

// ErrNoPostcodes is the error of a file without the columns of a directory of postcodes.
var ErrNoPostcodes = errors.New("no columns of a directory of postcodes: expected pcds (or pcd) and oslaua, as the ONS Postcode Directory has them")

// IsPostcodeHeading says whether a csv heading is that of a directory of postcodes.
func IsPostcodeHeading(head []string) bool {
	_, ok := postcodeColumns(head)
	return ok
}

// PackPostcodes reads a directory of postcodes as csv and writes the packed table to path, whole or not at
// all. It sorts in runs on disk beside path, so that memory does not grow with the directory. A postcode
// that stands twice with different areas is an error.
func PackPostcodes(in io.Reader, path string) (Packed, error) { return packIn(in, path, runSize) }

func packIn(in io.Reader, path string, most int) (Packed, error) {
	tmp, err := os.MkdirTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return Packed{}, err
	}
	defer os.RemoveAll(tmp)
	p := &packer{dir: tmp, number: map[string]uint32{"": 0}, codes: []string{""}, areas: map[uint32]bool{}, most: most}
	if err := p.read(in); err != nil {
		return p.Packed, err
	}
	whole := filepath.Join(tmp, "whole")
	if err := p.write(whole); err != nil {
		return p.Packed, err
	}
	return p.Packed, os.Rename(whole, path)
}

// packer sorts records in runs.
type packer struct {
	Packed
	dir    string
	number map[string]uint32 // of each code
	codes  []string
	areas  map[uint32]bool // those of authorities
	run    [][postcodeRecord]byte
	runs   []string // files
	most   int      // records in a run
}

// runSize is how many records are sorted at a time.
const runSize = 1 << 17

func (p *packer) read(in io.Reader) error {
	r := csv.NewReader(bufio.NewReaderSize(in, 1<<18))
	r.ReuseRecord, r.FieldsPerRecord, r.LazyQuotes = true, -1, true
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return ErrNoPostcodes
	}
	if err != nil {
		return err
	}
	at, ok := postcodeColumns(head)
	if !ok {
		return ErrNoPostcodes
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return p.flush()
		}
		if err != nil {
			return err
		}
		p.Lines++
		var values [5]string
		for k, i := range at {
			if i >= 0 && i < len(row) {
				values[k] = strings.TrimSpace(row[i])
			}
		}
		if err := p.add(values); err != nil {
			return err
		}
	}
}

// add takes one line: postcode, area, ward, LSOA, and the day it ended.
func (p *packer) add(values [5]string) error {
	key, ok := packPostcode(values[0])
	if !ok {
		p.Unread++
		return nil
	}
	if !isAreaCode(values[1]) {
		p.NoArea++
		return nil
	}
	if values[4] != "" {
		p.Terminated++
	}
	var rec [postcodeRecord]byte
	copy(rec[:], key[:])
	for k, code := range values[1:4] {
		if !isAreaCode(code) {
			code = ""
		}
		n, known := p.number[code]
		if !known {
			if n = uint32(len(p.codes)); n >= 1<<20 {
				return fmt.Errorf("more than %d codes: this is no directory of postcodes", n)
			}
			code = strings.Clone(code)
			p.codes, p.number[code] = append(p.codes, code), n
		}
		putNumber(rec[:], k, n)
		if k == 0 {
			p.areas[n] = true
		}
	}
	if p.run = append(p.run, rec); len(p.run) == p.most {
		return p.flush()
	}
	return nil
}

// isAreaCode says whether a directory's code is an area's: those that end in 99999999 stand for none.
func isAreaCode(code string) bool {
	return len(code) == areaCodeSize && !strings.HasSuffix(code, "99999999")
}

// putNumber writes the kth number of a record.
func putNumber(rec []byte, k int, n uint32) {
	b := rec[postcodeSize+codeNumber*k:]
	b[0], b[1], b[2] = byte(n>>16), byte(n>>8), byte(n)
}

// flush writes the run, sorted.
func (p *packer) flush() error {
	if len(p.run) == 0 {
		return nil
	}
	slices.SortFunc(p.run, func(a, b [postcodeRecord]byte) int { return bytes.Compare(a[:], b[:]) })
	name := filepath.Join(p.dir, fmt.Sprint("run", len(p.runs)))
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	for i := range p.run {
		if _, err := w.Write(p.run[i][:]); err != nil {
			break // Flush tells it
		}
	}
	p.run, p.runs = p.run[:0], append(p.runs, name)
	return errors.Join(w.Flush(), f.Close())
}

// write merges the runs into the table. The codes are numbered in the order of their codes, so that equal
// directories give equal bytes in whatever order their lines stand.
func (p *packer) write(path string) error {
	sorted := slices.Sorted(slices.Values(p.codes))
	number := make([]uint32, len(p.codes))
	for i, code := range p.codes {
		n, _ := slices.BinarySearch(sorted, code)
		number[i] = uint32(n)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<16)
	w.Write(make([]byte, postcodeHead)) // filled in when the rest is known
	hash := sha256.New()
	both := io.MultiWriter(w, hash)
	for _, code := range sorted {
		fmt.Fprintf(both, "%-*s", areaCodeSize, code)
	}
	if err := p.merge(func(rec []byte) error {
		p.Postcodes++
		one := Postcodes{records: rec}
		for k, n := range one.numbers(0) {
			putNumber(rec, k, number[n])
		}
		_, err := both.Write(rec)
		return err
	}); err != nil {
		return err
	}
	p.Areas = len(p.areas)
	if p.Postcodes == 0 {
		return errors.New("no postcode with an area in the whole file")
	}
	head := hash.Sum([]byte(postcodeMagic))
	head = binary.BigEndian.AppendUint32(head, uint32(len(sorted)))
	head = binary.BigEndian.AppendUint32(head, uint32(p.Postcodes))
	if err := w.Flush(); err != nil {
		return err
	}
	if _, err := f.WriteAt(head, 0); err != nil {
		return err
	}
	return f.Sync()
}

// merge visits the records of all runs in order, each postcode once.
func (p *packer) merge(visit func(rec []byte) error) error {
	h := &runHeap{}
	for _, name := range p.runs {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		r := &sortedRun{in: bufio.NewReaderSize(f, 1<<16)}
		if err := r.next(); err != nil {
			return err
		}
		heap.Push(h, r)
	}
	var last [postcodeRecord]byte
	for first := true; h.Len() > 0; first = false {
		r := (*h)[0]
		rec := r.rec
		same := !first && bytes.Equal(rec[:postcodeSize], last[:postcodeSize])
		if same && rec != last {
			return fmt.Errorf("the postcode %s stands twice with different areas", bytes.TrimSpace(rec[:postcodeSize]))
		}
		if last = rec; !same {
			if err := visit(slices.Clone(rec[:])); err != nil {
				return err
			}
		}
		if err := r.next(); errors.Is(err, io.EOF) {
			heap.Pop(h)
		} else if err != nil {
			return err
		} else {
			heap.Fix(h, 0)
		}
	}
	return nil
}

// sortedRun is a run being read.
type sortedRun struct {
	in  *bufio.Reader
	rec [postcodeRecord]byte
}

func (r *sortedRun) next() error {
	_, err := io.ReadFull(r.in, r.rec[:])
	return err
}

// runHeap is the runs by their next records.
type runHeap []*sortedRun

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return bytes.Compare(h[i].rec[:], h[j].rec[:]) < 0 }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push is of heap.Interface.
func (h *runHeap) Push(x any) { *h = append(*h, x.(*sortedRun)) }

// Pop is of heap.Interface.
func (h *runHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
