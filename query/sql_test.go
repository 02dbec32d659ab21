package query

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sqlFiles are all texts by their path.
func sqlFiles(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(texts, "sql", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var b []byte
			b, err = fs.ReadFile(texts, p)
			files[p] = string(b)
		}
		return err
	})
	if err != nil || len(files) < 30 {
		t.Fatalf("%d texts: %v", len(files), err)
	}
	return files
}

var (
	comment = regexp.MustCompile(`(?m)--.*$`)
	literal = regexp.MustCompile(`'[^']*'`)
)

// statement is a text without comments and without what stands in quotes.
func statement(text string) string {
	return strings.TrimSpace(literal.ReplaceAllString(comment.ReplaceAllString(text, ""), "''"))
}

// What one engine has and another has not, or does otherwise. Aggregates of fractions and averages are
// here because figures are integers.
var notCommon = []struct{ pattern, instead string }{
	{`::`, "CAST"},
	{`//`, "/ on integers"},
	{`;`, "one statement without a semicolon"},
	{`\bqualify\b`, "a subquery"},
	{`\b(group|order)\s+by\s+all\b`, "the columns"},
	{`\bilike\b`, "lower()"},
	{`\bas\s+(not\s+)?materialized\b`, "WITH … AS ("},
	{`\*\s*(exclude|except|replace)\b`, "the columns"},
	{`\b(u?hugeint|u(small|big|tiny)?int(eger)?|text|string|float|real|double)\b`, "bigint, varchar, DECIMAL(38,0)"},
	{`\b(listagg|string_agg|group_concat)\b`, "array_join(array_agg(…))"},
	{`\b(concat|greatest|least)\s*\(`, "|| or CASE: NULL differs"},
	{`\b(split_part|split|regexp_\w+|contains|instr|left|right|printf|format)\s*\(`, "strpos and substr"},
	{`\b(avg|median|quantile\w*|approx_\w+|mode|round|floor|ceil)\s*\(`, "integers, worked out by the caller"},
	{`\b(date_trunc|strftime|now|current_\w+|today|random|uuid|hash)\b`, "year(), month(); nothing that changes by itself"},
	{`\bdistinct\s+on\b`, "row_number()"},
	{`\b(any_value|first|last|arg_max|arg_min)\s*\(`, "min, max or row_number() with a full order: ties"},
	{`\b(read_parquet|unnest|struct_pack|list_\w+|map)\s*\(`, "an attached table"},
	{`[\[\]{}$]|->`, "plain SQL"},
	{`\blimit\s+\S+\s+offset\b`, "OFFSET m LIMIT n"},
	{`\b(pivot|unpivot|asof|positional|sample|tablesample)\b`, "plain joins; pivot in Go"},
	{`\bsum\(\s*(\w+\.)?(amount|absolute|confident|place_confident|whole_amount|placed_amount)\b`, "SUM(CAST(x AS DECIMAL(38,0)))"},
	{`/\s*[a-z(]`, "a divisor that is a number other than 0, or nullif"},
}

func TestTextsKeepToTheCommonPart(t *testing.T) {
	for name, text := range sqlFiles(t) {
		plain := strings.ToLower(statement(text))
		for _, n := range notCommon {
			if found := regexp.MustCompile(n.pattern).FindString(plain); found != "" && !summedBefore(plain, found) {
				t.Errorf("%s has %q, which engines do not share; use %s", name, found, n.instead)
			}
		}
	}
}

// summedBefore lets coverage add up what its own subquery summed as DECIMAL.
func summedBefore(plain, found string) bool {
	column := strings.TrimPrefix(found, "sum(")
	return strings.HasPrefix(found, "sum(") && strings.Contains(plain, "coalesce(h."+column)
}

func TestTheCommonPartIsGuarded(t *testing.T) {
	for _, bad := range []string{"SELECT x::int", "SELECT a // b", "select * exclude (a)", "SELECT string_agg(x)", "GROUP BY ALL",
		"SELECT avg(x)", "SELECT sum(amount)", "SELECT a / b", "SELECT [1]", "LIMIT 3 OFFSET 4", "SELECT 1;", "CAST(x AS HUGEINT)"} {
		plain := strings.ToLower(statement(bad))
		if !slices.ContainsFunc(notCommon, func(n struct{ pattern, instead string }) bool {
			return regexp.MustCompile(n.pattern).MatchString(plain)
		}) {
			t.Errorf("%s passes as common", bad)
		}
	}
}

func TestEveryReportIsInTheCatalogue(t *testing.T) {
	files := sqlFiles(t)
	for _, r := range Catalogue() {
		p := "sql/report/" + r.Name + ".sql"
		if files[p] == "" {
			t.Errorf("%s is in the catalogue and has no text", r.Name)
		}
		delete(files, p)
		if n := strings.Count(statement(r.SQL), "?"); n != len(r.Args) {
			t.Errorf("%s has %d placeholders and %d args", r.Name, n, len(r.Args))
		}
		for _, a := range r.Args {
			if !slices.ContainsFunc(parameters(), func(p arg) bool { return p.name == a }) {
				t.Errorf("%s has an unknown arg %s", r.Name, a)
			}
		}
		if r.Title == "" || len(r.Columns) == 0 {
			t.Errorf("%s has no title or no columns", r.Name)
		}
	}
	for p := range files {
		if strings.HasPrefix(p, "sql/report/") {
			t.Errorf("%s is not in the catalogue", p)
		}
	}
}

func TestEveryTextSaysWhatItIs(t *testing.T) {
	for p, text := range sqlFiles(t) {
		name := strings.TrimSuffix(path.Base(p), ".sql")
		if strings.HasPrefix(p, "sql/view/") {
			name = strings.TrimSuffix(strings.TrimLeft(name, "0123456789_"), ".cached")
			if !strings.Contains(text, "\nCREATE OR REPLACE VIEW "+name+" AS\n") {
				t.Errorf("%s does not create the view %s", p, name)
			}
		}
		if first, _, _ := strings.Cut(text, "\n"); !strings.HasPrefix(first, "-- "+name+": ") {
			t.Errorf("%s opens with %q, not with its name and what it is", p, first)
		}
		if !strings.HasPrefix(p, "sql/view/") {
			if _, err := header(name, text); err != nil {
				t.Errorf("%s: %v", p, err)
			}
		}
	}
}

// dependent are columns that others determine, so that no order needs them.
var dependent = []string{"kind", "from_kind", "to_kind", "top_spender", "row_kind", "payer", "record", "counted", "status"}

// Equal input gives equal rows in equal order: every column that names a row is in the order.
func TestEveryReportIsFullyOrdered(t *testing.T) {
	for _, r := range Catalogue() {
		plain := statement(r.SQL)
		at := strings.LastIndex(plain, "\nORDER BY ")
		if at < 0 || strings.Contains(plain[at:], ")\nSELECT") {
			t.Errorf("%s has no order", r.Name)
			continue
		}
		if strings.HasPrefix(r.Name, "entry") || r.Name == "flows" {
			for _, key := range []string{"place_lo", "function_lo"} {
				if r.Name != "entry" && !strings.Contains(plain[at:], key) {
					t.Errorf("%s is not ordered by %s", r.Name, key)
				}
			}
			continue
		}
		for i, c := range r.Columns {
			if c.Kind == Text && !slices.Contains(dependent, c.Name) && !orderedBy(plain[at:], c.Name, i+1) {
				t.Errorf("%s is not ordered by %s", r.Name, c.Name)
			}
		}
	}
}

// orderedBy says whether an ORDER BY names a column, or its number.
func orderedBy(order, column string, n int) bool {
	if column == "measure" {
		column = "place_in_list" // a number for each measure
	}
	return regexp.MustCompile(fmt.Sprintf(`(\b%s\b|[ ,]%s( DESC)?(,|$|\s))`, column, strconv.Itoa(n))).MatchString(order)
}

// readers are the texts that read entries as they were published: the view that numbers their stages, the one
// that withholds what names private persons, and the kinds of records and coverage, which ask for no text but the payer's.
var readers = []string{"sql/view/04_staged_entries.sql", "sql/view/08_shown_entries.sql", "sql/view/29_recorded.sql", "sql/report/coverage.sql"}

// Every other text reads what may be shown, so that no report can show more.
func TestOnlyOneTextReadsWhatWasPublished(t *testing.T) {
	entries := regexp.MustCompile(`(?i)\b(from|join)\s+(staged_)?entries\b`)
	for p, text := range sqlFiles(t) {
		if entries.MatchString(statement(text)) != slices.Contains(readers, p) {
			t.Errorf("%s reads entries, or no longer does; read shown_entries or counted_entries, or say in readers why", p)
		}
		if (p == "sql/report/coverage.sql" || p == "sql/view/29_recorded.sql") && regexp.MustCompile(`\be\.(payee|description|reference|title|purpose|extra|payee_ref)\b`).MatchString(statement(text)) {
			t.Errorf("%s asks entries for texts that may name persons", p)
		}
	}
}
