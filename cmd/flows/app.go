package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unicode"

	"flows"
	"flows/ingest/sheet"

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
	out := &watched{w: s.out}
	s.out = out
	root := newRoot(s)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(s.err, "error: flows itself failed (%s); the ledger is as it was before; %s\n", oneLine(fmt.Sprint(r)), reportIt)
			code = exitFailed
		}
	}()
	err := root.ExecuteContext(ctx)
	if errors.Is(out.err, syscall.EPIPE) && err == nil { // whoever read the output has seen enough; the work is done
		return exitDone
	}
	if err == nil && out.err != nil {
		err = fmt.Errorf("could not write the output: %w", out.err)
	}
	return conclude(s.err, err, ctx.Err() != nil)
}

const reportIt = "please report this with the command you ran"

// conclude prints the one line of an error and gives the exit code.
func conclude(w io.Writer, err error, interrupted bool) int {
	var coded *codedError
	var stopped *flows.Stopped
	var crash *sheet.Crash
	switch {
	case err == nil:
		return exitDone
	case interrupted && errors.As(err, &stopped):
		fmt.Fprintf(w, "interrupted; %s\n", stopped.State())
		return exitInterrupted
	case interrupted:
		fmt.Fprintln(w, "interrupted; the ledger is as it was before")
		return exitInterrupted
	}
	msg := strings.ReplaceAll(err.Error(), "\n", "; ")
	if full := noRoom(err); full != "" {
		msg = full
	}
	if errors.As(err, &crash) {
		msg += "; " + reportIt
	}
	if msg != "" {
		fmt.Fprintln(w, "error: "+oneLine(msg))
	}
	if errors.As(err, &coded) {
		return coded.code
	}
	return exitFailed
}

// watched is a writer that remembers its first error: what could not be written is not done.
type watched struct {
	w   io.Writer
	err error
}

func (w *watched) Write(b []byte) (int, error) {
	n, err := w.w.Write(b)
	if err != nil && w.err == nil {
		w.err = err
	}
	return n, err
}

// oneLine keeps control characters, which a file name or a cell can hold, off the terminal, and line
// breaks and marks of writing direction out of a line.
func oneLine(s string) string { return strings.Map(visible, s) }

// manyLines is oneLine for a text that has lines of its own.
func manyLines(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return visible(r)
	}, s)
}

func visible(r rune) rune {
	if r < 0x20 || r >= 0x7f && r <= 0x9f || unicode.Is(unicode.Bidi_Control, r) {
		return '?'
	}
	return r
}

// noSuchCommand says what could have been meant.
func noSuchCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	c.SuggestionsMinimumDistance = 2
	near := ""
	if list := c.SuggestionsFor(args[0]); len(list) > 0 {
		near = "did you mean " + strings.Join(list, " or ") + "? "
	}
	return fmt.Errorf("no command %q; %s'%s --help' lists them", args[0], near, c.CommandPath())
}

// nearFlag says which flag could have been meant by one that there is not.
func nearFlag(c *cobra.Command, err error) string {
	typed, unknown := strings.CutPrefix(err.Error(), "unknown flag: ")
	if !unknown {
		return ""
	}
	var names []string
	for line := range strings.Lines(c.LocalFlags().FlagUsages() + c.InheritedFlags().FlagUsages()) {
		if _, after, long := strings.Cut(line, "--"); long {
			names = append(names, "--"+strings.Fields(after)[0])
		}
	}
	return flows.DidYouMean(typed, names)
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
		Args:          noSuchCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
		Version:       versionLine(),
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; %ssee '%s --help'", err, nearFlag(c, err), c.CommandPath())
	})
	root.PersistentFlags().StringVarP(&a.dir, "workspace", "w", "", "the workspace's folder (default: the one you are in, or above)")
	profiled(root)
	root.AddGroup(&cobra.Group{ID: "work", Title: "The work:"}, &cobra.Group{ID: "ask", Title: "Questions:"}, &cobra.Group{ID: "tool", Title: "Tools:"})
	for _, g := range []struct {
		id   string
		cmds []*cobra.Command
	}{
		{"work", []*cobra.Command{newInit(a), newIngest(a), newMap(a), newReview(a), newDemo(a)}},
		{"ask", []*cobra.Command{newReport(a), newSay(a), newExplain(a), newSources(a), newProblems(a), newInspect(a), newCheck(a)}},
		{"tool", []*cobra.Command{newPlaces(a), newPayees(a), newFunctions(a), newClasses(a), newOutcomes(a), newVersion(a)}},
	} {
		for _, c := range g.cmds {
			c.GroupID = g.id
			root.AddCommand(c)
		}
	}
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.GroupID, c.Args = "tool", noSuchCommand
			c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
		}
	}
	pointToHelp(root)
	return root
}

// pointToHelp ends every error about the number of arguments with where to read about them.
func pointToHelp(c *cobra.Command) {
	for _, sub := range c.Commands() {
		pointToHelp(sub)
	}
	args := c.Args
	if args == nil || c.HasSubCommands() {
		return
	}
	c.Args = func(c *cobra.Command, list []string) error {
		if err := args(c, list); err != nil {
			return fmt.Errorf("%w; see '%s --help'", err, c.CommandPath())
		}
		return nil
	}
}
