package flows

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"flows/ingest"
	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
	"flows/privacy"
)

// InspectOptions say what to inspect.
type InspectOptions struct {
	Names []string
	Stdin io.Reader

	// Save adds, for each layout that is read without a recipe, a recipe to the workspace. It needs one.
	Save   bool
	DryRun bool              // with Save: tell what would be written
	Wrote  func(line string) // with Save: told of each recipe that is written, or why none is
}

// inspection collects what ingest would do with one file.
type inspection struct {
	tables   []ledger.Table
	problems []ledger.Problem
	seen     []*seenLayout
	shown    func(cells []string, sheet string) []string // without what names private persons
}

// seenLayout is a layout that was found, with a few values of its columns.
type seenLayout struct {
	sheet  string
	layout *table.Layout
	values [][]string // by column
}

// Restart forgets what came so far.
func (i *inspection) Restart() { *i = inspection{shown: i.shown} }

// Batch takes entries; they are counted on their table.
func (i *inspection) Batch(*ledger.Batch) error { return nil }

// Problem keeps a problem.
func (i *inspection) Problem(p ledger.Problem) error { i.problems = append(i.problems, p); return nil }

// Table keeps a table.
func (i *inspection) Table(t ledger.Table) error { i.tables = append(i.tables, t); return nil }

// layout keeps a layout and a few values.
func (i *inspection) layout(s ingest.Seen) {
	seen := &seenLayout{sheet: s.Sheet.Name, layout: s.Layout, values: make([][]string, max(len(s.Layout.Columns), s.Width()))}
	for r := range s.Rows {
		if s.Rows[r].Record > s.Layout.Last {
			cells := make([]string, len(s.Rows[r].Cells))
			for c := range cells {
				cells[c] = sheet.Display(s.Rows[r].Cells[c], s.Sheet)
			}
			seen.add(i.shown(cells, s.Sheet.Name))
		}
	}
	seen.leaveWithheld()
	i.seen = append(i.seen, seen)
}

// fewValues is how many different values of a column are shown.
const fewValues = 3

// add takes the values of a row that are new.
func (s *seenLayout) add(cells []string) {
	for c := range s.values {
		if c >= len(cells) || len(s.values[c]) >= fewValues {
			continue
		}
		if v := cell.Trim(cells[c]); v != "" && !slices.Contains(s.values[c], v) {
			s.values[c] = append(s.values[c], strings.Clone(v))
		}
	}
}

// leaveWithheld takes out, where a column has values that may be shown, the mark of those that may not.
func (s *seenLayout) leaveWithheld() {
	for c, values := range s.values {
		if len(values) > 1 {
			s.values[c] = slices.DeleteFunc(values, func(v string) bool { return v == privacy.Withheld })
		}
	}
}

// of finds the layout of a table.
func (i *inspection) of(t *ledger.Table) *seenLayout {
	for _, s := range i.seen {
		if s.sheet == t.Sheet && s.layout.Last == t.HeaderRow {
			return s
		}
	}
	return nil
}

// Inspect says, for each sheet of files, which table was found and why, the field of each column with a
// few of its values, the unit and the order of dates, what would be loaded and what not, and what is
// hidden. Nothing is kept, apart from the recipes that Save asks for. p may be nil: then there are no
// recipes and no settings.
func Inspect(ctx context.Context, p *Project, opt InspectOptions, out io.Writer) error {
	var rules ingest.Rules
	decided := func(cells []string) []string { return cells }
	if p != nil {
		rules = p.rules()
		var err error
		if decided, err = p.cellsShown(); err != nil {
			return err
		}
	}
	saver := newSaver(p, opt)
	err := eachFile(opt.Names, opt.Stdin, func(shown string, in *sheet.Input, book *sheet.Book, _ error) error {
		found := &inspection{shown: func(cells []string, sheet string) []string { return decided(shownRow(cells, in.Path, sheet)) }}
		outcome, err := ingest.Read(ctx, in, ingest.Options{Jobs: 1, Limits: sheet.DefaultLimits(), Rules: rules, Layout: found.layout}, found)
		if err != nil {
			return err
		}
		w := &inspector{out}
		w.file(shown, outcome, book)
		for i := range found.tables {
			t := &found.tables[i]
			w.table(t, found.of(t))
		}
		w.problems(found.problems)
		if opt.Save {
			return saver.file(shown, found)
		}
		return nil
	})
	return errors.Join(err, saver.close())
}

// inspector prints what was found.
type inspector struct{ out io.Writer }

func (w *inspector) line(name, format string, args ...any) {
	fmt.Fprintf(w.out, "    %-10s %s\n", name, fmt.Sprintf(format, args...))
}

func (w *inspector) file(shown string, outcome ingest.Outcome, book *sheet.Book) {
	fmt.Fprintf(w.out, "%s\n", shown)
	if outcome.Format != "" {
		fmt.Fprintf(w.out, "  format     %s\n", outcome.Format)
	}
	for _, n := range outcome.Notes {
		fmt.Fprintf(w.out, "  note       %s\n", n)
	}
	if book == nil {
		return
	}
	for _, s := range book.Sheets {
		if s.Visibility != sheet.Visible {
			fmt.Fprintf(w.out, "  hidden     the sheet %q is %s\n", s.Name, visibilityWords()[s.Visibility])
		}
	}
}

// table prints one table.
func (w *inspector) table(t *ledger.Table, seen *seenLayout) {
	name := t.Sheet
	if name == "" {
		name = "(no sheet)"
	}
	fmt.Fprintf(w.out, "  table %d · %s: %s\n", t.N, name, t.Status)
	for _, r := range t.Reasons {
		w.line("because", "%s", r)
	}
	for _, n := range t.Notes {
		w.line("note", "%s", n)
	}
	if t.HeaderRow > 0 {
		w.line("heading", "record %d", t.HeaderRow)
	}
	if t.Charset != "" {
		w.line("text", "%s, delimiter %q", t.Charset, t.Delimiter)
	}
	if seen != nil {
		w.layout(t, seen)
	}
	for _, s := range t.Series {
		w.line("series", "%s: %s, %d entries, %s; %s", flat(s.Name), s.Status, s.Entries, sterling(s.Sum), s.Why)
	}
	w.line("rows", "%d loaded, %d quarantined, %d totals, %d headings, %d notes, %d blank, %d repeated headings; sum %s",
		t.Fates[ledger.Loaded], t.Fates[ledger.Quarantined], t.Fates[ledger.Total], t.Fates[ledger.Heading], t.Fates[ledger.Note],
		t.Fates[ledger.BlankRow], t.Fates[ledger.RepeatHeading], sterling(t.Sum))
	if t.SumQuarantined != 0 {
		w.line("at risk", "%s in quarantined rows", sterling(t.SumQuarantined))
	}
	if t.HasControl {
		w.line("its total", "%s, difference %s", sterling(t.Control), sterling(t.Control-t.Sum))
	}
}

// layout prints what a table was read by: recipe, unit, dates, record, payer, and its columns.
func (w *inspector) layout(t *ledger.Table, seen *seenLayout) {
	l := seen.layout
	switch {
	case l.By != nil:
		w.line("recipe", "%s", l.Recipe)
	case l.Refusal == table.NearMiss:
		w.line("question", "%s", l.None)
		w.line("answer", "if it is the same column, add its heading to that column's also: in %s; if not, --save writes a recipe for this layout", l.Recipe)
	}
	if words := l.UnitWords(); l.Unstated {
		w.line("unit", "not stated; --save writes a recipe in which you can state it")
	} else if words != "" {
		w.line("unit", "%s", words)
	} else if t.Unit > 0 {
		w.line("unit", "pounds: nothing states another")
	}
	if t.DateOrder != "" {
		w.line("dates", "%s: %s", t.DateOrder, l.OrderWhy)
	}
	if l.None == "" {
		w.line("record", "%s, %s", l.Record, l.Stage)
	}
	if l.Payer != "" {
		w.line("payer", "%q: %s", sampleValue(l.Payer), l.PayerWhy)
	}
	if l.Period != "" {
		w.line("period", "%q, for rows without a date", l.Period)
	}
	for i := range l.Columns {
		w.column(t, l, i, seen.values[i])
	}
}

// column prints one column: its heading, its field and why, and a few values.
func (w *inspector) column(t *ledger.Table, l *table.Layout, i int, values []string) {
	c := &l.Columns[i]
	field := "kept beside, under its heading"
	if i < len(t.Fields) && t.Fields[i] != "" {
		field = t.Fields[i]
	}
	if c.Heading == "" && len(values) == 0 && c.Field == table.Extra {
		return // nothing stands there
	}
	s := fmt.Sprintf("%s → %s", flat(c.Heading), field)
	if c.Why != "" {
		s += " (" + c.Why + ")"
	}
	if len(values) > 0 {
		shown := make([]string, len(values))
		for k, v := range values {
			shown[k] = fmt.Sprintf("%q", sampleValue(v))
		}
		s += ": " + strings.Join(shown, ", ")
	}
	w.line("column "+columnLetters(int32(i+1)), "%s", s)
}

// sampleValue is a value of a file as inspect shows it; every value that is shown goes through here.
func sampleValue(value string) string {
	v := flat(value)
	if r := []rune(v); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return v
}

// problems prints how many problems there are, by code.
func (w *inspector) problems(list []ledger.Problem) {
	var codes []string
	count := map[string]int{}
	for _, p := range list {
		if count[p.Code]++; count[p.Code] == 1 {
			codes = append(codes, p.Code)
		}
	}
	if len(list) == 0 {
		return
	}
	var parts []string
	for _, c := range codes {
		parts = append(parts, fmt.Sprintf("%d %s", count[c], c))
	}
	fmt.Fprintf(w.out, "  problems   %d: %s\n", len(list), strings.Join(parts, ", "))
}
