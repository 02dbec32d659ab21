// Train makes the text model's weights from labelled texts, and measures the ladder:
//
//	go run ./mapping/train labels.zip > mapping/reference/function_model.gz
//	go run ./mapping/train -measure labels.zip
//	go run ./mapping/train -coverage workspace/ledger
//	go run ./mapping/train -names testdata/eval
//
// The labels are csv, alone or in a zip, with the columns source, department, organisation, text,
// aims and cofog_division. They stay where they are: the weights' file names their hash, their
// editions and their licence.
//
// With -measure it prints, in Markdown, how well the ladder does on texts of later editions that
// its model was not trained on. With -coverage it prints how much of a ledger each step classifies.
// Both tables stand in docs/method/functions.md, between the lines "<!-- measure -->" or
// "<!-- coverage -->" and "<!-- end -->"; -into FILE puts them there. With -names it prints how well names of bodies and
// spellings of payees are matched; that table stands in docs/METHOD.md between "<!-- names -->" and "<!-- end -->".
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"

	"flows/mapping"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(2)
	}
}

type options struct {
	measure, coverage    bool
	names                bool
	wrong, into, licence string
}

func run(args []string, out io.Writer) error {
	var o options
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	flags.BoolVar(&o.measure, "measure", false, "print how well the ladder does on texts held out")
	flags.BoolVar(&o.coverage, "coverage", false, "print how much of a ledger each step classifies")
	flags.BoolVar(&o.names, "names", false, "print how well names and spellings are matched, on the samples in a folder")
	flags.StringVar(&o.wrong, "wrong", "", "with -measure: write what was wrong to this csv")
	flags.StringVar(&o.into, "into", "", "put the tables into this Markdown file instead of printing them")
	flags.StringVar(&o.licence, "licence", "Open Government Licence v3.0", "licence of the labels, for the weights' file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("want one file of labels or one ledger, got %d", flags.NArg())
	}
	from := flags.Arg(0)
	switch {
	case o.names:
		return tables(o.into, "names", out, func(w io.Writer) error { return measureNames(w, from) })
	case o.measure:
		return tables(o.into, "measure", out, func(w io.Writer) error { return measureFile(w, o.wrong, from) })
	case o.coverage:
		return tables(o.into, "coverage", out, func(w io.Writer) error { return printCoverageOf(w, from) })
	}
	return train(out, from, o.licence)
}

func train(out io.Writer, from, licence string) error {
	labels, hash, err := readLabels(from)
	if err != nil {
		return err
	}
	f, err := mapping.NewFunctions(mapping.FunctionOptions{NoModel: true})
	if err != nil {
		return err
	}
	m, err := f.Train(labels, mapping.TrainOptions{Hash: hash, Licence: licence})
	if err != nil {
		return err
	}
	return m.Write(out)
}

func measureFile(out io.Writer, wrong, from string) error {
	labels, _, err := readLabels(from)
	if err != nil {
		return err
	}
	errors := io.Discard
	if wrong != "" {
		f, err := os.Create(wrong)
		if err != nil {
			return err
		}
		defer f.Close()
		errors = f
	}
	return measureAll(out, errors, labels)
}

// tables prints to out or, where into names a file, between that file's lines for them.
func tables(into, mark string, out io.Writer, print func(io.Writer) error) error {
	if into == "" {
		return print(out)
	}
	page, err := os.ReadFile(into)
	if err != nil {
		return err
	}
	before, rest, ok := bytes.Cut(page, []byte("<!-- "+mark+" -->\n"))
	if !ok {
		return fmt.Errorf("%s has no line <!-- %s -->", into, mark)
	}
	_, after, ok := bytes.Cut(rest, []byte("<!-- end -->\n"))
	if !ok {
		return fmt.Errorf("%s: <!-- %s --> has no <!-- end -->", into, mark)
	}
	var b bytes.Buffer
	if err := print(&b); err != nil {
		return err
	}
	return os.WriteFile(into, bytes.Join([][]byte{before, []byte("<!-- " + mark + " -->\n"), b.Bytes(), []byte("<!-- end -->\n"), after}, nil), 0o644)
}
