//go:build !windows

package signin

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/renameio/v2"
)

// isForeign reports whether a file belongs to another user than the one who runs the program.
func isForeign(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) != os.Geteuid()
}

// isOpen reports whether users other than the owner have any access.
func isOpen(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// replaceFile writes a file whole or not at all, for the owner alone.
func replaceFile(path string, data []byte) error {
	return renameio.WriteFile(path, data, privateFile,
		renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(privateFile))
}
