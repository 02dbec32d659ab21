package sheet

import "bytes"

// colons weighs the colon, which stands in times, addresses and prose far more often than between cells. It
// divides a text into four cells or more in nine lines of ten, where nothing else divides it, or into two cells and
// less evenly, as commas in names do, and where no colon stands in a time or an address of the web: else it is not
// certain, and no delimiter.
func colons(sample []byte, bareCR bool, lim Limits) (evidence, bool) {
	for i := bytes.IndexByte(sample, ':'); i >= 0; {
		if inAddress(sample, i) || inTime(sample, i) {
			return evidence{}, false
		}
		next := bytes.IndexByte(sample[i+1:], ':')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	e := weigh(sample, ':', bareCR, lim)
	return e, e.usual >= plainWidth && e.agree >= 0.8
}

// inAddress says whether the colon at i is that of an address: "https://".
func inAddress(b []byte, i int) bool { return bytes.HasPrefix(b[i+1:], []byte("//")) }

// inTime says whether the colon at i stands between the hours and minutes of a time of day, or its minutes and
// seconds: at most two digits before it and two behind, of numbers no longer than that.
func inTime(b []byte, i int) bool {
	digit := func(k int) bool { return k >= 0 && k < len(b) && b[k] >= '0' && b[k] <= '9' }
	before := digit(i-1) && !digit(i-2) || digit(i-1) && digit(i-2) && !digit(i-3)
	whole := before && (i < 3 || b[i-2] != '.' && b[i-3] != '.') // 12.50:10 is an amount
	return whole && digit(i+1) && digit(i+2) && !digit(i+3) && (i+3 >= len(b) || b[i+3] != '.')
}
