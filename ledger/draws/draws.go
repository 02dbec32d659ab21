// Package draws says how tests draw the cases of their laws: from a seed that is always the same, so that a
// run which fails can be repeated and one that passes does not fail the next day. To hunt, set FLOWS_SEED
// to "random" or to a number ('make hunt'); flags of rapid on the command line stand in any case.
package draws

import (
	"flag"
	"os"
	"testing"

	_ "pgregory.net/rapid" // for its flags
)

// seed is that of every run that hunts for nothing.
const seed = "20091210"

// Main is the TestMain of a package with laws.
func Main(m *testing.M) {
	flag.Parse()
	set(map[string]string{"rapid.seed": wanted(), "rapid.nofailfile": "true"})
	m.Run()
}

// wanted is the seed asked for: "0" is another one at every run.
func wanted() string {
	switch s := os.Getenv("FLOWS_SEED"); s {
	case "":
		return seed
	case "random":
		return "0"
	default:
		return s
	}
}

// Few sets how many cases are drawn until the test ends, for laws of which a case takes long.
func Few(t *testing.T, full, short string) {
	t.Helper()
	if testing.Short() {
		full = short
	}
	old := set(map[string]string{"rapid.checks": full, "rapid.shrinktime": "20s"})
	t.Cleanup(func() { set(old) })
}

// set sets flags that the command line did not, and gives what they were.
func set(flags map[string]string) map[string]string {
	old := map[string]string{}
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, value := range flags {
		if given[name] {
			continue
		}
		f := flag.Lookup(name)
		old[name] = f.Value.String()
		if err := f.Value.Set(value); err != nil {
			panic("draws: -" + name + ": " + err.Error())
		}
	}
	return old
}
