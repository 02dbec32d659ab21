package privacy

import "strings"

// Withheld stands where a text is not shown.
const Withheld = "(withheld)"

// Text gives a text as it may be shown by itself, where nothing is known of what stands beside it: one
// that looks like a person's name, or that holds a person's numbers, is Withheld.
func Text(s string) string {
	if s == "" || Marks(s) == 0 && Name(s, "") < Named {
		return s
	}
	return Withheld
}

// bar divides the cells of a row as it is kept with a problem.
const bar = " | "

// Row gives a row of cells divided by " | " as it may be shown. about is what else tells what the row is for:
// the names of its file and sheet. Where a cell names a person and the row may be for a private person, the
// whole row is Withheld; so is each cell that holds a person's numbers.
func Row(raw string, about ...string) string {
	if raw == "" {
		return ""
	}
	cells := strings.Split(raw, bar)
	name := Firm
	for _, c := range cells {
		name = max(name, Name(c, ""))
	}
	if name > Words && Private(name, max(Purpose(cells, about), Unsaid)) || name >= Named && Purpose(cells, about) > Supplies {
		return Withheld
	}
	for i, c := range cells {
		if Marks(c) != 0 {
			cells[i] = Withheld
		}
	}
	return strings.Join(cells, bar)
}
