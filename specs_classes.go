package flows

import (
	"fmt"
	"strings"

	"flows/ledger"
	"flows/mapping"
	"flows/report"
)

// The classes cut money by rules that are assumptions. Every report of them says so, and how many of the
// rules are the workspace's own.
func (f *finisher) noteClass(class mapping.Class) {
	own := 0
	for _, r := range f.p.Workspace.ClassRules {
		if r.Class == string(class) {
			own++
		}
	}
	note := "The rules behind these rows are assumptions, not facts that publishers state ('flows classes' lists them with their reasons). "
	if own == 0 {
		note += "They are all the program's; rows in classes.csv overrule them."
	} else {
		note += fmt.Sprintf("%d of them %s this workspace's own (classes.csv).", own, map[bool]string{true: "is", false: "are"}[own == 1])
	}
	f.notes = append(f.notes, note, "What no rule tells is unknown, a row of its own.")
}

func controlSpec() spec {
	return spec{
		name:    "control",
		columns: []report.Column{text("control_class"), money("amount"), frac("share"), noted(count("organisations"), notAdded)},
		rows: func(f *finisher) {
			for _, r := range f.recs() {
				amount := r.pence("amount")
				f.add(r, report.Level(r.kind()), r.text("control_class"), amount, share(amount, f.whole()), r.count("organisations"))
			}
			f.notes = append(f.notes, "Local discretion: a council decides. Local delivery of national rules: a council, police or fire body delivers what "+
				"national rules require. National body delivered locally: a department, the NHS or an agency spends. Entitlement: paid by right.")
			f.noteClass(mapping.ClassControl)
		},
	}
}

func natureSpec() spec {
	return spec{
		name:    "nature",
		columns: []report.Column{text("nature"), money("amount"), frac("share")},
		rows: func(f *finisher) {
			for _, r := range f.recs() {
				amount := r.pence("amount")
				f.add(r, report.Level(r.kind()), r.text("nature_class"), amount, share(amount, f.whole()))
			}
			f.notes = append(f.notes, "What the publisher says of the nature of its money, or that it is capital, goes before any rule.")
			f.noteClass(mapping.ClassNature)
		},
	}
}

func preventionSpec() spec {
	return spec{
		name: "prevention",
		columns: []report.Column{text("theme"), money("preventive"), money("reactive"), money("transfers"), money("administration"), money("unknown"),
			noted(frac("share_preventive"), "of all of the row, what is unknown included")},
		rows: func(f *finisher) {
			for _, r := range f.recs() {
				preventive := r.pence("preventive")
				f.add(r, report.Level(r.kind()), groupName(r, r.text("division")), preventive, r.pence("reactive"), r.pence("transferred"),
					r.pence("administration"), r.pence("not_told"), share(preventive, r.pence("amount")))
			}
			f.notes = append(f.notes, "A theme is a division of COFOG; the five amounts of a row add up to what the division gets in report functions.")
			f.noteClass(mapping.ClassPrevention)
		},
	}
}

// sayControl is the sentence, and how much of the money it cannot speak of.
func sayControl(f *finisher) []string {
	var local, unknown, inside ledger.Pence
	for _, r := range f.recs("body", "residual") {
		amount := r.pence("amount")
		switch {
		case r.text("residual") == "":
			inside += amount
			if r.text("control_class") == localDiscretion {
				local += amount
			}
		case r.text("residual") == notTold:
			inside, unknown = inside+amount, unknown+amount
		}
	}
	names := make([]string, len(f.a.places))
	for i, p := range f.a.places {
		names[i] = p.Name
	}
	place := strings.Join(names, ", ")
	if place == "" {
		place = "All places"
	}
	line := report.SayControl(place, report.Ratio{Num: int64(local), Den: int64(inside)})
	if line == "" || inside < 0 {
		return nil
	}
	lines := []string{line}
	if unknown != 0 {
		lines = append(lines, fmt.Sprintf("Of %s of it no rule tells who controls it; the share counts that as not controlled by councils.",
			report.Percent(report.Ratio{Num: int64(unknown), Den: int64(inside)})))
	}
	if n := f.notLoaded(); n > 0 {
		lines = append(lines, report.SayNotLoaded(n))
	}
	return lines
}

// notLoaded counts the bodies known to serve the places, of which nothing is loaded.
func (f *finisher) notLoaded() (n int64) {
	loaded, err := f.p.loadedBodies()
	if err != nil {
		loaded = nil
	}
	for _, place := range f.a.places {
		n += int64(len(f.p.missing(place, f.a.years, loaded)))
	}
	return n
}

const (
	localDiscretion = "local discretion"
	notTold         = "unknown" // the residual of money whose class no rule tells
)
