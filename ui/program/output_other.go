//go:build !windows

package program

import "os"

// interpretSequences has nothing to do where every terminal interprets escape sequences.
func interpretSequences(*os.File) (restore func()) { return func() {} }
