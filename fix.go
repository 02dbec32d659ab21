package flows

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
	"flows/privacy"
)

// FixOptions say which sheet of corrections to apply.
type FixOptions struct {
	Name   string
	From   []string // files, folders and globs among which the originals are
	DryRun bool
}

// FixResult is what became of a sheet of corrections.
type FixResult struct {
	Path       string
	Known      bool       // the same bytes were applied before: nothing was changed
	Fixed      []FixedRow // rows that are entries now
	Wrong      []string   // rows that are not, though they were changed, and why
	Unchanged  int        // rows left as they were
	Before     int        // rows that an earlier sheet corrected in the same way
	Sum        ledger.Pence
	DryRun     bool
	FixedFiles int // whose rows were corrected
}

// FixedRow is a row that was corrected.
type FixedRow struct {
	File, Sheet string
	Row         int32
	By          string
	On          ledger.Date
	Changes     string // "F: "#REF!" → "12.00"", without what names private persons
	Entries     int
	Sum         ledger.Pence
	Note        string // a problem that the row still has
}

// ErrFixRefused is in the error of a sheet of corrections of which nothing was applied.
var ErrFixRefused = errors.New("nothing of it was applied")

// Fix applies a sheet of corrections: the rows that a person changed in it become entries of a source of
// its own, which bear the file, sheet and row of the old ones. The originals are read again with the
// changed cells in their places, so that a corrected row is read as the rows beside it. The old rows stay
// quarantined. A sheet that corrects a row which is not quarantined, or which another sheet has corrected
// in another way, is refused as a whole.
func (p *Project) Fix(ctx context.Context, opt FixOptions) (*FixResult, error) {
	inputs, err := sheet.Find([]string{opt.Name}, nil)
	if err != nil {
		return nil, err
	}
	if len(inputs) != 1 {
		return nil, fmt.Errorf("%s stands for %d files; name one sheet of corrections", opt.Name, len(inputs))
	}
	sum, err := hashOf(ctx, inputs[0], p.limits())
	if err != nil {
		return nil, err
	}
	if err := p.Ledger.Lock(); err != nil {
		return nil, err
	}
	defer p.Ledger.Unlock()
	f := &fixRun{p: p, opt: opt, in: inputs[0], sum: sum, find: p.originals(opt.From), result: &FixResult{Path: inputs[0].Path, DryRun: opt.DryRun}}
	if s := p.Ledger.Source(sum[:16]); s != nil && len(s.Fixes) > 0 && !p.staleFixes(s) {
		f.result.Known = true
		return f.result, nil
	}
	if err := f.run(ctx); err != nil {
		return nil, err
	}
	return f.result, nil
}

// staleFixes says whether a source of corrections corrects rows that were read anew since.
func (p *Project) staleFixes(s *ledger.Source) bool {
	return slices.ContainsFunc(s.Fixes, func(f ledger.Fix) bool {
		of := p.Ledger.Source(f.Source)
		return of == nil || of.Reading != f.Reading
	})
}

// StaleFixes are the sheets of corrections that count in no total, because what they correct was read anew.
func (p *Project) StaleFixes() (paths []string) {
	for _, s := range p.Ledger.Sources() {
		if p.staleFixes(s) {
			paths = append(paths, s.Path())
		}
	}
	return paths
}

// Unfix takes a sheet of corrections out of the ledger; the rows that it corrected are quarantined as before.
func (p *Project) Unfix(what string) (path string, rows int, err error) {
	if err := p.Ledger.Lock(); err != nil {
		return "", 0, err
	}
	defer p.Ledger.Unlock()
	var found []*ledger.Source
	for _, s := range p.Ledger.Sources() {
		if len(s.Fixes) > 0 && (s.ID == what || named(s, what)) {
			found = append(found, s)
		}
	}
	switch len(found) {
	case 0:
		return "", 0, fmt.Errorf("no sheet of corrections %q in the ledger; 'flows sources' lists them", what)
	case 1:
		return found[0].Path(), len(found[0].Fixes), p.Ledger.Drop(found[0].ID)
	}
	return "", 0, fmt.Errorf("%d sheets of corrections are called %q; give the id: %s or %s", len(found), what, found[0].ID, found[1].ID)
}

// fixRun applies one sheet.
type fixRun struct {
	p       *Project
	opt     FixOptions
	in      *sheet.Input
	sum     string
	find    *originals
	result  *FixResult
	refused []string
	fixed   []*fixed
}

// fixed is what was made of the corrections of one source.
type fixed struct {
	source *ledger.Source
	in     *sheet.Input
	lines  map[ingest.At]*fixWork
	sink   *fixSink
}

// fixWork is a line that changes a row.
type fixWork struct {
	line    *fixLine
	table   *ledger.Table
	changes map[int]fixCell
	shown   []string
}

// run reads the sheet, reads the originals with it, and commits what came of it.
func (f *fixRun) run(ctx context.Context) error {
	lines, err := readFixes(ctx, f.in, f.p.limits())
	if err != nil {
		return err
	}
	bySource := map[string][]*fixLine{}
	for i := range lines {
		bySource[lines[i].source] = append(bySource[lines[i].source], &lines[i])
	}
	byPath := func(a, b string) int { return cmp.Or(cmp.Compare(f.pathOf(a), f.pathOf(b)), cmp.Compare(a, b)) }
	for _, id := range slices.SortedFunc(maps.Keys(bySource), byPath) {
		if err := f.source(ctx, id, bySource[id]); err != nil {
			return err
		}
	}
	if len(f.refused) > 0 {
		return fmt.Errorf("%s: %w: %s", f.in.Path, ErrFixRefused, strings.Join(f.refused, "; "))
	}
	for _, x := range f.fixed {
		if err := f.p.readAgain(ctx, x.in, x.overlay(), x.sink); err != nil {
			return err
		}
		f.settle(x)
	}
	if f.opt.DryRun || len(f.result.Fixed) == 0 {
		return nil
	}
	return f.commit()
}

// pathOf is the path of a source, "" where there is none.
func (f *fixRun) pathOf(id string) string {
	if s := f.p.Ledger.Source(id); s != nil {
		return s.Path()
	}
	return ""
}

func (f *fixRun) refuse(l *fixLine, format string, args ...any) {
	f.refused = append(f.refused, l.where+": "+fmt.Sprintf(format, args...))
}

// original is the source of lines and its file; nil where they cannot be applied, which is told.
func (f *fixRun) original(ctx context.Context, id string, l *fixLine) (*ledger.Source, *sheet.Input, error) {
	s := f.p.Ledger.Source(id)
	if s == nil {
		f.refuse(l, "no source %q in the ledger", id)
		return nil, nil, nil
	}
	if !f.p.current(s.Reading, f.p.rules().ReadingOf(ingest.ParseHeads(s.Heads))) {
		f.refuse(l, "%s was read by another version of flows or with other settings; 'flows ingest' reads it anew, then export again", s.Path())
		return nil, nil, nil
	}
	in, gone, err := f.find.of(ctx, s)
	if err == nil && in == nil {
		f.refuse(l, "%s; a corrected row is read like those beside it", gone)
	}
	return s, in, err
}

// source checks the lines of one source and finds out what they change.
func (f *fixRun) source(ctx context.Context, id string, lines []*fixLine) error {
	s, in, err := f.original(ctx, id, lines[0])
	if err != nil || in == nil {
		return err
	}
	wrong, err := f.p.quarantined(s, "")
	if err != nil {
		return err
	}
	want := map[ingest.At]bool{}
	tables := map[int32]*ledger.Table{}
	for i := range s.Tables {
		tables[s.Tables[i].N] = &s.Tables[i]
	}
	for _, l := range lines {
		if t := tables[l.table]; t != nil {
			want[ingest.At{Sheet: t.Sheet, Record: l.row}] = true
		}
	}
	cells, err := f.p.shownCells(ctx, in, want)
	if err != nil {
		return err
	}
	x := &fixed{source: s, in: in, lines: map[ingest.At]*fixWork{}}
	x.sink = &fixSink{want: x.lines}
	before := ledger.Fixes(f.others())
	for _, l := range lines {
		t := tables[l.table]
		if l.bad != "" || t == nil {
			f.refuse(l, "%s", cmp.Or(l.bad, fmt.Sprintf("%s has no table %d", s.Path(), l.table)))
			continue
		}
		w := &fixWork{line: l, table: t, shown: shownRow(cells[ingest.At{Sheet: t.Sheet, Record: l.row}], t.File, t.Sheet)}
		w.changes = l.changes(w.shown)
		f.line(x, w, before, wrong)
	}
	if len(x.lines) > 0 {
		f.fixed = append(f.fixed, x)
	}
	return nil
}

// line takes a line among those to apply, unless it changes nothing, was applied before or may not be.
func (f *fixRun) line(x *fixed, w *fixWork, before map[ledger.FixAt]ledger.FixedBy, wrong []wrongRow) {
	l, s := w.line, x.source
	at := ingest.At{Sheet: w.table.Sheet, Record: l.row}
	by, again := before[ledger.FixAt{Source: s.ID, Table: l.table, Row: l.row}]
	switch {
	case len(w.changes) == 0:
		f.result.Unchanged++
	case x.lines[at] != nil:
		f.refuse(l, "%s row %d stands twice in it", s.Path(), l.row)
	case again && w.same(by.Fix):
		f.result.Before++
	case again:
		f.refuse(l, "%s row %d was corrected before, by %s; take that back first: 'flows ingest --undo-fix %s'", s.Path(), l.row, by, by.Source.Path())
	case !slices.ContainsFunc(wrong, func(r wrongRow) bool { return r.table.N == l.table && r.problem.Row == l.row }):
		f.refuse(l, "%s row %d is not quarantined, and only wrong rows are corrected", s.Path(), l.row)
	case l.by == "" || l.on == ledger.NoDate:
		f.wrong(s, l, fmt.Sprintf("it is corrected, but %q and %q do not say who and on which day (%q, %q)", fixBy, fixOn, l.by, l.onText))
	default:
		x.lines[at] = w
	}
}

// others are the sources without the sheet itself, which may be applied anew.
func (f *fixRun) others() []*ledger.Source {
	return slices.DeleteFunc(f.p.Ledger.Sources(), func(s *ledger.Source) bool { return s.ID == f.sum[:16] || f.p.staleFixes(s) })
}

func (f *fixRun) wrong(s *ledger.Source, l *fixLine, why string) {
	f.result.Wrong = append(f.result.Wrong, fmt.Sprintf("%s row %d: %s", s.Path(), l.row, why))
}

// same says whether a correction is the one that was made before.
func (w *fixWork) same(f *ledger.Fix) bool {
	return f.By == w.line.by && f.On == w.line.on && slices.Equal(f.Cells, w.fixedCells())
}

// fixedCells are the changes as they are kept.
func (w *fixWork) fixedCells() (list []ledger.FixedCell) {
	for _, col := range slices.Sorted(maps.Keys(w.changes)) {
		was := ""
		if col < len(w.shown) {
			was = w.shown[col]
		}
		list = append(list, ledger.FixedCell{Col: int32(col + 1), Was: was, Is: w.changes[col].shown})
	}
	return list
}

// overlay is what is read in the places of the old cells.
func (x *fixed) overlay() ingest.Overlay {
	over := ingest.Overlay{}
	for at, w := range x.lines {
		c := ingest.Correction{}
		for col, cell := range w.changes {
			c[col] = cell.cell
		}
		over[at] = c
	}
	return over
}

// settle tells what became of the rows.
func (f *fixRun) settle(x *fixed) {
	byRow := func(a, b ingest.At) int {
		return cmp.Or(cmp.Compare(x.lines[a].table.N, x.lines[b].table.N), cmp.Compare(a.Record, b.Record))
	}
	files := len(f.result.Fixed)
	for _, at := range slices.SortedFunc(maps.Keys(x.lines), byRow) {
		w, row := x.lines[at], x.sink.rows[at]
		problem := x.sink.problem(at, row.Fate == ledger.Loaded.String())
		switch {
		case row.Fate == ledger.Loaded.String():
			r := FixedRow{File: w.table.File, Sheet: w.table.Sheet, Row: at.Record, By: w.line.by, On: w.line.on, Changes: w.told(), Entries: int(row.Entries), Sum: row.Sum}
			if problem.Code != "" {
				r.Note = fmt.Sprintf("%s, found %q, expected %s", problem.Code, privacy.Text(problem.Got), problem.Want)
			}
			f.result.Fixed = append(f.result.Fixed, r)
			f.result.Sum += row.Sum
		case problem.Code != "":
			got := problem.Got
			if c, ok := w.changes[int(problem.Col)-1]; ok {
				got = c.shown // a date that was typed for an amount, as it was typed
			}
			f.wrong(x.source, w.line, fmt.Sprintf("it is still wrong: %s, found %q, expected %s", problem.Code, privacy.Text(got), problem.Want))
		default:
			f.wrong(x.source, w.line, fmt.Sprintf("it is not read as a payment but as a %s (%s)", row.Fate, row.Why))
		}
	}
	if len(f.result.Fixed) > files {
		f.result.FixedFiles++
	}
}

// told is the changes in words.
func (w *fixWork) told() string {
	var list []string
	for _, c := range w.fixedCells() {
		list = append(list, fmt.Sprintf("%s: %q → %q", columnLetters(c.Col), privacy.Text(c.Was), privacy.Text(c.Is)))
	}
	return strings.Join(list, ", ")
}

// id is the SHA-256 of the sheet's bytes.
func (f *fixRun) id() [32]byte {
	b, _ := hex.DecodeString(f.sum) // it was made by EncodeToString
	return [32]byte(b)
}
