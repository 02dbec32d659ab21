package mapping

import (
	"regexp"
	"strings"
)

// statedLead finds a code at the head of a printed label: "1. General public services",
// "10.4 Family and children", "07 - Health", "COFOG 09.5".
var statedLead = regexp.MustCompile(`^(?i:cofog\s*:?\s*)?((?:GF)?\d{1,4}(?:\.\d){0,2})\s*[.:)\-–]*\s*(.*)$`)

// nameCodes fills named: UN names of divisions and groups, then HM Treasury's names where they
// have one UN home. Where two codes bear one name the wider one wins ("Health" is the division).
func (c *Cofog) nameCodes() {
	add := func(name, code string) {
		key := strings.Join(foldedTokens(nil, name), " ")
		if key == "" || code == "" {
			return
		}
		if old, ok := c.named[key]; !ok || len(code) < len(old) {
			c.named[key] = code
		}
	}
	for _, f := range c.functions {
		if f.Level != "class" {
			add(f.Name, f.Code)
		}
	}
	for _, h := range c.hmt {
		if h.UN != "" {
			add(h.Group, h.UN)
			add(h.Name, h.UN)
			add(h.Function, DivisionOf(h.UN))
		}
	}
	for key, code := range statedAliases {
		c.named[key] = code
	}
}

// statedAliases are names of functions that publishers print and neither table has.
var statedAliases = map[string]string{
	"environment protection":      "05",
	"public order safety":         "03",
	"recreation culture":          "08",
	"eu transactions":             "",
	"community amenities":         "06",
	"housing community amenity":   "06",
	"general public service":      "01",
	"medical services":            "07",
	"medical research":            "07.5",
	"central other health":        "07.6",
	"immigration citizenship":     "03.1",
	"accounting adjustments":      "",
	"public sector debt interest": "01.7",
}

// Parse reads a function as publishers state it: a code ("9.5", "GF0905"), a label ("1. General
// public services", "7.A Medical services") or a bare name, the UN's or HM Treasury's. It gives the
// division or group; false where the text states no COFOG function ("n/a", "Grants").
func (c *Cofog) Parse(stated string) (string, bool) {
	stated = strings.TrimSpace(stated)
	if stated == "" {
		return "", false
	}
	if code, ok := c.named[strings.Join(foldedTokens(nil, stated), " ")]; ok {
		return code, code != ""
	}
	if _, ok := c.at[canonicalCode(stated)]; ok {
		return atMostGroup(canonicalCode(stated)), true
	}
	m := statedLead.FindStringSubmatch(stated)
	if m == nil {
		return "", false
	}
	code := canonicalCode(m[1])
	f, ok := c.Lookup(code)
	if !ok || !c.labels(m[2], f) {
		return "", false
	}
	return atMostGroup(code), true
}

// labels is whether the words after a code are a name of that code or of its division, so that
// "10 laptops" is not social protection.
func (c *Cofog) labels(words string, f Function) bool {
	if strings.TrimSpace(words) == "" {
		return true
	}
	tokens := foldedTokens(nil, words)
	code, ok := c.named[strings.Join(tokens, " ")]
	if !ok && len(tokens) > 1 && len(tokens[0]) == 1 { // the letter of HM Treasury's "7.A"
		code, ok = c.named[strings.Join(tokens[1:], " ")]
	}
	return ok && DivisionOf(code) == DivisionOf(f.Code)
}

func atMostGroup(code string) string {
	if g := GroupOf(code); g != "" {
		return g
	}
	return code
}
