package cli_test

import "syscall"

// terminalOnStandardOutput is unused on Windows, where no pseudo-terminal can be opened.
func terminalOnStandardOutput() *syscall.SysProcAttr { return nil }
