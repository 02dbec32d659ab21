package enginetest

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"testing"

	"flows/ledger"
	"flows/query"
)

// world is a small ledger in memory: what was published, what was concluded, what is asked for.
type world struct {
	sources                                                       [][]ledger.Entry // per source, of one or more tables
	payer, payee, department, place, function, recipient, forWhom []ledger.Share
	privatePayee, privatePurpose, privateText                     []ledger.Share
	proposed, class                                               []ledger.Share
	uncounted                                                     []query.Uncounted
	places                                                        []query.Place
	moves                                                         []query.Move
	marks                                                         []query.Mark
}

// sourceID is the id of the nth source: digits alone, which no engine may read as a number.
func sourceID(n int) string { return fmt.Sprintf("%016d", 1000+n) }

// write writes the ledger under dir as the program does, and tells its files.
func (w *world) write(t testing.TB, dir string) query.Files {
	t.Helper()
	l, err := ledger.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Lock(); err != nil {
		t.Fatal(err)
	}
	defer l.Unlock()
	var staged []*ledger.Staged
	for n, entries := range w.sources {
		staged = append(staged, writeSource(t, l, n, entries))
	}
	if err := l.Commit(staged); err != nil {
		t.Fatal(err)
	}
	f := query.Files{Entries: l.Files("entries"), Problems: l.Files("problems"), Tables: l.Files("tables")}
	for _, s := range []struct {
		name string
		rows []ledger.Share
		to   *[]string
	}{
		{"payer", w.payer, &f.Payer}, {"payee", w.payee, &f.Payee}, {"department", w.department, &f.Department},
		{"place", w.place, &f.Place}, {"function", w.function, &f.Function},
		{"recipient", w.recipient, &f.Recipient}, {"for", w.forWhom, &f.Beneficiary},
		{"private-payee", w.privatePayee, &f.PrivatePayee}, {"private-purpose", w.privatePurpose, &f.PrivatePurpose},
		{"private-text", w.privateText, &f.PrivateText},
		{"proposed", w.proposed, &f.Proposed}, {"classes", w.class, &f.Class},
	} {
		if len(s.rows) > 0 {
			*s.to = write(t, l, s.name, s.rows)
		}
	}
	if len(w.uncounted) > 0 {
		f.Uncounted = write(t, l, "uncounted", w.uncounted)
	}
	if len(w.marks) > 0 {
		f.Marks = write(t, l, "marks", w.marks)
	}
	if len(w.places) > 0 {
		f.Places = write(t, l, "places", w.places)
	}
	if len(w.moves) > 0 {
		f.Moves = write(t, l, "moves", w.moves)
	}
	return f
}

func write[T any](t testing.TB, l *ledger.Ledger, name string, rows []T) []string {
	t.Helper()
	if err := ledger.WriteTable(l, "shares", name, rows); err != nil {
		t.Fatal(err)
	}
	return []string{filepath.Join(l.Dir(), "shares", name+".parquet")}
}

func writeSource(t testing.TB, l *ledger.Ledger, n int, entries []ledger.Entry) *ledger.Staged {
	t.Helper()
	w, err := l.Begin()
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("file %d.csv", n)
	for from := 0; from < len(entries); {
		to := from
		for to < len(entries) && entries[to].Table == entries[from].Table {
			to++
		}
		table := entries[from:to]
		if err := w.Batch(batch(table)); err != nil {
			t.Fatal(err)
		}
		about := ledger.Table{N: table[0].Table, File: name, Status: "ok", HeaderRow: 1, Entries: int64(len(table)),
			First: ledger.NoDate, Last: ledger.NoDate}
		about.Fates[ledger.Heading], about.Fates[ledger.Loaded] = 1, int64(len(table))
		for i := range table {
			about.Sum += table[i].Amount
		}
		if err := w.Table(about); err != nil {
			t.Fatal(err)
		}
		from = to
	}
	s, err := w.Finish(ledger.Source{
		ID: sourceID(n), SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(name))), Reading: "r1", Format: "csv",
		Names: []ledger.Named{{Path: name}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// batch turns entries of one table into columns.
func batch(entries []ledger.Entry) *ledger.Batch {
	b := &ledger.Batch{N: len(entries), Table: entries[0].Table}
	for i := range entries {
		e := &entries[i]
		b.Row, b.Col = append(b.Row, e.Row), append(b.Col, e.Col)
		b.Date, b.Start, b.End = append(b.Date, e.Date), append(b.Start, e.Start), append(b.End, e.End)
		b.Year, b.Amount = append(b.Year, e.Year), append(b.Amount, e.Amount)
		b.PayerKey, b.PlaceKey = append(b.PayerKey, e.PayerKey), append(b.PlaceKey, e.PlaceKey)
		b.PurposeKey, b.Extra = append(b.PurposeKey, e.PurposeKey), append(b.Extra, e.Extra)
		for c, s := range texts(e) {
			b.Text[c].Each = append(b.Text[c].Each, s)
		}
	}
	return b
}

// texts are an entry's texts by ledger.TextColumn.
func texts(e *ledger.Entry) [ledger.TextColumns]string {
	return [ledger.TextColumns]string{
		e.File, e.Sheet, e.Payer, e.PayerGroup, e.Payee, e.PayeeRef, e.PayeePostcode, e.PayeeKind,
		e.Programme, e.SchemeRef, e.Title, e.Purpose, e.ExpenseType, e.ExpenseArea, e.Description,
		e.Reference, e.AwardRef, e.Period, e.Currency, e.Record, e.Stage, e.AccountingBasis, e.VAT,
		e.BudgetType, e.Nature, e.RingFence, e.Route, e.Capital, e.Regrant, e.PlaceStated,
		e.PlaceStatedFor, e.FunctionStated,
	}
}
