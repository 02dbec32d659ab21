package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// onTerminal runs the program with a terminal of so many columns as its standard output and error, and
// gives what it wrote there and its exit code.
func onTerminal(t *testing.T, columns int, dir string, env []string, args ...string) (string, int) {
	t.Helper()
	pty, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("SKIPPED: there are no terminals here: %v", err)
	}
	defer pty.Close()
	n, err := unix.IoctlGetInt(int(pty.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(pty.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(int(pty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: uint16(columns)})
	}
	if err != nil {
		t.Skipf("SKIPPED: there are no terminals here: %v", err)
	}
	tty, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("SKIPPED: there are no terminals here: %v", err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	c := program(ctx, t, dir, args...)
	c.Env = append(os.Environ(), env...)
	c.Stdout, c.Stderr = tty, tty
	seen := make(chan string)
	go func() {
		var b bytes.Buffer
		_, _ = io.Copy(&b, pty) // ends with an error when the program's side is closed
		seen <- b.String()
	}()
	err = c.Run()
	tty.Close()
	text := strings.ReplaceAll(<-seen, "\r\n", "\n")
	if err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return text, c.ProcessState.ExitCode()
}

// program is the program as a process of its own.
func program(ctx context.Context, t testing.TB, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(ctx, self)
	c.Args = append([]string{"flows"}, args...)
	c.Dir = dir
	return c
}

// On a terminal totals are bold and tables fit the window; NO_COLOR and a dumb terminal get plain text;
// a workbook is not written to a terminal.
func TestTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a second or more")
	}
	dir := t.TempDir()
	flowsIn(t, ".", "demo", "--dir", dir)
	xterm := []string{"TERM=xterm", "NO_COLOR="}
	text, code := onTerminal(t, 100, dir, xterm, "report", "functions")
	if code != 0 || !strings.Contains(text, "\x1b[1mTotal") {
		t.Errorf("exit code %d, and no bold total on a terminal:\n%q", code, text)
	}
	for name, env := range map[string][]string{"NO_COLOR": {"TERM=xterm", "NO_COLOR=1"}, "a dumb terminal": {"TERM=dumb", "NO_COLOR="}} {
		plain, _ := onTerminal(t, 100, dir, env, "report", "functions")
		if strings.Contains(plain, "\x1b") || !strings.Contains(plain, "\nTotal") {
			t.Errorf("%s: the text is not plain:\n%q", name, plain)
		}
	}
	for _, columns := range []int{72, 120} {
		for _, args := range [][]string{{"report", "overlap"}, {"sources"}, {"problems", "--each"}, {"map"}} {
			text, _ := onTerminal(t, columns, dir, []string{"TERM=dumb"}, args...)
			for line := range strings.SplitSeq(text, "\n") {
				if n := len([]rune(line)); n > columns {
					t.Errorf("flows %s in a window of %d columns: a line of %d: %s", strings.Join(args, " "), columns, n, line)
					break
				}
			}
		}
	}
	text, code = onTerminal(t, 100, dir, xterm, "report", "functions", "--format", "xlsx")
	if code != exitFailed || text != "error: a workbook is not for a terminal; add -o file.xlsx\n" {
		t.Errorf("exit code %d and %q", code, text)
	}
}

// Progress is drawn on a terminal alone, and is gone when the work is done.
func TestProgressIsOnATerminalAlone(t *testing.T) {
	dir := t.TempDir()
	flowsIn(t, ".", "demo", "--dir", dir)
	if err := os.RemoveAll(dir + "/ledger"); err != nil {
		t.Fatal(err)
	}
	text, code := onTerminal(t, 80, dir, []string{"TERM=xterm"}, "ingest", "-q", "files")
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if last := lines[len(lines)-1]; code != 0 || !strings.HasSuffix(last, "1 problem (see 'flows problems')") {
		t.Errorf("exit code %d, and the last line is %q", code, last)
	}
	if !strings.Contains(text, "reading") {
		t.Error("no progress was drawn on a terminal")
	}
}
