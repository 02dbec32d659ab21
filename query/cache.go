package query

import (
	"context"
	"fmt"
	"os"
)

// CacheVersion is raised whenever the views below the cache change what it holds.
const CacheVersion = 2

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
