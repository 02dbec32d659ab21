package sheet

import (
	"context"
	"errors"
	"fmt"
)

// Codes of what can be wrong with a workbook as a file.
const (
	codeLimit    = "FL0110" // a limit of Limits was reached
	codeDamaged  = "FL0120" // the zip or one of its parts is broken or ends early
	codeBadXML   = "FL0121" // a part is not well-formed, or declares a DTD
	codeNoPart   = "FL0122" // the workbook names a part that is not there
	codeRowOrder = "FL0123" // rows of a sheet are not in order
)

// limitError says which limit was reached; the name is that of the field of Limits.
type limitError struct {
	name string
	max  int64
	what string // what was beyond it
}

func (e *limitError) Error() string {
	return fmt.Sprintf("%s is beyond the limit %s = %d", e.what, Setting(e.name), e.max)
}

// formError says that a part is not what the format allows.
type formError struct {
	code string
	what string
}

func (e *formError) Error() string { return e.what }

func malformed(format string, args ...any) error {
	return &formError{code: codeBadXML, what: fmt.Sprintf(format, args...)}
}

func damaged(format string, args ...any) error {
	return &formError{code: codeDamaged, what: fmt.Sprintf(format, args...)}
}

// refuse makes a Refusal of err, which befell part (a member of the zip, or "") of the file at path.
// Refusals and the end of a context pass unchanged.
func refuse(path, sheet, part string, err error) error {
	var ref *Refusal
	if err == nil || errors.As(err, &ref) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var crash *Crash
	if errors.As(err, &crash) {
		return crash.Refusal(path)
	}
	ref = &Refusal{Path: path, Sheet: sheet, Want: "a workbook (xlsx or xlsm)", Err: err}
	var limit *limitError
	var form *formError
	switch {
	case errors.As(err, &limit):
		ref.Code, ref.Found = codeLimit, err.Error()
		ref.Hint = hintBeyond(limit.name)
	case errors.As(err, &form):
		ref.Code, ref.Found = form.code, err.Error()
		ref.Hint = "open it in a spreadsheet program and save it again as xlsx"
	default:
		ref.Code, ref.Found = codeDamaged, "a damaged workbook ("+err.Error()+")"
		ref.Hint = "get the file again, or open it in a spreadsheet program and save it again"
	}
	if part != "" {
		ref.Found = part + ": " + ref.Found
	}
	return ref
}
