//go:build !windows

package cli

import "os"

// openTerminal opens the terminal that the program was started from, for keys, while standard input is something else.
func openTerminal() (*os.File, error) { return os.OpenFile("/dev/tty", os.O_RDWR, 0) }
