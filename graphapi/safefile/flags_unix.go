//go:build !windows

package safefile

import "syscall"

// Flags of os.OpenFile: NoWait opens a FIFO without a writer at once, NoFollow refuses a symbolic link.
const (
	NoWait   = syscall.O_NONBLOCK
	NoFollow = syscall.O_NOFOLLOW
)
