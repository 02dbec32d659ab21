package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/mapping"
)

const labelsCSV = "source,department,organisation,text,aims,cofog_division\n" +
	"A,Ministry of Zebras,,S085A1-ZEBRA LESSONS,,09\n" +
	"B,Ministry of Gnus,,Gnu clinic,to heal,07\n"

func TestReadLabels(t *testing.T) {
	plain := filepath.Join(t.TempDir(), "labels.csv")
	if err := os.WriteFile(plain, []byte(labelsCSV), 0o600); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, text := range map[string]string{"labels.csv": labelsCSV, "README.md": "words"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	z.Close()
	zipped := filepath.Join(t.TempDir(), "labels.zip")
	if err := os.WriteFile(zipped, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{plain, zipped} {
		labels, hash, err := readLabels(name)
		if err != nil || len(labels) != 2 || len(hash) != 64 || labels[1].Aims != "to heal" || labels[0].Division != "09" || labels[0].Edition != "A" {
			t.Errorf("%s: %+v %q %v", filepath.Base(name), labels, hash, err)
		}
	}
	if _, err := parseLabels(strings.NewReader("text\nx\n")); err == nil {
		t.Error("labels without divisions were taken")
	}
}

func TestWordsLeaveOutCodesAndYears(t *testing.T) {
	for in, want := range map[string]string{
		"S085A115-ZERO CARBON BUILDINGS 2015/16": "zero carbon buildings",
		"PSX S157642 NHS Public Health 43":       "nhs public health",
		"Zero carbon buildings":                  "zero carbon buildings",
		"PSX":                                    "psx",
	} {
		if got := words(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestScores(t *testing.T) {
	all := []answer{
		{want: "01", got: "01", confidence: 900},
		{want: "01", got: "02", confidence: 300},
		{want: "02", got: "02", confidence: 800},
		{want: "02", got: "", confidence: 0},
	}
	if got := accuracy(all); got != 0.5 {
		t.Errorf("accuracy %v", got)
	}
	if got := accuracy(surest(all, 0.5)); got != 1 {
		t.Errorf("of the surest half %v", got)
	}
	// 01: precision 1, recall 1/2, F1 2/3. 02: precision 1/2, recall 1/2, F1 1/2.
	if got := macroF1(all); got < 0.5833 || got > 0.5834 {
		t.Errorf("macro-F1 %v", got)
	}
}

// Numbered awards of one scheme are one wording, so that a bin tells them from as many trials.
func TestReliabilityCountsAWordingOnce(t *testing.T) {
	say := func(text, got string) answer {
		return answer{label: mapping.Label{Edition: "A", PurposeText: mapping.PurposeText{Text: text}}, want: "01", got: got, confidence: 550}
	}
	var out bytes.Buffer
	printReliability(&out, []answer{say("Award 1 2015/16", "09"), say("Award 2 2015/16", "09"), say("Award 3 2015/16", "09"), say("Roads", "01")})
	if want := "| 50 to 60 % | 4 | 55.0 % | 25.0 % | 2 | 55.0 % | 50.0 % |\n"; !strings.HasSuffix(out.String(), want) {
		t.Errorf("%s\nwant %s", out.String(), want)
	}
}

func TestBayesLearns(t *testing.T) {
	labels, err := parseLabels(strings.NewReader(labelsCSV))
	if err != nil {
		t.Fatal(err)
	}
	b := newBayes(labels)
	if got := b.guess("zebra"); got != "09" {
		t.Errorf("zebra: %s", got)
	}
	if got := habits(labels)["Ministry of Gnus"]; got != "07" {
		t.Errorf("habit: %s", got)
	}
}

// A trial asks only about texts of the later edition that no earlier one holds.
func TestSplitKeepsTextsApart(t *testing.T) {
	label := func(edition, text string) mapping.Label {
		return mapping.Label{Edition: edition, PurposeText: mapping.PurposeText{Text: text}}
	}
	trial := trial{learn: []string{"A"}, ask: "B"}
	learn, ask := trial.split([]mapping.Label{label("A", "S1-ROADS 2010"), label("B", "Roads 2011"), label("B", "Rails"), label("C", "Rafts")})
	if len(learn) != 1 || len(ask) != 1 || ask[0].Text != "Rails" {
		t.Errorf("learn %v, ask %v", learn, ask)
	}
}

func TestTablesGoBetweenTheirLines(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.md")
	if err := os.WriteFile(page, []byte("head\n<!-- measure -->\nold\n<!-- end -->\ntail\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	write := func(w io.Writer) error { _, err := io.WriteString(w, "new\n"); return err }
	for range 2 {
		if err := tables(page, "measure", nil, write); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(page)
	if string(got) != "head\n<!-- measure -->\nnew\n<!-- end -->\ntail\n" {
		t.Errorf("%q", got)
	}
	if err := tables(page, "coverage", nil, write); err == nil {
		t.Error("a page without the lines was taken")
	}
}
