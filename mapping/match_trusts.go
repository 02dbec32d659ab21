package mapping

import "strings"

// nhsWords are words of hospital trusts' names as files shorten them. What a trust is in law ("NHS Foundation Trust") tells
// none from another.
var nhsWords = map[string]string{
	"hosp": "hospital", "hospitals": "hospital", "hosps": "hospital", "univ": "university", "uni": "university", "hlthcare": "healthcare",
	"hlthcre": "healthcare", "hcare": "healthcare", "dist": "district", "comm": "community", "com": "community", "coll": "college",
	"serv": "service", "services": "service", "nw": "north west", "ne": "north east", "sw": "south west", "se": "south east",
	"nhs": "", "nhsft": "", "nhst": "", "ft": "", "foundation": "", "foundatio": "", "foundati": "", "foundat": "", "founda": "", "found": "", "fnd": "",
	"fndn": "", "fdn": "", "fdtn": "", "trust": "", "trus": "", "trst": "", "trt": "", "tr": "", "t": "", "f": "", "of": "", "the": "", "and": "",
}

// nhsStem is the words that tell a hospital trust from others, joined; "" for a folded name that is of none.
func nhsStem(folded string) string {
	isTrust, says := false, false
	var out []string
	for w := range strings.FieldsSeq(folded) {
		switch {
		case w == "nhs" || w == "nhsft" || w == "nhst":
			isTrust = isTrust || len(out) > 0 // "NHS Norfolk" was a commissioner
			says = says || w != "nhs"
		case w == "trust", w == "ft", w == "trst", w == "trus":
			says = true
		}
		if to, ok := nhsWords[w]; ok {
			w = to
		}
		if w != "" {
			out = append(out, w)
		}
	}
	if !isTrust || len(out) == 0 || len(out) == 1 && !says {
		return ""
	}
	return strings.Join(out, " ")
}
