package store

import "errors"

// On Windows a lock fails only where another program holds it.
func tryRecordLock(string) error { return nil }

func isUnlockable(err error) bool { return errors.Is(err, errUnlockable) }

func isQuota(error) bool { return false }
