package flows

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A book without a sheet has a line in a dump too: no file goes by without a word.
func TestDumpOfNoSheet(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "empty.fods")
	const book = `<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet/></office:body></office:document>`
	if err := os.WriteFile(file, []byte(book), 0o666); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := Dump(context.Background(), []string{file}, nil, &out); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"error":"there is no sheet in it"`) {
		t.Errorf("the dump is %q", got)
	}
}
