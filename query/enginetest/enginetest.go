// Package enginetest holds every engine of query to the same answers.
//
// Run loads small ledgers and asks an engine every report of the catalogue. What it answers is compared,
// row by row and column by column, with what plain Go works out from the same Parquet with integers
// (query.EachPiece), and with laws: bodies and residuals add up to the total, nothing is made or lost by
// splitting, the cache changes nothing, the order of files changes nothing.
package enginetest

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"flows/ledger"
	"flows/ledger/draws"
	"flows/query"
)

// Run is the suite. newEngine starts an engine that may read, and where it can write, the files under dir.
func Run(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	t.Run("arithmetic", func(t *testing.T) { arithmetic(t, newEngine(t, t.TempDir())) })
	t.Run("empty ledger", func(t *testing.T) { emptyLedger(t, newEngine(t, t.TempDir())) })
	t.Run("a small county", func(t *testing.T) { smallCounty(t, newEngine) })
	t.Run("what is withheld", func(t *testing.T) { withheld(t, newEngine) })
	t.Run("a county on other boundaries", func(t *testing.T) { moved(t, newEngine) })
	t.Run("a sum too large", func(t *testing.T) { sumTooLarge(t, newEngine) })
	if !testing.Short() {
		t.Run("at the bounds", func(t *testing.T) { atTheBounds(t, newEngine) })
		t.Run("a thousand files", func(t *testing.T) { manyFiles(t, newEngine) })
	}
	t.Run("any ledger", func(t *testing.T) { anyLedger(t, newEngine) })
}

// arithmetic is what the reports take for granted.
func arithmetic(t *testing.T, e query.Engine) {
	for _, c := range []struct {
		text string
		want any
	}{
		{"SELECT CAST(-7 AS bigint) / 2", int64(-3)},
		{"SELECT CAST(-7 AS bigint) % 2", int64(-1)},
		{"SELECT CAST(9223372036854775807 AS bigint) / 10", int64(922337203685477580)},
		{"SELECT SUM(CAST(x AS DECIMAL(38,0))) FROM (VALUES (9223372036854775806), (1)) AS v (x)", int64(9223372036854775807)},
		{"SELECT SUM(x) FROM (VALUES (1), (2)) AS v (x)", int64(3)},
		{"SELECT CAST(-5 AS smallint)", int64(-5)},
		{"SELECT array_join(array_agg(x ORDER BY x), ', ') FROM (VALUES ('b'), ('a')) AS v (x)", "a, b"},
		{"SELECT DATE '1969-12-31'", ledger.Date(-1)},
		{"SELECT 1 = 1", true},
		{"SELECT nullif(1, 1)", nil},
	} {
		got, err := one(e, c.text)
		if err != nil || got != c.want {
			t.Errorf("%s is %v (%T, %v), want %v", c.text, got, got, err, c.want)
		}
	}
	if got, err := one(e, "SELECT SUM(CAST(x AS DECIMAL(38,0))) FROM (VALUES (9223372036854775807), (1)) AS v (x)"); err == nil {
		t.Errorf("a sum beyond 64 bits is %v, want an error", got)
	}
	if got, err := one(e, "SELECT CAST(1.5 AS DECIMAL(3,1))"); err == nil {
		t.Errorf("a decimal with places is %v, want an error", got)
	}
}

// one decodes the only value of a query.
func one(e query.Engine, text string) (any, error) {
	var raw any
	if err := e.DB().QueryRow(text).Scan(&raw); err != nil {
		return nil, err
	}
	return e.Decode(raw)
}

// emptyLedger has no file at all: every report answers, with nothing or a total of nothing.
func emptyLedger(t *testing.T, e query.Engine) {
	w := &asked{t: t, engine: e}
	w.open(query.Files{})
	for _, r := range query.Catalogue() {
		for _, row := range w.run(r, args(r, query.Args{})).Rows {
			if i := column(r, "amount"); i >= 0 && row[i] != int64(0) {
				t.Errorf("%s of nothing says %v", r.Name, row)
			}
		}
	}
}

// anyLedger compares reports of random ledgers with plain Go.
func anyLedger(t *testing.T, newEngine func(t *testing.T, dir string) query.Engine) {
	draws.Few(t, "10", "5")
	dir := t.TempDir()
	e := newEngine(t, dir)
	reports := query.Catalogue()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		world := anyWorld(rt)
		files := world.write(t, filepath.Join(dir, fmt.Sprint(n)))
		a := query.Args{
			Years:       rapid.SampledFrom([][]ledger.Year{nil, nil, {2012}, {2012, 0}}).Draw(rt, "years"),
			Departments: rapid.SampledFrom([][]string{nil, nil, {"Crown"}, {""}}).Draw(rt, "departments"),
			Functions:   rapid.SampledFrom([][]string{nil, nil, {"09", "09.1"}, {""}}).Draw(rt, "functions"),
		}
		asks := make([]ask, 3)
		for i := range asks {
			r := rapid.SampledFrom(reports).Draw(rt, "report")
			a.Use = rapid.SampledFrom([]string{query.ForSpending, query.ForAwards, ledger.Payment}).Draw(rt, "use")
			asks[i] = ask{r, args(r, a)}
		}
		w := &asked{t: rt, engine: e}
		w.check(files, asks)
		w.again(files, "from the cache", w.cache(files, filepath.Join(dir, fmt.Sprint(n), "cache"), n%2 == 0), asks)
	})
}

// args keeps of a what the report takes.
func args(r query.Report, a query.Args) query.Args {
	if a.Use == "" {
		a.Use = r.Use
	}
	if !slices.Contains(r.Args, "years") {
		a.Years = nil
	}
	if !slices.Contains(r.Args, "departments") {
		a.Departments = nil
	}
	if !slices.Contains(r.Args, "functions") {
		a.Functions = nil
	}
	if !slices.Contains(r.Args, "source") {
		a.Flow = query.Flow{}
	} else if a.Flow.Source == "" {
		a.Flow = query.Flow{Source: sourceID(0), Table: 1, Row: 2, Col: 4}
	}
	return a
}

func column(r query.Report, name string) int {
	return slices.IndexFunc(r.Columns, func(c query.Column) bool { return c.Name == name })
}

// failer is a test, or a draw of one.
type failer interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
	Fatal(...any)
}

// ask is a report and its arguments.
type ask struct {
	report query.Report
	args   query.Args
}

// asked asks an engine and fails a test where the answer is wrong.
type asked struct {
	t       failer
	engine  query.Engine
	answers []query.Result // of the last check
}

func (w *asked) open(f query.Files) {
	w.t.Helper()
	if err := query.Open(context.Background(), w.engine, f); err != nil {
		w.t.Fatal(err)
	}
}

func (w *asked) run(r query.Report, a query.Args) query.Result {
	w.t.Helper()
	result, err := query.Run(context.Background(), w.engine, r, a)
	if err != nil {
		w.t.Fatal(err)
	}
	return result
}

// check opens files, asks reports and compares them with plain Go.
func (w *asked) check(f query.Files, asks []ask) {
	w.t.Helper()
	w.open(f)
	know, err := read(f)
	if err != nil {
		w.t.Fatal(err)
	}
	w.answers = nil
	for _, q := range asks {
		got := w.run(q.report, q.args)
		w.answers = append(w.answers, got)
		if err := compare(q.report, know, q.args, got); err != nil {
			w.t.Errorf("report %s of %+v: %v", q.report.Name, q.args, err)
		}
	}
}

// again opens other files that have to give the answers of the last check, in the same order.
func (w *asked) again(f query.Files, how string, other query.Files, asks []ask) {
	w.t.Helper()
	w.open(other)
	for i, q := range asks {
		if got := w.run(q.report, q.args); fmt.Sprint(got) != fmt.Sprint(w.answers[i]) {
			w.t.Errorf("report %s of %+v differs %s:\n%v\n%v", q.report.Name, q.args, how, w.answers[i].Rows, got.Rows)
		}
	}
	w.open(f)
}

// cache adds the cache to files where the engine can write one: in one go, or one source at a time, as a
// ledger too large for the memory is added up.
func (w *asked) cache(f query.Files, base string, bySource bool) query.Files {
	w.t.Helper()
	e, ok := w.engine.(query.Writer)
	if !ok {
		return f
	}
	chosen, money, err := query.WriteCaches(context.Background(), e, f, base)
	if err != nil {
		w.t.Fatal(err)
	}
	if bySource && len(f.Entries) > 0 {
		money = nil
		for i, file := range f.Entries {
			part := f
			part.Entries, part.Chosen = []string{file}, chosen
			w.open(part)
			money = append(money, fmt.Sprintf("%s of source %d.parquet", base, i))
			if err := query.WriteCache(context.Background(), e, money[i]); err != nil {
				w.t.Fatal(err)
			}
		}
	}
	f.Chosen, f.Money = chosen, money
	return f
}

// turned are the same files in another order.
func turned(f query.Files) query.Files {
	f.Entries, f.Tables = slices.Clone(f.Entries), slices.Clone(f.Tables)
	slices.Reverse(f.Entries)
	slices.Reverse(f.Tables)
	return f
}

// compare holds a report's rows to what plain Go makes of the same files.
func compare(r query.Report, k *known, a query.Args, got query.Result) error {
	if q, ok := questions()[r.Name]; ok {
		return q.compare(r, k, a, got)
	}
	if listed, ok := listings()[r.Name]; ok {
		want, err := listed(k, a)
		if err != nil {
			return err
		}
		return sameLines(r, want, got)
	}
	return fmt.Errorf("the suite does not know the report")
}

// sameLines compares the columns that a listing states, whatever the order of rows.
func sameLines(r query.Report, want listing, got query.Result) error {
	var have []string
	for _, row := range got.Rows {
		var b strings.Builder
		for _, c := range want.columns {
			fmt.Fprintf(&b, "%s=%v ", c, row[column(r, c)])
		}
		have = append(have, b.String())
	}
	slices.Sort(have)
	slices.Sort(want.lines)
	if !slices.Equal(have, want.lines) {
		return fmt.Errorf("rows\n%s\nwant\n%s", strings.Join(have, "\n"), strings.Join(want.lines, "\n"))
	}
	return nil
}
