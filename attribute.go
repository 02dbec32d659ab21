package flows

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"runtime/debug"
	"slices"

	"flows/ledger"

	"golang.org/x/sync/errgroup"
)

// Map judges every distinct wording in the ledger and writes the shares. Wordings that were judged under the
// same rules keep their shares. It does nothing where the shares are current.
func (p *Project) Map(ctx context.Context) error {
	if _, err := p.registry(); err != nil {
		return err
	}
	if p.mapped() {
		return nil
	}
	if err := p.Ledger.Lock(); err != nil {
		return err
	}
	defer p.Ledger.Unlock()
	if p.mapped() { // by another run, since this one opened the ledger
		return nil
	}
	defer debug.SetGCPercent(debug.SetGCPercent(judgingGarbage))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(max(judgingLimit, debug.SetMemoryLimit(-1))))
	if err := p.mapAll(ctx); err != nil {
		return err
	}
	debug.FreeOSMemory() // the engine, which shares the machine, comes next
	return nil
}

// While wordings are judged the heap may grow to three times what is held, up to a limit: nearly all that
// judging allocates is garbage at once, but every payee's name is held.
const (
	judgingGarbage = 200
	judgingLimit   = 384 << 20
)

// mapAll brings the shares up to date: with the wordings of sources that came later, under the same rules,
// in a part of their own, else anew.
func (p *Project) mapAll(ctx context.Context) error {
	want, have := p.mappingWanted(), p.Ledger.Mapping()
	open, later := p.unmapped(have.Rules == want.Rules)
	if err := p.Ledger.SweepShares(); err != nil {
		return err
	}
	if later {
		want.Parts = have.Parts
	} else if err := p.Ledger.BeginMapping(); err != nil {
		return err
	}
	j, err := p.beginJudging(want.Parts, later)
	if err != nil {
		return err
	}
	defer j.abort()
	if err := j.judge(ctx, open); err != nil {
		return err
	}
	if want.Parts, err = j.close(); err != nil {
		return err
	}
	return p.Ledger.EndMapping(want, p.mappedNames())
}

// unmapped are the sources whose wordings have no shares yet; later says that all others' shares hold: the
// rules are the same, and no source that they were made of is gone or was read otherwise.
func (p *Project) unmapped(sameRules bool) (open []*ledger.Source, later bool) {
	mapped := map[string]bool{}
	if sameRules {
		for _, name := range p.Ledger.MappedSources() {
			mapped[name] = true
		}
	}
	all := p.Ledger.Sources()
	for _, s := range all {
		if !mapped[mappedName(s)] {
			open = append(open, s)
		}
	}
	if len(mapped) == 0 || len(all)-len(open) < len(mapped) {
		return all, false
	}
	return open, true
}

// mappedName names a source as it was read.
func mappedName(s *ledger.Source) string { return s.ID + " " + s.Reading }

func (p *Project) mappedNames() (names []string) {
	for _, s := range p.Ledger.Sources() {
		names = append(names, mappedName(s))
	}
	return names
}

// mapped says whether the shares are current.
func (p *Project) mapped() bool {
	want, have := p.mappingWanted(), p.Ledger.Mapping()
	return have.Rules == want.Rules && have.Sources == want.Sources
}

// mappingWanted is what current shares would have been made from.
func (p *Project) mappingWanted() ledger.Mapping {
	h := sha256.New()
	for _, name := range p.mappedNames() {
		h.Write([]byte(name + "\n"))
	}
	return ledger.Mapping{Rules: p.rulesHash(), Sources: hex.EncodeToString(h.Sum(nil))}
}

// wordings are the distinct wordings of the ledger, by kind, ordered by key.
type wordings struct{ payer, place, purpose []ledger.Wording }

// wordings reads what ingest gathered. A wording that several files hold is judged once.
func (p *Project) wordings(ctx context.Context) (wordings, error) {
	files := p.Ledger.Files("wordings")
	workers := runtime.GOMAXPROCS(0)
	parts := make([]map[string]map[int64]ledger.Wording, workers)
	g, ctx := errgroup.WithContext(ctx)
	for n := range parts {
		g.Go(func() error {
			seen := map[string]map[int64]ledger.Wording{ledger.KindPayer: {}, ledger.KindPlace: {}, ledger.KindPurpose: {}}
			parts[n] = seen
			var list []ledger.Wording
			for i := n; i < len(files); i += workers {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				var err error
				if list, err = ledger.ReadWordings(list[:0], files[i]); err != nil {
					return err
				}
				for _, w := range list {
					if _, known := seen[w.Kind][w.Key]; !known {
						seen[w.Kind][w.Key] = w
					}
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return wordings{}, err
	}
	return wordings{distinct(parts, ledger.KindPayer), distinct(parts, ledger.KindPlace), distinct(parts, ledger.KindPurpose)}, nil
}

// distinct joins the parts of one kind and orders them by key. Equal keys have equal texts, so it does
// not matter which of them stands for the others.
func distinct(parts []map[string]map[int64]ledger.Wording, kind string) []ledger.Wording {
	all := parts[0][kind]
	for _, part := range parts[1:] {
		for key, w := range part[kind] {
			all[key] = w
		}
	}
	out := make([]ledger.Wording, 0, len(all))
	for _, w := range all {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b ledger.Wording) int { return cmp.Compare(a.Key, b.Key) })
	return out
}
