package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"flows/ledger"
)

// Publisher is who a folder or a file is called after: a body that the program knows by the name, or one
// whose name is written without blanks ("networkrail"). It gives the body's official name, by which rules
// about its kind know it; false where the name is nobody's ("inbox", "downloads 2012").
func (r *Registry) Publisher(name string) (string, bool) {
	if b := r.payer(name, onDay(ledger.NoDate)); b.Known() {
		return b.Name, true
	}
	written, ok := joinedNames()[squeezed(name)]
	return written, ok
}

// joinedNames are the program's areas and organisations by their names without blanks; "" is not among
// them, nor is a name that is short or several bodies'.
var joinedNames = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	add := func(name string) {
		key := squeezed(name)
		if !strings.Contains(strings.TrimSpace(name), " ") || len(key) < 8 {
			return
		}
		if have, ok := all[key]; ok && Fold(have) != Fold(name) {
			return
		}
		all[key] = name
	}
	r := Reference()
	for i := range r.areas {
		if familyOfKind(r.areas[i].Kind) != 0 {
			add(r.areas[i].Name)
		}
	}
	for i := range r.bodies().orgs {
		add(r.bodies().orgs[i].name)
	}
	return all
})

// squeezed is a name's letters and figures.
func squeezed(name string) string { return strings.ReplaceAll(Fold(name), " ", "") }

// PublishersHash names what Publisher decides by: the code that matches and the tables of names.
var PublishersHash = sync.OnceValue(func() string {
	h := sha256.New()
	for _, text := range []string{matcherVersion, areasCSV, areaNamesCSV, organisationsCSV, organisationNamesCSV, bodiesCSV} {
		h.Write([]byte(text))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
})
