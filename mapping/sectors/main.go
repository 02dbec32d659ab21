// Sectors makes mapping/reference/postcodes.gz from the csv of an ONS Postcode Directory:
//
//	go run ./mapping/sectors directory.csv > mapping/reference/postcodes.gz
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"flows/mapping"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sectors:", err)
		os.Exit(2)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("want one csv of a directory of postcodes, got %d", len(args))
	}
	dir, err := os.MkdirTemp("", "sectors")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	believable := filepath.Join(dir, "located.csv")
	left, err := locatedFile(args[0], believable)
	if err != nil {
		return err
	}
	in, err := os.Open(believable)
	if err != nil {
		return err
	}
	defer in.Close()
	packed := filepath.Join(dir, "postcodes")
	if _, err := mapping.PackPostcodes(in, packed); err != nil {
		return err
	}
	p, err := mapping.OpenPostcodes(packed)
	if err != nil {
		return err
	}
	n, err := mapping.WriteSectors(out, p)
	if err == nil {
		fmt.Fprintf(os.Stderr, "%d sectors of %d postcodes, without %d at delivery offices\n", n, p.Len(), left)
	}
	return err
}
