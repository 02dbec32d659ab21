package workspace

import (
	"fmt"
	"slices"
)

// sourceDecisions is the file of decisions on sources.
const sourceDecisions = "decisions/sources.csv"

// SourceDecision is one line of decisions/sources.csv: the tables of a file count in totals, or do not, whatever the
// rules on copies and releases make of them.
type SourceDecision struct {
	File   string // as 'flows sources' lists it: a path, an archive or folder with all in it, or a source's id
	Sheet  string // "" is every sheet
	Counts bool
	Decision
}

// By is where the decision stands: decisions/sources.csv:3.
func (d *SourceDecision) By() string { return fmt.Sprintf("%s:%d", sourceDecisions, d.Line) }

func sourceColumns() []columnRule {
	return []columnRule{{"file", true}, {"sheet", false}, {"counts", true}, {"who", true}, {"when", true}, {"why", true}}
}

func (w *Workspace) addSourceDecision(r record) []error {
	d, err := r.decision()
	if err != nil {
		return []error{err}
	}
	if err := choice(r.file, r.line, "counts", r.get("counts"), []string{"yes", "no"}); err != nil {
		return []error{err}
	}
	one := SourceDecision{r.get("file"), r.get("sheet"), r.get("counts") == "yes", d}
	if i := slices.IndexFunc(w.SourceDecisions, func(o SourceDecision) bool { return o.File == one.File && o.Sheet == one.Sheet }); i >= 0 {
		return []error{r.mistake(fmt.Sprintf("file %q was decided on line %d already", one.File, w.SourceDecisions[i].Line), "each file and sheet once")}
	}
	w.SourceDecisions = append(w.SourceDecisions, one)
	return nil
}
