package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"flows/ledger"
	"flows/mapping"
)

// steps are the rungs in the ladder's order.
var steps = []string{mapping.StepStated, mapping.StepDecided, mapping.StepRule, mapping.StepRemit, mapping.StepModelled, mapping.StepUnresolved}

// printCoverageOf prints, for the purposes of a ledger, how much each step of the ladder classifies:
// with and without the model, and without the hundred purposes of most pounds, which would flatter it.
// Purposes of sources that do not count are in it too.
func printCoverageOf(out io.Writer, folder string) error {
	purposes, err := purposesOf(folder)
	if err != nil {
		return err
	}
	slices.SortStableFunc(purposes, func(a, b ledger.PurposeWording) int { return cmp.Compare(pounds(b.Amount), pounds(a.Amount)) })
	rest := purposes[min(100, len(purposes)):]
	fmt.Fprintf(out, "%d distinct purposes. Shares of rows and of pounds (absolute amounts).\n\n| step | purposes | rows | pounds | pounds without the 100 largest | without the model: rows | pounds | pounds without the 100 largest |\n|---|--:|--:|--:|--:|--:|--:|--:|\n", len(purposes))
	var columns []map[string]float64
	for _, noModel := range []bool{false, true} {
		f, err := mapping.NewFunctions(mapping.FunctionOptions{NoModel: noModel})
		if err != nil {
			return err
		}
		if !noModel {
			columns = append(columns, shareBy(f, purposes, func(ledger.PurposeWording) float64 { return 1 }))
		}
		columns = append(columns,
			shareBy(f, purposes, func(w ledger.PurposeWording) float64 { return float64(w.Rows) }),
			shareBy(f, purposes, func(w ledger.PurposeWording) float64 { return pounds(w.Amount) }),
			shareBy(f, rest, func(w ledger.PurposeWording) float64 { return pounds(w.Amount) }))
	}
	for _, step := range steps {
		fmt.Fprintf(out, "| %s |", step)
		for _, c := range columns {
			fmt.Fprintf(out, " %s |", percent(c[step]))
		}
		fmt.Fprintln(out)
	}
	return nil
}

// pounds is the size of an amount, refunds too.
func pounds(p ledger.Pence) float64 { return max(float64(p), -float64(p)) / 100 }

func shareBy(f *mapping.Functions, purposes []ledger.PurposeWording, weigh func(ledger.PurposeWording) float64) map[string]float64 {
	by, total := map[string]float64{}, 0.0
	for i := range purposes {
		x := weigh(purposes[i])
		by[f.Classify(&purposes[i])[0].Step] += x
		total += x
	}
	for step := range by {
		by[step] /= max(total, 1)
	}
	return by
}

// purposesOf reads the distinct purposes of a ledger's folder.
func purposesOf(folder string) ([]ledger.PurposeWording, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "wordings", "*", "*.parquet"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no wordings under %s", folder)
	}
	slices.Sort(paths)
	at := map[int64]int{}
	var purposes []ledger.PurposeWording
	for _, p := range paths {
		list, err := ledger.ReadWordings(nil, p)
		if err != nil {
			return nil, err
		}
		for i := range list {
			if list[i].Kind != ledger.KindPurpose {
				continue
			}
			w := list[i].Purpose()
			if j, met := at[w.Key]; met {
				purposes[j].Rows += w.Rows
				purposes[j].Amount += w.Amount
				continue
			}
			at[w.Key] = len(purposes)
			purposes = append(purposes, w)
		}
	}
	return purposes, nil
}
