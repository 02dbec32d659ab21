package mapping

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
)

func classifyCSV(t *testing.T, o FunctionOptions, in string, always bool) [][]string {
	t.Helper()
	f, err := NewFunctions(o)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := f.ClassifyCSV(strings.NewReader(in), &out, always); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestClassifyCSV(t *testing.T) {
	in := "\ufeffaims,Text,id,department\n" +
		"\"Fill holes, and mend\",Pothole Fund,b,Department for Transport\n" +
		",Qzxv,a,\n" +
		",Girls' schools abroad,c,Department for International Development\n"
	rows := classifyCSV(t, FunctionOptions{}, in, false)
	if got := strings.Join(rows[0], ","); got != "id,division,group,name,step,rule,confidence,second,second_confidence" {
		t.Errorf("heading %s", got)
	}
	if len(rows) != 4 || rows[1][0] != "b" || rows[2][0] != "a" || rows[3][0] != "c" {
		t.Fatalf("order not kept: %v", rows)
	}
	if got := strings.Join(rows[1][:5], ","); got != "b,04,04.5,Transport,rule" {
		t.Errorf("potholes: %s", got)
	}
	if got := strings.Join(rows[2][1:7], ","); got != ",,,none,," {
		t.Errorf("what nobody can know: %s", got)
	}
	if rows[3][1] != "01" {
		t.Errorf("the aid department's schools are aid: %v", rows[3])
	}
}

// Law: with always, every text gets a division, and its second is another.
func TestAlwaysAnswers(t *testing.T) {
	var in strings.Builder
	in.WriteString("id,text\n")
	for i, w := range wordsOfPurposes {
		fmt.Fprintf(&in, "%d,\"%s\"\n", i, w)
	}
	for _, r := range classifyCSV(t, FunctionOptions{}, in.String(), true)[1:] {
		if r[1] == "" || r[6] == "" || r[7] == "" || r[7] == r[1] {
			t.Errorf("%v", r)
		}
	}
}

func TestClassifyWithoutModel(t *testing.T) {
	for _, r := range classifyCSV(t, FunctionOptions{NoModel: true}, "id,text\n1,Qzxv\n2,Police grant\n", true)[1:] {
		if r[4] == StepModelled || r[7] != "" {
			t.Errorf("a model spoke: %v", r)
		}
	}
}

// A mark of byte order before a quoted heading is no part of its name.
func TestClassifyCSVPassesOverTheMark(t *testing.T) {
	rows := classifyCSV(t, FunctionOptions{NoModel: true}, "\ufeff\"id\",\"text\"\r\n\"1\",\"Police \"\"core\"\" grant\"\r\n", false)
	if len(rows) != 2 || rows[1][0] != "1" || rows[1][1] != "03" {
		t.Errorf("%v", rows)
	}
}

func TestClassifyCSVRefuses(t *testing.T) {
	f := noModel(t)
	for _, c := range []struct{ name, in, says string }{
		{"nothing", "", "no heading"},
		{"no text column", "id,words\n1,a\n", `no column "text"`},
		{"semicolons", "id;text\n1;a\n", "parted by commas"},
		{"a torn quote", "id,text\n1,\"a\n", "line 2"},
		{"a column twice", "id,text,Text\n1,a,b\n", "twice"},
		{"commas without quotes", "id,text\n1,a\n2,potholes, schools\n", "line 3: 3 cells under 2 headings"},
	} {
		var out strings.Builder
		if err := f.ClassifyCSV(strings.NewReader(c.in), &out, false); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

// Oddities are taken: blank cells, short records, empty cells beyond the heading, line ends of Windows,
// cells with line ends, bytes that are no UTF-8, very long texts.
func TestClassifyCSVTakesOddities(t *testing.T) {
	in := "\ufeffid,text\r\n,Pothole Fund\r\n2\r\n3,Pothole Fund,,\r\n4,\"Pothole\r\nFund\"\r\n5,\xff\xfe Pothole Fund\r\n6," +
		strings.Repeat("pothole fund ", 800) + "\r\n7,12345 67\r\n"
	rows := classifyCSV(t, FunctionOptions{}, in, false)[1:]
	if len(rows) != 7 {
		t.Fatalf("%d verdicts of 7 texts", len(rows))
	}
	for i, r := range rows {
		want := "04"
		if i == 1 || i == 6 {
			want = ""
		}
		if r[1] != want {
			t.Errorf("text %d: division %q, want %q", i+1, r[1], want)
		}
	}
}
