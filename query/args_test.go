package query

import (
	"reflect"
	"strings"
	"testing"

	"flows/ledger"
)

func TestBind(t *testing.T) {
	r := Report{Name: "r", Args: []string{"years", "use", "departments"}}
	got, err := bind(r, Args{Use: ForAwards, Years: []ledger.Year{2012, 0}, Departments: []string{"Health|Care"}})
	want := []any{"\x1f2012\x1f0\x1f", ForAwards, "\x1fHealth|Care\x1f"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	got, err = bind(r, Args{Use: ForAwards, Years: []ledger.Year{}})
	if want := []any{nil, ForAwards, nil}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("no values are every value: %q, %v", got, err)
	}
	for _, c := range []struct {
		args Args
		want string
	}{
		{Args{}, "needs use"},
		{Args{Use: ForAwards, Functions: []string{"09"}}, "cannot be narrowed by functions"},
		{Args{Use: ForAwards, Flow: Flow{Row: 3}}, "cannot be narrowed by row"},
	} {
		if _, err := bind(r, c.args); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want an error that says %q", c.args, err, c.want)
		}
	}
	if got, err := bind(Report{Name: "r"}, Args{Use: ForAwards}); err != nil || len(got) != 0 {
		t.Errorf("a report of all records: %v, %v", got, err)
	}
}

// An empty table has the columns that a full one has.
func TestTableColumns(t *testing.T) {
	for _, c := range []struct {
		table Table
		want  map[string]Kind
	}{
		{tableOf[ledger.Entry]("entries", "source"), map[string]Kind{
			"table": Int32, "payer": Text, "date": Date, "year": Int16, "amount": Int64, "extra": Texts, "payer_key": Int64}},
		{tableOf[ledger.TableRow]("tables", "source"), map[string]Kind{"first": Date, "has_control": Bool, "sum": Int64}},
		{tableOf[ledger.Share]("shares", ""), map[string]Kind{"lo": Int32, "confidence": Int16, "body": Text}},
		{tableOf[Place]("places", ""), map[string]Kind{"place": Text, "code": Text, "relation": Text}},
	} {
		have := map[string]Kind{}
		for _, col := range c.table.Columns {
			have[col.Name] = col.Kind
		}
		for name, kind := range c.want {
			if k, ok := have[name]; !ok || k != kind {
				t.Errorf("%s.%s is %v (%v), want %v", c.table.Name, name, k, ok, kind)
			}
		}
	}
	if n := len(tableOf[ledger.Entry]("entries", "source").Columns); n != reflect.TypeFor[ledger.Entry]().NumField() {
		t.Errorf("%d columns of entries", n)
	}
}
