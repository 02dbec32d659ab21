package mapping

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"flows/ledger"
)

// PurposeText is one text to classify on its own: a scheme's title, say, with what else is known of it.
type PurposeText struct {
	ID, Text, Department, Organisation, Aims string
}

// Verdict is what the ladder says of one text.
type Verdict struct {
	ID, Division, Group, Name string // blank where the ladder abstains
	Step, Rule                string
	Confidence                int    // thousandths, that the division is right
	Second                    string // the next best division, by the model; blank without it
	SecondConfidence          int
}

// ClassifyText classifies one text by the same ladder as purposes: the text stands as a programme,
// its aims as a purpose, the organisation as payer in the group of its department. With always, the
// model's best guess stands where the ladder abstains.
func (f *Functions) ClassifyText(t PurposeText, always bool) Verdict {
	s := f.scratch.Get().(*functionScratch)
	defer f.scratch.Put(s)
	w := t.wording()
	s.read(&w)
	c := f.conclude(s, 0)
	v := Verdict{ID: t.ID, Division: DivisionOf(c.code), Group: GroupOf(c.code), Name: f.cofog.Name(c.code),
		Step: c.step, Rule: c.rule, Confidence: c.confidence}
	if f.model != nil {
		f.second(&v, f.model.guess(s), always)
	}
	return v
}

// second adds the next best division by the model and, with always, its best where the ladder abstained.
func (f *Functions) second(v *Verdict, g [2]Guess, always bool) {
	if v.Division == "" && always {
		v.Division, v.Name, v.Step, v.Rule, v.Confidence = g[0].Code, f.cofog.Name(g[0].Code), StepModelled, f.model.Name, g[0].Confidence
	}
	if v.Division != "" && v.Step != StepModelled {
		v.Confidence = weighed(v.Confidence, v.Division, g)
	}
	for _, next := range g {
		if next.Code != v.Division {
			v.Second, v.SecondConfidence = next.Code, next.Confidence
			return
		}
	}
}

// weighed is the confidence in a rung's division after hearing the model on it: half way between
// the two, so that where both agree the verdict is surest.
func weighed(confidence int, division string, g [2]Guess) int {
	for _, guess := range g {
		if guess.Code == division {
			return (confidence + guess.Confidence) / 2
		}
	}
	return confidence / 2
}

// Suggest is the model's own two best divisions for a text, whatever the rungs above it say. It is
// zero without a model.
func (f *Functions) Suggest(t PurposeText) [2]Guess {
	if f.model == nil {
		return [2]Guess{}
	}
	s := f.scratch.Get().(*functionScratch)
	defer f.scratch.Put(s)
	w := t.wording()
	s.read(&w)
	return f.model.guess(s)
}

func (t *PurposeText) wording() ledger.PurposeWording {
	w := ledger.PurposeWording{Programme: t.Text, Purpose: t.Aims, Payer: t.Organisation, PayerGroup: t.Department}
	if w.Payer == "" {
		w.Payer = t.Department
	}
	return w
}

// verdictHeading is the heading of what ClassifyCSV writes.
var verdictHeading = []string{"id", "division", "group", "name", "step", "rule", "confidence", "second", "second_confidence"}

// ClassifyCSV reads csv with the columns id and text and, where present, department, organisation
// and aims, in any order, and writes one verdict per record in the same order. Confidences are
// written as fractions of three decimals. It fails on csv that cannot be read and on a record with
// more cells than headings, naming the line, and where a column is missing or stands twice.
func (f *Functions) ClassifyCSV(in io.Reader, out io.Writer, always bool) error {
	r := csv.NewReader(withoutMark(in))
	r.ReuseRecord = true
	r.FieldsPerRecord = -1
	columns, err := textColumns(r)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	if err := w.Write(verdictHeading); err != nil {
		return err
	}
	row := make([]string, len(verdictHeading))
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if err := columns.fits(rec); err != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("line %d: %w", line, err)
		}
		v := f.ClassifyText(columns.text(rec), always)
		row = append(row[:0], v.ID, v.Division, v.Group, v.Name, v.Step, v.Rule, thousandths(v.Confidence, v.Division), v.Second, thousandths(v.SecondConfidence, v.Second))
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// withoutMark is a text without the byte order mark that Excel puts before it: a quoted heading after the mark would
// not be read as quoted.
func withoutMark(in io.Reader) io.Reader {
	const mark = "\ufeff"
	b := bufio.NewReader(in)
	if head, _ := b.Peek(len(mark)); string(head) == mark {
		b.Discard(len(mark))
	}
	return b
}

// textFields says where in a record each part of a PurposeText stands, -1 where it does not, and how
// wide the heading is.
type textFields struct {
	at    [5]int
	width int
}

var textColumnNames = [5]string{"id", "text", "department", "organisation", "aims"}

func textColumns(r *csv.Reader) (textFields, error) {
	var c textFields
	head, err := r.Read()
	if err == io.EOF {
		return c, errors.New("no heading: want the columns id and text")
	}
	if err != nil {
		return c, err
	}
	c.width = len(head)
	for i, name := range textColumnNames {
		c.at[i] = -1
		for j, h := range head {
			if !strings.EqualFold(strings.TrimSpace(h), name) {
				continue
			}
			if c.at[i] >= 0 {
				return c, fmt.Errorf("column %q stands twice in the heading: leave one", name)
			}
			c.at[i] = j
		}
		if i < 2 && c.at[i] < 0 {
			return c, fmt.Errorf("no column %q among %q: want the columns id and text in UTF-8, cells parted by commas", name, shortened(strings.Join(head, ",")))
		}
	}
	return c, nil
}

// shortened is a text for a message, cut after so many letters.
func shortened(s string) string {
	const letters = 60
	if r := []rune(s); len(r) > letters {
		return string(r[:letters]) + "…"
	}
	return s
}

// fits is an error where cells stand beyond the heading: a text whose commas are not quoted would
// otherwise be cut at the first of them.
func (c *textFields) fits(rec []string) error {
	for i := c.width; i < len(rec); i++ {
		if rec[i] != "" {
			return fmt.Errorf("%d cells under %d headings (%q): put texts that hold commas in quotes", len(rec), c.width, shortened(rec[i]))
		}
	}
	return nil
}

func (c *textFields) text(rec []string) PurposeText {
	at := func(i int) string {
		if c.at[i] < 0 || c.at[i] >= len(rec) {
			return ""
		}
		return rec[c.at[i]]
	}
	return PurposeText{ID: at(0), Text: at(1), Department: at(2), Organisation: at(3), Aims: at(4)}
}

// thousandths writes a confidence, blank where there is nothing to be confident of.
func thousandths(n int, code string) string {
	if code == "" {
		return ""
	}
	return fmt.Sprintf("%d.%03d", n/1000, n%1000)
}
