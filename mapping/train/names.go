package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"flows/mapping"
)

// sortsOfNames are the lines of the table of names: kinds of area under one heading, in the order of the table.
var sortsOfNames = []struct {
	heading string
	kinds   []string
}{
	{"counties", []string{"county"}},
	{"districts", []string{"district"}},
	{"unitary, metropolitan and London authorities", []string{"unitary", "metropolitan", "london"}},
	{"police", []string{"police_area"}},
	{"fire", []string{"fire_area"}},
	{"NHS commissioners and boards", []string{"pct", "ccg", "icb", "health_board"}},
	{"combined and strategic authorities", []string{"combined_authority", "strategic_authority"}},
	{"others that stand in a place, by postcode or code", nil},
	{"nobody's own body: homonyms, firms, bodies of the state", nil},
}

// measureNames prints how names and spellings are matched that a person labelled: places.csv and places_payees.csv.
func measureNames(out io.Writer, folder string) error {
	rows, err := labelled(filepath.Join(folder, "places.csv"))
	if err != nil {
		return err
	}
	r := mapping.Reference()
	got, want := make([][]mapping.NameMatch, len(sortsOfNames)+1), make([][]string, len(sortsOfNames)+1)
	for _, f := range rows {
		m := r.MatchName(mapping.NameRow{ID: f[0], Name: f[1], Postcode: f[2], Code: f[3], Date: f[4], Context: f[5]})
		for _, i := range []int{sortOf(r, f[6]), len(sortsOfNames)} {
			got[i], want[i] = append(got[i], m), append(want[i], f[6])
		}
	}
	fmt.Fprint(out, "| names of | names | to be placed | placed | placed rightly | precision | recall |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for i := range got {
		heading := "all"
		if i < len(sortsOfNames) {
			heading = sortsOfNames[i].heading
		}
		if len(got[i]) == 0 {
			continue
		}
		s := mapping.ScoreNames(got[i], want[i])
		fmt.Fprintf(out, "| %s | %d | %d | %d | %d | %s | %s |\n", heading, s.Names, s.Should, s.Placed, s.Right, percent(s.Precision()), percent(s.Recall()))
	}
	return measureSpellings(out, r, filepath.Join(folder, "places_payees.csv"))
}

// sortOf is the line of the table that a wanted code belongs to.
func sortOf(r *mapping.Registry, code string) int {
	if code == "" {
		return len(sortsOfNames) - 1
	}
	a, _ := r.Area(code)
	for i, s := range sortsOfNames {
		for _, kind := range s.kinds {
			if kind == a.Kind {
				return i
			}
		}
	}
	return len(sortsOfNames) - 2
}

func measureSpellings(out io.Writer, r *mapping.Registry, file string) error {
	rows, err := labelled(file)
	if err != nil {
		return err
	}
	var names, want, got []string
	organisations := map[string]bool{}
	for _, f := range rows {
		names, want, organisations[f[2]] = append(names, f[1]), append(want, f[2]), true
	}
	for _, c := range r.Cluster(names) {
		got = append(got, c.ID)
	}
	precision, recall, f1 := mapping.BCubed(got, want)
	fmt.Fprintf(out, "\nOf %d spellings of %d organisations, B-cubed precision is %s, recall %s and F1 %.4f.\n", len(names), len(organisations), percent(precision), percent(recall), f1)
	return nil
}

// labelled reads the lines of a sample after its heading.
func labelled(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("%s: no lines: %w", path, err)
	}
	return rows[1:], nil
}
