package flows

import (
	"context"
	"runtime"

	"flows/ingest/sheet"
	"flows/ledger"

	"golang.org/x/sync/errgroup"
)

// judgeStep is how many wordings a goroutine judges at a time.
const judgeStep = 1024

// judge calls conclude for every wording, on all cores, and hands on what it concludes in the order of the
// wordings, some at a time, so that not all of it is held.
func judge[T any](ctx context.Context, list []ledger.Wording, conclude func(*ledger.Wording) []T, take func([]T) error) error {
	jobs := runtime.GOMAXPROCS(0)
	parts := make(chan chan []T, 4*jobs) // in order
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(parts)
		work, working := errgroup.WithContext(ctx)
		work.SetLimit(jobs)
		for from := 0; from < len(list) && working.Err() == nil; from += judgeStep {
			part := make(chan []T, 1)
			select {
			case parts <- part:
			case <-working.Done():
			}
			work.Go(func() (err error) {
				defer sheet.Caught(&err)
				var all []T
				for i := from; i < min(len(list), from+judgeStep); i++ {
					all = append(all, conclude(&list[i])...)
				}
				part <- all
				return nil
			})
		}
		if err := work.Wait(); err != nil {
			return err
		}
		return ctx.Err()
	})
	g.Go(func() error {
		for part := range parts {
			select {
			case all := <-part:
				if err := take(all); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return g.Wait()
}

// judged is all that judge hands on.
func judged[T any](ctx context.Context, list []ledger.Wording, conclude func(*ledger.Wording) []T) (all []T, err error) {
	err = judge(ctx, list, conclude, func(part []T) error {
		all = append(all, part...)
		return nil
	})
	return all, err
}

// byDimension keeps shares in files named as their dimensions.
func byDimension(s *ledger.Share) string { return s.Dimension }

// shareFiles writes shares into several files as they come.
type shareFiles struct {
	file    func(*ledger.Share) string
	writers map[string]*ledger.RowsWriter[ledger.Share]
	parts   map[string][]ledger.Share
}

// beginShares begins the files of shares of these names; file says where a share belongs. Shares that
// belong elsewhere are left out.
func (p *Project) beginShares(file func(*ledger.Share) string, names []string) (*shareFiles, error) {
	f := &shareFiles{file: file, writers: map[string]*ledger.RowsWriter[ledger.Share]{}, parts: map[string][]ledger.Share{}}
	for _, name := range names {
		w, err := ledger.BeginTable[ledger.Share](p.Ledger, "shares", name)
		if err != nil {
			f.abort()
			return nil, err
		}
		f.writers[name] = w
	}
	return f, nil
}

// take writes some shares.
func (f *shareFiles) take(list []ledger.Share) error {
	for i := range list {
		name := f.file(&list[i])
		f.parts[name] = append(f.parts[name], list[i])
	}
	for name, part := range f.parts {
		if w := f.writers[name]; w != nil {
			if err := w.Write(part); err != nil {
				return err
			}
		}
		clear(part)
		f.parts[name] = part[:0]
	}
	return nil
}

// close puts the files in their places.
func (f *shareFiles) close() error {
	for _, w := range f.writers {
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

// abort removes what was begun and not closed.
func (f *shareFiles) abort() {
	for _, w := range f.writers {
		w.Abort()
	}
}

// judgeInto judges wordings and writes the shares into the files of these names.
func (p *Project) judgeInto(ctx context.Context, list []ledger.Wording, file func(*ledger.Share) string, names []string, conclude func(*ledger.Wording) []ledger.Share) error {
	f, err := p.beginShares(file, names)
	if err != nil {
		return err
	}
	defer f.abort()
	if err := judge(ctx, list, conclude, f.take); err != nil {
		return err
	}
	return f.close()
}
