package sheet

import (
	"context"
	"runtime"
	"sync"
)

// ahead reads chunks ahead of the consumer and scans several at the same time; rows are handed on in
// order, in the caller's goroutine.
func (o *csvRows) ahead(ctx context.Context, src *csvSource, d *decoder) error {
	ctx, cancel := context.WithCancel(ctx)
	workers := min(runtime.GOMAXPROCS(0), 4)
	queue := make(chan chan scanned, workers)
	var all sync.WaitGroup
	all.Go(func() { o.produce(ctx, src, d, workers, queue) })
	defer func() {
		cancel()
		for c := range queue {
			if s := <-c; s.scan != nil {
				s.scan.drop()
			}
		}
		all.Wait()
	}()
	for c := range queue {
		if err := o.give(ctx, <-c); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// produce reads chunks and has them scanned, at most so many at a time; queue has them in order.
func (o *csvRows) produce(ctx context.Context, src *csvSource, d *decoder, workers int, queue chan<- chan scanned) {
	defer close(queue)
	slots := make(chan struct{}, workers)
	for first := true; ; first = false {
		c, err := nextCaught(src)
		result := make(chan scanned, 1)
		select {
		case queue <- result:
		case <-ctx.Done():
			return
		}
		if err != nil {
			result <- scanned{err: err}
			return
		}
		slots <- struct{}{}
		go func() {
			result <- o.scanCaught(c, first, d)
			<-slots
		}()
		if c.last {
			return
		}
	}
}

// nextCaught is src.next; a panic is an error for the consumer.
func nextCaught(src *csvSource) (c chunk, err error) {
	defer Caught(&err)
	return src.next()
}

// scanCaught scans a chunk; a panic is an error for the consumer.
func (o *csvRows) scanCaught(c chunk, first bool, d *decoder) (s scanned) {
	defer Caught(&s.err)
	return scanChunk(c, first, newScanner(o.text.dial, o.text.lim), d)
}
