package query

import (
	"context"
	"fmt"
)

// Mark is a row of the table marks: what was concluded of a purpose under one list, beside its place and
// function. Marks overlap and split no money. Only MarkPrimary of a list is exclusive: each purpose has one
// at most, so that what is counted by it adds up. No total adds the others.
type Mark struct {
	Key  int64  `parquet:"purpose_key"`
	List string `parquet:"list,dict"` // MarkOutcome, MarkChain or MarkTheme
	Code string `parquet:"code,dict"` // the outcome, chain or theme
	Role string `parquet:"role,dict"`
	Rule string `parquet:"rule,dict"`
}

// The lists of marks.
const (
	MarkOutcome = "outcome" // roles MarkPrimary, MarkContributing and MarkOut
	MarkChain   = "chain"   // role MarkPrimary
	MarkTheme   = "theme"   // roles MarkIn, MarkAdministration and MarkExcluded
)

// The roles of marks.
const (
	MarkPrimary        = "primary"        // what the purpose serves first
	MarkContributing   = "contributing"   // what it serves too
	MarkOut            = "out"            // what a person decided that it does not serve
	MarkIn             = "in"             // it belongs to the theme
	MarkAdministration = "administration" // it belongs to the theme, as its administration
	MarkExcluded       = "excluded"       // it would belong, but for a rule that takes it out
)

// SetMarks attaches another list of marks. The views stay as they are.
func SetMarks(ctx context.Context, e Engine, files []string) error {
	if err := e.Attach(ctx, tableOf[Mark]("marks", ""), given(files)); err != nil {
		return fmt.Errorf("table marks: %w", err)
	}
	return nil
}
