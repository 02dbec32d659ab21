// Package workspace reads what a person writes: everything that changes a figure is text in one folder.
//
//	flows.yaml               name, places, years, price basis, attribution, amounts, sources, limits
//	recipes/*.yaml           how to read the tables of one layout each
//	areas.csv                places of one's own, beside the built-in ones
//	gaps.csv                 what is not loaded, why, and who was asked for it
//	places/NAME.yaml         places made of areas, wholly or in part
//	decisions/places.csv     which place a payee is in, decided by a person
//	decisions/functions.csv  which function a wording serves, decided by a person
//	classes.csv              which money is controlled by whom, of what nature, preventive or not
//	decisions/payees.csv     which spellings are one organisation, decided by a person
//	decisions/sources.csv    which files count and which do not, decided by a person
//	decisions/privacy.csv    whose name pages show and whose they do not, decided by a person
//	keys/NAME.csv            weights of areas, to spread money of wider areas by when asked
//	outcomes/NAME.yaml       frameworks of outcomes: what a plan wants reached, and what serves it
//	themes/NAME.yaml         themes of deep dives: which purposes belong to each
//	programmes.csv           what programmes are for
//	roles.csv                which role an organisation has in an outcome
//
// Reading is strict: an unknown key, an unknown column or a value that is not understood is a Mistake
// with file, line, what was found and what was expected; nothing is guessed and nothing is ignored.
// The package only reads and checks the form. Whether a place exists is known elsewhere.
package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// File is the name of the file that makes a folder a workspace.
const File = "flows.yaml"

// Workspace is a folder's settings, decisions and own places, read and checked.
type Workspace struct {
	Dir string // as it was given to Load

	Name        string
	Places      []string // names, codes or groups; none is all
	Years       []string // "2009-10", in the order given; none is all
	PriceBasis  string   // nominal
	Attribution string   // in | for | recipient
	Geography   string   // on whose boundaries: a year, today, or "" as they were at each payment's date
	Amounts     string   // net | gross: which is loaded where both stand side by side; "": the usual rule
	Sources     []string // files, folders and globs, relative to Dir, with forward slashes
	Limits      []Limit  // those that are set, in the order of LimitNames

	Recipes           []Recipe
	Areas             []Area
	PlaceDecisions    []PlaceDecision
	FunctionDecisions []FunctionDecision
	ClassRules        []ClassRule
	PrivacyDecisions  []PrivacyDecision
	PayeeDecisions    []PayeeDecision
	SourceDecisions   []SourceDecision
	Keys              []Key // by name
	Gaps              []Gap
	OwnPlaces         []OwnPlace // by the names of their files

	Frameworks     []Framework // in the order of their files
	Themes         []Theme
	ProgrammeFacts []ProgrammeFact
	Roles          []Role

	digest      string
	marksDigest string
}

// Digest is the SHA-256 of the workspace's own places and decisions as they stand in their files: it
// changes whenever something changes that payments are attributed by.
func (w *Workspace) Digest() string { return w.digest }

// MarksDigest is the SHA-256 of outcomes/ and themes/ as they stand in their files. They move no payment.
func (w *Workspace) MarksDigest() string { return w.marksDigest }

// ErrNone is the error where no folder upwards is a workspace.
var ErrNone = errors.New("no workspace here")

// Find gives the folder of the workspace that start is in: start itself or the nearest folder above
// it that holds a flows.yaml. The path is relative where start is, so that output names no machine.
func Find(start string) (string, error) {
	dir := filepath.Clean(start)
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for {
		info, err := os.Stat(filepath.Join(dir, File))
		if err == nil && info.Mode().IsRegular() {
			return dir, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		above := filepath.Dir(absolute)
		if above == absolute {
			return "", fmt.Errorf("%w: neither %s nor a folder above it holds a %s; make one with 'flows init', or name one with --workspace", ErrNone, start, File)
		}
		absolute, dir = above, filepath.Join(dir, "..")
	}
}

// Load reads the workspace in dir. The error joins every Mistake of all its files, in the order of
// the files and their lines; it is ErrNone where dir holds no flows.yaml.
func Load(dir string) (*Workspace, error) { return load(dir, nil) }

// load is Load with some files as they would be: instead gives the text of those.
func load(dir string, instead func(name string) (text []byte, ok bool)) (*Workspace, error) {
	text, err := os.ReadFile(filepath.Join(dir, File))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s holds no %s; make one with 'flows init'", ErrNone, dir, File)
	}
	if err != nil {
		return nil, err
	}
	w := &Workspace{Dir: dir}
	problems := w.settings(text)
	problems = append(problems, w.loadRecipes()...)
	var more []error
	if w.digest, more, err = readTables(dir, w.tables(), instead); err != nil {
		return nil, err
	}
	problems = append(problems, more...)
	problems = append(problems, w.readKeys()...)
	problems = append(problems, w.readPlaces()...)
	if _, more, err = readTables(dir, w.reportTables(), instead); err != nil {
		return nil, err
	}
	problems = append(problems, more...)
	if more, err = w.readFolders(dir); err != nil {
		return nil, err
	}
	problems = append(problems, more...)
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	return w, nil
}

// readFile reads a file of a workspace, or what stands for it.
func readFile(dir, name string, instead func(string) ([]byte, bool)) ([]byte, error) {
	if instead != nil {
		if text, ok := instead(name); ok {
			return text, nil
		}
	}
	return os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
}

// readTables reads those of the tables that are there, and gives the digest of all of them.
func readTables(dir string, tables []table, instead func(string) ([]byte, bool)) (digest string, problems []error, err error) {
	hash := sha256.New()
	for _, f := range tables {
		text, err := readFile(dir, f.name, instead)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		fmt.Fprintf(hash, "%s %d\n", f.name, len(text))
		hash.Write(text)
		problems = append(problems, readTable(f, text)...)
	}
	return hex.EncodeToString(hash.Sum(nil)), problems, nil
}

// readFolders reads the folders of YAML files.
func (w *Workspace) readFolders(dir string) ([]error, error) {
	outcomes, problems, err := folderOf(dir, "outcomes", w.readFramework)
	if err != nil {
		return nil, err
	}
	themes, more, err := folderOf(dir, "themes", w.readTheme)
	w.marksDigest = outcomes + themes
	return append(problems, more...), err
}

// tables are the csv files of a workspace by which payments are attributed. All are optional.
func (w *Workspace) tables() []table {
	return []table{
		{"areas.csv", areaColumns(), w.addArea},
		{"decisions/places.csv", placeColumns(), w.addPlaceDecision},
		{"decisions/functions.csv", functionColumns(), w.addFunctionDecision},
		{"classes.csv", classColumns(), w.addClassRule},
		{"decisions/privacy.csv", privacyColumns(), w.addPrivacyDecision},
		{"decisions/payees.csv", payeeColumns(), w.addPayeeDecision},
	}
}
