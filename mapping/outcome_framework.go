package mapping

import "slices"

// Framework is a named list of outcomes.
type Framework struct {
	Name   string // as in outcomes.csv: "pfpp-challenges"
	Title  string
	Source string
	Date   string // of its publication, as far as known: 2026-02-09, 2021-11
}

// Frameworks are those that the program knows, the one that reports use unless told first.
func Frameworks() ([]Framework, error) {
	var list []Framework
	err := eachRow("frameworks.csv", []string{"framework", "title", "source", "date"}, func(r []string) error {
		list = append(list, Framework{r[0], r[1], r[2], r[3]})
		return nil
	})
	return slices.Clip(list), err
}
