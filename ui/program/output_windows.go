package program

import (
	"os"

	"golang.org/x/sys/windows"
)

// interpretSequences makes the console interpret escape sequences until restore is called.
func interpretSequences(output *os.File) (restore func()) {
	console := windows.Handle(output.Fd())
	var mode uint32
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return func() {}
	}
	_ = windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
	return func() { _ = windows.SetConsoleMode(console, mode) }
}
