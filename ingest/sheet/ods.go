package sheet

import (
	"bytes"
	"context"
	"io"
	"time"
)

// openODS opens an OpenDocument spreadsheet (ISO/IEC 26300): a zip in which one part, content.xml,
// holds all sheets one after another. It is read once, here; the rows wait in a rowSpool.
//
//	META-INF/manifest.xml   is it encrypted?
//	styles.xml              named styles: number formats, hidden sheets
//	content.xml             the styles of cells, then the sheets
//
// A .fods is all of this in one XML file.
func openODS(in *Input, lim Limits) (*Book, error) {
	at, err := in.At()
	if err != nil {
		return nil, err
	}
	defer at.Close()
	r := newODSReader(in.Path, lim)
	r.packed = at.Size()
	if isFlatODS(readFirst(at)) {
		err = r.readFlat(at)
	} else {
		err = r.readZip(at)
	}
	if err != nil && len(r.book.Sheets) == 0 {
		r.spool.close()
		return nil, odsRefusal(in.Path, err)
	}
	if err != nil {
		r.fail(err)
	}
	r.book.close = r.spool.close
	return r.book, nil
}

// readFirst is the beginning of a file.
func readFirst(at ReaderAt) []byte {
	head := make([]byte, 4096)
	n, _ := at.ReadAt(head, 0)
	return head[:n]
}

// isFlatODS tells whether a text is a spreadsheet in one XML file (.fods): the document itself, not in
// a zip. Its root element says of what kind it is.
func isFlatODS(head []byte) bool {
	return bytes.Contains(head, []byte("<office:document ")) &&
		bytes.Contains(head, []byte("application/vnd.oasis.opendocument.spreadsheet"))
}

// readFlat reads a spreadsheet in one XML file.
func (r *odsReader) readFlat(at ReaderAt) error {
	text, err := decodeXML(&timedReader{io.NewSectionReader(at, 0, at.Size()), r.lim, r.began})
	if err != nil {
		return err
	}
	r.x = &xmlReader{src: &syncBlocks{r: text}, part: io.NopCloser(text), maxDepth: r.lim.XMLDepth, maxToken: r.lim.CellSize}
	defer r.x.close()
	return r.document()
}

// timedReader ends at the limit of time.
type timedReader struct {
	r     io.Reader
	lim   Limits
	began time.Time
}

func (t *timedReader) Read(b []byte) (int, error) {
	if t.lim.Time > 0 && time.Since(t.began) > t.lim.Time {
		return 0, &limitError{"Time", int64(t.lim.Time / time.Second), "the time taken by the file, in seconds,"}
	}
	return t.r.Read(b)
}

// readZip reads a spreadsheet in a zip.
func (r *odsReader) readZip(at ReaderAt) error {
	parts, err := openParts(r.path, at, r.lim)
	if err != nil {
		return err
	}
	ctx := context.Background()
	if odsEncrypted(ctx, parts) {
		return refused(r.path, codeProtected, "an encrypted spreadsheet (ods)", hintPassword)
	}
	if parts.has("styles.xml") {
		if err := r.readPart(ctx, parts, "styles.xml"); err != nil {
			return err
		}
	}
	return r.readPart(ctx, parts, "content.xml")
}

// odsRefusal is refuse in the words of this format.
func odsRefusal(path string, err error) error {
	err = refuse(path, "", "", err)
	if r, ok := err.(*Refusal); ok {
		r.Want = "an OpenDocument spreadsheet (ods)"
		if r.Code != codeLimit && r.Code != codeProtected {
			r.Hint = "get the file again, or open it in a spreadsheet program and save it again"
		}
	}
	return err
}

// odsEncrypted tells whether the manifest says that parts are encrypted. One that cannot be read
// says nothing.
func odsEncrypted(ctx context.Context, parts *zipParts) bool {
	x, err := parts.open(ctx, "META-INF/manifest.xml")
	if err != nil {
		return false
	}
	defer x.close()
	for {
		t, err := x.next()
		if err != nil || t == tokEOF {
			return false
		}
		if t == tokStart && string(local(x.name)) == "encryption-data" {
			return true
		}
	}
}

// readPart reads styles.xml or content.xml.
func (r *odsReader) readPart(ctx context.Context, parts *zipParts, name string) error {
	x, err := parts.open(ctx, name)
	if err != nil {
		return err
	}
	defer x.close()
	r.x = x
	return r.document()
}

// document reads the root element of either part.
func (r *odsReader) document() error {
	if _, ok, err := r.x.child(0); err != nil || !ok {
		return orMalformed(err, "no document")
	}
	for {
		name, ok, err := r.x.child(1)
		if err != nil || !ok {
			return err
		}
		switch string(name) {
		case "styles", "automatic-styles":
			err = r.styles.read(r.x)
		case "body":
			err = r.body()
		}
		if err != nil {
			return err
		}
	}
}

// body finds the sheets.
func (r *odsReader) body() error {
	for {
		name, ok, err := r.x.child(2)
		if err != nil || !ok {
			return err
		}
		if string(name) != "spreadsheet" {
			return &formError{codeNoReader, "an OpenDocument file that is no spreadsheet"}
		}
		if err := r.spreadsheet(); err != nil {
			return err
		}
	}
}

// spreadsheet reads the sheets; what stands beside them, such as tracked changes and the copies of
// linked data, holds tables too and is passed over.
func (r *odsReader) spreadsheet() error {
	var beside odsBeside
	for {
		name, ok, err := r.x.child(3)
		if err != nil || !ok {
			r.book.Notes = append(r.book.Notes, beside.notes()...)
			return err
		}
		switch string(name) {
		case "table":
			if file, is := externalCopy(string(appendText(nil, attrLocal(r.x.attrs, "name")))); is {
				beside.pass(file)
			} else {
				err = r.table()
			}
		case "data-pilot-tables":
			err = r.pivots()
		case "dde-links":
			beside.dde = true
		case "tracked-changes":
			r.book.Notes = append(r.book.Notes, "tracked changes, of which the last state is read")
		}
		if err != nil {
			return err
		}
	}
}
