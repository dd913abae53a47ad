package cli_test

import "syscall"

// terminalOnStandardOutput is of no use on Windows, where no pseudo-terminal can be opened.
func terminalOnStandardOutput() *syscall.SysProcAttr { return nil }
