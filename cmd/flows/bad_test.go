package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

const goodCSV = "Department,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n" +
	"Home Office,Home Office,01/09/2010,Grants,Policing,Norfolk County Council,1001,1200.00\n" +
	"Home Office,Home Office,02/09/2010,Grants,Policing,Acme Ltd,1002,-50.00\n"

// badFiles make files that published folders hold, or that somebody means harm with.
func badFiles() map[string]func(path string) error {
	return map[string]func(path string) error{
		"good-csv":       text(goodCSV),
		"good-xlsx":      func(path string) error { return workbook(path, excelize.Options{}) },
		"encrypted-xlsx": func(path string) error { return workbook(path, excelize.Options{Password: "secret"}) },
		"truncated-xlsx": func(path string) error {
			return cutShort(path, func(p string) error { return workbook(p, excelize.Options{}) })
		},
		"truncated-zip": func(path string) error { return cutShort(path, zipped(1)) },
		"nested-two":    zipped(2),
		"nested-three":  zipped(3),
		"encrypted-zip": encryptedZip,
		"zeros-zip":     func(path string) error { return zerosZip(path, 4<<30) },
		"zeros-lying":   func(path string) error { return zerosZip(path, 1000) },
		"zeros-gzip":    zerosGzip,
		"wide-rows":     text(goodCSV + strings.Repeat(",", 20_000) + "\n"),
		"wide-heading":  text(strings.TrimSuffix(strings.Repeat("Amount,", 20_000), ",") + "\n" + strings.Repeat("1,", 19_999) + "1\n"),
		"enormous":      enormous,
		"broken-disk":   func(path string) error { return os.Symlink("/proc/self/mem", path) },
		"evil-folder":   evilFolder,
	}
}

func text(s string) func(string) error {
	return func(path string) error { return os.WriteFile(path, []byte(s), 0o644) }
}

// workbook writes the good rows as xlsx.
func workbook(path string, opt excelize.Options) error {
	f := excelize.NewFile()
	defer f.Close()
	for i, line := range strings.Split(strings.TrimSpace(goodCSV), "\n") {
		for j, v := range strings.Split(line, ",") {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return err
			}
			if err := f.SetCellStr("Sheet1", cell, v); err != nil {
				return err
			}
		}
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Write(out, opt), out.Close())
}

// cutShort writes a file and loses its second half.
func cutShort(path string, write func(string) error) error {
	if err := write(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, info.Size()/2)
}

// zipped packs the good rows into zips, so many one inside the other.
func zipped(deep int) func(string) error {
	return func(path string) error {
		content, name := []byte(goodCSV), "spend.csv"
		for n := range deep {
			var b bytes.Buffer
			z := zip.NewWriter(&b)
			w, err := z.Create(name)
			if err != nil {
				return err
			}
			if _, err := w.Write(content); err != nil {
				return err
			}
			if err := z.Close(); err != nil {
				return err
			}
			content, name = b.Bytes(), fmt.Sprintf("level%d.zip", n+1)
		}
		return os.WriteFile(path, content, 0o644)
	}
}

// encryptedZip says that its member is encrypted.
func encryptedZip(path string) error {
	return rawZip(path, &zip.FileHeader{Name: "spend.csv", Method: zip.Store, Flags: 1, UncompressedSize64: uint64(len(goodCSV)),
		CompressedSize64: uint64(len(goodCSV)), CRC32: crc32.ChecksumIEEE([]byte(goodCSV))}, strings.NewReader(goodCSV))
}

func rawZip(path string, h *zip.FileHeader, content io.Reader) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	w, err := z.CreateRaw(h)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, content); err != nil {
		return err
	}
	return z.Close()
}

// zeros is 4 GB of zeros as a deflate stream, made of one packed megabyte written over and over.
func zeros() ([]byte, error) {
	const pieces = 4 << 10
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	var ends [3]int
	for i := range ends {
		if _, err := w.Write(make([]byte, 1<<20)); err != nil {
			return nil, err
		}
		if err := w.Flush(); err != nil {
			return nil, err
		}
		ends[i] = b.Len()
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	all := b.Bytes()
	again, end := all[ends[1]:ends[2]], all[ends[2]:]
	return append(append(bytes.Clone(all[:ends[0]]), bytes.Repeat(again, pieces-1)...), end...), nil
}

// zerosZip is a zip whose member unpacks to 4 GB of zeros and says that it has size bytes.
func zerosZip(path string, size uint64) error {
	packed, err := zeros()
	if err != nil {
		return err
	}
	return rawZip(path, &zip.FileHeader{Name: "spend.csv", Method: zip.Deflate, UncompressedSize64: size, CompressedSize64: uint64(len(packed))}, bytes.NewReader(packed))
}

// zerosGzip unpacks to 4 GB of zeros too, and a gzip says nothing of its size beforehand.
func zerosGzip(path string) error {
	packed, err := zeros()
	if err != nil {
		return err
	}
	var head bytes.Buffer
	z := gzip.NewWriter(&head)
	if err := z.Flush(); err != nil {
		return err
	}
	return os.WriteFile(path, append(head.Bytes()[:10], packed...), 0o644)
}

// enormous is a file beyond what is read, none of which stands on the disk.
func enormous(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Truncate(9 << 30)
}

// evilFolder holds a file whose name and cells try to write to the terminal: to clear it, to set its
// title, to ring, to go back over what was printed.
func evilFolder(path string) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	evil := "\x1b[2J\x1b]0;owned\x07\u009b31m\b\u202etxt"
	csv := "Department,Entity,Date,Expense Type,Expense Area,Supplier,Transaction Number,Amount\n" +
		"Home" + evil + " Office,Home Office,01/09/2010,Gr" + evil + "ants,Policing,Norfolk " + evil + "County Council,10" + evil + "01,1200.00\n" +
		"Home Office,Home Office,02/09/2010,Grants,Policing,Acme Ltd,1002,twelve" + evil + "\n" +
		strings.Repeat("Home Office,Home Office,03/09/2010,Grants,Policing,Acme Ltd,1003,100.00\n", 40)
	return os.WriteFile(filepath.Join(path, "spend"+evil+"\r\nback.csv"), []byte(csv), 0o644)
}
