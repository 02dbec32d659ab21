package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"

	"flows/mapping"
)

// readLabels reads a csv of labels, or every csv in a zip, and gives the SHA-256 of the file.
func readLabels(name string) ([]mapping.Label, string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil { // not a zip
		labels, err := parseLabels(bytes.NewReader(data))
		return labels, hash, err
	}
	var all []mapping.Label
	for _, member := range z.File {
		if path.Ext(member.Name) != ".csv" {
			continue
		}
		in, err := member.Open()
		if err != nil {
			return nil, "", err
		}
		labels, err := parseLabels(in)
		in.Close()
		if err != nil {
			return nil, "", fmt.Errorf("%s: %w", member.Name, err)
		}
		all = append(all, labels...)
	}
	return all, hash, nil
}

func parseLabels(in io.Reader) ([]mapping.Label, error) {
	r := csv.NewReader(in)
	head, err := r.Read()
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, h := range head {
		at[h] = i
	}
	for _, want := range []string{"source", "department", "organisation", "text", "aims", "cofog_division"} {
		if _, ok := at[want]; !ok {
			return nil, fmt.Errorf("no column %q", want)
		}
	}
	var labels []mapping.Label
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return labels, nil
		}
		if err != nil {
			return nil, err
		}
		labels = append(labels, mapping.Label{Edition: rec[at["source"]], Division: rec[at["cofog_division"]],
			PurposeText: mapping.PurposeText{Text: rec[at["text"]], Department: rec[at["department"]],
				Organisation: rec[at["organisation"]], Aims: rec[at["aims"]]}})
	}
}
