package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"hash/crc32"
	"io"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// ratioFrom is the size of a part below which its expansion is not judged.
const ratioFrom = 16 << 20

// zipParts is a zip as the package formats of office programs use it: parts are found by name without
// regard to case, to a leading slash, or to which slash separates folders.
type zipParts struct {
	path  string
	at    ReaderAt
	files map[string]*zip.File
	twice map[string]bool // there are two of that name, and they differ
	lim   Limits
	began time.Time
}

// openParts reads the directory of the zip. The caller closes at.
func openParts(path string, at ReaderAt, lim Limits) (*zipParts, error) {
	z, err := openZip(path, at, lim)
	if err != nil {
		return nil, err
	}
	p := &zipParts{path: path, at: at, files: make(map[string]*zip.File, len(z.File)), twice: map[string]bool{}, lim: lim, began: time.Now()}
	for _, f := range z.File {
		name := partName(f.Name)
		if first := p.files[name]; first == nil {
			p.files[name] = f
		} else if first.CRC32 != f.CRC32 || first.UncompressedSize64 != f.UncompressedSize64 {
			p.twice[name] = true
		}
	}
	return p, nil
}

// partName is the form of a part's name under which it is found.
func partName(name string) string {
	return strings.ToLower(strings.Trim(cleanPath(strings.ReplaceAll(name, "\\", "/")), "/"))
}

// cleanPath resolves "." and ".." and empty steps, never above the root.
func cleanPath(name string) string {
	if !strings.Contains(name, "./") && !strings.Contains(name, "//") {
		return name
	}
	var steps []string
	for step := range strings.SplitSeq(name, "/") {
		switch step {
		case "", ".":
		case "..":
			steps = steps[:max(len(steps)-1, 0)]
		default:
			steps = append(steps, step)
		}
	}
	return strings.Join(steps, "/")
}

func (p *zipParts) has(name string) bool { return p.files[partName(name)] != nil }

// open starts the reading of a part as XML. The part's end, its checksum and the limits are watched.
// A large part is inflated in a goroutine of its own; the caller must call close.
func (p *zipParts) open(ctx context.Context, name string) (*xmlReader, error) {
	f := p.files[partName(name)]
	if f == nil {
		return nil, &formError{codeNoPart, "the part " + name + " is missing"}
	}
	if p.twice[partName(name)] {
		return nil, damaged("the zip holds two different parts %s", name)
	}
	if f.Flags&1 != 0 {
		return nil, &formError{codeProtected, "a zip with encrypted members"}
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return nil, damaged("the part %s cannot be found in the zip (%v)", name, err)
	}
	in := &partReader{ctx: ctx, lim: p.lim, file: f, began: p.began}
	switch f.Method {
	case zip.Store:
		in.r = io.NopCloser(raw)
	case zip.Deflate:
		const most = 64 << 10
		in.r = inflate(bufio.NewReaderSize(raw, int(min(most, f.CompressedSize64))))
	default:
		return nil, damaged("a zip packed by method %d, which office programs do not use", f.Method)
	}
	text, err := decodeXML(in)
	if err != nil {
		in.r.Close()
		return nil, err
	}
	var src blockSource = &syncBlocks{r: text, size: f.UncompressedSize64}
	if f.UncompressedSize64 > 2*blockSize {
		src = startBlocks(text)
	}
	return &xmlReader{src: src, part: in.r, maxDepth: p.lim.XMLDepth, maxToken: p.lim.CellSize}, nil
}

// partReader is the content of one part, with its checksum and limits watched.
type partReader struct {
	r     io.ReadCloser
	ctx   context.Context
	lim   Limits
	file  *zip.File
	began time.Time
	size  int64
	sum   uint32
}

// Read gives content. Its error at the end is io.EOF only if length and checksum are as the directory
// of the zip says.
func (p *partReader) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := p.r.Read(b)
	p.size += int64(n)
	p.sum = crc32.Update(p.sum, crc32.IEEETable, b[:n])
	switch {
	case p.size > p.lim.FileSize:
		return 0, &limitError{"FileSize", p.lim.FileSize, "the expanded size of " + p.file.Name}
	case p.size > ratioFrom && p.size/p.lim.Ratio > int64(p.file.CompressedSize64):
		return 0, &limitError{"Ratio", p.lim.Ratio, "the expansion of " + p.file.Name}
	case p.lim.Time > 0 && time.Since(p.began) > p.lim.Time:
		return 0, &limitError{"Time", int64(p.lim.Time / time.Second), "the time taken by " + p.file.Name + ", in seconds,"}
	case err == io.EOF:
		return n, p.atEnd()
	case err != nil:
		return n, damaged("the packed data is broken after %d bytes (%v)", p.size, err)
	}
	return n, nil
}

// atEnd compares what was read with what the zip's directory says.
func (p *partReader) atEnd() error {
	if uint64(p.size) != p.file.UncompressedSize64 {
		return damaged("%d bytes where the zip says %d: the file is damaged", p.size, p.file.UncompressedSize64)
	}
	if p.file.CRC32 != 0 && p.sum != p.file.CRC32 {
		return damaged("the checksum is wrong: the file is damaged")
	}
	return io.EOF
}

// decodeXML gives a part as UTF-8 without a byte order mark. XML says its encoding by a mark or in its
// first line; anything but UTF-8 is rare.
func decodeXML(r io.Reader) (io.Reader, error) {
	head := make([]byte, 256)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, err
	}
	head = head[:n]
	whole := io.MultiReader(bytes.NewReader(head), r)
	if n < len(head) {
		whole = bytes.NewReader(head)
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = io.ReadFull(whole, make([]byte, 3))
		return whole, err
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		return transform.NewReader(whole, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()), nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
		return transform.NewReader(whole, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), nil
	}
	enc, err := declaredEncoding(head)
	if err != nil || enc == nil {
		return whole, err
	}
	return transform.NewReader(whole, enc.NewDecoder()), nil
}

// declaredEncoding is what the XML declaration names; nil for UTF-8 and for none.
func declaredEncoding(head []byte) (encoding.Encoding, error) {
	decl, _, ok := bytes.Cut(head, []byte("?>"))
	if !ok || !bytes.HasPrefix(decl, []byte("<?xml")) {
		return nil, nil
	}
	_, rest, ok := bytes.Cut(decl, []byte("encoding="))
	if !ok || len(rest) < 2 {
		return nil, nil
	}
	name, _, _ := bytes.Cut(rest[1:], rest[:1])
	switch label := strings.ToLower(string(name)); label {
	case "utf-8", "utf8", "us-ascii", "ascii", "":
		return nil, nil
	default:
		enc, err := htmlindex.Get(label)
		if err != nil {
			return nil, malformed("XML in the encoding %q, which is not known", label)
		}
		return enc, nil
	}
}
