package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"

	"flows"
)

// noRoom says of an error that came of a full disk what was being written, how much is free and what to do; "" of
// any other error. Engines and writers of files each have words of their own for it.
func noRoom(err error) string {
	if !errors.Is(err, syscall.ENOSPC) && !strings.Contains(err.Error(), "No space left on device") {
		return ""
	}
	path := unwritten(err)
	what, remedy := forWhat(path)
	s := "no space left on device for " + what
	if free, ok := freeBytes(existing(path)); ok {
		s += fmt.Sprintf(" (%s free, and more is needed)", byteWords(free))
	}
	s += "; " + remedy + " and run it again"
	if stopped := (*flows.Stopped)(nil); errors.As(err, &stopped) {
		return s + "; " + stopped.State()
	}
	return s + "; nothing that was read is lost"
}

// quotedPath finds the file in the words of an engine.
var quotedPath = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`file "([^"]+)"`) })

// unwritten is the file that an error is about, "" where it does not say.
func unwritten(err error) string {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Path
	}
	if m := quotedPath().FindStringSubmatch(err.Error()); m != nil {
		return m[1]
	}
	return ""
}

// forWhat is what a file is part of, and how to get room for it.
func forWhat(path string) (what, remedy string) {
	in := strings.Split(filepath.ToSlash(path), "/")
	switch {
	case path == "":
		return "what was being written", "free some"
	case slices.Contains(in, "cache"):
		return "the workspace's cache, in which reports are added up", "free some (older folders in cache/ can go; they are made anew)"
	case slices.Contains(in, "ledger"):
		return "the ledger", "free some, or move the workspace to a larger disk,"
	}
	return strings.TrimSuffix(filepath.Base(path), ".tmp"), "free some, or name a file on another disk,"
}

// existing is the nearest folder of a path that is there.
func existing(path string) string {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			return dir
		}
	}
}

// byteWords is a size in the unit that fits it, a kB being 1,000 bytes.
func byteWords(n uint64) string {
	for _, u := range []struct {
		size uint64
		name string
	}{{1e9, "GB"}, {1e6, "MB"}} {
		if n >= u.size {
			return fmt.Sprintf("%d.%d %s", n/u.size, n%u.size*10/u.size, u.name)
		}
	}
	return fmt.Sprintf("%d kB", n/1000)
}
