// Package noquery prevents the program from asking the terminal anything while it starts.
//
// Bubble Tea asks for the background colour when its package is initialized, in every command of a binary that contains
// it. A terminal that never answers, as behind some relayed connections, costs five seconds then, and one that answers
// late types its answer into the shell. The question is left out where TERM is "dumb", so this package says so before
// Bubble Tea's initialization and takes it back afterwards, in Restore.
//
// It works because Go initializes packages in the order of their import paths as soon as their own imports are ready:
// this one imports os alone, and Bubble Tea needs runtime/debug, which sorts after peerdash/ui/noquery. So it must never
// import anything else. A test of the whole program on a pty that says nothing notices when that order changes.
package noquery

import "os"

var term, termSet = os.LookupEnv("TERM")

func init() { _ = os.Setenv("TERM", "dumb") }

// Restore gives the environment the TERM back that it had when the program was started. To be called once, first in
// main, before anything reads TERM.
func Restore() {
	if termSet {
		_ = os.Setenv("TERM", term)
	} else {
		_ = os.Unsetenv("TERM")
	}
}
