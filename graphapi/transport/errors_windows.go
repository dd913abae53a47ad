package transport

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// The errors of a connection: those of Windows and those of Go, which tests use. errors.Is does not match one with the other.
// See https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2.
var (
	refused     = []error{windows.WSAECONNREFUSED, syscall.ECONNREFUSED}
	unreachable = []error{windows.WSAENETUNREACH, windows.WSAEHOSTUNREACH, syscall.ENETUNREACH, syscall.EHOSTUNREACH}
	broken      = []error{windows.WSAECONNRESET, windows.WSAECONNABORTED, syscall.ECONNRESET, syscall.EPIPE}
)
