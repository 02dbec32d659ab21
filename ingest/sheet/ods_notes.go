package sheet

import (
	"fmt"
	"strings"
)

// odsBeside is what a spreadsheet holds beside its own sheets.
type odsBeside struct {
	files  []string // other files whose cells formulas use, in order
	copies int      // sheets of theirs that are kept behind the formulas
	dde    bool     // links to other running programs
}

// externalCopy tells from a sheet's name whether it is the copy of a sheet of another file, which programs
// keep for the formulas that refer to it: 'file:///figures.ods'#$Sheet1. No spreadsheet shows it.
func externalCopy(name string) (file string, is bool) {
	file, _, found := strings.Cut(name, "'#$")
	return strings.TrimPrefix(file, "'"), found && strings.HasPrefix(name, "'")
}

// pass notes a copy of a sheet of another file, which is not read: it is no table of this one.
func (o *odsBeside) pass(file string) {
	o.copies++
	for _, f := range o.files {
		if f == file {
			return
		}
	}
	o.files = append(o.files, file)
}

// notes puts it into words.
func (o *odsBeside) notes() []string {
	var notes []string
	if n := len(o.files); n > 0 {
		copies := "the sheet copied from there is"
		if o.copies > 1 {
			copies = fmt.Sprintf("the %d sheets copied from there are", o.copies)
		}
		notes = append(notes, fmt.Sprintf("links to %s: values of formulas are those last saved, and %s not read", count(n, "other workbook"), copies))
	}
	if o.dde {
		notes = append(notes, "links to other programs, which are not followed")
	}
	return notes
}

// pivots reads the list of pivot tables and tells each sheet how many stand on it. Their cells are
// among the sheet's.
func (r *odsReader) pivots() error {
	on := map[string]int{}
	for {
		name, ok, err := r.x.child(4)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		if string(name) == "data-pilot-table" {
			on[addressSheet(string(appendText(nil, attrLocal(r.x.attrs, "target-range-address"))))]++
		}
	}
	for _, sh := range r.book.Sheets {
		if n := on[sh.Name]; n > 0 {
			sh.Notes = append(sh.Notes, count(n, "pivot table")+", cells read as last saved")
		}
	}
	return nil
}

// addressSheet is the sheet in the address of a range: $'Spend 2012'.$A$3:$'Spend 2012'.$C$9.
func addressSheet(address string) string {
	s := strings.TrimPrefix(address, "$")
	if !strings.HasPrefix(s, "'") {
		name, _, _ := strings.Cut(s, ".")
		return name
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] == '\'' {
			if i++; i >= len(s) || s[i] != '\'' {
				break
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
