package workspace

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Proposal is a workspace as it would be with some decisions more. Nothing is written before Write.
type Proposal struct {
	Workspace *Workspace // as Load would read it
	Files     []string   // that Write changes, relative to the workspace
	texts     [][]byte
}

// Propose adds decisions to the ends of their files, in the order given. Lines, comments and columns that
// are there stay as they are; a column that the file lacks is added. What cannot be read back is an error.
func (w *Workspace) Propose(places []PlaceDecision, functions []FunctionDecision, payees []PayeeDecision) (*Proposal, error) {
	p := &Proposal{}
	placeLines := make([]map[string]string, len(places))
	for i, d := range places {
		placeLines[i] = d.values(map[string]string{"pattern": d.Pattern, "place": d.Place})
	}
	functionLines := make([]map[string]string, len(functions))
	for i, d := range functions {
		functionLines[i] = d.values(map[string]string{"id": d.ID, "scope": d.Scope, "payer": d.Payer, "wording": d.Wording, "code": d.Code})
	}
	payeeLines := make([]map[string]string, len(payees))
	for i, d := range payees {
		payeeLines[i] = d.values(map[string]string{"pattern": d.Pattern, "organisation": d.Organisation})
	}
	for _, f := range []struct {
		name, fresh string
		lines       []map[string]string
	}{{"decisions/places.csv", newPlaces, placeLines}, {"decisions/functions.csv", newFunctions, functionLines}, {"decisions/payees.csv", newPayees, payeeLines}} {
		if len(f.lines) == 0 {
			continue
		}
		text, err := os.ReadFile(filepath.Join(w.Dir, filepath.FromSlash(f.name)))
		if errors.Is(err, fs.ErrNotExist) {
			text, err = []byte(f.fresh), nil
		}
		if err == nil {
			text, err = appended(text, f.fresh, f.lines)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		p.Files, p.texts = append(p.Files, f.name), append(p.texts, text)
	}
	next, err := load(w.Dir, p.text)
	p.Workspace = next
	return p, err
}

// values are a decision's columns with who, when and why.
func (d Decision) values(v map[string]string) map[string]string {
	v["who"], v["when"], v["why"] = d.Who, d.When.String(), d.Why
	return v
}

// text is a proposed file's text; ok is false for files that stay as they are.
func (p *Proposal) text(name string) (text []byte, ok bool) {
	if i := slices.Index(p.Files, name); i >= 0 {
		return p.texts[i], true
	}
	return nil, false
}

// Write puts the proposed files in place of the old ones. All are written before the first is replaced.
func (p *Proposal) Write() (err error) {
	tmp := make([]string, len(p.Files))
	defer func() {
		for _, t := range tmp {
			if t != "" {
				os.Remove(t)
			}
		}
	}()
	for i, name := range p.Files {
		path := filepath.Join(p.Workspace.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		tmp[i] = path + ".tmp"
		if err := os.WriteFile(tmp[i], p.texts[i], 0o666); err != nil {
			return err
		}
	}
	for i, name := range p.Files {
		if err := os.Rename(tmp[i], filepath.Join(p.Workspace.Dir, filepath.FromSlash(name))); err != nil {
			return err
		}
		tmp[i] = ""
	}
	return nil
}

// appended adds lines to a csv text, under its own header or, where it has none, under that of fresh.
func appended(text []byte, fresh string, lines []map[string]string) ([]byte, error) {
	names, err := header(text)
	if err != nil {
		return nil, err
	}
	if names == nil {
		text = append(ended(text), fresh...)
		names, _ = header(text)
	}
	for _, column := range mustHeader(fresh) {
		used := slices.ContainsFunc(lines, func(l map[string]string) bool { return l[column] != "" })
		if used && !slices.Contains(names, column) {
			if text, err = withColumn(text, column); err != nil {
				return nil, err
			}
			names = append(names, column)
		}
	}
	out := bytes.NewBuffer(ended(text))
	w := csv.NewWriter(out)
	w.UseCRLF = bytes.Contains(text, []byte("\r\n"))
	for _, l := range lines {
		row := make([]string, len(names))
		for i, n := range names {
			row[i] = l[n]
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// ended is a text that ends where a line does.
func ended(text []byte) []byte {
	text = bytes.Clone(text)
	if n := len(text); n > 0 && text[n-1] != '\n' {
		text = append(text, '\n')
	}
	return text
}

func csvReader(text []byte) *csv.Reader {
	in := csv.NewReader(bytes.NewReader(text))
	in.Comment, in.FieldsPerRecord = '#', -1
	return in
}

// header are the columns of a csv text, nil where it holds nothing but comments.
func header(text []byte) ([]string, error) {
	names, err := csvReader(bytes.TrimPrefix(text, []byte("\ufeff"))).Read()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return names, err
}

// mustHeader are the columns of a new workspace's file.
func mustHeader(fresh string) []string {
	names, err := header([]byte(fresh))
	if err != nil {
		panic("workspace: " + err.Error()) // the template is part of the program
	}
	return names
}

// withColumn adds an empty column at the end of every line of a csv text, whose comments and line ends stay.
func withColumn(text []byte, name string) ([]byte, error) {
	bom := len(text) - len(bytes.TrimPrefix(text, []byte("\ufeff")))
	out := bytes.NewBuffer(bytes.Clone(text[:bom]))
	text = text[bom:]
	in := csvReader(text)
	cell, from := name, 0
	for {
		_, err := in.Read()
		if errors.Is(err, io.EOF) {
			out.Write(text[from:])
			return out.Bytes(), nil
		}
		if err != nil {
			return nil, err
		}
		to := int(in.InputOffset())
		line := bytes.TrimRight(text[from:to], "\r\n")
		out.Write(line)
		out.WriteString("," + cell)
		out.Write(text[from+len(line) : to])
		cell, from = "", to
	}
}
