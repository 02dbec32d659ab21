package main

import (
	"context"
	"os"

	"flows"
	"flows/query/duck"
)

// engineMemory is what the engine may hold before it spills into the cache folder.
const engineMemory = 1 << 30

// openDuck opens the engine in the process, limited to the workspace's folders.
func openDuck(_ context.Context, folders []string, cache string) (flows.Engine, error) {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, err
	}
	return duck.Open(duck.Options{Dirs: folders, Temp: cache, Memory: engineMemory})
}
