package sheet

import "bytes"

// Some programs write a csv into one column of another: each line is one quoted cell.
//
//	"Leeds,""Children, Schools"",12.50"
//
// Such lines are unwrapped before they are scanned. A list of names or addresses in one column can look
// alike, so the lines in it must have many cells, and most of them equally many.

// wrappedWidth is the least number of cells that wrapped lines must have.
const wrappedWidth = 5

// unwrapped is the sample without the quotes around its lines, and whether nine lines in ten have them.
func unwrapped(sample []byte, bareCR bool) (bare []byte, wrapped bool) {
	if !bytes.HasPrefix(bytes.TrimLeft(sample, "\r\n"), []byte{'"'}) {
		return nil, false
	}
	lines, with := 0, 0
	bare = unwrapLines(sample, bareCR, func(had bool) {
		lines++
		if had {
			with++
		}
	})
	return bare, lines >= 2 && with*10 >= lines*9
}

// unwrapLines takes the quotes off the lines that are wrapped. count is told of each line that is not
// blank, or is nil.
func unwrapLines(text []byte, bareCR bool, count func(wrapped bool)) []byte {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			end = len(text)
		}
		if bareCR {
			if cr := bytes.IndexByte(text[:end], '\r'); cr >= 0 {
				end = cr
			}
		}
		line := bytes.TrimRight(text[:end], "\r")
		inside, ok := unwrapLine(line)
		if len(line) > 0 && count != nil {
			count(ok)
		}
		if ok {
			out = appendUndoubled(out, inside)
		} else {
			out = append(out, line...)
		}
		next := min(end+1, len(text))
		out = append(out, text[len(line):next]...)
		text = text[next:]
	}
	return out
}

// unwrapLine is what is inside a wrapped line; all quotes in it are doubled.
func unwrapLine(line []byte) (inside []byte, ok bool) {
	if len(line) < 2 || line[0] != '"' || line[len(line)-1] != '"' {
		return nil, false
	}
	inside = line[1 : len(line)-1]
	for i := 0; i < len(inside); i++ {
		if inside[i] != '"' {
			continue
		}
		if i++; i == len(inside) || inside[i] != '"' {
			return nil, false
		}
	}
	return inside, true
}
