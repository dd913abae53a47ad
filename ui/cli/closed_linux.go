package cli

import (
	"os"

	"golang.org/x/sys/unix"
)

// startedClosed reports whether the standard file was closed when the program started. The Go runtime replaces a closed file by
// /dev/null, opened for reading and writing (runtime.checkfds), without recording that. Shells, systemd and most libraries open
// /dev/null for writing only. A /dev/null that another program opened for reading and writing is recognized if the parent or
// another standard file shares it, or if all three standard files are /dev/null as libuv opens them. In other cases, such as
// Python's subprocess.DEVNULL for standard output alone, the file is taken for closed, since an error that says how to discard the
// output does less harm than lost data.
func startedClosed(file *os.File) bool {
	number := int(file.Fd())
	if !isNull(number, unix.O_RDWR) || sharedWithParent(number) {
		return false
	}
	if isNull(0, unix.O_RDONLY) && isNull(1, unix.O_RDWR) && isNull(2, unix.O_RDWR) {
		return false
	}
	self := os.Getpid()
	for other := range 3 {
		if other != number && sameOpenFile(self, other, number) {
			return false
		}
	}
	return true
}

// isNull reports whether a descriptor is /dev/null, opened for the access.
func isNull(number, access int) bool {
	var status, null unix.Stat_t
	mode, err := unix.FcntlInt(uintptr(number), unix.F_GETFL, 0)
	return err == nil && mode&unix.O_ACCMODE == access &&
		unix.Fstat(number, &status) == nil && unix.Stat(os.DevNull, &null) == nil &&
		status.Mode&unix.S_IFMT == unix.S_IFCHR && status.Rdev == null.Rdev
}

// sharedWithParent reports whether the descriptor was inherited from the parent as it is.
func sharedWithParent(number int) bool { return sameOpenFile(os.Getppid(), number, number) }

// sameOpenFile reports whether a descriptor of a process and one of this process share one open file, as dup and fork make
// them (https://man7.org/linux/man-pages/man2/kcmp.2.html).
func sameOpenFile(process, theirs, ours int) bool {
	const file = 0 // KCMP_FILE
	result, _, failure := unix.Syscall6(unix.SYS_KCMP, uintptr(process), uintptr(os.Getpid()), file, uintptr(theirs), uintptr(ours), 0)
	return failure == 0 && result == 0
}
