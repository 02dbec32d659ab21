package flows

import (
	"context"

	"flows/ledger"
	"flows/report"
)

func awardSizesSpec() spec {
	return spec{
		name: "award-sizes", byPlace: true,
		more: func(_ context.Context, f *finisher) error {
			if f.a.geography.asks() {
				f.notes = append(f.notes, "An award that was divided between areas has the size of the part that the place has.")
			}
			return nil
		},
		columns: []report.Column{
			text("place"), text("recipient_kind"), text("band"), noted(count("awards"), "payments grouped where there are no awards"),
			frac("share_of_awards"), money("amount"), frac("share_of_amount"), text("observable"),
		},
		row: func(f *finisher, r rec) []any {
			awards := int64(0)
			for _, s := range f.recs("subtotal") {
				if s.text("place") == r.text("place") {
					awards = s.count("awards")
				}
			}
			var part any
			if awards > 0 && r.kind() == "body" {
				part = report.Ratio{Num: r.count("awards"), Den: awards}
			}
			return []any{placeLabel(f, r), kindLabel(r), r.text("band"), r.count("awards"), part, r.pence("amount"),
				share(r.pence("amount"), f.totalOf(r)), observable(r)}
		},
	}
}

// kindLabel is the kind of a recipient, "unknown" where no rule knew it.
func kindLabel(r rec) string {
	if kind := r.text("recipient_kind"); kind != "" || r.kind() != "body" {
		return kind
	}
	return "unknown"
}

// bandTop is the upper end of a band in pence.
var bandTop = map[string]int64{"under 10k": 1_000_000, "10k-50k": 5_000_000, "50k-100k": 10_000_000, "100k-250k": 25_000_000}

// observable says whether a band can be seen in its sources: not where they publish from a higher amount.
func observable(r rec) string {
	top, low := bandTop[r.text("band")]
	switch {
	case r.kind() != "body":
		return ""
	case low && r.count("lowest_threshold") >= top:
		return "not observable"
	case low && r.count("highest_threshold") > 0 && r.text("band") != "100k-250k":
		return "partly"
	}
	return "yes"
}

func recipientKindsSpec() spec {
	return spec{
		name:    "recipient-kinds",
		columns: []report.Column{text("recipient_kind"), noted(count("recipients"), notAdded), noted(count("awards"), notAdded), money("amount"), frac("share")},
		row: func(f *finisher, r rec) []any {
			return []any{kindLabel(r), r.count("recipients"), r.count("awards"), r.pence("amount"), share(r.pence("amount"), f.whole())}
		},
	}
}

func edgesSpec() spec {
	return spec{
		name: "edges",
		columns: []report.Column{
			code("from_id"), text("from_label"), text("from_tier"), code("to_id"), text("to_label"), text("to_tier"),
			{Name: "year", Kind: report.YearKind}, money("amount"), noted(count("awards"), notAdded),
		},
		row: func(f *finisher, r rec) []any {
			id := func(name string) string {
				if name == "" {
					return ""
				}
				return f.p.Registry().Body(name, ledger.NoDate).ID
			}
			from, to := r.text("from_body"), r.text("to_body")
			return []any{id(from), from, tierOf(r.text("from_kind")), id(to), to, tierOf(r.text("to_kind")),
				ledger.Year(r.count("year")), r.pence("amount"), r.count("awards")}
		},
	}
}
