package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Form is a table that people fill in and give back.
type Form struct {
	Table  *Table // a plain table whose first column names each row, each name once
	Fields []Field
}

// Field is a column of a form that is filled in: its cells are coloured, and what to write is told beside them.
type Field struct {
	Column  string
	Prompt  string     // at most 255 letters
	Choices [][]string // what each row offers in a drop-down list; nil offers nothing
	List    *Table     // or a table whose first column is offered in every row: one of the lists of RenderForms
}

// RenderForms writes forms as one workbook, set as RenderBook sets one: each form is a sheet with drop-down
// lists, what a row offers is a sheet of its own behind them, and lists that rows share follow. A drop-down
// list proposes; any other text can be written in its cell. Equal forms give equal bytes.
func RenderForms(w io.Writer, forms []Form, lists []*Table) error {
	b := newBook()
	defer b.f.Close()
	b.forms = map[*Table]*Form{}
	var tables, behind []*Table
	for i := range forms {
		form := &forms[i]
		if err := form.check(); err != nil {
			return err
		}
		b.forms[form.Table] = form
		tables = append(tables, form.Table)
		for k := range form.Fields {
			if f := &form.Fields[k]; f.Choices != nil {
				t := choiceTable(form.Table, f)
				b.choices[f], behind = t, append(behind, t)
			} else if f.List != nil {
				b.choices[f] = f.List
			}
		}
	}
	tables = slices.Concat(tables, behind, lists)
	for _, t := range tables {
		if err := t.Check(); err != nil {
			return err
		}
	}
	if err := b.write(tables); err != nil {
		return err
	}
	_, err := b.f.WriteTo(w)
	return err
}

// check says where a form breaks its contract.
func (f *Form) check() error {
	t := f.Table
	seen := map[any]bool{}
	for i, r := range t.Rows {
		if len(r.Values) == 0 || seen[r.Values[0]] || unknown(r.Values[0]) {
			return fmt.Errorf("form %s row %d: its name is missing or used twice", t.Name, i+1)
		}
		seen[r.Values[0]] = true
	}
	for _, field := range f.Fields {
		switch {
		case !t.Plain || t.index(field.Column) < 0:
			return fmt.Errorf("form %s is no plain table with a column %q", t.Name, field.Column)
		case field.Choices != nil && len(field.Choices) != len(t.Rows):
			return fmt.Errorf("form %s, column %s: choices for %d rows of %d", t.Name, field.Column, len(field.Choices), len(t.Rows))
		case len([]rune(field.Prompt)) > 255:
			return fmt.Errorf("form %s, column %s: a prompt of more than 255 letters", t.Name, field.Column)
		}
	}
	return nil
}

func (t *Table) index(column string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == column })
}

// formsTitle is the title of a workbook of forms.
func (b *book) formsTitle(tables []*Table) string {
	title := "Forms to fill in:"
	for _, t := range tables {
		if b.forms[t] != nil {
			title += " " + t.Name
		}
	}
	return title
}

// columns names the columns to fill in as their headings do, so that nobody needs to see the colour.
func (f *Form) columns() string {
	names := make([]string, len(f.Fields))
	for i := range f.Fields {
		names[i] = strings.ReplaceAll(f.Fields[i].Column, "_", " ")
	}
	return strings.Join(names, ", ")
}

// field is the field of a form's column, nil where it is not to be filled in.
func (f *Form) field(column string) *Field {
	if f == nil {
		return nil
	}
	for i := range f.Fields {
		if f.Fields[i].Column == column {
			return &f.Fields[i]
		}
	}
	return nil
}

// choiceTable holds what each row of a form offers: the row's name, how many, and the choices.
func choiceTable(t *Table, f *Field) *Table {
	most := 1
	for _, c := range f.Choices {
		most = max(most, len(c))
	}
	out := &Table{Name: t.Name + " choices", Plain: true, Title: "What the drop-down lists of the sheet " + t.Name + " offer",
		Columns: []Column{{Name: t.Columns[0].Name, Kind: Code}, {Name: "offers", Kind: Count}}}
	for i := range most {
		out.Columns = append(out.Columns, Column{Name: "choice_" + strconv.Itoa(i+1)})
	}
	for i, r := range t.Rows {
		row := Row{Level: Body, Values: []any{r.Values[0], int64(len(f.Choices[i]))}}
		for k := range most {
			choice := ""
			if k < len(f.Choices[i]) {
				choice = f.Choices[i][k]
			}
			row.Values = append(row.Values, choice)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// ask gives the cells to fill in of a form's sheet their prompts and drop-down lists.
func (b *book) ask(sheet string, t *Table, form *Form) error {
	if len(t.Rows) == 0 {
		return nil
	}
	for i := range form.Fields {
		f := &form.Fields[i]
		column, err := excelize.ColumnNumberToName(t.index(f.Column) + 1)
		if err != nil {
			return err
		}
		v := excelize.NewDataValidation(true)
		v.SetSqref(fmt.Sprintf("%s%d:%s%d", column, firstRow+1, column, firstRow+len(t.Rows)))
		if f.Prompt != "" {
			v.SetInput(f.Column, f.Prompt)
		}
		if list := b.choices[f]; list != nil && len(list.Rows) > 0 {
			v.Type, v.Formula1 = "list", b.offer(f, list)
			v.ShowErrorMessage = false // it proposes; another text can be written
		}
		if err := b.f.AddDataValidation(sheet, v); err != nil {
			return err
		}
	}
	return nil
}

// offer is the formula of the cells that a list offers. It finds the row by its name, so that it stays right
// when rows are sorted.
func (b *book) offer(f *Field, list *Table) string {
	sheet := "'" + b.sheetOf[list] + "'!"
	end := firstRow + len(list.Rows)
	if f.Choices == nil {
		return fmt.Sprintf("%s$A$%d:$A$%d", sheet, firstRow+1, end)
	}
	row := fmt.Sprintf("MATCH($A%d,%s$A$%d:$A$%d,0)", firstRow+1, sheet, firstRow+1, end)
	return fmt.Sprintf("OFFSET(%s$C$%d,%s,0,1,INDEX(%s$B$%d:$B$%d,%s))", sheet, firstRow, row, sheet, firstRow+1, end, row)
}
