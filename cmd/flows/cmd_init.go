package main

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"flows"
	"flows/workspace"

	"github.com/spf13/cobra"
)

// app is what commands share: the streams and the flags of every command.
type app struct {
	streams
	dir string // --workspace
}

// open finds the workspace and opens its ledger.
func (a *app) open() (*flows.Project, error) {
	dir := a.dir
	if dir == "" {
		found, err := workspace.Find(".")
		if err != nil {
			return nil, err
		}
		dir = found
	}
	var p *flows.Project
	p, err := flows.Open(dir, func(ctx context.Context, folders []string, cache string) (flows.Engine, error) {
		if p.CacheIsTemporary() {
			fmt.Fprintln(a.err, "note: nothing can be written to the workspace's cache; what this run adds up is not kept")
		}
		return openDuck(ctx, folders, cache)
	})
	return p, err
}

func newInit(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init [FOLDER]",
		Short: "Make a workspace: a folder with a commented flows.yaml",
		Long: `Make a workspace: a folder with a commented flows.yaml and places for decisions. All that
changes a figure is text in this folder, so that it can be kept in git and read by others.
A folder that holds a flows.yaml already is left as it is.`,
		Example: `  flows init norfolk
  cd norfolk
  flows ingest ~/downloads`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			dir := a.dir
			if len(args) > 0 {
				dir = args[0]
			}
			if dir == "" {
				dir = "."
			}
			if err := workspace.Init(dir); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "made %s\nnext: read it, then 'flows ingest FILE…' from inside the folder\n", filepath.Join(dir, "flows.yaml"))
			return nil
		},
	}
}

func newVersion(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "The version of flows and of the ledger format",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			fmt.Fprintln(a.out, versionLine())
			return nil
		},
	}
}

// versionLine is the program's version and revision, as far as the build knows them, and the ledger's format.
func versionLine() string {
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				revision = " " + s.Value[:12]
			}
		}
	}
	return fmt.Sprintf("flows %s%s, ledger format %d, %s", version, revision, flows.LedgerFormat, runtime.Version())
}
