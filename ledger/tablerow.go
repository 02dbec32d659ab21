package ledger

import "strings"

// TableRow is a Table as reports read it: the schema of the tables files.
type TableRow struct {
	Table       int32  `parquet:"table"`
	File        string `parquet:"file,dict"`
	Sheet       string `parquet:"sheet,dict"`
	Status      string `parquet:"status,dict"`
	HeaderRow   int32  `parquet:"header_row"`
	Rows        int64  `parquet:"rows"`
	Loaded      int64  `parquet:"loaded"`
	Quarantined int64  `parquet:"quarantined"`
	Total       int64  `parquet:"total"`
	Heading     int64  `parquet:"heading"`
	Note        int64  `parquet:"note"`
	Blank       int64  `parquet:"blank"`
	Repeat      int64  `parquet:"repeat"`
	Entries     int64  `parquet:"entries"`
	Sum         Pence  `parquet:"sum"`

	SumQuarantined Pence  `parquet:"sum_quarantined"`
	Control        Pence  `parquet:"control"`
	HasControl     bool   `parquet:"has_control"`
	First          *Date  `parquet:"first,date,optional"`
	Last           *Date  `parquet:"last,date,optional"`
	Reasons        string `parquet:"reasons"`
	Digest         string `parquet:"digest"`
}

func tableRows(s *Source) []TableRow {
	rows := make([]TableRow, len(s.Tables))
	for i := range s.Tables {
		t := &s.Tables[i]
		rows[i] = TableRow{
			Table: t.N, File: t.File, Sheet: t.Sheet, Status: t.Status, HeaderRow: t.HeaderRow, Rows: t.Rows(),
			Loaded: t.Fates[Loaded], Quarantined: t.Fates[Quarantined], Total: t.Fates[Total], Heading: t.Fates[Heading],
			Note: t.Fates[Note], Blank: t.Fates[BlankRow], Repeat: t.Fates[RepeatHeading],
			Entries: t.Entries, Sum: t.Sum, SumQuarantined: t.SumQuarantined, Control: t.Control, HasControl: t.HasControl,
			First: given(t.First), Last: given(t.Last), Reasons: strings.Join(t.Reasons, "\n"), Digest: t.Digest,
		}
	}
	return rows
}

// given is nil for NoDate.
func given(d Date) *Date {
	if d == NoDate {
		return nil
	}
	return &d
}
