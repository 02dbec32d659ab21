package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"flows": main})
}

// TestScripts runs testdata/*.txtar: each says why it exists and drives the real program as people and
// scripts do. Beside testscript's own commands there are those of scriptCommands. $WORK/demo is a copy of
// the demo's workspace, read and mapped.
func TestScripts(t *testing.T) {
	demo := t.TempDir()
	flowsIn(t, ".", "demo", "--dir", demo)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Cmds:                scriptCommands(),
		Setup: func(env *testscript.Env) error {
			return os.CopyFS(filepath.Join(env.WorkDir, "demo"), os.DirFS(demo))
		},
		Condition: func(cond string) (bool, error) {
			if cond == "devfull" {
				_, err := os.Stat("/dev/full")
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// flowsIn runs the program in this process, in a workspace, and wants it to succeed. It gives what was printed.
func flowsIn(t testing.TB, dir string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if dir != "." {
		args = append([]string{"--workspace", dir}, args...)
	}
	if code := run(t.Context(), args, streams{out: &out, err: &errs}); code != exitDone {
		t.Fatalf("flows %s ended with %d: %s", strings.Join(args, " "), code, errs.String())
	}
	return out.String()
}

// scriptCommands are what scripts can say beside testscript's own:
//
//	exits N COMMAND…       COMMAND ends with the exit code N; if that is not 0, it says why in one line
//	remember NAME FOLDER   note every file below FOLDER with its content
//	unchanged NAME FOLDER  FOLDER holds exactly what was remembered
//	columns FILE HEADER    the first line of FILE is HEADER, and each line ends in LF alone
//	lines N FILE           FILE has N lines
//	write KIND FILE        make a bad file; see badFiles
//	equal-to-the-penny FILE  an explanation's row and the sum of its entries are the same amount
func scriptCommands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	var mu sync.Mutex
	remembered := map[string]string{}
	key := func(ts *testscript.TestScript, name string) string { return ts.Getenv("WORK") + "\x00" + name }
	return map[string]func(ts *testscript.TestScript, neg bool, args []string){
		"exits": exits,
		"remember": func(ts *testscript.TestScript, neg bool, args []string) {
			need(ts, args, 2, "remember NAME FOLDER")
			mu.Lock()
			defer mu.Unlock()
			remembered[key(ts, args[0])] = folder(ts, args[1])
		},
		"unchanged": func(ts *testscript.TestScript, neg bool, args []string) {
			need(ts, args, 2, "unchanged NAME FOLDER")
			mu.Lock()
			before := remembered[key(ts, args[0])]
			mu.Unlock()
			if now := folder(ts, args[1]); (now == before) == neg {
				ts.Fatalf("%s: before\n%snow\n%s", args[1], before, now)
			}
		},
		"columns": func(ts *testscript.TestScript, neg bool, args []string) {
			need(ts, args, 2, "columns FILE HEADER")
			text := ts.ReadFile(args[0])
			first, _, _ := strings.Cut(text, "\n")
			if first != args[1] || !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\r\n") {
				ts.Fatalf("the first line is\n%q\nwant\n%q\nand lines that end in LF alone", first, args[1])
			}
		},
		"lines": func(ts *testscript.TestScript, neg bool, args []string) {
			need(ts, args, 2, "lines N FILE")
			if n := strings.Count(ts.ReadFile(args[1]), "\n"); strconv.Itoa(n) != args[0] {
				ts.Fatalf("%s has %d lines, want %s:\n%s", args[1], n, args[0], ts.ReadFile(args[1]))
			}
		},
		"write": func(ts *testscript.TestScript, neg bool, args []string) {
			need(ts, args, 2, "write KIND FILE")
			make, ok := badFiles()[args[0]]
			if !ok {
				ts.Fatalf("no kind of file %q", args[0])
			}
			ts.Check(make(ts.MkAbs(args[1])))
		},
		"equal-to-the-penny": func(ts *testscript.TestScript, neg bool, args []string) {
			need(ts, args, 1, "equal-to-the-penny FILE")
			m := regexp.MustCompile(`(?m)^  the row +(\S+)\n  its entries +(\S+) in \d+ parts?, equal to the penny$`).FindStringSubmatch(ts.ReadFile(args[0]))
			if m == nil || m[1] != m[2] {
				ts.Fatalf("the row and its entries are not said to be equal:\n%s", ts.ReadFile(args[0]))
			}
		},
	}
}

func need(ts *testscript.TestScript, args []string, n int, usage string) {
	if len(args) != n {
		ts.Fatalf("usage: %s", usage)
	}
}

// exits runs a command, wants its exit code and, where it is not 0, one line that says why.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		code = ended.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	said := ts.ReadFile("stderr")
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s; it said:\n%s", code, args[0], said)
	}
	if code != 0 && (strings.Count(said, "\n") != 1 || strings.Contains(said, "goroutine ")) {
		ts.Fatalf("want one line that says why, got:\n%s", said)
	}
}

// folder lists every file below a folder with a hash of its content.
func folder(ts *testscript.TestScript, name string) string {
	var b strings.Builder
	root := ts.MkAbs(name)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		fmt.Fprintf(&b, "%x %s\n", sha256.Sum256(text), filepath.ToSlash(rel))
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such folder\n"
	}
	ts.Check(err)
	return b.String()
}
