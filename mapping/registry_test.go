package mapping

import (
	"slices"
	"testing"

	"flows/ledger"
)

func TestNorfolk(t *testing.T) {
	r := Reference()
	a, ok := r.Area("E10000020")
	if !ok || a.Name != "Norfolk" || a.Kind != "county" {
		t.Fatalf("%+v", a)
	}
	var districts []string
	for _, m := range r.Members(a.Code, mustDate("2010-06-30")) {
		districts = append(districts, m.Child)
	}
	want := []string{"E07000143", "E07000144", "E07000145", "E07000146", "E07000147", "E07000148", "E07000149"}
	if !slices.Equal(districts, want) {
		t.Errorf("districts %v", districts)
	}
	p, ok := r.Population(a.Code, 2011)
	sum := int64(0)
	for _, d := range districts {
		one, _ := r.Population(d, 2011)
		sum += one.Persons
	}
	if !ok || p.Persons != sum || p.Year != 2011 {
		t.Errorf("Norfolk has %+v, its districts %d", p, sum)
	}
}

func TestInsideAPlace(t *testing.T) {
	r := Reference()
	got := map[string]int32{}
	for _, p := range r.Inside("E10000020") {
		got[p.Code] = p.Share
	}
	for _, code := range []string{"E10000020", "E07000148", "E16000125", "E23000024", "E31000026", "E38000131"} {
		if got[code] != ledger.Whole {
			t.Errorf("%s lies inside Norfolk by %d", code, got[code])
		}
	}
	if s := got["E54000022"]; s < 850_000_000 || s > 920_000_000 {
		t.Errorf("Norfolk and Waveney ICB lies inside Norfolk by %d", s)
	}
	if s, there := got["E16000126"]; !there || s != UnknownShare {
		t.Errorf("Great Yarmouth and Waveney PCT: %d; no figure says how much", s)
	}
	if _, there := got["E07000200"]; there {
		t.Error("Babergh is in Suffolk")
	}
}

func TestInsideFollowsAreasThroughTime(t *testing.T) {
	r := Reference()
	if !r.Contains("E10000006", "E06000063") || !r.Contains("E06000063", "E07000026") || r.Contains("E06000063", "E10000006") {
		t.Error("Cumbria holds Cumberland, which holds Allerdale")
	}
	if !r.Touches("E06000057", "E06000048") || r.Touches("E08000035", "E10000020") {
		t.Error("Northumberland is itself under its old code; Leeds is not in Norfolk")
	}
}

func TestFindTellsPlacesApart(t *testing.T) {
	r := Reference()
	for query, want := range map[string]string{
		"Norfolk": "E10000020", "E10000020": "E10000020", "norfolk county council": "E10000020", "Hull": "E06000010",
		"Bristol, City of": "E06000023", "East of England": "E12000006", "33UG": "E07000148", "Leeds": "E08000035",
	} {
		if got := r.Find(query, mustDate("2012-06-30")); len(got) == 0 || got[0].Code != want {
			t.Errorf("%s: %v", query, got)
		}
	}
	if got := r.Find("Atlantis", ledger.NoDate); len(got) != 0 {
		t.Errorf("Atlantis: %v", got)
	}
}

func TestCodesOfOtherSystems(t *testing.T) {
	r := Reference()
	for value, want := range map[string]string{"E2620": "E10000020", "00DA": "E08000035", "33UG": "E07000148", "926": "E10000020"} {
		if got := r.Coded("", value, ledger.NoDate); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v, want %s", value, got, want)
		}
	}
	if b := r.Body("http://statistics.data.gov.uk/doc/local-authority/00DA", ledger.NoDate); b.Area != "E08000035" {
		t.Errorf("an address of Leeds: %+v", b)
	}
}

func TestNeedAndPricesAreRead(t *testing.T) {
	r := Reference()
	if d := r.Deprivations(); len(d) < 700 || d[0].Code != "E06000001" || d[0].Rank != 10 {
		t.Errorf("%d indices, first %+v", len(d), d[0])
	}
	for _, d := range r.Deflators() {
		if d.Index == "" || d.Vintage == "" || d.Year < 1955 {
			t.Errorf("%+v", d)
		}
	}
}
