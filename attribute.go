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
	"flows/mapping"
	"flows/query"

	"golang.org/x/sync/errgroup"
)

// Map judges every distinct wording in the ledger and writes the shares. It does nothing where the
// shares are current.
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
	words, err := p.wordings(ctx)
	if err != nil {
		return err
	}
	if err := p.Ledger.BeginMapping(); err != nil {
		return err
	}
	for _, part := range []func(context.Context, wordings) error{p.mapPlaces, p.mapPurposes, p.mapPayers, p.mapPrivacy} {
		if err := part(ctx, words); err != nil {
			return err
		}
	}
	debug.FreeOSMemory() // the engine, which shares the machine, comes next
	return p.Ledger.EndMapping(p.mappingWanted())
}

// mapped says whether the shares are current.
func (p *Project) mapped() bool {
	want, have := p.mappingWanted(), p.Ledger.Mapping()
	return have.Rules == want.Rules && have.Sources == want.Sources
}

// mappingWanted is what current shares would have been made from.
func (p *Project) mappingWanted() ledger.Mapping {
	h := sha256.New()
	for _, s := range p.Ledger.Sources() {
		h.Write([]byte(s.ID + " " + s.Reading + "\n"))
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

// mapPlaces judges payees: where they are, and which organisations they are.
func (p *Project) mapPlaces(ctx context.Context, w wordings) error {
	r := p.Registry()
	if err := r.Ready(); err != nil {
		return err
	}
	err := p.judgeInto(ctx, w.place, byDimension, []string{ledger.DimPlaceRecipient, ledger.DimPlaceIn, ledger.DimPlaceFor}, func(w *ledger.Wording) []ledger.Share {
		place := w.Place()
		return r.Place(&place).Shares()
	})
	if err != nil {
		return err
	}
	payees := make([]ledger.PlaceWording, len(w.place))
	for i := range w.place {
		payees[i] = w.place[i].Place()
	}
	return ledger.WriteTable(p.Ledger, "shares", ledger.DimPayee, r.PayeeShares(payees))
}

// mapPurposes judges what purposes serve, and by that how they are cut by control, nature and prevention.
func (p *Project) mapPurposes(ctx context.Context, w wordings) error {
	f, err := p.functions()
	if err != nil {
		return err
	}
	classes, err := p.classes()
	if err != nil {
		return err
	}
	file := func(s *ledger.Share) string {
		if s.Dimension == ledger.DimFunction {
			return ledger.DimFunction
		}
		return classShares
	}
	return p.judgeInto(ctx, w.purpose, file, []string{ledger.DimFunction, classShares}, func(w *ledger.Wording) []ledger.Share {
		purpose := w.Purpose()
		shares := f.Classify(&purpose)
		return append(shares, classes.Shares(&purpose, shares[0].Code)...)
	})
}

// mapPayers judges payers: which organisations they are, and under which department they stand. A unit
// that is no organisation of its own ("Corporate" of the Department for Work and Pensions) stands for its department.
func (p *Project) mapPayers(_ context.Context, w wordings) error {
	r := p.Registry()
	list := make([]ledger.PayerWording, len(w.payer))
	for i := range w.payer {
		list[i] = w.payer[i].Payer()
	}
	payers := r.PayerShares(list)
	var departments []ledger.Share
	for i := range list {
		group := r.Body(list[i].PayerGroup, ledger.NoDate)
		if !group.Known() {
			continue
		}
		d := ledger.Share{Dimension: query.DimDepartment, Key: list[i].Key, Code: group.ID, Hi: ledger.Whole, Rule: group.Rule,
			Step: mapping.RungBody, Evidence: ledger.Observed, Confidence: group.Confidence, Body: group.Name, BodyKind: group.Kind}
		departments = append(departments, d)
		if name := list[i].Payer; name != "" && !r.Body(name, ledger.NoDate).Known() {
			d.Dimension, d.Rule = ledger.DimPayer, "unit of a department"
			d.Detail = name + " is no organisation of its own that the registry knows"
			payers[i] = d
		}
	}
	if err := ledger.WriteTable(p.Ledger, "shares", query.DimDepartment, departments); err != nil {
		return err
	}
	return ledger.WriteTable(p.Ledger, "shares", ledger.DimPayer, payers)
}
