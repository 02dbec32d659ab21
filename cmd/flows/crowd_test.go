package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// manyFiles writes files that take a run a while, and gives their folder.
func manyFiles(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		var b strings.Builder
		b.WriteString("Department,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n")
		for row := range 5000 {
			fmt.Fprintf(&b, "Home Office,Home Office,%02d/09/2010,Grants,Policing,Supplier %d,%d-%d,%d.50\n", row%28+1, row%700, i, row, row+i)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("spend-%03d.csv", i)), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// workspaceWith makes a workspace into which the good rows were read.
func workspaceWith(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	flowsIn(t, ".", "init", dir)
	good := filepath.Join(t.TempDir(), "good.csv")
	if err := os.WriteFile(good, []byte(goodCSV), 0o644); err != nil {
		t.Fatal(err)
	}
	flowsIn(t, dir, "ingest", good)
	return dir
}

// listing is every file below a folder with its size, for comparing before and after.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		fmt.Fprintf(&b, "%s %x\n", rel, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// underWay waits until a run writes to the ledger, and fails if it ends before.
func underWay(t *testing.T, dir string, ended <-chan error) {
	t.Helper()
	for range 3000 {
		if staged, _ := filepath.Glob(filepath.Join(dir, "ledger", "staging", "*.entries")); len(staged) > 0 {
			return
		}
		select {
		case err := <-ended:
			t.Fatalf("the run ended before it could be disturbed: %v", err)
		case <-time.After(2 * time.Millisecond):
		}
	}
	t.Fatal("the run never began to write")
}

// begin starts the program and gives its standard error and its end.
func begin(t *testing.T, c *exec.Cmd) (*bytes.Buffer, <-chan error) {
	t.Helper()
	var said bytes.Buffer
	c.Stderr = &said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	return &said, ended
}

func exitCode(err error) int {
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return ended.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

// Ctrl-C in the middle of a run: one line, exit code 130, the ledger as it was; a run killed outright
// leaves leavings, which the next run sweeps up; and the next run succeeds.
func TestInterrupted(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a second or more")
	}
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: no signals here")
	}
	files := manyFiles(t, 60)
	dir := workspaceWith(t)
	before := listing(t, filepath.Join(dir, "ledger"))
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		c := program(t.Context(), t, dir, "ingest", "-q", files)
		said, ended := begin(t, c)
		underWay(t, dir, ended)
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if code := exitCode(<-ended); code != exitInterrupted || said.String() != "interrupted; the ledger is as it was before\n" {
			t.Errorf("%v: exit code %d, and it said %q", signal, code, said)
		}
		if listing(t, filepath.Join(dir, "ledger")) != before {
			t.Errorf("%v: the ledger is not as it was", signal)
		}
	}

	c := program(t.Context(), t, dir, "ingest", "-q", files)
	_, ended := begin(t, c)
	underWay(t, dir, ended)
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-ended
	if got := flowsIn(t, dir, "sources", "--format", "csv"); strings.Count(got, "\n") != 2 {
		t.Errorf("after a killed run the ledger holds\n%s", got)
	}
	if got := flowsIn(t, dir, "ingest", "-q", files); !strings.HasPrefix(got, "60 files: 300,060 rows, 300,000 entries, £") {
		t.Errorf("the next run says %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "ledger", "staging")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the leavings of the killed run are still there: %v", err)
	}
}

// 'flows ingest … | head': who reads the output leaves, and the ledger has the files all the same.
func TestNobodyReads(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: no such pipes here")
	}
	dir, files := workspaceWith(t), manyFiles(t, 3)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	c := program(t.Context(), t, dir, "ingest", files)
	c.Stdout = write
	said, ended := begin(t, c)
	if code := exitCode(<-ended); code != exitDone || said.Len() > 0 {
		t.Errorf("exit code %d, and it said %q", code, said)
	}
	write.Close()
	if got := flowsIn(t, dir, "sources", "--format", "csv"); strings.Count(got, "\n") != 5 {
		t.Errorf("the ledger holds\n%s", got)
	}
}

// Two runs at once on one ledger: the second says so in one line and ends with 2; questions are answered
// meanwhile; and when the first has ended the second goes through.
func TestTwoRunsAtOnce(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a second or more")
	}
	files := manyFiles(t, 60)
	dir := workspaceWith(t)
	flowsIn(t, dir, "report", "headline") // maps, so that questions need not write
	first := program(t.Context(), t, dir, "ingest", "-q", files)
	said, ended := begin(t, first)
	underWay(t, dir, ended)
	more := filepath.Join(t.TempDir(), "more.csv")
	if err := os.WriteFile(more, []byte(strings.Replace(goodCSV, "1002", "1003", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"ingest", more}, {"ingest", "-q", files}} {
		second := program(t.Context(), t, dir, args...)
		out, err := second.CombinedOutput()
		if code := exitCode(err); code != exitFailed || strings.Count(string(out), "\n") != 1 ||
			!strings.Contains(string(out), "another run is writing to this ledger; try again when it has ended") {
			t.Errorf("flows %s beside another run: exit code %d, and it said %q", strings.Join(args, " "), code, out)
		}
	}
	for _, args := range [][]string{{"sources"}, {"report", "headline", "--place", "everywhere"}, {"ingest", "--dry-run", more}} {
		if out, err := program(t.Context(), t, dir, args...).CombinedOutput(); err != nil {
			t.Errorf("flows %s beside another run: %v: %s", strings.Join(args, " "), err, out)
		}
	}
	if err := <-ended; err != nil {
		t.Fatalf("the first run: %v: %s", err, said)
	}
	flowsIn(t, dir, "ingest", more)
	if got := flowsIn(t, dir, "sources", "--format", "csv"); strings.Count(got, "\n") != 63 {
		t.Errorf("%d lines of sources, want 63", strings.Count(got, "\n"))
	}
}

// smallDisk is a file system of so many megabytes.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("SKIPPED: a small disk needs Linux and root")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm", megabytes), "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: no small disk here: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return dir
}

// A full disk: one line, exit code 2, the ledger as it was, and the next run with room succeeds.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a second or more")
	}
	files := manyFiles(t, 40)
	disk := smallDisk(t, 2)
	dir := filepath.Join(disk, "w")
	flowsIn(t, ".", "init", dir)
	good := filepath.Join(t.TempDir(), "good.csv")
	if err := os.WriteFile(good, []byte(goodCSV), 0o644); err != nil {
		t.Fatal(err)
	}
	flowsIn(t, dir, "ingest", good)
	before := listing(t, filepath.Join(dir, "ledger"))
	c := program(t.Context(), t, dir, "ingest", "-q", files)
	said, ended := begin(t, c)
	code := exitCode(<-ended)
	if code != exitFailed || strings.Count(said.String(), "\n") != 1 || !strings.Contains(said.String(), "error: no space left on device for the ledger") ||
		!strings.HasSuffix(said.String(), "; the ledger is as it was before\n") {
		t.Errorf("exit code %d, and it said %q", code, said)
	}
	if listing(t, filepath.Join(dir, "ledger")) != before {
		t.Error("the ledger is not as it was")
	}
	flowsIn(t, dir, "ingest", filepath.Join(files, "spend-001.csv"))

	// What a report needs is more than there is room for.
	flowsIn(t, dir, "map")
	if err := os.WriteFile(filepath.Join(disk, "ballast"), make([]byte, roomIn(t, disk)-12<<10), 0o644); err != nil {
		t.Fatal(err)
	}
	said, ended = begin(t, program(t.Context(), t, dir, "report", "headline", "--place", "everywhere"))
	if code := exitCode(<-ended); code != exitFailed || strings.Count(said.String(), "\n") != 1 || strings.Contains(said.String(), disk) ||
		!strings.HasPrefix(said.String(), "error: no space left on device for the workspace's cache") || !strings.HasSuffix(said.String(), "nothing that was read is lost\n") {
		t.Errorf("exit code %d, and it said %q", code, said)
	}
}

// roomIn is how much can be written to a disk.
func roomIn(t *testing.T, dir string) int {
	t.Helper()
	n, ok := freeBytes(dir)
	if !ok {
		t.Skip("SKIPPED: what is free is not known here")
	}
	return int(n)
}

// The room for a file of the ledger ends (a quota, a limit): the same, without any privilege.
func TestFileSizeLimit(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: no such limit here")
	}
	files := manyFiles(t, 3)
	dir := workspaceWith(t)
	before := listing(t, filepath.Join(dir, "ledger"))
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	c := program(ctx, t, dir, "ingest", "-q", files)
	c.Path, c.Args = "/bin/sh", append([]string{"sh", "-c", `ulimit -f 20 && exec -a flows "$0" "$@"`, c.Path}, c.Args[1:]...)
	if bash, err := exec.LookPath("bash"); err == nil {
		c.Path = bash
	} else {
		t.Skip("SKIPPED: no bash to set a limit with")
	}
	said, ended := begin(t, c)
	code := exitCode(<-ended)
	if code != exitFailed || strings.Count(said.String(), "\n") != 1 || !strings.Contains(said.String(), "file too large") {
		t.Errorf("exit code %d, and it said %q", code, said)
	}
	if listing(t, filepath.Join(dir, "ledger")) != before {
		t.Error("the ledger is not as it was")
	}
}
