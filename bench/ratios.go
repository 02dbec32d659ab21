package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// ratio is a peer's time over ours: larger is better for us.
type ratio struct {
	work, peer string
	value      float64
}

// ratios compares ours with each peer that ran.
func (w work) ratios(results []*result) []ratio {
	var list []ratio
	for _, r := range results[1:] {
		if r.err == nil && results[0].err == nil && results[0].wall() > 0 {
			list = append(list, ratio{w.name, r.name, r.wall() / results[0].wall()})
		}
	}
	return list
}

func writeRatios(path string, list []ratio) error {
	var b strings.Builder
	b.WriteString("work,peer,ratio\n")
	for _, r := range list {
		fmt.Fprintf(&b, "%s,%q,%.3f\n", r.work, r.peer, r.value)
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// checkRatios says what got slower by more than a tenth beside the same peer.
func checkRatios(path string, now []ratio, out io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	before := map[string]float64{}
	for _, r := range rows[1:] {
		v, err := strconv.ParseFloat(r[2], 64)
		if err != nil {
			return fmt.Errorf("%s: %q is not a ratio", path, r[2])
		}
		before[r[0]+"\x00"+r[1]] = v
	}
	worse, compared := 0, 0
	for _, r := range now {
		old, ok := before[r.work+"\x00"+r.peer]
		if !ok {
			continue
		}
		compared++
		if r.value < old*0.9 {
			worse++
			fmt.Fprintf(out, "slower: %s beside %s: %.2f, was %.2f\n", r.work, r.peer, r.value, old)
		}
	}
	fmt.Fprintf(out, "%d ratios compared, %d a tenth worse\n", compared, worse)
	if worse > 0 {
		return errors.New("some work got slower")
	}
	return nil
}

const begin, end = "<!-- bench:begin -->\n", "<!-- bench:end -->\n"

// writeBetween puts the tables between the marks of a page and leaves the rest of it alone.
func writeBetween(path, tables string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	head, rest, ok := strings.Cut(string(old), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s: the marks %q and %q are missing", path, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	return os.WriteFile(path, []byte(head+begin+tables+end+tail), 0o644)
}
