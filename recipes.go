package flows

import (
	"errors"
	"fmt"

	"flows/ingest"
	"flows/ingest/cell"
	"flows/ingest/table"
	"flows/ledger"
	"flows/mapping"
	"flows/workspace"
)

// rules are what the workspace says about reading.
func (p *Project) rules() ingest.Rules {
	r := ingest.Rules{Prefer: p.Workspace.Amounts, Publisher: publisher, Publishers: mapping.PublishersHash()}
	if len(p.Workspace.Recipes) > 0 {
		r.Recipes = tableRecipes(p.Workspace.Recipes)
	}
	return r
}

// publisher is the body that a folder or file is called after. The registry is read where it is first asked for.
func publisher(name string) (string, bool) { return mapping.Reference().Publisher(name) }

// checkPeriods tells of recipes with a period that is none: their rows would have no year.
func checkPeriods(list []workspace.Recipe) error {
	var mistakes []error
	for _, r := range list {
		if span, reason := cell.ParseSpan(r.Period); r.Period != "" && (reason != cell.Read || span.Year() == 0) {
			mistakes = append(mistakes, &workspace.Mistake{File: r.File, Line: r.PeriodLine, What: fmt.Sprintf("period is %q", r.Period), Want: "a period within one financial year, such as 2023-24, Q2 2023-24 or April 2012"})
		}
	}
	return errors.Join(mistakes...)
}

// readingOf is the reading that a source has by the rules as they are now.
func (r *ingestRun) readingOf(s *ledger.Source) string {
	return r.rules.ReadingOf(ingest.ParseHeads(s.Heads))
}

// findStale finds the files the user named that hold a source of which the rules now make another
// reading: they are looked into again.
func (r *ingestRun) findStale() {
	r.stale = map[string]bool{}
	for _, s := range r.p.Ledger.Sources() {
		if len(s.Fixes) > 0 || r.p.current(s.Reading, r.readingOf(s)) {
			continue
		}
		for _, n := range s.Names {
			r.stale[n.Container] = true
		}
	}
}

// tableRecipes brings recipes to the form in which tables are read by them.
func tableRecipes(list []workspace.Recipe) *table.Recipes {
	var out []table.Recipe
	for i := range list {
		if !list[i].Open() {
			out = append(out, tableRecipe(&list[i]))
		}
	}
	return table.NewRecipes(out)
}

func tableRecipe(w *workspace.Recipe) table.Recipe {
	r := table.Recipe{
		Name: w.File, Digest: w.Digest(), Headless: w.Headless, First: w.HeadingFirst, Last: w.HeadingLast,
		Shape: shapes()[w.Shape], Leave: w.Load == "no", SkipSheets: w.SkipSheets, Record: w.Record, Stage: w.Stage, Unit: units()[w.Unit],
		Order: orders()[w.DateOrder], Payer: w.Payer, Period: w.Period, Totals: w.Totals, Notes: w.Notes, Payments: w.Payments,
	}
	for _, c := range w.Columns {
		r.Columns = append(r.Columns, recipeColumn(&c))
	}
	for _, d := range w.Defaults {
		if f, ok := table.FieldNamed(d.Field); ok {
			r.Defaults = append(r.Defaults, table.Default{Field: f, Text: d.Text})
		}
	}
	return r
}

func recipeColumn(w *workspace.RecipeColumn) table.RecipeColumn {
	c := table.RecipeColumn{Heading: w.Heading, Also: w.Also, Unit: units()[w.Unit], Decimal: decimals()[w.Decimal], Reversed: w.Sign == workspace.Reversed, VAT: w.VAT}
	switch w.Field {
	case "amount":
		c.Figures, c.Status, c.Field = true, table.Load, table.Amount
	case workspace.Figure:
		c.Figures, c.Open, c.Status = true, true, table.Skipped
	case workspace.Total:
		c.Figures, c.Status = true, table.IsTotal
	case workspace.Beside:
		c.Figures, c.Status = true, table.Skipped
	default:
		c.Field, _ = table.FieldNamed(w.Field)
	}
	return c
}

// The words of recipes and what they mean. A word that is not here ("", "auto") leaves it to the table.

func shapes() map[string]table.Shape {
	return map[string]table.Shape{"list": table.List, "years": table.Years, "services": table.Services, "account": table.OneBody, "bodies": table.Bodies}
}

func orders() map[string]*cell.Order {
	dmy, mdy, ymd := cell.DMY, cell.MDY, cell.YMD
	return map[string]*cell.Order{"dmy": &dmy, "mdy": &mdy, "ymd": &ymd}
}

func decimals() map[string]*cell.Decimal {
	point, comma := cell.Point, cell.Comma
	return map[string]*cell.Decimal{"point": &point, "comma": &comma}
}

func units() map[string]int64 {
	return map[string]int64{"pence": cell.Penny, "pounds": cell.Pounds, "thousands": cell.Thousands, "millions": cell.Millions, "billions": cell.Billions}
}
