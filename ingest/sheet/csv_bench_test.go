package sheet

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// writeBenchCSV writes rows of twelve columns as a payments file has them, about 176 bytes each.
func writeBenchCSV(tb testing.TB, rows int) string {
	tb.Helper()
	name := filepath.Join(tb.TempDir(), "payments.csv")
	f, err := os.Create(name)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	defer w.Flush()
	rng := rand.New(rand.NewPCG(1, 2))
	areas := []string{"Adult Social Care", "Highways and Transport", "\"Children, Schools and Families\"", "Corporate", "Environment"}
	kinds := []string{"Private contractors and other agencies", "Grants to voluntary bodies", "Repairs", "Agency staff"}
	w.WriteString("Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,Description,Postcode,Supplier type,Contract\n")
	for i := range rows {
		fmt.Fprintf(w, "Department for Testing,Example Council,%02d/%02d/2023,%s,%s,Supplier number %d Limited,%d,%d.%02d,Invoice for works carried out in ward %d,LS%d %dAB,Company,C-%06d\n",
			1+rng.IntN(28), 1+rng.IntN(12), kinds[rng.IntN(len(kinds))], areas[rng.IntN(len(areas))], rng.IntN(20000),
			5100000+i, rng.IntN(250000), rng.IntN(100), rng.IntN(33), rng.IntN(28), rng.IntN(9), rng.IntN(1000000))
	}
	return name
}

func readAll(tb testing.TB, name string) (cells int) {
	tb.Helper()
	in, err := FileInput("payments.csv", name)
	if err != nil {
		tb.Fatal(err)
	}
	book, err := Open(in, DefaultLimits())
	if err != nil {
		tb.Fatal(err)
	}
	err = book.Sheets[0].Rows(context.Background(), func(b *Batch) error {
		for i := range b.Rows {
			cells += len(b.Rows[i].Cells)
		}
		b.Release()
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return cells
}

// BenchmarkCSV reads 500,000 rows of 12 cells from a file: run it with -cpu 1,2.
func BenchmarkCSV(b *testing.B) {
	name := writeBenchCSV(b, 500_000)
	info, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		if n := readAll(b, name); n != 12*500_001 {
			b.Fatal(n, "cells")
		}
	}
}
