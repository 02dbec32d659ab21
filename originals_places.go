package flows

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"

	"flows/ingest/sheet"
)

// Where files were read from stands in no entry: ledgers of two machines are the same. But whoever has read a
// folder and then asks for its wrong rows should not have to say where it is. So a file of the cache says it,
// which is never believed: a file found there is the original only where its bytes are those that were read.

// placesFile is its name in the cache; placesKept how many places of one path are remembered, the latest last.
const (
	placesFile = "originals.json"
	placesKept = 16
)

// readPlaces gives, by the path under which a file was read, where it was, seen from the workspace's folder.
func (p *Project) readPlaces() map[string][]string {
	places := map[string][]string{}
	if b, err := os.ReadFile(filepath.Join(p.cache(), placesFile)); err != nil || json.Unmarshal(b, &places) != nil {
		return map[string][]string{} // it is only a help, and was removed or broken
	}
	return places
}

// rememberPlaces keeps where files were read from. Where it cannot be kept it is asked for when it is wanted.
func (p *Project) rememberPlaces(inputs []*sheet.Input) {
	places := p.readPlaces()
	more := false
	for _, in := range inputs {
		at := p.seenFromHere(in.Name)
		if in.Name == "" || slices.Contains(places[in.Path], at) {
			continue
		}
		more = true
		list := append(places[in.Path], at) // april.csv of one folder and of another
		places[in.Path] = list[max(0, len(list)-placesKept):]
	}
	if !more || os.MkdirAll(p.cache(), 0o755) != nil {
		return
	}
	_ = writeJSON(filepath.Join(p.cache(), placesFile), places)
}

// seenFromHere is a file's name as seen from the workspace's folder, so that both can be moved together.
func (p *Project) seenFromHere(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	here, err := filepath.Abs(p.Workspace.Dir)
	if err != nil {
		return abs
	}
	if rel, err := filepath.Rel(here, abs); err == nil {
		return filepath.ToSlash(rel)
	}
	return abs
}

// placesOf is where files were that were read under a path.
func (o *originals) placesOf(read string) (list []string) {
	if o.places == nil {
		o.places = o.p.readPlaces()
	}
	for _, at := range o.places[read] {
		if at = filepath.FromSlash(at); !filepath.IsAbs(at) {
			at = filepath.Join(o.p.Workspace.Dir, at)
		}
		list = append(list, at)
	}
	return list
}
