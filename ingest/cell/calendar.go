package cell

import (
	"strings"

	"flows/ledger"
)

// day is a date of the years 1900 to 2100.
func day(y, m, d int) (ledger.Date, Reason) {
	if y < 1900 || y > 2100 || m < 1 || m > 12 || d < 1 || d > monthDays(y, m) {
		return ledger.NoDate, Impossible
	}
	// Civil to days: Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	return ledger.Date(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468), Read
}

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// century makes a year of one written in width digits.
func century(y, width int) int {
	switch {
	case width == 4:
		return y
	case width != 2:
		return 0
	case y < 70:
		return 2000 + y
	}
	return 1900 + y
}

// clock says whether s is a time of day, with what may follow it.
func clock(s string) bool {
	if strings.IndexByte(s, ':') < 1 {
		return false
	}
	for i := 0; i < len(s); i++ {
		switch c := lower(s[i]); {
		case digit(c), c == ':', c == '.', c == ' ', c == 'z', c == '+', c == '-', c == 'a', c == 'p', c == 'm':
		default:
			return false
		}
	}
	return true
}

var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// Month is the number of the month that w names, in English, in full or by three letters or more
// ("sep", "sept"); 0 if it names none.
func Month(w string) int {
	if len(w) < 3 {
		return 0
	}
	for i, m := range months {
		if len(w) <= len(m) && same(w, m[:len(w)]) {
			return i + 1
		}
	}
	return 0
}

var weekdays = [...]string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

func weekday(w string) bool {
	if len(w) < 3 {
		return false
	}
	for _, d := range weekdays {
		if len(w) <= len(d) && same(w, d[:len(w)]) || len(w) == 4 && same(w, d[:min(4, len(d))]) {
			return true
		}
	}
	return same(w, "tues") || same(w, "thurs")
}
