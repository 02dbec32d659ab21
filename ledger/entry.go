package ledger

// Entry is one flow as one publisher reported it. The struct is the Parquet schema, column for
// column in this order; text is as published, never tidied. Source is the partition and no column.
type Entry struct {
	Table int32 `parquet:"table"` // number of the table in its source, from 1
	Row   int32 `parquet:"row"`   // record in the sheet, from 1
	Col   int32 `parquet:"col"`   // column of the amount, from 1: tells entries unpivoted from one row apart

	File  string `parquet:"file,dict"`  // relative to what the user named; zip members after a "/"
	Sheet string `parquet:"sheet,dict"` // "" in a csv

	Payer         string `parquet:"payer,dict"`
	PayerGroup    string `parquet:"payer_group,dict"`
	Payee         string `parquet:"payee,dict"`
	PayeeRef      string `parquet:"payee_ref,dict"`
	PayeePostcode string `parquet:"payee_postcode,dict"`
	PayeeKind     string `parquet:"payee_kind,dict"`

	Programme   string `parquet:"programme,dict"`
	SchemeRef   string `parquet:"scheme_ref,dict"`
	Title       string `parquet:"title,dict"`
	Purpose     string `parquet:"purpose,dict"`
	ExpenseType string `parquet:"expense_type,dict"`
	ExpenseArea string `parquet:"expense_area,dict"`
	Description string `parquet:"description,dict"`
	Reference   string `parquet:"reference"`
	AwardRef    string `parquet:"award_ref"`

	Date   Date   `parquet:"date,date,optional"`
	Start  Date   `parquet:"start,date,optional"`
	End    Date   `parquet:"end,date,optional"`
	Period string `parquet:"period,dict"` // the file's or column's own period, as written
	Year   Year   `parquet:"year"`        // 0 where not known

	Amount   Pence  `parquet:"amount"`
	Currency string `parquet:"currency,dict"`

	Record string `parquet:"record,dict"` // payment | award | statement | national
	Stage  string `parquet:"stage,dict"`  // announced | allocated | awarded | committed | budget | forecast | outturn | paid

	// Closed lists; "" where the publisher did not say.
	AccountingBasis string `parquet:"accounting_basis,dict"` // cash | accruals
	VAT             string `parquet:"vat,dict"`              // net | gross
	BudgetType      string `parquet:"budget_type,dict"`      // RDEL | CDEL | AME
	Nature          string `parquet:"nature,dict"`
	RingFence       string `parquet:"ring_fence,dict"`
	Route           string `parquet:"route,dict"`
	Capital         string `parquet:"capital,dict"`
	Regrant         string `parquet:"regrant,dict"`

	PlaceStated    string `parquet:"place_stated,dict"`     // where the payee is, or the project, as stated
	PlaceStatedFor string `parquet:"place_stated_for,dict"` // whom it serves, as stated
	FunctionStated string `parquet:"function_stated,dict"`

	PayerKey   int64 `parquet:"payer_key"`
	PlaceKey   int64 `parquet:"place_key"`
	PurposeKey int64 `parquet:"purpose_key"`

	Extra []string `parquet:"extra,list"` // columns we have no name for; their headings stand on the table
}

// The closed lists.
const (
	Payment   = "payment"
	Award     = "award"
	Statement = "statement"
	National  = "national"
)
