package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"flows"
	"flows/ledger"
	"flows/privacy"
)

// asks says whether a finding is one of those asked for.
func (f failOn) asks(name string) bool { return slices.Contains(f, name) }

// printPrivacy tells, for each code, how many rows of the ledger name private persons or hold their numbers,
// and gives how many that are in all. What a person decided about is not counted.
func printPrivacy(ctx context.Context, w io.Writer, p *flows.Project) (int64, error) {
	list, err := p.PrivacyProblems(ctx, flows.ProblemFilter{})
	if err != nil {
		return 0, err
	}
	for _, code := range privacy.Codes() {
		var n int64
		var sum ledger.Pence
		for _, one := range list {
			if one.Code == code {
				n++
				sum += one.AtRisk
			}
		}
		if n > 0 {
			fmt.Fprintf(w, "%s: %s with %s, %s; withheld from every page (see 'flows problems --code %s')\n", code, counted(n, "row"), privacy.What(code), pounds(sum), code)
		}
	}
	return int64(len(list)), nil
}
