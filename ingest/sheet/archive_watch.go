package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
)

// memberReader is the content of a member of an archive, held against the limits and, where the archive
// says them, its size and checksum. Its errors are Refusals.
type memberReader struct {
	r      io.ReadCloser
	path   string
	lim    Limits
	packed int64 // bytes that it takes packed, or -1
	size   int64 // -1 if it is not known
	sum    uint32
	box    *container // to be released, or nil
	under  io.Closer  // to be closed, or nil
	read   int64
	crc    uint32
}

// Read gives content. At the end it is io.EOF only if all is as it should be.
func (w *memberReader) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	w.read += int64(n)
	if w.size >= 0 {
		w.crc = crc32.Update(w.crc, crc32.IEEETable, b[:n])
	}
	switch {
	case w.read > w.lim.FileSize:
		return 0, w.beyond("FileSize", w.lim.FileSize, "the unpacked size")
	case w.size >= 0 && w.read > w.size:
		return 0, w.damaged(errors.New("there is more than the archive says"))
	case w.read > ratioFrom && w.packed >= 0 && w.read/w.lim.Ratio > max(1, w.packed):
		return 0, w.beyond("Ratio", w.lim.Ratio, "the unpacked size in relation to the packed one")
	case err == nil:
		return n, nil
	case err != io.EOF:
		return n, w.damaged(err)
	case w.size >= 0 && (w.read != w.size || w.crc != w.sum):
		return n, w.damaged(errors.New("its size or checksum is not what the archive says"))
	}
	return n, io.EOF
}

func (w *memberReader) beyond(limit string, most int64, what string) error {
	return beyond(w.path, (&limitError{limit, most, what}).Error(), limit)
}

func (w *memberReader) damaged(err error) error {
	r := refused(w.path, codeCutShort, fmt.Sprintf("a damaged archive: unpacking fails after %d bytes (%v)", w.read, err), "get the file again")
	r.Err = err
	return r
}

// Close ends the reading.
func (w *memberReader) Close() error {
	err := w.r.Close()
	if w.under != nil {
		err = errors.Join(err, w.under.Close())
	}
	if w.box != nil {
		w.box.release()
		w.box = nil
	}
	return err
}

// spoolMemory is how much of an unpacked input is kept in memory; a larger one goes to a file.
const spoolMemory = 64 << 20

// spool reads r to its end and gives random access to it. size is what is expected, or -1.
func spool(path string, r io.Reader, size int64) (ReaderAt, error) {
	if size > spoolMemory {
		return spoolFile(path, r)
	}
	room := int64(64 << 10)
	if size >= 0 {
		room = min(room*16, size+1) // a size stated may be wrong: more room is made when it is needed
	}
	b := make([]byte, 0, room)
	for {
		n, err := fill(r, b[len(b):cap(b)])
		b = b[:len(b)+n]
		switch {
		case err == io.EOF:
			return memory{bytes.NewReader(b)}, nil
		case err != nil:
			return nil, asRefusal(path, err)
		case len(b) >= spoolMemory:
			return spoolFile(path, io.MultiReader(bytes.NewReader(b), r))
		}
		b = append(make([]byte, 0, 2*cap(b)), b...)
	}
}

// spoolFile copies r to a temporary file, which goes when it is closed.
func spoolFile(path string, r io.Reader) (ReaderAt, error) {
	f, err := os.CreateTemp("", "flows-*")
	if err != nil {
		return nil, unreadable(path, err)
	}
	t := &tempFile{File: f}
	if t.size, err = io.Copy(f, r); err != nil {
		t.Close()
		return nil, asRefusal(path, err)
	}
	return t, nil
}

// tempFile is a file that is removed when it is closed.
type tempFile struct {
	*os.File
	size int64
}

// Size is the size in bytes.
func (t *tempFile) Size() int64 { return t.size }

// Close closes and removes the file.
func (t *tempFile) Close() error {
	return errors.Join(t.File.Close(), os.Remove(t.Name()))
}
