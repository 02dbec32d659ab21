// Command flows shows what public money reaches a place, from whom, for what, with proof.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// heapSoftly is the size of the heap from which the collector works harder: memory stays flat as input
// grows, at the cost of a little time.
const heapSoftly = 256 << 20

func main() {
	debug.SetMemoryLimit(heapSoftly)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the first ctrl-C ends the work in order, a second one at once
	os.Exit(run(ctx, os.Args[1:], stdio()))
}
