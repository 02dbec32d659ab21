package ingest

import (
	"flows/ingest/cell"
	"flows/ingest/sheet"
	"flows/ledger"
)

// amount reads the cell of one column of amounts.
func (c *classifier) amount(r *sheet.Row, m money) (cell.Amount, cell.Reason) {
	if m.col >= len(r.Cells) {
		return cell.Amount{}, cell.None
	}
	x := &r.Cells[m.col]
	switch x.Kind {
	case sheet.Blank:
		return cell.Amount{}, cell.None
	case sheet.Date:
		return cell.Amount{}, cell.DateLike
	case sheet.Bool:
		return cell.Amount{}, cell.Words
	case sheet.Error:
		return cell.Amount{}, cell.ErrorValue
	}
	s := &c.layout.Series[m.series]
	d := s.Decimal
	if x.Kind == sheet.Number {
		d = cell.Point // a file's own numbers know no other
	}
	a, reason := cell.Money(x.Text, s.Unit, d)
	if s.Negate {
		a.Pence = -a.Pence
	}
	if x.Kind == sheet.Number {
		c.votes.point++
	} else {
		c.votes.decimal(x.Text, reason)
	}
	return a, reason
}

// decimal counts a text as a vote for a convention of decimals. For texts that were read it is
// enough to look for the convention's mark with other than three digits behind it.
func (v *votes) decimal(s string, r cell.Reason) {
	switch r {
	case cell.Read:
		if n := len(s); n < 3 || s[n-3] != '.' && s[n-3] != ',' {
			return
		}
	case cell.Malformed:
	default:
		return
	}
	point, comma := cell.Conventions(s)
	if point && !comma {
		v.point++
	}
	if comma && !point {
		v.comma++
	}
}

// dollar takes an amount behind a bare dollar sign for pounds, as the default format of a
// spreadsheet leaves it, unless the table speaks of dollars.
func (c *classifier) dollar(r *sheet.Row, p ledger.Pence) bool {
	if !c.sterling || c.currency >= 0 {
		return false
	}
	if c.tells.dollars.n == 0 {
		c.tells.dollar1 = r.Record
	}
	c.tells.dollars.add(p)
	return true
}

// foreignCurrency says whether a cell of a currency column names another currency than sterling.
func foreignCurrency(s string) bool {
	switch cell.Trim(s) {
	case "", "GBP", "gbp", "£", "STERLING", "Sterling", "sterling", "UKL", "Pounds", "Pound sterling", "Pounds sterling", "GB Pounds", "\uFFFD":
		return false
	}
	return true
}
