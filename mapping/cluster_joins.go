package mapping

import (
	"slices"
	"strings"
)

// Without its "UK" a name must still have two words and ten letters to be one organisation's, and words in another order
// must be three.
const minWithoutUK, minOrdered = 10, 3

// joinUK joins a name with "UK" at its end to the same name without: "Oracle Corporation (UK) Ltd".
func (c *clusters) joinUK() {
	for i := range c.keys {
		k := &c.keys[i]
		base, ok := strings.CutSuffix(k.text, "-uk")
		if !ok || k.body.Known() || len(base) < minWithoutUK || !strings.Contains(base, "-") {
			continue
		}
		if j, there := c.byKey[strings.ReplaceAll(base, "-", "")]; there && !c.keys[j].body.Known() {
			c.join(int32(i), j, "the same without UK")
		}
	}
}

// joinOrder joins names of the same words in another order: "Northcott Theatre Exeter". Of schools and of people the
// order tells one from another.
func (c *clusters) joinOrder() {
	byWords := map[string]int32{}
	for i := range c.keys {
		k := &c.keys[i]
		ws := strings.Split(k.text, "-")
		if k.body.Known() || k.kind == KindSchool || k.kind == KindIndividual || k.kind == KindParish || len(ws) < minOrdered {
			continue
		}
		slices.Sort(ws)
		key := strings.Join(ws, "-")
		if j, there := byWords[key]; there {
			c.join(int32(i), j, "the same words in another order")
		} else {
			byWords[key] = int32(i)
		}
	}
}
