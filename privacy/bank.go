package privacy

import (
	"regexp"
	"strings"
	"sync"
)

var (
	// A sort code of six digits, then the number of an account; or the other way about. Where a text says which
	// is which, the digits may stand in any form. S/C is a service charge as often, and needs the word of the other.
	sortCodes = sync.OnceValue(func() *regexp.Regexp {
		const code, account = `\d\d[- ]?\d\d[- ]?\d\d`, `\d{8}`
		const isAccount = `(?:\bacc(?:ount|t)?s?\b|\ba/?c\b)`
		return regexp.MustCompile(`(?i)\bsort(?: ?codes?)?\b\D{0,8}` + code + `\D{1,24}` + account + `(?:\D|$)` +
			`|\bs/?c\b\D{0,8}` + code + `\D{0,12}` + isAccount + `\D{0,12}` + account + `(?:\D|$)` +
			`|` + isAccount + `\D{0,12}` + account + `\D{1,12}\b(?:sort(?: ?codes?)?|s/?c)\b\D{0,8}` + code + `(?:\D|$)`)
	})
	dashedCodes = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^|\D)(\d\d)-(\d\d)-(\d\d)(\D{1,24})(\d{8})(?:\D|$)`)
	})
	accountWords = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\b(?:acc|acct|account|a/?c|bank)\b`) })
	ibans        = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\bGB\d\d ?[A-Z]{4}(?: ?\d){14}\b`) })
)

// bank looks for a sort code with an account number, or for an IBAN whose check digits are right.
func bank(text string) bool {
	if dashed(text) && dashedAccount(text) {
		return true
	}
	if low := strings.ToLower(text); (strings.Contains(low, "sort") || strings.Contains(low, "s/c") || strings.Contains(low, "sc ")) && sortCodes().MatchString(text) {
		return true
	}
	if !strings.Contains(text, "GB") {
		return false
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

// dashed says whether a text has two digits, a dash, two digits, a dash and two digits.
func dashed(text string) bool {
	for i := 2; i+5 < len(text); i++ {
		if text[i] == '-' && text[i+3] == '-' && text[i-2]-'0' <= 9 && text[i-1]-'0' <= 9 && text[i+1]-'0' <= 9 && text[i+2]-'0' <= 9 && text[i+4]-'0' <= 9 && text[i+5]-'0' <= 9 {
			return true
		}
	}
	return false
}

// dashedAccount looks for a sort code with dashes and a number of eight digits behind it. What can be a day
// of this century is the date of an invoice beside its number, unless words between them speak of an account.
func dashedAccount(text string) bool {
	for _, m := range dashedCodes().FindAllStringSubmatch(text, -1) {
		if accountWords().MatchString(m[4]) || !daylike(m[1], m[2], m[3]) && !daylike(m[3], m[2], m[1]) && !daysNumber(m[5]) {
			return true
		}
	}
	return false
}

// lastYear is the last year of this century that a payment is dated in.
const lastYear = "40"

// daylike says whether three pairs of digits can be a day, a month and a year of this century.
func daylike(day, month, year string) bool {
	return day >= "01" && day <= "31" && month >= "01" && month <= "12" && year <= lastYear
}

// daysNumber says whether eight digits can be a day: 20100501 or 01052010.
func daysNumber(n string) bool {
	return n[:2] == "20" && daylike(n[6:], n[4:6], n[2:4]) || n[4:6] == "20" && daylike(n[:2], n[2:4], n[6:])
}
