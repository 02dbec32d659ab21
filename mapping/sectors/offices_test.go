package main

import (
	"fmt"
	"strings"
	"testing"
)

// Postcodes of three outcodes at one point are a delivery office's, and those whose neighbours lie elsewhere are left
// out; boxes of an outcode that is the office's own stay.
func TestLocated(t *testing.T) {
	var b strings.Builder
	b.WriteString("pcds,oslaua,oseast1m,osnrth1m\n")
	for i := range 26 {
		c := string(rune('A' + i))
		fmt.Fprintf(&b, "ZZ1 1A%s,CITY,%d,1\nZZ2 1A%s,CITY,%d,2\nZZ3 1A%s,TOWN,%d,3\n", c, i, c, i, c, i)
		fmt.Fprintf(&b, "ZZ1 1X%s,TOWN,9,9\nZZ2 9X%s,TOWN,9,9\nZZ3 9X%s,TOWN,9,9\n", c, c, c)
	}
	var out strings.Builder
	left, err := located(strings.NewReader(b.String()), &out)
	if err != nil || left != 52 {
		t.Fatalf("left out %d (%v), want the 52 of ZZ1 and ZZ2 at the office of ZZ3", left, err)
	}
	if !strings.Contains(out.String(), "ZZ3 9XB,TOWN") || strings.Contains(out.String(), "ZZ1 1XB") {
		t.Error("a box of the office's own outcode stays, one of another's does not")
	}
	plain := "pcds,oslaua\nZZ1 1AA,CITY\nZZ2 1AA,TOWN\n"
	out.Reset()
	if left, err = located(strings.NewReader(plain), &out); err != nil || left != 0 || out.String() != plain {
		t.Errorf("a directory without points: %d left out (%v), %q", left, err, out.String())
	}
}
