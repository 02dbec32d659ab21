package flows

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// demoFiles are the workspace of the invented county of Larkshire.
//
//go:embed all:testdata/demo/workspace
var demoFiles embed.FS

const demoRoot = "testdata/demo/workspace"

// ErrNotDemo is in the error where a folder is there already and is no demo.
var ErrNotDemo = errors.New("holds something other than a demo")

// WriteDemo makes the demo's workspace in dir. A demo that is there already is made anew; any other
// folder with something in it is left alone.
func WriteDemo(dir string) error {
	if err := clearDemo(dir); err != nil {
		return err
	}
	return fs.WalkDir(demoFiles, demoRoot, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(path, demoRoot)))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		text, err := demoFiles.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, text, 0o644)
	})
}

// clearDemo removes what an earlier demo made: its ledger, its cache and its pages.
func clearDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	own, err := demoFiles.ReadFile(demoRoot + "/flows.yaml")
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(own), "\n")
	have, err := os.ReadFile(filepath.Join(dir, "flows.yaml"))
	if err != nil || !strings.HasPrefix(string(have), first) {
		return fmt.Errorf("%s %w; give another folder with --dir", dir, ErrNotDemo)
	}
	for _, name := range []string{"ledger", "cache", "pages"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
