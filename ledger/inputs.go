package ledger

import (
	"encoding/json"
	"errors"
	"io/fs"
	"path/filepath"
)

// Input records that a file the user named was read to its end: every file in it is in the ledger.
// It only saves work; without the record the file is read again, with the same outcome.
type Input struct {
	Path    string
	Reading string // of the reader
	Files   int    // 1, or the members of an archive
}

// Inputs are the files read to their end, by the SHA-256 of their bytes.
func (l *Ledger) Inputs() (map[string]Input, error) {
	inputs := map[string]Input{}
	err := readJSON(l.inputsPath(), &inputs)
	if errors.Is(err, fs.ErrNotExist) {
		return inputs, nil
	}
	return inputs, err
}

// AddInputs records files read to their end, after the commit of what they hold.
func (l *Ledger) AddInputs(more map[string]Input) error {
	if len(more) == 0 {
		return nil
	}
	inputs, err := l.Inputs()
	if err != nil {
		return err
	}
	for sum, in := range more {
		inputs[sum] = in
	}
	b, err := json.MarshalIndent(inputs, "", " ")
	if err != nil {
		return err
	}
	return writeFile(l.inputsPath(), append(b, '\n'))
}

func (l *Ledger) inputsPath() string { return filepath.Join(l.dir, "inputs.json") }
