// Package flows shows what public money reaches a place, from whom, for what, with proof.
package flows
