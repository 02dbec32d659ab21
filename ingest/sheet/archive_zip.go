package sheet

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
	"golang.org/x/text/encoding/charmap"
)

// directoryBytes is the part of a zip's directory that one member may take on average.
const directoryBytes = 256

// openZip reads the directory of a zip, within limits.
func openZip(name string, at ReaderAt, lim Limits) (*zip.Reader, error) {
	watched := &budgetAt{r: at, left: int64(lim.Members)*directoryBytes + 1<<20}
	z, err := zip.NewReader(watched, at.Size())
	switch {
	case watched.left < 0:
		return nil, beyond(name, (&limitError{"Members", int64(lim.Members), "the directory of a zip, as long as that of more members,"}).Error(), "Members")
	case err != nil:
		r := refused(name, codeCutShort, fmt.Sprintf("a zip whose directory cannot be read (%v): the file is cut short or damaged", err), "get the file again")
		r.Err = err
		return nil, r
	case len(z.File) > lim.Members:
		return nil, beyond(name, (&limitError{"Members", int64(lim.Members), fmt.Sprintf("a zip of %d members", len(z.File))}).Error(), "Members")
	}
	watched.done = true // what follows reads members, several at a time
	z.RegisterDecompressor(zip.Deflate, inflate)
	return z, nil
}

// budgetAt reads no more than so many bytes until it is done; then it only passes reads on, from any
// goroutine.
type budgetAt struct {
	r    io.ReaderAt
	left int64
	done bool
}

// ReadAt reads like the file, until the budget is used up.
func (b *budgetAt) ReadAt(p []byte, off int64) (int, error) {
	if !b.done {
		if b.left -= int64(len(p)); b.left < 0 {
			return 0, io.ErrUnexpectedEOF
		}
	}
	return b.r.ReadAt(p, off)
}

// inflaters are used again: each is 40 kB.
var inflaters = sync.Pool{New: func() any { return flate.NewReader(strings.NewReader("")) }}

// inflater unpacks one member.
type inflater struct {
	r io.ReadCloser
}

func inflate(r io.Reader) io.ReadCloser {
	z := inflaters.Get().(io.ReadCloser)
	z.(flate.Resetter).Reset(r, nil) // of flate it never fails
	return &inflater{z}
}

func (i *inflater) Read(b []byte) (int, error) {
	if i.r == nil {
		return 0, io.ErrClosedPipe
	}
	return i.r.Read(b)
}

func (i *inflater) Close() error {
	if i.r != nil {
		inflaters.Put(i.r)
		i.r = nil
	}
	return nil
}

// memberName is the name of a member as a path that stays inside the archive. Without the mark for
// UTF-8, a name that is none is in the charset of the first PCs.
func memberName(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		if decoded, err := charmap.CodePage437.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7F {
			return '\uFFFD'
		}
		return r
	}, strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// skipMember tells whether a member is no file of its own: a folder, or what a Mac adds beside files.
func skipMember(f *zip.File) bool {
	name := strings.ReplaceAll(f.Name, `\`, "/")
	base := path.Base(name)
	return strings.HasSuffix(name, "/") || f.Mode().IsDir() || strings.HasPrefix(name, "__MACOSX/") ||
		strings.HasPrefix(base, "._") || base == ".DS_Store"
}
