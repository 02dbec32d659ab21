package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"flows/ingest"
	"flows/ingest/sheet"
	"flows/ledger"
)

// originals finds the files again that sources were read from. A file is the one meant where its bytes
// are the same; its name only says where to look.
type originals struct {
	p       *Project
	inputs  []*sheet.Input                  // that the user or flows.yaml names
	hashes  map[*sheet.Input]string         // of those that were looked into
	members map[*sheet.Input][]*sheet.Input // of archives
	near    map[string][]*sheet.Input       // by name: beside the workspace or here
	named   map[*sheet.Input]bool           // files that the user named: they may have another name now
	places  map[string][]string             // where files were when they were read, by their paths
}

// originals looks in the places given first, then in those that flows.yaml lists.
func (p *Project) originals(from []string) *originals {
	o := &originals{p: p, hashes: map[*sheet.Input]string{}, members: map[*sheet.Input][]*sheet.Input{}, near: map[string][]*sheet.Input{}, named: map[*sheet.Input]bool{}}
	for i, name := range slices.Concat(from, p.SourceNames()) {
		inputs, err := sheet.Find([]string{name}, nil)
		if err != nil {
			continue
		}
		o.inputs = append(o.inputs, inputs...)
		if info, err := os.Stat(name); err == nil && !info.IsDir() && i < len(from) {
			o.named[inputs[0]] = true
		}
	}
	return o
}

// of gives a source's file, known by the name under which it was read; nil and the reason where it is
// not to be had.
func (o *originals) of(ctx context.Context, s *ledger.Source) (in *sheet.Input, gone string, err error) {
	changed := ""
	for _, n := range s.Names {
		for _, in := range slices.Concat(o.inputs, o.beside(n.Path)) {
			if !o.named[in] && !mayBe(in, n.Path) {
				continue
			}
			found, err := o.in(ctx, in, n, s)
			if err != nil {
				return nil, "", err
			}
			if found != nil {
				again := *found
				again.Path = readAs(s)
				return &again, "", nil
			}
			if changed == "" {
				changed = in.Path
			}
		}
	}
	if changed != "" {
		return nil, fmt.Sprintf("%s: the bytes of %s are no longer those that were read", s.Path(), changed), nil
	}
	return nil, fmt.Sprintf("%s: the original is not there any more, neither where it was read nor where flows.yaml lists sources nor under its name here; --from says where it is", s.Path()), nil
}

// readAs is the path under which a source was read, which its entries bear.
func readAs(s *ledger.Source) string {
	if len(s.Tables) > 0 {
		return s.Tables[0].File
	}
	return s.Path()
}

// mayBe says whether a file's name is that of a path, or of an archive in it.
func mayBe(in *sheet.Input, recorded string) bool {
	return slices.Contains(strings.Split(recorded, "/"), path.Base(in.Path))
}

// beside looks for a file, or an archive that holds it, where it was when it was read, in the workspace and in
// the current folder.
func (o *originals) beside(recorded string) []*sheet.Input {
	if list, ok := o.near[recorded]; ok {
		return list
	}
	var list []*sheet.Input
	parts := strings.Split(recorded, "/")
	for i := range parts {
		read := path.Join(parts[:i+1]...)
		inner := filepath.FromSlash(read)
		for _, name := range append(o.placesOf(read), filepath.Join(o.p.Workspace.Dir, inner), inner) {
			if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
				continue
			}
			if in, err := sheet.FileInput(path.Join(parts[:i+1]...), name); err == nil {
				list = append(list, in)
			}
		}
	}
	o.near[recorded] = list
	return list
}

// in gives the source's bytes where a file is, or holds, what was read; nil where it is not.
func (o *originals) in(ctx context.Context, in *sheet.Input, n ledger.Named, s *ledger.Source) (*sheet.Input, error) {
	sum, err := o.hash(ctx, in)
	if err != nil || sum != n.Container {
		return nil, err
	}
	if sum == s.SHA256 {
		return in, nil
	}
	if _, ok := o.members[in]; !ok {
		var list []*sheet.Input
		if err := sheet.Expand(in, o.p.limits(), func(m *sheet.Input) error { list = append(list, m); return nil }); err != nil {
			return nil, err
		}
		o.members[in] = list
	}
	for _, m := range o.members[in] {
		if path.Base(m.Path) != path.Base(n.Path) {
			continue
		}
		if sum, err := contentHash(ctx, m); err == nil && sum == s.SHA256 {
			return m, nil
		} else if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return nil, nil
}

// hash is the SHA-256 of a file, "" where it cannot be read.
func (o *originals) hash(ctx context.Context, in *sheet.Input) (string, error) {
	if sum, ok := o.hashes[in]; ok {
		return sum, nil
	}
	sum, err := hashOf(ctx, in, o.p.limits())
	if refusal := (*sheet.Refusal)(nil); errors.As(err, &refusal) {
		sum, err = "", nil
	}
	if err == nil {
		o.hashes[in] = sum
	}
	return sum, err
}

func contentHash(ctx context.Context, in *sheet.Input) (string, error) {
	f, err := in.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, readerFunc(func(b []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return f.Read(b)
	})); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// readAgain reads a source's file as ingest does.
func (p *Project) readAgain(ctx context.Context, in *sheet.Input, overlay ingest.Overlay, sink ingest.Sink) error {
	_, err := ingest.Read(ctx, in, ingest.Options{Jobs: runtime.GOMAXPROCS(0), Limits: p.limits(), Rules: p.rules(), Overlay: overlay}, sink)
	return err
}

// sourcesOf finds the sources that are meant by an id, a path under which files were read (that of an
// archive or a folder stands for all in it), or a file that is there and was read under any name.
func (p *Project) sourcesOf(ctx context.Context, what string) ([]*ledger.Source, error) {
	what = filepath.ToSlash(what)
	all := p.Ledger.Sources()
	pick := func(is func(s *ledger.Source, n ledger.Named) bool) (list []*ledger.Source) {
		for _, s := range all {
			if slices.ContainsFunc(s.Names, func(n ledger.Named) bool { return is(s, n) }) {
				list = append(list, s)
			}
		}
		return list
	}
	list := pick(func(s *ledger.Source, n ledger.Named) bool {
		return s.ID == what || n.Is(what)
	})
	if list != nil {
		return list, nil
	}
	if info, err := os.Stat(filepath.FromSlash(what)); err == nil && info.Mode().IsRegular() {
		in, err := sheet.FileInput(what, filepath.FromSlash(what))
		if err != nil {
			return nil, err
		}
		sum, err := hashOf(ctx, in, p.limits())
		if err != nil {
			return nil, err
		}
		if list = pick(func(s *ledger.Source, n ledger.Named) bool { return n.Container == sum || s.SHA256 == sum }); list != nil {
			return list, nil
		}
		return nil, fmt.Errorf("%s is not in the ledger as it is now; read it first: 'flows ingest %s'", what, what)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
		return nil, err
	}
	if list = pick(func(_ *ledger.Source, n ledger.Named) bool { return strings.HasSuffix(n.Path, "/"+what) }); list != nil {
		return list, nil
	}
	return nil, fmt.Errorf("no source %q in the ledger; 'flows sources' lists them", what)
}
