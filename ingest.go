package flows

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"

	"flows/ingest/sheet"
	"flows/ledger"
)

// IngestOptions say what to read and how.
type IngestOptions struct {
	Names  []string         // files, folders, globs; "-" is Stdin
	Stdin  io.Reader        //
	Jobs   int              // files and batches at once; 0 is one per core
	DryRun bool             // read and tell, keep nothing
	Done   func(FileResult) // called in the order of the files, from one goroutine at a time
}

// FileResult is what became of one file or archive member.
type FileResult struct {
	Path   string
	Source *ledger.Source // nil for an unchanged archive
	Known  bool           // these bytes were in the ledger already, read the same way
	Files  int            // how many files an unchanged archive holds; 0 for a file of its own
	SameAs string         // another path with the same bytes, "" if none
}

// IngestSummary adds up a run.
type IngestSummary struct {
	Files, Known, Refused, NoFlows int
	Rows, Entries, Problems        int64
	Sum                            ledger.Pence
	Copies                         []Copy
}

// Copy is a table that holds the same entries as one of another file, of which this run read one or
// both: another format, another month's name. It is kept and listed, and counts in no total.
type Copy struct {
	Path, Sheet string
	Of          string // the path of the table that counts; "" where a decision leaves this one out
	Entries     int64
	Sum         ledger.Pence
	Release     bool   // another release of the same statement, with some other figures
	Unsigned    bool   // the same payments without the signs of refunds, which the other has
	Decided     string // the decision that leaves it out, or by which the other release counts: decisions/sources.csv:3
	Corrects    string // the path of the file whose rows it corrects, where it is a table of corrections: that file is the copy
}

// Stopped is the error of a run that ended early: why, and what is in the ledger now.
type Stopped struct {
	Err  error
	Kept int // files that were committed before
}

// Error is the reason and the state of the ledger.
func (s *Stopped) Error() string { return s.Err.Error() + "; " + s.State() }

// Unwrap gives the reason.
func (s *Stopped) Unwrap() error { return s.Err }

// State says what is in the ledger.
func (s *Stopped) State() string {
	if s.Kept == 0 {
		return "the ledger is as it was before"
	}
	return fmt.Sprintf("the first %d files are kept whole, nothing else is in the ledger; run it again to go on", s.Kept)
}

// Ingest reads files into the ledger. What a file holds never stops the run: a file that cannot be
// read is a source without entries and a problem; one that the system does not give is told and leaves
// nothing. An error is about the machine: a *Stopped once the reading has begun.
func (p *Project) Ingest(ctx context.Context, opt IngestOptions) (IngestSummary, error) {
	inputs, err := sheet.Find(opt.Names, opt.Stdin)
	if err != nil {
		return IngestSummary{}, err
	}
	for _, in := range inputs {
		defer in.Close()
	}
	if opt.Jobs <= 0 {
		opt.Jobs = runtime.GOMAXPROCS(0)
	}
	run := &ingestRun{p: p, opt: opt, into: p.Ledger, claims: map[string]string{}, owners: map[string]*ledger.Source{},
		results: map[int]result{}, done: map[string]ledger.Input{}, limited: map[string]bool{}}
	if opt.DryRun {
		scratch, err := os.MkdirTemp("", "flows-dry-run-*")
		if err != nil {
			return IngestSummary{}, err
		}
		defer os.RemoveAll(scratch)
		if run.into, err = ledger.Open(scratch); err != nil {
			return IngestSummary{}, err
		}
	}
	if err := run.into.Lock(); err != nil {
		return IngestSummary{}, err
	}
	defer run.into.Unlock()
	if run.before, err = p.Ledger.Inputs(); err != nil {
		return IngestSummary{}, err
	}
	run.paths = map[string]bool{}
	for _, in := range run.before {
		run.paths[in.Path] = true
	}
	run.rules = p.rules()
	run.findStale()
	run.turn = sync.NewCond(&run.mu)
	if err := run.all(ctx, inputs); err != nil {
		return run.summary, &Stopped{err, run.kept}
	}
	if !opt.DryRun {
		p.rememberPlaces(inputs)
	}
	run.summary.Copies = run.copies()
	return run.summary, nil
}
