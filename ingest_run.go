package flows

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
	paths   map[string]bool         // of these
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
	hash      *hashing       // of the file itself, while it may not be known yet; else container is
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
	asked := ctx
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
	if err := cmp.Or(g.Wait(), asked.Err()); err != nil { // one that is cancelled when all is read keeps no more either
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
		hash := beginHash(ctx, in, r.p.limits())
		first := index
		err := r.feedOne(in, hash, send)
		container, hashed := hash.wait()
		if err == nil && hashed != nil && index == first {
			err = hashed
		}
		if refusal := (*sheet.Refusal)(nil); errors.As(err, &refusal) && index == first {
			err = send(job{in: in, refusal: refusal})
		} else if err == nil && hashed == nil && !r.unchanged(in, container) {
			r.done[container] = ledger.Input{Path: in.Path, Reading: r.rules.Reading(), Files: index - first}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// feedOne sends what one input holds. A large file under a path of which nothing was read before goes
// out while its bytes are still being hashed.
func (r *ingestRun) feedOne(in *sheet.Input, hash *hashing, send func(job) error) error {
	early := in.Size >= memoryInput && !r.paths[in.Path]
	if !early {
		container, err := hash.wait()
		if err != nil {
			return err
		}
		if r.unchanged(in, container) {
			return send(job{in: in, container: container, unchanged: r.before[container].Files})
		}
	}
	return sheet.Expand(in, r.p.limits(), func(member *sheet.Input) error {
		if early && member == in {
			return send(job{in: in, itself: true, hash: hash})
		}
		container, err := hash.wait()
		if err != nil {
			return err
		}
		return send(job{in: member, container: container, itself: member == in})
	})
}

// unchanged says whether an input was read before under this path, with these bytes, by these rules.
func (r *ingestRun) unchanged(in *sheet.Input, container string) bool {
	was := r.before[container]
	return was.Path == in.Path && r.p.current(was.Reading, r.rules.Reading()) && !r.stale[container]
}

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
	if j.hash != nil {
		return r.workAhead(ctx, j)
	}
	in, sum, size, err := load(ctx, j)
	if err != nil && j.itself && ctx.Err() == nil {
		j.refusal = sheet.Unreadable(j.in.Path, err)
		return r.withoutFile(ctx, j)
	}
	if err != nil {
		sum, size = sha256.Sum256([]byte("unreadable\x1f"+j.in.Path+"\x1f"+err.Error())), 0
	}
	return r.resolve(ctx, j, sum, size, func() (*reading, error) { return r.read(ctx, in, size) })
}

// workAhead reads a large file while it is being hashed, and stops once it turns out to be known.
func (r *ingestRun) workAhead(ctx context.Context, j job) error {
	ahead, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		if sum, err := j.hash.wait(); err != nil || r.isCurrent(r.p.Ledger.Source(sum[:16])) {
			stop()
		}
	}()
	read, failed := r.read(ahead, j.in, j.in.Size)
	container, err := j.hash.wait()
	if refusal := (*sheet.Refusal)(nil); errors.As(err, &refusal) {
		read.abort()
		j.refusal = refusal
		return r.withoutFile(ctx, j)
	}
	if err != nil {
		read.abort()
		return err
	}
	j.container = container
	sum, err := hex.DecodeString(container)
	if err != nil {
		return err
	}
	taken := false
	defer func() {
		if !taken {
			read.abort()
		}
	}()
	return r.resolve(ctx, j, [32]byte(sum), j.in.Size, func() (*reading, error) {
		taken = true
		return read, failed
	})
}

// resolve makes the result of a file whose bytes are known: what was read of it, unless it was read before
// or by another name.
func (r *ingestRun) resolve(ctx context.Context, j job, sum [32]byte, size int64, read func() (*reading, error)) error {
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
	case r.isCurrent(known):
		res.Known, res.Source, res.SameAs = true, known, r.otherName(known, j.in.Path)
	default:
		got, err := read()
		if err != nil {
			return err
		}
		res.staged, err = r.stage(got, ledger.Source{ID: id, SHA256: hex.EncodeToString(sum[:]), Bytes: size, Names: []ledger.Named{res.name}}, known)
		if err != nil {
			return err
		}
		res.Source = &res.staged.Source
	}
	return r.hand(j.index, res)
}

// isCurrent says whether a source is there and was read as the rules read it now.
func (r *ingestRun) isCurrent(s *ledger.Source) bool {
	return s != nil && (r.p.current(s.Reading, r.readingOf(s)) || len(s.Fixes) > 0)
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

// reading is a file that was read into the ledger's staging folder.
type reading struct {
	out     ingest.Outcome
	into    *ledger.SourceWriter
	limited bool // a limit was reached
}

// abort forgets what was read.
func (r *reading) abort() {
	if r != nil {
		r.into.Abort()
	}
}

// read runs a file of size bytes through ingest into the staging folder.
func (r *ingestRun) read(ctx context.Context, in *sheet.Input, size int64) (*reading, error) {
	w, err := r.into.Begin()
	if err != nil {
		return nil, err
	}
	jobs := 1
	if size >= memoryInput/4 {
		jobs = r.opt.Jobs
	}
	sink := &watchful{Sink: w}
	out, err := ingest.Read(ctx, in, ingest.Options{Jobs: jobs, Limits: r.p.limits(), Rules: r.rules}, sink)
	if err != nil {
		w.Abort()
		return nil, fmt.Errorf("%s: %w", in.Path, err)
	}
	return &reading{out, w, sink.limited}, nil
}

// stage closes what was read as the source s; known is what is known of its bytes from before, if anything.
func (r *ingestRun) stage(got *reading, s ledger.Source, known *ledger.Source) (*ledger.Staged, error) {
	s.Format, s.Notes, s.Heads, s.Reading = got.out.Format, got.out.Notes, got.out.Heads.String(), r.rules.ReadingOf(got.out.Heads)
	if got.limited {
		s.Reading = r.p.limitedReading(s.Reading)
	}
	if known != nil {
		for _, n := range known.Names {
			if n.Path != s.Names[0].Path {
				s.Names = append(s.Names, n)
			}
		}
	}
	return got.into.Finish(s)
}
