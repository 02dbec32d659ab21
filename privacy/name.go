package privacy

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

var (
	forenames = sync.OnceValue(func() map[string]bool { return wordSet("forenames") })
	firmWords = sync.OnceValue(func() map[string]bool { return wordSet("firm_words") })
	// firmSurnames are those of them that are surnames as often.
	firmSurnames = sync.OnceValue(func() map[string]bool { return wordSet("firm_surnames") })
	knownFirms   = sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for _, line := range tableLines("known_firms") {
			set[line] = true
		}
		return set
	})
)

// longestName is beyond what a person's name has, in bytes and in words.
const (
	longestName  = 64
	longestWords = 6
)

// Name says how far a payee looks like a person. kind is what the publisher says of the payee, "" where
// nothing. Firms that are called after people, practices of doctors, counsel and everybody who trades
// under another name are none.
func Name(payee, kind string) Degree {
	d := nameDegree(payee)
	if d == Firm || kind == "" {
		return d
	}
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "individual", "individuals", "private individual", "indv", "ind", "person", "private person", "natural person", "citizen", "employee", "employees":
		return Stated
	case "vendor", "vendors", "supplier", "suppliers", "supplier(1)", "payee", "creditor", "creditors", "trade creditors", "ext", "external", "unknown", "other", "yes", "no":
		return d // it does not part persons from firms
	case "sole", "sole trader", "busn", "business", "trader", "self employed", "self-employed", "partnership":
		d = min(d, Named)
	case "ltd", "limited", "limited company", "company", "plc", "llp", "chty", "charity", "gov", "government", "public sector", "educ", "school":
		return Firm
	}
	if d == Words {
		return Firm // the publisher parts its payees by kind and does not call this one a person
	}
	return d
}

func nameDegree(payee string) Degree {
	payee = unmarked(strings.TrimSpace(payee))
	if name, degree := role(payee); degree > Firm {
		if wordedDegree(name) > Firm {
			return degree
		}
	}
	if head, _, ok := strings.Cut(payee, " - "); ok {
		payee = head // MR A SURNAME - GRANT
	}
	if head, _, ok := strings.Cut(payee, "#"); ok {
		payee = strings.TrimSpace(head) // MR A SURNAME#200704708-B3: a name with the number of an account
	}
	return wordedDegree(payee)
}

// wordedDegree judges a name by its words.
func wordedDegree(name string) Degree {
	if len(name) < 4 || len(name) > longestName {
		return Firm
	}
	var p person
	if !p.read(name) {
		return Firm
	}
	return p.degree()
}

// unmarked is a name without the letters that put a payee at the end of a list: ZZZZSURNAME.
func unmarked(name string) string {
	n := 0
	for n < len(name) && (name[n]|0x20 == 'z' || name[n]|0x20 == 'x') && name[n]|0x20 == name[0]|0x20 {
		n++
	}
	if n < 3 {
		return name
	}
	return strings.TrimLeft(name[n:], " -*._")
}

// person collects the words of a name.
type person struct {
	titled, esteemed              bool // Mr or Mrs; Dr, Rev or Sir
	initials, forenames, surnames int
	words                         int
	joined                        bool // "&" between two
	before                        bool // what stood last was a forename, initials or a title
	pending                       bool // "&" stood last
	split                         bool // "&" stands beside what is none of these
	borrowed                      int  // firms' words that are surnames as often
	aside                         bool // a forename that places and things have as often
	folded                        [longestWords]string
}

// read is false at the first word that no person's name has.
func (p *person) read(name string) bool {
	rest := name
	for rest != "" {
		var word string
		word, rest = nextWord(rest)
		if word == "" {
			continue
		}
		if !p.add(word, strings.ToLower(word)) {
			return false
		}
	}
	return !knownFirms()[strings.Join(p.folded[:p.words], " ")]
}

// nextWord cuts a word off. Full stops, commas and spaces part words.
func nextWord(s string) (word, rest string) {
	for i, r := range s {
		if r == ' ' || r == ',' || r == '.' || r == '\t' || r == '\u00a0' {
			return s[:i], s[i+utf8.RuneLen(r):]
		}
	}
	return s, ""
}

// add judges one word, as it stands and in small letters.
func (p *person) add(word, low string) bool {
	switch low {
	case "mr", "mrs", "miss", "mx", "esq":
		p.titled, p.before = true, true
		return true
	case "ms", "master":
		p.titled, p.before = p.titled || p.words == 0 || low == "ms", true
		return true
	case "dr", "doctor", "prof", "professor", "rev", "revd", "reverend", "sir", "dame", "lady", "lord", "fr":
		p.esteemed = true
		return true
	case "&", "and", "+":
		p.split = p.split || !p.before
		p.joined, p.before = true, false
		p.pending = true
		return p.words > 0 || p.titled
	case "jnr", "jr", "snr", "sr", "dec'd", "decd", "deceased", "de", "da", "di", "do", "dos", "del", "della", "la", "le", "van", "von", "der", "den", "bin", "ibn", "al", "el", "ul", "ur", "o", "mc", "mac":
		if low != "o" {
			return true
		}
	case "qc", "kc", "tba", "co", "messrs", "mssrs":
		return false
	}
	if p.words == longestWords || !isWord(word) {
		return false
	}
	if isFirmWord(low) {
		if !firmSurnames()[low] || p.borrowed > 0 {
			return false
		}
		p.borrowed++
	}
	p.aside = p.aside || asideForename[low]
	p.folded[p.words] = low
	p.words++
	surnames := p.surnames
	defer func() {
		p.before = p.surnames == surnames
		p.split = p.split || p.pending && !p.before
		p.pending = false
	}()
	switch n := utf8.RuneCountInString(word); {
	case n == 1, n <= 3 && word == strings.ToUpper(word) && !forenames()[low] && !strings.ContainsAny(low, "aeiouy"), n == 2 && word == strings.ToUpper(word) && !surnameOfTwo[low]:
		p.initials++
	case isForename(low) || asideForename[low] && !firmWords()[low]:
		p.forenames++
	default:
		p.surnames++
	}
	return true
}

// isFirmWord also knows a firm's word with a hyphen (pre-school), and what belongs to somebody (Emma's).
func isFirmWord(low string) bool {
	if firmWords()[low] || strings.HasSuffix(low, "'s") || strings.HasSuffix(low, "’s") {
		return true
	}
	first, second, ok := strings.Cut(low, "-")
	return ok && (firmWords()[first] || firmWords()[second])
}

// surnameOfTwo are surnames that would pass for initials.
var surnameOfTwo = map[string]bool{"li": true, "ng": true, "wu": true, "xu": true, "ho": true, "ma": true, "yu": true, "hu": true, "lo": true, "ko": true, "su": true, "lu": true}

// asideForename are forenames that places, houses and firms are called by as often: they are a person's
// beside a surname that is no firm's word.
var asideForename = map[string]bool{"victoria": true, "albert": true, "elizabeth": true, "alexandra": true, "charlotte": true, "francis": true, "clifford": true,
	"holly": true, "grace": true, "stanley": true}

// isForename also knows the forenames that a hyphen joins.
func isForename(low string) bool {
	if forenames()[low] {
		return true
	}
	first, second, ok := strings.Cut(low, "-")
	return ok && forenames()[first] && forenames()[second]
}

// isWord says whether a word has letters only, but for a hyphen or an apostrophe inside it.
func isWord(word string) bool {
	for i, r := range word {
		switch {
		case unicode.IsLetter(r):
		case (r == '-' || r == '\'' || r == '’') && i > 0 && i < len(word)-utf8.RuneLen(r):
		default:
			return false
		}
	}
	return true
}

func (p *person) degree() Degree {
	full := p.forenames + p.surnames // words written out
	switch {
	case p.borrowed > 0 && (p.joined || p.aside || p.surnames != 1 || !p.titled && p.forenames == 0):
		return Firm // Young & Hill, Victoria Hall, Stone Hill
	case full == 0 || full > 4 || p.initials > 4:
		return Firm
	case p.pending, p.joined && !p.titled && (p.split || p.surnames == 0):
		return Firm // Smith & Jones, Russell & Russell
	case p.words > 3 && p.folded[p.words-2] == "n" && p.folded[p.words-1] == "h":
		return Firm // a nursing home
	case p.titled && p.surnames <= 3:
		return Titled
	case p.esteemed && p.surnames <= 2:
		return Named
	case p.forenames > 0 && p.surnames <= 2 && full+p.initials >= 2:
		return Named
	case p.initials > 0 && p.surnames == 1 && p.forenames == 0:
		return Shape
	case p.surnames >= 2 && p.surnames <= 3 && !p.joined && p.initials <= 1:
		return Words
	}
	return Firm
}
