package mapping

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"flows/ledger"
	"pgregory.net/rapid"
)

// shown prints shares as "code lo-hi step evidence".
func shown(list []ledger.Share) string {
	var out []string
	for _, s := range list {
		code := s.Code
		if code == "" {
			code = "-"
		}
		out = append(out, fmt.Sprintf("%s %d-%d %s %s", code, s.Lo, s.Hi, s.Step, s.Evidence))
	}
	return strings.Join(out, "; ")
}

func TestTheLadder(t *testing.T) {
	const whole = " 0-1000000000 "
	for _, c := range []struct {
		why                 string
		w                   ledger.PlaceWording
		recipient, in, for_ string
	}{{
		"a council is its own place, whoever pays",
		ledger.PlaceWording{Payer: "Department for Education", Payee: "NORFOLK CC", Year: 2012},
		"E10000020" + whole + "body observed", "E10000020" + whole + "body observed", "E10000020" + whole + "body observed",
	}, {
		"a council's payments are in and for its area, not where its supplier has an office",
		ledger.PlaceWording{Payer: "Norfolk County Council", Payee: "Otterburn Systems Ltd", PayeePostcode: "TR1 3AY", Year: 2012},
		"E06000052" + whole + "postcode observed", "E10000020" + whole + "payer observed", "E10000020" + whole + "payer observed",
	}, {
		"whom the money serves is stated",
		ledger.PlaceWording{Payer: "Home Office", Payee: "Otterburn Systems Ltd", PlaceStatedFor: "E08000035", Year: 2012},
		"-" + whole + "none observed", "E08000035" + whole + "stated-beneficiary observed", "E08000035" + whole + "stated-beneficiary observed",
	}, {
		"where the project is, is stated by name",
		ledger.PlaceWording{Payer: "Home Office", Payee: "Otterburn Systems Ltd", PlaceStated: "Kingston upon Hull, City of", Year: 2012},
		"E06000010" + whole + "stated-code observed", "E06000010" + whole + "stated-code observed", "E06000010" + whole + "stated-code observed",
	}, {
		"a body of the state sits in a town and serves the nation",
		ledger.PlaceWording{Payer: "Home Office", Payee: "Environment Agency", PayeePostcode: "TR1 3AY", Year: 2012},
		"E06000052" + whole + "postcode observed", "K02000001" + whole + "national observed", "K02000001" + whole + "national observed",
	}, {
		"a force partly in a place keeps its own area",
		ledger.PlaceWording{Payer: "Home Office", Payee: "Sussex Police", Year: 2012},
		"E23000033" + whole + "body observed", "E23000033" + whole + "body observed", "E23000033" + whole + "body observed",
	}, {
		"nothing is known",
		ledger.PlaceWording{Payer: "Home Office", Payee: "Various", Year: 2012},
		"-" + whole + "none observed", "-" + whole + "none observed", "-" + whole + "none observed",
	}} {
		p := Reference().Place(&c.w)
		if got := shown(p.Recipient); got != c.recipient {
			t.Errorf("%s: recipient %s, want %s", c.why, got, c.recipient)
		}
		if got := shown(p.In); got != c.in {
			t.Errorf("%s: in %s, want %s", c.why, got, c.in)
		}
		if got := shown(p.For); got != c.for_ {
			t.Errorf("%s: for %s, want %s", c.why, got, c.for_)
		}
	}
}

// What a council pays tells which of the places of a name is meant.
func TestTheLadderByPayer(t *testing.T) {
	const whole = " 0-1000000000 "
	for _, c := range []struct {
		why                 string
		w                   ledger.PlaceWording
		recipient, in, for_ string
	}{{
		"a council pays a school near by",
		ledger.PlaceWording{Payer: "Leeds City Council", Payee: "Keighley Hilltop Primary School", Year: 2012},
		"E08000032" + whole + "body observed", "E08000032" + whole + "body observed", "E08000032" + whole + "body observed",
	}, {
		"the school that a council far from the place pays may be of another place of the name",
		ledger.PlaceWording{Payer: "Devon County Council", Payee: "Keighley Hilltop Primary School", Year: 2012},
		"-" + whole + "none observed", "E10000008" + whole + "payer observed", "E10000008" + whole + "payer observed",
	}, {
		"a society in whose name the paying council's own place stands",
		ledger.PlaceWording{Payer: "Leeds City Council", Payee: "Filipino Leeds Association", Year: 2012},
		"E08000035" + whole + "body observed", "E08000035" + whole + "body observed", "E08000035" + whole + "body observed",
	}, {
		"the same, paid by another council",
		ledger.PlaceWording{Payer: "Wakefield Council", Payee: "Filipino Leeds Association", Year: 2012},
		"-" + whole + "none observed", "E08000036" + whole + "payer observed", "E08000036" + whole + "payer observed",
	}, {
		"a street of the place's name",
		ledger.PlaceWording{Payer: "Leeds City Council", Payee: "The Old Leeds Road Association", Year: 2012},
		"-" + whole + "none observed", "E08000035" + whole + "payer observed", "E08000035" + whole + "payer observed",
	}, {
		"a stated region is no more than the postcode inside it tells of where the payee is",
		ledger.PlaceWording{Payer: "Arts Council England", Payee: "Fringe", PlaceStated: "South East", PayeePostcode: "MK9 3XS", Year: 2012},
		"E06000042" + whole + "postcode observed", "E12000008" + whole + "stated-code observed", "E12000008" + whole + "stated-code observed",
	}, {
		"a stated region that contradicts the postcode stays",
		ledger.PlaceWording{Payer: "Arts Council England", Payee: "Fringe", PlaceStated: "South West", PayeePostcode: "MK9 3XS", Year: 2012},
		"E12000009" + whole + "stated-code observed", "E12000009" + whole + "stated-code observed", "E12000009" + whole + "stated-code observed",
	}, {
		"there is but one hospital trust of a name",
		ledger.PlaceWording{Payer: "Devon County Council", Payee: "Leeds Teaching Hospitals NHS Trust", Year: 2012},
		"E08000035" + whole + "body observed", "E08000035" + whole + "body observed", "E08000035" + whole + "body observed",
	}, {
		"a postcode stands behind the name",
		ledger.PlaceWording{Payer: "Home Office", Payee: "Otterburn Systems Ltd#TR1 3AY", Year: 2012},
		"E06000052" + whole + "postcode observed", "E06000052" + whole + "postcode observed", "E06000052" + whole + "postcode observed",
	}} {
		p := Reference().Place(&c.w)
		if got := shown(p.Recipient); got != c.recipient {
			t.Errorf("%s: recipient %s, want %s", c.why, got, c.recipient)
		}
		if got := shown(p.In); got != c.in {
			t.Errorf("%s: in %s, want %s", c.why, got, c.in)
		}
		if got := shown(p.For); got != c.for_ {
			t.Errorf("%s: for %s, want %s", c.why, got, c.for_)
		}
	}
}

func TestAnOutcodeInTwoCouncilsIsApportioned(t *testing.T) {
	p := Reference().Place(&ledger.PlaceWording{Payee: "Otterburn Systems Ltd", PayeePostcode: "NR1", Year: 2012})
	var norwich int32
	for _, s := range p.Recipient {
		if s.Evidence != ledger.Apportioned || s.Step != RungPostcode {
			t.Errorf("share of %s: %s by %s", s.Code, s.Evidence, s.Step)
		}
		if s.Code == "E07000148" {
			norwich = s.Hi - s.Lo
		}
	}
	if len(p.Recipient) < 2 || norwich < 700_000_000 || norwich > 850_000_000 {
		t.Errorf("NR1: %s", shown(p.Recipient))
	}
}

func TestAPostcodeElsewhereIsAFinding(t *testing.T) {
	p := Reference().Place(&ledger.PlaceWording{Payee: "Surrey County Council", PayeePostcode: "KT1 2DN", Year: 2012})
	if s := p.Recipient[0]; s.Code != "E10000030" || !strings.Contains(s.Rule, postcodeNotice) {
		t.Errorf("%s: %s", shown(p.Recipient), s.Rule)
	}
	p = Reference().Place(&ledger.PlaceWording{Payee: "Aberdeen", PayeePostcode: "G2 5EA", Year: 2012})
	if s := p.Recipient[0]; s.Step != RungPostcode {
		t.Errorf("a bare name stood against a postcode: %s", shown(p.Recipient))
	}
}

func TestPostcodesAsTheyAreTyped(t *testing.T) {
	r := Reference()
	for text, want := range map[string]string{
		"NR1 1AA": "NR1", "nr11aa": "NR1", "ERS DA121AU": "DA12", "SW1H 9AJ-CHAPS": "SW1H", "SW8  2LL": "SW8", "NR1": "NR1",
		"RATES": "", "DX 4400": "", "NR1 1AA or LS1 1AA": "", "": "", "ZZ9 9ZZ": "",
	} {
		if got, _ := r.outcodeIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whatever is written, the shares of each attribution tile the whole, in order, the remainder last.
func TestSharesTile(t *testing.T) {
	r := Reference()
	names := []string{"", "LEEDS CC", "Environment Agency", "Norfolk & Norwich Museum", "Bedfordshire & Luton CAB", "Otterburn Ltd", "Dartmoor National Park"}
	postcodes := []string{"", "NR1 1AA", "LE67 1AA", "SW1A 2AA", "RATES", "PE30"}
	places := []string{"", "E07000148", "Leeds", "England", "South West", "NR4 7TJ", "nowhere"}
	rapid.Check(t, func(t *rapid.T) {
		w := ledger.PlaceWording{
			Key:            rapid.Int64().Draw(t, "key"),
			Payer:          rapid.OneOf(rapid.SampledFrom(names), rapid.String()).Draw(t, "payer"),
			Payee:          rapid.OneOf(rapid.SampledFrom(names), rapid.String()).Draw(t, "payee"),
			PayeePostcode:  rapid.OneOf(rapid.SampledFrom(postcodes), rapid.String()).Draw(t, "postcode"),
			PlaceStated:    rapid.OneOf(rapid.SampledFrom(places), rapid.String()).Draw(t, "stated"),
			PlaceStatedFor: rapid.OneOf(rapid.SampledFrom(places), rapid.String()).Draw(t, "stated for"),
			Year:           ledger.Year(rapid.IntRange(0, 2030).Draw(t, "year")),
		}
		p := r.Place(&w)
		for _, list := range [][]ledger.Share{p.Recipient, p.In, p.For} {
			checkTiles(t, list, w.Key)
		}
		if again := r.Place(&w); !slices.Equal(again.Shares(), p.Shares()) {
			t.Fatal("the same wording was placed in two ways")
		}
	})
}

func checkTiles(t *rapid.T, list []ledger.Share, key int64) {
	at, last := int32(0), ""
	for i, s := range list {
		switch {
		case s.Lo != at || s.Hi <= s.Lo || s.Key != key || s.Rule == "" || s.Step == "" || s.Evidence == "":
			t.Fatalf("share %d of %s", i, shown(list))
		case s.Code == "" && i != len(list)-1, s.Code != "" && s.Code <= last:
			t.Fatalf("out of order: %s", shown(list))
		}
		at, last = s.Hi, s.Code
	}
	if at != ledger.Whole {
		t.Fatalf("ends at %d: %s", at, shown(list))
	}
}

// A village's name is read in the name of what stands there, and not where a direction or a size makes another village of it.
func TestVillages(t *testing.T) {
	for name, want := range map[string]string{
		"Knottingley Priory School":        "E08000036",
		"Glemsford Parish Council":         "E07000200",
		"Fellside Academy Skelmanthorpe":   "E08000034",
		"Great Glemsford Parish Council":   "",
		"East Skelmanthorpe Village Hall":  "",
		"Glemsford Systems Ltd":            "",
		"Skelmanthorpe House Nursery":      "",
		"Much Hadham Village Hall":         "E07000242",
		"Hadham Academy of Much Endeavour": "",
		"31st Knottingley Scout Group":     "E08000036",
	} {
		if got := Reference().Payee(name, 2014).Area; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
