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

// The headings under which the directories of the Office for National Statistics have a postcode and its
// district or single-tier authority, best first.
var postcodeHeadings = sync.OnceValue(func() [2][]*regexp.Regexp {
	return [2][]*regexp.Regexp{
		{regexp.MustCompile(`^pcds$`), regexp.MustCompile(`^pcd$`), regexp.MustCompile(`^pcd[278]$`), regexp.MustCompile(`^postcode$`)},
		{regexp.MustCompile(`^oslaua$`), regexp.MustCompile(`^laua$`), regexp.MustCompile(`^lad[0-9]{2}cd$`)},
	}
})

// postcodeColumns finds the columns of a heading; ok is false where it has not both. doterm is -1 where
// there is none.
func postcodeColumns(head []string) (postcode, area, doterm int, ok bool) {
	at := [2]int{-1, -1}
	names := make([]string, len(head))
	for i, h := range head {
		names[i] = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))
	}
	for k, list := range postcodeHeadings() {
		for _, want := range list {
			if i := slices.IndexFunc(names, want.MatchString); i >= 0 && at[k] < 0 {
				at[k] = i
			}
		}
	}
	return at[0], at[1], slices.Index(names, "doterm"), at[0] >= 0 && at[1] >= 0
}

// ErrNoPostcodes is the error of a file without the columns of a directory of postcodes.
var ErrNoPostcodes = errors.New("no columns of a directory of postcodes: expected pcds (or pcd) and oslaua, as the ONS Postcode Directory has them")

// IsPostcodeHeading says whether a csv heading is that of a directory of postcodes.
func IsPostcodeHeading(head []string) bool {
	_, _, _, ok := postcodeColumns(head)
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
	p := &packer{dir: tmp, number: map[string]uint16{}, most: most}
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
	number map[string]uint16 // of each area
	areas  []string
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
	postcode, area, doterm, ok := postcodeColumns(head)
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
		if len(row) <= max(postcode, area) {
			p.Unread++
			continue
		}
		ended := doterm >= 0 && doterm < len(row) && strings.TrimSpace(row[doterm]) != ""
		if err := p.add(row[postcode], strings.TrimSpace(row[area]), ended); err != nil {
			return err
		}
	}
}

// add takes one line.
func (p *packer) add(postcode, area string, ended bool) error {
	key, ok := packPostcode(postcode)
	if !ok {
		p.Unread++
		return nil
	}
	if len(area) != areaCodeSize || strings.HasSuffix(area, "99999999") { // a pseudo code: in no authority
		p.NoArea++
		return nil
	}
	n, known := p.number[area]
	if !known {
		if len(p.areas) > 0xffff {
			return fmt.Errorf("more than %d areas: this is no directory of postcodes", 0xffff)
		}
		n = uint16(len(p.areas))
		area = strings.Clone(area)
		p.areas, p.number[area] = append(p.areas, area), n
	}
	if ended {
		p.Terminated++
	}
	var rec [postcodeRecord]byte
	copy(rec[:], key[:])
	binary.BigEndian.PutUint16(rec[postcodeSize:], n)
	if p.run = append(p.run, rec); len(p.run) == p.most {
		return p.flush()
	}
	return nil
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

// write merges the runs into the table. The areas are numbered in the order of their codes, so that equal
// directories give equal bytes in whatever order their lines stand.
func (p *packer) write(path string) error {
	sorted := slices.Sorted(slices.Values(p.areas))
	number := make([]uint16, len(p.areas))
	for i, area := range p.areas {
		n, _ := slices.BinarySearch(sorted, area)
		number[i] = uint16(n)
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
	for _, area := range sorted {
		fmt.Fprintf(both, "%-*s", areaCodeSize, area)
	}
	if err := p.merge(func(rec []byte) error {
		p.Postcodes++
		binary.BigEndian.PutUint16(rec[postcodeSize:], number[binary.BigEndian.Uint16(rec[postcodeSize:])])
		_, err := both.Write(rec)
		return err
	}); err != nil {
		return err
	}
	p.Areas = len(sorted)
	if p.Postcodes == 0 {
		return errors.New("no postcode with an area in the whole file")
	}
	head := hash.Sum([]byte(postcodeMagic))
	head = binary.BigEndian.AppendUint32(head, uint32(p.Areas))
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
