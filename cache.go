package flows

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"flows/query"
)

func (p *Project) cache() string { return filepath.Join(p.Workspace.Dir, "cache") }

// cached names the files of what reports add up, and makes them where there are none. An engine that
// writes no files adds up in every report.
func (p *Project) cached(ctx context.Context, a *asked, files *query.Files) error {
	w, ok := p.engine.(query.Writer)
	if !ok {
		return nil
	}
	dir := filepath.Join(p.cache(), "money-"+p.cacheKey(a.attribution, *files))
	if _, err := os.Stat(dir); err != nil {
		if a.once {
			return nil
		}
		if err := p.makeCache(ctx, w, *files, dir); err != nil {
			return err
		}
	}
	chosen, money, err := cacheFiles(dir)
	files.Chosen, files.Money = chosen, money
	return err
}

// cachePart is how the names of a cache's files begin.
const cachePart = "part"

// makeCache adds up in a folder that only this run knows and gives it its name when it is whole, so that
// runs beside each other, and runs that are cut short, do not spoil it.
func (p *Project) makeCache(ctx context.Context, w query.Writer, files query.Files, dir string) error {
	tmp, err := os.MkdirTemp(p.cache(), "money-*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if _, _, err := query.WriteCaches(ctx, w, files, filepath.Join(tmp, cachePart)); err != nil {
		return err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	err = os.Rename(tmp, dir)
	if _, there := os.Stat(dir); there == nil {
		return nil // also where another run was faster: the name says that it holds the same
	}
	return err
}

// cacheFiles are the files of a whole cache: the choice of records, and the sums in the order of their numbers.
func cacheFiles(dir string) (chosen, money []string, err error) {
	all, err := os.ReadDir(dir)
	for _, f := range all {
		path := filepath.Join(dir, f.Name())
		if f.Name() == cachePart+"-chosen.parquet" {
			chosen = append(chosen, path)
		} else {
			money = append(money, path)
		}
	}
	slices.SortFunc(money, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	return chosen, money, err
}

// cacheKey names all that the cached sums are made of.
func (p *Project) cacheKey(attribution string, f query.Files) string {
	m := p.Ledger.Mapping()
	h := sha256.New()
	fmt.Fprintln(h, query.CacheVersion(), attribution, m.Rules, m.Sources, len(f.Entries))
	for _, name := range f.Moves {
		fmt.Fprintln(h, filepath.Base(name)) // which is the hash of what it holds
	}
	for _, u := range p.uncounted() {
		fmt.Fprintln(h, u.Source, u.Table, u.Why)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
