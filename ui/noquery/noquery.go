// Package noquery prevents Bubble Tea from querying the terminal when the program starts.
//
// Bubble Tea queries the background colour when its package is initialized, in every command of a binary that contains
// it. On a terminal that does not reply, the start then takes five seconds, and a late reply is typed into the shell.
// Bubble Tea does not query a terminal whose TERM is "dumb", so this package sets TERM to "dumb" before Bubble Tea is
// initialized. Restore sets it back.
//
// Go initializes packages in the order of their import paths as soon as their imports are initialized. This package is
// initialized before Bubble Tea because it imports only os, while Bubble Tea needs runtime/debug, which sorts after
// peerdash/ui/noquery. It must not import anything else. A test on a pty that does not reply checks the order.
package noquery

import "os"

var term, termSet = os.LookupEnv("TERM")

func init() { _ = os.Setenv("TERM", "dumb") }

// Restore sets TERM to the value that it had when the program started. Main must call it first, before anything reads
// TERM.
func Restore() {
	if termSet {
		_ = os.Setenv("TERM", term)
	} else {
		_ = os.Unsetenv("TERM")
	}
}
