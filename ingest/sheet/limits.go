package sheet

import (
	"fmt"
	"time"
)

// Codes of refusals that concern a file as a whole, whatever its format. Those of one format stand
// with its reader.
const (
	codeMissing    = "FL0100" // nothing has that name
	codeUnreadable = "FL0101" // the system does not give the file: permission, a broken disk
	codeEmpty      = "FL0102" // no bytes, or nothing but blanks
	codeHTML       = "FL0103" // a web page, often an error page saved under a spreadsheet's name
	codeProtected  = "FL0104" // encrypted, or in need of a password
	codeCutShort   = "FL0105" // an archive without its directory, a gzip without its end
	codeNoReader   = "FL0106" // a format that is known and not read: xlsb, pdf, docx, an image …
	codeBinary     = "FL0107" // no text and no format that is known
	codeArchive    = "FL0108" // an archive where a single table is wanted
	codeCrash      = "FL0109" // reading it made this program fail
)

// Setting is the name under which flows.yaml sets a limit: FileSize is file_size.
func Setting(limit string) string {
	for _, s := range LimitSettings() {
		if s.Limit == limit {
			return s.Name
		}
	}
	return limit
}

// LimitSetting is a limit that can be set.
type LimitSetting struct {
	Name  string // in flows.yaml
	Limit string // the field of Limits
	Unit  string // of its number: bytes, seconds, or ""
	Set   func(*Limits, int64)
}

// LimitSettings are the limits that can be set, in the order in which they are listed.
func LimitSettings() []LimitSetting {
	return []LimitSetting{
		{"file_size", "FileSize", "bytes", func(l *Limits, n int64) { l.FileSize = n }},
		{"ratio", "Ratio", "", func(l *Limits, n int64) { l.Ratio = n }},
		{"columns", "Columns", "", func(l *Limits, n int64) { l.Columns = int(n) }},
		{"cell_size", "CellSize", "bytes", func(l *Limits, n int64) { l.CellSize = int(n) }},
		{"xml_depth", "XMLDepth", "", func(l *Limits, n int64) { l.XMLDepth = int(n) }},
		{"members", "Members", "", func(l *Limits, n int64) { l.Members = int(n) }},
		{"nesting", "Nesting", "", func(l *Limits, n int64) { l.Nesting = int(n) }},
		{"time", "Time", "seconds", func(l *Limits, n int64) { l.Time = time.Duration(n) * time.Second }},
	}
}

// CodeLimit is the code of a file that goes beyond a limit: with higher limits it may be read.
const CodeLimit = codeLimit

// refused makes a Refusal in words: what was found, and what to do.
func refused(path, code, found, hint string) *Refusal {
	return &Refusal{Code: code, Path: path, Found: found, Want: "a table: csv, xlsx, xls, ods or json", Hint: hint}
}

// beyond makes the Refusal for a limit that was reached. limit is the field of Limits.
func beyond(path, found, limit string) *Refusal {
	return refused(path, codeLimit, found, hintBeyond(limit))
}

// hintBeyond says what to do about a file that goes beyond a limit.
func hintBeyond(limit string) string {
	do := "split it into smaller files"
	switch limit {
	case "Columns":
		do = "delete what stands beyond the table, and save it again"
	case "CellSize":
		do = "look for a quote that is never closed, or ask the publisher for a table"
	case "Ratio", "Members", "Nesting":
		do = "unpack it yourself if it is to be trusted, and name the folder"
	case "XMLDepth":
		do = "open it in a spreadsheet program and save it again"
	}
	return do + "; or raise limits: " + Setting(limit) + " in flows.yaml"
}

// TooLarge is the Refusal of an input that is larger than the limit, or nil.
func TooLarge(in *Input, lim Limits) *Refusal {
	if in.Size <= lim.FileSize {
		return nil
	}
	return beyond(in.Path, (&limitError{"FileSize", lim.FileSize, fmt.Sprintf("a file of %d bytes", in.Size)}).Error(), "FileSize")
}
