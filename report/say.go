package report

import (
	"fmt"
	"strings"

	"flows/ledger"
)

// The sentences of REPORTS, word for word, over figures that the caller has. Each is pure.
//
// Money in a sentence is rounded once, half away from zero, by its size: pounds below a million in
// whole pounds (£300,000); from there in millions and from a thousand million in billions, with two
// decimals below 10, one below 100 and none above (£1.19m, £47.3m, £346m, £1.35bn). Where a sentence
// itself writes "£{x}m", x is millions by the same rule. A percentage is whole; what would round to
// 0 or 100 without being so reads "less than 1%" or "more than 99%". A clause whose figure is not
// known is left out, and nouns agree with their number.

// Headline is what the sentence "headline" needs.
type Headline struct {
	Place, Year string
	Amount      ledger.Pence
	PerHead     *ledger.Pence // nil where no population is known
	Publishers  int64
	NotLoaded   int64  // bodies known to serve the place that are not loaded
	Services    *Ratio // of the amount: social protection, education and health; nil where not classified
	Complete    bool   // rule 5: every known body is loaded for the whole year, or the ratio is in bounds
}

// Say is: Public spend traced to Norfolk in 2009-10: £1.19m (£1 a head), from 3 publishers; 2 bodies
// known to serve it are not loaded. 61% of it goes on social protection, education and health.
// Where Complete holds it opens "Total public spend in Norfolk".
func (h Headline) Say() string {
	opening := "Public spend traced to " + h.Place
	if h.Complete {
		opening = "Total public spend in " + h.Place
	}
	s := opening + " in " + h.Year + ": " + Sterling(h.Amount)
	if h.PerHead != nil {
		s += " (" + Sterling(*h.PerHead) + " a head)"
	}
	s += ", from " + count(h.Publishers, "publisher", "publishers") + "; " +
		count(h.NotLoaded, "body known to serve it is", "bodies known to serve it are") + " not loaded."
	if h.Services != nil && h.Services.Den != 0 {
		s += " " + Percent(*h.Services) + " of it goes on social protection, education and health."
	}
	return sentence(s)
}

// SayControl is: Norfolk's councils control 31% of it. It is "" where the share is not known.
func SayControl(place string, share Ratio) string {
	if share.Den == 0 {
		return ""
	}
	return sentence(place + "'s councils control " + Percent(share) + " of it.")
}

// SayNotLoaded is: 2 bodies known to serve it are not loaded: their money is in no figure here.
func SayNotLoaded(n int64) string {
	return count(n, "body known to serve it is", "bodies known to serve it are") + " not loaded: their money is in no figure here."
}

// SmallAwards is what the sentence "award-sizes" needs: awards strictly under £100,000 to councils.
type SmallAwards struct {
	Awards, AllAwards int64
	Amount, AllAmount ledger.Pence
}

// Say is: 1,204 awards under £100,000 (61% of awards, 4% of the money) went to councils.
// A share of nothing is left out.
func (a SmallAwards) Say() string {
	var shares []string
	if a.AllAwards != 0 {
		shares = append(shares, Percent(Ratio{a.Awards, a.AllAwards})+" of awards")
	}
	if a.AllAmount != 0 {
		shares = append(shares, Percent(Ratio{int64(a.Amount), int64(a.AllAmount)})+" of the money")
	}
	s := count(a.Awards, "award", "awards") + " under £100,000"
	if shares != nil {
		s += " (" + strings.Join(shares, ", ") + ")"
	}
	return sentence(s + " went to councils.")
}

// Alignment is what the sentence "alignment" needs.
type Alignment struct {
	Place, Outcome   string
	Amount, Stranded ledger.Pence // all of it, and what is aligned to no stated outcome
}

// Say is: Of £12.5m going into Norfolk for homelessness, £3.10m (25%) is aligned to no stated outcome.
func (a Alignment) Say() string {
	s := fmt.Sprintf("Of £%sm going into %s for %s, £%sm", millions(a.Amount), a.Place, a.Outcome, millions(a.Stranded))
	if a.Amount != 0 {
		s += " (" + Percent(Ratio{int64(a.Stranded), int64(a.Amount)}) + ")"
	}
	return sentence(s + " is aligned to no stated outcome.")
}

// GrossToNet is what the sentence "gross-to-net" needs.
type GrossToNet struct {
	Gross, Passed, Net, Untraced ledger.Pence
	Body                         string // past which Untraced could not be traced; "" where nothing stayed
	OwnIncome                    bool   // councils' own income pays for part of their spending
}

// Say is: £1.35bn gross, less £200m passed between public bodies, is £1.15bn net; £40.0m could not be
// traced past Norfolk County Council. Where own income pays for part of the spending it says that net
// is a lower bound.
func (g GrossToNet) Say() string {
	s := fmt.Sprintf("%s gross, less %s passed between public bodies, is %s net", Sterling(g.Gross), Sterling(g.Passed), Sterling(g.Net))
	if g.Body != "" {
		s += "; " + Sterling(g.Untraced) + " could not be traced past " + g.Body
	}
	s += "."
	if g.OwnIncome {
		s += " Net is a lower bound, because councils' own income pays for part of their spending."
	}
	return sentence(s)
}

// Sterling is an amount as sentences say it: £300,000, £1.19m, £1,350bn.
func Sterling(p ledger.Pence) string {
	sign := ""
	if p < 0 {
		sign = "-"
	}
	pence := magnitude(int64(p))
	// The limits are where rounding reaches the next unit: £999,999.50 is £1.00m.
	switch {
	case pence < 999_999_50:
		return sign + "£" + strings.TrimPrefix(Ratio{int64(p), 100}.thousands(0), "-")
	case pence < 999_500_000_00:
		return sign + "£" + scaledBy(pence, 100_000_000) + "m"
	}
	return sign + "£" + scaledBy(pence, 100_000_000_000) + "bn"
}

// millions is an amount in millions, as "£{x}m" wants it.
func millions(p ledger.Pence) string {
	s := scaledBy(magnitude(int64(p)), 100_000_000)
	if p < 0 && strings.Trim(s, "0.") != "" {
		s = "-" + s
	}
	return s
}

// scaledBy is pence in units of a million or more, with as many decimals as its size asks for.
func scaledBy(pence, unit uint64) string {
	r := Ratio{int64(min(pence, 1<<63-1)), int64(unit)}
	s := r.thousands(2)
	// 9.996 has two decimals and reads "10.00"; the next rule then says "10.0".
	for _, rule := range []struct{ digits, decimals int }{{2, 1}, {3, 0}} {
		if whole, _, _ := strings.Cut(s, "."); len(strings.ReplaceAll(whole, ",", "")) >= rule.digits {
			s = r.thousands(rule.decimals)
		}
	}
	return s
}

// Percent is a share as sentences say it: 31%, less than 1%, more than 99%. The denominator is not 0.
func Percent(r Ratio) string {
	s := r.percent(0)
	below := (r.Num < 0) == (r.Den < 0) && magnitude(r.Num) < magnitude(r.Den)
	switch {
	case s == "0%" && r.Num != 0 && below:
		return "less than 1%"
	case s == "100%" && below:
		return "more than 99%"
	case s == "-0%":
		return "0%"
	}
	return s
}

func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return separated(n) + " " + many
}

// sentence is s safe to print: names in it come from data.
func sentence(s string) string { return plainLine(s) }

// Pounds is an amount in whole pounds with thousands separators, rounded half away from zero: £1,234,568.
func Pounds(p ledger.Pence) string {
	s := Ratio{int64(p), 100}.thousands(0)
	if strings.HasPrefix(s, "-") {
		return "-£" + s[1:]
	}
	return "£" + s
}
