package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/richardlehane/mscfb"
	"pgregory.net/rapid"
)

// Our compound files are read as the library reads them.
func TestCompoundAgainstLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var streams []stream
		for i := range rapid.IntRange(1, 5).Draw(t, "streams") {
			n := rapid.OneOf(rapid.IntRange(1, 300), rapid.IntRange(4000, 9000), rapid.IntRange(60000, 90000)).Draw(t, "size")
			data := bytes.Repeat(fmt.Appendf(nil, "%d, the stream %d. ", n, i), n/10+1)[:n]
			streams = append(streams, stream{fmt.Sprintf("Stream %d", i), data})
		}
		data := compoundFile(streams...)
		theirs, err := mscfb.New(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		ours, err := openCompound(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for e, err := theirs.Next(); err == nil; e, err = theirs.Next() {
			want, err := io.ReadAll(e)
			if err != nil {
				t.Fatal(err)
			}
			s, err := ours.stream(strings.ToUpper(e.Name))
			if err != nil || s == nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			got, err := io.ReadAll(io.NewSectionReader(s, 0, s.size))
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%s: %d bytes (%v), want %d", e.Name, len(got), err, len(want))
			}
		}
	})
}
