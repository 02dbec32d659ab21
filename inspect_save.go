package flows

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"flows/ingest/table"
	"flows/workspace"
)

// ErrNoWorkspace is the error of saving a recipe where there is no workspace to save it in.
var ErrNoWorkspace = errors.New("recipes are kept in a workspace, and there is none here; make one with 'flows init', or name one with --workspace")

// saver writes recipes of the layouts that it is given.
type saver struct {
	p    *Project
	opt  InspectOptions
	have map[string]string // signature → recipe of the workspace, or of this run
	err  error
}

func newSaver(p *Project, opt InspectOptions) *saver {
	s := &saver{p: p, opt: opt, have: map[string]string{}}
	if opt.Save && p == nil {
		s.err = ErrNoWorkspace
	}
	if p != nil {
		for i := range p.Workspace.Recipes {
			r := &p.Workspace.Recipes[i]
			s.have[r.Signature()] = r.File
		}
	}
	return s
}

func (s *saver) close() error { return s.err }

// file writes a recipe for each layout of a file that has none.
func (s *saver) file(shown string, found *inspection) error {
	if s.err != nil {
		return nil
	}
	said, why := false, ""
	for i := range found.tables {
		t := &found.tables[i]
		if seen := found.of(t); seen != nil {
			where := shown
			if t.Sheet != "" {
				where += " · " + t.Sheet
			}
			told, err := s.layout(where, seen)
			if err != nil {
				return err
			}
			said = said || told
		}
		if n := len(t.Reasons); n > 0 {
			why = ": " + t.Reasons[n-1]
		}
	}
	if !said {
		s.opt.Wrote(shown + ": no recipe is written, for there is no table of amounts in it" + why)
	}
	return nil
}

// layout writes the recipe of one layout, unless it has one, or holds nothing that a person could want:
// then it says nothing of it.
func (s *saver) layout(where string, seen *seenLayout) (said bool, err error) {
	l := seen.layout
	if l.By != nil {
		s.opt.Wrote(fmt.Sprintf("%s: %s reads it; edit that", where, l.Recipe))
		return true, nil
	}
	if l.None != "" && !l.Doubt && !l.Unstated && l.Refusal != table.NearMiss {
		return false, nil
	}
	r := recipeOf(l, len(seen.values))
	if file, known := s.have[r.Signature()]; known {
		s.opt.Wrote(fmt.Sprintf("%s: the layout of %s", where, file))
		return true, nil
	}
	r.File = workspace.NewRecipeFile(r)
	s.have[r.Signature()] = r.File
	text := workspace.FormatRecipe(r, aboutRecipe(where, l, r))
	if _, mistakes := workspace.ParseRecipe(r.File, []byte(text)); len(mistakes) > 0 {
		s.opt.Wrote(fmt.Sprintf("%s: no recipe can be written for this layout: %v", where, errors.Join(mistakes...)))
		return true, nil
	}
	if s.opt.DryRun {
		s.opt.Wrote(fmt.Sprintf("would write %s, from %s:\n%s", r.File, where, text))
		return true, nil
	}
	if err := workspace.WriteRecipe(s.p.Workspace.Dir, r.File, text); err != nil {
		return false, err
	}
	s.opt.Wrote(fmt.Sprintf("wrote %s, from %s", r.File, where))
	return true, nil
}

// aboutRecipe is what a new recipe says of itself.
func aboutRecipe(where string, l *table.Layout, r *workspace.Recipe) []string {
	about := []string{"How to read one layout; made from " + flat(where) + ", signature " + r.Signature() + "."}
	if l.Unstated {
		about = append(about, "Nothing says in what unit its figures count. Write it at unit: below: pounds, thousands, millions or billions.", "Until then the recipe does nothing.")
	} else if r.Load == workspace.Undecided {
		about = append(about, "It could not be worked out: "+flat(l.None)+".",
			"Give the column of the money the field amount, the others theirs, and set load: yes; or set load: no.")
	}
	return about
}

// recipeOf writes down what was concluded about a layout, in the words of recipes. What depends on the
// file rather than on its headings stays auto, with what it was here as a comment.
func recipeOf(l *table.Layout, width int) *workspace.Recipe {
	r := &workspace.Recipe{Shape: l.Shape().String(), Load: "yes", Headless: l.Last == 0, Comments: map[string]string{}}
	switch {
	case l.Unstated:
		r.Unit, r.Comments["unit"] = workspace.Unknown, "nothing states it here"
	case l.Amount() == nil:
		r.Load = workspace.Undecided
	case l.UnitWords() != "":
		r.Comments["unit"] = l.UnitWords() + " here"
	}
	if r.Headless && len(l.Columns) == 0 {
		for range width {
			r.Columns = append(r.Columns, workspace.RecipeColumn{Field: workspace.NoField})
		}
	}
	for i := range l.Columns {
		if l.Shift == 0 {
			r.Columns = append(r.Columns, recipeColumnOf(l, i))
		}
	}
	for i, heading := range l.Standing {
		c := workspace.RecipeColumn{Field: workspace.NoField}
		if at := i + l.Shift; at >= 0 && at < len(l.Columns) {
			c = recipeColumnOf(l, at)
		}
		c.Heading = heading
		r.Columns = append(r.Columns, c)
	}
	for n := len(r.Columns); n > 0 && !r.Headless && r.Columns[n-1].Heading == "" && r.Columns[n-1].Field == workspace.NoField; n-- {
		r.Columns = r.Columns[:n-1]
	}
	if r.Load == "yes" {
		r.Comments["record"], r.Comments["stage"] = l.Record+" here", l.Stage+" here"
	}
	if l.Find(table.Date) >= 0 {
		r.Comments["date_order"] = strings.ToLower(l.Order.String()) + " here"
	}
	if l.Payer != "" {
		r.Comments["payer"] = l.PayerWhy + " here"
	}
	if l.Period != "" {
		r.Comments["period"] = flat(l.Period) + " here"
	}
	return r
}

func recipeColumnOf(l *table.Layout, i int) workspace.RecipeColumn {
	c := workspace.RecipeColumn{Heading: l.Columns[i].Heading, Field: workspace.NoField, Comment: flat(l.Columns[i].Why)}
	if f := l.Columns[i].Field; f != table.Extra && f != table.Amount && f <= table.FunctionStated {
		c.Field = f.String()
	}
	if l.Account && c.Field != workspace.NoField {
		c.Heading = "" // it holds codes or services, and the body's name may stand above them
	}
	for _, s := range slices.Concat(l.Series, l.Would) {
		if s.Col != i {
			continue
		}
		c.Field = [...]string{"amount", workspace.Total, workspace.Beside}[s.Status]
		if l.Wide && !l.Account {
			c.Field = workspace.Figure
			c.Comment = s.Status.String() + " here: " + flat(s.Why)
		}
		if c.VAT = s.VAT; c.Comment == "" {
			c.Comment = flat(s.Why)
		}
	}
	return c
}
