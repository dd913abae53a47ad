package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// startedClosed reports whether the standard file was closed when the program started. The Go runtime opens /dev/null in
// its place, for reading and writing (runtime.checkfds), which shells never do for `>/dev/null`; a daemon that does it
// for all its standard files shares one open file among them. A parent that opens /dev/null for reading and writing as
// standard output alone cannot be told apart from a closed one.
func startedClosed(file *os.File) bool {
	var status, null unix.Stat_t
	number := int(file.Fd())
	mode, err := unix.FcntlInt(uintptr(number), unix.F_GETFL, 0)
	if err != nil || mode&unix.O_ACCMODE != unix.O_RDWR {
		return false
	}
	if unix.Fstat(number, &status) != nil || unix.Stat(os.DevNull, &null) != nil || status.Rdev != null.Rdev {
		return false
	}
	for other := range 3 {
		if other != number && sameOpenFile(number, other) {
			return false
		}
	}
	return true
}

// sameOpenFile reports whether two descriptors of this process share one open file, as dup makes them
// (https://man7.org/linux/man-pages/man2/kcmp.2.html).
func sameOpenFile(one, other int) bool {
	const file = 0 // KCMP_FILE
	self := uintptr(os.Getpid())
	result, _, failure := unix.Syscall6(unix.SYS_KCMP, self, self, file, uintptr(one), uintptr(other), 0)
	return failure == 0 && result == 0
}
