package cli

import "os"

// openTerminal opens the console that the program was started from, for keys, while standard input is something else.
func openTerminal() (*os.File, error) { return os.OpenFile("CONIN$", os.O_RDWR, 0) }
