package query

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"flows/ledger"
)

// The views and reports are part of the program.
//
//go:embed sql/view/*.sql sql/report/*.sql sql/cache.sql
var texts embed.FS

// Files are the Parquet files that reports read, as lists of paths. An empty list is an empty table; a
// path that is "" is a file that is not there.
type Files struct {
	Entries, Problems, Tables []string // of the ledger's committed sources

	// The shares of each dimension. Place is that of one attribution: place-recipient, place-in or
	// place-for. Payee is keyed by entries' PlaceKey, the one key that holds the payee.
	Payer, Payee, Place, Function []string

	// Department holds shares of the dimension DimDepartment, keyed by entries' PayerKey: the body behind
	// the department above the payer. Without one a department is the payer's group as published.
	Department []string

	// Recipient and Beneficiary are the shares of place-recipient and place-for again: what flows says
	// beside the place that the money was split by.
	Recipient, Beneficiary []string

	// PrivatePayee, PrivatePurpose and PrivateText are what privacy concludes: how far each payee and each
	// purpose speaks of a private person, and which texts hold a person's numbers. Without them nothing is withheld.
	PrivatePayee, PrivatePurpose, PrivateText []string

	// Proposed are shares of any place dimension and of the function that are not in force: the report
	// would-move says what they would move from the shares in Place and Function.
	Proposed []string

	// Class holds shares of the dimensions control, nature and prevention, keyed by entries' PurposeKey: at
	// most one of each under a key, the whole of it. What has none is unknown.
	Class []string

	Uncounted []string // rows of Uncounted
	Places    []string // rows of Place
	Options   []string // rows of Option
	Moves     []string // rows of Move
	Marks     []string // rows of Mark

	// Chosen and Money are what WriteCaches made from the files above, whatever Places are; none computes
	// it in every report.
	Chosen, Money []string

	// Recorded is what WriteRecorded made from entries, and stands for them where records are chosen.
	Recorded []string

	Renamed []string // rows of Renamed, one a payee; they bear upon Money alone

	judged []cachedView // while a cache is made: what is the same in each of its steps
}

// cachedView is a view that reads what was worked out before.
type cachedView struct {
	file, name string // 31_chosen, chosen
	paths      []string
}

// DimDepartment is the dimension of shares that name the department above a payer.
const DimDepartment = "department"

// Open attaches the files and creates the views. It may be called again with other files.
//
// The views are made over empty tables and the files attached afterwards: an engine looks into the
// files of a table each time that a view over it is made, and there can be a thousand.
func Open(ctx context.Context, e Engine, f Files) error {
	tables := f.tables()
	for _, a := range tables {
		if err := e.Attach(ctx, a.table, nil); err != nil {
			return fmt.Errorf("table %s: %w", a.table.Name, err)
		}
	}
	cached := map[string]bool{}
	for _, v := range append([]cachedView{{"29_recorded", "recorded", f.Recorded}, {"31_chosen", "chosen", f.Chosen}, {"50_money", "money", f.Money}}, f.judged...) {
		if len(v.paths) == 0 {
			continue
		}
		cached[v.file] = true
		if err := e.Attach(ctx, Table{Name: "cached_" + v.name}, v.paths); err != nil {
			return fmt.Errorf("cache: %w", err)
		}
	}
	if err := createViews(ctx, e, cached); err != nil {
		return err
	}
	for _, a := range tables {
		files := given(a.files)
		if len(files) == 0 {
			continue
		}
		if err := e.Attach(ctx, a.table, files); err != nil {
			return fmt.Errorf("table %s: %w", a.table.Name, err)
		}
	}
	return nil
}

// attached is a table with its files.
type attached struct {
	table Table
	files []string
}

// tables are the tables that views are made over, but for the cache.
func (f *Files) tables() []attached {
	return []attached{
		{tableOf[ledger.Entry]("entries", "source"), f.Entries},
		{tableOf[ledger.Problem]("problems", "source"), f.Problems},
		{tableOf[ledger.TableRow]("tables", "source"), f.Tables},
		{tableOf[ledger.Share]("payer_shares", ""), f.Payer},
		{tableOf[ledger.Share]("department_shares", ""), f.Department},
		{tableOf[ledger.Share]("payee_shares", ""), f.Payee},
		{tableOf[ledger.Share]("place_shares", ""), f.Place},
		{tableOf[ledger.Share]("function_shares", ""), f.Function},
		{tableOf[ledger.Share]("recipient_shares", ""), f.Recipient},
		{tableOf[ledger.Share]("beneficiary_shares", ""), f.Beneficiary},
		{tableOf[ledger.Share]("privacy_payee_shares", ""), f.PrivatePayee},
		{tableOf[ledger.Share]("privacy_purpose_shares", ""), f.PrivatePurpose},
		{tableOf[ledger.Share]("privacy_text_shares", ""), f.PrivateText},
		{tableOf[ledger.Share]("proposed_shares", ""), f.Proposed},
		{tableOf[ledger.Share]("class_shares", ""), f.Class},
		{tableOf[Uncounted]("uncounted", ""), f.Uncounted},
		{tableOf[Option]("options", ""), f.Options},
		{tableOf[Move]("moves", ""), f.Moves},
		{tableOf[Renamed]("renamed", ""), f.Renamed},
		{tableOf[Place]("places", ""), f.Places},
		{tableOf[Mark]("marks", ""), f.Marks},
	}
}

// given are the paths that name a file.
func given(files []string) []string {
	return slices.DeleteFunc(slices.Clone(files), func(f string) bool { return f == "" })
}

// SetPlaces attaches another list of places. The views stay as they are.
func SetPlaces(ctx context.Context, e Engine, files []string) error {
	if err := e.Attach(ctx, tableOf[Place]("places", ""), given(files)); err != nil {
		return fmt.Errorf("table places: %w", err)
	}
	return nil
}

// cachedSuffix marks the variant of a view that reads the cache.
const cachedSuffix = ".cached.sql"

// createViews applies sql/view in order; of a view that has a cached variant, that one where its cache is there.
func createViews(ctx context.Context, e Engine, cached map[string]bool) error {
	views, err := fs.ReadDir(texts, "sql/view")
	if err != nil {
		return err
	}
	for _, v := range views {
		name := v.Name()
		plain, variant := strings.CutSuffix(name, cachedSuffix)
		if cached[strings.TrimSuffix(plain, ".sql")] != variant {
			continue
		}
		text, err := fs.ReadFile(texts, path.Join("sql/view", name))
		if err != nil {
			return err
		}
		if _, err := e.DB().ExecContext(ctx, string(text)); err != nil {
			return fmt.Errorf("view %s: %w", name, err)
		}
	}
	return nil
}
