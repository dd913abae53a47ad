//go:build !windows

package safefile

import (
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// Owner is the user id of a file's owner; known is false on systems without user ids.
func Owner(info fs.FileInfo) (id int, known bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}

// IsOwn reports whether a file belongs to the user who runs the program.
func IsOwn(info fs.FileInfo) bool {
	id, known := Owner(info)
	return known && id == os.Geteuid()
}

// IsTrusted reports whether a file belongs to the user who runs the program or to root.
func IsTrusted(info fs.FileInfo) bool {
	id, known := Owner(info)
	return known && (id == os.Geteuid() || id == 0)
}

// OwnerName is the user name of a file's owner, or "uid 1000" if the user has no name; "" if the owner is unknown.
func OwnerName(info fs.FileInfo) string {
	id, known := Owner(info)
	if !known {
		return ""
	}
	text := strconv.Itoa(id)
	if account, err := user.LookupId(text); err == nil {
		return account.Username
	}
	return "uid " + text
}

// HasMode reports whether a file's mode has any of the permission bits.
func HasMode(info fs.FileInfo, bits fs.FileMode) bool { return info.Mode().Perm()&bits != 0 }
