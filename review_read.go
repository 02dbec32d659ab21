package flows

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
	"flows/mapping"
	"flows/workspace"
)

// ReviewDefaults stand in the rows of a review that leave these cells empty.
type ReviewDefaults struct {
	Who  string
	When ledger.Date // NoDate is none
}

// filled is a row of a review that somebody filled in.
type filled struct {
	file, sheet string
	row         int32
	from1904    bool
	at          map[string]int // the column of each heading
	cells       []sheet.Cell
}

func (f *filled) get(column string) string {
	i, ok := f.at[column]
	if !ok || i >= len(f.cells) {
		return ""
	}
	return strings.TrimSpace(f.cells[i].Text)
}

// place says where the cell of a column stands: review.xlsx · payees · M12.
func (f *filled) place(column string) string {
	s := f.file
	if f.sheet != "" {
		s += " · " + f.sheet
	}
	return fmt.Sprintf("%s · %s%d", s, columnLetters(int32(f.at[column]+1)), f.row)
}

func (f *filled) mistake(column, format string, args ...any) error {
	return fmt.Errorf("%s: %s", f.place(column), fmt.Sprintf(format, args...))
}

// filledRows are the rows of a review's sheets that hold a decision, or a part of one.
type filledRows struct{ payees, purposes, organisations []*filled }

// reviewSheet is one of a review's sheets: the headings by which it is known, and the one that a decision is under.
type reviewSheet struct {
	name     string // as it is written
	headings []string
	what     string
	to       *[]*filled
}

func (rows *filledRows) sheets() []reviewSheet {
	return []reviewSheet{
		{"payees", []string{columnPattern, columnPlace, columnWho, columnWhen, columnWhy}, columnPlace, &rows.payees},
		{"purposes", []string{columnScope, columnPayer, columnWording, columnCode, columnWho, columnWhen, columnWhy}, columnCode, &rows.purposes},
		{"organisations", []string{columnPattern, columnOrganisation, columnWho, columnWhen, columnWhy}, columnOrganisation, &rows.organisations},
	}
}

// filledIn reads the rows of a review's sheets that hold a decision, or a part of one.
func filledIn(ctx context.Context, name string) (all filledRows, err error) {
	found := false
	err = eachFile([]string{name}, nil, func(shown string, _ *sheet.Input, book *sheet.Book, err error) error {
		if err != nil {
			return err
		}
		for _, s := range book.Sheets {
			one := false
			for _, kind := range all.sheets() {
				rows, here, err := filledSheet(ctx, shown, s, kind.headings, kind.what)
				if err != nil {
					return err
				}
				one = one || here
				*kind.to = append(*kind.to, rows...)
			}
			if !one {
				if err := lostColumns(ctx, shown, s, all.sheets()); err != nil {
					return err
				}
			}
			found = found || one
		}
		return nil
	})
	if err == nil && !found {
		var known []string
		for _, kind := range all.sheets() {
			known = append(known, strings.Join(kind.headings, ", "))
		}
		err = fmt.Errorf("%s: no sheet of a review: expected one with the columns %s; 'flows review -o review.xlsx' makes one",
			name, strings.Join(known, ", or "))
	}
	return all, err
}

// lostColumns finds a sheet of a review that lacks some of its columns, so that what is filled in is not passed
// over: one that has the name of such a sheet, or says who, when and why.
func lostColumns(ctx context.Context, file string, s *sheet.Sheet, kinds []reviewSheet) error {
	has := map[string]bool{}
	err := s.Rows(ctx, func(b *sheet.Batch) error {
		defer b.Release()
		for i := range b.Rows {
			for name := range headed(b.Rows[i].Cells, nil) {
				has[name] = true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var expected []string
	for _, kind := range kinds {
		lost := slices.DeleteFunc(slices.Clone(kind.headings), func(name string) bool { return has[name] })
		if strings.EqualFold(s.Name, kind.name) && len(lost) < len(kind.headings) {
			return fmt.Errorf("%s · %s: without %s; expected the columns %s; leave empty what you do not fill in",
				file, s.Name, strings.Join(lost, ", "), strings.Join(kind.headings, ", "))
		}
		expected = append(expected, strings.Join(kind.headings, ", "))
	}
	if has[columnWho] && has[columnWhen] && has[columnWhy] {
		return fmt.Errorf("%s: it has the columns who, when and why, but not those beside which they stand in a review; expected %s",
			strings.TrimSuffix(file+" · "+s.Name, " · "), strings.Join(expected, ", or "))
	}
	return nil
}

// filledSheet reads the rows under the headings wanted, if the sheet has them. A row is filled in where
// what, or who, when or why of it is.
func filledSheet(ctx context.Context, file string, s *sheet.Sheet, want []string, what string) (rows []*filled, found bool, err error) {
	var at map[string]int
	err = s.Rows(ctx, func(b *sheet.Batch) error {
		defer b.Release()
		for i := range b.Rows {
			r := &b.Rows[i]
			if at == nil {
				at = headed(r.Cells, want)
				continue
			}
			f := &filled{file: file, sheet: s.Name, row: r.Record, from1904: s.Date1904, at: at, cells: slices.Clone(r.Cells)}
			if f.get(what)+f.get(columnWho)+f.get(columnWhen)+f.get(columnWhy) != "" {
				rows = append(rows, f)
			}
		}
		return nil
	})
	return rows, at != nil, err
}

// headed are the columns of a row of headings; nil where one that is wanted is not there.
func headed(cells []sheet.Cell, want []string) map[string]int {
	at := map[string]int{}
	for i, c := range cells {
		name := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(c.Text)), " ", "_")
		if _, twice := at[name]; !twice {
			at[name] = i
		}
	}
	for _, name := range want {
		if _, ok := at[name]; !ok {
			return nil
		}
	}
	return at
}

// decision reads who, when and why.
func (f *filled) decision(or ReviewDefaults) (workspace.Decision, []error) {
	d := workspace.Decision{Who: oneLine(firstOf(f.get(columnWho), or.Who)), When: or.When, Why: oneLine(f.get(columnWhy))}
	var problems []error
	if d.Who == "" {
		problems = append(problems, f.mistake(columnWho, "who is empty; expected who decided (or --who for all rows)"))
	}
	if d.Why == "" {
		problems = append(problems, f.mistake(columnWhy, "why is empty; expected what the decision rests on"))
	}
	text := f.get(columnWhen)
	if text == "" {
		if d.When == ledger.NoDate {
			problems = append(problems, f.mistake(columnWhen, "when is empty; expected the day of the decision, such as 2026-04-01 (or --when for all rows)"))
		}
		return d, problems
	}
	day, reason := cell.Date(text, cell.DMY)
	if f.cells[f.at[columnWhen]].Kind == sheet.Date && !strings.Contains(text, "-") {
		day, reason = cell.Serial(text, f.from1904)
	}
	if reason != cell.Read {
		problems = append(problems, f.mistake(columnWhen, "when is %q; expected a day such as 2026-04-01", text))
	}
	d.When = day
	return d, problems
}

// oneLine puts what was written over several lines on one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// placeDecision reads a row of the sheet of payees. The place becomes a code, which no later name changes.
func (f *filled) placeDecision(r *mapping.Registry, or ReviewDefaults) (workspace.PlaceDecision, []error) {
	d, problems := f.decision(or)
	one := workspace.PlaceDecision{Pattern: oneLine(f.get(columnPattern)), Decision: d}
	if err := mapping.CheckPattern(one.Pattern); err != nil {
		problems = append(problems, f.mistake(columnPattern, "the pattern cannot be read: %v; expected words of the payee's name", err))
	}
	text := oneLine(f.get(columnPlace))
	if text == "" {
		return one, append(problems, f.mistake(columnPlace, "place is empty and the row is filled in; expected a place's code or name, or none"))
	}
	place, err := placeWritten(r, text)
	if err != nil {
		problems = append(problems, f.mistake(columnPlace, "%v; expected a code or a name ('flows places search' finds them), or none", err))
	}
	one.Place = place
	return one, problems
}

// placeWritten reads what stands in a cell: a choice of the list ("E07000148 Norwich"), a code, a name, or none.
func placeWritten(r *mapping.Registry, text string) (string, error) {
	head, _, several := strings.Cut(text, " ")
	if text == noPlaceChoice || strings.EqualFold(text, mapping.NoPlace) {
		return mapping.NoPlace, nil
	}
	if a, ok := r.Area(strings.ToUpper(head)); ok && several {
		if text != head+" "+a.Name {
			return "", fmt.Errorf("%q: %s is %s", text, a.Code, a.Name)
		}
		return a.Code, nil
	}
	return r.PlaceOf(text)
}

// functionDecision reads a row of the sheet of purposes.
func (f *filled) functionDecision(id string, or ReviewDefaults) (workspace.FunctionDecision, []error) {
	d, problems := f.decision(or)
	one := workspace.FunctionDecision{ID: id, Scope: oneLine(f.get(columnScope)), Payer: oneLine(f.get(columnPayer)), Wording: oneLine(f.get(columnWording)), Decision: d}
	text := oneLine(f.get(columnCode))
	if text == "" {
		return one, append(problems, f.mistake(columnCode, "code is empty and the row is filled in; expected a COFOG division or group"))
	}
	head, name, _ := strings.Cut(text, " ")
	code, known := mapping.COFOG().Lookup(head)
	if !known || code.Code != head || code.Level == "class" || name != "" && name != code.Name {
		problems = append(problems, f.mistake(columnCode, "code is %q; expected a COFOG division or group, such as 09.1 ('flows functions' lists them)", text))
		return one, problems
	}
	one.Code = head
	rule := mapping.FunctionRule{ID: id, Scope: one.Scope, Payer: one.Payer, Wording: one.Wording, Code: head}
	if err := mapping.CheckDecision(rule); err != nil {
		cause := err
		if inner := errors.Unwrap(err); inner != nil {
			cause = inner
		}
		problems = append(problems, f.mistake(columnWording, "scope, payer_pattern and wording cannot be read: %v", cause))
	}
	return one, problems
}

// organisationDecision reads a row of the sheet of organisations.
func (f *filled) organisationDecision(or ReviewDefaults) (workspace.PayeeDecision, []error) {
	d, problems := f.decision(or)
	one := workspace.PayeeDecision{Pattern: oneLine(f.get(columnPattern)), Organisation: oneLine(f.get(columnOrganisation)), Decision: d}
	if err := mapping.CheckPattern(one.Pattern); err != nil {
		problems = append(problems, f.mistake(columnPattern, "the pattern cannot be read: %v; expected names of payees", err))
	}
	switch {
	case one.Organisation == "":
		problems = append(problems, f.mistake(columnOrganisation, "organisation is empty and the row is filled in; expected the name of the organisation"))
	case len(mapping.PayeeTokens(one.Organisation)) == 0:
		problems = append(problems, f.mistake(columnOrganisation, "the organisation %q has no words; expected its name", one.Organisation))
	}
	return one, problems
}
