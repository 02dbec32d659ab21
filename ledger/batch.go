package ledger

// Text is one text column of a batch: Each holds one value per row, or, where Each is nil, every row holds Same.
type Text struct {
	Same string
	Each []string
}

// At is the value of row i.
func (t *Text) At(i int) string {
	if t.Each == nil {
		return t.Same
	}
	return t.Each[i]
}

// TextColumn numbers the text columns of Entry, in the order of the struct's fields.
type TextColumn uint8

// The text columns of an entry.
const (
	ColFile TextColumn = iota
	ColSheet
	ColPayer
	ColPayerGroup
	ColPayee
	ColPayeeRef
	ColPayeePostcode
	ColPayeeKind
	ColProgramme
	ColSchemeRef
	ColTitle
	ColPurpose
	ColExpenseType
	ColExpenseArea
	ColDescription
	ColReference
	ColAwardRef
	ColPeriod
	ColCurrency
	ColRecord
	ColStage
	ColAccountingBasis
	ColVAT
	ColBudgetType
	ColNature
	ColRingFence
	ColRoute
	ColCapital
	ColRegrant
	ColPlaceStated
	ColPlaceStatedFor
	ColFunctionStated
	TextColumns // how many there are
)

// Batch is some entries of one table, by column: what travels from ingest to the ledger.
// All slices have length N. Dates hold NoDate where there is none.
type Batch struct {
	N                int
	Table            int32
	Row, Col         []int32
	Text             [TextColumns]Text
	Date, Start, End []Date // nil: no row has one
	Year             []Year
	Amount           []Pence
	PayerKey         []int64
	PlaceKey         []int64
	PurposeKey       []int64
	Extra            [][]string // nil: none
}
