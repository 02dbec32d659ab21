//go:build !linux

package ledger

// syncAll makes files durable.
func syncAll(paths []string) error { return syncEach(paths) }
