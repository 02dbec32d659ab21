package sheet

import (
	"io"
	"sync"
)

// blockSize is how much of a part is inflated at a time, and headroom how much of an unfinished token
// fits before a block without copying the block.
const (
	blockSize = 256 << 10
	headroom  = 16 << 10
)

// blockSource gives a part window by window.
type blockSource interface {
	// next returns rest followed by more of the part; what was returned before may be overwritten.
	// At the end it returns io.EOF, and rest stays as it is.
	next(rest []byte) ([]byte, error)
	// close ends the reading early or late; it waits for what runs beside.
	close()
}

// syncBlocks reads in the caller's goroutine, into one buffer.
type syncBlocks struct {
	r    io.Reader
	size uint64 // of the part, as far as known
	buf  []byte
	err  error
}

func (s *syncBlocks) next(rest []byte) ([]byte, error) {
	if s.err != nil {
		return rest, s.err
	}
	switch {
	case s.buf == nil:
		s.buf = make([]byte, min(s.size+1, 32<<10))
	case len(rest) > len(s.buf)/2:
		s.buf = append(make([]byte, 0, 2*len(s.buf)), rest...)
		s.buf = s.buf[:cap(s.buf)]
	}
	n := copy(s.buf, rest)
	m, err := readSome(s.r, s.buf[n:])
	if m == 0 {
		s.err = err
		return s.buf[:n], err
	}
	s.err = err
	return s.buf[:n+m], nil
}

func (s *syncBlocks) close() {}

// readSome fills b as far as it can. The error is that of the last Read.
func readSome(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var m int
		m, err = r.Read(b[n:])
		n += m
	}
	return n, err
}

// block is memory for one inflated block, with room before it for what is left of the one before.
type block struct {
	mem []byte
	n   int
	err error
}

// asyncBlocks inflates the next blocks in a goroutine while one is read.
//
//	free ──▶ inflate ──▶ full ──▶ next ──▶ window being read ──▶ free
type asyncBlocks struct {
	free, full chan *block
	quit       chan struct{}
	done       sync.WaitGroup
	cur        *block
	err        error
}

func startBlocks(r io.Reader) *asyncBlocks {
	const ahead = 3
	a := &asyncBlocks{
		free: make(chan *block, ahead+1),
		full: make(chan *block, ahead+1),
		quit: make(chan struct{}),
	}
	for range ahead + 1 {
		a.free <- new(block)
	}
	a.done.Go(func() { a.inflate(r) })
	return a
}

func (a *asyncBlocks) inflate(r io.Reader) {
	for {
		var b *block
		select {
		case b = <-a.free:
		case <-a.quit:
			return
		}
		if b.mem == nil {
			b.mem = make([]byte, headroom+blockSize)
		}
		b.n, b.err = readCaught(r, b.mem[headroom:])
		a.full <- b // never waits: there are no more blocks than fit
		if b.err != nil {
			return
		}
	}
}

// readCaught is readSome; a panic is an error for whoever reads the block.
func readCaught(r io.Reader, b []byte) (n int, err error) {
	defer Caught(&err)
	return readSome(r, b)
}

func (a *asyncBlocks) next(rest []byte) ([]byte, error) {
	if a.err != nil {
		return rest, a.err
	}
	b := <-a.full
	a.err = b.err
	if b.n == 0 {
		return rest, a.err
	}
	var window []byte
	if len(rest) <= headroom {
		start := headroom - len(rest)
		copy(b.mem[start:], rest)
		window = b.mem[start : headroom+b.n]
	} else {
		window = append(append(make([]byte, 0, 2*len(rest)+b.n), rest...), b.mem[headroom:headroom+b.n]...)
	}
	if a.cur != nil {
		a.free <- a.cur
	}
	a.cur = b
	return window, nil
}

func (a *asyncBlocks) close() {
	close(a.quit)
	a.done.Wait()
}
