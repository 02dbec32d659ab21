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

// inOrder works on all that source gives, on all cores, and hands on what comes of it in the order given,
// some at a time, so that not all of it is held.
func inOrder[A, B any](ctx context.Context, source func(give func(A) error) error, work func(A) (B, error), take func(B) error) error {
	jobs := runtime.GOMAXPROCS(0)
	parts := make(chan chan B, jobs) // in order; what waits is held
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		defer close(parts)
		defer sheet.Caught(&err)
		workers, working := errgroup.WithContext(ctx)
		workers.SetLimit(jobs)
		failed := source(func(a A) error {
			part := make(chan B, 1)
			select {
			case parts <- part:
			case <-working.Done():
				return working.Err()
			}
			workers.Go(func() (err error) {
				defer sheet.Caught(&err)
				b, err := work(a)
				if err == nil {
					part <- b
				}
				return err
			})
			return nil
		})
		if err := workers.Wait(); err != nil {
			return err
		}
		return failed
	})
	g.Go(func() error {
		for part := range parts {
			select {
			case b := <-part:
				if err := take(b); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return ctx.Err()
	})
	return g.Wait()
}

// judged calls conclude for every wording, on all cores, and gives what it concludes in their order.
func judged[T any](ctx context.Context, list []ledger.Wording, conclude func(*ledger.Wording) []T) (all []T, err error) {
	steps := func(give func([]ledger.Wording) error) error {
		for from := 0; from < len(list); from += judgeStep {
			if err := give(list[from:min(len(list), from+judgeStep)]); err != nil {
				return err
			}
		}
		return nil
	}
	each := func(some []ledger.Wording) (part []T, err error) {
		for i := range some {
			part = append(part, conclude(&some[i])...)
		}
		return part, nil
	}
	err = inOrder(ctx, steps, each, func(part []T) error {
		all = append(all, part...)
		return nil
	})
	return all, err
}
