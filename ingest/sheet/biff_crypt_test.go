package sheet

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
)

// The encryptions of Excel, with salt 00 … 0f and verifier 10 … 1f, computed by another program.
var filePasses = map[string]struct {
	record []byte
	second string // the first bytes of the key stream of the second kilobyte
}{
	"RC4": {
		pack(uint16(1), uint16(1), uint16(1), counting(0, 16),
			unhex("75893a71a012720e88b0c355190404ef7952c14f1ebd3eec4903dea40b7cc250")),
		"047d426dd8b55448",
	},
	"CryptoAPI 128": {
		cryptoAPIRecord(128, "d450d6e1a56ca0ad1f5f1dbdb3837575", "02d09feac72b2b48ed3d4117812c077ce90f780e"),
		"6b6bdf7ab764b749",
	},
	"CryptoAPI 40": {
		cryptoAPIRecord(40, "bc0606fb68c921f8ef09aa4b1091facb", "a39158377977ad737cd5412d4628c95f94f2794e"),
		"31280077d72046e1",
	},
}

func cryptoAPIRecord(bits uint32, verifier, hash string) []byte {
	head := pack(uint32(4), uint32(0), uint32(0x6801), uint32(0x8004), bits, uint32(1), uint32(0), uint32(0), "E\x00\x00\x00")
	return pack(uint16(1), uint16(4), uint16(2), uint32(4), uint32(len(head)), head,
		uint32(16), counting(0, 16), unhex(verifier), uint32(20), unhex(hash))
}

func counting(from, n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(from + i)
	}
	return out
}

func unhex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		panic(err)
	}
	return b
}

func TestBIFFCipherKeys(t *testing.T) {
	for name, c := range filePasses {
		t.Run(name, func(t *testing.T) {
			key := newBIFFCipher(c.record, biffDefaultPassword)
			if key == nil {
				t.Fatal("the default password does not open it")
			}
			b := make([]byte, 12)
			key.open(recNumber, b, 1020) // the last four bytes of one kilobyte, the first of the next
			if got := hex.EncodeToString(b[4:]); got != c.second {
				t.Errorf("key stream %s, want %s", got, c.second)
			}
			if newBIFFCipher(c.record, "another") != nil {
				t.Error("another password opens it")
			}
			for n := range c.record {
				if newBIFFCipher(c.record[:n], biffDefaultPassword) != nil {
					t.Errorf("opened by the first %d bytes alone", n)
				}
			}
		})
	}
}

// A workbook under the default password reads like the same workbook without one.
func TestXLSDefaultPassword(t *testing.T) {
	for name, c := range filePasses {
		t.Run(name, func(t *testing.T) {
			pass := new(biffWriter).rec(recFilePass, c.record).Bytes()
			var w biffWriter
			for row := range 200 {
				w.rec(recLabelSST, cellAt(row, 0, 0), uint32(row%2))
				w.rec(recNumber, cellAt(row, 1, xfMoney), float64(row)/100)
			}
			plain := testBook(biff8, append(slices.Clone(pass), sst("one text", strings.Repeat("another ", 300))...),
				testSheet{name: "Awards", records: w.Bytes()})
			sealed := slices.Clone(plain)
			key := newBIFFCipher(c.record, biffDefaultPassword)
			for at, secret := 0, false; at+4 <= len(sealed); {
				id, n := binary.LittleEndian.Uint16(sealed[at:]), int(binary.LittleEndian.Uint16(sealed[at+2:]))
				if secret {
					key.open(id, sealed[at+4:at+4+n], int64(at+4)) // to encrypt is to decrypt
				}
				secret = secret || id == recFilePass
				at += 4 + n
			}
			open := slices.Clone(plain)
			copy(open[strings.Index(string(open), string(pass)):], pack(uint16(0x1234))) // no longer a FILEPASS
			want, err := rowLines(xlsOf(t, open).Sheets[0])
			if err != nil {
				t.Fatal(err)
			}
			book := xlsOf(t, sealed)
			if book.Sheets[0].Name != "Awards" {
				t.Errorf("sheet %q", book.Sheets[0].Name)
			}
			wantRows(t, book.Sheets[0], want...)
			if len(want) != 200 || want[3] != "t:"+strings.Repeat("another ", 300)+" | n:0.03 {#,##0.00}" {
				t.Errorf("%d rows, the fourth %q", len(want), want[3])
			}
		})
	}
}
