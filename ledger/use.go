package ledger

import "errors"

// Use is a run's word that it is using files which another run may want to remove.
type Use struct{ lock *fileLock }

// BeginUse takes part in using what the lock file at path stands for. Any number of runs may at once. Where
// no other does, alone is called before any other can: it may remove what nobody needs. Where the system
// cannot tell, alone is never called.
func BeginUse(path string, alone func() error) (*Use, error) {
	if canShare {
		if err := whileAlone(path, alone); err != nil {
			return nil, err
		}
	}
	lock, err := shareFile(path)
	if err != nil {
		return nil, err
	}
	return &Use{lock}, nil
}

// End ends the use.
func (u *Use) End() error {
	if u == nil || u.lock == nil {
		return nil
	}
	return u.lock.close()
}

// whileAlone calls do where no other run uses the lock file.
func whileAlone(path string, do func() error) error {
	lock, err := lockFile(path)
	if errors.Is(err, ErrBusy) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(do(), lock.close())
}
