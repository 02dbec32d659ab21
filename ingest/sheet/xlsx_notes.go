package sheet

import (
	"context"
	"fmt"
)

// notWorksheet says in words what a sheet without cells of its own is; "" for worksheets.
func notWorksheet(kind string) string {
	switch kind {
	case "chartsheet":
		return "a chart"
	case "dialogsheet":
		return "a dialog"
	case "xlMacrosheet", "xlIntlMacrosheet":
		return "old macros"
	}
	return ""
}

// bookNotes tells what the workbook holds beside its cells.
func bookNotes(rels []relation, w workbook) []string {
	var notes []string
	for _, s := range w.sheets {
		what := "a module of macros"
		if s.rel != "" {
			rel, _ := findRel(rels, s.rel)
			what = notWorksheet(rel.kind)
		}
		if what != "" {
			notes = append(notes, fmt.Sprintf("the sheet %q is %s and is not read", s.name, what))
		}
	}
	if w.links > 0 {
		notes = append(notes, fmt.Sprintf("links to %s: values of formulas are those last saved", count(w.links, "other workbook")))
	}
	if w.pivots > 0 {
		notes = append(notes, count(w.pivots, "pivot cache")+", not read, which may hold rows that no sheet shows")
	}
	for _, rel := range rels {
		switch rel.kind {
		case "vbaProject":
			notes = append(notes, "macros, which are not run")
		case "connections":
			notes = append(notes, "connections to outside data, which are not followed")
		}
	}
	return notes
}

// sheetNotes tells what belongs to a sheet beside its cells. What cannot be read is not told.
func (b *xlsxBook) sheetNotes(ctx context.Context, part string) []string {
	rels, err := readRels(ctx, b.parts, part)
	if err != nil {
		return []string{"what belongs to the sheet beside its cells cannot be read"}
	}
	kinds := []struct{ kind, one, rule string }{
		{"comments", "comment", ", not read"}, {"pivotTable", "pivot table", ", cells read as last saved"},
		{"queryTable", "query", " of outside data, cells read as last saved"},
		{"oleObject", "embedded object", ", not read"}, {"package", "embedded document", ", not read"},
	}
	var notes []string
	for _, k := range kinds {
		n := 0
		for _, rel := range rels {
			switch {
			case rel.kind != k.kind || rel.external:
			case k.kind == "comments":
				n += b.countComments(ctx, rel.target)
			default:
				n++
			}
		}
		if n > 0 {
			notes = append(notes, count(n, k.one)+k.rule)
		}
	}
	return notes
}

// countComments counts the comments of a part that holds them.
func (b *xlsxBook) countComments(ctx context.Context, part string) (n int) {
	x, err := b.parts.open(ctx, part)
	if err != nil {
		return 0
	}
	defer x.close()
	for {
		t, err := x.next()
		if err != nil || t == tokEOF {
			return n
		}
		if t == tokStart && string(local(x.name)) == "comment" {
			n++
		}
	}
}

// are is "1 row is" or "2 rows are".
func are(n int, one string) string {
	if n == 1 {
		return count(n, one) + " is"
	}
	return count(n, one) + " are"
}

// does is "1 cell comes" or "2 cells come".
func does(n int, one, verb string) string {
	if n == 1 {
		verb += "s"
	}
	return count(n, one) + " " + verb
}

// count is "1 row" or "2 rows".
func count(n int, one string) string {
	switch {
	case n == 1:
		return "1 " + one
	case one[len(one)-1] == 'y':
		return fmt.Sprintf("%d %sies", n, one[:len(one)-1])
	}
	return fmt.Sprintf("%d %ss", n, one)
}
