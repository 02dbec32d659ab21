package mapping

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The model's file is gzip of: lines "key: value", an empty line, then the inverse document
// frequencies and the weights, one byte each.

// Write writes the model's file. Equal models give equal bytes.
func (m *Model) Write(w io.Writer) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	fmt.Fprintf(z, "flows function model: 1\nname: %s\nlabels: %s\neditions: %s\nlicence: %s\nat-least: %d\nstep: %d\nbias:", m.Name, m.Labels, m.Editions, m.Licence, m.AtLeast, m.step)
	for _, b := range m.bias {
		fmt.Fprintf(z, " %d", b)
	}
	if m.Base != "" {
		fmt.Fprintf(z, "\nbase: %s\ntexts: %d", m.Base, m.Texts)
	}
	fmt.Fprint(z, "\ncalibration:")
	for _, c := range m.calibrate {
		fmt.Fprintf(z, " %d", c)
	}
	fmt.Fprint(z, "\n\n")
	body := make([]byte, 0, len(m.idf)+len(m.weights))
	body = append(body, m.idf...)
	for _, x := range m.weights {
		body = append(body, byte(x))
	}
	if _, err := z.Write(body); err != nil {
		return err
	}
	return z.Close()
}

// ReadModel reads what Write wrote. It fails on a file of another kind, version or size.
func ReadModel(r io.Reader) (*Model, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(io.LimitReader(z, 1<<24))
	m := &Model{}
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("heading: %w", err)
		}
		if line == "\n" {
			break
		}
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if err := m.set(key, value); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	body, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	if len(body) != buckets*(1+divisions) || m.step <= 0 {
		return nil, errors.New("not a model of this version")
	}
	m.idf = bytes.Clone(body[:buckets])
	m.weights = make([]int8, buckets*divisions)
	for i, b := range body[buckets:] {
		m.weights[i] = int8(b)
	}
	return m, nil
}

func (m *Model) set(key, value string) error {
	number := func(into *int64) (err error) {
		*into, err = strconv.ParseInt(value, 10, 64)
		return err
	}
	whole := func(into *int) (err error) {
		*into, err = strconv.Atoi(value)
		return err
	}
	switch strings.TrimSuffix(key, ":") {
	case "flows function model":
		if value != "1" {
			return fmt.Errorf("version %s, this program reads 1", value)
		}
	case "name":
		m.Name = value
	case "labels":
		m.Labels = value
	case "editions":
		m.Editions = value
	case "licence":
		m.Licence = value
	case "base":
		m.Base = value
	case "texts":
		return whole(&m.Texts)
	case "at-least":
		return whole(&m.AtLeast)
	case "step":
		return number(&m.step)
	case "bias":
		fields := strings.Fields(value)
		if len(fields) != divisions {
			return fmt.Errorf("%d numbers, want %d", len(fields), divisions)
		}
		for i, f := range fields {
			n, err := strconv.ParseInt(f, 10, 64)
			if err != nil {
				return err
			}
			m.bias[i] = n
		}
	case "calibration":
		for f := range strings.FieldsSeq(value) {
			n, err := strconv.ParseInt(f, 10, 16)
			if err != nil {
				return err
			}
			m.calibrate = append(m.calibrate, int16(n))
		}
	default:
		return errors.New("not known")
	}
	return nil
}
