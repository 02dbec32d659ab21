package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"

	"github.com/spf13/cobra"
)

// profiled adds the hidden flag --profile DIR to every command: a CPU and a heap profile of its run, and
// how much it allocated.
func profiled(root *cobra.Command) {
	var dir string
	var stop func() error
	root.PersistentFlags().StringVar(&dir, "profile", "", "write cpu.pprof, heap.pprof and allocations.json to this folder")
	_ = root.PersistentFlags().MarkHidden("profile")
	root.PersistentPreRunE = func(*cobra.Command, []string) (err error) {
		if dir != "" {
			stop, err = startProfile(dir)
		}
		return err
	}
	root.PersistentPostRunE = func(*cobra.Command, []string) error {
		if stop != nil {
			return stop()
		}
		return nil
	}
}

// startProfile begins a CPU profile; what it returns ends it and writes the heap's.
func startProfile(dir string) (stop func() error, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	cpu, err := os.Create(filepath.Join(dir, "cpu.pprof"))
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(cpu); err != nil {
		return nil, err
	}
	return func() error {
		pprof.StopCPUProfile()
		if err := cpu.Close(); err != nil {
			return err
		}
		heap, err := os.Create(filepath.Join(dir, "heap.pprof"))
		if err != nil {
			return err
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		allocations := fmt.Appendf(nil, "{\"times\": %d, \"bytes\": %d}\n", m.Mallocs, m.TotalAlloc)
		if err := os.WriteFile(filepath.Join(dir, "allocations.json"), allocations, 0o644); err != nil {
			return err
		}
		runtime.GC()
		if err := pprof.WriteHeapProfile(heap); err != nil {
			return err
		}
		return heap.Close()
	}, nil
}
