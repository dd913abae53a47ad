package signin

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
)

// isForeign is false: the profile directory of a Windows user is closed to others by its access list.
func isForeign(fs.FileInfo) bool { return false }

// isOpen is false: Windows has no mode bits for other users.
func isOpen(fs.FileInfo) bool { return false }

// replaceFile writes a file whole or not at all.
func replaceFile(path string, data []byte) error {
	unfinished := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+strconv.FormatInt(rand.Int64(), 10))
	if err := os.WriteFile(unfinished, data, privateFile); err != nil {
		return err
	}
	if err := os.Rename(unfinished, path); err != nil {
		_ = os.Remove(unfinished)
		return err
	}
	return nil
}
