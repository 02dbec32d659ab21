package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"flows/ledger"
	"flows/report"

	"pgregory.net/rapid"
)

// Law: the page's figures, read back from its cells, are the table's.
func TestHTMLReadBackIsTheTable(t *testing.T) {
	cell := regexp.MustCompile(`data-v="([^"]*)"`)
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		var expected []string
		for _, r := range tab.Rows {
			for j, v := range r.Values {
				if kind := tab.Columns[j].Kind; (kind == report.Money || kind == report.Count || kind == report.Fraction || kind == report.Measure) && shown(tab, j) {
					expected = append(expected, want(v))
				}
			}
		}
		var got []string
		for _, m := range cell.FindAllStringSubmatch(string(render(t, tab, "html", report.Options{})), -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, ",") != strings.Join(expected, ",") {
			t.Fatalf("%q, want %q", got, expected)
		}
	})
}

// shown tells whether column j has a value in any row.
func shown(tab *report.Table, j int) bool {
	for _, r := range tab.Rows {
		if want(r.Values[j]) != "" {
			return true
		}
	}
	return false
}

// Nothing in the data becomes markup, and the page asks nobody for anything.
func TestHTMLHoldsOnlyItsOwnMarkup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		page := string(render(t, tab, "html", report.Options{}))
		script := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(page, -1)
		if len(script) != 1 {
			t.Fatalf("%d scripts", len(script))
		}
		sum := sha256.Sum256([]byte(script[0][1]))
		if !strings.Contains(page, "script-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Fatal("the policy does not name the page's script")
		}
		rest := strings.ReplaceAll(page, script[0][0], "")
		rest = regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(rest, "")
		for _, tag := range regexp.MustCompile(`<[^>]*>`).FindAllString(rest, -1) {
			if !regexp.MustCompile(`^</?(!DOCTYPE html|html|head|meta|title|body|main|h1|section|dl|dt|dd|div|table|caption|thead|tbody|tr|th|td|ul|li)( [a-zA-Z-]+="[^"<]*")*>$`).MatchString(tag) {
				t.Fatalf("tag %s", tag)
			}
		}
		if regexp.MustCompile(`(src|href|action)=|url\(`).MatchString(regexp.MustCompile(`>[^<]*<`).ReplaceAllString(rest, "><")) {
			t.Fatal("the page asks for another file")
		}
	})
}

func TestHTMLIsAccessible(t *testing.T) {
	page := string(render(t, grants(), "html", report.Options{}))
	for _, s := range []string{`<html lang="en-GB">`, `<caption id="t1c">Who funds the same function</caption>`, `<th scope="col" class="n">amount (£)</th>`,
		`<tr class="total"><th scope="row" class="w">Total</th>`, `<td class="n" data-v="900000.50">900,001</td>`, `<li>An overlap is a question`} {
		if !strings.Contains(page, s) {
			t.Errorf("%s is not in the page", s)
		}
	}
}

func TestIndexLinksFilesOnly(t *testing.T) {
	var b bytes.Buffer
	err := report.RenderIndex(&b, "Merrowshire & districts", []report.Link{{Title: "Overlap", File: "overlap.html"}, {Title: "<b>", File: "javascript:alert(1)\""}, {Title: "c", File: "a#b?c"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{`<h1>Merrowshire &amp; districts</h1>`, `<a href="./overlap.html">Overlap</a>`, `<a href="./javascript:alert(1)&#34;">&lt;b&gt;</a>`, `<a href="./a%23b%3Fc">`} {
		if !strings.Contains(b.String(), s) {
			t.Errorf("%s is not in\n%s", s, b.String())
		}
	}
}

// Law: a chart is well-formed, and its bars stay inside the picture.
func TestSVGIsWellFormed(t *testing.T) {
	rect := regexp.MustCompile(`<rect x="(-?\d+)" y="\d+" width="(-?\d+)"`)
	rapid.Check(t, func(t *rapid.T) {
		tab := anyTable(t)
		tab.Columns = append(tab.Columns, report.Column{Name: "amount", Kind: report.Money})
		for i := range tab.Rows {
			tab.Rows[i].Values = append(tab.Rows[i].Values, ledger.Pence(anyInt().Draw(t, "amount")))
		}
		out := render(t, tab, "svg", report.Options{})
		for d := xml.NewDecoder(bytes.NewReader(out)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		}
		for _, m := range rect.FindAllStringSubmatch(string(out), -1) {
			var x, width int
			fmt.Sscan(m[1]+" "+m[2], &x, &width)
			if x < 260 || width < 0 || x+width > 680 {
				t.Fatalf("a bar from %d, %d wide", x, width)
			}
		}
	})
}

func TestSVGDrawsAmountsToScale(t *testing.T) {
	out := string(render(t, grants(), "svg", report.Options{}))
	for _, s := range []string{`>Pre-primary and primary education</text>`, `width="210"`, `>900,001</text>`, `>not classified</text>`} {
		if !strings.Contains(out, s) {
			t.Errorf("%s is not in\n%s", s, out)
		}
	}
	if strings.Contains(out, "Total") {
		t.Error("the total is drawn beside its parts")
	}
	if err := report.Render(io.Discard, one(report.Text, "x"), "svg", report.Options{}); err == nil {
		t.Error("a chart without figures")
	}
}

// What all tables of a page count is said once; what only one says stands with it.
func TestHTMLSaysSharedLinesOnce(t *testing.T) {
	a, b := grants(), grants()
	a.Header = []report.Pair{{Name: "Years", Value: "2010-11"}, {Name: "Records", Value: "payments"}}
	b.Header = []report.Pair{{Name: "Years", Value: "2010-11"}, {Name: "Records", Value: "awards"}}
	var out bytes.Buffer
	if err := report.RenderAll(&out, []*report.Table{a, b}, "html", report.Options{}); err != nil {
		t.Fatal(err)
	}
	for line, times := range map[string]int{"<dt>Years</dt><dd>2010-11</dd>": 1, "<dt>Records</dt><dd>payments</dd>": 1, "<dt>Records</dt><dd>awards</dd>": 1} {
		if n := strings.Count(out.String(), line); n != times {
			t.Errorf("%s stands %d times, want %d", line, n, times)
		}
	}
}

func TestAPageIsCalledByItsTables(t *testing.T) {
	title := func(n int, header ...report.Pair) string {
		var tables []*report.Table
		for i := range n {
			x := one(report.Count, int64(7))
			x.Header = header
			x.Title = "Part " + string(rune('A'+i))
			tables = append(tables, x)
		}
		var out bytes.Buffer
		if err := report.RenderAll(&out, tables, "html", report.Options{}); err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(out.String(), "<title>")
		name, _, _ := strings.Cut(rest, "</title>")
		return name
	}
	for n, want := range map[int]string{
		1: "Part A", 2: "Part A; Part B", 4: "Part A; Part B; Part C; and 1 more table", 6: "Part A; Part B; Part C; and 3 more tables",
	} {
		if got := title(n); got != want {
			t.Errorf("%d tables are %q, want %q", n, got, want)
		}
	}
	norfolk := []report.Pair{{Name: "Places", Value: "Norfolk"}, {Name: "Years", Value: "2010-11"}}
	if got, want := title(5, norfolk...), "Norfolk, 2010-11: 5 tables"; got != want {
		t.Errorf("tables of one place are %q, want %q", got, want)
	}
}
