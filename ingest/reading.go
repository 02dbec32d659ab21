package ingest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"flows/ingest/table"
)

// readerVersion is raised whenever a change makes the same bytes give other entries.
const readerVersion = "36"

// Rules are what a person has written down about reading.
type Rules struct {
	Recipes *table.Recipes // nil: none
	Prefer  string         // net | gross: which of two amounts side by side is loaded; "": the usual rule

	// Publisher gives who a folder or file is called after; false where that is nobody. It is asked last
	// for the payer of a table that names none. nil: whatever the folder is called.
	Publisher  func(name string) (body string, ok bool)
	Publishers string // names what Publisher decides by
}

// Reading names all that decides how files are read, apart from the file and its recipes.
func (r Rules) Reading() string {
	s := "flows-reader-" + readerVersion
	if r.Prefer != "" {
		s += "-" + r.Prefer
	}
	if r.Publishers != "" {
		s += "-" + r.Publishers[:min(8, len(r.Publishers))]
	}
	return s
}

// ReadingOf names all that decides how a file is read: Reading, and the recipes that can concern a file
// with these headings. It goes into the name of the reading in the ledger.
func (r Rules) ReadingOf(h Heads) string {
	digests := r.Recipes.Concerning(table.Heads(h))
	if len(digests) == 0 {
		return r.Reading()
	}
	sum := sha256.New()
	for _, d := range digests {
		sum.Write([]byte(d + "\n"))
	}
	return r.Reading() + "-" + hex.EncodeToString(sum.Sum(nil))[:12]
}

// Heads are hashes of the headings among which a file's tables were looked for.
type Heads table.Heads

// maxHeads is how many are kept; of a file with more it is only known that any recipe may concern it.
const maxHeads = 4096

func (h Heads) add(more table.Heads) {
	if _, all := h[table.AnyHead]; all {
		return
	}
	for k := range more {
		h[k] = struct{}{}
	}
	if len(h) > maxHeads {
		clear(h)
		h[table.AnyHead] = struct{}{}
	}
}

// String writes the hashes down, sorted; ParseHeads reads them again.
func (h Heads) String() string {
	list := make([]uint32, 0, len(h))
	for k := range h {
		list = append(list, k)
	}
	slices.Sort(list)
	b := make([]byte, 0, 4*len(list))
	for _, k := range list {
		b = binary.BigEndian.AppendUint32(b, k)
	}
	return base64.RawStdEncoding.EncodeToString(b)
}

// ParseHeads reads what String wrote. Of a text that it did not write it takes what there is: a file is
// then read once more than needed, or as if it were new.
func ParseHeads(s string) Heads {
	b, _ := base64.RawStdEncoding.DecodeString(s)
	h := Heads{}
	for ; len(b) >= 4; b = b[4:] {
		h[binary.BigEndian.Uint32(b)] = struct{}{}
	}
	return h
}
