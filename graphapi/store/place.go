package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// placeError is the reason why the file or directory at a path is not used.
type placeError struct{ path, why string }

func (e *placeError) Error() string { return e.path + " " + e.why }

// checkPlace reports why another user may have put the store or its files where they are. The files may be missing. If the
// user named the path, the owner of the directory is trusted.
func checkPlace(path string, isNamed bool) error {
	directory := filepath.Dir(path)
	info, err := os.Stat(directory)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return &placeError{directory, "is not a directory"}
	case isForeign(info) && !isNamed:
		return &placeError{directory, "belongs to another user"}
	case isOpenToAll(info):
		return &placeError{directory, fmt.Sprintf("is writable by every user (mode %04o)", info.Mode().Perm())}
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
		return &placeError{path, "is a symbolic link"}
	case !info.Mode().IsRegular() && (isStore || !info.IsDir()):
		return &placeError{path, "is not a regular file"}
	case !isTrusted(info):
		return &placeError{path, "belongs to another user"}
	case isOpenToAll(info) && info.Mode().IsRegular():
		return &placeError{path, fmt.Sprintf("is writable by every user (mode %04o)", info.Mode().Perm())}
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
			return &placeError{above, "belongs to another user, who could not use a directory that root creates in it"}
		case err == nil:
			return os.MkdirAll(directory, directoryMode)
		case !errors.Is(err, fs.ErrNotExist) || filepath.Dir(above) == above:
			return err
		}
	}
}
