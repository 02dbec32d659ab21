package mapping

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"flows/ledger"

	"pgregory.net/rapid"
)

func TestPackPostcodes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.bin")
	got, err := PackPostcodes(strings.NewReader("\ufeffpcd,pcds,doterm,oslaua,osward\n\"NR2 1DH\",NR2 1DH,,E07000148,x\nNR1 1AA,NR1 1AA,200506,E07000149,x\n"+
		"GY1 1AA,GY1 1AA,,L99999999,x\nZZ1,,,E07000148,x\nshort\nNR21DH,nr2 1dh,,E07000148,x\n"), path)
	if err != nil || got != (Packed{Lines: 6, Postcodes: 2, Terminated: 1, Areas: 2, NoArea: 1, Unread: 2}) {
		t.Fatalf("%+v, %v", got, err)
	}
	p, err := OpenPostcodes(path)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"NR2 1DH": "E07000148", "nr21dh": "E07000148", "NR11AA": "E07000149", "NR2 1DJ": "", "": "", "NR2": "", "NR2 1DH X": "", "NR2-1DH": ""} {
		if at, ok := p.Lies(text); at.Area != want || ok != (want != "") {
			t.Errorf("%q lies in %q (%v), want %q", text, at, ok, want)
		}
	}
}

func TestDirectoriesThatAreNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.bin")
	for text, want := range map[string]string{
		"": "no columns of a directory", "a,b\n1,2\n": "no columns of a directory", "pcds,osward\n": "no columns of a directory",
		"pcds,oslaua\n": "no postcode with an area", "pcds,oslaua\nGY1 1AA,L99999999\n": "no postcode with an area",
		"pcds,oslaua\nNR2 1DH,E07000148\nNR21DH,E07000149\n": "NR21DH stands twice with different areas",
	} {
		if _, err := PackPostcodes(strings.NewReader(text), path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
		if left, _ := filepath.Glob(path + "*"); len(left) > 0 {
			t.Errorf("%q leaves %v", text, left)
		}
	}
	for _, head := range []string{"pcd7,lad23cd", "PCDS,OSLAUA", "postcode,laua"} {
		if !IsPostcodeHeading(strings.Split(head, ",")) {
			t.Errorf("%s is not known", head)
		}
	}
}

// Law: what is packed is found, and nothing else, in however many runs it was sorted; the order of the lines
// makes no difference to a byte; a table that lacks a byte is told.
func TestPackedPostcodesAreFound(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		lies := rapid.MapOfN(rapid.StringMatching(`[A-Z]{1,2}[1-9][A-Z]? [0-9][A-Z]{2}`), rapid.SampledFrom([]string{"E07000148", "E07000149", "S12000033"}), 1, 40).Draw(t, "postcodes")
		lines := slices.Sorted(maps.Keys(lies))
		var tables [][]byte
		for i, order := range [][]string{lines, rapid.Permutation(lines).Draw(t, "order")} {
			var b strings.Builder
			b.WriteString("pcds,oslaua\n")
			for _, postcode := range order {
				fmt.Fprintf(&b, "%s,%s\n", postcode, lies[postcode])
			}
			path := filepath.Join(dir, fmt.Sprint(n, "-", i))
			if _, err := packIn(strings.NewReader(b.String()), path, rapid.IntRange(1, 10).Draw(t, "run")); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			tables = append(tables, text)
		}
		if !bytes.Equal(tables[0], tables[1]) {
			t.Error("the order of the lines makes a difference")
		}
		path := filepath.Join(dir, fmt.Sprint(n, "-0"))
		p, err := OpenPostcodes(path)
		if err != nil || p.Len() != len(lies) {
			t.Fatalf("%d of %d: %v", p.Len(), len(lies), err)
		}
		for postcode, want := range lies {
			if got, _ := p.Lies(postcode); got.Area != want {
				t.Errorf("%s lies in %q, want %s", postcode, got, want)
			}
		}
		if other := rapid.StringMatching(`[A-Z]{1,2}[1-9] [0-9][A-Z]{2}`).Draw(t, "other"); lies[other] == "" {
			if at, ok := p.Lies(other); ok {
				t.Errorf("%s, which is not there, lies in %s", other, at)
			}
		}
		if err := os.WriteFile(path, tables[0][:len(tables[0])-1], 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenPostcodes(path); err == nil {
			t.Error("a table cut short is opened")
		}
		if _, err := Build(Tables{Postcodes: path}); err == nil {
			t.Error("a registry is made over a table cut short")
		}
	})
}

// A postcode of the workspace's table is placed in its one area, observed, whatever the program's table says; others
// are placed by that, or by their first half.
func TestExactPostcodes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.bin")
	if _, err := PackPostcodes(strings.NewReader("pcds,oslaua\nNR2 1DH,E07000149\nNR2 1DJ,E07000144\nNR2 1DL,E07999999\n"), path); err != nil {
		t.Fatal(err)
	}
	r, err := Build(Tables{Postcodes: path})
	if err != nil || r.Ready() != nil {
		t.Fatal(err, r.Ready())
	}
	for text, want := range map[string]string{
		"NR2 1DH": "E07000149 observed", "Norwich NR21DJ": "E07000144 observed", "NR2 9ZZ": " apportioned", "NR2": " apportioned",
		"NR2 1DH NR2 1DJ":  " apportioned",       // two postcodes of one first half
		"NR2 1DL":          "E07000148 observed", // the workspace has an area that no table knows
		"NR2 1DH, IP1 1AA": " none",
	} {
		s := r.Place(&ledger.PlaceWording{Payee: "Acme Ltd", PayeePostcode: text, Year: 2013}).Recipient
		got := s[0].Code + " " + s[0].Evidence
		if len(s) > 1 {
			got = " " + s[0].Evidence
		} else if s[0].Step == RungNone {
			got = " none"
		}
		if got != want {
			t.Errorf("%s: %q, want %q: %+v", text, got, want, s)
		}
	}
	if s := Reference().Place(&ledger.PlaceWording{Payee: "Acme Ltd", PayeePostcode: "NR2 1DH", Year: 2013}).Recipient; s[0].Code != "E07000148" {
		t.Errorf("the program's own registry knows the workspace's table: %+v", s)
	}
}
