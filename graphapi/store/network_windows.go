package store

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// isOnNetwork reports whether a file may be shared by several hosts, among which the memory that a write-ahead log needs
// is not shared: https://www.sqlite.org/wal.html#noshm.
func isOnNetwork(path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	root, err := windows.UTF16PtrFromString(filepath.VolumeName(path) + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE
}
