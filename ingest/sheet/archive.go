package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// Expand calls visit with in, or with each file in it if it is a zip or gzip archive, in the order of
// the archive's directory; archives in archives are expanded as far as lim.Nesting allows. Folders and
// what a Mac adds are left out. What cannot be read (an encrypted member, an archive too deep) is
// visited too: opening it gives the Refusal. visit's error ends the expansion and is returned; there is
// no other.
//
// The inputs may be used at the same time and after Expand has returned, as long as the file is there.
func Expand(in *Input, lim Limits, visit func(*Input) error) error {
	return expand(in, lim, 1, visit)
}

// expand does it for an input that is depth archives deep, if it is one.
func expand(in *Input, lim Limits, depth int, visit func(*Input) error) error {
	switch kind, err := archiveKind(in, lim); {
	case err != nil || kind == "":
		return visit(in)
	case depth > lim.Nesting:
		e := &limitError{"Nesting", int64(lim.Nesting), fmt.Sprintf("an archive inside %d others", depth-1)}
		return visit(refusedInput(beyond(in.Path, e.Error(), e.name)))
	case kind == formatGzip:
		member := gzipMember(in, lim)
		member.Archive = archiveOf(in, depth)
		return expand(member, lim, depth+1, visit)
	}
	return expandZip(in, lim, depth, visit)
}

// archiveOf is Input.Archive of the members of in: an archive that the user named is opened as a folder
// is, one that was found there is a file.
func archiveOf(in *Input, depth int) string {
	switch {
	case in.Archive != "":
		return in.Archive
	case depth > 1 || in.found:
		return in.Path
	}
	return ""
}

// archiveKind is formatZip or formatGzip, or "" for any other file, which may be a workbook in a zip.
func archiveKind(in *Input, lim Limits) (string, error) {
	f, err := in.Open()
	if err != nil {
		return "", err
	}
	head := make([]byte, 128)
	n, err := fill(f, head)
	f.Close()
	head = head[:n]
	switch {
	case err != nil && err != io.EOF:
		return "", err
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return formatGzip, nil
	case !bytes.HasPrefix(head, []byte("PK\x03\x04")) && !bytes.HasPrefix(head, []byte("PK\x05\x06")), beginsOffice(head):
		return "", nil
	}
	kind, err := packageFormat(in, lim)
	if kind != formatZip {
		return "", err
	}
	return kind, nil
}

// beginsOffice tells whether a zip's first member is one with which office programs begin a file. It
// spares reading the directory.
func beginsOffice(head []byte) bool {
	const nameAt = 30
	if len(head) < nameAt {
		return false
	}
	name := string(head[nameAt:min(len(head), nameAt+int(head[26])+int(head[27])<<8)])
	for _, known := range []string{"[Content_Types].xml", "_rels/.rels", "docProps/", "xl/", "mimetype"} {
		if strings.HasPrefix(name, known) {
			return true
		}
	}
	return false
}

// expandZip expands the members of a zip.
func expandZip(in *Input, lim Limits, depth int, visit func(*Input) error) error {
	box := &container{in: in}
	at, err := box.acquire()
	if err != nil {
		return visit(in)
	}
	defer box.release()
	z, err := openZip(in.Path, at, lim)
	if err != nil {
		return visit(in)
	}
	given, packed := map[string]int{}, uint64(0)
	for _, f := range z.File {
		if skipMember(f) {
			continue
		}
		name := in.Path + "/" + memberName(f)
		if given[name]++; given[name] > 1 {
			name = fmt.Sprintf("%s (%d)", name, given[name])
		}
		member := zipMember(box, f, name, lim)
		if packed += f.CompressedSize64; packed > uint64(at.Size()) {
			member = refusedInput(refused(name, codeDamaged, "a member of a zip whose members overlap", "do not trust this archive"))
		}
		member.Archive = archiveOf(in, depth)
		if err := expand(member, lim, depth+1, visit); err != nil {
			return err
		}
	}
	if len(given) == 0 {
		return visit(refusedInput(refused(in.Path, codeEmpty, "a zip archive with no files in it", "get the file again")))
	}
	return nil
}

// refusedInput is an input that cannot be read.
func refusedInput(r *Refusal) *Input {
	return &Input{
		Path: r.Path, Size: -1,
		open: func() (io.ReadCloser, error) { return nil, r },
		at:   func() (ReaderAt, error) { return nil, r },
	}
}

// container is an archive as its members use it: opened when one of them needs it, and kept open, or
// unpacked if it is a member itself, while any does.
type container struct {
	in   *Input
	mu   sync.Mutex
	at   ReaderAt
	uses int
}

func (c *container) acquire() (ReaderAt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.uses == 0 {
		at, err := c.in.At()
		if err != nil {
			return nil, err
		}
		c.at = at
	}
	c.uses++
	return c.at, nil
}

func (c *container) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.uses--; c.uses == 0 {
		c.at.Close()
		c.at = nil
	}
}

// zipMember is a member of the zip in box as an input.
func zipMember(box *container, f *zip.File, name string, lim Limits) *Input {
	offset, err := f.DataOffset()
	switch {
	case f.Flags&1 != 0:
		return refusedInput(refused(name, codeProtected, "an encrypted member of a zip archive", "unpack it with its password"))
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return refusedInput(refused(name, codeNoReader, fmt.Sprintf("a member of a zip archive packed by method %d", f.Method), hintUnpack))
	case err != nil:
		return refusedInput(refused(name, codeDamaged, fmt.Sprintf("a member that its zip archive does not have (%v)", err), "get the file again"))
	case f.UncompressedSize64 > uint64(lim.FileSize):
		return refusedInput(beyond(name, (&limitError{"FileSize", lim.FileSize, fmt.Sprintf("a member of %d bytes", f.UncompressedSize64)}).Error(), "FileSize"))
	}
	packed, size := int64(f.CompressedSize64), int64(f.UncompressedSize64)
	if size > ratioFrom && size/lim.Ratio > max(1, packed) {
		return refusedInput(beyond(name, (&limitError{"Ratio", lim.Ratio, fmt.Sprintf("the unpacked size of a member (%d bytes from %d)", size, packed)}).Error(), "Ratio"))
	}
	return unpackedInput(name, size, func() (io.ReadCloser, error) {
		at, err := box.acquire()
		if err != nil {
			return nil, err
		}
		raw, err := packedReader(at, offset, packed)
		if err != nil {
			box.release()
			return nil, refused(name, codeDamaged, fmt.Sprintf("a member that its zip archive does not have (%v)", err), "get the file again")
		}
		r := io.NopCloser(raw)
		if f.Method == zip.Deflate {
			r = inflate(raw)
		}
		w := &memberReader{r: r, path: name, lim: lim, packed: packed, size: size, sum: f.CRC32, box: box}
		return w, nil
	})
}

// packedReader reads a member as it is packed. A small one is fetched whole: that unpacks fastest.
func packedReader(at io.ReaderAt, offset, size int64) (io.Reader, error) {
	if size > 1<<20 {
		return bufio.NewReaderSize(io.NewSectionReader(at, offset, size), 64<<10), nil
	}
	b := make([]byte, size)
	if n, err := at.ReadAt(b, offset); n < len(b) {
		return nil, err
	}
	return bytes.NewReader(b), nil
}

// gzipMember is what a gzip file holds as an input: its name without .gz.
func gzipMember(in *Input, lim Limits) *Input {
	name := path.Base(in.Path)
	if ext := path.Ext(name); strings.EqualFold(ext, ".gz") || strings.EqualFold(ext, ".gzip") {
		name = strings.TrimSuffix(name, ext)
	}
	name = in.Path + "/" + name
	return unpackedInput(name, -1, func() (io.ReadCloser, error) {
		f, err := in.Open()
		if err != nil {
			return nil, err
		}
		z, err := gzip.NewReader(f)
		if err != nil {
			f.Close()
			return nil, refused(name, codeCutShort, fmt.Sprintf("a damaged gzip file (%v)", err), "get the file again")
		}
		return &memberReader{r: z, path: name, lim: lim, packed: in.Size, size: -1, under: f}, nil
	})
}

// unpackedInput is an input that must be unpacked to be read.
func unpackedInput(name string, size int64, open func() (io.ReadCloser, error)) *Input {
	return &Input{
		Path: name, Size: size, open: open,
		at: func() (ReaderAt, error) {
			r, err := open()
			if err != nil {
				return nil, err
			}
			defer r.Close()
			return spool(name, r, size)
		},
	}
}
