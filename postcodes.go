package flows

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"flows/mapping"
)

// postcodesName is the workspace's table of postcodes: packed, not text, made by AddPostcodes and deletable.
const postcodesName = "postcodes.bin"

func (p *Project) postcodesFile() string { return filepath.Join(p.Workspace.Dir, postcodesName) }

// postcodesDigest names the table of postcodes; "" where there is none. One that is no table is told when
// the registry is made.
func (p *Project) postcodesDigest() string {
	digest, err := mapping.PostcodesDigest(p.postcodesFile())
	if err != nil {
		return err.Error()
	}
	return digest
}

// AddPostcodes packs a directory of postcodes, a csv or the largest fitting one of a zip archive, into the
// workspace, in place of the table that was there. With dry it only reads. Its memory does not grow with the
// directory.
func (p *Project) AddPostcodes(ctx context.Context, name string, dry bool) (packed mapping.Packed, err error) {
	in, closeIn, err := openDirectory(name)
	if err != nil {
		return packed, err
	}
	defer func() { err = errors.Join(err, closeIn()) }()
	to := p.postcodesFile()
	if dry {
		dir, err := os.MkdirTemp("", "flows-postcodes-*")
		if err != nil {
			return packed, err
		}
		defer os.RemoveAll(dir)
		to = filepath.Join(dir, postcodesName)
	}
	packed, err = mapping.PackPostcodes(readerFunc(func(b []byte) (int, error) {
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		return in.Read(b)
	}), to)
	if err != nil {
		return packed, fmt.Errorf("%s: %w", name, err)
	}
	return packed, nil
}

// openDirectory opens a csv, or the csv with the headings of a directory in an archive.
func openDirectory(name string) (io.Reader, func() error, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be read: %w", name, cause(err))
	}
	magic := make([]byte, 4)
	n, _ := f.ReadAt(magic, 0)
	if !bytes.Equal(magic[:n], []byte("PK\x03\x04")) {
		return f, f.Close, nil
	}
	info, err := f.Stat()
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	archive, err := zip.NewReader(f, info.Size())
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("%s: %w", name, err), f.Close())
	}
	members := slices.DeleteFunc(slices.Clone(archive.File), func(m *zip.File) bool {
		return !strings.EqualFold(filepath.Ext(m.Name), ".csv")
	})
	slices.SortFunc(members, func(a, b *zip.File) int { // the whole country before its parts
		return cmp.Or(cmp.Compare(b.UncompressedSize64, a.UncompressedSize64), cmp.Compare(a.Name, b.Name))
	})
	for _, m := range members {
		fits, err := fitsDirectory(m)
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("%s/%s: %w", name, m.Name, err), f.Close())
		}
		if !fits {
			continue
		}
		r, err := m.Open()
		if err != nil {
			return nil, nil, errors.Join(err, f.Close())
		}
		return r, func() error { return errors.Join(r.Close(), f.Close()) }, nil
	}
	return nil, nil, errors.Join(fmt.Errorf("%s: %w, in none of its %d csv files", name, mapping.ErrNoPostcodes, len(members)), f.Close())
}

// fitsDirectory says whether a member of an archive has the headings of a directory.
func fitsDirectory(m *zip.File) (bool, error) {
	r, err := m.Open()
	if err != nil {
		return false, err
	}
	defer r.Close()
	head, err := csv.NewReader(io.LimitReader(r, 1<<16)).Read()
	return err == nil && mapping.IsPostcodeHeading(head), nil
}

// cause is the cause of an error of the file system, without the path.
func cause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
