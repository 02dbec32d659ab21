// Make writes the gallery of sheets from shapes/*.txt: for each shape a folder with its file, what
// becomes of each of its rows (expected.csv), and a line in README.md. From this folder:
//
//	go run .
//
// Equal shapes give equal bytes.
package main

import (
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	shapes := readShapes()
	old, err := filepath.Glob("*/expected.csv")
	try(err)
	for _, name := range old {
		try(os.RemoveAll(filepath.Dir(name)))
	}
	var table strings.Builder
	seen := map[string]bool{}
	for _, s := range shapes {
		if seen[s.name] {
			log.Fatalf("%s: two shapes have this name", s.name)
		}
		seen[s.name] = true
		try(os.MkdirAll(s.name, 0o755))
		try(os.WriteFile(filepath.Join(s.name, s.file), s.bytes(), 0o644))
		writeExpected(s)
		fmt.Fprintf(&table, "| [%s](%s) | %s | %s |\n", s.name, s.name, s.file, strings.ReplaceAll(s.about, "|", "\\|"))
	}
	writeReadme(len(shapes), table.String())
}

// bytes is the shape's file.
func (s *shape) bytes() []byte {
	switch s.format {
	case "csv", "json":
		return s.text(s.sheets[0])
	case "xlsx":
		return xlsxFile(s)
	case "ods":
		return odsFile(s)
	case "xls":
		return xlsFile(s)
	case "zip":
		return s.archive()
	}
	log.Fatalf("%s: no writer of %q", s.name, s.format)
	return nil
}

// writeExpected writes what becomes of each row.
func writeExpected(s *shape) {
	f, err := os.Create(filepath.Join(s.name, "expected.csv"))
	try(err)
	defer f.Close()
	w := csv.NewWriter(f)
	w.Write([]string{"sheet", "row", "fate", "amounts", "payee", "code"})
	for _, sheet := range s.sheets {
		for i, r := range sheet.rows {
			n := r.at
			if n == 0 {
				n = i + 1
			}
			if r.fate == "" {
				continue
			}
			payee := ""
			if r.fate == "loaded" && s.payee > 0 {
				payee = r.payee(s)
			}
			w.Write([]string{sheet.name, fmt.Sprint(n), r.fate, r.amounts, payee, r.code})
		}
	}
	for _, p := range s.problems {
		w.Write([]string{"", "0", p.fate, "", "", p.code})
	}
	w.Flush()
	try(w.Error())
}

func writeReadme(n int, table string) {
	const mark = "| shape | file | what it is |\n|---|---|---|\n"
	old, err := os.ReadFile("README.md")
	try(err)
	head, _, ok := strings.Cut(string(old), mark)
	if !ok {
		log.Fatal("README.md has lost the heading of its table")
	}
	try(os.WriteFile("README.md", []byte(head+mark+table), 0o644))
	fmt.Println(n, "shapes")
}

func try(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
