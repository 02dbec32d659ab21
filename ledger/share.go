package ledger

import "strings"

// Share says that the part [Lo, Hi) of every pound under Key, in one Dimension, belongs to Code.
// The shares of one key tile [0, Whole), ordered by code with the remainder (Code "") last;
// only outcome tags overlap.
type Share struct {
	Dimension  string `parquet:"dimension,dict"`
	Key        int64  `parquet:"key"`
	Code       string `parquet:"code,dict"` // "" is the unattributed remainder
	Lo         int32  `parquet:"lo"`
	Hi         int32  `parquet:"hi"`
	Rule       string `parquet:"rule,dict"`
	Step       string `parquet:"step,dict"`
	Evidence   string `parquet:"evidence,dict"`  // observed | apportioned | modelled
	Confidence int16  `parquet:"confidence"`     // thousandths
	Body       string `parquet:"body,dict"`      // the organisation concluded, if any
	BodyKind   string `parquet:"body_kind,dict"` // county, district, unitary, police, NHS, university …
	Detail     string `parquet:"detail,dict"`    // what the rule saw, in words
}

// Clone is a copy of its own, of a share whose texts a reader goes on using.
func (s Share) Clone() Share {
	for _, text := range []*string{&s.Dimension, &s.Code, &s.Rule, &s.Step, &s.Evidence, &s.Body, &s.BodyKind, &s.Detail} {
		*text = strings.Clone(*text)
	}
	return s
}

// The dimensions of shares.
const (
	DimPayer          = "payer"
	DimPayee          = "payee"
	DimPlaceRecipient = "place-recipient"
	DimPlaceIn        = "place-in"
	DimPlaceFor       = "place-for"
	DimFunction       = "function"

	// What privacy concludes does not tile and splits no money. Of a payee and a purpose Confidence is how far
	// each speaks of a private person; of a text Code is the field, Rule what was found in it, Body what is shown.
	DimPrivacyPayee   = "privacy-payee"
	DimPrivacyPurpose = "privacy-purpose"
	DimPrivacyText    = "privacy-text"
)

// Evidence of a share.
const (
	Observed    = "observed"
	Apportioned = "apportioned"
	Modelled    = "modelled"
)

// PlaceWording is one distinct wording that place mapping judges: Key is the hash of all but Rows and Amount.
type PlaceWording struct {
	Key                         int64
	Payer, PayerGroup           string
	Payee, PayeeRef             string
	PayeePostcode, PayeeKind    string
	PlaceStated, PlaceStatedFor string
	Year                        Year
	Rows                        int64
	Amount                      Pence
}

// PayeeWording is what tells which organisation the payee of a place's wording is: its name, and what was
// concluded of that name by itself.
type PayeeWording struct {
	Key       int64  `parquet:"key"` // of the PlaceWording
	Payee     string `parquet:"payee"`
	PayeeKind string `parquet:"payee_kind,dict"` // as published

	PayeeName
}

// PayeeName is what is concluded of a payee's name without any other.
type PayeeName struct {
	Words  string `parquet:"words"`          // the body's id, or the words by which spellings are told apart
	BodyID string `parquet:"body_id,dict"`   // "" where the registry knows none
	Body   string `parquet:"body,dict"`      // its official name
	Kind   string `parquet:"body_kind,dict"` // what sort of body the name tells of
	Rule   string `parquet:"rule,dict"`      // what decided
}

// PurposeWording is one distinct wording that function mapping judges: Key is the hash of all but Rows and Amount.
type PurposeWording struct {
	Key                                   int64
	Payer, PayerGroup, PayeeKind          string
	Programme, Title, Purpose             string
	ExpenseType, ExpenseArea, Description string
	FunctionStated                        string
	Rows                                  int64
	Amount                                Pence
}

// PayerWording is one distinct wording of a payer: Key is the hash of all but Rows and Amount.
type PayerWording struct {
	Key               int64
	Payer, PayerGroup string
	Rows              int64
	Amount            Pence
}
