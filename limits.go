package flows

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
)

// limits are the most that reading one file may take: the program's, or what flows.yaml sets.
func (p *Project) limits() sheet.Limits {
	lim := sheet.DefaultLimits()
	for _, l := range p.Workspace.Limits {
		for _, s := range sheet.LimitSettings() {
			if s.Name == l.Name {
				s.Set(&lim, l.Value)
			}
		}
	}
	return lim
}

// limitedReading names the reading of a file that went beyond a limit. Limits are part of a reading only
// there: a file that was read to its end is read the same way under higher ones.
func (p *Project) limitedReading(reading string) string {
	var h ledger.Hasher
	h.Reset()
	h.Add(fmt.Sprintf("%+v", p.limits()))
	return fmt.Sprintf("%s-limits-%016x", reading, uint64(h.Sum()))
}

// current says whether a reading is what reading again would give: expected, or that beyond the limits.
func (p *Project) current(reading, expected string) bool {
	return reading == expected || reading == p.limitedReading(expected)
}

// watchful is a sink that notices whether a limit was reached.
type watchful struct {
	ingest.Sink
	limited bool
}

// Restart forgets what was noticed.
func (w *watchful) Restart() {
	w.limited = false
	w.Sink.Restart()
}

// Problem notices the code of limits.
func (w *watchful) Problem(p ledger.Problem) error {
	w.limited = w.limited || p.Code == sheet.CodeLimit
	return w.Sink.Problem(p)
}

// dropUnread drops what the ledger holds of files that could not even be opened and now were: such a
// source has no bytes and is known by its refusal.
func (r *ingestRun) dropUnread(fresh []*ledger.Staged) error {
	read := map[string]string{}
	for _, s := range fresh {
		for _, n := range s.Source.Names {
			read[n.Path] = s.Source.ID
		}
	}
	nothing := sha256.Sum256(nil)
	for _, s := range r.p.Ledger.Sources() {
		by, again := read[s.Path()]
		if !again || by == s.ID || s.Bytes > 0 || s.SHA256 == hex.EncodeToString(nothing[:]) {
			continue
		}
		if err := r.p.Ledger.Drop(s.ID); err != nil {
			return err
		}
	}
	return nil
}
