package flows

import (
	"fmt"

	"flows/mapping"
)

// Matcher is the registry that lists of names are held against, and what of it is the workspace's own, in
// words. Unlike Registry it tells where the workspace's areas, places or decisions do not fit.
func (p *Project) Matcher() (*mapping.Registry, []string, error) {
	r, err := p.registry()
	if err != nil {
		return nil, nil, err
	}
	if err := r.Ready(); err != nil {
		return nil, nil, err
	}
	w := p.Workspace
	if w == nil {
		return r, nil, nil
	}
	own := counts{{len(w.Areas), "area", "areas"}, {len(w.PlaceDecisions), "decision on places", "decisions on places"},
		{len(w.PayeeDecisions), "decision on organisations", "decisions on organisations"}}.words()
	if p.postcodesDigest() != "" {
		own = append(own, "a directory of postcodes")
	}
	return r, own, nil
}

// Classifier is Matcher for texts: the rules of functions and the model in force.
func (p *Project) Classifier() (*mapping.Functions, []string, error) {
	w := p.Workspace
	if w == nil {
		f, err := mapping.NewFunctions(mapping.FunctionOptions{})
		return f, nil, err
	}
	f, err := p.functions()
	if err != nil {
		return nil, nil, err
	}
	own := counts{{len(w.FunctionDecisions), "decision on functions", "decisions on functions"}}.words()
	if m, err := p.ownModel(); err == nil && m.model != nil {
		own = append(own, "a model of functions")
	}
	return f, own, nil
}

// counts are numbers with their nouns.
type counts []struct {
	n         int
	one, many string
}

// words are those that are not nought: "1 area", "3 decisions".
func (c counts) words() (list []string) {
	for _, k := range c {
		switch {
		case k.n == 1:
			list = append(list, "1 "+k.one)
		case k.n > 1:
			list = append(list, fmt.Sprintf("%d %s", k.n, k.many))
		}
	}
	return list
}
