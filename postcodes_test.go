package flows

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flows/ledger"
	"flows/workspace"
)

// The archive that a directory comes in holds it whole, in parts, and beside tables that are none: the
// largest that has the columns is read.
func TestPostcodesFromAnArchive(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := workspace.Init(dir); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "directory.zip")
	archive := func(members map[string]string) {
		t.Helper()
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z := zip.NewWriter(f)
		for name, text := range members {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	p := opened(t, dir)
	archive(map[string]string{
		"Documents/names.csv":    "code,name\n" + strings.Repeat("E07000148,Norwich\n", 20),
		"Data/directory.csv":     "pcds,oslaua\nNR2 1DH,E07000148\nNR1 1AA,E07000149\nIP1 1AA,E07000202\n",
		"Data/multi/NR.csv":      "pcds,oslaua\nNR2 1DH,E07000148\n",
		"User guide/readme.html": "<p>pcds,oslaua</p>",
	})
	got, err := p.AddPostcodes(t.Context(), path, false)
	if err != nil || got.Postcodes != 3 || got.Areas != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	archive(map[string]string{"names.csv": "code,name\n"})
	if _, err := p.AddPostcodes(t.Context(), path, false); err == nil || !strings.Contains(err.Error(), "in none of its 1 csv files") {
		t.Errorf("an archive without a directory: %v", err)
	}
	if len(contents(t, dir)["postcodes.bin"]) == 0 {
		t.Error("the table that was there is gone")
	}
}

// Law: that places are made of wards and LSOAs moves no authority's money: what is placed at a small area is
// inside its authority and whatever holds that. The small area has what its postcodes have, observed; what is
// placed at its authority is only partly inside.
func TestPlacesOfWards(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	smallAreas(t, dir)
	before := authorities(t, dir)
	if before != [4]ledger.Pence{2300, 800, 3100, 0} {
		t.Errorf("before there are small areas the authorities have %v", before)
	}
	writePlace(t, dir, "ward", "name: The ward\nsource: board paper 7\nmembers:\n- area: E05099001\n")
	writePlace(t, dir, "half", "name: Half of it\nsource: board paper 7\nmembers:\n- area: E05099001\n  share: 0.5\n- area: E05099002\n")
	if after := authorities(t, dir); after != before {
		t.Errorf("with small areas the authorities have %v, and %v without", after, before)
	}
	p := byRecipient(t, dir)
	if inside, elsewhere, observed := standsIn(t, p, "The ward"); inside != 300 || elsewhere != 0 || observed.Num != observed.Den {
		t.Errorf("the ward has %s and leaves %s, observed %+v", inside, elsewhere, observed)
	}
	if inside, elsewhere, _ := standsIn(t, p, "Half of it"); inside != 150+400 || elsewhere != 150 {
		t.Errorf("half of it has %s and leaves %s", inside, elsewhere)
	}
	table := rendered(t, reported(t, p, "headline", Query{Places: []string{"The ward"}, Years: []string{AllYears}}), "csv")
	if !strings.Contains(table, "only partly inside: Norwich City Council (E07000148),16.00") {
		t.Errorf("the council's own money does not stand apart:\n%s", table)
	}
	if err := os.RemoveAll(filepath.Join(dir, "places")); err != nil {
		t.Fatal(err)
	}
	writePlace(t, dir, "lsoa", "name: The LSOA\nsource: board paper 7\nmembers:\n- area: E01099002\n")
	p = byRecipient(t, dir)
	if inside, _, _ := standsIn(t, p, "The LSOA"); inside != 200 { // its postcode in another authority stays there
		t.Errorf("the LSOA has %s", inside)
	}
	if after := authorities(t, dir); after != before {
		t.Errorf("with an LSOA the authorities have %v, and %v without", after, before)
	}
	writePlace(t, dir, "ward", "name: The ward\nsource: board paper 7\nmembers:\n- area: E05099001\n")
	p = opened(t, dir)
	if _, err := p.Report(t.Context(), "headline", Query{}); err == nil || !strings.Contains(err.Error(), "have postcodes in common") {
		t.Errorf("a ward and an LSOA of one ground: %v", err)
	}
	writePlace(t, dir, "ward", "name: The ward\nsource: board paper 7\nmembers:\n- area: E05099001\n- area: E07000148\n")
	if err := os.Remove(filepath.Join(dir, "places", "lsoa.yaml")); err != nil {
		t.Fatal(err)
	}
	p = opened(t, dir)
	if _, err := p.Report(t.Context(), "headline", Query{}); err == nil || !strings.Contains(err.Error(), "share ground") {
		t.Errorf("a ward and its authority in one place: %v", err)
	}
}

// smallAreas is a workspace with payments to payees of five postcodes and a directory that names wards and LSOAs.
func smallAreas(t *testing.T, dir string) {
	t.Helper()
	if err := workspace.Init(dir); err != nil {
		t.Fatal(err)
	}
	grants := "Department,Entity,Date,Expense Type,Expense Area,Supplier,Supplier Postcode,Transaction Number,Amount\n"
	for i, postcode := range []string{"NR2 1DH", "NR2 1DJ", "NR1 1AA", "NR2 1DK", ""} {
		payee := "Quillstone Ltd"
		if postcode == "" {
			payee = "Norwich City Council"
		}
		grants += fmt.Sprintf("Home Office,Home Office,01/09/2012,Grants,Policing,%s,%s,%d,%d.00\n", payee, postcode, 1000+i, 1<<i)
	}
	directory := "pcds,oslaua,osward,lsoa21\nNR2 1DH,E07000148,E05099001,E01099001\nNR2 1DJ,E07000148,E05099001,E01099002\n" +
		"NR1 1AA,E07000148,E05099002,E01099003\nNR2 1DK,E07000149,E05099003,E01099002\nNR2 1DL,E07000148,E05099001,E01099002\n"
	for name, text := range map[string]string{"grants.csv": grants, "directory.csv": directory} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := opened(t, dir)
	ingested(t, p, IngestOptions{Names: []string{filepath.Join(dir, "grants.csv")}})
	if _, err := p.AddPostcodes(t.Context(), filepath.Join(dir, "directory.csv"), false); err != nil {
		t.Fatal(err)
	}
}

// byRecipient opens a workspace that asks where payees are.
func byRecipient(t *testing.T, dir string) *Project {
	t.Helper()
	p := opened(t, dir)
	p.Workspace.Attribution = "recipient"
	return p
}

// authorities are what stands in Norwich, South Norfolk, Norfolk and Suffolk.
func authorities(t *testing.T, dir string) (amounts [4]ledger.Pence) {
	t.Helper()
	p := byRecipient(t, dir)
	for i, place := range []string{"Norwich", "South Norfolk", "Norfolk", "Suffolk"} {
		amounts[i], _, _ = standsIn(t, p, place)
	}
	return amounts
}
