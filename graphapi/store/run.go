package store

import (
	"context"
	"errors"
)

// purpose is what an operation does with the store.
type purpose int

const (
	reading purpose = iota
	writing
)

// maxReplacements is how often an operation continues with another file in place of one that is damaged or gone.
const maxReplacements = 2

// run runs an operation. It runs it again if the file was damaged or has been replaced.
func (s *Store) run(ctx context.Context, purpose purpose, operation func(*file) error) error {
	for replacements := 0; ; replacements++ {
		used, err := s.runOnce(operation)
		if replacements == maxReplacements || !s.isReplaceable(used, purpose, err, replacements == 0) {
			return err
		}
		if failure := s.replace(ctx, used, err); failure != nil {
			return failure
		}
	}
}

// isReplaceable reports whether an operation that failed may succeed on the file that is at the path now. A store that could be opened
// only for reading is opened again once for each change, since there may be space or permission now.
func (s *Store) isReplaceable(used *file, purpose purpose, err error, isFirst bool) bool {
	switch {
	case err == nil, errors.Is(err, errClosed):
		return false
	case errors.Is(err, errMoved), isDamage(err):
		return true
	case used != nil && used.refusal != nil:
		return purpose == writing && isFirst
	default:
		return isUnsharable(err)
	}
}

func (s *Store) runOnce(operation func(*file) error) (*file, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	switch {
	case s.closed:
		return nil, errClosed
	case s.file == nil || s.file.moved(s.path):
		return s.file, errMoved
	}
	return s.file, operation(s.file)
}

// replace opens the file that is at the path now, or a new one, in place of one that can no longer be used.
func (s *Store) replace(ctx context.Context, used *file, cause error) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return errClosed
	}
	if s.file != used {
		return nil
	}
	s.file = nil
	if used != nil {
		used.db.Close()
	}
	var err error
	switch {
	case used == nil:
	case isDamage(cause), isUnsharable(cause) && hasUnknownFormat(s.path):
		if err = s.renameDamaged(ctx, used.info, cause); errors.Is(err, errSound) {
			err = nil
		}
	case isUnsharable(cause):
		_ = s.stopSharing(ctx) // if that fails, so will the operation when it runs again
	}
	if err != nil {
		return err
	}
	s.file, err = s.connect(ctx)
	return err
}
