package workspace

import (
	"fmt"
	"strings"
	"unicode"
)

// FormatRecipe writes a recipe as a small commented file, from which ParseRecipe reads the same recipe.
// The comments tell a person what each key does; about are lines for the top.
func FormatRecipe(r *Recipe, about []string) string {
	var b strings.Builder
	for _, line := range append(about,
		"", "It reads every table with the headings below, whatever its file is called. Edit it and ingest again:",
		"just the files with this layout are read again. docs/RECIPES.md lists the keys.") {
		b.WriteString(strings.TrimRight("# "+line, " ") + "\n")
	}
	b.WriteByte('\n')
	key := func(name, value, comment string) {
		if c := r.Comments[name]; c != "" {
			comment = c + "; " + comment
		}
		fmt.Fprintf(&b, "%-34s # %s\n", name+": "+value, comment)
	}
	rows := "anywhere"
	switch {
	case r.Headless:
		rows = "none"
	case r.HeadingFirst != r.HeadingLast:
		rows = fmt.Sprintf("%d-%d", r.HeadingFirst, r.HeadingLast)
	case r.HeadingFirst > 0:
		rows = fmt.Sprint(r.HeadingFirst)
	}
	key("heading_rows", rows, "anywhere, none (no heading: columns by position), 5 or 4-5")
	key("shape", r.Shape, shapeWords(r.Shape))
	key("load", r.Load, "no: its tables are told of and not loaded; undecided: they are a problem until you say")
	b.WriteString("columns:\n")
	r.formatColumns(&b)
	key("unit", orAuto(r.Unit), "where neither heading nor title states it: pounds, thousands, millions, billions; on a column, whatever they state")
	key("record", orAuto(r.Record), strings.Join(records(), ", ")+" or auto")
	key("stage", orAuto(r.Stage), "paid, awarded, budget, outturn … or auto")
	key("date_order", orAuto(r.DateOrder), "dmy, mdy, ymd, or auto: by a vote of the column")
	key("payer", quotedOr(r.Payer), "of rows that name none; auto: by a title, or the file's name")
	key("period", quotedOr(r.Period), "of rows without a date, such as '2023-24'; auto: by a title, or the file's name")
	key("totals", flowList(r.Totals), "rows with such a text are totals: ['Balance carried *']")
	key("notes", flowList(r.Notes), "rows with such a text are notes")
	key("payments", flowList(r.Payments), "rows with such a text are payments, whatever they look like")
	key("skip_sheets", flowList(r.SkipSheets), "sheets with such a name are not loaded")
	var defaults []string
	for _, d := range r.Defaults {
		defaults = append(defaults, d.Field+": "+single(d.Text))
	}
	key("defaults", "{"+strings.Join(defaults, ", ")+"}", "texts of fields that a row leaves blank: {capital: 'revenue'}")
	return b.String()
}

// shapeWords say what a shape is and which others there are, as far as a person can choose between them.
func shapeWords(shape string) string {
	switch shape {
	case "account":
		return "the account of one body, a service a row"
	case "bodies":
		return "a service a row, a body a column"
	}
	return "list (one amount a row), years (a year a column), services (a service a column)"
}

// formatColumns writes one line for each column, aligned.
func (r *Recipe) formatColumns(b *strings.Builder) {
	widest := 0
	lines := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		parts := []string{"heading: " + single(c.Heading), "field: " + c.Field}
		if len(c.Also) > 0 {
			parts = append(parts, "also: "+flowList(c.Also))
		}
		if c.Field == "amount" {
			sign := "as-written"
			if c.Sign != "" {
				sign = c.Sign
			}
			parts = append(parts, "unit: "+orAuto(c.Unit), "sign: "+sign)
		} else {
			parts = appendWord(parts, "unit", c.Unit)
			parts = appendWord(parts, "sign", c.Sign)
		}
		parts = appendWord(parts, "decimal", c.Decimal)
		parts = appendWord(parts, "vat", c.VAT)
		lines[i] = "  - {" + strings.Join(parts, ", ") + "}"
		widest = max(widest, min(len(lines[i]), 72))
	}
	for i, c := range r.Columns {
		comment := columnName(i)
		if c.Comment != "" {
			comment += ": " + c.Comment
		}
		fmt.Fprintf(b, "%-*s # %s\n", widest, lines[i], comment)
	}
}

func appendWord(parts []string, name, word string) []string {
	if word == "" {
		return parts
	}
	return append(parts, name+": "+word)
}

// columnName is a column as spreadsheets name it: A, B, … Z, AA.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}

func orAuto(s string) string {
	if s == "" {
		return Auto
	}
	return s
}

func quotedOr(s string) string {
	if s == "" {
		return Auto
	}
	return single(s)
}

func flowList(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = single(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// single is a text in single quotes, on one line, without what no line of text may hold.
func single(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Cf) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, s)
	return "'" + strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "'", "''") + "'"
}
