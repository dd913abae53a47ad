//go:build unix

package ui

import (
	"os"
	"syscall"
)

func continueProcess() { _ = syscall.Kill(os.Getpid(), syscall.SIGCONT) }
