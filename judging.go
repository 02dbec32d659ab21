package flows

import (
	"context"
	"errors"

	"flows/ledger"
	"flows/mapping"
	"flows/query"
)

// judging judges the wordings of some sources that have no shares yet, and writes the shares into a part.
type judging struct {
	p        *Project
	parts    []int // that hold already; the first is always there
	part     int   // that is written
	later    bool  // shares of other sources' wordings hold
	files    map[string]*ledger.RowsWriter[ledger.Share]
	sorted   map[string][]ledger.Share
	seen     map[string]map[int64]struct{} // keys of each kind that need no judging any more
	payees   []ledger.PayeeWording
	judges   judges
	concerns bool // something was judged
}

// payeeNames is the file of the names by which payees are gathered to organisations: all of them are, again,
// whenever one is new.
const payeeNames = "payee-names"

// shareFile is the file of a share.
func shareFile(s *ledger.Share) string {
	switch s.Dimension {
	case string(mapping.ClassControl), string(mapping.ClassNature), string(mapping.ClassPrevention):
		return classShares
	}
	return s.Dimension
}

// judgedFiles are the files that wordings are judged into.
var judgedFiles = [...]string{ledger.DimPlaceRecipient, ledger.DimPlaceIn, ledger.DimPlaceFor, ledger.DimFunction, classShares, ledger.DimPayer,
	query.DimDepartment, ledger.DimPrivacyPayee, ledger.DimPrivacyPurpose, ledger.DimPrivacyText}

// beginJudging begins the first part or, where what is there holds, a further one.
func (p *Project) beginJudging(parts []int, later bool) (*judging, error) {
	j := &judging{p: p, parts: parts, later: later, files: map[string]*ledger.RowsWriter[ledger.Share]{}, sorted: map[string][]ledger.Share{},
		seen: map[string]map[int64]struct{}{ledger.KindPayer: {}, ledger.KindPlace: {}, ledger.KindPurpose: {}}}
	if later {
		for _, n := range parts {
			j.part = max(j.part, n)
		}
		j.part++
		if err := j.readSeen(); err != nil {
			return nil, err
		}
		return j, j.joinParts()
	}
	for _, name := range judgedFiles {
		if _, err := j.file(name); err != nil {
			j.abort()
			return nil, err
		}
	}
	return j, nil
}

// manyParts is how many further parts are kept beside each other before they are written as one: an engine
// opens each in every report.
const manyParts = 8

// joinParts writes many further parts into the one that is written.
func (j *judging) joinParts() (err error) {
	if len(j.parts) < manyParts {
		return nil
	}
	for _, n := range j.parts {
		for _, name := range judgedFiles {
			path := j.p.Ledger.SharesOf(name, n)
			if path == "" {
				continue
			}
			err = errors.Join(err, ledger.ReadTable(path, func(rows []ledger.Share) error {
				for i := range rows {
					rows[i] = rows[i].Clone()
				}
				return j.take(rows)
			}))
		}
	}
	if err == nil {
		j.payees, err = j.payeesOf(j.parts)
	}
	if err != nil {
		j.abort()
		return err
	}
	j.parts = nil
	return nil
}

// readSeen reads which wordings have shares.
func (j *judging) readSeen() error {
	for kind, name := range map[string]string{ledger.KindPayer: ledger.DimPayer, ledger.KindPlace: payeeNames, ledger.KindPurpose: ledger.DimFunction} {
		seen := j.seen[kind]
		for _, path := range j.p.Ledger.Shares(name) {
			err := ledger.ReadColumns(path, []string{"key"}, nil, func(c ledger.Columns) error {
				for _, key := range c.Numbers[0] {
					seen[key] = struct{}{}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// file is the writer of a file in the part that is written.
func (j *judging) file(name string) (w *ledger.RowsWriter[ledger.Share], err error) {
	if w = j.files[name]; w == nil {
		if w, err = ledger.BeginTable[ledger.Share](j.p.Ledger, "shares", ledger.SharePart(name, j.part)); err == nil {
			j.files[name] = w
		}
	}
	return w, err
}

// judge judges the wordings of sources, each once.
func (j *judging) judge(ctx context.Context, open []*ledger.Source) (err error) {
	if j.judges, err = j.p.judges(); err != nil {
		return err
	}
	fresh := func(give func([]ledger.Wording) error) error { return j.fresh(ctx, open, give) }
	return inOrder(ctx, fresh, j.judges.of, func(v verdict) error {
		j.payees = append(j.payees, v.payees...)
		return j.take(v.shares)
	})
}

// fresh gives the wordings of sources that have no shares yet, some at a time.
func (j *judging) fresh(ctx context.Context, open []*ledger.Source, give func([]ledger.Wording) error) error {
	files := func(give func(string) error) error {
		for _, s := range open {
			if path := j.p.Ledger.File("wordings", s); path != "" {
				if err := give(path); err != nil {
					return err
				}
			}
		}
		return nil
	}
	read := func(path string) ([]ledger.Wording, error) { return ledger.ReadWordings(nil, path) }
	var some []ledger.Wording
	err := inOrder(ctx, files, read, func(list []ledger.Wording) error {
		for i := range list {
			w := &list[i]
			seen := j.seen[w.Kind]
			if _, ok := seen[w.Key]; ok || seen == nil {
				continue
			}
			seen[w.Key] = struct{}{}
			if some = append(some, *w); len(some) == judgeStep {
				if err := give(some); err != nil {
					return err
				}
				some = nil
			}
		}
		return nil
	})
	if err != nil || len(some) == 0 {
		return err
	}
	return give(some)
}

// take writes some shares.
func (j *judging) take(list []ledger.Share) error {
	for i := range list {
		name := shareFile(&list[i])
		j.sorted[name] = append(j.sorted[name], list[i])
	}
	for name, part := range j.sorted {
		if len(part) == 0 {
			continue
		}
		w, err := j.file(name)
		if err != nil {
			return err
		}
		if err := w.Write(part); err != nil {
			return err
		}
		j.concerns = true
		clear(part)
		j.sorted[name] = part[:0]
	}
	return nil
}

// close puts the files in their places and gives the parts that there are now.
func (j *judging) close() ([]int, error) {
	for _, w := range j.files {
		if err := w.Close(); err != nil {
			return nil, err
		}
	}
	j.judges, j.seen = judges{}, nil // they hold more than what comes next
	if err := j.gatherPayees(); err != nil {
		return nil, err
	}
	if j.later && j.concerns {
		return append(j.parts, j.part), nil
	}
	return j.parts, nil
}

// gatherPayees says which organisation each payee is. That depends on the names of all.
func (j *judging) gatherPayees() error {
	if len(j.payees) == 0 && j.later {
		return nil
	}
	l := j.p.Ledger
	if err := ledger.WriteTable(l, "shares", ledger.SharePart(payeeNames, j.part), j.payees); err != nil {
		return err
	}
	var all []ledger.PayeeWording
	if j.later {
		var err error
		if all, err = j.payeesOf(append([]int{0}, j.parts...)); err != nil {
			return err
		}
	}
	return ledger.WriteTable(l, "shares", ledger.DimPayee, j.p.Registry().PayeeShares(append(all, j.payees...)))
}

// payeesOf are the payees of some parts.
func (j *judging) payeesOf(parts []int) (list []ledger.PayeeWording, err error) {
	for _, n := range parts {
		path := j.p.Ledger.SharesOf(payeeNames, n)
		if path == "" {
			continue
		}
		texts := []string{"payee", "payee_kind", "words", "body_id", "body", "body_kind", "rule"}
		err := ledger.ReadColumns(path, []string{"key"}, texts, func(c ledger.Columns) error {
			for i, key := range c.Numbers[0] {
				t := func(k int) string { return c.Texts[k][i] }
				list = append(list, ledger.PayeeWording{Key: key, Payee: t(0), PayeeKind: t(1),
					PayeeName: ledger.PayeeName{Words: t(2), BodyID: t(3), Body: t(4), Kind: t(5), Rule: t(6)}})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// abort removes what was begun and not closed.
func (j *judging) abort() {
	for _, w := range j.files {
		w.Abort()
	}
}
