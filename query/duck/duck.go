// Package duck is the engine in the process: DuckDB over the ledger's Parquet.
//
// It is the only package that needs cgo. The database lives in memory and is locked: it installs and
// loads no extension, opens no file outside the folders it was given and reaches no network.
package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"flows/query"
)

// Options limit what an engine may use. The zero value lets it read nothing.
type Options struct {
	Dirs    []string // folders that may be read, and written by Write
	Temp    string   // folder for what does not fit into memory; "" spills nothing
	Memory  int64    // bytes; 0 is DuckDB's own limit, four fifths of the machine's
	Threads int      // 0 is one per core
}

// Engine is a DuckDB database in memory. It may be used by several goroutines.
type Engine struct {
	db *sql.DB
}

var _ query.Engine = (*Engine)(nil)

// Open starts an engine.
func Open(o Options) (*Engine, error) {
	connector, err := duckdb.NewConnector(dsn(o), nil)
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	e := &Engine{sql.OpenDB(connector)}
	if err := e.prepare(o); err != nil {
		return nil, errors.Join(fmt.Errorf("engine: %w", err), e.db.Close())
	}
	return e, nil
}

// dsn holds the settings that every connection has to have from its start.
func dsn(o Options) string {
	s := "?integer_division=true&autoinstall_known_extensions=false&autoload_known_extensions=false"
	if o.Threads > 0 {
		s += "&threads=" + strconv.Itoa(o.Threads)
	}
	return s
}

// prepare sets the limits, and the lock last.
func (e *Engine) prepare(o Options) error {
	dirs := make([]string, len(o.Dirs))
	for i, d := range o.Dirs {
		abs, err := filepath.Abs(d)
		if err != nil {
			return err
		}
		dirs[i] = abs
	}
	statements := []string{"CREATE MACRO array_join(list, separator) AS array_to_string(list, separator)",
		"CREATE MACRO to_utf8(t) AS t"} // md5 and to_hex are there
	if o.Memory > 0 {
		statements = append(statements, "SET memory_limit = "+quote(strconv.FormatInt(o.Memory, 10)+"B"))
	}
	if o.Temp != "" {
		abs, err := filepath.Abs(o.Temp)
		if err != nil {
			return err
		}
		statements = append(statements, "SET temp_directory = "+quote(abs))
	} else {
		statements = append(statements, "SET temp_directory = ''")
	}
	statements = append(statements,
		"SET preserve_insertion_order = false", // every report sorts its rows by a full key
		"SET allowed_directories = "+list(dirs),
		"SET enable_external_access = false",
		"SET lock_configuration = true")
	for _, s := range statements {
		if _, err := e.db.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// DB is the database.
func (e *Engine) DB() *sql.DB { return e.db }

// Close ends the engine.
func (e *Engine) Close() error { return e.db.Close() }

// Attach makes the files readable as a view of the table's name.
func (e *Engine) Attach(ctx context.Context, t query.Table, files []string) error {
	text := empty(t)
	if len(files) > 0 {
		abs := make([]string, len(files))
		for i, f := range files {
			a, err := filepath.Abs(f)
			if err != nil {
				return err
			}
			abs[i] = a
		}
		text = "SELECT * FROM read_parquet(" + list(abs) + partition(t) + ")"
	}
	_, err := e.db.ExecContext(ctx, "CREATE OR REPLACE VIEW "+ident(t.Name)+" AS "+text)
	return err
}

// partition reads the partition from the folders, as text: ids of digits alone are no numbers.
func partition(t query.Table) string {
	if t.Partition == "" {
		return ", hive_partitioning = false"
	}
	return ", hive_partitioning = true, hive_types = {" + quote(t.Partition) + ": VARCHAR}"
}

// empty is a table without rows.
func empty(t query.Table) string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i, c := range t.Columns {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "CAST(NULL AS %s) AS %s", typeNames[c.Kind], ident(c.Name))
	}
	if t.Partition != "" {
		fmt.Fprintf(&b, ", CAST(NULL AS VARCHAR) AS %s", ident(t.Partition))
	}
	return b.String() + " WHERE false"
}

var typeNames = [...]string{
	query.Text: "VARCHAR", query.Int16: "SMALLINT", query.Int32: "INTEGER", query.Int64: "BIGINT",
	query.Bool: "BOOLEAN", query.Date: "DATE", query.Texts: "VARCHAR[]",
}

// Write runs a query and writes its rows as a Parquet file, whole or not at all.
func (e *Engine) Write(ctx context.Context, text, path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	_, err = e.db.ExecContext(ctx, "COPY ("+text+") TO "+quote(abs)+
		" (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 61440)")
	return err
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func ident(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func list(texts []string) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, s := range texts {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(s))
	}
	return b.String() + "]"
}
