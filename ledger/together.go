package ledger

import "golang.org/x/sync/errgroup"

// together runs a task on n goroutines, of which the caller's is one, and waits for all. A panic comes up
// in the caller's, where it can be recovered; elsewhere it would end the program.
func together(n int, task func(lane int) error) error {
	if n <= 1 {
		return task(0)
	}
	var g errgroup.Group
	faults := make([]any, n)
	for lane := 1; lane < n; lane++ {
		g.Go(func() error {
			defer func() { faults[lane] = recover() }()
			return task(lane)
		})
	}
	err := func() error {
		defer g.Wait()
		return task(0)
	}()
	if e := g.Wait(); err == nil {
		err = e
	}
	for _, f := range faults {
		if f != nil {
			panic(f)
		}
	}
	return err
}
