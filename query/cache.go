package query

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
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
