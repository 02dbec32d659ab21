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
	in, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer in.Close()
	dir, err := os.MkdirTemp("", "sectors")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
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
		fmt.Fprintf(os.Stderr, "%d sectors of %d postcodes\n", n, p.Len())
	}
	return err
}
