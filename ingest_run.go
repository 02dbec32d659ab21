package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"

	"golang.org/x/sync/errgroup"
)

// memoryInput is the size up to which a file is read once, hashed and parsed from memory.
const memoryInput = 32 << 20

// ingestRun is one run over many files. Files are loaded and hashed by any worker, claimed strictly in
// order (so that of two files with the same bytes it is always the first that is read), read by any
// worker, and handed on in order.
type ingestRun struct {
	p    *Project
	opt  IngestOptions
	into *ledger.Ledger // where to write: the project's ledger, or a dry run's scratch

	rules ingest.Rules    // by which files are read
	stale map[string]bool // containers that hold a file which a recipe makes another reading of

	mu      sync.Mutex
	turn    *sync.Cond
	next    int                       // whose turn it is to claim
	claims  map[string]string         // source id → path that claimed it
	owners  map[string]*ledger.Source // path → the source it was read into, or was known as
	results map[int]result
	handed  int

	summary IngestSummary
	group   []*ledger.Staged
	names   []pendingName
	fresh   []*ledger.Source        // read by this run
	kept    int                     // files committed
	before  map[string]ledger.Input // inputs read before this run
	done    map[string]ledger.Input // inputs that this run reads
	limited map[string]bool         // of these, by the SHA-256 of their bytes: a file in them went beyond a limit
}

type job struct {
	index     int
	in        *sheet.Input
	container string         // SHA-256 of the file the user named
	itself    bool           // it is that file, not a member
	unchanged int            // files in an input that was read before; 0 where it was not
	refusal   *sheet.Refusal // the system does not give the file
}

type result struct {
	FileResult
	staged *ledger.Staged
	name   ledger.Named
}

type pendingName struct {
	id   string
	name ledger.Named
}

// all feeds the workers and commits what they bring.
func (r *ingestRun) all(ctx context.Context, inputs []*sheet.Input) error {
	g, ctx := errgroup.WithContext(ctx)
	stop := context.AfterFunc(ctx, func() { r.mu.Lock(); r.turn.Broadcast(); r.mu.Unlock() })
	defer stop()
	jobs := make(chan job, r.opt.Jobs)
	g.Go(func() (err error) {
		defer sheet.Caught(&err)
		defer close(jobs)
		return r.feed(ctx, inputs, jobs)
	})
	for range r.opt.Jobs {
		g.Go(func() error {
			for j := range jobs {
				if err := r.guarded(ctx, j); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if err := r.commit(); err != nil || r.opt.DryRun {
		return err
	}
	for container := range r.limited {
		if in, ok := r.done[container]; ok {
			in.Reading = r.p.limitedReading(r.rules.Reading())
			r.done[container] = in
		}
	}
	return r.p.Ledger.AddInputs(r.done)
}

// guarded is work. A fault of the program ends the run with an error that names the file, not the process.
func (r *ingestRun) guarded(ctx context.Context, j job) (err error) {
	defer func() {
		if crash := (*sheet.Crash)(nil); errors.As(err, &crash) {
			err = fmt.Errorf("%s: %w", j.in.Path, err)
		}
	}()
	defer sheet.Caught(&err)
	return r.work(ctx, j)
}

// feed sends every file and archive member, in order.
func (r *ingestRun) feed(ctx context.Context, inputs []*sheet.Input, jobs chan<- job) error {
	index := 0
	send := func(j job) error {
		j.index = index
		index++
		select {
		case jobs <- j:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for _, in := range inputs {
		container, err := hashOf(ctx, in, r.p.limits())
		if refusal := (*sheet.Refusal)(nil); errors.As(err, &refusal) {
			if err := send(job{in: in, refusal: refusal}); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		if was := r.before[container]; was.Path == in.Path && r.p.current(was.Reading, r.rules.Reading()) && !r.stale[container] {
			if err := send(job{in: in, container: container, unchanged: was.Files}); err != nil {
				return err
			}
			continue
		}
		first := index
		err = sheet.Expand(in, r.p.limits(), func(member *sheet.Input) error {
			return send(job{in: member, container: container, itself: member == in})
		})
		if err != nil {
			return err
		}
		r.done[container] = ledger.Input{Path: in.Path, Reading: r.rules.Reading(), Files: index - first}
	}
	return nil
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
	_, err = io.Copy(h, readerFunc(func(b []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return f.Read(b)
	}))
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

// work takes one file from its bytes to a staged source.
func (r *ingestRun) work(ctx context.Context, j job) error {
	if j.unchanged > 0 {
		if _, err := r.claim(ctx, j.index, "", j.in.Path); err != nil {
			return err
		}
		return r.hand(j.index, result{
			FileResult: FileResult{Path: j.in.Path, Known: true, Files: j.unchanged, Source: r.p.Ledger.Source(j.container[:16])},
			name:       ledger.Named{Path: j.in.Path, Container: j.container},
		})
	}
	if j.refusal != nil {
		return r.withoutFile(ctx, j)
	}
	in, sum, size, err := load(ctx, j)
	if err != nil && j.itself && ctx.Err() == nil {
		j.refusal = sheet.Unreadable(j.in.Path, err)
		return r.withoutFile(ctx, j)
	}
	if err != nil {
		sum, size = sha256.Sum256([]byte("unreadable\x1f"+j.in.Path+"\x1f"+err.Error())), 0
	}
	id := ledger.ID(sum)
	first, err := r.claim(ctx, j.index, id, j.in.Path)
	if err != nil {
		return err
	}
	res := result{FileResult: FileResult{Path: j.in.Path}, name: ledger.Named{Path: j.in.Path, Container: j.container, Archive: j.in.Archive}}
	known := r.p.Ledger.Source(id)
	switch {
	case first != j.in.Path:
		res.SameAs = first
	case known != nil && (r.p.current(known.Reading, r.readingOf(known)) || len(known.Fixes) > 0):
		res.Known, res.Source, res.SameAs = true, known, r.otherName(known, j.in.Path)
	default:
		res.staged, err = r.read(ctx, in, ledger.Source{
			ID: id, SHA256: hex.EncodeToString(sum[:]), Bytes: size, Names: []ledger.Named{res.name},
		}, known)
		if err != nil {
			return err
		}
		res.Source = &res.staged.Source
	}
	return r.hand(j.index, res)
}

// otherName is a path under which a source is known where path is a new one for it, else "".
func (r *ingestRun) otherName(s *ledger.Source, path string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range s.Names {
		if n.Path == path {
			return ""
		}
	}
	return s.Path()
}

// withoutFile tells that the system does not give a file. As nothing is known of what it holds, nothing of
// it is kept, and what was read under its name before stays.
func (r *ingestRun) withoutFile(ctx context.Context, j job) error {
	if _, err := r.claim(ctx, j.index, "", j.in.Path); err != nil {
		return err
	}
	t := ledger.Table{N: 1, File: j.in.Path, Status: ingest.Refused, First: ledger.NoDate, Last: ledger.NoDate,
		Reasons: []string{j.refusal.Found + "; " + j.refusal.Hint}}
	return r.hand(j.index, result{FileResult: FileResult{Path: j.in.Path, Source: &ledger.Source{Tables: []ledger.Table{t}}}})
}

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
	head, err := io.ReadAll(io.LimitReader(f, memoryInput))
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

// claim waits for the file's turn and gives the path that owns these bytes in this run.
func (r *ingestRun) claim(ctx context.Context, index int, id, path string) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.next != index {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		r.turn.Wait()
	}
	r.next++
	r.turn.Broadcast()
	if owner, ok := r.claims[id]; ok {
		return owner, nil
	}
	r.claims[id] = path
	return path, nil
}

// read runs the file through ingest into the ledger's staging folder.
func (r *ingestRun) read(ctx context.Context, in *sheet.Input, s ledger.Source, known *ledger.Source) (*ledger.Staged, error) {
	w, err := r.into.Begin()
	if err != nil {
		return nil, err
	}
	jobs := 1
	if s.Bytes >= memoryInput/4 {
		jobs = r.opt.Jobs
	}
	sink := &watchful{Sink: w}
	out, err := ingest.Read(ctx, in, ingest.Options{Jobs: jobs, Limits: r.p.limits(), Rules: r.rules}, sink)
	if err != nil {
		w.Abort()
		return nil, fmt.Errorf("%s: %w", in.Path, err)
	}
	s.Format, s.Notes, s.Heads, s.Reading = out.Format, out.Notes, out.Heads.String(), r.rules.ReadingOf(out.Heads)
	if sink.limited {
		s.Reading = r.p.limitedReading(s.Reading)
	}
	if known != nil {
		for _, n := range known.Names {
			if n.Path != s.Names[0].Path {
				s.Names = append(s.Names, n)
			}
		}
	}
	return w.Finish(s)
}
