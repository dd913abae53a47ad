package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"peerdash/graphapi/safefile"
)

// locationError is the reason why the file or directory at a path is not used, and what to do about it.
type locationError struct{ path, why, do string }

func (e *locationError) Error() string { return e.path + " " + e.why }

func isLocation(err error) bool {
	var location *locationError
	return errors.As(err, &location)
}

const (
	runAsOwner    = "Check who created it. Run as its owner, or make it your own with chown."
	nameOtherFile = "Move it away, or set PEERDASH_STORE to another file."
)

// openToAll is the error for a file or directory that every user can change.
func openToAll(path string, info fs.FileInfo) error {
	return &locationError{
		path: path, why: fmt.Sprintf("is writable by every user (mode %04o)", info.Mode().Perm()),
		do: "Check who created it, and close it with `chmod o-w " + path + "`.",
	}
}

// unreadable is the error for a file that may not be read.
func unreadable(path string) error {
	return &locationError{path, "cannot be read: permission denied", howToPermit(path, 0o440, "r")}
}

// unenterable is the error for the directory above a path that may not be entered.
func unenterable(path string) error {
	directory := filepath.Dir(path)
	for above := directory; above != filepath.Dir(above); above = filepath.Dir(above) {
		if _, err := os.Stat(above); err == nil {
			directory = above
			break
		}
	}
	return &locationError{directory, "cannot be entered: permission denied", howToPermit(directory, 0o110, "x")}
}

// howToPermit is how the user or a group may get the permission that a letter stands for. The bits are those of owner and group.
func howToPermit(path string, bits fs.FileMode, letter string) string {
	info, err := os.Stat(path)
	if _, known := safefile.Owner(info); err != nil || !known {
		return "Check the permissions of " + path + "."
	}
	class := "g"
	if safefile.IsOwn(info) {
		class = "u"
	}
	if class == "g" && safefile.HasMode(info, bits&0o070) {
		return "Ask an administrator to add your account to the group of " + path + "."
	}
	return "Its owner can permit that with `chmod " + class + "+" + letter + " " + path + "`."
}

// checkLocation reports why another user may have put the store or its files where they are. The files may be missing. If the
// user named the path, the owner of the directory is trusted.
func checkLocation(path string, isNamed bool) error {
	directory := filepath.Dir(path)
	info, err := os.Stat(directory)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return &locationError{directory, "is not a directory", nameOtherFile}
	case !safefile.IsTrusted(info) && !isNamed:
		return &locationError{directory, "belongs to another user", runAsOwner}
	case safefile.HasMode(info, 0o002):
		return openToAll(directory, info)
	}
	isTrusted := func(file fs.FileInfo) bool { return safefile.IsTrusted(file) || isNamed && haveOneOwner(file, info) }
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
		return &locationError{path, "is a symbolic link", "Check who created it. Move it away, or set PEERDASH_STORE to the file that it leads to."}
	case !info.Mode().IsRegular() && (isStore || !info.IsDir()):
		return &locationError{path, "is not a regular file", nameOtherFile}
	case !isTrusted(info):
		return &locationError{path, "belongs to another user", runAsOwner}
	case safefile.HasMode(info, 0o002) && info.Mode().IsRegular():
		return openToAll(path, info)
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
			return &locationError{above, "belongs to another user, who could not use a directory that root creates in it", "Run as that user."}
		case err == nil:
			return os.MkdirAll(directory, directoryMode)
		case !errors.Is(err, fs.ErrNotExist) || filepath.Dir(above) == above:
			return err
		}
	}
}

// haveOneOwner reports whether two files belong to the same user.
func haveOneOwner(a, b fs.FileInfo) bool {
	first, firstKnown := safefile.Owner(a)
	second, secondKnown := safefile.Owner(b)
	return firstKnown && secondKnown && first == second
}

// isRootFor reports whether root runs the program for a user, to whom the directory belongs.
func isRootFor(info fs.FileInfo) bool {
	owner, known := safefile.Owner(info)
	return os.Geteuid() == 0 && known && owner != 0
}

// closeToOthers removes all permissions for other users from a file that belongs to the current user. Those of the group
// stay.
func closeToOthers(path string, info fs.FileInfo) {
	if !safefile.IsOwn(info) || !safefile.HasMode(info, 0o007) {
		return
	}
	file, err := safefile.Open(path, os.O_RDONLY, 0)
	if err != nil {
		return
	}
	defer file.Close()
	if opened, err := file.Stat(); err == nil && os.SameFile(info, opened) {
		_ = file.Chmod(opened.Mode().Perm() &^ 0o007) // it fails on a file system without modes
	}
}
