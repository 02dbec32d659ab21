// Package privacy tells texts that look like private people from texts that look like suppliers.
//
//	Name      a payee          ─▶ Degree: how far it looks like a person's name
//	Purpose   what it is for   ─▶ Degree: how far it is what private people are paid for
//	Private   both together    ─▶ whether the payment looks like one to a private person
//	Marks     any text         ─▶ National Insurance numbers, bank details, e-mail addresses, dates of birth, persons named
//	Shown     a row of cells   ─▶ the cells that may be shown
//
// Everything is judged by its wording alone, by tables of words that were compiled for this program
// (tables/*.csv), so the same wording has the same answer on every machine. Nothing here is stored: what a
// publisher wrote stays in the ledger as it was written, and what is found says what pages leave out.
package privacy

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"strings"
	"sync"
)

// version is raised whenever a change of the code makes the same text and the same tables give other answers.
const version = "3"

// Degree is how far a text speaks of a private person, in thousandths.
type Degree int16

// Enough is what the degrees of a payee and its purpose have to reach together.
const Enough Degree = 1000

// The degrees of names. What is no person's name is Firm.
const (
	Firm   Degree = 0
	Words  Degree = 150  // two or three words of which none is a firm's
	Shape  Degree = 250  // initials and a surname
	Named  Degree = 500  // a forename and a surname
	Titled Degree = 750  // Mr, Mrs, Miss before or behind it
	Stated Degree = 1000 // the publisher says that it is an individual
)

// The degrees of purposes that have a meaning of their own; the others are in tables/purposes.csv.
const (
	Supplies Degree = 0   // what suppliers are paid for
	Unsaid   Degree = 250 // nothing that speaks for either
	Personal Degree = 750 // what persons are paid for, as a rule
)

// Private says whether a payment looks like one to a private person.
func Private(name, purpose Degree) bool { return name > Firm && name+purpose >= Enough }

// The codes of what is found. They are problems of rows that stay loaded.
const (
	CodePerson    = "FL0301" // a person's name as the payee, and a purpose that persons are paid for
	CodeInsurance = "FL0302" // a National Insurance number
	CodeBank      = "FL0303" // a sort code with an account number, or an IBAN
	CodeEmail     = "FL0304" // a person's e-mail address
	CodeBirth     = "FL0305" // a date of birth
	CodeMention   = "FL0306" // a person named in a text: Mrs and a surname
)

// Codes are all codes, in order.
func Codes() []string {
	return []string{CodePerson, CodeInsurance, CodeBank, CodeEmail, CodeBirth, CodeMention}
}

// What says what a code stands for.
func What(code string) string {
	switch code {
	case CodePerson:
		return "a private person as the payee"
	case CodeInsurance:
		return "a National Insurance number"
	case CodeBank:
		return "bank details"
	case CodeEmail:
		return "a person's e-mail address"
	case CodeBirth:
		return "a date of birth"
	}
	return "a person named in a text"
}

// Wanted says of a code what was expected in the place of what was found, and what to do.
func Wanted(code string) (want, hint string) {
	switch code {
	case CodePerson:
		return "no name of a private person", "it is counted and not named; release or withhold the payee in decisions/privacy.csv, and tell the publisher"
	case CodeInsurance:
		return "no National Insurance number", "the text is not shown; tell the publisher"
	case CodeBank:
		return "no bank details", "the text is not shown; tell the publisher"
	case CodeEmail:
		return "no person's e-mail address", "the text is not shown; tell the publisher"
	case CodeBirth:
		return "no date of birth", "the text is not shown; tell the publisher"
	}
	return "no name of a private person", "the text is not shown; tell the publisher if it names somebody private"
}

//go:embed tables
var tableFiles embed.FS

// Version names the rules and tables: what was judged under another is not current.
var Version = sync.OnceValue(func() string {
	h := sha256.New()
	h.Write([]byte(version))
	for _, name := range []string{"forenames", "firm_words", "firm_surnames", "roles", "known_firms", "purposes", "care_areas"} {
		h.Write([]byte(tableText(name)))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
})

func tableText(name string) string {
	b, err := tableFiles.ReadFile("tables/" + name + ".csv")
	if err != nil {
		panic("privacy: " + err.Error()) // the tables are part of the program
	}
	return string(b)
}

// tableLines are the lines of a table under its heading, without comments.
func tableLines(name string) []string {
	var list []string
	heading := true
	for line := range strings.Lines(tableText(name)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if !heading {
			list = append(list, line)
		}
		heading = false
	}
	return list
}

// wordSet is a table of words parted by spaces.
func wordSet(name string) map[string]bool {
	set := map[string]bool{}
	for _, line := range tableLines(name) {
		for w := range strings.FieldsSeq(line) {
			set[w] = true
		}
	}
	return set
}
