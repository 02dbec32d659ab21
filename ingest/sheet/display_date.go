package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// lastDay is 31 December 9999, the last that programs show; daysTo1904 is the day number of the first of
// January 1904, from which some workbooks count.
const (
	lastDay    = 2958465
	daysTo1904 = 1462
)

// clock is a serial number taken apart. Days are counted from the beginning of the file's calendar.
type clock struct {
	days       int
	ticks      int64 // since midnight, in units of 1/perSecond
	perSecond  int64
	year       int
	month, day int
	weekday    time.Weekday
}

// displayDate shows a serial number in a section for dates; false if it has no date.
func displayDate(serial float64, s *section, date1904 bool) (string, bool) {
	if last := lastDay; serial < 0 || serial >= float64(last+1) || date1904 && serial >= float64(last+1-daysTo1904) {
		return "", false
	}
	places := secondPlaces(s.pieces)
	c := clockOf(serial, int64(math.Pow10(places)), date1904)
	minutes := minutePieces(s.pieces)
	twelve := s.has(pieceAmPm)
	var b strings.Builder
	for i := 0; i < len(s.pieces); i++ {
		p := s.pieces[i]
		switch {
		case p.kind == pieceElapsed:
			b.WriteString(pad(strconv.FormatInt(c.elapsed(p.text[0]), 10), len(p.text)))
		case p.kind == pieceAmPm:
			b.WriteString(c.half(p.text))
		case p.kind == pieceDate && minutes[i]:
			b.WriteString(pad(strconv.Itoa(c.minute()), min(len(p.text), 2)))
		case p.kind == pieceDate:
			b.WriteString(c.part(p.text, twelve))
		case p.kind == piecePoint && i+1 < len(s.pieces) && s.pieces[i+1].kind == pieceDigit:
			b.WriteString("." + pad(strconv.FormatInt(c.ticks%c.perSecond, 10), places))
			i += places
		default:
			b.WriteString(p.text)
		}
	}
	return b.String(), true
}

// secondPlaces counts the places for fractions of a second, at most nine.
func secondPlaces(pieces []piece) (n int) {
	for _, p := range pieces {
		if p.kind == pieceDigit {
			n++
		}
	}
	return min(n, 9)
}

// minutePieces marks the pieces of m or mm that mean minutes: those after hours or before seconds.
func minutePieces(pieces []piece) map[int]bool {
	minutes := map[int]bool{}
	last, month := byte(0), -1
	for i, p := range pieces {
		if p.kind != pieceDate && p.kind != pieceElapsed {
			continue
		}
		unit := p.text[0]
		switch {
		case unit == 'm' && p.kind == pieceDate && len(p.text) <= 2:
			month = i
			minutes[i] = last == 'h'
		case unit == 's' && month >= 0:
			minutes[month] = true
		}
		if unit != 'm' {
			month = -1
		}
		last = unit
	}
	return minutes
}

// clockOf takes a serial number apart, rounded to the unit that is shown.
func clockOf(serial float64, perSecond int64, date1904 bool) clock {
	perDay := 86400 * perSecond
	whole := math.Floor(serial)
	c := clock{days: int(whole), ticks: int64(math.Round((serial - whole) * float64(perDay))), perSecond: perSecond}
	if c.ticks >= perDay {
		c.days, c.ticks = c.days+1, c.ticks-perDay
	}
	days := c.days
	if date1904 {
		days += daysTo1904
	}
	c.weekday = time.Weekday((days + 6) % 7)
	switch {
	case days == 60 && !date1904: // a day that never was, kept for the sake of older programs
		c.year, c.month, c.day = 1900, 2, 29
		return c
	case days == 0 && !date1904: // midnight without a date
		c.year, c.month, c.day = 1900, 1, 0
		return c
	case days < 60 && !date1904:
		days++
	}
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
	c.year, c.month, c.day = t.Year(), int(t.Month()), t.Day()
	return c
}

func (c *clock) seconds() int64 { return c.ticks / c.perSecond }
func (c *clock) minute() int    { return int(c.seconds() / 60 % 60) }
func (c *clock) hour() int      { return int(c.seconds() / 3600) }

// elapsed is the time since day 0 in whole units: [h], [m] or [s].
func (c *clock) elapsed(unit byte) int64 {
	total := int64(c.days)*86400 + c.seconds()
	switch unit {
	case 'h':
		return total / 3600
	case 'm':
		return total / 60
	}
	return total
}

// half is AM or PM, in the form the format has it.
func (c *clock) half(form string) string {
	am, pm, _ := strings.Cut(form, "/")
	if c.hour() < 12 {
		return am
	}
	return pm
}

// part writes one run of letters.
func (c *clock) part(run string, twelve bool) string {
	n := len(run)
	switch run[0] {
	case 'y', 'e':
		if n <= 2 && run[0] == 'y' {
			return pad(strconv.Itoa(c.year%100), 2)
		}
		return pad(strconv.Itoa(c.year), 4)
	case 'b':
		if n <= 2 {
			return pad(strconv.Itoa((c.year+543)%100), 2)
		}
		return strconv.Itoa(c.year + 543)
	case 'm':
		return c.monthPart(n)
	case 'd':
		switch {
		case n <= 2:
			return pad(strconv.Itoa(c.day), n)
		case n == 3:
			return c.weekday.String()[:3]
		}
		return c.weekday.String()
	case 'h':
		hour := c.hour()
		if twelve {
			hour = (hour+11)%12 + 1
		}
		return pad(strconv.Itoa(hour), min(n, 2))
	case 's':
		return pad(strconv.FormatInt(c.seconds()%60, 10), min(n, 2))
	}
	return "" // g, an era: there is only one
}

func (c *clock) monthPart(n int) string {
	name := time.Month(c.month).String()
	switch n {
	case 1, 2:
		return pad(strconv.Itoa(c.month), n)
	case 3:
		return name[:3]
	case 5:
		return name[:1]
	}
	return name
}

// isoSerial reads a date or date and time in the form of ISO 8601 as a serial number.
func isoSerial(text string, date1904 bool) (float64, bool) {
	if len(text) < len("2006-01-02") || text[4] != '-' {
		return 0, false
	}
	for _, form := range []string{"2006-01-02", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05.999999999Z", "2006-01-02T15:04"} {
		t, err := time.Parse(form, text)
		if err != nil {
			continue
		}
		since := t.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()
		serial := (float64(since) + float64(t.Nanosecond())/1e9) / 86400
		if serial < 61 {
			return 0, false
		}
		if date1904 {
			serial -= daysTo1904
		}
		return serial, true
	}
	return 0, false
}
