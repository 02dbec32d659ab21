package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// opener opens an input of one format.
type opener func(in *Input, lim Limits) (*Book, error)

// openers are the readers of the formats that need random access; text is read by openCSV.
func openers() map[string]opener {
	return map[string]opener{
		"xlsx": openXLSX,
		"xls":  openXLS,
	}
}

// Open recognises what in holds by its content, never by its name, and opens it as a book. What is no
// table is a *Refusal that says what it is and what to do. Archives are opened member by member: see
// Expand.
func Open(in *Input, lim Limits) (*Book, error) {
	head, complete, err := readHead(in)
	if err != nil {
		return nil, err
	}
	format, err := recognise(in, head, complete, lim)
	if err != nil {
		return nil, err
	}
	if format == "csv" {
		return openCSV(in, lim, head, complete)
	}
	open := openers()[format]
	if open == nil {
		return nil, refused(in.Path, codeNoReader, "a file of the format "+format+", for which there is no reader", "save it as xlsx or csv")
	}
	return open(in, lim)
}

// headSize is how much of a file is looked at to recognise it. A smaller file is read only once.
const headSize = chunkSize - 1

// readHead reads the beginning of in, and tells whether that is all of it.
func readHead(in *Input) (head []byte, complete bool, err error) {
	f, err := in.Open()
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	size := headSize
	if in.Size >= 0 && in.Size < headSize {
		size = int(in.Size)
	}
	head = make([]byte, size+1)
	n, err := io.ReadFull(f, head)
	switch err {
	case nil:
		return head, false, nil
	case io.EOF, io.ErrUnexpectedEOF:
		return head[:n], true, nil
	}
	return nil, false, unreadable(in.Path, err)
}

// recognise names the format of a file: csv for any text that is nothing else.
func recognise(in *Input, head []byte, complete bool, lim Limits) (string, error) {
	if complete && len(bytes.Trim(trimBOM(head), " \t\r\n\x00\x1a")) == 0 {
		return "", refused(in.Path, codeEmpty, "an empty file", "get the file again")
	}
	for _, m := range magics() {
		if bytes.HasPrefix(head, []byte(m.begins)) {
			return m.settle(in, lim)
		}
	}
	if r := notText(in.Path, head); r != nil {
		return "", r
	}
	return "csv", nil
}

// magic is how files of a format begin.
type magic struct {
	begins string
	settle func(in *Input, lim Limits) (string, error)
}

func magics() []magic {
	return []magic{
		{"PK\x03\x04", settleZip},
		{string(compoundMagic[:]), func(*Input, Limits) (string, error) { return "xls", nil }},
	}
}

func settleZip(in *Input, lim Limits) (string, error) { return "xlsx", nil }

// notText refuses bytes that are no text: one control character in fifty that text does not have.
func notText(path string, head []byte) *Refusal {
	if wideOf(head) != nil {
		return nil
	}
	odd := 0
	head = bytes.TrimRight(head, "\x00\x1a")
	for _, c := range head {
		if c < 0x20 && !strings.ContainsRune("\t\n\r\f\v\x1a\x1b\x1f", rune(c)) {
			odd++
		}
	}
	if odd*50 > len(head) {
		return refused(path, codeBinary, fmt.Sprintf("binary content (%d control characters in %d bytes)", odd, len(head)), "get the table as csv or xlsx")
	}
	return nil
}
