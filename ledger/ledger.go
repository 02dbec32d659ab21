// Package ledger holds the nouns of the project and the Parquet files they live in.
//
//	Entry    one flow as one publisher reported it; never changed
//	Share    what we concluded about a wording: which part of its pounds goes under which code
//	Problem  what we could not read, and what to do about it
//	Table    one table found in a file: its heading, the fate of each of its rows, its sums
//	Source   one file read: its content's hash, its tables, whether it counts
//
// A ledger is a folder of Parquet that any engine can read:
//
//	ledger/
//	  ledger.json                                 the format's version
//	  entries/source=<id>/<reading>.parquet       one partition per source
//	  wordings/source=<id>/<reading>.parquet      the distinct wordings that mapping judges
//	  problems/source=<id>/<reading>.parquet      only where there are any
//	  tables/source=<id>/<reading>.parquet
//	  shares/<dimension>.parquet                  mapping's conclusions
//	  shares/<dimension>.<n>.parquet              of wordings that came later
//	  ref/<name>.parquet                          areas, functions, populations …
//	  sources/<id>.json                           its rename is the commit
//
// The id is the hash of the file's content. The reading is the hash of what decided how it was
// read (recipe, options, reader version); the JSON names the live one.
package ledger

// Version is the ledger's format. A ledger of a newer version is refused, never guessed at.
const Version = 1
