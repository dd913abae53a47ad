package signin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/safefile"
)

const (
	privateFile      fs.FileMode = 0o600
	privateDirectory fs.FileMode = 0o700
)

// unusableError describes a fault of a file or directory itself: of its content, owner, mode or type. Other errors of the
// file system, such as too many open files, are not about the file.
type unusableError struct{ text string }

func (e *unusableError) Error() string { return e.text }

func unusable(format string, values ...any) error {
	return &unusableError{fmt.Sprintf(format, values...)}
}

func isUnusable(err error) bool {
	var e *unusableError
	return errors.As(err, &e)
}

// checkDirectory returns an error if a token directory cannot be trusted. It changes nothing.
func checkDirectory(directory string) error {
	info, err := os.Lstat(directory)
	switch {
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return unusable("%s is a symbolic link", directory)
	case !info.IsDir():
		return unusable("%s is not a directory", directory)
	case !safefile.IsOwn(info):
		return unusable("%s belongs to %s", directory, ownerOf(info))
	case safefile.HasMode(info, 0o077):
		return &openError{fmt.Sprintf("%s is open to other users (mode %04o)", directory, info.Mode().Perm())}
	}
	return nil
}

// openError is the error for a file or directory to which other users have access.
type openError struct{ text string }

func (e *openError) Error() string { return e.text }

// openDirectory checks that a token directory can be trusted, and removes the access of other users.
func openDirectory(directory string, note func(string)) error {
	err := checkDirectory(directory)
	var open *openError
	if !errors.As(err, &open) {
		return err
	}
	if err := os.Chmod(directory, privateDirectory); err != nil {
		return unusable("%s", open.text)
	}
	note("The directory " + open.text + "; it was closed to them.")
	return nil
}

// createDirectory creates a token directory if it does not exist, and then is openDirectory.
func createDirectory(directory string, note func(string)) error {
	if err := os.MkdirAll(directory, privateDirectory); err != nil {
		if info, statError := os.Lstat(directory); statError == nil && !info.IsDir() {
			return checkDirectory(directory)
		}
		return err
	}
	return openDirectory(directory, note)
}

// readPrivately reads a file to which no other user may have access. Its error is an *unusableError or one of the file
// system, such as fs.ErrNotExist.
func readPrivately(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, unusable("it is a symbolic link")
	case !info.Mode().IsRegular():
		return nil, unusable("it is not a regular file")
	case !safefile.IsOwn(info):
		return nil, unusable("it belongs to %s", ownerOf(info))
	case safefile.HasMode(info, 0o077):
		return nil, unusable("it is open to other users (mode %04o), who may have read it", info.Mode().Perm())
	}
	return readRegular(path, safefile.NoFollow, func(opened fs.FileInfo) error {
		if !os.SameFile(info, opened) {
			return errors.New("it changed while it was opened")
		}
		return nil
	})
}

// readFile reads a file that is named in the configuration. Its error does not contain the path.
func readFile(path string) ([]byte, error) {
	content, err := readRegular(path, 0, func(fs.FileInfo) error { return nil })
	if err != nil {
		return nil, errors.New(problem.Reason(err))
	}
	return content, nil
}

// readRegular reads a regular file of at most maxFile bytes that check accepts. It rejects FIFOs and devices without
// waiting.
func readRegular(path string, flags int, check func(fs.FileInfo) error) ([]byte, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|safefile.NoWait|flags, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, unusable("it is a directory")
	case !info.Mode().IsRegular():
		return nil, unusable("it is not a regular file")
	}
	if err := check(info); err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if len(content) > maxFile {
		return nil, unusable("it is too large")
	}
	return content, err
}

// maxFile is a limit that is larger than any file of tokens, certificates or keys.
const maxFile = 1 << 20

// ownerOf names the other user to whom a file belongs.
func ownerOf(info fs.FileInfo) string {
	if name := safefile.OwnerName(info); name != "" {
		return "another user (" + name + ")"
	}
	return "another user"
}
