//go:build !windows

package program

import "os"

// interpretSequences does nothing, because every terminal interprets escape sequences.
func interpretSequences(*os.File) (restore func()) { return func() {} }
