package workspace

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"flows/ledger"

	"github.com/goccy/go-yaml/ast"
)

// Framework is one file outcomes/NAME.yaml: outcomes that somebody wants reached, such as a council's plan.
type Framework struct {
	Name       string // of the file, without .yaml: what --framework takes
	Title      string
	Source     string // who stated the outcomes, and where
	Date       ledger.Date
	Outcomes   []Outcome
	Programmes []Programme
	Chains     []Chain
}

// Outcome is one outcome of a framework.
type Outcome struct {
	Line      int
	ID, Name  string
	ShortTerm []string // what should be seen first
	Rules     []OutcomeRule
}

// OutcomeRule says by a pattern of words, or by other conditions, which purposes serve its outcome.
type OutcomeRule struct {
	Line                                       int
	Wording, Scope, Payer, PayeeKind, Function string
	Serves                                     string // directly | in part | no
	Reason                                     string
}

// Programme is a person's decision on a programme: it is in or out.
type Programme struct {
	Line      int
	Programme string // a pattern, as rules for wordings are written
	Outcome   string // its id; "" where the programme is out of all
	In        bool
	Serves    string // directly | in part, of one that is in
	Reason    string
	Who       string
	When      ledger.Date
}

// Chain is how a programme is held to lead to an outcome.
type Chain struct {
	Line                        int
	Programme                   string // a pattern
	Name                        string // how reports print the programme
	Activity, Output, ShortTerm string
	Outcome                     string // id of the long-term outcome
	Evidence                    string // what is known of whether it works, and from where
}

// Where names a line of the file, as rules and messages do: outcomes/plan.yaml:14.
func (f *Framework) Where(line int) string { return fmt.Sprintf("outcomes/%s.yaml:%d", f.Name, line) }

// folderOf reads every NAME.yaml of a folder of the workspace, in the order of their names. It gives the
// digest of all of them, and the mistakes.
func folderOf(dir, folder string, read func(p *page, name string, top []*ast.MappingValueNode)) (digest string, problems []error, err error) {
	entries, err := os.ReadDir(filepath.Join(dir, folder))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return "", nil, err
	}
	hash := sha256.New()
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		p := &page{file: path.Join(folder, e.Name())}
		name, isYAML := strings.CutSuffix(e.Name(), ".yaml")
		if !isYAML || !fileName().MatchString(name) {
			p.fail(0, "the file is not read", "a name of small letters, digits and hyphens that ends in .yaml", "")
			problems = append(problems, p.problems...)
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, folder, e.Name()))
		if err != nil {
			return "", nil, err
		}
		fmt.Fprintf(hash, "%s %d\n", e.Name(), len(text))
		hash.Write(text)
		top, err := topMapping(p.file, "lines such as \"name: …\"", text)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		read(p, name, top)
		problems = append(problems, p.problems...)
	}
	return hex.EncodeToString(hash.Sum(nil)), problems, nil
}

var fileName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`) })

// readFramework reads one file of outcomes/.
func (w *Workspace) readFramework(p *page, name string, top []*ast.MappingValueNode) {
	f := Framework{Name: name, Date: ledger.NoDate}
	p.pairs(top, 1, "the framework", []key{
		must(p.into("name", &f.Title)), must(p.into("source", &f.Source)), must(p.day("date", &f.Date)),
		{"outcomes", true, p.each(func(n ast.Node) { p.outcome(&f, n) })},
		{"programmes", false, p.each(func(n ast.Node) { p.programme(&f, n) })},
		{"chains", false, p.each(func(n ast.Node) { p.chain(&f, n) })},
	})
	p.known(&f)
	w.Frameworks = append(w.Frameworks, f)
}

func (p *page) outcome(f *Framework, n ast.Node) {
	o := Outcome{Line: lineOf(n)}
	p.object(n, "the outcome", []key{
		must(p.into("id", &o.ID)), must(p.into("name", &o.Name)), p.lines("short_term", &o.ShortTerm),
		{"rules", false, p.each(func(n ast.Node) { o.Rules = append(o.Rules, p.rule(n)) })},
	})
	if slices.ContainsFunc(f.Outcomes, func(other Outcome) bool { return other.ID == o.ID }) {
		p.fail(o.Line, fmt.Sprintf("outcome %q stands twice", o.ID), "each id once", "")
		return
	}
	f.Outcomes = append(f.Outcomes, o)
}

// rule reads one rule; without serves it is directly.
func (p *page) rule(n ast.Node) OutcomeRule {
	r := OutcomeRule{Line: lineOf(n), Serves: "directly"}
	p.object(n, "the rule", []key{
		p.into("wording", &r.Wording), p.into("scope", &r.Scope), p.into("payer", &r.Payer), p.into("payee_kind", &r.PayeeKind),
		p.into("function", &r.Function), p.oneOf("serves", &r.Serves, []string{"directly", "in part", "no"}), must(p.into("reason", &r.Reason)),
	})
	if r.Wording == "" && r.Payer == "" && r.PayeeKind == "" && r.Function == "" {
		p.fail(r.Line, "the rule has no condition", "wording, function, payer or payee_kind", "")
	}
	return r
}

func (p *page) programme(f *Framework, n ast.Node) {
	d := Programme{Line: lineOf(n), When: ledger.NoDate}
	in := ""
	p.object(n, "the programme", []key{
		must(p.into("programme", &d.Programme)), p.into("outcome", &d.Outcome), must(p.oneOf("included", &in, []string{"yes", "no"})),
		p.oneOf("serves", &d.Serves, []string{"directly", "in part"}), must(p.into("reason", &d.Reason)),
		must(p.into("decided_by", &d.Who)), must(p.day("decided_on", &d.When)),
	})
	d.In = in == "yes"
	switch {
	case d.In && d.Outcome == "":
		p.fail(d.Line, "the programme is in and no outcome is named", "a line \"outcome: …\" with the id of one", "")
	case in == "no" && d.Serves != "":
		p.fail(d.Line, "the programme is out and serves "+d.Serves, "no line \"serves\"", "")
	case d.In && d.Serves == "":
		d.Serves = "directly"
	}
	f.Programmes = append(f.Programmes, d)
}

func (p *page) chain(f *Framework, n ast.Node) {
	c := Chain{Line: lineOf(n)}
	p.object(n, "the chain", []key{
		must(p.into("programme", &c.Programme)), p.into("name", &c.Name), must(p.joined("activity", &c.Activity)),
		must(p.joined("output", &c.Output)), must(p.joined("short_term_outcome", &c.ShortTerm)),
		must(p.into("long_term_outcome", &c.Outcome)), p.joined("evidence", &c.Evidence),
	})
	if c.Name == "" {
		c.Name = strings.TrimLeft(c.Programme, "=^")
	}
	f.Chains = append(f.Chains, c)
}

// known checks that what programmes and chains name is there.
func (p *page) known(f *Framework) {
	var ids []string
	short := map[string][]string{}
	for _, o := range f.Outcomes {
		ids = append(ids, o.ID)
		short[o.ID] = o.ShortTerm
	}
	outcome := func(line int, id string) bool {
		if id == "" || slices.Contains(ids, id) {
			return true
		}
		p.fail(line, fmt.Sprintf("there is no outcome %q here", id), "one of "+strings.Join(ids, ", "), nearest(id, ids))
		return false
	}
	for _, d := range f.Programmes {
		outcome(d.Line, d.Outcome)
	}
	for _, c := range f.Chains {
		if !outcome(c.Line, c.Outcome) {
			continue
		}
		for step := range strings.SplitSeq(c.ShortTerm, "; ") {
			if list := short[c.Outcome]; len(list) > 0 && c.ShortTerm != "" && !slices.Contains(list, c.ShortTerm) && !slices.Contains(list, step) {
				p.fail(c.Line, fmt.Sprintf("short_term_outcome %q is none of outcome %s", step, c.Outcome), "one of its short_term: "+strings.Join(list, " | "), nearest(step, list))
			}
		}
	}
}
