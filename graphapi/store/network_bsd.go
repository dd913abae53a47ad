//go:build darwin || freebsd

package store

import "golang.org/x/sys/unix"

// isOnNetwork reports whether a file may be shared by several hosts, among which the memory that a write-ahead log needs
// is not shared: https://www.sqlite.org/wal.html#noshm.
func isOnNetwork(path string) bool {
	var stat unix.Statfs_t
	return unix.Statfs(path, &stat) == nil && uint64(stat.Flags)&unix.MNT_LOCAL == 0
}
