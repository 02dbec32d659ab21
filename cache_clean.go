package flows

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"flows/ledger"
)

// The files by which runs of this workspace agree about its cache.
const (
	cacheLock  = "lock"
	cacheState = "state"
)

// useCache says that this run reads the cache, so that no other removes from it. Where no other run does,
// what the cache holds for other rules, and for sources as they were, is removed first.
func (p *Project) useCache() (err error) {
	if err := os.MkdirAll(p.cache(), 0o755); err != nil {
		return err
	}
	p.using, err = ledger.BeginUse(filepath.Join(p.cache(), cacheLock), p.cleanCache)
	return err
}

// cleanCache removes what is of no use any more, once each time that something changed. It is made again
// where it is wanted again.
func (p *Project) cleanCache() error {
	state := []byte(shortHash(p.moneyPrefix(), p.sourcesKey(), p.Workspace.MarksDigest()))
	path := filepath.Join(p.cache(), cacheState)
	if have, err := os.ReadFile(path); err == nil && string(have) == string(state) {
		return nil
	}
	all, err := os.ReadDir(p.cache())
	if err != nil {
		return err
	}
	var failed error
	for _, f := range all {
		name := filepath.Join(p.cache(), f.Name())
		switch {
		case !cacheMade(f.Name()):
		case f.IsDir() && strings.HasPrefix(f.Name(), p.moneyPrefix()):
			failed = errors.Join(failed, cleanParts(name))
		default:
			failed = errors.Join(failed, os.RemoveAll(name))
		}
	}
	if failed != nil {
		return failed
	}
	return os.WriteFile(path, state, 0o644)
}

// cacheMade says whether a name is one that the cache gives: what else lies there is somebody's.
func cacheMade(name string) bool {
	for _, kind := range []string{"money-", "marks-", "answers-", "places-", "options-", "proposed-", "uncounted-", "moves-"} {
		if strings.HasPrefix(name, kind) {
			return true
		}
	}
	return false
}

// cleanParts removes the parts that the last index of a folder does not name, and what runs cut short left.
func cleanParts(dir string) error {
	var index moneyIndex
	if err := readJSON(filepath.Join(dir, indexName), &index); err != nil {
		return os.RemoveAll(dir)
	}
	keep := map[string]bool{indexName: true}
	for _, name := range index.files() {
		keep[name] = true
	}
	for _, name := range index.Parts {
		keep[name+partEnd] = true
	}
	for _, name := range index.Recorded {
		keep[name+recordedEnd] = true
	}
	all, err := os.ReadDir(dir)
	for _, f := range all {
		if !keep[f.Name()] {
			err = errors.Join(err, os.RemoveAll(filepath.Join(dir, f.Name())))
		}
	}
	return err
}
