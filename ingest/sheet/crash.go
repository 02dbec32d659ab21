package sheet

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// Crash is a fault of this program, met while reading a file: a panic made an error, so that it goes to
// whoever waits for the goroutine and does not end the program.
type Crash struct {
	Fault any    // what the panic said
	Where string // the file and line of the code, "" where it is not known
}

// Error is one line.
func (c *Crash) Error() string {
	s := fmt.Sprintf("flows itself failed (%v", c.Fault)
	if c.Where != "" {
		s += ", " + c.Where
	}
	return s + ")"
}

// Refusal refuses the file that made the program fail, so that the others are read.
func (c *Crash) Refusal(path string) *Refusal {
	r := refused(path, codeCrash, c.Error(), "none of it was loaded; please report this with the file")
	r.Err = c
	return r
}

// Caught turns a panic into a *Crash in err. It is to be deferred in every goroutine.
func Caught(err *error) {
	if fault := recover(); fault != nil {
		*err = &Crash{fault, faultAt()}
	}
}

// faultAt is where the panic came from that is being recovered.
func faultAt() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		if !more {
			return ""
		}
	}
}
