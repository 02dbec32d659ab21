package ledger

import (
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// Wording is a line of a wordings file: the fields of one place, purpose or payer wording, the others empty.
type Wording struct {
	Kind           string `parquet:"kind,dict"` // payer | place | purpose
	Key            int64  `parquet:"key"`
	Payer          string `parquet:"payer,dict"`
	PayerGroup     string `parquet:"payer_group,dict"`
	Payee          string `parquet:"payee,dict"`
	PayeeRef       string `parquet:"payee_ref,dict"`
	PayeePostcode  string `parquet:"payee_postcode,dict"`
	PayeeKind      string `parquet:"payee_kind,dict"`
	PlaceStated    string `parquet:"place_stated,dict"`
	PlaceStatedFor string `parquet:"place_stated_for,dict"`
	Year           Year   `parquet:"year"`
	Programme      string `parquet:"programme,dict"`
	Title          string `parquet:"title,dict"`
	Purpose        string `parquet:"purpose,dict"`
	ExpenseType    string `parquet:"expense_type,dict"`
	ExpenseArea    string `parquet:"expense_area,dict"`
	Description    string `parquet:"description,dict"`
	FunctionStated string `parquet:"function_stated,dict"`
	Rows           int64  `parquet:"rows"`
	Amount         Pence  `parquet:"amount"`
}

// The kinds of wordings.
const (
	KindPayer   = "payer"
	KindPlace   = "place"
	KindPurpose = "purpose"
)

// Place is the wording as place mapping judges it.
func (w *Wording) Place() PlaceWording {
	return PlaceWording{Key: w.Key, Payer: w.Payer, PayerGroup: w.PayerGroup, Payee: w.Payee, PayeeRef: w.PayeeRef,
		PayeePostcode: w.PayeePostcode, PayeeKind: w.PayeeKind, PlaceStated: w.PlaceStated,
		PlaceStatedFor: w.PlaceStatedFor, Year: w.Year, Rows: w.Rows, Amount: w.Amount}
}

// Purposed is the wording as function mapping judges it.
func (w *Wording) Purposed() PurposeWording {
	return PurposeWording{Key: w.Key, Payer: w.Payer, PayerGroup: w.PayerGroup, PayeeKind: w.PayeeKind,
		Programme: w.Programme, Title: w.Title, Purpose: w.Purpose, ExpenseType: w.ExpenseType,
		ExpenseArea: w.ExpenseArea, Description: w.Description, FunctionStated: w.FunctionStated,
		Rows: w.Rows, Amount: w.Amount}
}

// gather collects the distinct wordings of batches as they pass by. It holds at most gatherAtMost of a
// kind and then writes them out, so memory is flat; a wording can stand in a file more than once.
type gather struct {
	payer, place, purpose index
	w                     *parquet.GenericWriter[Wording]
}

// index finds a kind's wordings by key.
type index struct {
	at   map[int64]int32
	list []Wording
	last int32 // the wording of the row before: most rows repeat it
}

func newGather(out io.Writer) *gather {
	g := &gather{w: parquet.NewGenericWriter[Wording](out, writerOptions()...)}
	for _, x := range []*index{&g.payer, &g.place, &g.purpose} {
		x.at = map[int64]int32{}
	}
	return g
}

func (g *gather) reset(out io.Writer) {
	g.w.Reset(out)
	for _, x := range []*index{&g.payer, &g.place, &g.purpose} {
		x.clear()
	}
}

func (x *index) clear() {
	clear(x.at)
	clear(x.list)
	x.list = x.list[:0]
	x.last = 0
}

// add counts a row under key and says whether the wording is new and has to be filled in.
func (x *index) add(key int64, amount Pence) (*Wording, bool) {
	i := x.last
	if int(i) >= len(x.list) || x.list[i].Key != key {
		var ok bool
		if i, ok = x.at[key]; !ok {
			i = int32(len(x.list))
			x.at[key] = i
			x.list = append(x.list, Wording{Key: key})
		}
		x.last = i
	}
	w := &x.list[i]
	w.Rows++
	w.Amount += amount
	return w, w.Rows == 1
}

func (g *gather) write(b *Batch) error {
	for i := range b.N {
		if w, fresh := g.payer.add(b.PayerKey[i], b.Amount[i]); fresh {
			w.Kind = KindPayer
			w.Payer, w.PayerGroup = keep(b, ColPayer, i), keep(b, ColPayerGroup, i)
		}
		if w, fresh := g.place.add(b.PlaceKey[i], b.Amount[i]); fresh {
			fillPlace(w, b, i)
		}
		if w, fresh := g.purpose.add(b.PurposeKey[i], b.Amount[i]); fresh {
			fillPurpose(w, b, i)
		}
	}
	if len(g.place.list) >= gatherAtMost || len(g.purpose.list) >= gatherAtMost {
		return g.flush()
	}
	return nil
}

// keep clones a text: a wording must not pin a batch in memory.
func keep(b *Batch, c TextColumn, i int) string { return strings.Clone(b.Text[c].At(i)) }

func fillPlace(w *Wording, b *Batch, i int) {
	w.Kind, w.Year = KindPlace, b.Year[i]
	w.Payer, w.PayerGroup = keep(b, ColPayer, i), keep(b, ColPayerGroup, i)
	w.Payee, w.PayeeRef = keep(b, ColPayee, i), keep(b, ColPayeeRef, i)
	w.PayeePostcode, w.PayeeKind = keep(b, ColPayeePostcode, i), keep(b, ColPayeeKind, i)
	w.PlaceStated, w.PlaceStatedFor = keep(b, ColPlaceStated, i), keep(b, ColPlaceStatedFor, i)
}

func fillPurpose(w *Wording, b *Batch, i int) {
	w.Kind = KindPurpose
	w.Payer, w.PayerGroup, w.PayeeKind = keep(b, ColPayer, i), keep(b, ColPayerGroup, i), keep(b, ColPayeeKind, i)
	w.Programme, w.Title, w.Purpose = keep(b, ColProgramme, i), keep(b, ColTitle, i), keep(b, ColPurpose, i)
	w.ExpenseType, w.ExpenseArea = keep(b, ColExpenseType, i), keep(b, ColExpenseArea, i)
	w.Description, w.FunctionStated = keep(b, ColDescription, i), keep(b, ColFunctionStated, i)
}

func (g *gather) flush() error {
	for _, x := range []*index{&g.payer, &g.place, &g.purpose} {
		slices.SortFunc(x.list, func(a, b Wording) int {
			if a.Key < b.Key {
				return -1
			}
			return 1
		})
		if _, err := g.w.Write(x.list); err != nil {
			return err
		}
		x.clear()
	}
	return nil
}

func (g *gather) close() error {
	if err := g.flush(); err != nil {
		return err
	}
	return g.w.Close()
}
