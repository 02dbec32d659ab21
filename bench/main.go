// Command bench measures flows beside every peer it finds installed, in one run, interleaved.
//
//	go run ./bench [-rounds 5] [-only xlsx,csv] [-large] [-pack FILE.zip] [-markdown FILE] [-ratios FILE] [-check FILE]
//
// Inputs are generated from a fixed seed into bench/data. A figure is the median of whole processes:
// wall time, processor time and peak memory as the operating system accounts for them. Ratios are to ours.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

type settings struct {
	rounds             int
	only, pack         string
	large, huge        bool
	markdown, ratios   string
	check, data, flows string
}

func main() {
	var s settings
	flag.IntVar(&s.rounds, "rounds", 5, "counted rounds")
	flag.StringVar(&s.only, "only", "", "works whose name starts with one of these, by comma")
	flag.StringVar(&s.pack, "pack", "", "an archive of published files to ingest as well")
	flag.BoolVar(&s.large, "large", false, "also 5 million rows")
	flag.BoolVar(&s.huge, "huge", false, "also 5 and 50 million rows: 11 GB of disk, a quarter of an hour")
	flag.StringVar(&s.markdown, "markdown", "", "write the tables to this file")
	flag.StringVar(&s.ratios, "ratios", "", "write the ratios to this file")
	flag.StringVar(&s.check, "check", "", "compare with the ratios in this file; exit 1 where one is a tenth worse")
	flag.StringVar(&s.data, "data", "bench/data", "folder for generated inputs")
	flag.StringVar(&s.flows, "flows", "bin/flows", "the program to measure")
	peer := flag.String("peer", "", "be a peer or the generator: excelize, sheet, duckdb, generate (used by bench itself)")
	flag.Parse()
	do := func() error { return bench(s, os.Stdout) }
	if *peer != "" {
		do = func() error { return bePeer(*peer, flag.Args()) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench runs every work and prints its table.
func bench(s settings, out io.Writer) error {
	tmp, err := os.MkdirTemp("", "flows-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	works, err := works(s, tmp)
	if err != nil {
		return err
	}
	flows, err := filepath.Abs(s.flows)
	if err != nil {
		return err
	}
	var page strings.Builder
	fmt.Fprintf(&page, "Medians of %d interleaved rounds (of what takes more than %d s, one run); %s, %d processors. Ratios are to flows: 2.0 is twice as long.\n", s.rounds, slowRun, runtime.GOARCH, runtime.NumCPU())
	var ratios []ratio
	for _, w := range works {
		if !wanted(s.only, w.name) {
			continue
		}
		fmt.Fprintf(out, "%s …\n", w.name)
		results := compare(w.runs, s.rounds, out)
		table := w.table(results)
		if !results[0].slow {
			table += allocations(w.runs[0], flows, tmp)
		}
		fmt.Fprint(out, table)
		page.WriteString("\n" + table)
		ratios = append(ratios, w.ratios(results)...)
	}
	if s.markdown != "" {
		if err := writeBetween(s.markdown, page.String()); err != nil {
			return err
		}
	}
	if s.ratios != "" {
		if err := writeRatios(s.ratios, ratios); err != nil {
			return err
		}
	}
	if s.check != "" {
		return checkRatios(s.check, ratios, out)
	}
	return nil
}

func wanted(only, name string) bool {
	return only == "" || slices.ContainsFunc(strings.Split(only, ","), func(p string) bool { return strings.HasPrefix(name, p) })
}

// work is one thing to do, with everybody who can do it; ours is the first run.
type work struct {
	name, what string
	rows       int64 // for rows a second; 0 where that says nothing
	runs       []run
}

func works(s settings, tmp string) ([]work, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	flows, err := filepath.Abs(s.flows)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(flows); err != nil {
		return nil, fmt.Errorf("%w; 'make build' first", err)
	}
	xlsx, err := generated(self, s.data, "xlsx", 500_000)
	if err != nil {
		return nil, err
	}
	csv, err := generated(self, s.data, "csv", 500_000)
	if err != nil {
		return nil, err
	}
	xls, err := generated(self, s.data, "xls", 60_000)
	if err != nil {
		return nil, err
	}
	ods, err := generated(self, s.data, "ods", 50_000)
	if err != nil {
		return nil, err
	}
	m := maker{self: self, flows: flows, tmp: tmp}
	list := []work{
		{"xlsx-read", "xlsx of 500,000 × 12, every cell read", 500_000, m.readXLSX(xlsx)},
		{"xls-read", "xls of 60,000 × 12, every cell read", 60_000, m.readXLS(xls)},
		{"ods-read", "ods of 50,000 × 12, every cell read", 50_000, m.readODS(ods)},
		{"xlsx-ledger", "xlsx of 500,000 × 12 into a ledger", 500_000, m.ledger(xlsx, m.unzip(xlsx))},
		{"csv-ledger", "csv of 500,000 × 12 into a ledger; peers into typed Parquet", 500_000, m.ledger(csv, m.csvPeers(csv)...)},
		{"csv-unchanged", "the same csv again, nothing changed", 0, []run{m.again(csv)}},
		{"start", "flows version", 0, []run{{name: "flows version", command: []string{flows, "version"}}}},
	}
	grown, err := m.growth(s)
	if err != nil {
		return nil, err
	}
	list = append(list, grown...)
	if s.pack != "" {
		list = append(list,
			work{"pack-ledger", filepath.Base(s.pack) + " into a ledger", 0, m.ledger(s.pack, m.packPeers(s.pack)...)},
			work{"pack-unchanged", filepath.Base(s.pack) + " again, nothing changed", 0, []run{m.again(s.pack)}})
	}
	return list, nil
}

// table prints the results of a work as markdown.
func (w work) table(results []*result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s\n\n%s\n\n| who | wall s | min–max | cpu s | peak MB | rows/s | ratio |\n|---|--:|--:|--:|--:|--:|--:|\n", w.name, w.what)
	ours := results[0].wall()
	for _, r := range results {
		if r.err != nil {
			fmt.Fprintf(&b, "| %s | failed: %v |||||\n", r.name, r.err)
			continue
		}
		walls := make([]float64, len(r.figures))
		for i, f := range r.figures {
			walls[i] = f.wall
		}
		speed := ""
		if w.rows > 0 {
			speed = fmt.Sprintf("%.0f", float64(w.rows)/r.wall())
		}
		fmt.Fprintf(&b, "| %s | %.3f | %.3f–%.3f | %.3f | %.0f | %s | %.2f |\n", r.name, r.wall(), slices.Min(walls), slices.Max(walls),
			r.median(func(f figure) float64 { return f.cpu }), r.peak()/(1<<20), speed, r.wall()/ours)
	}
	return b.String()
}
