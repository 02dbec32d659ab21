package workspace_test

import (
	"reflect"
	"strings"
	"testing"

	"flows/workspace"
)

func TestOwnPlacesAreRead(t *testing.T) {
	dir := write(t, map[string]string{"flows.yaml": "name: x\n",
		"places/b.yaml":             "# of two districts\nname: 'Coast: north'\nsource: board paper\nmembers:\n- area: e07000147\n- {area: E07000149, share: 0.35}\n",
		"places/a-long-name-a.yaml": "name: A\ncode: XA1\nsource: mine\nmembers: [{area: E10000020, share: 1.0}]\n",
		"places/notes.txt":          "not read"})
	w, err := workspace.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []workspace.OwnPlace{
		{File: "places/a-long-name-a.yaml", Name: "A", Code: "XA1", Source: "mine", Members: []workspace.PlaceMember{{Line: 4, Area: "E10000020", Share: 1_000_000_000}}},
		{File: "places/b.yaml", Name: "Coast: north", Code: "XB", Source: "board paper", Members: []workspace.PlaceMember{
			{Line: 5, Area: "E07000147", Share: 1_000_000_000}, {Line: 6, Area: "E07000149", Share: 350_000_000}}},
	}
	if !reflect.DeepEqual(w.OwnPlaces, want) {
		t.Errorf("%+v\nwant\n%+v", w.OwnPlaces, want)
	}
}

// What editors leave before the first letter is no part of it, and a file that would not be read is told.
func TestOwnPlacesOfOtherEditors(t *testing.T) {
	w, err := workspace.Load(write(t, map[string]string{"flows.yaml": "\ufeffname: x\n", "places/a.yaml": "\ufeffname: A\r\nsource: b\r\nmembers:\r\n- area: E07000148\r\n"}))
	if err != nil || len(w.OwnPlaces) != 1 || w.OwnPlaces[0].Name != "A" {
		t.Errorf("%+v, %v", w, err)
	}
	_, err = workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", "places/a.yml": "name: A\n"}))
	if err == nil || !strings.Contains(err.Error(), "places/a.yml: a file that ends in .yml; expected NAME.yaml") {
		t.Error(err)
	}
}

func TestOwnPlacesMistakes(t *testing.T) {
	const rest = "name: A\nsource: b\nmembers:\n- area: E07000148\n"
	for _, c := range []struct{ text, want string }{
		{"name: A\n", "no source"},
		{"name: A\nsource: b\n", "no members"},
		{rest + "colour: red\n", "unknown key \"colour\""},
		{rest + "name: B\n", "not readable as YAML"},
		{rest + "code: E07000148\n", "x.yaml:5: code is \"E07000148\""},
		{rest + "- area: E07000148\n", "x.yaml:5: area E07000148 stands twice"},
		{rest + "- share: 0.5\n", "x.yaml:5: a member without area"},
		{rest + "- area: E07000149\n  share: 35%\n", "x.yaml:6: share is \"35%\""},
		{rest + "- area: E07000149\n  share: 0.0\n", "share is \"0.0\""},
		{rest + "- area: E07000149\n  share: 1.5\n", "share is \"1.5\""},
		{rest + "- area: E07000149\n  part: 0.5\n", "unknown key \"part\""},
		{rest + "- E07000149\n", "a member without area"},
		{"name: A\nsource: b\nmembers: E07000148\n", "members is no list"},
		{"name: A\nsource: [b]\nmembers:\n- area: E07000148\n", "source is not one line of text"},
		{"\tname: A\n", "not readable as YAML"},
		{"- a\n", "no keys"},
		{"", "places/x.yaml"},
	} {
		_, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", "places/x.yaml": c.text}))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "places/x.yaml") {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
	_, err := workspace.Load(write(t, map[string]string{"flows.yaml": "name: x\n", "places/x.yaml": rest, "places/y.yaml": rest}))
	if err == nil || !strings.Contains(err.Error(), "places/x.yaml has the name") {
		t.Errorf("two places of one name: %v", err)
	}
}
