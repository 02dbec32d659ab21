package sheet

import (
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"unicode/utf16"
)

// Excel encrypts a workbook whose structure is protected even where nobody chose a password to open
// it, with this one, and opens it without asking. Such a workbook is read; any other is refused.
const biffDefaultPassword = "VelvetSweatshop"

// biffCipher undoes the RC4 encryption of [MS-XLS] 2.2.10: a key for each 1024 bytes of the stream,
// counted over everything, though the heads of records, and some records, are not encrypted.
type biffCipher struct {
	key   func(block uint32) []byte
	block int64 // of the stream that pad is for; -1 at first
	pad   [1024]byte
}

// clone is for another reader of the same stream.
func (c *biffCipher) clone() *biffCipher {
	if c == nil {
		return nil
	}
	return &biffCipher{key: c.key, block: -1}
}

// newBIFFCipher makes the cipher that a FILEPASS record describes, if the password opens it; nil if not.
func newBIFFCipher(b []byte, secret string) *biffCipher {
	if len(b) < 6 || binary.LittleEndian.Uint16(b) != 1 {
		return nil // obfuscated by XOR, as Excel 95 did
	}
	var password []byte
	for _, u := range utf16.Encode([]rune(secret)) {
		password = binary.LittleEndian.AppendUint16(password, u)
	}
	if binary.LittleEndian.Uint16(b[2:]) == 1 {
		return rc4Cipher(b[6:], password)
	}
	return cryptoAPICipher(b[6:], password)
}

// rc4Cipher is the encryption of Excel 97 and 2000: salt, verifier and its hash, 16 bytes each.
func rc4Cipher(b, password []byte) *biffCipher {
	if len(b) < 48 {
		return nil
	}
	first := md5.Sum(password)
	var mixed []byte
	for range 16 {
		mixed = append(append(mixed, first[:5]...), b[:16]...)
	}
	base := md5.Sum(mixed)
	key := func(block uint32) []byte {
		k := md5.Sum(binary.LittleEndian.AppendUint32(base[:5:5], block))
		return k[:]
	}
	hash := func(verifier []byte) []byte { k := md5.Sum(verifier); return k[:] }
	return checkedCipher(key, b[16:48], hash)
}

// cryptoAPICipher is the encryption of Excel 2002 and 2003: a header, then salt, verifier and hash,
// each hash and salt with its length before it.
func cryptoAPICipher(b, password []byte) *biffCipher {
	if len(b) < 8 {
		return nil
	}
	size := int64(binary.LittleEndian.Uint32(b[4:]))
	if size < 20 || int64(len(b)) < 8+size+4+16+16+4+20 {
		return nil
	}
	bits := binary.LittleEndian.Uint32(b[8+16:])
	if bits == 0 {
		bits = 40
	}
	if bits%8 != 0 || bits > 128 {
		return nil
	}
	check := b[8+size+4:]
	base := sha1.Sum(append(append([]byte{}, check[:16]...), password...))
	key := func(block uint32) []byte {
		k := sha1.Sum(binary.LittleEndian.AppendUint32(base[:len(base):len(base)], block))
		if bits == 40 {
			return append(k[:5:5], make([]byte, 11)...)
		}
		return k[:bits/8]
	}
	hash := func(verifier []byte) []byte { k := sha1.Sum(verifier); return k[:] }
	sealed := append(append([]byte{}, check[16:32]...), check[36:56]...)
	return checkedCipher(key, sealed, hash)
}

// checkedCipher tests the password: sealed is an encrypted verifier of 16 bytes and its hash.
func checkedCipher(key func(uint32) []byte, sealed []byte, hash func([]byte) []byte) *biffCipher {
	c, err := rc4.NewCipher(key(0))
	if err != nil {
		return nil
	}
	plain := make([]byte, len(sealed))
	c.XORKeyStream(plain, sealed)
	if subtle.ConstantTimeCompare(hash(plain[:16]), plain[16:]) != 1 {
		return nil
	}
	return &biffCipher{key: key, block: -1}
}

// open decrypts the bytes of a record that stand at an offset of the stream, in place.
func (c *biffCipher) open(id uint16, b []byte, at int64) {
	switch id {
	case recBOF, recFilePass, recInterfaceHdr, recUserExclusive, recRevisionHead, recRevisionInfo:
		return
	case recBoundSheet: // the offset of the sheet is not encrypted
		skip := min(4, len(b))
		b, at = b[skip:], at+int64(skip)
	}
	for i := range b {
		at := at + int64(i)
		if at>>10 != c.block {
			c.turn(at >> 10)
		}
		b[i] ^= c.pad[at&1023]
	}
}

func (c *biffCipher) turn(block int64) {
	c.block = block
	clear(c.pad[:])
	if k, err := rc4.NewCipher(c.key(uint32(block))); err == nil {
		k.XORKeyStream(c.pad[:], c.pad[:])
	}
}
