//go:build !windows

package signin

import (
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/google/renameio/v2"
)

// ownerOf names the user to whom a file belongs.
func ownerOf(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "another user"
	}
	id := strconv.FormatUint(uint64(stat.Uid), 10)
	if owner, err := user.LookupId(id); err == nil {
		return "another user (" + owner.Username + ")"
	}
	return "another user (uid " + id + ")"
}

// isForeign reports whether a file belongs to another user than the one who runs the program.
func isForeign(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) != os.Geteuid()
}

// isOpen reports whether users other than the owner have any access.
func isOpen(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// replaceFile replaces a file atomically, readable by the owner alone.
func replaceFile(path string, data []byte) error {
	return renameio.WriteFile(path, data, privateFile,
		renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(privateFile))
}
