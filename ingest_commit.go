package flows

import (
	"fmt"

	"flows/ingest"
)

// groupSize is how many sources are made durable by one commit.
const groupSize = 512

// hand passes results on in the order of the files.
func (r *ingestRun) hand(index int, res result) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.results[index] = res
	for {
		res, ok := r.results[r.handed]
		if !ok {
			return nil
		}
		delete(r.results, r.handed)
		r.handed++
		if err := r.take(res); err != nil {
			return err
		}
	}
}

// take counts one result and stages it for the next commit.
func (r *ingestRun) take(res result) error {
	switch {
	case res.staged != nil:
		r.group = append(r.group, res.staged)
		r.fresh = append(r.fresh, res.Source)
		r.owners[res.Path] = res.Source
	case res.SameAs != "":
		if res.Source == nil {
			res.Source = r.owners[res.SameAs]
		}
		r.owners[res.Path] = res.Source
		r.names = append(r.names, pendingName{res.Source.ID, res.name})
	case res.Known && res.Source != nil:
		r.owners[res.Path] = res.Source
		r.names = append(r.names, pendingName{res.Source.ID, res.name})
	}
	if res.Source != nil && res.Source.Reading == r.p.limitedReading(r.readingOf(res.Source)) {
		r.limited[res.name.Container] = true
	}
	r.count(res)
	if r.opt.Done != nil {
		r.opt.Done(res.FileResult)
	}
	if len(r.group) < groupSize {
		return nil
	}
	return r.commit()
}

// count adds a result to the summary. A file that was refused before is refused again.
func (r *ingestRun) count(res result) {
	s := &r.summary
	s.Files += max(res.Files, 1)
	s.Known += max(res.Files-1, 0)
	again := res.Known || res.SameAs != ""
	if again {
		s.Known++
	}
	if res.Source == nil {
		return
	}
	refused, flows := false, false
	for i := range res.Source.Tables {
		t := &res.Source.Tables[i]
		refused = refused || t.Status == ingest.Refused
		flows = flows || t.Entries > 0
		if !again {
			s.Rows += t.Rows()
			s.Sum += t.Sum
		}
	}
	if refused && !flows {
		s.Refused++
	}
	if again {
		return
	}
	if !refused && !flows {
		s.NoFlows++
	}
	s.Entries += res.Source.Entries
	s.Problems += res.Source.Problems
}

// commit makes the open group part of the ledger.
func (r *ingestRun) commit() error {
	if r.opt.DryRun {
		r.into.Discard(r.group)
		r.group, r.names = nil, nil
		return nil
	}
	if err := r.p.Ledger.Commit(r.group); err != nil {
		return fmt.Errorf("could not write to the ledger: %w", err)
	}
	if err := r.dropUnread(r.group); err != nil {
		return fmt.Errorf("could not write to the ledger: %w", err)
	}
	r.kept += len(r.group)
	for _, n := range r.names {
		if _, err := r.p.Ledger.AddNames(n.id, n.name); err != nil {
			return fmt.Errorf("could not write to the ledger: %w", err)
		}
	}
	r.group, r.names = nil, nil
	return nil
}
