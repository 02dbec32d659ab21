package ingest

import (
	"flows/ingest/sheet"
	"flows/ingest/table"
	"flows/ledger"
)

// RowSink is a Sink that is told the fate of every physical row too: those of a table in order, after the
// batches and before the table they belong to.
type RowSink interface {
	Sink
	Row(RowFate)
}

// RowFate is what became of one physical row.
type RowFate struct {
	Table   int32
	Sheet   string
	Record  int32
	Fate    ledger.Fate
	Code    string       // of the first problem that stands on it; "" if there is none
	Why     string       // in words
	Text    string       // of rows that are neither loaded nor quarantined: the row as found, clipped
	Entries int64        // made of it
	Sum     ledger.Pence // of these
}

// Why rows that are no entries are none.
const (
	whyNothing = "nothing in it"
	whyAbove   = "above the heading"
	whyOutside = "outside any table"
	whyHeading = "the heading"
	whyRepeat  = "the heading again"
	whyNoFlows = "no table of flows is read here"
	whyNote    = "no amount or nought, and too little beside it for a payment"
	whyRecipe  = "the recipe says so"
	whySums    = "a figure of a table that is the sum of others"
	whyWords   = "its words say that it is a total"
	whyAdds    = "it is the sum of rows above it"
	whyTables  = "it is the only amount of its table, and the sum of a table above it"
	whyAlone   = "an amount alone in its row, at the end or over all that follow"
	whyWhole   = "a line of the whole, or one below it that breaks it down"
)

// rowText is how much of a row is kept in its fate.
const rowText = 160

// tracer tells a RowSink the fates of rows; the nil one tells nobody.
type tracer struct{ to RowSink }

func newTracer(s Sink) *tracer {
	if to, ok := s.(RowSink); ok {
		return &tracer{to}
	}
	return nil
}

// row tells the fate of a row in which one of the counts went up.
func (t *tracer) row(table int32, sheet string, r *sheet.Row, before, after *[ledger.Fates]int64, why [ledger.Fates]string) {
	if t == nil {
		return
	}
	if f, ok := wentUp(before, after); ok {
		t.to.Row(RowFate{Table: table, Sheet: sheet, Record: r.Record, Fate: f, Why: why[f], Text: clip(raw(r), rowText)})
	}
}

// wentUp is the fate that was counted.
func wentUp(before, after *[ledger.Fates]int64) (ledger.Fate, bool) {
	for f := range after {
		if after[f] > before[f] {
			return ledger.Fate(f), true
		}
	}
	return 0, false
}

// whys are the reasons in a table that is read.
func whys() [ledger.Fates]string {
	return [ledger.Fates]string{ledger.Total: whyWords, ledger.Heading: whyHeading, ledger.Note: whyNote, ledger.BlankRow: whyNothing, ledger.RepeatHeading: whyRepeat}
}

// aboveWhys are the reasons above a heading.
func aboveWhys() [ledger.Fates]string {
	return [ledger.Fates]string{ledger.Heading: whyHeading, ledger.Note: whyAbove, ledger.BlankRow: whyNothing}
}

// outsideWhys are the reasons where there is no heading, or none yet.
func outsideWhys() [ledger.Fates]string {
	return [ledger.Fates]string{ledger.Note: whyOutside, ledger.BlankRow: whyNothing}
}

// countingWhys are the reasons where nothing is read.
func (q *sequence) countingWhys() [ledger.Fates]string {
	refused := whyNoFlows
	if q.none != nil && q.none.Refusal != table.NotRefused {
		refused = q.none.None
	}
	return [ledger.Fates]string{ledger.Quarantined: refused, ledger.Total: whySums, ledger.Heading: whyHeading, ledger.Note: whyNoFlows, ledger.BlankRow: whyNothing}
}

// trace keeps the fate of a row of a part: decided, or that of the suspect which it has become.
func (c *classifier) trace(r *sheet.Row, before *[ledger.Fates]int64, suspects, picks int) {
	f := RowFate{Table: c.table, Sheet: c.same[ledger.ColSheet], Record: r.Record, Entries: int64(len(c.picks) - picks)}
	for _, p := range c.picks[picks:] {
		f.Sum += p.amount
	}
	fate, decided := wentUp(before, &c.fates)
	switch {
	case decided:
		f.Fate, f.Why = fate, whys()[fate]
	case len(c.suspects) > suspects:
		c.suspects[suspects].traced = len(c.traced)
	}
	if fate != ledger.Loaded && fate != ledger.Quarantined || !decided {
		f.Text = clip(raw(r), rowText)
	}
	c.traced = append(c.traced, f)
}

// settle gives the row of a suspect its fate.
func (p *part) settle(s *suspect, fate ledger.Fate) {
	if s.traced >= len(p.traced) {
		return // nobody wants to know
	}
	f := &p.traced[s.traced]
	if f.Fate = fate; fate == ledger.Loaded {
		f.Text = ""
		return
	}
	if f.Why = s.why; f.Why == "" {
		f.Why = whyAlone
	}
	f.Entries, f.Sum = 0, 0
}

// part tells the fates of the rows of a part, with the codes of their problems.
func (t *tracer) part(p *part) {
	if t == nil {
		return
	}
	codes := map[int32]string{}
	for i := range p.problems {
		if q := &p.problems[i]; codes[q.Row] == "" {
			codes[q.Row] = q.Code
		}
	}
	for i := range p.traced {
		f := &p.traced[i]
		if f.Code = codes[f.Record]; f.Fate == ledger.Quarantined && f.Why == "" {
			f.Why = "expected " + codeWords[f.Code][0]
		}
		t.to.Row(*f)
	}
}
