package sheet

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"
)

// Input is one file to be read: one that the user named, or a member of an archive.
type Input struct {
	Path string // relative to what the user named, with "/"; zip members after a "/"
	Size int64  // in bytes; -1 where only reading it tells
	Name string // of the file on this machine; "" for members of archives and for what is no file

	// Archive is the path of the archive that the input is a member of, where that archive was itself
	// found in a folder or in another archive; "" for all others. Of archives in archives it is the outermost.
	Archive string

	found bool // in a folder, not named by the user

	open func() (io.ReadCloser, error)
	at   func() (ReaderAt, error)

	close func() error

	bytes []byte // all of it, where it is in memory; never changed
}

// ReaderAt is random access to an input, for formats that need it.
type ReaderAt interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// Open reads the input from its beginning. It may be called again.
func (in *Input) Open() (io.ReadCloser, error) { return in.open() }

// At gives random access: the file itself, memory, or a temporary file that Close removes.
func (in *Input) At() (ReaderAt, error) { return in.at() }

// Close gives back what was kept so that the input can be read again: only standard input has
// anything.
func (in *Input) Close() error {
	if in.close == nil {
		return nil
	}
	return in.close()
}

// FileInput is a file on disk, to be known as path.
func FileInput(path, name string) (*Input, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, unreadable(path, err)
	}
	return &Input{
		Path: path, Size: info.Size(), Name: name,
		open: func() (io.ReadCloser, error) { return openFile(path, name) },
		at:   func() (ReaderAt, error) { return openFile(path, name) },
	}, nil
}

// BytesInput is content in memory, to be known as path. The bytes must not change any more.
func BytesInput(path string, content []byte) *Input {
	return &Input{
		Path: path, Size: int64(len(content)), bytes: content,
		open: func() (io.ReadCloser, error) { return memory{bytes.NewReader(content)}, nil },
		at:   func() (ReaderAt, error) { return memory{bytes.NewReader(content)}, nil },
	}
}

// memory is content that needs no closing.
type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

// file is an open file of known size.
type file struct {
	*os.File
	size int64
}

func (f file) Size() int64 { return f.size }

func openFile(path, name string) (file, error) {
	f, err := os.Open(name)
	if err != nil {
		return file{}, unreadable(path, err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = fmt.Errorf("it is a folder")
	}
	if err != nil {
		f.Close()
		return file{}, unreadable(path, err)
	}
	return file{f, info.Size()}, nil
}

// Unreadable is the Refusal of a file that the system does not give, or not to its end.
func Unreadable(path string, err error) *Refusal { return unreadable(path, err) }

// unreadable says that the system does not give a file. The system's own message may hold an absolute
// path, so only its cause is told.
func unreadable(path string, err error) *Refusal {
	cause := err
	if pe, ok := err.(*os.PathError); ok {
		cause = pe.Err
	}
	r := refused(path, codeUnreadable, fmt.Sprintf("the file cannot be read (%v)", cause), "check that it exists and that you may read it")
	r.Err = err
	return r
}

// Limits end the reading of a file that would take too much. Each is named in its error.
type Limits struct {
	FileSize int64         // bytes of one file, and of one member after expansion
	Ratio    int64         // expansion of a compressed member beyond 16 MB
	Columns  int           // of one row
	CellSize int           // bytes of one cell
	XMLDepth int           // of elements
	Members  int           // of one archive
	Nesting  int           // archives in archives
	Time     time.Duration // for one file
}

// DefaultLimits are far above what publishers publish.
func DefaultLimits() Limits {
	return Limits{
		FileSize: 8 << 30, Ratio: 200, Columns: 16384, CellSize: 1 << 20,
		XMLDepth: 64, Members: 100_000, Nesting: 2, Time: 10 * time.Minute,
	}
}

// Refusal says why a file, or the rest of one, cannot be read: an error with a code, for people.
type Refusal struct {
	Code  string // FL01xx
	Path  string
	Sheet string
	Found string // "an HTML page", "an encrypted workbook" …
	Want  string
	Hint  string // what to do
	Err   error
}

// Error is one line: path, what was found, what to do.
func (r *Refusal) Error() string {
	s := r.Path
	if r.Sheet != "" {
		s += " · " + r.Sheet
	}
	s = fmt.Sprintf("%s: %s", s, r.Found)
	if r.Hint != "" {
		s += "; " + r.Hint
	}
	return s
}

// Unwrap gives the cause.
func (r *Refusal) Unwrap() error { return r.Err }
