package flows

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"flows/mapping"
	"flows/report"
)

// LearnedModel is where a workspace keeps the text model that was retrained for it. Where it is there, it is
// used in place of the program's.
const LearnedModel = "models/functions.gz"

// ownModel is the workspace's own model, read once. A project that was made for one question about decisions
// has none.
func (p *Project) ownModel() (ownModel, error) {
	if p.own == nil {
		return ownModel{}, nil
	}
	return p.own()
}

// loadModel reads the workspace's own model and its hash; nil and "" where there is none.
func (p *Project) loadModel() (ownModel, error) {
	data, err := os.ReadFile(filepath.Join(p.Workspace.Dir, filepath.FromSlash(LearnedModel)))
	if errors.Is(err, fs.ErrNotExist) {
		return ownModel{}, nil
	}
	if err != nil {
		return ownModel{}, err
	}
	sum := sha256.Sum256(data)
	m, err := mapping.ReadModel(bytes.NewReader(data))
	if err != nil {
		return ownModel{}, fmt.Errorf("%s is no model that this program reads (%w); make it anew with 'flows functions learn', or remove it", LearnedModel, err)
	}
	return ownModel{m, hex.EncodeToString(sum[:])}, nil
}

type ownModel struct {
	model *mapping.Model
	hash  string
}

// ErrWorse is in the error where what was learned does worse on held-out texts than the program's model.
var ErrWorse = errors.New("it would do worse than the program's model")

// LearnResult is what Learn did.
type LearnResult struct {
	*mapping.Learned
	Decisions, Labels int // texts given
	File              string
}

// Learn retrains the text model on the workspace's own decisions, and on labels where these are not nil: csv
// with the columns text and division and, where present, id, department, organisation and aims. The model goes
// to LearnedModel, unless it would do worse on held-out texts than the program's (ErrWorse) or dry is set. Too
// few labels are a *mapping.TooFewError.
func (p *Project) Learn(labels io.Reader, dry bool) (*LearnResult, error) {
	f, err := mapping.NewFunctions(mapping.FunctionOptions{NoModel: true})
	if err != nil {
		return nil, err
	}
	r := &LearnResult{File: LearnedModel}
	var all []mapping.Label
	for _, d := range p.Workspace.FunctionDecisions {
		texts, err := mapping.WordsOf(d.Wording)
		if err != nil {
			return nil, fmt.Errorf("decisions/functions.csv:%d: %w", d.Line, err)
		}
		for _, text := range texts {
			all = append(all, mapping.Label{PurposeText: mapping.PurposeText{Text: text}, Edition: "decisions", Division: mapping.DivisionOf(d.Code)})
		}
	}
	r.Decisions = len(all)
	if labels != nil {
		given, err := readLabels(labels)
		if err != nil {
			return nil, err
		}
		r.Labels = len(given)
		all = append(all, given...)
	}
	base, err := mapping.ProgramModel()
	if err != nil {
		return nil, err
	}
	if r.Learned, err = f.Learn(base, all); err != nil {
		return r, err
	}
	if before, after := r.Right(); after < before {
		return r, ErrWorse
	}
	if dry {
		return r, nil
	}
	return r, p.saveModel(r.Model)
}

// saveModel writes a model whole or not at all.
func (p *Project) saveModel(m *mapping.Model) error {
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		return err
	}
	path := filepath.Join(p.Workspace.Dir, filepath.FromSlash(LearnedModel))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	tmp := path + ".tmp"
	err := os.WriteFile(tmp, b.Bytes(), 0o666)
	if err == nil {
		err = os.Rename(tmp, path)
	}
	if err != nil {
		os.Remove(tmp)
	}
	return err
}

// readLabels reads labelled texts. An error names the line.
func readLabels(in io.Reader) ([]mapping.Label, error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("the labels have no heading with the columns text and division: %w", err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(strings.TrimPrefix(h, "\ufeff")))] = i
	}
	for _, name := range []string{"text", "division"} {
		if _, ok := at[name]; !ok {
			return nil, fmt.Errorf("the labels have no column %q; expected text and division, found %s", name, strings.Join(head, ", "))
		}
	}
	code := regexp.MustCompile(`^(0[1-9]|10)(\.[1-9])?$`)
	var out []mapping.Label
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		get := func(name string) string {
			if i, ok := at[name]; ok && i < len(rec) {
				return strings.TrimSpace(rec[i])
			}
			return ""
		}
		line, _ := r.FieldPos(0)
		if d := get("division"); !code.MatchString(d) {
			return nil, fmt.Errorf("line %d: the division is %q; expected a COFOG division such as 09 or a group such as 09.1", line, d)
		}
		if get("text") == "" {
			return nil, fmt.Errorf("line %d: there is no text", line)
		}
		out = append(out, mapping.Label{Edition: "labels", Division: mapping.DivisionOf(get("division")), PurposeText: mapping.PurposeText{
			ID: get("id"), Text: get("text"), Department: get("department"), Organisation: get("organisation"), Aims: get("aims")}})
	}
}

// Table is how the learned model does beside the program's, by division.
func (r *LearnResult) Table() *report.Table {
	t := &report.Table{Name: "learn", Title: "On labelled texts that the model had not seen", Plain: true, Columns: []report.Column{
		code("division"), text("name"), count("texts"), count("right_before"), count("right_after")}}
	for _, d := range r.Divisions {
		t.Rows = append(t.Rows, report.Row{Level: report.Body, Values: []any{d.Division, functionName(d.Division), int64(d.Texts), int64(d.Before), int64(d.After)}})
	}
	before, after := r.Right()
	t.Rows = append(t.Rows, report.Row{Level: report.Total, Values: []any{"", "", int64(r.Texts), int64(before), int64(after)}})
	t.Notes = append(t.Notes, "Five times a fifth of the texts was held out, equal texts together: before is the program's model, after the retrained one.")
	return t
}
