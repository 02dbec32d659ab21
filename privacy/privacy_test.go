package privacy

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The names here are invented, or names of firms and trades.
func TestName(t *testing.T) {
	for _, c := range []struct {
		payee, kind string
		want        Degree
	}{
		{"Mrs P Quorndon", "", Titled}, {"QUORNDON P MRS", "", Titled}, {"Mr & Mrs A Quorndon", "", Titled}, {"Quorndon, Miss Anna", "", Titled},
		{"MR A QUORNDON - Freesport Grant", "", Titled}, {"Anna Quorndon", "", Named}, {"QUORNDON ANNA", "", Named}, {"Quorndon, Anna M", "", Named},
		{"Dr B Quorndon", "", Named}, {"Anne-Marie O'Quorndon", "", Named}, {"QUORNDON ANNA & PETER", "", Named}, {"J Quorndon", "", Shape},
		{"QUORNDON JK", "", Shape}, {"Quorndon, J.", "", Shape}, {"Vicky Quorndon", "", Named}, {"Yumi Quorndon", "", Named}, {"Fatoumata Quorndon", "", Named}, {"Ayumi Quorndon-Vale", "", Words}, {"Anna Quorndon", "Individual", Stated},
		{"Ayumi Quorndon-Vale", "INDV", Stated}, {"QUORNDON P MRS", "Sole trader", Named}, {"Anna Quorndon", "Ltd", Firm},
		{"John Lewis", "", Firm}, {"JOHN LEWIS PLC", "", Firm}, {"Thomas Cook", "", Firm}, {"J Quorndon & Sons", "", Firm}, {"Quorndon & Vale", "", Firm},
		{"Russell & Russell", "", Firm}, {"Quorndon Solicitors", "", Firm}, {"Dr Quorndon Surgery", "", Firm}, {"Mr A Quorndon QC", "", Firm},
		{"Anna Quorndon T/A Vale Clocks", "", Firm}, {"Mr Quorndon's Bakery", "", Firm}, {"St Anne Pre-School", "", Firm}, {"MS TRAVEL", "", Firm},
		{"SANDWELL MBC", "", Firm}, {"REDACTED PERSONAL DATA", "", Firm}, {"Redacted", "", Firm}, {"Quorndon 2000", "", Firm}, {"", "", Firm}, {"Ann", "", Firm},
		{"Anna Hall", "", Named}, {"HALL ANNA", "", Named}, {"Mr P Wood", "", Titled}, {"A Hall", "", Firm}, {"Victoria Hall", "", Firm}, {"Hill & Young", "", Firm},
		{"Peter Hill Farm", "", Firm}, {"Stone Hill", "", Firm}, {"Victoria Quorndon", "", Named}, {"ZZZZANNA QUORNDON", "", Named}, {"xxx-Anna Quorndon", "VENDOR", Named},
		{"Ayumi Vale-Quorndon", "VENDOR", Words}, {"Anna Quorndon", "Employee", Stated}, {"Zzyzx", "", Firm},
		{"Anna Quorndon (foster carer)", "", Stated}, {"Executors of Mrs P Quorndon", "", Stated}, {"Direct Payment - Quorndon Vale", "", Stated}, {"The late Peter Quorndon", "", Stated},
		{"Quorndon Anna - Deceased", "", Stated}, {"MR A QUORNDON#200704708-B3", "", Titled}, {"QUORNDON CHAMBERS#DX 68", "", Firm}, {"Messrs Quorndon & Vale", "", Firm}, {"Larkshire Foster Carers", "", Firm}, {"Estate of Quorndon Manor Farm", "", Firm}, {"Direct Payment Support Service", "", Firm},
		{"Larkshire County Council", "", Firm}, {"E.ON", "", Firm}, {"TK Maxx", "", Firm}, {"123456", "", Firm},
	} {
		if got := Name(c.payee, c.kind); got != c.want {
			t.Errorf("Name(%q, %q) = %d, want %d", c.payee, c.kind, got, c.want)
		}
	}
}

func TestPurpose(t *testing.T) {
	for _, c := range []struct {
		what, where string
		want        Degree
	}{
		{"Fostering payments", "", 850}, {"Adoption Allowances (3rd)", "", 850}, {"Direct Payments", "", 750}, {"Compensation Payments", "", 750},
		{"Residential Respite Care", "", 500}, {"Kinship care", "", 850}, {"Ex-gratia payments", "", 850}, {"Redundancy", "", 850},
		{"Removal of redundant pipe", "", Unsaid}, {"Consultancy", "Fostering", Supplies}, {"Legal fees: compensation", "", 500},
		{"", "Special Guardianship", 750}, {"Sundry", "Leaving care", 750}, {"", "", Unsaid}, {"Supplies and services", "City Development", Unsaid},
		{"Third Party Payments", "City Development", 500}, {"Third Party Payments", "Learning and Children", 750}, {"Employees", "Adult Social Care", 750},
		{"Compensation payments", "Children's Services", 750}, {"Training courses", "Children's Services", Supplies}, {"Sundry", "Children's Services", Unsaid},
		{"Client transport", "", Supplies}, {"Rent in advance", "", 500}, {"Rent", "", Supplies}, {"S17 payments", "", 750}, {"Training courses", "", Supplies},
		{"A long report about what was done for the community of the town, its schools and its roads, and about the compensation of those who lost by it", "", 500},
	} {
		if got := Purpose([]string{c.what}, []string{c.where}); got != c.want {
			t.Errorf("Purpose(%q, %q) = %d, want %d", c.what, c.where, got, c.want)
		}
	}
}

func TestMarks(t *testing.T) {
	for text, want := range map[string]Found{
		"NI AB 12 34 56 C": FoundInsurance, "AB 12 34 56 C": FoundInsurance, "nino ab123456c": FoundInsurance, "paid to AB123456C for April": FoundInsurance,
		"AB123456C": 0, "SE102015A": 0, "GB 12 34 56 C": 0, "QQ 12 34 56 C": 0, "DA 12 34 56 C": 0, "AB 12 34 56 E": 0,
		"12-34-56 12345678": FoundBank, "s/c 201563 acc no 41237865": FoundBank, "A/C 41237865 S/C 20-15-63": FoundBank, "Sort 20 15 63, account 41237865": FoundBank,
		"20-05-73 41237865": FoundBank, "01-05-10 a/c 41237865": FoundBank, "invoice 01-05-10 00412378": 0, "10-05-01 00412378": 0, "S/C 201213 41237865": 0,
		"32-15-63 01052010": 0, "40-15-63 20100501": 0, "assorted 201563 41237865": 0, "sort code 123456 account 12345678": FoundBank, "GB82 WEST 1234 5698 7654 32": FoundBank,
		"GB83 WEST 1234 5698 7654 32": 0, "12-03-15": 0, "A/C 12345678 only": 0, "07-04-2012 to 06-04-2013": 0,
		"anna.quorndon@example.org": FoundEmail, "info@example.org": 0, "accounts.payable@example.org": 0, "HELP@HAND": 0, "SPACE@BIS": 0,
		"DOB 14/02/1981": FoundBirth, "d.o.b. 14.2.81": FoundBirth, "born 14 February 1981": FoundBirth, "date of birth: 1981-02-14": FoundBirth,
		"job 14/02/1981": 0, "Bob 14/02/1981": 0, "14/02/1981": 0,
		"Care of Mrs Quorndon": FoundMention, "MR A QUORNDON": FoundMention, "Miss Anna Quorndon, week 7": FoundMention, "Mr Kipling Cakes Ltd": 0,
		"MS Office": 0, "Mr": 0, "mr quorndon": 0, "Mr & Mrs Quorndon": FoundMention, "Master class": 0, "": 0,
	} {
		if got := Marks(text); got != want {
			t.Errorf("Marks(%q) = %v, want %v", text, got.Codes(), want.Codes())
		}
	}
}

func TestHeading(t *testing.T) {
	for heading, want := range map[string]Found{"Date of Birth": FoundBirth, "Client · DOB": FoundBirth, "N.I. Number": 0, "NI No": FoundInsurance,
		"Sort Code": FoundBank, "Account number": 0, "Child's name": FoundMention, "Supplier Name": 0, "": 0} {
		if got := Heading(heading); got != want {
			t.Errorf("Heading(%q) = %v, want %v", heading, got.Codes(), want.Codes())
		}
	}
}

func TestRow(t *testing.T) {
	for raw, want := range map[string]string{
		"Mrs P Quorndon | Fostering payments | #REF!":    Withheld,
		"Anna Quorndon | Payments | #REF!":               Withheld,
		"Anna Quorndon | Consultancy | #REF!":            "Anna Quorndon | Consultancy | #REF!",
		"Acme Ltd | Fostering | n/a":                     "Acme Ltd | Fostering | n/a",
		"Acme Ltd | anna.quorndon@example.org | #REF! |": "Acme Ltd | (withheld) | #REF! |",
		"": "",
	} {
		if got := Row(raw); got != want {
			t.Errorf("Row(%q) = %q, want %q", raw, got, want)
		}
	}
	if got := Row("J Quorndon | 14/02/2012 | n/a", "foster carers.csv"); got != Withheld {
		t.Errorf("what the file is called is not heard: %q", got)
	}
}

// Every line of the tables can be read and stands once.
func TestTables(t *testing.T) {
	for _, name := range []string{"forenames", "firm_words", "firm_surnames", "roles", "known_firms", "purposes"} {
		seen := map[string]bool{}
		for _, line := range tableLines(name) {
			if line != strings.ToLower(line) {
				t.Errorf("%s: %q is not in small letters", name, line)
			}
			if (name == "known_firms" || name == "purposes") && seen[line] {
				t.Errorf("%s: %q stands twice", name, line)
			}
			seen[line] = true
		}
		if len(seen) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	for _, list := range phrases() {
		for _, p := range list {
			if p.degree < Supplies || p.degree > 850 || p.degree == Unsaid && p.words[0] != "travel" && p.words[0] != "travelling" && p.words[0] != "nndr" {
				t.Errorf("%v has degree %d", p.words, p.degree)
			}
		}
	}
}

// Laws: a firm's word makes any name a firm's; letter case decides nothing about a written-out name; what is
// shown is shown again; what is found is found beside other words.
func TestLaws(t *testing.T) {
	given := slices.Sorted(func(yield func(string) bool) {
		for w := range forenames() {
			if !yield(w) {
				return
			}
		}
	})
	word := rapid.StringMatching(`[A-Z][a-z]{3,9}`)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(given).Draw(t, "forename") + " " + word.Draw(t, "surname")
		for _, firm := range []string{"Ltd", "plc", "Solicitors", "& Sons", "School"} {
			if d := Name(name+" "+firm, ""); d != Firm {
				t.Fatalf("%s %s has degree %d", name, firm, d)
			}
		}
		if a, b := Name(name, ""), Name(strings.ToUpper(name), ""); a != b {
			t.Fatalf("%s has degree %d, in capitals %d", name, a, b)
		}
		text := rapid.String().Draw(t, "text")
		if once := Row(text); Row(once) != once {
			t.Fatalf("Row of %q is %q, and of that %q", text, once, Row(once))
		}
		if once := Text(text); Text(once) != once {
			t.Fatalf("Text of %q is %q, and of that %q", text, once, Text(once))
		}
		if found := Marks(word.Draw(t, "before") + " AB 12 34 56 C " + word.Draw(t, "behind")); found&FoundInsurance == 0 {
			t.Fatal("a National Insurance number between words is not found")
		}
	})
}

// No text breaks the judgements, and none makes them differ from themselves.
func FuzzJudgements(f *testing.F) {
	for _, s := range []string{"Mrs P Quorndon", "12-34-56 12345678", "DOB 14/02/1981", "a | b", "Mr \xff", "GB82 WEST 1234 5698 7654 32"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, marks := Name(s, ""), Marks(s)
		if again := Name(s, ""); again != name || Marks(s) != marks || Purpose([]string{s}, nil) > 850 {
			t.Fatalf("%q is judged in two ways", s)
		}
		if once := Row(s); Row(once) != once {
			t.Fatalf("Row of %q is %q", s, once)
		}
	})
}
