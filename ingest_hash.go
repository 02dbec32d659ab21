package flows

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"flows/ingest/sheet"
)

// hashing is the SHA-256 of an input's bytes, under way.
type hashing struct {
	done chan struct{}
	sum  string
	err  error
}

// beginHash begins to hash an input.
func beginHash(ctx context.Context, in *sheet.Input, lim sheet.Limits) *hashing {
	h := &hashing{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		defer sheet.Caught(&h.err)
		h.sum, h.err = hashOf(ctx, in, lim)
	}()
	return h
}

// wait gives what hashOf does, once it is known.
func (h *hashing) wait() (string, error) {
	<-h.done
	return h.sum, h.err
}

// hashOf is the SHA-256 of an input's bytes; a *sheet.Refusal where the system does not give them, or
// where there are too many.
func hashOf(ctx context.Context, in *sheet.Input, lim sheet.Limits) (string, error) {
	if r := sheet.TooLarge(in, lim); r != nil {
		return "", r
	}
	f, err := in.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.CopyBuffer(h, readerFunc(func(b []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return f.Read(b)
	}), make([]byte, min(256<<10, max(in.Size, 512))))
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", sheet.Unreadable(in.Path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// load brings a small file into memory, so that it is read from disk or inflated once, and hashes it.
func load(ctx context.Context, j job) (*sheet.Input, [32]byte, int64, error) {
	if j.itself && j.in.Size >= memoryInput {
		sum, err := hex.DecodeString(j.container)
		return j.in, [32]byte(sum), j.in.Size, err
	}
	f, err := j.in.Open()
	if err != nil {
		return j.in, [32]byte{}, 0, err
	}
	defer f.Close()
	head, err := readUpTo(f, memoryInput, j.in.Size)
	if err != nil {
		return j.in, [32]byte{}, 0, err
	}
	if len(head) < memoryInput {
		return sheet.BytesInput(j.in.Path, head), sha256.Sum256(head), int64(len(head)), nil
	}
	h := sha256.New()
	h.Write(head)
	n, err := io.Copy(h, f)
	if err != nil {
		return j.in, [32]byte{}, 0, err
	}
	return j.in, [32]byte(h.Sum(nil)), n + int64(len(head)), ctx.Err()
}

// readUpTo reads what r gives up to limit bytes into memory made for as many as are expected.
func readUpTo(r io.Reader, limit, expected int64) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, max(0, min(limit, expected))+bytes.MinRead))
	_, err := b.ReadFrom(io.LimitReader(r, limit))
	return b.Bytes(), err
}
