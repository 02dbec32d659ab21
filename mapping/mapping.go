// Package mapping turns wordings into conclusions: which place a payee's money reached, which
// organisation a payer or payee is, which function a purpose serves.
//
//	wording ─▶ evidence read from it ─▶ the best rung of a stated ladder ─▶ shares, with their reasons
//
// It judges one distinct wording at a time and never loops over a ledger. Every conclusion is a
// ledger.Share that names the rule that decided; what is not concluded is a share too, under the
// code "". Matching is deterministic: the same wording and the same reference tables give the same
// shares on any machine. Likeness of spelling only proposes (see Registry.Candidates).
//
// # Places
//
// Reference returns the Registry: UK areas and public bodies with their names, codes, members,
// successors, populations and outcodes, from the tables in mapping/reference. Registry.Place walks
// the ladder of REPORTS for one wording, in each of the three attributions; Registry.Body tells
// which organisation a name is. MatchNames and Cluster do the same for lists of names.
//
// # Shares
//
// The shares of one wording in one dimension tile [0, ledger.Whole), ordered by code, the
// remainder (code "") last. Fractions are billionths throughout, of type int32; nothing is a float.
package mapping
