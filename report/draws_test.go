package report_test

import (
	"testing"

	"flows/ledger/draws"
)

func TestMain(m *testing.M) { draws.Main(m) }
