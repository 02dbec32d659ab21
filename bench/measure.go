package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// run is one way of doing a piece of work: ours or a peer's.
type run struct {
	name    string
	command []string
	before  func() error // outside the measured time: a fresh workspace
}

// figure is what one run took, as the operating system accounts for it.
type figure struct {
	wall, cpu float64 // seconds
	peak      int64   // bytes resident, of the largest process
}

// result is a run's figures over the rounds.
type result struct {
	run
	figures []figure
	slow    bool
	err     error
}

// slowRun is from how many seconds a command is run once only.
const slowRun = 20

func (r *result) median(of func(figure) float64) float64 {
	if len(r.figures) == 0 {
		return 0
	}
	v := make([]float64, len(r.figures))
	for i, f := range r.figures {
		v[i] = of(f)
	}
	slices.Sort(v)
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

func (r *result) wall() float64 { return r.median(func(f figure) float64 { return f.wall }) }
func (r *result) peak() float64 { return r.median(func(f figure) float64 { return float64(f.peak) }) }

// compare runs all, one after the other, round by round, so that a slow minute of the machine hits each.
// The first round warms the caches and is not counted, but for a run so slow that its first is its only one.
func compare(runs []run, rounds int, say io.Writer) []*result {
	results := make([]*result, len(runs))
	for i := range runs {
		results[i] = &result{run: runs[i]}
	}
	for round := 0; round <= rounds; round++ {
		for _, r := range results {
			if r.err != nil || r.slow {
				continue
			}
			f, err := once(r.run)
			if err != nil {
				r.err = err
				fmt.Fprintf(say, "  %s: %v\n", r.name, err)
				continue
			}
			if r.slow = f.wall > slowRun; round > 0 || r.slow {
				r.figures = append(r.figures, f)
			}
		}
	}
	return results
}

// once runs a command to its end with its output thrown away.
func once(r run) (figure, error) {
	if r.before != nil {
		if err := r.before(); err != nil {
			return figure{}, err
		}
	}
	var stderr strings.Builder
	c := exec.Command(r.command[0], r.command[1:]...)
	c.Stderr = &stderr
	start := time.Now()
	err := c.Run()
	wall := time.Since(start).Seconds()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
		return figure{}, fmt.Errorf("%w: %s", err, lines[len(lines)-1])
	}
	state := c.ProcessState
	f := figure{wall: wall, cpu: (state.UserTime() + state.SystemTime()).Seconds()}
	if u, ok := state.SysUsage().(*syscall.Rusage); ok {
		f.peak = u.Maxrss * 1024
	}
	return f, nil
}

// allocations runs ours once more, if it is a command of flows, and says how much it allocates.
func allocations(r run, flows, tmp string) string {
	if r.command[0] != flows {
		return ""
	}
	dir := filepath.Join(tmp, "profile")
	r.command = append(slices.Clone(r.command), "--profile", dir)
	if _, err := once(r); err != nil {
		return ""
	}
	var a struct{ Times, Bytes int64 }
	b, err := os.ReadFile(filepath.Join(dir, "allocations.json"))
	if err != nil || json.Unmarshal(b, &a) != nil {
		return ""
	}
	return fmt.Sprintf("\n%s allocates %d thousand times, %d MB in all.\n", r.name, a.Times/1000, a.Bytes>>20)
}

// installed says whether a program is on the path.
func installed(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// pythonHas says whether python3 can import a module.
func pythonHas(module string) bool {
	return exec.Command("python3", "-c", "import "+module).Run() == nil
}
