package flows

import (
	"encoding/binary"
	"path/filepath"
	"slices"

	"flows/ledger"
	"flows/query"
)

// payeeBody is what a payee is called in sums.
type payeeBody struct{ body, kind string }

func (b payeeBody) hash() uint64 {
	var h ledger.Hasher
	h.Add(b.body)
	h.Add(b.kind)
	return uint64(h.Sum())
}

// payeeBytes is how long a payee's key and the hash of its organisation are.
const payeeBytes = 16

// payeeBodies are the organisations behind payees, by key.
func (p *Project) payeeBodies() (map[int64]payeeBody, error) {
	bodies := map[int64]payeeBody{}
	for _, path := range p.Ledger.Shares(ledger.DimPayee) {
		err := ledger.ReadColumns(path, []string{"key"}, []string{"body", "body_kind"}, func(c ledger.Columns) error {
			for i, key := range c.Numbers[0] {
				bodies[key] = payeeBody{c.Texts[0][i], c.Texts[1][i]}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return bodies, nil
}

// renamed are the payees of a part that have become another organisation, or are called otherwise.
func (part *moneyPart) renamed(bodies map[int64]payeeBody) (keys []int64) {
	for at := 0; at+payeeBytes <= len(part.Payees); at += payeeBytes {
		key := int64(binary.LittleEndian.Uint64(part.Payees[at:]))
		if bodies[key].hash() != binary.LittleEndian.Uint64(part.Payees[at+8:]) {
			keys = append(keys, key)
		}
	}
	return keys
}

// writeRenamed writes what payees are called now, and gives the file's name; no payees is no file.
func (m *moneyCache) writeRenamed(keys map[int64]bool, bodies map[int64]payeeBody) (string, error) {
	if len(keys) == 0 {
		return "", nil
	}
	rows := make([]query.Renamed, 0, len(keys))
	for key := range keys {
		rows = append(rows, query.Renamed{Key: key, Body: bodies[key].body, Kind: bodies[key].kind})
	}
	slices.SortFunc(rows, func(a, b query.Renamed) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	name := "renamed-" + m.key + moneyEnd
	return name, ledger.WriteParquet(filepath.Join(m.dir, name), rows)
}
