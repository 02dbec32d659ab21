package sheet

import (
	"fmt"
	"strings"
	"testing"
)

// A colon divides cells only where that is certain; times, addresses and prose never make it a delimiter.
func TestWhereAColonDivides(t *testing.T) {
	for _, x := range []struct {
		name, head, line string // the line with its number
		delim            byte
	}{
		{"nothing else divides", "Date:Supplier:Description:Amount", "0%d/04/2024:Acme %[1]d:Paper:%[1]d00.50", ':'},
		{"names with commas", "Date:Supplier:Description:Amount", "0%d/04/2024:Acme, Ltd:Paper %[1]d:%[1]d00.50", ':'},
		{"amounts of few digits", "Date:Supplier:Description:Amount", "0%d/04/2024:Acme:Paper %[1]d:12.50", ':'},
		{"a time among the cells", "Date:Supplier:Time:Amount", "0%d/04/2024:Acme %[1]d:12:30:%[1]d00.50", ','},
		{"times in a list with commas", "Date,Supplier,Time,Amount", "0%d/04/2024,Acme,12:30:10,%[1]d00.50", ','},
		{"times and nothing else", "Stamp", "2024-04-0%dT12:30:10", ','},
		{"addresses", "Link,Amount", "a:b:c:https://example.org/%d,5", ','},
		{"two columns, one with colons in each line", "What,Amount", "Unit: team: cost: paper,%d00", ','},
		{"semicolons", "Date;Supplier;What;Amount", "0%d/04/2024;Acme: a: b: c: d: e;Paper;5", ';'},
		{"two cells", "Name:Amount", "Acme %d:100", ','},
	} {
		var b strings.Builder
		b.WriteString(x.head + "\n")
		for i := range 9 {
			line := x.line
			if strings.Contains(line, "%") {
				line = fmt.Sprintf(line, i+1)
			}
			b.WriteString(line + "\n")
		}
		if got := sniffDialect([]byte(b.String()), true, DefaultLimits()).delim; got != x.delim {
			t.Errorf("%s: delimiter %q, want %q", x.name, got, x.delim)
		}
	}
}
