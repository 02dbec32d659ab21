package report

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// renderMarkdown writes a table for people in GitHub's Markdown: title, header block as a list, the
// table with figures as in text, notes as a list. All text is escaped: it can open no markup, link,
// HTML, code fence or diagram.
func renderMarkdown(w io.Writer, t *Table, _ Options) error {
	p := pageOf(t)
	var b bytes.Buffer
	if t.Title != "" {
		b.WriteString("## " + escapeMarkdown(t.Title) + "\n\n")
	}
	for _, h := range t.Header {
		b.WriteString("- **" + escapeMarkdown(h.Name) + "**: " + escapeMarkdown(h.Value) + "\n")
	}
	if len(t.Header) > 0 {
		b.WriteByte('\n')
	}
	if len(p.columns) > 0 {
		writeMarkdownTable(&b, t, p)
	}
	notes := p.notes(t)
	if len(t.Rows) == 0 {
		notes = append([]string{"No rows."}, notes...)
	}
	if len(notes) > 0 {
		b.WriteByte('\n')
	}
	for _, n := range notes {
		b.WriteString("- " + item(escapeMarkdown(n)) + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeMarkdownTable(b *bytes.Buffer, t *Table, p page) {
	for _, c := range p.columns {
		b.WriteString("| " + escapeMarkdown(c.heading()) + " ")
	}
	b.WriteString("|\n")
	for _, c := range p.columns {
		if c.Kind.numeric() {
			b.WriteString("| ---: ")
		} else {
			b.WriteString("| --- ")
		}
	}
	b.WriteString("|\n")
	for _, r := range t.Rows {
		for _, cell := range p.cells(r) {
			s := escapeMarkdown(cell)
			if s != "" && (r.Level == Total || r.Level == Subtotal) {
				s = "**" + s + "**"
			}
			b.WriteString("| " + s + " ")
		}
		b.WriteString("|\n")
	}
}

// escapeMarkdown makes every character that Markdown or HTML could act on stand for itself.
func escapeMarkdown(s string) string { return markdown().Replace(plainLine(s)) }

var markdown = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer(
		"&", "&amp;", "<", "&lt;", ">", "&gt;", `\`, `\\`, "`", "\\`", "|", `\|`, "*", `\*`, "_", `\_`,
		"[", `\[`, "]", `\]`, "~", `\~`, "#", `\#`, "$", `\$`, "!", `\!`, "@", "&#64;", "://", ":&#47;/")
})

// item keeps a line from opening a list of its own: "- …", "+ …", "1. …".
func item(s string) string {
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits < len(s) && (digits > 0 && strings.ContainsRune(".)", rune(s[digits])) || digits == 0 && strings.ContainsRune("-+=", rune(s[0]))) {
		return s[:digits] + `\` + s[digits:]
	}
	return s
}
