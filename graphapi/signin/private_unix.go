//go:build !windows

package signin

import (
	"path/filepath"

	"github.com/google/renameio/v2"
)

// replaceFile replaces a file atomically, readable by the owner alone.
func replaceFile(path string, data []byte) error {
	return renameio.WriteFile(path, data, privateFile,
		renameio.WithTempDir(filepath.Dir(path)), renameio.WithStaticPermissions(privateFile))
}
