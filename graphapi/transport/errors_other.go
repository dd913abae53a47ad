//go:build !windows

package transport

import "syscall"

// The errors of a connection.
var (
	refused     = []error{syscall.ECONNREFUSED}
	unreachable = []error{syscall.ENETUNREACH, syscall.EHOSTUNREACH}
	broken      = []error{syscall.ECONNRESET, syscall.EPIPE}
)
