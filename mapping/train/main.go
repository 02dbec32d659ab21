// Train makes the text model's weights from labelled texts:
//
//	go run ./mapping/train labels.zip > mapping/reference/function_model.gz
//	go run ./mapping/train -measure labels.zip > docs/method/functions.md
//
// The labels are csv, alone or in a zip, with the columns source, department, organisation, text,
// aims and cofog_division. They stay where they are: the weights' file names their hash, their
// editions and their licence. With -measure it prints, in Markdown, how well the ladder does on
// texts that it was not trained on, and trains nothing that lasts.
package main

import (
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

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("train", flag.ContinueOnError)
	measure := flags.Bool("measure", false, "print how well the ladder does on texts held out")
	wrong := flags.String("wrong", "", "with -measure: write what was wrong to this csv")
	licence := flags.String("licence", "Open Government Licence v3.0", "licence of the labels, for the weights' file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("want one file of labels, got %d", flags.NArg())
	}
	labels, hash, err := readLabels(flags.Arg(0))
	if err != nil {
		return err
	}
	if *measure {
		errors := io.Discard
		if *wrong != "" {
			f, err := os.Create(*wrong)
			if err != nil {
				return err
			}
			defer f.Close()
			errors = f
		}
		return measureAll(out, errors, labels)
	}
	f, err := mapping.NewFunctions(mapping.FunctionOptions{NoModel: true})
	if err != nil {
		return err
	}
	m, err := f.Train(labels, mapping.TrainOptions{Hash: hash, Licence: *licence})
	if err != nil {
		return err
	}
	return m.Write(out)
}
