//go:build unix

package outfile

import (
	"io/fs"
	"os"
	"syscall"
)

// isOwn reports whether this user or root owns the file.
func isOwn(info fs.FileInfo) bool {
	status, ok := info.Sys().(*syscall.Stat_t)
	return ok && (status.Uid == 0 || int(status.Uid) == os.Geteuid())
}
