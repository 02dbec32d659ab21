package query

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
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

// cacheStep is how many bytes of entries are added up at a time: the engine's memory then does not grow
// with the ledger.
const cacheStep = 3 << 20

// WriteCaches does what WriteCache does for a ledger of any size, a few sources at a time: which records
// count is worked out once over all of them, then each step adds up its sources' pieces. It gives the
// files for Files.Chosen and Files.Money, named after base.
func WriteCaches(ctx context.Context, e Writer, f Files, base string) (chosen, money []string, err error) {
	if err := Open(ctx, e, f); err != nil {
		return nil, nil, err
	}
	path := base + "-chosen.parquet"
	if err := e.Write(ctx, "SELECT * FROM chosen ORDER BY payer_name, fiscal_year", path); err != nil {
		return nil, nil, fmt.Errorf("cache: %w", err)
	}
	chosen = []string{path}
	if f.judged, err = writeJudged(ctx, e, base); err != nil {
		return nil, nil, err
	}
	defer func() {
		for _, v := range f.judged {
			err = errors.Join(err, os.Remove(v.paths[0]))
		}
	}()
	for i, step := range steps(f.Entries) {
		part := f
		part.Entries, part.Chosen = step, chosen
		if err := Open(ctx, e, part); err != nil {
			return nil, nil, err
		}
		path := fmt.Sprintf("%s-%d.parquet", base, i+1)
		if err := WriteCache(ctx, e, path); err != nil {
			return nil, nil, err
		}
		money = append(money, path)
	}
	return chosen, money, nil
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

// steps parts files into runs of about cacheStep bytes.
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
			room = cacheStep - size
		}
		list[len(list)-1] = append(list[len(list)-1], f)
	}
	return list
}
