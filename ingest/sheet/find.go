package sheet

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Find gives the files that names stand for, in the order of the names:
//
//	april.csv    a file, known by its base name
//	returns/     a folder with all it holds, in order of name, each file known by its path inside;
//	             names that begin with "." or with "~$" (the locks of office programs) are left out,
//	             and so is what a workspace keeps for itself: see ownFiles
//	2023/*.csv   a pattern, in order of name; known by base names
//	-            standard input, known as stdin
//
// Where two files would be known by one name, as much of their folders is added as tells them apart. A
// file that is named twice is given once. A name that stands for nothing is a *Refusal.
func Find(names []string, stdin io.Reader) ([]*Input, error) {
	var all []found
	for _, name := range names {
		some, err := find(name, stdin)
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			if !slices.ContainsFunc(all, func(o found) bool { return o.file == f.file }) {
				all = append(all, f)
			}
		}
	}
	tellApart(all)
	inputs := make([]*Input, len(all))
	for i, f := range all {
		in, err := f.input()
		if err != nil {
			return nil, err
		}
		inputs[i] = in
	}
	return inputs, nil
}

// found is a file that a name stands for.
type found struct {
	file string // as the system knows it; "-" is standard input
	path string // as it is to be known
	more string // the folders before path, as the user wrote them
	in   *Input // of standard input

	inFolder bool // the user named its folder
}

func (f found) input() (*Input, error) {
	if f.in != nil {
		return f.in, nil
	}
	in, err := FileInput(f.path, f.file)
	if err != nil {
		return nil, err
	}
	in.found = f.inFolder
	return in, nil
}

// find gives the files for one name.
func find(name string, stdin io.Reader) ([]found, error) {
	if name == "-" {
		in, err := spooledInput("stdin", stdin)
		return []found{{file: "-", path: "stdin", in: in}}, err
	}
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return findFolder(name)
	case err == nil && !info.Mode().IsRegular():
		return findPipe(name)
	case err == nil:
		return []found{foundFile(name)}, nil
	case strings.ContainsAny(name, "*?["):
		return findPattern(name)
	case os.IsNotExist(err):
		return nil, refused(filepath.ToSlash(name), codeMissing, "there is no such file or folder", "check the name, and the folder you are in")
	}
	return nil, unreadable(filepath.ToSlash(name), err)
}

// foundFile is a file known by its base name.
func foundFile(name string) found {
	slashed := filepath.ToSlash(filepath.Clean(name))
	return found{file: filepath.Clean(name), path: path.Base(slashed), more: path.Dir(slashed)}
}

// findPipe spools what is neither file nor folder: a pipe that the shell made, for one.
func findPipe(name string) ([]found, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, unreadable(filepath.ToSlash(name), err)
	}
	defer f.Close()
	one := foundFile(name)
	one.in, err = spooledInput(one.path, f)
	return []found{one}, err
}

// findPattern gives the files and folders that match a pattern.
func findPattern(pattern string) ([]found, error) {
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		return nil, refused(filepath.ToSlash(pattern), codeMissing, "no file matches the pattern", "check the pattern, and the folder you are in")
	}
	slices.Sort(names)
	var all []found
	for _, name := range names {
		if hiddenName(filepath.Base(name)) {
			continue
		}
		some, err := find(name, nil)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// findFolder gives the files of a folder and of the folders in it.
func findFolder(folder string) ([]found, error) {
	var all []found
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return unreadable(filepath.ToSlash(name), err)
		case name != folder && (hiddenName(d.Name()) || own(name, d)):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return nil
		}
		if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() {
			return nil // a link to nowhere or to a folder, a socket
		}
		inside, err := filepath.Rel(folder, name)
		if err != nil {
			return unreadable(filepath.ToSlash(name), err)
		}
		all = append(all, found{file: filepath.Clean(name), path: filepath.ToSlash(inside), more: filepath.ToSlash(filepath.Clean(folder)), inFolder: true})
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, refused(filepath.ToSlash(folder), codeMissing, "a folder with no files in it", "name the files, or another folder")
	}
	return all, nil
}

// hiddenName tells whether a name found in a folder is not meant for people.
func hiddenName(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

// ownFiles are what a workspace keeps beside its flows.yaml that no publisher published: the ledger, what
// is derived from it, and what its user writes. True: a folder.
func ownFiles(name string) (folder, known bool) {
	switch name {
	case "ledger", "cache", "recipes", "decisions", "places", "outcomes", "themes", "keys":
		return true, true
	case "flows.yaml", "programmes.csv", "roles.csv", "gaps.csv", "classes.csv", "areas.csv", "budget.csv":
		return false, true
	}
	return false, false
}

// own tells whether what is found in a folder belongs to a workspace.
func own(name string, d fs.DirEntry) bool {
	folder, known := ownFiles(d.Name())
	if !known || folder != d.IsDir() {
		return false
	}
	_, err := os.Stat(filepath.Join(filepath.Dir(name), "flows.yaml"))
	return err == nil
}

// tellApart lengthens the paths of files that would be known by one name, folder by folder.
func tellApart(all []found) {
	for {
		count := map[string]int{}
		for _, f := range all {
			count[f.path]++
		}
		longer := false
		for i := range all {
			f := &all[i]
			last := path.Base(f.more)
			if count[f.path] < 2 || f.more == "" || last == "." || last == ".." || last == "/" {
				continue
			}
			f.path, f.more = last+"/"+f.path, path.Dir(f.more)
			longer = true
		}
		if !longer {
			break
		}
	}
	seen := map[string]int{}
	for i := range all {
		if seen[all[i].path]++; seen[all[i].path] > 1 {
			all[i].path = fmt.Sprintf("%s (%d)", all[i].path, seen[all[i].path])
		}
	}
}

// spooledInput is what r gives, kept so that it can be read again. A large one is in a temporary file
// until Input.Close.
func spooledInput(name string, r io.Reader) (*Input, error) {
	if r == nil {
		return nil, refused(name, codeMissing, "there is no standard input", "name a file")
	}
	at, err := spool(name, r, -1)
	if err != nil {
		return nil, err
	}
	return &Input{
		Path: name, Size: at.Size(), close: at.Close,
		open: func() (io.ReadCloser, error) { return sharedOf(at), nil },
		at:   func() (ReaderAt, error) { return sharedOf(at), nil },
	}, nil
}

// shared is access to something that stays open.
type shared struct{ *io.SectionReader }

func sharedOf(at ReaderAt) shared { return shared{io.NewSectionReader(at, 0, at.Size())} }

// Close does nothing.
func (shared) Close() error { return nil }
