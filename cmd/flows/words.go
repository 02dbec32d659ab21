package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"flows/ledger"
)

// thousands prints 1234567 as 1,234,567.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// counted is a number with its noun: 1 note, 1,200 notes.
func counted(n int64, noun string) string { return thousands(n) + " " + plural(n, noun) }

func plural(n int64, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

func entries(n int64) string {
	if n == 1 {
		return "1 entry"
	}
	return thousands(n) + " entries"
}

// pounds prints £1,234.50 or -£1,234.50.
func pounds(p ledger.Pence) string {
	s := p.String()
	sign := ""
	if p < 0 {
		sign, s = "-", s[1:]
	}
	whole, pence, _ := strings.Cut(s, ".")
	n, _ := strconv.ParseInt(whole, 10, 64)
	return sign + "£" + thousands(n) + "." + pence
}

// failOn is the list of findings that make a command exit 1.
type failOn []string

func failures(flag string, known ...string) (failOn, error) {
	var f failOn
	for _, name := range strings.Split(flag, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("--fail-on %s: expected one of %s", name, strings.Join(known, ", "))
		}
		f = append(f, name)
	}
	return f, nil
}

// check is an error with exitFindings where a finding asked for was made.
func (f failOn) check(found map[string]int64) error {
	for _, name := range f {
		if n := found[name]; n > 0 {
			return withCode(exitFindings, "--fail-on %s: %s found", name, thousands(n))
		}
	}
	return nil
}

// parseDay reads an ISO date.
func parseDay(s string) (ledger.Date, error) {
	var y, m, d int
	if n, err := fmt.Sscanf(s, "%4d-%2d-%2d", &y, &m, &d); err != nil || n != 3 {
		return ledger.NoDate, fmt.Errorf("%q is not a day; write it as 2012-04-01", s)
	}
	day, ok := ledger.NewDate(y, m, d)
	if !ok {
		return ledger.NoDate, fmt.Errorf("%q is not a day of the calendar", s)
	}
	return day, nil
}

// cleaned keeps control characters off what it writes to.
type cleaned struct{ w io.Writer }

func (c cleaned) Write(b []byte) (int, error) {
	if _, err := io.WriteString(c.w, manyLines(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}
