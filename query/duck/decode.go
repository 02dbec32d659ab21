package duck

import (
	"fmt"
	"math/big"
	"time"

	"github.com/duckdb/duckdb-go/v2"

	"flows/ledger"
)

// Decode turns what the driver scans into int64, string, bool, ledger.Date or nil.
func (e *Engine) Decode(value any) (any, error) {
	switch v := value.(type) {
	case nil, string, bool, int64:
		return v, nil
	case int8:
		return int64(v), nil
	case int16:
		return int64(v), nil
	case int32:
		return int64(v), nil
	case *big.Int:
		return whole(v)
	case duckdb.Decimal:
		if v.Scale != 0 {
			return nil, fmt.Errorf("a decimal with %d places where a whole number belongs", v.Scale)
		}
		return whole(v.Value)
	case time.Time:
		return ledger.Date(v.Unix() / 86400), nil
	}
	return nil, fmt.Errorf("a value of the type %T, which no report has", value)
}

func whole(v *big.Int) (any, error) {
	if !v.IsInt64() {
		return nil, fmt.Errorf("%s does not fit into 64 bits", v)
	}
	return v.Int64(), nil
}
