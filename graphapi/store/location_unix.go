//go:build !windows

package store

import (
	"io/fs"
	"os"
	"syscall"

	"peerdash/graphapi/regular"
)

// ownerOf is the user id of a file's owner.
func ownerOf(info fs.FileInfo) (int, bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}

// isForeign reports whether a file belongs to a user other than the one who runs the program or root.
func isForeign(info fs.FileInfo) bool {
	owner, known := ownerOf(info)
	return !known || owner != os.Geteuid() && owner != 0
}

func haveOneOwner(a, b fs.FileInfo) bool {
	first, firstKnown := ownerOf(a)
	second, secondKnown := ownerOf(b)
	return firstKnown && secondKnown && first == second
}

// isOpenToAll reports whether every user may write to a file.
func isOpenToAll(info fs.FileInfo) bool { return info.Mode().Perm()&0o002 != 0 }

// isRootFor reports whether root runs the program for a user, to whom the directory belongs.
func isRootFor(info fs.FileInfo) bool {
	owner, known := ownerOf(info)
	return os.Geteuid() == 0 && known && owner != 0
}

// closeToOthers removes all permissions for other users from a file that belongs to the current user. Those of the group
// stay.
func closeToOthers(path string, info fs.FileInfo) {
	owner, known := ownerOf(info)
	if !known || owner != os.Geteuid() || info.Mode().Perm()&0o007 == 0 {
		return
	}
	file, err := regular.Open(path, os.O_RDONLY, 0)
	if err != nil {
		return
	}
	defer file.Close()
	if opened, err := file.Stat(); err == nil && os.SameFile(info, opened) {
		_ = file.Chmod(opened.Mode().Perm() &^ 0o007) // it fails on a file system without modes
	}
}
