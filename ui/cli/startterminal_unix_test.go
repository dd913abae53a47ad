//go:build unix

package cli_test

import "syscall"

// terminalOnStandardOutput starts a session whose terminal is standard output, whatever standard input is.
func terminalOnStandardOutput() *syscall.SysProcAttr {
	const standardOutput = 1
	return &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: standardOutput}
}
