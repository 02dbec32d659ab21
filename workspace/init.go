package workspace

import (
	_ "embed" // the files of a new workspace
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
)

//go:embed template/flows.yaml
var newSettings string

//go:embed template/places.csv
var newPlaces string

//go:embed template/functions.csv
var newFunctions string

//go:embed template/payees.csv
var newPayees string

//go:embed template/sources.csv
var newSources string

//go:embed template/privacy.csv
var newPrivacy string

// ErrExists is the error of making a workspace where there is one.
var ErrExists = errors.New("there is a workspace already")

// Init makes dir a workspace: a commented flows.yaml with the folder's name, and decisions/ with the
// headings of its files. A folder that holds a flows.yaml stays as it is (ErrExists), and so does any
// other file that is there.
func Init(dir string) error {
	file := filepath.Join(dir, File)
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%w: %s stays as it is", ErrExists, file)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "decisions"), 0o777); err != nil {
		return err
	}
	for _, f := range []struct{ name, text string }{
		{"decisions/places.csv", newPlaces},
		{"decisions/functions.csv", newFunctions},
		{"decisions/privacy.csv", newPrivacy},
		{"decisions/payees.csv", newPayees},
		{sourceDecisions, newSources},
		{File, strings.Replace(newSettings, "NAME", quoted(filepath.Base(absolute)), 1)}, // last: it makes the folder a workspace
	} {
		if err := create(filepath.Join(dir, filepath.FromSlash(f.name)), f.text); err != nil {
			return err
		}
	}
	return nil
}

// create writes a file that is not there yet.
func create(name, text string) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// quoted is a name as YAML text that cannot be read as anything else.
func quoted(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	if name = strings.TrimSpace(name); strings.Trim(name, `/\.`) == "" {
		name = "workspace"
	}
	return "'" + strings.ReplaceAll(name, "'", "''") + "'"
}
