package query

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
)

// CacheVersion names the texts of the views and of the cache: what was added up under others is not used.
var CacheVersion = sync.OnceValue(func() string {
	h := sha256.New()
	err := fs.WalkDir(texts, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "sql/report/") {
			return err
		}
		b, err := texts.ReadFile(name)
		fmt.Fprintln(h, name)
		h.Write(b)
		return err
	})
	if err != nil {
		panic("query: " + err.Error()) // the texts are part of the program
	}
	return hex.EncodeToString(h.Sum(nil))
})

// Writer is an engine that can write the rows of a query as a Parquet file.
type Writer interface {
	Engine
	Write(ctx context.Context, text, path string) error
}

// WriteCache adds up the pieces of an opened engine into the file that Files.Money names, whole or not
// at all. What it holds depends on all Files but Places; its name has to tell.
func WriteCache(ctx context.Context, e Writer, path string) error {
	text, err := texts.ReadFile("sql/cache.sql")
	if err != nil {
		return err
	}
	tmp := path + ".tmp"
	err = e.Write(ctx, string(text), tmp)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

// CacheStep is how many bytes of entries are added up at a time: the engine's memory then does not grow
// with the ledger.
const CacheStep = 3 << 20

// Step is some of a ledger's files of entries, with the problems of at least their sources, and the file of
// what they add up to.
type Step struct {
	Entries, Problems []string
	Path              string
}

// WriteCaches does what WriteCache does for a ledger of any size, a few sources at a time: which records
// count is worked out once over all of them, then each step adds up its sources' pieces. It gives the
// files for Files.Chosen and Files.Money, named after base.
func WriteCaches(ctx context.Context, e Writer, f Files, base string) (chosen, money []string, err error) {
	chosen = []string{base + "-chosen.parquet"}
	if err := WriteChosen(ctx, e, f, chosen[0]); err != nil {
		return nil, nil, err
	}
	f.Chosen = chosen
	var list []Step
	for i, entries := range steps(f.Entries) {
		list = append(list, Step{entries, f.Problems, fmt.Sprintf("%s-%d.parquet", base, i+1)})
		money = append(money, list[i].Path)
	}
	return chosen, money, WriteMoney(ctx, e, f, list, base)
}

// WriteRecorded writes which kinds of record entries hold, as Files.Recorded is. A file holds as long as
// its entries do.
func WriteRecorded(ctx context.Context, e Writer, entries []string, path string) error {
	if err := Open(ctx, e, Files{Entries: entries}); err != nil {
		return err
	}
	if err := e.Write(ctx, "SELECT * FROM recorded ORDER BY source, table_no, payer_key, payer, payer_group, fiscal_year, record, stage_order", path); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

// WriteChosen writes which records count, for the payers and years of all the files, as Files.Chosen is. Where
// Files.Recorded is there it looks into no entries.
func WriteChosen(ctx context.Context, e Writer, f Files, path string) error {
	if len(f.Recorded) > 0 {
		f = Files{Recorded: f.Recorded, Uncounted: f.Uncounted, Payer: f.Payer}
	}
	if err := Open(ctx, e, f); err != nil {
		return err
	}
	if err := e.Write(ctx, "SELECT * FROM chosen ORDER BY publisher, fiscal_year", path); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	return nil
}

// fewSteps is up to how many steps work out for themselves what every step joins to its entries.
const fewSteps = 2

// WriteMoney adds up the entries of each step by the choice of records in f.Chosen. What it needs in
// between is named after base and removed again.
func WriteMoney(ctx context.Context, e Writer, f Files, list []Step, base string) (err error) {
	if len(list) > fewSteps {
		if err := Open(ctx, e, f); err != nil {
			return err
		}
		if f.judged, err = writeJudged(ctx, e, base); err != nil {
			return err
		}
		defer func() {
			for _, v := range f.judged {
				err = errors.Join(err, os.Remove(v.paths[0]))
			}
		}()
	}
	for _, step := range list {
		part := f
		part.Entries, part.Problems, part.Tables = step.Entries, step.Problems, nil
		if err := Open(ctx, e, part); err != nil {
			return err
		}
		if err := WriteCache(ctx, e, step.Path); err != nil {
			return err
		}
	}
	return nil
}

// Choice is a payer's name, or the source that names none, and a year, for which a row of chosen says what counts.
type Choice struct {
	Payer string
	Year  int64
}

// Choices are the rows of a file that WriteChosen wrote, each with what it says.
func Choices(ctx context.Context, e Engine, path string) (map[Choice]string, error) {
	list := map[Choice]string{}
	err := eachRow(ctx, e, path, "publisher, fiscal_year, for_spending, for_awards, statement_stage", 5, func(v []any) {
		payer, _ := v[0].(string)
		year, _ := v[1].(int64)
		list[Choice{payer, year}] = fmt.Sprint(v[2:])
	})
	return list, err
}

// Relied are the choices that a file which WriteMoney wrote was made by.
func Relied(ctx context.Context, e Engine, path string) (list []Choice, err error) {
	err = eachRow(ctx, e, path, "DISTINCT coalesce(nullif(payer, ''), source), fiscal_year", 2, func(v []any) {
		payer, _ := v[0].(string)
		year, _ := v[1].(int64)
		list = append(list, Choice{payer, year})
	})
	slices.SortFunc(list, func(a, b Choice) int {
		return cmp.Or(cmp.Compare(a.Payer, b.Payer), cmp.Compare(a.Year, b.Year))
	})
	return list, err
}

// eachRow reads n columns of a file of the cache.
func eachRow(ctx context.Context, e Engine, path, columns string, n int, visit func([]any)) (err error) {
	if err := e.Attach(ctx, Table{Name: "cached_rows"}, []string{path}); err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	rows, err := e.DB().QueryContext(ctx, "SELECT "+columns+" FROM cached_rows")
	if err != nil {
		return fmt.Errorf("cache: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Err(), rows.Close()) }()
	raw, row, into := make([]any, n), make([]any, n), make([]any, n)
	for i := range raw {
		into[i] = &raw[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i := range raw {
			if row[i], err = e.Decode(raw[i]); err != nil {
				return err
			}
		}
		visit(row)
	}
	return nil
}

// writeJudged works out once what every step joins to its entries, and is the same for all.
func writeJudged(ctx context.Context, e Writer, base string) ([]cachedView, error) {
	list := []cachedView{{file: "20_payers", name: "payers"}, {file: "21_payees", name: "payees"}, {file: "22_place_split", name: "place_split"},
		{file: "23_function_split", name: "function_split"}, {file: "26_department_bodies", name: "department_bodies"}}
	for i := range list {
		path := base + "-" + list[i].name + ".parquet"
		if err := e.Write(ctx, "SELECT * FROM "+list[i].name, path); err != nil {
			return nil, fmt.Errorf("cache: %w", err)
		}
		list[i].paths = []string{path}
	}
	return list, nil
}

// steps parts files into runs of about CacheStep bytes.
func steps(files []string) [][]string {
	var list [][]string
	room := int64(0)
	for _, f := range files {
		size := int64(1)
		if info, err := os.Stat(f); err == nil {
			size = info.Size()
		}
		if room -= size; room < 0 || len(list) == 0 {
			list = append(list, nil)
			room = CacheStep - size
		}
		list[len(list)-1] = append(list[len(list)-1], f)
	}
	return list
}
