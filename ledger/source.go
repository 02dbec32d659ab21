package ledger

import (
	"encoding/hex"
	"sort"
	"strings"
)

// Source is one file's content as it was read: the JSON whose rename commits it.
type Source struct {
	ID      string  // the first 16 hex digits of SHA256
	SHA256  string  // of the file's bytes
	Bytes   int64   // the file's size
	Reading string  // names the Parquet files that are live
	Format  string  // csv, xlsx …
	Names   []Named // under which paths these bytes were seen, sorted by path
	Tables  []Table
	Entries int64
	Notes   []string `json:",omitempty"`
	Heads   string   `json:",omitempty"` // by which the reader knows the recipes that concern it

	Fixes []Fix `json:",omitempty"` // of a source of corrections: the rows it corrects

	// Problems is how many there are; 0 means that there is no problems file.
	Problems int64
}

// Named is one path under which a source's bytes were seen.
type Named struct {
	Path      string // relative to what the user named
	Container string // SHA-256 of the file that the user named: the archive, or the file itself
	Archive   string `json:",omitempty"` // path of the archive it is a member of, where the user named a folder or another archive that holds it
}

// Is says whether a path names these bytes: their own, or that of an archive or folder they are in.
func (n Named) Is(path string) bool {
	return path != "" && (path == n.Path || path == n.Archive || strings.HasPrefix(n.Path, strings.TrimSuffix(path, "/")+"/"))
}

// Place is where a sheet of these bytes stands, as file and sheet. The file is what was published: of a
// member of a published archive it is the archive, and the sheet is the member's path inside, before
// its own sheet where it has one.
func (n Named) Place(sheet string) (file, inside string) {
	member, ok := strings.CutPrefix(n.Path, n.Archive+"/")
	if n.Archive == "" || !ok {
		return n.Path, sheet
	}
	if sheet != "" {
		member += " · " + sheet
	}
	return n.Archive, member
}

// ID is the id of content with this SHA-256.
func ID(sum [32]byte) string { return hex.EncodeToString(sum[:8]) }

// Path is the first of the source's names.
func (s *Source) Path() string {
	if len(s.Names) == 0 {
		return ""
	}
	return s.Names[0].Path
}

// addName adds a path and keeps them sorted; it is false where the path was known.
func (s *Source) addName(n Named) bool {
	for i, have := range s.Names {
		if have.Path == n.Path {
			s.Names[i] = n
			return have != n
		}
	}
	s.Names = append(s.Names, n)
	sort.Slice(s.Names, func(i, j int) bool { return s.Names[i].Path < s.Names[j].Path })
	return true
}

// FlowID names an entry for people and scripts: 3fa9c1…-2-118-6 (source, table, row, column).
func FlowID(source string, table, row, col int32) string {
	b := make([]byte, 0, len(source)+24)
	b = append(b, source...)
	for _, n := range [...]int32{table, row, col} {
		b = append(b, '-')
		b = appendInt(b, n)
	}
	return string(b)
}

func appendInt(b []byte, n int32) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	if n >= 10 {
		b = appendInt(b, n/10)
	}
	return append(b, byte('0'+n%10))
}

func byName(sources []*Source) []*Source {
	out := append([]*Source(nil), sources...)
	sort.Slice(out, func(i, j int) bool {
		if c := strings.Compare(out[i].Path(), out[j].Path()); c != 0 {
			return c < 0
		}
		return out[i].ID < out[j].ID
	})
	return out
}
