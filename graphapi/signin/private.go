package signin

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

const (
	privateFile      fs.FileMode = 0o600
	privateDirectory fs.FileMode = 0o700
)

// checkDirectory reports why a directory of tokens cannot be trusted; it is only looked at.
func checkDirectory(directory string) error {
	info, err := os.Lstat(directory)
	switch {
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a symbolic link", directory)
	case !info.IsDir():
		return fmt.Errorf("%s is not a directory", directory)
	case isForeign(info):
		return fmt.Errorf("%s belongs to another user", directory)
	case isOpen(info):
		return &openError{fmt.Sprintf("%s is open to other users (mode %04o)", directory, info.Mode().Perm())}
	}
	return nil
}

// openError tells that others have access.
type openError struct{ text string }

func (e *openError) Error() string { return e.text }

// openDirectory makes sure that a directory of tokens can be trusted. One that is open to others is closed to them.
func openDirectory(directory string, note func(string)) error {
	err := checkDirectory(directory)
	var open *openError
	if !errors.As(err, &open) {
		return err
	}
	if err := os.Chmod(directory, privateDirectory); err != nil {
		return open
	}
	note("The directory " + open.text + "; it was closed to them.")
	return nil
}

// createDirectory is openDirectory for one that may not be there yet.
func createDirectory(directory string, note func(string)) error {
	if err := os.MkdirAll(directory, privateDirectory); err != nil {
		return err
	}
	return openDirectory(directory, note)
}

// readPrivately reads a file that nobody else may have access to. Its errors say what is wrong with the file, or are
// fs.ErrNotExist.
func readPrivately(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, errors.New("it is a symbolic link")
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	case isForeign(info):
		return nil, errors.New("it belongs to another user")
	case isOpen(info):
		return nil, fmt.Errorf("it is open to other users (mode %04o), who may have read it", info.Mode().Perm())
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if opened, err := file.Stat(); err != nil || !os.SameFile(info, opened) {
		return nil, errors.New("it changed while it was opened")
	}
	data, err := io.ReadAll(io.LimitReader(file, maxTokenFile+1))
	if len(data) > maxTokenFile {
		return nil, errors.New("it is too large")
	}
	return data, err
}
