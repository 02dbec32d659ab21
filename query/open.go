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

	Uncounted []string // rows of Uncounted
	Places    []string // rows of Place

	// Money is the file that WriteCache made from the files above, whatever Places are; none computes
	// it in every report.
	Money []string
}

// DimDepartment is the dimension of shares that name the department above a payer.
const DimDepartment = "department"

// Open attaches the files and creates the views. It may be called again with other files.
func Open(ctx context.Context, e Engine, f Files) error {
	for _, a := range []struct {
		table Table
		files []string
	}{
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
		{tableOf[Uncounted]("uncounted", ""), f.Uncounted},
		{tableOf[Place]("places", ""), f.Places},
	} {
		if err := e.Attach(ctx, a.table, given(a.files)); err != nil {
			return fmt.Errorf("table %s: %w", a.table.Name, err)
		}
	}
	if len(f.Money) > 0 {
		if err := e.Attach(ctx, Table{Name: "cached_money"}, f.Money); err != nil {
			return fmt.Errorf("cache: %w", err)
		}
	}
	return createViews(ctx, e, len(f.Money) > 0)
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

// createViews applies sql/view in order; of a view with a cached variant, one of the two.
func createViews(ctx context.Context, e Engine, cached bool) error {
	views, err := fs.ReadDir(texts, "sql/view")
	if err != nil {
		return err
	}
	for _, v := range views {
		name := v.Name()
		variant := strings.TrimSuffix(name, ".sql") + cachedSuffix
		_, missing := fs.Stat(texts, path.Join("sql/view", variant))
		if strings.HasSuffix(name, cachedSuffix) != cached && (strings.HasSuffix(name, cachedSuffix) || missing == nil) {
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
