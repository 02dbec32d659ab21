package mapping

import "testing"

// A folder is taken for a publisher only where it is called after a body that the program knows.
func TestPublisher(t *testing.T) {
	for name, want := range map[string]string{
		"leeds": "Leeds City Council", "Devon County Council": "Devon County Council", "northtyneside": "North Tyneside Council", "networkrail": "Network Rail",
		"inbox": "", "downloads 2012": "", "quality uk": "", "newcastle": "", "jungle": "", "": "",
	} {
		if got, ok := Reference().Publisher(name); got != want || ok != (want != "") {
			t.Errorf("a folder called %q is of %q (%t), want %q", name, got, ok, want)
		}
	}
}
