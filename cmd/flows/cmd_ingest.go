package main

import (
	"context"
	"fmt"
	"io"
	"os/signal"
	"strings"
	"syscall"

	"flows"
	"flows/ingest"
	"flows/ledger"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
)

type ingestOptions struct {
	names  []string
	jobs   int
	dryRun bool
	quiet  bool
	failOn string
	fix    fixOptions
}

func newIngest(a *app) *cobra.Command {
	var o ingestOptions
	c := &cobra.Command{
		Use:   "ingest [FILE|FOLDER|GLOB|-]…",
		Short: "Read published spreadsheets into the ledger",
		Long: `Read csv and tsv text, spreadsheets and zip archives of them into the workspace's ledger.
What a file is, is found from its content: encoding, delimiter, header, columns, units,
totals. Every row gets one fate, and one line is printed for each file: rows loaded,
quarantined, totals, notes and blanks, the sum, and the file's own total where it has one.

The same file twice changes nothing. Wrong rows are kept as problems and stop nothing:
see 'flows problems'. Without names, the sources listed in flows.yaml are read.

--fix applies a sheet of corrections that 'flows problems --export' made and a person filled in.
The corrected rows are a source of their own; their entries bear the file, sheet and row of the old
ones, which stay quarantined and are marked as corrected. The originals are read again, where --from
says or where 'flows sources --rows' finds them. --undo-fix takes such a sheet back.

Exit codes: 0 read (also when some files hold no flows or were refused), 1 with --fail-on,
2 nothing could be read or the ledger could not be written, 3 a sheet of corrections was refused, 130 interrupted: what was
committed before stays, nothing is left half-written.`,
		Example: `  flows ingest ~/downloads/spend-april.csv ~/downloads/grants.xlsx
  flows ingest 'returns/*.zip'
  curl -s https://example.org/spend.csv | flows ingest -`,
		RunE: func(c *cobra.Command, args []string) error {
			o.names = args
			if o.fix.wanted() {
				return o.fix.run(c.Context(), a, args, o.dryRun)
			}
			if len(o.fix.from) > 0 {
				return fmt.Errorf("--from goes with --fix")
			}
			return runIngest(c.Context(), a, &o)
		},
	}
	c.Flags().IntVar(&o.jobs, "jobs", 0, "files and batches at once (default: one per core); the result is the same")
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "read and print, keep nothing")
	c.Flags().BoolVarP(&o.quiet, "quiet", "q", false, "print the last line only")
	c.Flags().StringVar(&o.failOn, "fail-on", "", "exit 1 on: refused, problems, difference, privacy (comma-separated)")
	o.fix.flags(c)
	return c
}

func runIngest(ctx context.Context, a *app, o *ingestOptions) error {
	fail, err := failures(o.failOn, "refused", "problems", "difference", "privacy")
	if err != nil {
		return err
	}
	if o.dryRun && fail.asks("privacy") {
		return fmt.Errorf("--fail-on privacy judges what is in the ledger; run it without --dry-run")
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	defer p.Close()
	if len(o.names) == 0 {
		o.names = p.SourceNames()
	}
	if len(o.names) == 0 {
		return fmt.Errorf("nothing to read: name files, folders or archives, or list them under sources: in flows.yaml")
	}
	lines := io.Writer(a.out)
	if o.quiet {
		lines = io.Discard
	}
	signal.Ignore(syscall.SIGPIPE) // 'flows ingest … | head' must not end before the ledger has the files
	bar := a.progress("reading")
	differences, refusal := 0, ""
	sum, err := p.Ingest(ctx, flows.IngestOptions{
		Names: o.names, Stdin: a.in, Jobs: o.jobs, DryRun: o.dryRun,
		Done: func(r flows.FileResult) {
			bar.clear()
			differences += printFile(lines, r)
			if refusal == "" {
				refusal = refusedLine(r)
			}
			bar.add()
		},
	})
	bar.finish()
	if err != nil {
		return err
	}
	printCopies(lines, sum.Copies)
	for _, path := range p.StaleFixes() {
		fmt.Fprintf(a.out, "%s: these corrections count no longer, for what they correct was read anew; apply them again: flows ingest --fix\n", oneLine(path))
	}
	fmt.Fprintln(a.out, ingestSummary(sum, o.dryRun))
	if sum.Refused > 0 && sum.Refused == sum.Files {
		return fmt.Errorf("nothing could be read: %s", refusal)
	}
	counts := map[string]int64{"refused": int64(sum.Refused), "problems": sum.Problems, "difference": int64(differences)}
	if fail.asks("privacy") {
		if counts["privacy"], err = printPrivacy(ctx, a.out, p); err != nil {
			return err
		}
	}
	return fail.check(counts)
}

// refusedLine is the first line of a file that says that it was refused, "" if there is none.
func refusedLine(r flows.FileResult) string {
	if r.Source == nil {
		return ""
	}
	for i := range r.Source.Tables {
		if t := &r.Source.Tables[i]; t.Status == ingest.Refused {
			return r.Path + ": refused: " + reason(t)
		}
	}
	return ""
}

// reason is the last of a table's reasons: those before say how far reading came.
func reason(t *ledger.Table) string {
	if n := len(t.Reasons); n > 0 {
		return oneLine(t.Reasons[n-1])
	}
	return "nothing more is known"
}

// printFile prints the line of each table of a file and counts those that differ from their own total.
func printFile(w io.Writer, r flows.FileResult) (differences int) {
	path := oneLine(r.Path)
	switch {
	case r.SameAs != "":
		fmt.Fprintf(w, "%s: the same bytes as %s; counted once\n", path, oneLine(r.SameAs))
		return 0
	case r.Files > 1:
		fmt.Fprintf(w, "%s: unchanged since it was read, %s\n", path, counted(int64(r.Files), "file"))
		return 0
	case r.Known && refusedLine(r) != "":
		fmt.Fprintf(w, "%s; unchanged since then\n", oneLine(refusedLine(r)))
		return 0
	case r.Known:
		fmt.Fprintf(w, "%s: unchanged since it was read\n", path)
		return 0
	}
	tellNotes(w, path, r.Source.Notes)
	for i := range r.Source.Tables {
		t := &r.Source.Tables[i]
		name := path
		if t.Sheet != "" {
			name += " · " + oneLine(t.Sheet)
		}
		fmt.Fprintf(w, "%s: %s\n", name, tableLine(t))
		tellNotes(w, name, t.Notes)
		if t.HasControl && t.Control != t.Sum {
			differences++
		}
	}
	return differences
}

// tellNotes prints what is hidden in a file or sheet, or stands beside its cells.
func tellNotes(w io.Writer, name string, notes []string) {
	if len(notes) > 0 {
		fmt.Fprintf(w, "%s: note: %s\n", name, oneLine(strings.Join(notes, "; ")))
	}
}

// tableLine is what became of the rows of one table, in words.
func tableLine(t *ledger.Table) string {
	if t.Status != ingest.OK {
		if t.Status == ingest.NoFlows {
			return fmt.Sprintf("no flows: %s (%s)", reason(t), counted(t.Rows(), "row"))
		}
		return t.Status + ": " + reason(t)
	}
	s := fmt.Sprintf("%s loaded, %s quarantined, %s, %s, %s blank; sum %s",
		thousands(t.Fates[ledger.Loaded]), thousands(t.Fates[ledger.Quarantined]), counted(t.Fates[ledger.Total], "total"),
		counted(t.Fates[ledger.Note], "note"), thousands(t.Fates[ledger.BlankRow]), pounds(t.Sum))
	if t.Entries != t.Fates[ledger.Loaded] {
		s = fmt.Sprintf("%s from ", entries(t.Entries)) + s
	}
	if t.HasControl {
		s += fmt.Sprintf("; its own total %s, difference %s", pounds(t.Control), pounds(t.Control-t.Sum))
	}
	return s
}

// printCopies tells which tables count in no total: they say the same as one of another file, or a decision says so.
func printCopies(w io.Writer, list []flows.Copy) {
	for _, c := range list {
		name := oneLine(c.Path)
		if c.Sheet != "" {
			name += " · " + oneLine(c.Sheet)
		}
		fmt.Fprintf(w, "%s: %s\n", name, copyWords(c))
	}
}

// copyWords says why a table counts in no total.
func copyWords(c flows.Copy) string {
	these, of := fmt.Sprintf("%s with %s", entries(c.Entries), pounds(c.Sum)), oneLine(c.Of)
	switch {
	case c.Corrects != "" && c.Of == "":
		return fmt.Sprintf("%s not counted any more: what it corrects does not count by %s", these, c.Decided)
	case c.Corrects != "":
		return fmt.Sprintf("%s not counted any more: what it corrects says the same as %s, which counts; 'flows problems --export' writes out the rows of that one to correct", these, of)
	case c.Of == "":
		return fmt.Sprintf("%s not counted, by %s", these, c.Decided)
	case c.Release && c.Decided != "":
		return fmt.Sprintf("another release of the statement in %s, which counts by %s; this one's %s do not", of, c.Decided, these)
	case c.Release:
		return fmt.Sprintf("another release of the statement in %s, which has as many figures or more and counts; this one's %s do not", of, these)
	case c.Unsigned:
		return fmt.Sprintf("the same %s as in %s without the signs of refunds; that one counts", entries(c.Entries), of)
	}
	return fmt.Sprintf("the same %s as in %s; counted once", entries(c.Entries), of)
}

// ingestSummary is the last line: what this run read, and what of it counts in no total.
func ingestSummary(s flows.IngestSummary, dry bool) string {
	line := fmt.Sprintf("%s: %s, %s, %s", counted(int64(s.Files), "file"), counted(s.Rows, "row"), entries(s.Entries), pounds(s.Sum))
	var copied ledger.Pence
	var left ledger.Pence
	what, decided := "copies", 0
	for _, c := range s.Copies {
		switch {
		case c.Of == "":
			left, decided = left+c.Sum, decided+1
			continue
		case c.Release:
			what = "copies or releases"
		}
		copied += c.Sum
	}
	if len(s.Copies) > decided {
		line += fmt.Sprintf("; %s in %s of other tables is not counted again", pounds(copied), what)
	}
	if decided > 0 {
		line += fmt.Sprintf("; %s is not counted by decision", pounds(left))
	}
	for _, part := range []struct {
		n    int64
		what string
	}{
		{int64(s.Known), "already known"}, {int64(s.NoFlows), "without flows"}, {int64(s.Refused), "refused"}, {s.Problems, plural(s.Problems, "problem") + " (see 'flows problems')"},
	} {
		if part.n > 0 {
			line += fmt.Sprintf("; %s %s", thousands(part.n), part.what)
		}
	}
	if dry {
		line += "; dry run, nothing was kept"
	}
	return line
}

// bar is progress on a terminal; without one it does nothing.
type bar struct{ b *progressbar.ProgressBar }

func (a *app) progress(what string) bar {
	if !a.tty {
		return bar{}
	}
	return bar{progressbar.NewOptions64(-1, progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionSetRenderBlankState(false))}
}

func (b bar) clear() {
	if b.b != nil {
		_ = b.b.Clear()
	}
}

func (b bar) add() {
	if b.b != nil {
		_ = b.b.Add(1)
	}
}

func (b bar) finish() {
	if b.b != nil {
		_ = b.b.Finish()
	}
}
