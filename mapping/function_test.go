package mapping

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"flows/ledger"

	"pgregory.net/rapid"
)

// noModel are the program's rules and remits without the model.
func noModel(t testing.TB) *Functions {
	t.Helper()
	f, err := NewFunctions(FunctionOptions{NoModel: true})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The evaluation file holds purposes shaped like real ones, each with the division or group that
// a person gave it and the step that should find it.
func TestPurposesAsAPersonWouldClassifyThem(t *testing.T) {
	file, err := os.Open("../testdata/eval/functions.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	f := noModel(t)
	for _, r := range rows[1:] {
		w := ledger.PurposeWording{Payer: r[0], PayerGroup: r[1], PayeeKind: r[2], Programme: r[3], Title: r[4], Purpose: r[5],
			ExpenseType: r[6], ExpenseArea: r[7], Description: r[8], FunctionStated: r[9]}
		got := f.Classify(&w)[0]
		if got.Code != r[10] || got.Step != r[11] {
			t.Errorf("%s: got %s by %s (%s: %s), want %s by %s", strings.Join(slices.DeleteFunc(slices.Clone(r[:10]), func(s string) bool { return s == "" }), " · "),
				got.Code, got.Step, got.Rule, got.Detail, r[10], r[11])
		}
	}
}

var wordsOfPurposes = []string{"school", "schools", "grant", "grants", "housing", "benefit", "highways", "police", "rent",
	"children's", "services", "adult", "social", "care", "library", "R&D", "the", "of", "waste", "energy", "DEFRA", "BIS",
	"council", "county", "HEFCE", "2015/16", "S085A115", "health", "–", "Ŵy", "Education", "10.4", "1."}

func someText(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(wordsOfPurposes), 0, 5).Draw(t, name), " ")
}

func somePurpose(t *rapid.T) ledger.PurposeWording {
	return ledger.PurposeWording{Key: rapid.Int64().Draw(t, "key"), Payer: someText(t, "payer"), PayerGroup: someText(t, "group"),
		PayeeKind: someText(t, "kind"), Programme: someText(t, "programme"), Title: someText(t, "title"), Purpose: someText(t, "purpose"),
		ExpenseType: someText(t, "type"), ExpenseArea: someText(t, "area"), Description: someText(t, "description"),
		FunctionStated: someText(t, "stated")}
}

// Law: the shares of any purpose tile [0, Whole), their codes are divisions or groups, and a share
// without code says that nothing decided.
func TestFunctionSharesTile(t *testing.T) {
	f, err := NewFunctions(FunctionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		w := somePurpose(t)
		at := int32(0)
		for _, s := range f.Classify(&w) {
			if s.Lo != at || s.Hi <= s.Lo || s.Key != w.Key || s.Dimension != ledger.DimFunction {
				t.Fatalf("share %+v does not follow %d", s, at)
			}
			at = s.Hi
			if fn, ok := COFOG().Lookup(s.Code); s.Code != "" && (!ok || fn.Level == "class" || fn.Code != s.Code) {
				t.Fatalf("no division or group: %q", s.Code)
			}
			if (s.Code == "") != (s.Step == StepUnresolved) || (s.Evidence == ledger.Modelled) != (s.Step == StepModelled) {
				t.Fatalf("step and evidence disagree: %+v", s)
			}
			if s.Confidence < 0 || s.Confidence > 1000 {
				t.Fatalf("confidence %d", s.Confidence)
			}
		}
		if at != ledger.Whole {
			t.Fatalf("shares end at %d", at)
		}
	})
}

// Law: which rule wins does not depend on the order in which rules stand in the table.
func TestOrderOfRulesDoesNotMatter(t *testing.T) {
	rules, err := programRules()
	if err != nil {
		t.Fatal(err)
	}
	f := noModel(t)
	classes, err := readPayerClasses()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(rules).Draw(t, "rules")
		index, err := newRuleIndex(nil, shuffled, classes, isFunctionOrOwn)
		if err != nil {
			t.Fatal(err)
		}
		g := &Functions{cofog: COFOG(), index: index, remits: f.remits, bodies: f.bodies}
		g.scratch.New = func() any { return newFunctionScratch(g) }
		for range 20 {
			w := somePurpose(t)
			if a, b := f.Classify(&w)[0], g.Classify(&w)[0]; a != b {
				t.Fatalf("%+v: %+v or %+v", w, a, b)
			}
		}
	})
}

// Law: the index finds exactly the rules that a search through all of them finds.
func TestIndexFindsWhatSearchFinds(t *testing.T) {
	f := noModel(t)
	rapid.Check(t, func(t *rapid.T) {
		w := somePurpose(t)
		s := newFunctionScratch(f)
		s.read(&w)
		found := map[string]bool{}
		for _, m := range s.matches(f.index) {
			found[f.index.rules[m.rule].ID] = true
		}
		for i := range f.index.rules {
			r := &f.index.rules[i]
			if want := searchRule(s, r); found[r.ID] != want {
				t.Fatalf("rule %s: index %v, search %v, for %+v", r.ID, found[r.ID], want, w)
			}
		}
	})
}

// searchRule is whether the rule applies to the purpose, without an index.
func searchRule(s *functionScratch, r *compiledRule) bool {
	if !s.meets(r) {
		return false
	}
	var fields [][]string
	for f, tokens := range s.fields {
		if r.scope.has(fieldID(f)) {
			fields = append(fields, tokens)
		}
	}
	return r.patterns == nil || slices.ContainsFunc(r.patterns, func(p pattern) bool { return p.in(fields...) })
}

func TestDecisionsBeatRules(t *testing.T) {
	w := ledger.PurposeWording{Payer: "Wickham City Council", ExpenseArea: "Highways", ExpenseType: "Salt"}
	var h ledger.Hasher
	w.SetKey(&h)
	other := w
	other.ExpenseType = "Grit"
	other.SetKey(&h)
	f, err := NewFunctions(FunctionOptions{NoModel: true, Decisions: []FunctionRule{
		{ID: "d-1", Key: w.Key, Code: "07.4", Reason: "salt licks"},
		{ID: "d-2", Payer: "vale council", Wording: "highways", Code: "05"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := f.Classify(&w)[0]
	if got.Code != "07.4" || got.Step != StepDecided || got.Rule != "d-1" {
		t.Errorf("decided by key: %+v", got)
	}
	if got := f.Classify(&other)[0]; got.Code != "04.5" || got.Step != StepRule {
		t.Errorf("another purpose: %+v", got)
	}
	vale := ledger.PurposeWording{Payer: "Vale Council", ExpenseArea: "Highways maintenance"}
	if got := f.Classify(&vale)[0]; got.Code != "05" || got.Rule != "d-2" {
		t.Errorf("decided by wording: %+v", got)
	}
}

func TestBadRulesAreNamed(t *testing.T) {
	for name, r := range map[string]FunctionRule{
		"no such code":        {ID: "x-code", Wording: "a1", Code: "11"},
		"a class":             {ID: "x-class", Wording: "a1", Code: "09.5.0"},
		"no id":               {Wording: "a1", Code: "09"},
		"no wording":          {ID: "x-wording", Code: "09"},
		"only small words":    {ID: "x-small", Wording: "of the", Code: "09"},
		"a star alone":        {ID: "x-star", Wording: "*", Code: "09"},
		"only what is absent": {ID: "x-absent", Wording: "!school", Code: "09"},
		"no such scope":       {ID: "x-scope", Scope: "payee", Wording: "a1", Code: "09"},
		"no such class":       {ID: "x-payer", Payer: "@nobody", Wording: "a1", Code: "09"},
		"no such rank":        {ID: "x-rank", Rank: "huge", Wording: "a1", Code: "09"},
	} {
		_, err := NewFunctions(FunctionOptions{NoModel: true, Rules: []FunctionRule{r}})
		if err == nil || !strings.Contains(err.Error(), "rule "+r.ID) {
			t.Errorf("%s: error %v does not name the rule", name, err)
		}
	}
}

// The program's own rules hold none that can never decide, and none that stands twice.
func TestProgramRulesAreClean(t *testing.T) {
	for _, x := range noModel(t).CheckRules() {
		t.Errorf("%s: rule %s {%s} by %s", x.Kind, x.Rule, x.Wording, x.Other)
	}
}

func TestCheckRulesFinds(t *testing.T) {
	f, err := NewFunctions(FunctionOptions{NoModel: true, Rules: []FunctionRule{
		{ID: "a", Wording: "zig zag", Code: "09"},
		{ID: "b", Wording: "zig zag", Code: "10"},
		{ID: "c", Wording: "zag | zag", Code: "09"},
		{ID: "d", Wording: "zig* zag", Code: "08", Rank: "weak"},
		{ID: "e", Wording: "zag", Scope: "title", Payer: "vale", Code: "01.3"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range f.CheckRules() {
		got = append(got, x.Kind+" "+x.Rule+" by "+x.Other)
	}
	want := []string{"contradictory b by a", "duplicate c by c", "unreachable b by a", "unreachable d by c"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	unused := f.UnusedRules(map[string]int{"a": 3})
	has := func(id string) bool {
		return slices.ContainsFunc(unused, func(x RuleFinding) bool { return x.Rule == id })
	}
	if has("a") || !has("b") {
		t.Errorf("unused: a %v, b %v", has("a"), has("b"))
	}
}
