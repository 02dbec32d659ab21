package flows

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"flows/query"
)

// remembered gives the answers to small questions about the whole ledger: from the cache where they were
// asked since anything changed, else by asking the engine.
func (p *Project) remembered(ctx context.Context, a *asked, names ...string) ([]query.Result, error) {
	files, err := p.files(a)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	fmt.Fprintln(h, p.cacheKey(a.attribution, files))
	for _, name := range names {
		r, _ := query.Find(name)
		fmt.Fprintln(h, name, r.Columns, r.SQL)
	}
	path := filepath.Join(p.cache(), "answers-"+hex.EncodeToString(h.Sum(nil)[:8])+".json")
	if answers, ok := readAnswers(path, names); ok {
		return answers, nil
	}
	if err := p.ready(ctx, a); err != nil {
		return nil, err
	}
	answers := make([]query.Result, len(names))
	for i, name := range names {
		if answers[i], err = p.run(ctx, name, a.args); err != nil {
			return nil, err
		}
	}
	return answers, writeAnswers(path, answers)
}

// readAnswers reads what writeAnswers wrote; a file that is not there or not whole is no answer.
func readAnswers(path string, names []string) ([]query.Result, bool) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	var rows [][][]json.RawMessage
	if err := json.Unmarshal(b, &rows); err != nil || len(rows) != len(names) {
		return nil, false
	}
	answers := make([]query.Result, len(names))
	for i, name := range names {
		r, _ := query.Find(name)
		answers[i].Columns = r.Columns
		for _, row := range rows[i] {
			values, ok := readValues(r.Columns, row)
			if !ok {
				return nil, false
			}
			answers[i].Rows = append(answers[i].Rows, values)
		}
	}
	return answers, true
}

// readValues reads a row: texts and whole numbers, as such questions give.
func readValues(columns []query.Column, row []json.RawMessage) ([]any, bool) {
	if len(row) != len(columns) {
		return nil, false
	}
	values := make([]any, len(row))
	for i, raw := range row {
		var text string
		var number int64
		switch {
		case string(raw) == "null":
		case json.Unmarshal(raw, &text) == nil:
			values[i] = text
		case json.Unmarshal(raw, &number) == nil:
			values[i] = number
		default:
			return nil, false
		}
	}
	return values, true
}

func writeAnswers(path string, answers []query.Result) error {
	rows := make([][][]any, len(answers))
	for i, a := range answers {
		rows[i] = a.Rows
	}
	return writeJSON(path, rows)
}
