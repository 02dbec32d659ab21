package mapping

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"flows/ledger"
)

// unitLetters are the letters that the last two of a postcode are made of.
const unitLetters = "ABDEFGHJLNPQRSTUWXYZ"

// units is how many postcodes a sector can have.
const units = len(unitLetters) * len(unitLetters)

// sector is where the postcodes of a sector ("NR7 0") lie.
type sector struct {
	areas []AreaShare // by postcodes, ordered by code
	codes []string    // authorities, that of most postcodes first
	units string      // by the last two letters: '.' no such postcode, 'a' the first of codes …; "" where one has all
}

// sectors are those of Great Britain: reference/postcodes.gz, which is csv in gzip. A line is a sector, its
// authorities with ';' between, most postcodes first, and, where they are several, one letter for each of the 400
// postcodes that it can have.
type sectors map[string]sector

// programSectors is the table that the program carries, read at the first question.
var programSectors = sync.OnceValue(func() sectors { return carriedSectors("postcodes.gz") })

// earlierSectors is the same of the authorities that went into new ones since August 2021, on the boundaries of then.
var earlierSectors = sync.OnceValue(func() sectors { return carriedSectors("postcodes_2021.gz") })

func carriedSectors(name string) sectors {
	f, err := referenceFiles.Open("reference/" + name)
	if err != nil {
		panic("mapping: " + err.Error()) // the file is part of the program
	}
	defer f.Close()
	s, err := readSectors(f)
	if err != nil {
		panic("mapping: " + name + ": " + err.Error())
	}
	return s
}

func readSectors(in io.Reader) (sectors, error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	all := make(sectors, 13_000)
	records(string(text), 3, func(f []string) {
		s := sector{codes: strings.Split(f[1], ";"), units: f[2]}
		if s.units == "" {
			s.areas = whole(f[1])
		} else {
			s.areas = s.shares()
		}
		all[f[0]] = s
	})
	return all, nil
}

// shares are the parts of a sector's postcodes that lie in each of its authorities.
func (s *sector) shares() []AreaShare {
	count, all := make([]int64, len(s.codes)), int64(0)
	for i := range len(s.units) {
		if c := s.units[i]; c != '.' {
			count[c-'a']++
			all++
		}
	}
	out := make([]AreaShare, len(s.codes))
	for i, code := range s.codes {
		out[i] = AreaShare{code, int32(wideShare(count[i], all))}
	}
	fillWhole(out)
	return out
}

// lies says where a whole postcode ("NR7 0DU") lies: in one authority, or, where its sector lies in several and
// has no such postcode, in each by its postcodes. exact tells the two apart.
func (all sectors) lies(postcode string) (areas []AreaShare, exact bool) {
	n := len(postcode) - 2
	if n < 3 {
		return nil, false
	}
	s, ok := all[postcode[:n]]
	if !ok {
		return nil, false
	}
	if s.units == "" {
		return s.areas, true
	}
	i, k := strings.IndexByte(unitLetters, postcode[n]), strings.IndexByte(unitLetters, postcode[n+1])
	if i < 0 || k < 0 || s.units[i*len(unitLetters)+k] == '.' {
		return s.areas, false
	}
	return whole(s.codes[s.units[i*len(unitLetters)+k]-'a']), true
}

// sectorsDay is the day on whose boundaries postcodes are given to authorities, as outcodes are.
var sectorsDay = sync.OnceValue(func() period { return onDay(mustDate("2023-04-01")) })

// WriteSectors writes the sectors of a table of postcodes as reference/postcodes.gz has them, on the boundaries of
// April 2023, without Northern Ireland, whose postcodes have another licence. It returns how many there are.
func WriteSectors(out io.Writer, p *Postcodes) (int, error) {
	byUnit := map[string]map[string]int{} // sector → codes → number of postcodes
	at := map[string][]string{}           // sector → code by unit
	for i := range p.Len() {
		key := strings.TrimRight(string(p.key(i)), " ")
		n := len(key) - 2
		a, b := strings.IndexByte(unitLetters, key[n]), strings.IndexByte(unitLetters, key[n+1])
		code := Reference().onDayOf(p.at(i).Area, sectorsDay())
		if a < 0 || b < 0 || code == "" || code[0] == 'N' {
			continue
		}
		name := key[:n-1] + " " + key[n-1:n]
		if at[name] == nil {
			at[name], byUnit[name] = make([]string, units), map[string]int{}
		}
		at[name][a*len(unitLetters)+b] = code
		byUnit[name][code]++
	}
	z, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return 0, err
	}
	w := bufio.NewWriter(z)
	fmt.Fprintln(w, "sector,authorities,units")
	for _, name := range sortedKeys(at) {
		fmt.Fprintf(w, "%s,%s\n", name, sectorLine(at[name], byUnit[name]))
	}
	if err := w.Flush(); err != nil {
		return 0, err
	}
	return len(at), z.Close()
}

// sectorLine is the second and third field of a sector's line.
func sectorLine(at []string, count map[string]int) string {
	codes := sortedKeys(count)
	slices.SortStableFunc(codes, func(a, b string) int { return count[b] - count[a] })
	if len(codes) == 1 {
		return codes[0] + ","
	}
	letters := make([]byte, len(at))
	for i, code := range at {
		letters[i] = '.'
		if code != "" {
			letters[i] = byte('a' + slices.Index(codes, code))
		}
	}
	return strings.Join(codes, ";") + "," + string(letters)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// onDayOf is the area that stood on a day where an area that began later stands now, if that went whole into it;
// "" for a code that is in no table.
func (r *Registry) onDayOf(code string, day period) string {
	if _, known := r.Area(code); !known {
		return ""
	}
	for _, s := range r.back[code] {
		if s.Share == ledger.Whole && s.Date > day.to && len(r.back[code]) == 1 {
			return s.Old
		}
	}
	return code
}
