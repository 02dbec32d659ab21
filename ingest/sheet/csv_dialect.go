package sheet

import (
	"bytes"
	"maps"
	"math/bits"
	"slices"
)

// dialect is how a delimited text is written, as far as its beginning tells.
type dialect struct {
	delim   byte
	bareCR  bool  // a CR without LF ends a line; otherwise it is text
	padded  bool  // a quote opens a cell also after blanks
	sep     int   // length of a first line "sep=;", 0 if there is none
	widths  []int // cells per record that the file itself vouches for, ascending; none if it vouches for nothing
	wrapped bool  // each line is one quoted cell that holds the line proper
	usual   int   // the width of at least two records in three, 0 if there is none
	quotes  quoteRule
}

// quoteRule says how a record over several lines is taken.
type quoteRule uint8

const (
	judged  quoteRule = iota // by the evidence
	trusted                  // as one record, if all its quotes are regular
	perLine                  // as a record on each line
)

// vouched tells whether the file has many records of n cells.
func (d *dialect) vouched(n int) bool {
	return slices.Contains(d.widths, n)
}

// candidates are the delimiters looked for, the likelier first. The last four are taken only if no
// other divides anything, or where they divide far better: prose and amounts between them have commas too.
const (
	usualDelims = ",;\t|"
	otherDelims = "^~\x1f\x01"
	plainWidth  = 4 // cells into which they must divide two lines in three, and more than twice the others' number
)

// sniffDialect works the dialect out of the beginning of a text in an ASCII-compatible charset,
// without byte order mark. complete says that the sample is the whole text.
func sniffDialect(sample []byte, complete bool, lim Limits) *dialect {
	d := &dialect{delim: ',', bareCR: loneCR(sample)}
	d.sep = sepLine(sample, d)
	if !complete {
		sample = wholeLines(sample, d.bareCR)
	}
	sample = sample[min(d.sep, len(sample)):]
	if len(sample) > maxSample {
		sample = wholeLines(sample[:maxSample], d.bareCR)
	}
	var best evidence
	switch bare, wrapped := unwrapped(sample, d.bareCR); {
	case d.sep > 0:
		best = weigh(sample, d.delim, d.bareCR, lim)
	case wrapped:
		d.delim, best = bestDelim(bare, d.bareCR, lim)
		if d.wrapped = best.usual >= wrappedWidth; d.wrapped {
			break
		}
		fallthrough
	default:
		d.delim, best = bestDelim(sample, d.bareCR, lim)
	}
	d.widths, d.usual, d.padded = best.widths, best.usual, best.padded
	return d
}

// bestDelim weighs the delimiters that occur in the sample. A comma needs no evidence; it is halved
// where nearly all commas stand between digits, as in 1,50;2,75.
func bestDelim(sample []byte, bareCR bool, lim Limits) (byte, evidence) {
	delim, best := byte(','), weigh(sample, ',', bareCR, lim)
	least := best.score
	if commasInNumbers(sample) {
		least /= 2
	}
	least = max(least, 0.02)
	for _, group := range []string{usualDelims[1:], otherDelims} {
		usual := best
		for _, c := range []byte(group) {
			if bytes.IndexByte(sample, c) < 0 {
				continue
			}
			e := weigh(sample, c, bareCR, lim)
			better := e.score > least
			if group == otherDelims && usual.score > 0 {
				better = e.usual >= plainWidth && e.usual > 2*usual.usual
			}
			if better {
				delim, best, least = c, e, e.score
			}
		}
	}
	if best.usual <= 2 && bytes.IndexByte(sample, ':') >= 0 {
		if e, ok := colons(sample, bareCR, lim); ok && (best.usual < 2 || e.agree > best.agree) {
			return ':', e
		}
	}
	return delim, best
}

// commasInNumbers tells whether nine commas in ten stand between digits.
func commasInNumbers(b []byte) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	all, inside := 0, 0
	for i, c := range b {
		if c != ',' {
			continue
		}
		if all++; i > 0 && i+1 < len(b) && digit(b[i-1]) && digit(b[i+1]) {
			inside++
		}
	}
	return inside*10 >= all*9
}

// maxSample is how much of a text its dialect is worked out from.
const maxSample = 64 << 10

// wholeLines cuts b after its last line end, if it has one.
func wholeLines(b []byte, bareCR bool) []byte {
	if n := cutAfterLine(b, bareCR); n > 0 {
		return b[:n]
	}
	return b
}

// cutAfterLine is the length of b up to its last line end that surely is one: a CR that is b's last
// byte might be followed by LF.
func cutAfterLine(b []byte, bareCR bool) int {
	n := bytes.LastIndexByte(b, '\n') + 1
	if bareCR && len(b) > 0 {
		if cr := bytes.LastIndexByte(b[:len(b)-1], '\r') + 1; cr > n && b[cr] != '\n' {
			n = cr
		}
	}
	return n
}

// loneCR tells whether a CR without LF ends lines here. It does in a text without LF, and in one where
// such lines are no rarity; a few among thousands of LF are breaks inside cells.
func loneCR(b []byte) bool {
	lone, lf := 0, bytes.Count(b, []byte{'\n'})
	for i := bytes.IndexByte(b, '\r'); i >= 0; {
		if i+1 < len(b) && b[i+1] != '\n' || i+1 == len(b) {
			lone++
		}
		next := bytes.IndexByte(b[i+1:], '\r')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return lf == 0 || lone*10 > lf
}

// sepLine is the length of a first line such as "sep=;" with its line end; it sets the delimiter.
func sepLine(b []byte, d *dialect) int {
	end := bytes.IndexAny(b[:min(len(b), 16)], "\r\n")
	line := b[:min(len(b), 16)]
	if end >= 0 {
		line = b[:end]
	} else if len(b) > 16 {
		return 0
	}
	word := bytes.Trim(line, "\" ")
	if len(word) != 5 || !mayDelimit(word[4]) || !bytes.EqualFold(word[:4], []byte("sep=")) {
		return 0
	}
	d.delim = word[4]
	switch {
	case end < 0:
		return len(b)
	case b[end] == '\r' && end+1 < len(b) && b[end+1] == '\n':
		return end + 2
	}
	return end + 1
}

// mayDelimit tells whether a byte can be a delimiter: no letter, digit or quote.
func mayDelimit(c byte) bool {
	return c < 0x80 && c != '"' && (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9')
}

// evidence is what a sample read in one way looks like.
type evidence struct {
	agree  float64 // from 0 to 1: how alike the widths of the records are
	score  float64 // likewise, the more for wide records and nothing for those of one cell
	broken bool    // a record covers several lines
	widths []int
	usual  int
	padded bool
}

// weigh reads the sample with one delimiter. If records run over line ends, it is read again line by
// line, and the reading under which records are more alike is kept: where a stray quote has swallowed
// lines, or where a cell's lines are no records, the difference is plain.
func weigh(sample []byte, delim byte, bareCR bool, lim Limits) evidence {
	d := &dialect{delim: delim, bareCR: bareCR, padded: paddedQuotes(sample, delim), quotes: trusted}
	best := tally(sample, d, lim)
	if best.broken {
		d.quotes = perLine
		if e := tally(sample, d, lim); e.agree > best.agree {
			best = e
		}
	}
	best.padded = d.padded
	return best
}

// tally counts the widths of the sample's records, each weighing as many lines as it covers.
func tally(sample []byte, d *dialect, lim Limits) (e evidence) {
	s := newScanner(d, lim)
	s.scan(sample, true)
	defer s.drop()
	lines, total := map[int]int{}, 0
	for _, b := range s.batches {
		for i, r := range b.Rows {
			next := s.line
			if i+1 < len(b.Rows) {
				next = b.Rows[i+1].Line
			}
			if n := int(next - r.Line); len(r.Cells) > 0 && n > 0 {
				lines[len(r.Cells)] += n
				total += n
				e.broken = e.broken || n > 1
			}
		}
	}
	for _, w := range slices.Sorted(maps.Keys(lines)) {
		n := lines[w]
		share := float64(n) / float64(total)
		e.agree += share * share
		if w > 1 {
			e.score += share * share * (1 - 1/float64(w))
		}
		if n >= 2 && n*100 >= total {
			e.widths = append(e.widths, w)
		}
		if n >= 2 && n*3 >= total*2 {
			e.usual = w
		}
	}
	regular := 1 - 0.5*min(1, float64(len(s.notes))/float64(total+1))
	e.agree *= regular
	e.score *= regular
	return e
}

// paddedQuotes tells whether a quote after a delimiter and blanks opens a cell, as in  1, "a, b", 2.
// It does if nearly all such quotes have a partner before the next delimiter or line end.
func paddedQuotes(b []byte, delim byte) bool {
	opened, closed := 0, 0
	for i := 0; i+2 < len(b); i++ {
		next := bytes.IndexByte(b[i:], delim)
		if next < 0 || i+next+2 >= len(b) {
			break
		}
		i += next
		k := i + 1
		for k < len(b) && b[k] == ' ' {
			k++
		}
		if k == i+1 || k >= len(b) || b[k] != '"' {
			continue
		}
		opened++
		end := bytes.IndexByte(b[k+1:], '"')
		if end < 0 {
			continue
		}
		after := k + 1 + end + 1
		for after < len(b) && b[after] == ' ' {
			after++
		}
		if after >= len(b) || b[after] == delim || b[after] == '\n' || b[after] == '\r' {
			closed++
			i = after - 1
		}
	}
	return opened > 0 && closed*10 >= opened*9
}

// Eight bytes at a time: each byte of a word is a lane.
const (
	ones8 = 0x0101010101010101
	low8  = 0x7F7F7F7F7F7F7F7F
	high8 = 0x8080808080808080
)

// zeroLanes marks the lanes of w that are zero by their high bits, exactly.
func zeroLanes(w uint64) uint64 { return ^((w&low8 + low8) | w | low8) }

// controlLanes marks the lanes of w below 0x10, line ends among them.
func controlLanes(w uint64) uint64 { return ^((w&low8 + 0x70*ones8) | w) & high8 }

// lane is the number of the lowest lane that is marked.
func lane(marks uint64) int { return bits.TrailingZeros64(marks) >> 3 }
