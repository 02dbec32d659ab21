package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// shown is what Display makes of a text in a format.
func shown(kind Kind, text, code string) string {
	return Display(Cell{Text: text, Kind: kind, Format: 1}, &Sheet{Formats: []string{"General", code}})
}

func TestDisplayNumbers(t *testing.T) {
	tests := []struct{ code, text, want string }{
		{"General", "1234.5", "1234.5"},
		{"General", "0.30000000000000004", "0.3"},
		{"General", "123456789012345678", "1.23456789012346E+17"},
		{"General", "1E-3", "0.001"},
		{"General", "-0.00000000012", "-1.2E-10"},
		{"General", "123456789012", "123456789012"},
		{`General" units"`, "-5", "-5 units"},
		{"0", "1234.5", "1235"},
		{"0", "-0.4", "-0"},
		{"0.00", "1.005", "1.01"},
		{"0.00", "162.79499999999999", "162.80"},
		{"0.00", "99.999", "100.00"},
		{"0.00", "1E20", "100000000000000000000.00"},
		{"000", "7", "007"},
		{"00000\\-00", "1234567", "12345-67"},
		{"#,##0.00", "1234567.891", "1,234,567.89"},
		{"#,##0", "999.5", "1,000"},
		{"#,##0", "0", "0"},
		{"#,###", "0", ""},
		{"0,000", "5", "0,005"},
		{"#,##0,", "1234567", "1,235"},
		{`0.0,,"m"`, "12345678", "12.3m"},
		{"0.##", "5", "5."},
		{"0.0#", "5.25", "5.25"},
		{".00", "12.5", "12.50"},
		{"0%", "0.125", "13%"},
		{"0.0%", "0", "0.0%"},
		{"0.00%", "-0.0512", "-5.12%"},
		{"0.00E+00", "123456", "1.23E+05"},
		{"0.00E+00", "9.999E-7", "1.00E-06"},
		{"0E-0", "0.0015", "2E-3"},
		{"##0.0E+0", "123456", "123.5E+3"},
		{"##0.0E+0", "999960", "1.0E+6"},
		{"0.00E+00", "0", "0.00E+00"},
		{`"£"#,##0.00`, "-12.5", "-£12.50"},
		{"[$£-809]#,##0", "1234", "£1,234"},
		{"[$€-2] #,##0.0", "7", "€ 7.0"},
		{"#,##0.00;(#,##0.00)", "-978", "(978.00)"},
		{`#,##0;[Red]-#,##0;"nil"`, "0", "nil"},
		{"0;;", "-5", ""},
		{`_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-`, "1234.5", "1,234.50"},
		{`_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-`, "-1234.5", "-1,234.50"},
		{`_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-`, "0", "-"},
		{`"yes";"yes";"no"`, "0", "no"},
		{`[>=1000000]0.0,,"m";[>=1000]0,"k";0`, "2500000", "2.5m"},
		{`[>=1000000]0.0,,"m";[>=1000]0,"k";0`, "2500", "3k"},
		{`[>=1000000]0.0,,"m";[>=1000]0,"k";0`, "25", "25"},
		{"[<0](0);0", "-3", "(3)"},
		{"# ?/?", "2.5", "2 1/2"},
		{"# ??/??", "0.3333333333", "1/3"},
		{"# ?/8", "1.25", "1 2/8"},
		{"?/?", "1.5", "3/2"},
		{"# ?/?", "3", "3"},
		{"@", "12.50", "12.5"},
		{"0.00", "not a number", "not a number"},
		{"#,##0.00", "1e999", "1e999"},
	}
	for _, test := range tests {
		if got := shown(Number, test.text, test.code); got != test.want {
			t.Errorf("%s in %s is %q, want %q", test.text, test.code, got, test.want)
		}
	}
}

func TestDisplayDates(t *testing.T) {
	tests := []struct{ code, text, want string }{
		{"dd/mm/yyyy", "42461", "01/04/2016"},
		{"d-mmm-yy", "42461", "1-Apr-16"},
		{"mmmm yyyy", "42461", "April 2016"},
		{"mmmmm", "42461", "A"},
		{"[$-F800]dddd, mmmm dd, yyyy", "42461", "Friday, April 01, 2016"},
		{"ddd", "42462", "Sat"},
		{`yyyy\-mm\-dd;@`, "42461", "2016-04-01"},
		{`"FY "yyyy`, "42461", "FY 2016"},
		{"dd/mm/yyyy hh:mm", "42461.75", "01/04/2016 18:00"},
		{"h:mm AM/PM", "0.5", "12:00 PM"},
		{"h:mm:ss a/p", "0.999", "11:58:34 p"},
		{"hh:mm", "0.99999999", "00:00"},
		{"mm:ss.0", "0.0006", "00:51.8"},
		{"ss.000", "0.0000014", "00.121"},
		{"[h]:mm", "1.75", "42:00"},
		{"[mm]:ss", "0.1", "144:00"},
		{"[s]", "1", "86400"},
		{"dd/mm/yyyy", "60", "29/02/1900"},
		{"dd/mm/yyyy", "61", "01/03/1900"},
		{"dd/mm/yyyy", "1", "01/01/1900"},
		{"dd/mm/yyyy", "0", "00/01/1900"},
		{"dd/mm/yyyy", "-1", "-1"},
		{"dd/mm/yyyy", "2958466", "2958466"},
		{"dd/mm/yyyy", "2016-04-01", "01/04/2016"},
		{"d mmm yyyy h:mm", "2016-04-01T09:30:00", "1 Apr 2016 9:30"},
		{"General", "2016-04-01", "2016-04-01"},
		{"dd/mm/bbbb", "42461", "01/04/2559"},
	}
	for _, test := range tests {
		if got := shown(Date, test.text, test.code); got != test.want {
			t.Errorf("%s in %s is %q, want %q", test.text, test.code, got, test.want)
		}
	}
	since1904 := &Sheet{Formats: []string{"General", "yyyy-mm-dd"}, Date1904: true}
	if got := Display(Cell{Text: "40999", Kind: Date, Format: 1}, since1904); got != "2016-04-01" {
		t.Errorf("day 40999 since 1904 is %s", got)
	}
}

func TestDisplayOthers(t *testing.T) {
	tests := []struct {
		kind             Kind
		text, code, want string
	}{
		{Text, " as it is ", "0.00", " as it is "},
		{Text, "a", `"ref "@`, "ref a"},
		{Text, "a", `0;0;0;"text"`, "text"},
		{Text, "a", `_(* #,##0_);_(@_)`, "a"},
		{Bool, "TRUE", "0.00", "TRUE"},
		{Error, "#REF!", "dd/mm/yyyy", "#REF!"},
		{Blank, "", "0.00", ""},
	}
	for _, test := range tests {
		if got := shown(test.kind, test.text, test.code); got != test.want {
			t.Errorf("%q in %s is %q, want %q", test.text, test.code, got, test.want)
		}
	}
	if got := Display(Cell{Text: "1.50", Kind: Number, Format: 9}, &Sheet{}); got != "1.5" {
		t.Errorf("a number without a format is %q", got)
	}
}

func TestIsDateFormat(t *testing.T) {
	dates := []string{
		"dd/mm/yyyy", "m/d/yy", "[$-409]d\\-mmm\\-yy;@", "h:mm AM/PM", "[h]:mm:ss", "mm:ss.0", "[mm]", "yyyy", "e\"年\"",
		"[Red]dd mmm", "[$-F400]h:mm:ss\\ AM/PM", `"to "d mmm`, "TT.MM.JJJJ", "ss.00;@", "dd/mm/yyyy;;", "[Blue][>0]d/m",
	}
	numbers := []string{
		"General", "0", "#,##0.00", "0.00E+00", `#,##0 "days"`, `"date"0`, "[Red]0", `0\d`, "[$kr-41D]#,##0", "_d0", "*d0", "@", "", ";;;",
		"[Magenta]#,##0", `0.0"m"`, "#,##0;dd", "0.0,,\\m", "[$Dhs-C01] 0", "0%", "GENERAL", "[Yellow]General", "# ?/?", "£0.0m",
	}
	for _, code := range dates {
		if !isDateFormat(code) {
			t.Errorf("%s is a date", code)
		}
	}
	for _, code := range numbers {
		if isDateFormat(code) {
			t.Errorf("%s is no date", code)
		}
	}
	for id := range 60 {
		date := id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
		if isDateFormat(builtinFormat(id)) != date {
			t.Errorf("the built-in format %d (%s) is taken for a date: %v", id, builtinFormat(id), !date)
		}
	}
}

// TestDisplayLawPlaces: what a plain format shows is the number, rounded to its places.
func TestDisplayLawPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pence := rapid.Int64Range(-1e13, 1e13).Draw(t, "pence")
		text := strconv.FormatFloat(float64(pence)/100, 'f', -1, 64)
		want := fmt.Sprintf("%d.%02d", pence/100, int64(math.Abs(float64(pence%100))))
		if pence < 0 && pence > -100 {
			want = "-" + want
		}
		for _, code := range []string{"0.00", "#,##0.00", "_-* #,##0.00_-", "[$£-809]#,##0.00"} {
			got := strings.NewReplacer(",", "", "£", "").Replace(shown(Number, text, code))
			if got != want {
				t.Fatalf("%s in %s is %s, want %s", text, code, got, want)
			}
		}
	})
}

// TestDisplayLawDays: every day from March 1900 on shows as the calendar has it.
func TestDisplayLawDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		serial := rapid.IntRange(61, lastDay).Draw(t, "serial")
		day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, serial)
		text := strconv.Itoa(serial)
		if got, want := shown(Date, text, "dddd d mmmm yyyy"), day.Format("Monday 2 January 2006"); got != want {
			t.Fatalf("day %d is %s, want %s", serial, got, want)
		}
		if got := shown(Date, day.Format("2006-01-02"), "dd/mm/yyyy"); got != shown(Date, text, "dd/mm/yyyy") {
			t.Fatalf("day %d as ISO date is %s", serial, got)
		}
	})
}

// FuzzDisplay shows any text in any format: always the same, and text that is no number as it is.
func FuzzDisplay(f *testing.F) {
	for _, code := range []string{"General", `_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-`, "[>=1000]0,\"k\";0", "##0.0E+0", "# ??/??", "[h]:mm:ss.00 AM/PM", "dd/mm/yyyy", "[$£-809]#,##0;;"} {
		f.Add("1234.5", code)
		f.Add("-0.0001", code)
	}
	f.Add("8", "0D.00000A0/0000c")
	f.Fuzz(func(t *testing.T, text, code string) {
		for _, kind := range []Kind{Number, Date} {
			got := shown(kind, text, code)
			if got != shown(kind, text, code) {
				t.Errorf("%q in %q shows in two ways", text, code)
			}
			if _, iso := isoSerial(text, false); !isNumber([]byte(text)) && !iso && got != text {
				t.Errorf("%q is no number and shows as %q in %q", text, got, code)
			}
		}
	})
}

// The dates that a workbook names by number are shown as Excel shows them in Britain, where they have two digits a day.
func TestBuiltinDatesInBritain(t *testing.T) {
	for id, want := range map[int]string{14: "03/04/2019", 15: "03-Apr-19", 16: "03-Apr", 17: "Apr-19", 22: "03/04/2019 12:00"} {
		s := &Sheet{Formats: []string{"General", builtinFormat(id)}}
		if got := Display(Cell{Text: "43558.5", Kind: Date, Format: 1}, s); got != want {
			t.Errorf("format %d shows %q, want %q", id, got, want)
		}
	}
}
