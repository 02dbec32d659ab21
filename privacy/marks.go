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

// hints looks at each byte once: how many digits there are, and whether there is an @, the beginning of a
// title of persons, or of words about birth.
func hints(text string) (digits int, at, title, birth bool) {
	var before, last byte = ' ', ' '
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c-'0' <= 9:
			digits++
		case c == '@':
			at = true
		case last == 'M' && (c|0x20 == 'r' || c|0x20 == 's' || c|0x20 == 'i'):
			title = title || !letter(before)
		case last|0x20 == 'o' && c|0x20 == 'b', last|0x20 == 'b' && (c|0x20 == 'i' || c|0x20 == 'o'), last == '.' && c|0x20 == 'b':
			birth = true // dob, d.o.b., birth, born
		}
		before, last = last, c
	}
	return digits, at, title, birth
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

var (
	insurances = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:^|[^A-Z0-9])([A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])( ?)(\d\d)( ?)(\d\d) ?(\d\d) ?([A-D])(?:$|[^A-Z0-9])`)
	})
	insuranceWords = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\bN\.?I\.?(?:NO|N)?\b|NINO|national insurance`)
	})
	sortCodes = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:^|\D)\d\d-\d\d-\d\d\D{1,24}\d{8}(?:\D|$)|sort ?code\D{0,8}\d\d[- ]?\d\d[- ]?\d\d\D{1,24}\d{8}(?:\D|$)`)
	})
	ibans  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bGB\d\d ?[A-Z]{4}(?: ?\d){14}\b`) })
	emails = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`([A-Za-z0-9._%+'-]+)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	})
	birthDates = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(?:\bd\.? ?o\.? ?b\b|date of birth|birth ?date|\bborn\b)\D{0,12}(?:\d{1,2}[/.\- ](?:\d{1,2}|[a-z]{3,9})[/.\- ]\d{2,4}|(?:19|20)\d\d-\d\d-\d\d)`)
	})
)

// insurance looks for a National Insurance number. One that is the whole text and has no spaces is as
// likely the number of an invoice: it counts only where words beside it say what it is.
func insurance(text string) bool {
	for _, m := range insurances().FindAllStringSubmatch(text, -1) {
		switch strings.ToUpper(m[1]) {
		case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
			continue
		}
		spaced := m[2] != "" && m[4] != ""
		if spaced || insuranceWords().MatchString(text) || wordsBeside(text, m[0]) {
			return true
		}
	}
	return false
}

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

// bank looks for a sort code with an account number, or for an IBAN whose check digits are right.
func bank(text string) bool {
	if sortCodes().MatchString(text) {
		return true
	}
	for _, s := range ibans().FindAllString(text, -1) {
		s = strings.ReplaceAll(s, " ", "")
		rest := 0
		for _, c := range s[4:] + s[:4] {
			if c >= 'A' {
				rest = (rest*100 + int(c-'A') + 10) % 97
			} else {
				rest = (rest*10 + int(c-'0')) % 97
			}
		}
		if rest == 1 {
			return true
		}
	}
	return false
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
