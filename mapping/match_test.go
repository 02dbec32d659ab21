package mapping

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"flows/ledger"
	"pgregory.net/rapid"
)

func TestFoldComparesWhatPeopleWriteAlike(t *testing.T) {
	for _, pair := range [][2]string{
		{"Bath & North East Somerset", "bath and north east somerset"},
		{"King’s Lynn", "KINGS  LYNN"},
		{"The City of London", "City-of-London"},
		{"Cyngor Sir Ynys Môn", "cyngor sir ynys mon"},
		{"St. Helens", "St Helens"},
	} {
		if a, b := Fold(pair[0]), Fold(pair[1]); a != b {
			t.Errorf("Fold(%q) = %q, Fold(%q) = %q", pair[0], a, pair[1], b)
		}
	}
}

func TestFoldOfItsOwnOutputChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.String().Draw(t, "name"))
		if twice := Fold(once); twice != once && "the "+twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
	})
}

func TestOneSlipIsSymmetricAndSeesOneEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.StringMatching(`[a-z]{3,12}`).Draw(t, "a")
		b := rapid.StringMatching(`[a-z]{3,12}`).Draw(t, "b")
		if oneSlip(a, b) != oneSlip(b, a) {
			t.Fatalf("oneSlip(%q, %q) depends on the order", a, b)
		}
		i := rapid.IntRange(0, len(a)-1).Draw(t, "i")
		if dropped := a[:i] + a[i+1:]; !oneSlip(a, dropped) {
			t.Fatalf("%q and %q differ by one letter", a, dropped)
		}
		if oneSlip(a, a) || oneSlip(a, a+"xx") {
			t.Fatalf("%q is no slip of itself, nor of two letters more", a)
		}
	})
}

// Every official name is its own body's at every moment of that body's life.
func TestOfficialNamesAreTheirBodies(t *testing.T) {
	r := Reference()
	for _, a := range r.Areas() {
		if familyOfKind(a.Kind) == 0 {
			continue
		}
		at := a.To
		if at == ledger.NoDate {
			at = max(a.From, mustDate("2012-06-30"))
		}
		if b := r.Body(a.Official, at); b.Area != a.Code {
			t.Errorf("%s on %s: %s, want %s", a.Official, at, b.Area, a.Code)
		}
	}
}

func TestNamesWithTheirTitleBehind(t *testing.T) {
	for _, c := range []struct{ name, body string }{
		{"LEEDS UNIVERSITY OF", "University of Leeds"}, {"Keele, University of", "Keele University"},
		{"WEST MIDLANDS OFFICE FOR POLICING & CRIME", "West Midlands Police"}, {"LONDON SHA", "London Strategic Health Authority"},
	} {
		if b := Reference().Payee(c.name, 2011); b.Name != c.body {
			t.Errorf("%s is %q, not %q", c.name, b.Name, c.body)
		}
	}
}

func TestInitialsOfAPersonAreNoFootballClub(t *testing.T) {
	for _, name := range []string{"F C Smith", "FC Larkham & Son Ltd"} {
		if b := Reference().Payee(name, 2015); b.Kind == KindVoluntary {
			t.Errorf("%s is %+v", name, b)
		}
	}
}

func TestCityCouncilsOfParishesAreNoDistricts(t *testing.T) {
	for _, name := range []string{"Chichester City Council", "Lichfield City Council", "Salisbury City Council", "Wells City Council"} {
		if b := Reference().Payee(name, 2015); b.Own || b.Kind != KindParish {
			t.Errorf("%s is %+v", name, b)
		}
	}
}

// A list of whom one council pays is no list of authorities: what looks like a council's bare name or initials may be anybody.
func TestContextOfOneCouncilMakesNobodyAnAuthority(t *testing.T) {
	r := Reference()
	for _, name := range []string{"H & M", "B S I", "Rossendales", "Derbyshire G M", "Sheffield 50+"} {
		for _, context := range []string{"Devon County Council", "payee of Leeds City Council", "suppliers paid by councils"} {
			if m := r.MatchName(NameRow{Name: name, Context: context}); m.Code != "" {
				t.Errorf("%s of %q is %s by %q", name, context, m.Code, m.Rule)
			}
		}
	}
	for _, context := range []string{"authority", "council tax", "name of council"} {
		if m := r.MatchName(NameRow{Name: "Hammersmith", Context: context}); m.Code != "E09000013" {
			t.Errorf("Hammersmith of %q is %q by %q", context, m.Code, m.Rule)
		}
	}
	if m := r.MatchName(NameRow{Name: "Exeter C V S", Context: "authority"}); m.Code != "" {
		t.Errorf("three letters apart were taken for footnotes: %+v", m)
	}
}

func TestNamesResolveAsOfTheirYear(t *testing.T) {
	r := Reference()
	for _, c := range []struct {
		name string
		year ledger.Year
		want string
	}{
		{"Durham County Council", 2007, "E10000010"},
		{"Durham County Council", 2012, "E06000047"},
		{"Northumberland County Council", 2008, "E10000022"},
		{"Northumberland County Council", 2010, "E06000048"},
		{"Northumberland County Council", 2020, "E06000057"},
		{"Wiltshire County Council", 2011, "E06000054"},
		{"Cumbria County Council", 2022, "E10000006"},
		{"NHS Norfolk PCT", 2012, "E16000125"},
		{"Cornwall County Council", 0, "E06000052"}, // ended before payments were published
		{"Dorset County Council", 0, "E10000009"},
		{"Dorset County Council", 2021, "E06000059"},
		{"Leicester County Council - Orchard School", 2012, "E10000018"},
	} {
		if b := r.Payee(c.name, c.year); b.Area != c.want {
			t.Errorf("%s in %s: %q, want %s", c.name, c.year, b.Area, c.want)
		}
	}
}

func TestStandingBodiesAreNoCouncils(t *testing.T) {
	r := Reference()
	for name, area := range map[string]string{
		"Durham University": "E06000047", "University of Warwick": "E08000026", "Leeds Teaching Hospitals NHS Trust": "E08000035",
		"Sandbach High School": "E06000049", "Voluntary Action Sheffield": "E08000019", "Dartmoor National Park Authority": "E10000008",
	} {
		b := r.Payee(name, 2012)
		if b.Own || b.Area != area {
			t.Errorf("%s: area %s, own %t; want %s", name, b.Area, b.Own, area)
		}
	}
}

func TestCandidatesAreOnlyProposed(t *testing.T) {
	r := Reference()
	got := r.MatchName(NameRow{Name: "Herfordshire County Council", Date: "2012"})
	if got.Code != "" || len(got.Candidates) == 0 {
		t.Fatalf("a slip of two counties was decided: %+v", got)
	}
	if got := r.MatchName(NameRow{Name: "Leeds City Council", Code: "E10000020", Date: "2012"}); got.Code != "" || len(got.Candidates) != 2 {
		t.Fatalf("a code that contradicts the name was chosen: %+v", got)
	}
}

func evalRows(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("../testdata/eval/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// The labelled names are modelled on real ones, hard cases first.
func TestLabelledNames(t *testing.T) {
	var rows []NameRow
	var want, kinds []string
	for _, f := range evalRows(t, "places.csv") {
		rows = append(rows, NameRow{ID: f[0], Name: f[1], Postcode: f[2], Code: f[3], Date: f[4], Context: f[5]})
		want, kinds = append(want, f[6]), append(kinds, f[7])
	}
	got := Reference().MatchNames(rows)
	for i, m := range got {
		if m.Code != "" && m.Code != want[i] {
			t.Errorf("%s (%s): %s by %q, want %q", m.Name, rows[i].Date, m.Code, m.Rule, want[i])
		}
		if kinds[i] != "" && m.Kind != kinds[i] && m.Code == want[i] {
			t.Errorf("%s: kind %q, want %q", m.Name, m.Kind, kinds[i])
		}
	}
	s := ScoreNames(got, want)
	t.Logf("%d names: precision %.4f, recall %.4f", s.Names, s.Precision(), s.Recall())
	if s.Names < 600 || s.Precision() < 0.995 || s.Recall() < 0.97 {
		t.Errorf("%d names: precision %.4f, recall %.4f", s.Names, s.Precision(), s.Recall())
	}
}

func TestMatchFieldsHaveTheirColumns(t *testing.T) {
	m := Reference().MatchName(NameRow{ID: "7", Name: "LEEDS CC", Date: "2012"})
	got := strings.Join(m.Fields(), "|")
	if want := "7|LEEDS CC|E08000035|Leeds|unitary|Leeds City Council|body|name: title and place|0.990|"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if len(m.Fields()) != len(NameColumns()) {
		t.Errorf("%d fields for %d columns", len(m.Fields()), len(NameColumns()))
	}
}

func FuzzBody(f *testing.F) {
	for _, name := range []string{"LEEDS CC", "City of", "the", "#", "NHS ", "Bristol, City of", "T/A", "é&é (", "Anglesey Isle of", "St", "& Co"} {
		f.Add(name, int16(2012))
	}
	r := Reference()
	f.Fuzz(func(t *testing.T, name string, year int16) {
		b := r.Payee(name, ledger.Year(year))
		if _, ok := r.Area(b.Area); b.Area != "" && !ok {
			t.Fatalf("%q stands in the unknown area %q", name, b.Area)
		}
		if b.Own && b.ID != b.Area || b.Kind == "" || b.Rule == "" {
			t.Fatalf("%q: %+v", name, b)
		}
	})
}

// A council's place inside another's name makes nobody a council.
func TestOthersNamesAreNoCouncils(t *testing.T) {
	forms := strings.Split("* Ltd|* City FC|* Borough Band Ltd|* County Show|* District Scouts|* Council of Churches|Friends of * Council|"+
		"* Street Surgery|* Road School|University of *|* University|* NHS Trust|Bank of *|* Chamber of Commerce|"+
		"* Development Corporation|* and District Credit Union|* Housing Association|* Council Employees Social Club|* Arts Council|"+
		"* Youth Council|Youth Council of *|* Sports Council|* Rugby Club|* Tigers|* Brewery plc|Diocese of *|* Borough Football Club|* Town Council|"+
		"* Parish Council|* Police Federation|* Fire Protection Ltd|City College *|* Council for Voluntary Service|* City Mission|"+
		"* County Hotel|HMP *|* Learning and Skills Council|J * & Sons|Mr A *|* Local Enterprise Partnership|* City Council Pensioners Association|"+
		"* Tenants Council|* Council Watch Ltd|City Arts *|At-*|*+|* and District|* & Dist. (See 100)|* Council for Community|* CC FC|Council of * & Salford", "|")
	r := Reference()
	for i, a := range r.Areas() {
		if familyOfKind(a.Kind) != famCouncil || i%9 != 0 {
			continue
		}
		for _, form := range forms {
			name := strings.ReplaceAll(form, "*", a.Name)
			if b := r.Payee(name, 2012); b.Own {
				t.Errorf("%s became %s: %s", name, b.Name, b.Rule)
			}
		}
	}
}
