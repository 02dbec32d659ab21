package ledger

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Date is a civil date as days since 1970-01-01, or NoDate.
type Date int32

// NoDate stands where the publisher gave no date; Parquet and SQL hold NULL there.
const NoDate Date = math.MinInt32

// NewDate is the date of a calendar day; ok is false if there is no such day.
func NewDate(year, month, day int) (d Date, ok bool) {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != day {
		return NoDate, false
	}
	return Date(t.Unix() / 86400), true
}

// Civil is the calendar day of d; zeros for NoDate.
func (d Date) Civil() (year, month, day int) {
	if d == NoDate {
		return 0, 0, 0
	}
	// Days to civil: Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
	z := int64(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy - (153*mp+2)/5 + 1)
	month = int(mp + 3)
	if month > 12 {
		month -= 12
	}
	year = int(yoe + era*400)
	if month <= 2 {
		year++
	}
	return year, month, day
}

// String is the ISO date, or "" for NoDate.
func (d Date) String() string {
	if d == NoDate {
		return ""
	}
	y, m, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Year is the financial year that d falls in; 0 for NoDate.
func (d Date) Year() Year {
	if d == NoDate {
		return 0
	}
	y, m, _ := d.Civil()
	if m < 4 {
		y--
	}
	return Year(y)
}

// Year is a financial year by its first April: 2023 is 2023-24. 0 is "not known".
type Year int16

// String is "2023-24", or "" for the unknown year.
func (y Year) String() string {
	if y == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", int(y), (int(y)+1)%100)
}

// First and Last are the days on which the year begins and ends; NoDate for the unknown year.
func (y Year) First() Date {
	if y == 0 {
		return NoDate
	}
	d, _ := NewDate(int(y), 4, 1)
	return d
}

// Last is the 31 March that ends the year.
func (y Year) Last() Date {
	if y == 0 {
		return NoDate
	}
	d, _ := NewDate(int(y)+1, 3, 31)
	return d
}

// ParseYear reads "2023-24", "2023/24", "2023-2024" or "2023"; the second year must follow the first.
func ParseYear(s string) (Year, error) {
	bad := fmt.Errorf("%q is not a financial year; write it as 2023-24", s)
	if len(s) < 4 {
		return 0, bad
	}
	y, err := strconv.Atoi(s[:4])
	if err != nil || y < 1900 || y > 2200 {
		return 0, bad
	}
	rest := s[4:]
	if rest == "" {
		return Year(y), nil
	}
	n, err := strconv.Atoi(rest[1:])
	if err != nil || (rest[0] != '-' && rest[0] != '/') || (n != (y+1)%100 || len(rest) != 3) && n != y+1 {
		return 0, bad
	}
	return Year(y), nil
}
