package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// locationError is the reason why the file or directory at a path is not used.
type locationError struct{ path, why string }

func (e *locationError) Error() string { return e.path + " " + e.why }

// checkLocation reports why another user may have put the store or its files where they are. The files may be missing. If the
// user named the path, the owner of the directory is trusted.
func checkLocation(path string, isNamed bool) error {
	directory := filepath.Dir(path)
	info, err := os.Stat(directory)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return &locationError{directory, "is not a directory"}
	case isForeign(info) && !isNamed:
		return &locationError{directory, "belongs to another user"}
	case isOpenToAll(info):
		return &locationError{directory, fmt.Sprintf("is writable by every user (mode %04o)", info.Mode().Perm())}
	}
	isTrusted := func(file fs.FileInfo) bool { return !isForeign(file) || isNamed && haveOneOwner(file, info) }
	for _, suffix := range append([]string{lockSuffix}, fileSuffixes[:]...) {
		if err := checkFile(path+suffix, suffix == "", isTrusted); err != nil {
			return err
		}
	}
	return nil
}

func checkFile(path string, isStore bool, isTrusted func(fs.FileInfo) bool) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return &locationError{path, "is a symbolic link"}
	case !info.Mode().IsRegular() && (isStore || !info.IsDir()):
		return &locationError{path, "is not a regular file"}
	case !isTrusted(info):
		return &locationError{path, "belongs to another user"}
	case isOpenToAll(info) && info.Mode().IsRegular():
		return &locationError{path, fmt.Sprintf("is writable by every user (mode %04o)", info.Mode().Perm())}
	}
	return nil
}

// makeDirectory creates the directory of the store if it is missing, accessible only to its owner.
func makeDirectory(directory string) error {
	for above := directory; ; above = filepath.Dir(above) {
		info, err := os.Stat(above)
		switch {
		case err == nil && above == directory:
			return nil
		case err == nil && isRootFor(info):
			return &locationError{above, "belongs to another user, who could not use a directory that root creates in it"}
		case err == nil:
			return os.MkdirAll(directory, directoryMode)
		case !errors.Is(err, fs.ErrNotExist) || filepath.Dir(above) == above:
			return err
		}
	}
}
