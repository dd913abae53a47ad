//go:build !windows

package store

import (
	"io/fs"
	"os"
	"syscall"
)

// groupBits are what the group of a file may do with it.
const groupBits fs.FileMode = 0o060

// shareNew gives the group of a new file the access that an administrator has set: that of the file which the new one
// replaces, or that of the directory where its files inherit its group. SQLite gives the journals the mode of the file.
func shareNew(created *os.File, directory, replaced fs.FileInfo) error {
	source := replaced
	if source == nil {
		if directory.Mode()&fs.ModeSetgid == 0 {
			return nil
		}
		source = directory
	}
	bits := source.Mode().Perm() & groupBits
	stat, ok := source.Sys().(*syscall.Stat_t)
	if bits == 0 || !ok || created.Chown(-1, int(stat.Gid)) != nil {
		return nil // the access was meant for that group alone
	}
	return created.Chmod(fileMode | bits)
}
