package ledger

// Fate is what became of one physical row. Each row has exactly one.
type Fate uint8

// The fates of rows; they partition the rows of a table.
const (
	Loaded        Fate = iota // one or more entries
	Quarantined               // a problem: it should have been an entry
	Total                     // the file's own total or subtotal
	Heading                   // the header, or a line of it
	Note                      // titles, notes, footers
	BlankRow                  // nothing in it
	RepeatHeading             // the header again further down
	Fates                     // how many there are
)

var fateNames = [Fates]string{"loaded", "quarantined", "total", "heading", "note", "blank", "repeat"}

// String is the name under which reports print the fate.
func (f Fate) String() string { return fateNames[f] }

// Table is one table found in a source, or the reason why a sheet holds none.
type Table struct {
	N         int32        // from 1 within the source
	File      string       // relative to what the user named
	Sheet     string       // "" in a csv
	Status    string       // ok | no-flows | refused
	HeaderRow int32        // record of the header's last line, from 1; 0 where there is none
	Headings  []string     // one per column, as found, the lines of a heading joined by " · "
	Fields    []string     // one per column: the field it was read as, "" for extra
	Fates     [Fates]int64 // rows by fate
	Entries   int64        // differs from Fates[Loaded] in wide tables only
	Sum       Pence        // of loaded entries

	SumQuarantined Pence // of quarantined rows whose amount could be read
	Control        Pence // the file's own total
	HasControl     bool
	Series         []Series
	First, Last    Date // of the entries; NoDate where none has one

	Charset, Delimiter, DateOrder string

	Unit     int64    // pence in one unit of the amount column: 100, 100000 (£000), 100000000 (£m)
	Reasons  []string // why it was read so, in words
	Notes    []string `json:",omitempty"` // what is hidden on the sheet or stands beside its cells
	Digest   string   // of the normalised entries: equal where two files say the same; set by the ledger
	Lines    []string `json:",omitempty"` // of a statement: a sketch by which another release of it is recognised; set by the ledger
	Accounts Accounts // of a statement: by which the same return in another layout is recognised; set by the ledger
	Like     Likeness // by which the same table is recognised where one format states more; set by the ledger
}

// Rows is the number of physical rows, which the fates partition.
func (t *Table) Rows() (n int64) {
	for _, f := range t.Fates {
		n += f
	}
	return n
}

// Series is one amount column of a table, or one year of a wide one.
type Series struct {
	Name    string
	Col     int32
	Status  string // ok | total (is the sum of others; not loaded) | skipped (beside the one chosen)
	Entries int64
	Sum     Pence
	Why     string
}

// Problem is one thing that could not be read. Problems stop nothing and lose nothing.
type Problem struct {
	File    string `parquet:"file,dict"`
	Sheet   string `parquet:"sheet,dict"`
	Table   int32  `parquet:"table"`
	Row     int32  `parquet:"row"`       // record, from 1; 0 where it is about the file
	Col     int32  `parquet:"col"`       // from 1; 0 where it is about the row
	Code    string `parquet:"code,dict"` // FL0204
	Got     string `parquet:"got"`
	Want    string `parquet:"want"`
	Hint    string `parquet:"hint"`
	Raw     string `parquet:"raw"` // the row as found
	AtRisk  Pence  `parquet:"at_risk"`
	FixedBy string `parquet:"fixed_by,dict"`
}
