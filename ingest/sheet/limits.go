package sheet

import "fmt"

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
	codeArchive    = "FL0108" // an archive where a single table is wanted, or nested too deep
	codeCrash      = "FL0109" // reading it made this program fail
)

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
	switch limit {
	case "Columns":
		return "delete what stands beyond the table, and save it again"
	case "CellSize":
		return "look for a quote that is never closed, or ask the publisher for a table"
	case "Ratio", "Members", "Nesting":
		return "unpack it yourself if it is to be trusted, and name the folder"
	case "XMLDepth":
		return "open it in a spreadsheet program and save it again"
	}
	return "split it into smaller files"
}

// TooLarge is the Refusal of an input that is larger than the limit, or nil.
func TooLarge(in *Input, lim Limits) *Refusal {
	if in.Size <= lim.FileSize {
		return nil
	}
	return beyond(in.Path, (&limitError{"FileSize", lim.FileSize, fmt.Sprintf("a file of %d bytes", in.Size)}).Error(), "FileSize")
}
