package flows

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"flows/ledger"
	"flows/privacy"
	"flows/query"
	"flows/report"
)

// Explain says of one entry where it stands, what the publisher wrote, and which rules placed and
// classified it. what is an entry's id (3fa9…-1-118-6), its beginning, or file.csv:row.
func (p *Project) Explain(ctx context.Context, what string) (string, error) {
	a, err := p.ask(ctx, Query{})
	if err != nil {
		return "", err
	}
	flows, err := p.flowsNamed(what)
	if noEntry := (*noEntryError)(nil); errors.As(err, &noEntry) {
		return p.explainUnloaded(ctx, noEntry)
	}
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i, f := range flows {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := p.explainFlow(ctx, &b, a, f); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// flowsNamed finds the entries meant: one by its id, or those of one row of a file.
func (p *Project) flowsNamed(what string) ([]query.Flow, error) {
	if file, row, ok := strings.Cut(what, ":"); ok {
		if n, err := strconv.Atoi(row); err == nil {
			return p.flowsOfRow(file, int32(n))
		}
	}
	parts := strings.Split(what, "-")
	bad := fmt.Errorf("%q names no entry; expected an id such as 3fa9c17722e0b1aa-1-118-6 (see 'flows report flows') or file.csv:118", what)
	if len(parts) != 4 {
		return nil, bad
	}
	var n [3]int32
	for i, s := range parts[1:] {
		v, err := strconv.ParseInt(s, 10, 32)
		if err != nil {
			return nil, bad
		}
		n[i] = int32(v)
	}
	var found []query.Flow
	for _, s := range p.Ledger.Sources() {
		if strings.HasPrefix(s.ID, parts[0]) && len(parts[0]) >= 6 {
			found = append(found, query.Flow{Source: s.ID, Table: n[0], Row: n[1], Col: n[2]})
		}
	}
	switch len(found) {
	case 0:
		return nil, bad
	case 1:
		return found, nil
	}
	return nil, fmt.Errorf("%q begins the ids of %d sources; give more of it", parts[0], len(found))
}

// flowsOfRow finds the entries that stand on one record of a file.
func (p *Project) flowsOfRow(file string, row int32) ([]query.Flow, error) {
	var found []query.Flow
	for _, s := range p.Ledger.Sources() {
		path := p.Ledger.File("entries", s)
		if path == "" || len(s.Fixes) == 0 && !named(s, file) && !strings.HasSuffix(s.Path(), "/"+file) {
			continue
		}
		err := ledger.ReadTable(path, func(rows []ledger.Entry) error {
			for i := range rows {
				if rows[i].Row == row && (len(s.Fixes) == 0 || rows[i].File == file || named(s, file)) {
					found = append(found, query.Flow{Source: s.ID, Table: rows[i].Table, Row: row, Col: rows[i].Col})
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		return nil, &noEntryError{file, row}
	}
	return found, nil
}

// one asks a report about one entry.
func (p *Project) one(ctx context.Context, name string, f query.Flow) (*finisher, error) {
	result, err := p.run(ctx, name, query.Args{Flow: f})
	if err != nil {
		return nil, err
	}
	return newFinisher(p, spec{name: name}, &asked{}, result), nil
}

func (p *Project) explainFlow(ctx context.Context, b *strings.Builder, a *asked, flow query.Flow) error {
	id := ledger.FlowID(flow.Source, flow.Table, flow.Row, flow.Col)
	entry, err := p.one(ctx, "entry", flow)
	if err != nil {
		return err
	}
	if len(entry.result.Rows) == 0 {
		return fmt.Errorf("no entry %s in the ledger", id)
	}
	r := entry.recs()[0]
	table := p.tableOf(flow)
	fmt.Fprintf(b, "%s  %s\n", id, sterling(r.pence("amount")))
	where := r.text("file")
	if sheet := r.text("sheet"); sheet != "" {
		where += " · " + sheet
	}
	fmt.Fprintf(b, "  stands in   %s · %s%d (record %d)\n", where, columnLetters(flow.Col), flow.Row, flow.Row)
	if table != nil {
		fmt.Fprintf(b, "  read from   table %d, heading on record %d, source %s\n", flow.Table, table.HeaderRow, flow.Source)
	}
	if why := whyLoaded(table, flow.Col); why != "" {
		fmt.Fprintf(b, "  amount      %s\n", why)
	}
	if by := p.correction(flow, r.count("individual") == 1); by != "" {
		fmt.Fprintf(b, "  corrected   %s\n", by)
	}
	if c := p.explainCounted(flow.Source, table, r.text("counted")); c != "" {
		fmt.Fprintf(b, "  counted     %s\n", c)
	}
	explainPrivacy(b, r)
	b.WriteString("\nWhat the publisher wrote\n")
	published(b, r, table, flow.Col)
	pieces, err := p.one(ctx, "entry-pieces", flow)
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "\nWhat was concluded (attribution: %s)\n", a.attribution)
	if err := p.explainPayee(b, r); err != nil {
		return err
	}
	for _, piece := range pieces.recs() {
		p.explainPiece(b, piece)
	}
	return nil
}

// correction says who corrected the row of an entry, and what; "" where nobody did. What a cell said is not
// told where the payment is to an individual, unless it holds no letters.
func (p *Project) correction(flow query.Flow, individual bool) string {
	s := p.Ledger.Source(flow.Source)
	if s == nil {
		return ""
	}
	for i := range s.Fixes {
		if f := &s.Fixes[i]; f.As == flow.Table && f.Row == flow.Row {
			said := "by " + ledger.FixedBy{Source: s, Fix: f}.String()
			for _, c := range f.Cells {
				was := privacy.Text(c.Was)
				if individual && strings.ContainsFunc(was, isLetter) {
					was = privacy.Withheld
				}
				said += fmt.Sprintf("; %s was %q", columnLetters(c.Col), was)
			}
			return said
		}
	}
	return ""
}

// tableOf is the table in which an entry stands.
func (p *Project) tableOf(f query.Flow) *ledger.Table {
	s := p.Ledger.Source(f.Source)
	if s == nil {
		return nil
	}
	for i := range s.Tables {
		if s.Tables[i].N == f.Table {
			return &s.Tables[i]
		}
	}
	return nil
}

// publishedFields are the fields of an entry that are text as published, in the order of the ledger.
var publishedFields = []string{
	"payer", "payer_group", "payee", "payee_ref", "payee_postcode", "payee_kind", "programme", "scheme_ref", "title", "purpose",
	"expense_type", "expense_area", "description", "reference", "award_ref", "period", "currency", "record", "stage", "accounting_basis",
	"vat", "budget_type", "nature", "ring_fence", "route", "capital", "regrant", "place_stated", "place_stated_for", "function_stated",
}

// whyLoaded says why a column of a table is loaded, and in what unit it counts.
func whyLoaded(t *ledger.Table, col int32) string {
	if t == nil {
		return ""
	}
	for _, s := range t.Series {
		if s.Col == col && s.Why != "" {
			return fmt.Sprintf("%q: %s", flat(s.Name), flat(s.Why))
		}
	}
	return ""
}

// published lists the fields with the headings they stood under; the amount stands in column col, from 1.
func published(b *strings.Builder, r rec, t *ledger.Table, col int32) {
	line := func(field, value string) {
		if value == "" {
			return
		}
		from := ""
		only := int32(0)
		if field == "amount" { // a wide table has many; the entry is from one
			only = col
		}
		if h := headingsOf(t, field, only); h != "" {
			from = "  (" + h + ")"
		}
		fmt.Fprintf(b, "  %-16s %s%s\n", field, flat(value), from)
	}
	line("amount", sterling(r.pence("amount")))
	for _, name := range []string{"on_date", "start_date", "end_date"} {
		if d, ok := r.at(name).(ledger.Date); ok {
			line(strings.TrimPrefix(strings.TrimSuffix(name, "_date"), "on_"), d.String())
		}
	}
	line("year", ledger.Year(r.count("year")).String())
	for _, field := range publishedFields {
		line(field, r.text(field))
	}
	extraColumns(b, r.text("extra"), t)
}

// headingsOf are the headings of the columns that were read as a field, or of the one in column only, from 1.
func headingsOf(t *ledger.Table, field string, only int32) string {
	if t == nil {
		return ""
	}
	var list []string
	for i, f := range t.Fields {
		if f == field && i < len(t.Headings) && (only == 0 || only == int32(i+1)) {
			list = append(list, fmt.Sprintf("column %s %q", columnLetters(int32(i+1)), flat(t.Headings[i])))
		}
	}
	return strings.Join(list, ", ")
}

// extraColumns lists the columns that the ledger has no name for.
func extraColumns(b *strings.Builder, extra string, t *ledger.Table) {
	if extra == "" || t == nil {
		return
	}
	var headings []string
	for i, f := range t.Fields {
		if f == "" && i < len(t.Headings) {
			headings = append(headings, strings.TrimSpace(t.Headings[i]))
		}
	}
	for i, v := range strings.Split(extra, "\x1f") {
		heading := "extra"
		if i < len(headings) && headings[i] != "" {
			heading = headings[i]
		}
		if v != "" {
			fmt.Fprintf(b, "  %-16s %s\n", flat(heading), flat(v))
		}
	}
}

// explainPiece says of one part of an entry where it went, and why.
func (p *Project) explainPiece(b *strings.Builder, r rec) {
	fmt.Fprintf(b, "  %s\n", sterling(r.pence("amount")))
	fmt.Fprintf(b, "    payer     %s%s\n", flat(r.text("payer_name")), bracketed(r.text("payer_body_kind")))
	fmt.Fprintf(b, "    payee     %s%s\n", flat(r.text("payee_name")), bracketed(r.text("payee_body_kind")))
	place := "not placed"
	if c := r.text("place_code"); c != "" {
		place = c
		if area, ok := p.Registry().Area(c); ok {
			place = area.Official + " (" + c + ")"
		}
	}
	fmt.Fprintf(b, "    place     %s; %s\n", place, why(r, "place"))
	if moved := movedBy(r); moved != "" {
		fmt.Fprintf(b, "    moved     %s\n", shareWords(moved, r.count("at_hi")-r.count("at_lo")))
	}
	function := "not classified"
	if c := r.text("function_code"); c != "" {
		function = c + " " + functionName(c)
		if isCatchAll(c) {
			function += " (a catch-all: what is in it need not be alike)"
		}
	}
	fmt.Fprintf(b, "    function  %s; %s\n", function, why(r, "function"))
	used := strings.Trim(strings.ReplaceAll(r.text("used_for"), "|", " "), " ")
	if used == "" {
		used = "nothing: another stage of the same statement is used"
	}
	fmt.Fprintf(b, "    used for  %s\n", used)
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// why is the step, rule, evidence and confidence behind a share, and what the rule saw.
func why(r rec, of string) string {
	s := "step " + r.text(of+"_step")
	if rule := r.text(of + "_rule"); rule != "" {
		s += ", rule " + rule
	}
	if e := r.text(of + "_evidence"); e != "" {
		s += ", " + e
	}
	if c := r.count(of + "_confidence"); c > 0 {
		s += ", confidence " + report.Percent(report.Ratio{Num: c, Den: 1000})
	}
	if part := r.count(of+"_hi") - r.count(of+"_lo"); part != ledger.Whole {
		s += ", a share of " + report.Ratio{Num: part, Den: ledger.Whole}.Decimal(4)
	}
	if d := r.text(of + "_detail"); d != "" {
		s += " [" + d + "]"
	}
	return s
}

// flat is a text on one line: a cell can hold several.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// sterling is an amount in full, with separators.
func sterling(p ledger.Pence) string {
	s := p.String()
	whole, _ := strings.CutSuffix(s, s[len(s)-3:])
	n, _ := strconv.ParseInt(whole, 10, 64)
	sign := ""
	if p < 0 && n == 0 {
		sign = "-"
	}
	return sign + report.Pounds(ledger.Pence(n*100)) + s[len(s)-3:]
}

// columnLetters is a column as spreadsheets name it: 28 is AB.
func columnLetters(n int32) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
