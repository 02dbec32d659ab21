package mapping

import (
	"strings"

	"flows/ledger"
)

// PayeeShares says, for each wording with what PayeeName tells of it, which organisation its payee is: the code is the cluster's id,
// a body's id where the registry knows it. All wordings of a ledger are given at once, because
// spellings that were cut off are known only beside the whole ones.
func (r *Registry) PayeeShares(wordings []ledger.PayeeWording) []ledger.Share {
	names, told := make([]string, len(wordings)), make(map[string]*ledger.PayeeName, len(wordings))
	for i := range wordings {
		names[i] = wordings[i].Payee
		told[names[i]] = &wordings[i].PayeeName
	}
	out := make([]ledger.Share, len(wordings))
	for i, c := range r.cluster(names, func(name string) ledger.PayeeName { return *told[name] }) {
		if c.Kind == KindUnknown {
			c.Kind = r.statedKind(wordings[i].PayeeKind)
		}
		out[i] = bodyShare(wordings[i].Key, ledger.DimPayee, c)
	}
	return out
}

// statedKind is the sort of body that a publisher's own words for it tell of.
func (r *Registry) statedKind(text string) string {
	if k, known := r.gazetteer().kinds.of(words(Fold(text))); known {
		return k.kind
	}
	return KindUnknown
}

// PayerShares says, for each wording, which organisation its payer is, by the same ids as PayeeShares,
// so that money passed on can be followed. A payer that is not known is named by its wording without idle
// spaces, and has the kind of its group.
func (r *Registry) PayerShares(wordings []ledger.PayerWording) []ledger.Share {
	out := make([]ledger.Share, len(wordings))
	for i := range wordings {
		w := &wordings[i]
		name := w.Payer
		if name == "" {
			name = w.PayerGroup
		}
		b := r.Body(name, ledger.NoDate)
		c := Cluster{ID: b.ID, Name: b.Name, Kind: b.Kind, Rule: b.Rule}
		if !b.Known() {
			c.ID, c.Name = strings.Join(r.payeeWords().key(name), "-"), strings.Join(strings.Fields(name), " ")
			if group := r.Body(w.PayerGroup, ledger.NoDate); group.Known() && c.Kind == KindUnknown {
				c.Kind, c.Rule = group.Kind, "kind of the payer's group"
			}
		}
		out[i] = bodyShare(w.Key, ledger.DimPayer, c)
	}
	return out
}

func bodyShare(key int64, dimension string, c Cluster) ledger.Share {
	return ledger.Share{Dimension: dimension, Key: key, Code: c.ID, Lo: 0, Hi: ledger.Whole, Rule: c.Rule,
		Step: RungBody, Evidence: ledger.Observed, Confidence: 950, Body: c.Name, BodyKind: c.Kind, Detail: c.Detail}
}
