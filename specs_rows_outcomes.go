package flows

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"flows/query"
)

// flowOutcomes finds what each purpose serves under the framework asked for. Of a workspace with several
// frameworks and none asked for the flows are listed all the same, and a note says what to add.
func flowOutcomes(ctx context.Context, f *finisher) error {
	if n := len(f.p.Workspace.Frameworks); f.a.Framework == "" && n > 1 {
		f.notes = append(f.notes, fmt.Sprintf("Outcomes are empty: there are %d frameworks in outcomes/. Add --framework and one of %s.", n, strings.Join(f.p.FrameworkNames(), ", ")))
		return nil
	}
	if err := f.p.attachMarks(ctx, query.MarkOutcome, f.a); err != nil {
		return err
	}
	marks, err := marksOf(f.a.marks, query.MarkOutcome)
	if err != nil {
		return err
	}
	f.marks, f.spec.marks = marks, query.MarkOutcome // the header then names the framework
	f.notes = append(f.notes, overlapNote)
	return nil
}

// outcomesOf tell the outcome that a flow's purpose serves first and, by name, those that it serves too;
// "" where none is known.
func (f *finisher) outcomesOf() (first, too func(r rec) string) {
	named := func(role string) func(rec) string {
		return func(r rec) string {
			var names []string
			for code, has := range f.marks[r.count("purpose_key")] {
				if has == role {
					names = append(names, f.a.framework.outcome(code))
				}
			}
			slices.Sort(names)
			return strings.Join(names, "; ")
		}
	}
	return named(query.MarkPrimary), named(query.MarkContributing)
}
