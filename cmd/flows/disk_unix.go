//go:build linux || darwin

package main

import "golang.org/x/sys/unix"

// freeBytes is how much of the disk that holds a folder can be written.
func freeBytes(dir string) (n uint64, ok bool) {
	var s unix.Statfs_t
	if unix.Statfs(dir, &s) != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
