package ingest

import (
	"strings"

	"flows/ingest/cell"
	"flows/ledger"
)

// closed brings the values of a closed list to its words, where they are plain abbreviations of
// them. What is not known stays as published.
func closed(c ledger.TextColumn, s string) string {
	f := strings.ToLower(cell.Trim(s))
	switch c {
	case ledger.ColCapital:
		switch f {
		case "r", "rev", "revenue", "revenue expenditure":
			return "revenue"
		case "c", "cap", "capital", "capital expenditure":
			return "capital"
		}
	case ledger.ColBudgetType:
		switch f {
		case "rdel", "resource del", "del resource":
			return "RDEL"
		case "cdel", "capital del", "del capital":
			return "CDEL"
		case "ame":
			return "AME"
		}
	}
	return s
}
