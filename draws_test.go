package flows

import (
	"testing"

	"flows/ledger/draws"
)

func TestMain(m *testing.M) { draws.Main(m) }
