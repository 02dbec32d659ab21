package mapping

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
	"sync"
)

// Postcodes is a table of exact postcodes that a user supplies: for each the district or single-tier
// authority that it lies in and, where the directory has them, its ward and its lower layer super output
// area (LSOA). It is packed and sorted, read into memory as it stands on disk and searched there; it may be
// shared by any number of goroutines.
//
//	FLOWSPC2 · sha-256 of the rest · number of codes · number of postcodes · codes · postcodes
//
// Numbers are 32 bits, big-endian. A code is nine bytes, padded with spaces, the first blank; a postcode is
// seven bytes, without its space and padded, and three for the number of each of its authority, ward and LSOA.
type Postcodes struct {
	codes   []string // sorted; the first is ""
	records []byte
}

// Located is where a postcode lies. Ward and LSOA are "" where the directory does not say.
type Located struct{ Area, Ward, LSOA string }

const (
	postcodeMagic  = "FLOWSPC2"
	postcodeSize   = 7 // letters and digits of the longest
	areaCodeSize   = 9
	postcodeRecord = postcodeSize + 3*codeNumber
	codeNumber     = 3 // bytes
	postcodeHead   = len(postcodeMagic) + sha256.Size + 8
)

// OpenPostcodes reads a packed table. A file that is not one, or was cut short, is an error.
func OpenPostcodes(path string) (*Postcodes, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	bad := fmt.Errorf("%s is no table of postcodes, or was cut short; make it again with 'flows places add-postcodes'", path)
	if len(b) < postcodeHead || string(b[:len(postcodeMagic)]) != postcodeMagic {
		return nil, bad
	}
	areas, n := postcodeCounts(b)
	body := b[postcodeHead:]
	if int64(len(body)) != areas*areaCodeSize+n*postcodeRecord {
		return nil, bad
	}
	p := &Postcodes{records: body[areas*areaCodeSize:]}
	for i := range areas {
		p.codes = append(p.codes, strings.TrimRight(string(body[i*areaCodeSize:(i+1)*areaCodeSize]), " "))
	}
	return p, nil
}

// postcodeCounts are the numbers of areas and of postcodes that a table says it has.
func postcodeCounts(head []byte) (areas, postcodes int64) {
	at := head[len(postcodeMagic)+sha256.Size:]
	return int64(binary.BigEndian.Uint32(at)), int64(binary.BigEndian.Uint32(at[4:]))
}

// PostcodesDigest names what a packed table holds, without reading it all; "" where there is no file.
func PostcodesDigest(path string) (string, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, postcodeHead)
	if _, err := io.ReadFull(f, head); err != nil || string(head[:len(postcodeMagic)]) != postcodeMagic {
		return "", fmt.Errorf("%s is no table of postcodes; make it again with 'flows places add-postcodes'", path)
	}
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if areas, n := postcodeCounts(head); info.Size() != int64(postcodeHead)+areas*areaCodeSize+n*postcodeRecord {
		return "", fmt.Errorf("%s was cut short; make it again with 'flows places add-postcodes'", path)
	}
	return hex.EncodeToString(head[len(postcodeMagic) : len(postcodeMagic)+sha256.Size]), nil
}

// Len is how many postcodes there are.
func (p *Postcodes) Len() int { return len(p.records) / postcodeRecord }

// Lies says where a postcode lies, however it is spaced; ok is false where the table has it not.
func (p *Postcodes) Lies(postcode string) (at Located, ok bool) {
	key, ok := packPostcode(postcode)
	if !ok {
		return at, false
	}
	n := p.Len()
	i := sort.Search(n, func(i int) bool { return bytes.Compare(p.key(i), key[:]) >= 0 })
	if i == n || !bytes.Equal(p.key(i), key[:]) {
		return at, false
	}
	return p.at(i), true
}

// at is where the nth postcode lies.
func (p *Postcodes) at(i int) Located {
	n := p.numbers(i)
	return Located{p.codes[n[0]], p.codes[n[1]], p.codes[n[2]]}
}

// numbers are the codes of the nth postcode.
func (p *Postcodes) numbers(i int) (n [3]uint32) {
	b := p.records[i*postcodeRecord+postcodeSize:]
	for k := range n {
		n[k] = uint32(b[3*k])<<16 | uint32(b[3*k+1])<<8 | uint32(b[3*k+2])
	}
	return n
}

func (p *Postcodes) key(i int) []byte {
	return p.records[i*postcodeRecord : i*postcodeRecord+postcodeSize]
}

// packPostcode is a postcode without its spaces, padded; ok is false for what is none.
func packPostcode(s string) (key [postcodeSize]byte, ok bool) {
	n := 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ':
			continue
		case c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		case (c < 'A' || c > 'Z') && (c < '0' || c > '9'):
			return key, false
		}
		if n == postcodeSize {
			return key, false
		}
		key[n] = c
		n++
	}
	if n < 5 || !isIncode(string(key[n-3:n])) {
		return key, false
	}
	for ; n < postcodeSize; n++ {
		key[n] = ' '
	}
	return key, true
}

// lazyPostcodes reads the table at the first question.
func lazyPostcodes(path string) func() (*Postcodes, error) {
	return sync.OnceValues(func() (*Postcodes, error) {
		if path == "" {
			return nil, nil
		}
		return OpenPostcodes(path)
	})
}

// Ready reads what the registry reads on first use and what can fail: the table of postcodes. Without it a
// table that cannot be read would answer nothing.
func (r *Registry) Ready() error {
	_, err := r.postcodes()
	return err
}
