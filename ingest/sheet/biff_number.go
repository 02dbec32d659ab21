package sheet

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
)

// appendFloat appends a number in the fewest digits that read back as the same number, as
// spreadsheets store them: plainly ("1234.5", "-0.07"), and with an exponent ("1.5E-9", "1E+20")
// only where it is very small or very large.
func appendFloat(out []byte, f float64) []byte {
	if f == math.Trunc(f) && math.Abs(f) < 1e15 {
		return strconv.AppendInt(out, int64(f), 10)
	}
	if a := math.Abs(f); a >= 1e-5 && a < 1e17 {
		return strconv.AppendFloat(out, f, 'f', -1, 64)
	}
	from := len(out)
	out = strconv.AppendFloat(out, f, 'E', -1, 64)
	// "1.5E-09" is stored as "1.5E-9".
	if e := bytes.LastIndexByte(out[from:], 'E') + from + 2; e < len(out)-1 && out[e] == '0' {
		out = append(out[:e], out[e+1:]...)
	}
	return out
}

// appendRK appends a number that a cell packs into 30 bits: a whole number or the upper half of a
// float, perhaps to be divided by a hundred.
func appendRK(out []byte, rk uint32) []byte {
	if rk&2 != 0 { // whole
		n := int64(int32(rk) >> 2)
		if rk&1 == 0 {
			return strconv.AppendInt(out, n, 10)
		}
		return appendHundredths(out, n)
	}
	f := math.Float64frombits(uint64(rk&^3) << 32)
	if rk&1 != 0 {
		f /= 100
	}
	return appendFloat(out, f)
}

// appendHundredths appends n/100 without going through a float.
func appendHundredths(out []byte, n int64) []byte {
	if n < 0 {
		out = append(out, '-')
		n = -n
	}
	out = strconv.AppendInt(out, n/100, 10)
	switch part := n % 100; {
	case part == 0:
	case part%10 == 0:
		out = append(out, '.', byte('0'+part/10))
	default:
		out = append(out, '.', byte('0'+part/10), byte('0'+part%10))
	}
	return out
}

func littleFloat(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// biffErrorText is the text of an error value by its number.
func biffErrorText(code byte) string {
	switch code {
	case 0x00:
		return "#NULL!"
	case 0x07:
		return "#DIV/0!"
	case 0x0F:
		return "#VALUE!"
	case 0x17:
		return "#REF!"
	case 0x1D:
		return "#NAME?"
	case 0x24:
		return "#NUM!"
	case 0x2A:
		return "#N/A"
	case 0x2B:
		return "#GETTING_DATA"
	}
	return "#ERR" + strconv.Itoa(int(code))
}
