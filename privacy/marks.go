package privacy

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Found is a set of codes.
type Found uint8

// The bits of Found, in the order of Codes.
const (
	FoundPerson Found = 1 << iota
	FoundInsurance
	FoundBank
	FoundEmail
	FoundBirth
	FoundMention
)

// Codes are the codes of the set, in order.
func (f Found) Codes() []string {
	var list []string
	for i, code := range Codes() {
		if f&(1<<i) != 0 {
			list = append(list, code)
		}
	}
	return list
}

// Marks finds in one text what belongs to a private person: numbers, addresses of e-mail, dates of birth and
// persons named with their title. Most texts hold neither digits enough nor signs, and cost one look at
// each byte.
func Marks(text string) Found {
	digits, at, title, birth := hints(text)
	var f Found
	if at && emailOfPerson(text) {
		f |= FoundEmail
	}
	if digits >= 6 && insurance(text) {
		f |= FoundInsurance
	}
	if digits >= 14 && bank(text) {
		f |= FoundBank
	}
	if birth && digits >= 4 && birthDates().MatchString(text) {
		f |= FoundBirth
	}
	if title && mention(text) {
		f |= FoundMention
	}
	return f
}

// hint is what one byte lets be looked for.
type hint uint8

const (
	hintDigit hint = 1 << iota
	hintAt
	hintTitle // the M of Mr, Mrs and Miss
	hintBirth // the b of dob, birth and born
)

// hintOf gives the hints of each byte.
var hintOf = [256]hint{
	'0': hintDigit, '1': hintDigit, '2': hintDigit, '3': hintDigit, '4': hintDigit,
	'5': hintDigit, '6': hintDigit, '7': hintDigit, '8': hintDigit, '9': hintDigit,
	'@': hintAt, 'M': hintTitle, 'b': hintBirth, 'B': hintBirth,
}

// hints looks at each byte once: how many digits there are, and whether there is an @, the beginning of a
// title of persons, or of words about birth.
func hints(text string) (digits int, at, title, birth bool) {
	var all hint
	for i := 0; i < len(text); i++ {
		h := hintOf[text[i]]
		digits += int(h & hintDigit)
		all |= h
	}
	return digits, all&hintAt != 0, all&hintTitle != 0 && titles(text), all&hintBirth != 0 && digits >= 4
}

// titles says whether a word begins with Mr, Ms or Mi.
func titles(text string) bool {
	for i := 0; i+1 < len(text); i++ {
		if text[i] != 'M' || i > 0 && letter(text[i-1]) {
			continue
		}
		if c := text[i+1] | 0x20; c == 'r' || c == 's' || c == 'i' {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

var (
	insuranceWords = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\bN\.?I\.?(?:NO|N)?\b|NINO|national insurance`)
	})
	emails = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`([A-Za-z0-9._%+'-]+)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	})
	birthDates = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:\bd\.? ?o\.? ?b\b|date of birth|birth ?date|\bborn\b)\D{0,12}(?:\d{1,2}[/.\- ](?:\d{1,2}|[a-z]{3,9})[/.\- ]\d{2,4}|(?:19|20)\d\d-\d\d-\d\d)`)
	})
)

// insurance looks for a National Insurance number: two letters, six digits, a letter from A to D. One that
// has no spaces is as likely the number of an invoice: it counts only where words beside it say what it is.
func insurance(text string) bool {
	for i := 0; i+9 <= len(text); i++ {
		if i > 0 && alphanumeric(text[i-1]) || !letter(text[i]) || !letter(text[i+1]) || text[i] >= 0x80 || text[i+1] >= 0x80 {
			continue
		}
		n, spaced := insuranceAt(text[i:])
		if n > 0 && (spaced || insuranceWords().MatchString(text) || wordsBeside(text, text[i:i+n])) {
			return true
		}
	}
	return false
}

// insuranceAt is the length of the number with which a text begins, 0 where it begins with none.
func insuranceAt(text string) (n int, spaced bool) {
	prefix := strings.ToUpper(text[:2])
	if strings.ContainsAny(prefix, "DFIQUV") || prefix[1] == 'O' {
		return 0, false
	}
	switch prefix {
	case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
		return 0, false
	}
	n = 2
	for digits := 0; digits < 6 && n < len(text); n++ {
		switch c := text[n]; {
		case c-'0' <= 9:
			digits++
		case c == ' ' && digits%2 == 0 && text[n-1] != ' ':
			spaced = spaced || digits == 2
		default:
			return 0, false
		}
	}
	if n < len(text) && text[n] == ' ' {
		n++
	}
	if n >= len(text) || text[n]|0x20 < 'a' || text[n]|0x20 > 'd' || n+1 < len(text) && alphanumeric(text[n+1]) {
		return 0, false
	}
	return n + 1, spaced
}

func alphanumeric(c byte) bool { return letter(c) || c-'0' <= 9 }

// wordsBeside says whether a text has words of letters alone beside what was found in it.
func wordsBeside(text, found string) bool {
	words := 0
	for w := range strings.FieldsSeq(strings.Replace(text, found, " ", 1)) {
		if len(w) > 2 && isWord(w) {
			words++
		}
	}
	return words >= 2
}

// offices are the beginnings of addresses that belong to an office and not to a person.
var offices = [...]string{"account", "admin", "ap", "ar", "billing", "bookings", "cash", "claims", "complaints", "contact", "creditor", "council", "customer",
	"data", "direct", "email", "enq", "events", "feedback", "finance", "foi", "general", "grants", "hello", "help", "home", "hr", "info", "inquir", "invoice",
	"legal", "mail", "manager", "marketing", "media", "membership", "no-reply", "noreply", "office", "opendata", "orders", "payments", "post", "press", "procurement", "purchas",
	"reception", "registrar", "remittance", "sales", "school", "secretary", "service", "spend", "support", "team", "training", "transparency", "treasurer", "web"}

// emailOfPerson looks for an address that is not an office's.
func emailOfPerson(text string) bool {
	for _, m := range emails().FindAllStringSubmatch(text, -1) {
		local, office := strings.ToLower(m[1]), false
		for _, o := range offices {
			office = office || strings.HasPrefix(local, o)
		}
		if !office && strings.ContainsFunc(local, unicode.IsLetter) {
			return true
		}
	}
	return false
}

// mention looks for Mr, Mrs or Miss and a surname in a text. A firm's words behind it make it a firm's name.
func mention(text string) bool {
	titled, named := false, false
	for rest := text; rest != ""; {
		var word string
		word, rest = nextWord(rest)
		if word == "" {
			continue
		}
		if isTitle(word) {
			if named {
				return true
			}
			titled = true
			continue
		}
		if !titled {
			continue
		}
		first, _ := utf8.DecodeRuneInString(word)
		low := strings.ToLower(strings.TrimRight(word, ":;)?!"))
		switch {
		case word == "&" || low == "and":
		case !unicode.IsUpper(first) || !isWord(strings.TrimRight(word, ":;)?!'’s")):
			if named {
				return true
			}
			titled = false
		case isFirmWord(low):
			titled, named = false, false
		case utf8.RuneCountInString(low) > 2:
			named = true
		}
	}
	return named
}

// isTitle leaves out MS and MASTER in capitals, which are a firm's as often.
func isTitle(word string) bool {
	switch strings.TrimLeft(word, "(\"'") {
	case "Mr", "MR", "Mrs", "MRS", "Miss", "MISS", "Ms":
		return true
	}
	return false
}

// Heading says what the heading of a column says that its cells hold.
func Heading(heading string) Found {
	words := " " + strings.Join(purposeWords(nil, heading), " ") + " "
	var f Found
	for _, h := range [...]struct {
		words string
		found Found
	}{
		{" date of birth ", FoundBirth}, {" dob ", FoundBirth}, {" d o b ", FoundBirth}, {" birth date ", FoundBirth},
		{" national insurance ", FoundInsurance}, {" ni number ", FoundInsurance}, {" ni no ", FoundInsurance}, {" nino ", FoundInsurance},
		{" sort code ", FoundBank}, {" bank account ", FoundBank}, {" iban ", FoundBank},
		{" client name ", FoundMention}, {" child name ", FoundMention}, {" child's name ", FoundMention}, {" name of child ", FoundMention},
		{" service user name ", FoundMention}, {" claimant ", FoundMention}, {" claimant name ", FoundMention}, {" foster carer ", FoundMention}, {" carer name ", FoundMention},
	} {
		if strings.Contains(words, h.words) {
			f |= h.found
		}
	}
	return f
}
