package flows

import (
	"fmt"
	"slices"
	"strings"

	"flows/mapping"
	"flows/report"
)

// ClassNames are the classes by which money is cut beside its function.
func ClassNames() []string {
	return []string{string(mapping.ClassControl), string(mapping.ClassNature), string(mapping.ClassPrevention)}
}

// ClassList lists the rules of the classes outside any workspace: of one class, or of all where class is "".
func ClassList(class string) (*report.Table, error) {
	c, err := mapping.NewClasses(nil, nil)
	if err != nil {
		return nil, err
	}
	return classList(c, class)
}

// ClassList is ClassList with the workspace's own rules, which come first and win.
func (p *Project) ClassList(class string) (*report.Table, error) {
	c, err := p.classes()
	if err != nil {
		return nil, err
	}
	return classList(c, class)
}

func classList(c *mapping.Classes, class string) (*report.Table, error) {
	if names := ClassNames(); class != "" && !slices.Contains(names, class) {
		return nil, fmt.Errorf("no class %q; %sthere are %s", class, didYouMean(class, names), strings.Join(names, ", "))
	}
	t := &report.Table{Name: "classes", Title: "Rules of control, nature and prevention", Plain: true, Columns: []report.Column{
		text("id"), text("class"), text("value"), text("payer"), text("payee_kind"), code("function"), text("scope"), text("wording"),
		text("rank"), text("decided_by"), text("decided_on"), text("reason")}}
	for _, r := range c.Rules() {
		if class == "" || string(r.Class) == class {
			t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{r.ID, string(r.Class), r.Value, r.Payer, r.PayeeKind, r.Function,
				r.Scope, r.Wording, r.Rank, r.By, r.On, r.Reason}})
		}
	}
	t.Notes = append(t.Notes, "A rule speaks where all that it names is met. Rows of classes.csv go first; then strong rules, then those that name more.")
	return t, nil
}
