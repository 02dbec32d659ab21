package report

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed" // the page's style and script
	"encoding/base64"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"
)

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// Link is one line of an index page.
type Link struct{ Title, File string }

// renderHTML writes one table as a page that needs nothing but itself: no network, no other file. The
// table has a caption and scopes for screen readers and sorts by its headings. Figures are as in text;
// each also carries its exact value. A policy in the page forbids every script but its own.
func renderHTML(w io.Writer, t *Table, opt Options) error {
	return renderPage(w, []*Table{t}, opt)
}

// renderPage writes several tables on one page, with a list of them at its top.
func renderPage(w io.Writer, tables []*Table, _ Options) error {
	h := newHTML(w, titleOf(tables), true)
	if len(tables) > 1 {
		h.raw("<nav aria-label=\"Tables\">\n<ul>\n")
		for i, t := range tables {
			h.raw("<li><a href=\"#t" + strconv.Itoa(i+1) + "\">" + escape(t.Title) + "</a></li>\n")
		}
		h.raw("</ul>\n</nav>\n")
	}
	shared := sharedHeader(tables)
	if len(shared) > 0 {
		h.raw("<section>\n<h2>What all of these count</h2>\n")
		h.header(shared)
		h.raw("</section>\n")
	}
	for i, t := range tables {
		h.section("t"+strconv.Itoa(i+1), t, shared, len(tables) > 1)
	}
	return h.close(true)
}

// mostTitles is how many titles name a page of several tables.
const mostTitles = 3

// titleOf is what a page or workbook of some tables is called in a list of windows or files: by the places and
// years that all are about, else by the titles of its first tables, and how many there are.
func titleOf(tables []*Table) string {
	var about []string
	for _, name := range []string{"Places", "Years"} {
		for _, p := range sharedHeader(tables) {
			if p.Name == name && p.Value != "all" {
				about = append(about, plainLine(p.Value))
			}
		}
	}
	if len(about) > 0 {
		return strings.Join(about, ", ") + ": " + strconv.Itoa(len(tables)) + " tables"
	}
	var titles []string
	for _, t := range tables[:min(len(tables), mostTitles)] {
		titles = append(titles, plainLine(t.Title))
	}
	title := strings.Join(titles, "; ")
	switch more := len(tables) - len(titles); {
	case more == 1:
		title += "; and 1 more table"
	case more > 1:
		title += "; and " + strconv.Itoa(more) + " more tables"
	}
	return cmp.Or(title, "flows")
}

// RenderIndex writes a page of links to other pages, by their files' names relative to it.
func RenderIndex(w io.Writer, title string, links []Link) error {
	h := newHTML(w, title, false)
	h.raw("<ul>\n")
	for _, l := range links {
		h.raw("<li><a href=\"" + address(l.File) + "\">" + escape(l.Title) + "</a></li>\n")
	}
	h.raw("</ul>\n")
	return h.close(false)
}

// htmlWriter writes the parts in order; the first error stays until close.
type htmlWriter struct{ w *bufio.Writer }

func (h htmlWriter) raw(s string) { h.w.WriteString(s) }

func newHTML(w io.Writer, title string, scripted bool) htmlWriter {
	h := htmlWriter{bufio.NewWriter(w)}
	policy := "default-src 'none'; style-src " + sourceHash(pageStyle)
	if scripted {
		policy += "; script-src " + sourceHash(pageScript)
	}
	h.raw("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<title>" + escape(title) + "</title>\n<style>" + pageStyle + "</style>\n</head>\n<body>\n<main>\n<h1>" + escape(title) + "</h1>\n")
	return h
}

func (h htmlWriter) close(scripted bool) error {
	h.raw("</main>\n")
	if scripted {
		h.raw("<script>" + pageScript + "</script>\n")
	}
	h.raw("</body>\n</html>\n")
	return h.w.Flush()
}

// sourceHash is how a content security policy names the one inline text that it allows.
func sourceHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// sharedHeader is what the headers of several tables on one page have in common: it is said once.
func sharedHeader(tables []*Table) []Pair {
	if len(tables) < 2 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(tables[0].Header), func(p Pair) bool {
		return slices.ContainsFunc(tables[1:], func(t *Table) bool { return !slices.Contains(t.Header, p) })
	})
}

// header writes lines of a header block, if there are any.
func (h htmlWriter) header(pairs []Pair) {
	if len(pairs) == 0 {
		return
	}
	h.raw("<dl>\n")
	for _, pair := range pairs {
		h.raw("<dt>" + escape(pair.Name) + "</dt><dd>" + escape(pair.Value) + "</dd>\n")
	}
	h.raw("</dl>\n")
}

// section writes one table with its notes and what its header says beside the lines said before.
func (h htmlWriter) section(id string, t *Table, said []Pair, headed bool) {
	p := pageOf(t)
	h.raw("<section id=\"" + id + "\">\n")
	if headed {
		h.raw("<h2>" + escape(t.Title) + "</h2>\n")
	}
	h.header(slices.DeleteFunc(slices.Clone(t.Header), func(p Pair) bool { return slices.Contains(said, p) }))
	h.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"" + id + "c\">\n<table>\n<caption id=\"" + id + "c\">" + escape(t.Title) + "</caption>\n<thead>\n<tr>")
	classes := p.classes(t)
	for i, c := range p.columns {
		h.raw("<th scope=\"col\"" + classes[i] + ">" + escape(c.heading()) + "</th>")
	}
	h.raw("</tr>\n</thead>\n<tbody>\n")
	for _, r := range t.Rows {
		h.row(p, r, classes)
	}
	h.raw("</tbody>\n</table>\n</div>\n")
	if notes := p.notes(t); len(notes) > 0 {
		h.raw("<ul>\n")
		for _, n := range notes {
			h.raw("<li>" + escape(n) + "</li>\n")
		}
		h.raw("</ul>\n")
	}
	h.raw("</section>\n")
}

func (h htmlWriter) row(p page, r Row, classes []string) {
	h.raw("<tr class=\"" + string(r.Level) + "\">")
	for i, cell := range p.cells(r) {
		c, v := p.columns[i], r.Values[p.from[i]]
		attributes := classes[i]
		if c.Kind.numeric() {
			attributes += " data-v=\"" + exact(v) + "\""
		}
		if i == p.label {
			h.raw("<th scope=\"row\"" + attributes + ">" + escape(cell) + "</th>")
			continue
		}
		h.raw("<td" + attributes + ">" + escape(cell) + "</td>")
	}
	h.raw("</tr>\n")
}

// longestWord is the most that the cells of a column of texts hold that are kept on one line.
const longestWord = 18

// classes set figures to the right, and keep codes, years, dates and short words on one line.
func (p page) classes(t *Table) []string {
	longest := make([]int, len(p.columns))
	for _, r := range t.Rows {
		for i, c := range p.columns {
			if c.Kind == Text && longest[i] <= longestWord {
				longest[i] = max(longest[i], width(p.show(i, r)))
			}
		}
	}
	out := make([]string, len(p.columns))
	for i, c := range p.columns {
		switch {
		case c.Kind.numeric():
			out[i] = " class=\"n\""
		case c.Kind != Text || longest[i] <= longestWord:
			out[i] = " class=\"w\""
		}
	}
	return out
}

// escape is text that markup cannot be made of.
func escape(s string) string { return html.EscapeString(plainLine(s)) }

// address is a relative address: a name with a scheme stays a file's name.
func address(file string) string {
	return escape("./" + strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23", `\`, "/").Replace(strings.TrimLeft(file, "/")))
}
