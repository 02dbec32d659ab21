package duck_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"flows/query"
	"flows/query/duck"
)

// The engine reads spreadsheets' contents that strangers wrote, through SQL that we wrote. Should a
// text of ours ever be wrong, it can still reach nothing but the folders it was given.
func TestEngineIsLocked(t *testing.T) {
	dir := t.TempDir()
	mine, beside := filepath.Join(dir, "mine"), filepath.Join(dir, "mine2")
	for _, d := range []string{mine, beside} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(d, "a.csv"), []byte("a\n1\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e := open(t, mine)
	for text, allowed := range map[string]bool{
		"SELECT * FROM read_csv('" + mine + "/a.csv')":            true,
		"COPY (SELECT 1) TO '" + mine + "/b.parquet'":             true,
		"SELECT * FROM read_csv('" + beside + "/a.csv')":          false,
		"SELECT * FROM read_csv('" + mine + "/../mine2/a.csv')":   false,
		"SELECT * FROM read_text('/etc/hostname')":                false,
		"COPY (SELECT 1) TO '" + beside + "/b.parquet'":           false,
		"ATTACH '" + beside + "/x.db'":                            false,
		"SELECT * FROM read_csv('https://example.invalid/a.csv')": false,
		"INSTALL httpfs":                                         false,
		"LOAD httpfs":                                            false,
		"SET enable_external_access = true":                      false,
		"SET allowed_directories = ['/']":                        false,
		"SET integer_division = false":                           false,
		"SET lock_configuration = false":                         false,
		"SET autoinstall_known_extensions = true":                false,
		"SELECT * FROM glob('" + beside + "/*')":                 false,
		"EXPORT DATABASE '" + beside + "/out'":                   false,
		"CREATE SECRET s (TYPE http, BEARER_TOKEN 'x')":          false,
		"SELECT getenv('HOME')":                                  false,
		"CREATE TABLE t AS SELECT * FROM '" + beside + "/a.csv'": false,
	} {
		rows, err := e.DB().Query(text)
		if err == nil {
			for rows.Next() {
			}
			err = errors.Join(rows.Err(), rows.Close())
		}
		if (err == nil) != allowed {
			t.Errorf("%s: %v", strings.ReplaceAll(text, dir, ""), err)
		}
	}
}

// A connection that the pool opens later counts as the first one does.
func TestEveryConnectionTruncates(t *testing.T) {
	e := open(t, t.TempDir())
	for range 4 {
		c, err := e.DB().Conn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		var n int64
		if err := c.QueryRowContext(context.Background(), "SELECT -7 / 2").Scan(&n); err != nil || n != -3 {
			t.Errorf("-7 / 2 is %d (%v)", n, err)
		}
	}
}

// What does not fit into memory goes to the folder it was given, and is gone afterwards.
func TestEngineSpills(t *testing.T) {
	if testing.Short() {
		t.Skip("sorts more than fits into memory")
	}
	temp := filepath.Join(t.TempDir(), "spill")
	const sorted = "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY md5(CAST(i AS varchar))) AS n FROM range(800000) AS r (i)) AS s"
	for _, c := range []struct {
		temp string
		fits bool
	}{{temp, true}, {"", false}} {
		e, err := duck.Open(duck.Options{Memory: 32 << 20, Threads: 1, Temp: c.temp})
		if err != nil {
			t.Fatal(err)
		}
		var n int64
		err = e.DB().QueryRow(sorted).Scan(&n)
		if (err == nil && n == 800000) != c.fits {
			t.Errorf("with the folder %q: %d, %v", filepath.Base(c.temp), n, err)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(temp, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestCacheIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir).(*duck.Engine)
	if err := query.Open(context.Background(), e, query.Files{}); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	path := filepath.Join(dir, "money.parquet")
	if err := query.WriteCache(cancelled, e, path); err == nil {
		t.Error("a cancelled cache was written")
	}
	if err := query.WriteCache(context.Background(), e, filepath.Join(t.TempDir(), "outside.parquet")); err == nil {
		t.Error("a cache outside the folders was written")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := query.WriteCache(context.Background(), e, path); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("in the folder: %v", left)
	}
}

// Several reports may be asked of one engine at once.
func TestReportsAtOnce(t *testing.T) {
	e := open(t, t.TempDir())
	if err := query.Open(context.Background(), e, query.Files{}); err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for _, r := range query.Catalogue()[:6] {
		wait.Go(func() {
			if _, err := query.Run(context.Background(), e, r, query.Args{Use: r.Use}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}
