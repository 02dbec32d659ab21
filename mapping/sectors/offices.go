package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// A point is a place on the national grid in metres, as text. A point at which a directory puts many postcodes of
// several outcodes is no address but a delivery office: postcodes of boxes, of large users and of old addresses that
// nobody located are put there, and with them into its authority.
const (
	officePostcodes = 20
	officeOutcodes  = 3
)

// line is a postcode of a directory with its authority; office says that it was put at a delivery office.
type line struct {
	postcode, area, point string
	office                bool
}

func (l line) sector() string  { return l.postcode[:len(l.postcode)-2] }
func (l line) outcode() string { return strings.TrimSpace(l.postcode[:len(l.postcode)-3]) }

// located writes the lines of a directory whose authority may be believed to out and says how many it left out. A
// directory without columns of eastings and northings is written as it is.
func located(in io.Reader, out io.Writer) (left int, err error) {
	lines, err := readLines(in)
	if err != nil {
		return 0, err
	}
	markOffices(lines)
	sectors, outcodes := tally{}, tally{}
	for _, l := range lines {
		sectors.count(l.sector(), l)
		outcodes.count(l.outcode(), l)
	}
	w := csv.NewWriter(out)
	if err := w.Write([]string{"pcds", "oslaua"}); err != nil {
		return 0, err
	}
	for _, l := range lines {
		if l.office && !believed(l, sectors[l.sector()], outcodes[l.outcode()]) {
			left++
			continue
		}
		if err := w.Write([]string{l.postcode, l.area}); err != nil {
			return 0, err
		}
	}
	w.Flush()
	return left, w.Error()
}

// readLines reads the columns that matter of a directory; postcodes without an area are left out.
func readLines(in io.Reader) ([]line, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	head, err := r.Read()
	if err != nil {
		return nil, err
	}
	column := func(names ...string) int {
		return slices.IndexFunc(head, func(h string) bool {
			return slices.Contains(names, strings.ToLower(strings.TrimPrefix(strings.TrimSpace(h), "\ufeff")))
		})
	}
	pc, la := column("pcds", "pcd"), column("oslaua", "laua", "lad25cd", "lad23cd")
	e, n := column("oseast1m", "east1m"), column("osnrth1m", "north1m")
	if pc < 0 || la < 0 {
		return nil, fmt.Errorf("no columns pcds and oslaua in %q", head)
	}
	var lines []line
	for {
		f, err := r.Read()
		if err == io.EOF {
			return lines, nil
		}
		if err != nil {
			return nil, err
		}
		l := line{postcode: strings.Clone(f[pc]), area: strings.Clone(f[la])}
		if e >= 0 && n >= 0 && f[e] != "" {
			l.point = f[e] + " " + f[n]
		}
		if l.area != "" && len(l.postcode) > 4 {
			lines = append(lines, l)
		}
	}
}

// markOffices marks the lines whose point is a delivery office.
func markOffices(lines []line) {
	count, outcodes := map[string]int{}, map[string][]string{}
	for _, l := range lines {
		if l.point == "" {
			continue
		}
		count[l.point]++
		if o := l.outcode(); !slices.Contains(outcodes[l.point], o) {
			outcodes[l.point] = append(outcodes[l.point], o)
		}
	}
	for i, l := range lines {
		lines[i].office = l.point != "" && count[l.point] >= officePostcodes && len(outcodes[l.point]) >= officeOutcodes
	}
}

// tally counts the postcodes of a sector or an outcode.
type tally map[string]*tallied

type tallied struct {
	at     map[string]int // of those that were located, by area
	real   int            // those that were located
	office int            // those at delivery offices
}

func (t tally) count(key string, l line) {
	c := t[key]
	if c == nil {
		c = &tallied{at: map[string]int{}}
		t[key] = c
	}
	if l.office {
		c.office++
		return
	}
	c.real++
	c.at[l.area]++
}

// most says whether at least so many hundredths of the located postcodes lie in the area.
func (t *tallied) most(area string, hundredths int) bool {
	return t.real > 0 && 100*t.at[area] >= hundredths*t.real
}

// believed says whether the authority of a postcode at a delivery office is its own as far as its neighbours tell:
// nearly all of its sector lie there, or most of its outcode, or half of the outcode of a sector of boxes. Where
// nothing is located near by, nothing better is known.
func believed(l line, sector, outcode *tallied) bool {
	const few, fewer = 20, 5
	boxes := sector.real < fewer || sector.office > sector.real
	switch {
	case sector.real < fewer && outcode.real < few:
		return true
	case sector.real >= fewer && sector.most(l.area, 95), outcode.most(l.area, 75):
		return true
	}
	return boxes && outcode.most(l.area, 50)
}

// locatedFile is located from one file to another.
func locatedFile(from, to string) (left int, err error) {
	in, err := os.Open(from)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return 0, err
	}
	left, err = located(in, out)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return left, err
}
