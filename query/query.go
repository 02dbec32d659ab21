// Package query answers every question about sets of rows, in SQL over the ledger's Parquet.
//
//	tables        Parquet files that an engine attaches under a name: entries, problems, tables,
//	              the shares of each dimension, and the three lists that the caller writes
//	              (uncounted, places, options, moves, marks, renamed)
//	sql/view      views over them, numbered, applied in that order:
//	                entries ─▶ shown_entries ─▶ counted_entries ─▶ named_entries ─▶ pieces ─▶ located ─▶ money ─▶ in_scope, by_place
//	sql/report    one question each, over in_scope, by_place and pieces
//
// A piece is the part of an entry that belongs to one place and one function, in whole pence; the
// pieces of an entry add up to its amount exactly. Where boundaries or a key to spread by are asked for,
// located divides them once more. money is what reports add up: pieces without
// what tells one entry from another. It is a view, or a cached table of the same columns.
//
// The SQL keeps to what DuckDB and Trino have in common, so that an engine is three methods. Every
// figure a report gives is an integer (pence, counts); shares, ranks and heads are the caller's.
package query

import (
	"context"
	"database/sql"
)

// Engine runs SQL over Parquet files. query/enginetest holds every implementation to the same answers.
type Engine interface {
	// DB is where statements are run. On all its connections integer division truncates and
	// array_join(list, separator) and to_hex(md5(to_utf8(text))), a text that tells other texts apart, exist.
	DB() *sql.DB

	// Attach makes the files readable as the table's name, in place of what had that name before.
	// The files are a list, never a pattern. No files is an empty table with the table's columns.
	Attach(ctx context.Context, t Table, files []string) error

	// Decode turns a value that the driver gave into int64, string, bool, ledger.Date or nil,
	// exactly, or says why it cannot: a number that does not fit is an error, never rounded.
	Decode(value any) (any, error)
}
