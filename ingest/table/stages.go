package table

import (
	"fmt"

	"flows/ingest/cell"
	"flows/ingest/sheet"
)

// stageWords say whether an amount was spent or is to be.
var stageWords = map[string]string{
	"actual": "actual", "actuals": "actual", "outturn": "actual", "spent": "actual", "paid": "actual",
	"forecast": "forecast", "forecasts": "forecast", "forecasted": "forecast", "budget": "forecast", "budgeted": "forecast",
	"estimate": "forecast", "estimated": "forecast", "planned": "forecast", "plan": "forecast", "projected": "forecast",
}

// mixedStages says, in words, which column tells actual amounts from forecast ones, both of which the body
// holds: added up they are no sum of anything. It is "" where there is none.
func (l *Layout) mixedStages(body []sheet.Row) string {
	for c := range l.Columns {
		if f := l.Columns[c].Field; f != Extra && f != Known {
			continue
		}
		actual, forecast, other := "", "", false
		for i := range body {
			if c >= len(body[i].Cells) || blank(body[i].Cells[c].Text) {
				continue
			}
			t := body[i].Cells[c].Text
			if len(t) > 20 {
				other = true
				break
			}
			switch stageWords[Fold(t)] {
			case "actual":
				actual = cell.Trim(t)
			case "forecast":
				forecast = cell.Trim(t)
			default:
				other = true
			}
			if other {
				break
			}
		}
		if !other && actual != "" && forecast != "" {
			return fmt.Sprintf("the column %q says that some of its amounts are %q and others %q, which are not to be added up", l.Columns[c].Heading, actual, forecast)
		}
	}
	return ""
}
