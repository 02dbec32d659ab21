package sheet

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// textRows is what a text reads as: each record's cells joined by "|", a blank line as "–".
type textRows struct {
	rows  []string
	lines []int32
	book  *Book
	err   error
}

// readText reads content in chunks of about size bytes; 0 is the usual size.
func readText(tb testing.TB, content string, size int, lim Limits) textRows {
	tb.Helper()
	in := BytesInput("april.csv", []byte(content))
	t, err := newCSVText(in, lim, []byte(content), true)
	if err != nil {
		tb.Fatal(err)
	}
	if size > 0 {
		t.size, t.whole = size, nil
	}
	got := textRows{book: t.book}
	got.err = t.book.Sheets[0].Rows(context.Background(), func(b *Batch) error {
		for _, r := range b.Rows {
			if int(r.Record) != len(got.rows)+1 {
				tb.Fatalf("record %d comes after %d records", r.Record, len(got.rows))
			}
			var cells []string
			for _, c := range r.Cells {
				if (c.Text == "") != (c.Kind == Blank) {
					tb.Fatalf("the cell %q is of kind %d", c.Text, c.Kind)
				}
				cells = append(cells, c.Text)
			}
			row := strings.Join(cells, "|")
			if len(r.Cells) == 0 {
				row = "–"
			}
			got.rows = append(got.rows, row)
			got.lines = append(got.lines, r.Line)
		}
		b.Release()
		return nil
	})
	return got
}

// csvExample is a text and what it reads as.
type csvExample struct {
	name  string
	text  string
	rows  []string // cells joined by "|"; "–" is a blank line
	lines []int32  // on which the rows begin; nil if each has its own
	notes []string
}

var csvExamples = []csvExample{{
	name: "as it should be",
	text: "Payee,Amount\nLeeds City Council,12.50\nKent Police,7\n",
	rows: []string{"Payee|Amount", "Leeds City Council|12.50", "Kent Police|7"},
}, {
	name: "no line end at the end",
	text: "a,b\n1,2",
	rows: []string{"a|b", "1|2"},
}, {
	name: "a delimiter at the very end",
	text: "a,b\n1,",
	rows: []string{"a|b", "1|"},
}, {
	name: "quotes around delimiters, doubled quotes, quoted nothing",
	text: "a,b\n\"x, y\",\"say \"\"no\"\"\"\n\"\",z\n",
	rows: []string{"a|b", `x, y|say "no"`, "|z"},
}, {
	name:  "a line end in quotes starts no record",
	text:  "a,b\n1,\"two\nlines\"\n3,4\n",
	rows:  []string{"a|b", "1|two\nlines", "3|4"},
	lines: []int32{1, 2, 4},
}, {
	name: "blank lines are records",
	text: "Title\n\n\na,b\n,\n1,2\n\n",
	rows: []string{"Title", "–", "–", "a|b", "|", "1|2", "–"},
}, {
	name: "line ends of DOS",
	text: "a,b\r\n1,2\r\n\r\n3,4\r\n",
	rows: []string{"a|b", "1|2", "–", "3|4"},
}, {
	name: "line ends of old Macs",
	text: "a,b\r1,2\r\r3,4\r",
	rows: []string{"a|b", "1|2", "–", "3|4"},
}, {
	name: "line ends of all kinds",
	text: "a,b\r1,2\n3,4\r\n5,6",
	rows: []string{"a|b", "1|2", "3|4", "5|6"},
}, {
	name: "one CR among many lines is text",
	text: "a,b\n" + strings.Repeat("1,2\n", 20) + "3,x\ry\n",
	rows: append(append([]string{"a|b"}, slices.Repeat([]string{"1|2"}, 20)...), "3|x\ry"),
}, {
	name: "semicolons, and commas for pennies",
	text: "Payee;Amount\nA, B and C;1,50\nD;2,75\n",
	rows: []string{"Payee|Amount", "A, B and C|1,50", "D|2,75"},
}, {
	name: "commas for pennies in every column",
	text: "Net;Gross\n1,50;1,80\n2,75;3,30\n10,00;12,00\n",
	rows: []string{"Net|Gross", "1,50|1,80", "2,75|3,30", "10,00|12,00"},
}, {
	name: "a semicolon in a text of one column",
	text: "Payee\n" + strings.Repeat("Leeds\n", 30) + "Leeds; North\n",
	rows: append(append([]string{"Payee"}, slices.Repeat([]string{"Leeds"}, 30)...), "Leeds; North"),
}, {
	name:  "lines wrapped in quotes",
	text:  "\"Payee,Area,Date,Ref,Amount\"\n\"Leeds,\"\"Children, Schools\"\",1/4/23,17,2.50\"\n\n\"Kent,Roads,2/4/23,18,7\"\n",
	rows:  []string{"Payee|Area|Date|Ref|Amount", "Leeds|Children, Schools|1/4/23|17|2.50", "–", "Kent|Roads|2/4/23|18|7"},
	notes: []string{"each line is a quoted cell of its own: read as the line inside"},
}, {
	name: "a column of addresses in quotes",
	text: "\"1 High St, Leeds, LS1\"\n\"2 Low St, Leeds, LS2\"\n",
	rows: []string{"1 High St, Leeds, LS1", "2 Low St, Leeds, LS2"},
}, {
	name: "tabs",
	text: "Payee\tAmount\nA, B\t1,234.00\nC\t7\n",
	rows: []string{"Payee|Amount", "A, B|1,234.00", "C|7"},
}, {
	name: "a first line that names the delimiter",
	text: "sep=;\r\na;b,c\r\n1;2,3\r\n",
	rows: []string{"sep=;", "a|b,c", "1|2,3"},
}, {
	name: "a first line that names the delimiter, and long cells with quotes",
	text: "sep=,\nid,name\n1,\"\"\"Old Mill\"\" Lane Surgery and Dispensary of the Parish of Merrow by the River\"\n",
	rows: []string{"sep=,", "id|name", "1|\"Old Mill\" Lane Surgery and Dispensary of the Parish of Merrow by the River"},
}, {
	name: "quotes after blanks",
	text: "\"a\", \"b\"\n\"x\", \"y, z\"\n",
	rows: []string{"a|b", "x|y, z"},
}, {
	name: "one column",
	text: "Payee\nLeeds\nKent\n",
	rows: []string{"Payee", "Leeds", "Kent"},
}, {
	name: "a quote inside an unquoted cell is text",
	text: "item,n\n5\" pipe,1\nthe \"old\" one,2\n",
	rows: []string{"item|n", `5" pipe|1`, `the "old" one|2`},
}, {
	name:  "single quotes inside a quoted cell",
	text:  "item,n\n\"the \"old\" one\",1\n\"5\" pipe\",2\nx,3\n",
	rows:  []string{"item|n", `the "old" one|1`, `5" pipe|2`, "x|3"},
	notes: []string{"line 2: a quote inside a quoted cell, read as text", "line 3: a quote inside a quoted cell, read as text"},
}, {
	name:  "quotes around a part of a cell",
	text:  "payee,n\n\"Old\" Oak Ltd,3\nElm Ltd,4\n",
	rows:  []string{"payee|n", `"Old" Oak Ltd|3`, "Elm Ltd|4"},
	notes: []string{"line 2: quotes around a part of a cell, read as text"},
}, {
	name:  "text after a closing quote",
	text:  "payee,amount\nOak,1\nElm,\"1,234.50\"CR\nAsh,5\n",
	rows:  []string{"payee|amount", "Oak|1", "Elm|1,234.50CR", "Ash|5"},
	notes: []string{"line 3: text after a closing quote, kept"},
}, {
	name: "blanks after a closing quote",
	text: "a,b\n\"x\" ,1\n\"y\"  ,2\n",
	rows: []string{"a|b", "x |1", "y  |2"},
}, {
	name:  "a quote that nothing closes swallows no rows",
	text:  "payee,item,n\na,\"pipes,1\nb,rods,2\nc,bolts,3\n",
	rows:  []string{"payee|item|n", `a|"pipes|1`, "b|rods|2", "c|bolts|3"},
	notes: []string{"line 2: a quote that does not close on its line, read as text"},
}, {
	name: "a stray quote closed rows later by chance",
	text: "payee,item,n\na,\"pipes,1\nb,rods,2\nc,bolts,3\nd,monitor 15\",4\ne,desk,5\n",
	rows: []string{"payee|item|n", `a|"pipes|1`, "b|rods|2", "c|bolts|3", `d|monitor 15"|4`, "e|desk|5"},
	notes: []string{
		"line 2: a quote that does not close on its line, read as text",
	},
}, {
	name: "a stray quote before rows with quotes",
	text: "payee,item,n\na,\"pipes,1\nb,\"rods, long\",2\nc,bolts,3\n",
	rows: []string{"payee|item|n", `a|"pipes|1`, "b|rods, long|2", "c|bolts|3"},
	notes: []string{
		"line 2: a quote that does not close on its line, read as text",
	},
}, {
	name:  "an address over lines with commas of its own",
	text:  "name,address,n\na,\"1 High St,\nLeeds, LS1\",1\nb,2 Low St,2\nc,3 Mid St,3\nd,4 End St,4\n",
	rows:  []string{"name|address|n", "a|1 High St,\nLeeds, LS1|1", "b|2 Low St|2", "c|3 Mid St|3", "d|4 End St|4"},
	lines: []int32{1, 2, 4, 5, 6},
}, {
	name:  "every record over lines",
	text:  "name,notes\na,\"one, two, three\nfour, five, six\"\nb,\"one, two, three\nfour, five, six\"\n",
	rows:  []string{"name|notes", "a|one, two, three\nfour, five, six", "b|one, two, three\nfour, five, six"},
	lines: []int32{1, 2, 4},
}, {
	name:  "zero bytes and Ctrl-Z at the end",
	text:  "a,b\n1,2\n\x1a\x00\x00\x00",
	rows:  []string{"a|b", "1|2"},
	notes: []string{"zero bytes or Ctrl-Z after the text, left out"},
}, {
	name: "a byte order mark, twice",
	text: "\xEF\xBB\xBF\xEF\xBB\xBFa,b\n1,2\n",
	rows: []string{"a|b", "1|2"},
}}

func TestExamplesReadAsShown(t *testing.T) {
	for _, e := range csvExamples {
		t.Run(e.name, func(t *testing.T) {
			for _, size := range []int{0, 1, 7} {
				got := readText(t, e.text, size, DefaultLimits())
				if got.err != nil {
					t.Fatal(got.err)
				}
				if !slices.Equal(got.rows, e.rows) {
					t.Errorf("in chunks of %d:\n%q\nreads as %q\nnot as   %q", size, e.text, got.rows, e.rows)
				}
				if e.lines != nil && !slices.Equal(got.lines, e.lines) {
					t.Errorf("the rows begin on lines %v, not %v", got.lines, e.lines)
				}
				if !slices.Equal(got.book.Notes, e.notes) {
					t.Errorf("the notes are %q, not %q", got.book.Notes, e.notes)
				}
			}
		})
	}
}

func TestLimitsAreNamed(t *testing.T) {
	small := func(change func(*Limits)) Limits {
		l := DefaultLimits()
		change(&l)
		return l
	}
	long := strings.Repeat("x", 100)
	for _, c := range []struct {
		limit, text, where string
		lim                Limits
	}{
		{"columns", "a,b\n1,2,3,4,5\n", "line 2", small(func(l *Limits) { l.Columns = 4 })},
		{"cell_size", "a,b\n1," + long + "\n", "line 2", small(func(l *Limits) { l.CellSize = 50 })},
		{"cell_size", "a,b\n1,\"" + long + "\"\n", "line 2", small(func(l *Limits) { l.CellSize = 50 })},
		{"cell_size", "a,b\n1,2\n\"" + strings.Repeat("no end here\n", 40), "line 3", small(func(l *Limits) { l.CellSize = 50 })},
		{"cell_size", "a,b\n" + strings.Repeat(long, 5), "line 2", small(func(l *Limits) { l.CellSize = 50 })},
		{"file_size", "a,b\n" + strings.Repeat("1,2\n", 100), "", small(func(l *Limits) { l.FileSize = 200 })},
	} {
		got := readText(t, c.text, 32, c.lim)
		var refusal *Refusal
		if !errors.As(got.err, &refusal) || !strings.Contains(refusal.Error(), c.limit) || !strings.Contains(refusal.Error(), c.where) {
			t.Errorf("%.40q…: the error is %v, which does not name %s at %q", c.text, got.err, c.limit, c.where)
		}
	}
}

func TestVisitEndsTheReading(t *testing.T) {
	text := "a,b\n" + strings.Repeat("1,2\n", 300_000)
	book, err := Open(BytesInput("x", []byte(text)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	batches := 0
	err = book.Sheets[0].Rows(context.Background(), func(b *Batch) error {
		b.Release()
		if batches++; batches == 3 {
			return enough
		}
		return nil
	})
	if err != enough || batches != 3 {
		t.Errorf("%d batches, then %v", batches, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err = book.Sheets[0].Rows(ctx, func(b *Batch) error {
		b.Release()
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after the context's end: %v", err)
	}
	rows := 0
	for range 2 { // it can be read again
		err = book.Sheets[0].Rows(context.Background(), func(b *Batch) error {
			rows += len(b.Rows)
			b.Release()
			return nil
		})
	}
	if err != nil || rows != 600_002 {
		t.Errorf("%d rows in two readings, %v", rows, err)
	}
}
