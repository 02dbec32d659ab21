package sheet

import (
	"context"
	"net/url"
	"path"
	"strings"
)

// relation is one line of a part's relationships.
type relation struct {
	id       string
	kind     string // the last step of its type: worksheet, styles, sharedStrings, externalLink …
	target   string // the name of a part from the root of the zip; or an address
	external bool
}

// readRels reads the relationships of a part, "" being the zip itself. A part may have none.
func readRels(ctx context.Context, parts *zipParts, part string) ([]relation, error) {
	folder, base := path.Split(partName(part))
	name := folder + "_rels/" + base + ".rels"
	if !parts.has(name) {
		return nil, nil
	}
	x, err := parts.open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer x.close()
	root, ok, err := x.child(0)
	if err != nil || !ok || string(root) != "Relationships" {
		return nil, orMalformed(err, name+" holds no relationships")
	}
	var rels []relation
	err = eachOf(x, "Relationship", func(attrs []byte) {
		rel := relation{
			id:       attrText(attrs, "Id"),
			kind:     path.Base(attrText(attrs, "Type")),
			target:   attrText(attrs, "Target"),
			external: attrText(attrs, "TargetMode") == "External",
		}
		if !rel.external {
			rel.target = resolveTarget(parts, folder, rel.target)
		}
		rels = append(rels, rel)
	})
	return rels, err
}

// resolveTarget makes a part's name of a target, which is relative to the folder unless it begins with
// a slash. Programs write them with either slash, and percent-encoded or not.
func resolveTarget(parts *zipParts, folder, target string) string {
	target = strings.ReplaceAll(target, "\\", "/")
	if !strings.HasPrefix(target, "/") {
		target = folder + target
	}
	name := strings.TrimPrefix(path.Clean("/"+target), "/")
	if !parts.has(name) {
		if plain, err := url.PathUnescape(name); err == nil && parts.has(plain) {
			return plain
		}
	}
	return name
}

func findRel(rels []relation, id string) (relation, bool) {
	for _, rel := range rels {
		if rel.id == id && !rel.external {
			return rel, true
		}
	}
	return relation{}, false
}

// workbook is what the workbook part says.
type workbook struct {
	sheets   []sheetEntry
	date1904 bool
	links    int // external references
	pivots   int // pivot caches
}

type sheetEntry struct {
	name, rel  string
	visibility Visibility
}

// readWorkbook reads the list of sheets.
func readWorkbook(ctx context.Context, parts *zipParts, name string) (w workbook, err error) {
	x, err := parts.open(ctx, name)
	if err != nil {
		return w, err
	}
	defer x.close()
	root, ok, err := x.child(0)
	if err != nil || !ok || string(root) != "workbook" {
		return w, orMalformed(err, name+" is no workbook")
	}
	for {
		child, ok, err := x.child(1)
		if err != nil || !ok {
			return w, err
		}
		switch string(child) {
		case "workbookPr":
			w.date1904 = isTrue(attrOf(x.attrs, "date1904"))
		case "sheets":
			err = eachOf(x, "sheet", func(attrs []byte) { w.sheets = append(w.sheets, newSheetEntry(attrs)) })
		case "externalReferences":
			err = eachOf(x, "externalReference", func([]byte) { w.links++ })
		case "pivotCaches":
			err = eachOf(x, "pivotCache", func([]byte) { w.pivots++ })
		}
		if err != nil {
			return w, err
		}
	}
}

func newSheetEntry(attrs []byte) sheetEntry {
	e := sheetEntry{name: string(unescape([]byte(attrText(attrs, "name"))))}
	switch attrText(attrs, "state") {
	case "hidden":
		e.visibility = Hidden
	case "veryHidden":
		e.visibility = VeryHidden
	}
	for {
		a, rest, ok := nextAttr(attrs)
		if !ok {
			return e
		}
		if a.prefixed && string(a.name) == "id" {
			e.rel = string(appendText(nil, a.value))
		}
		attrs = rest
	}
}
