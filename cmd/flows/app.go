package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// Exit codes, the same for every command.
const (
	exitDone        = 0
	exitFindings    = 1 // findings at or above --fail-on
	exitFailed      = 2 // could not
	exitRefused     = 3 // refused by a safety rule
	exitInterrupted = 130
)

// streams are what a command may touch of the world outside. Data goes to out, all else to err.
type streams struct {
	in       io.Reader
	out, err io.Writer
	width    int  // of the window; 0 where out is no terminal
	tty      bool // err is a terminal: progress may be drawn
	colour   bool
}

func stdio() streams {
	s := streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	s.tty = isatty.IsTerminal(os.Stderr.Fd())
	if isatty.IsTerminal(os.Stdout.Fd()) {
		s.colour = os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
		s.width = 80
		if w, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil && w > 0 {
			s.width = w
		} else if w, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && w > 0 {
			s.width = w
		}
	}
	return s
}

// codedError carries an exit code of its own.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// withCode gives err an exit code; an error without one means exitFailed.
func withCode(code int, format string, args ...any) error {
	return &codedError{code, fmt.Errorf(format, args...)}
}

// run is the program: it gives the exit code. An error is one line that says what to do.
func run(ctx context.Context, args []string, s streams) (code int) {
	root := newRoot(s)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(s.err, "error: flows itself failed (%v); the ledger is as it was before. Please report this with the command you ran\n", r)
			code = exitFailed
		}
	}()
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "interrupted; the ledger is as it was before")
		return exitInterrupted
	}
	if msg := err.Error(); msg != "" {
		fmt.Fprintln(s.err, "error: "+oneLine(msg))
	}
	var coded *codedError
	if errors.As(err, &coded) {
		return coded.code
	}
	return exitFailed
}

// oneLine keeps control characters, which a file name or a cell can hold, off the terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r >= 0x20 && r != 0x7f && (r < 0x80 || r > 0x9f) {
			return r
		}
		return '?'
	}, s)
}

// newRoot wires the commands by hand: what there is stands here.
func newRoot(s streams) *cobra.Command {
	a := &app{streams: s}
	root := &cobra.Command{
		Use:   "flows",
		Short: "What public money reaches a place, from whom, for what, with proof",
		Long: `flows reads the spreadsheets that departments and councils publish into a ledger,
attributes each payment to a place and a function, and prints total-public-spend
breakdowns in which every pound is accounted for.

Exit codes: 0 done, 1 findings at or above --fail-on, 2 could not, 3 refused by a
safety rule, 130 interrupted.`,
		Example: `  flows demo
  flows init norfolk && cd norfolk
  flows ingest ~/downloads/*.csv
  flows report headline --place Norfolk --year 2014-15`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; see '%s --help'", err, c.CommandPath())
	})
	root.PersistentFlags().StringVarP(&a.dir, "workspace", "w", "", "the workspace's folder (default: the one you are in, or above)")
	profiled(root)
	root.AddGroup(&cobra.Group{ID: "work", Title: "The work:"}, &cobra.Group{ID: "ask", Title: "Questions:"}, &cobra.Group{ID: "tool", Title: "Tools:"})
	for _, g := range []struct {
		id   string
		cmds []*cobra.Command
	}{
		{"work", []*cobra.Command{newInit(a), newIngest(a), newMap(a), newDemo(a)}},
		{"ask", []*cobra.Command{newReport(a), newSay(a), newExplain(a), newSources(a), newProblems(a)}},
		{"tool", []*cobra.Command{newPlaces(a), newFunctions(a), newVersion(a)}},
	} {
		for _, c := range g.cmds {
			c.GroupID = g.id
			root.AddCommand(c)
		}
	}
	return root
}
