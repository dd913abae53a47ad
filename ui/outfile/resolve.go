package outfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"peerdash/graphapi/safefile"
)

// ErrIsDirectory is the cause of an error of Replace if the name is that of a directory.
var ErrIsDirectory = errors.New("it is a directory")

var (
	errForeignLink  = errors.New("it is a symbolic link of another user")
	errForeignPipe  = errors.New("it is a pipe of another user")
	errTooManyLinks = errors.New("too many symbolic links")
)

// mostLinks is how many symbolic links are followed, as many as Linux follows.
const mostLinks = 40

// resolve follows the symbolic links of this user and of root to their target. info describes the target, nil if it does not exist.
// The operating system follows the links among the directories of the path.
func resolve(name string) (target string, info fs.FileInfo, err error) {
	target = name
	for range mostLinks {
		info, err := os.Lstat(target)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return target, nil, nil
		case err != nil:
			return "", nil, err
		case info.Mode()&fs.ModeSymlink == 0:
			return target, info, nil
		case !safefile.IsTrusted(info):
			return "", nil, &fs.PathError{Op: "write", Path: target, Err: errForeignLink}
		}
		// Links like /dev/stdout lead to pipes that have no name.
		if behind, err := os.Stat(target); err == nil && !behind.Mode().IsRegular() {
			return target, behind, nil
		}
		next, err := os.Readlink(target)
		if err != nil {
			return "", nil, err
		}
		if !filepath.IsAbs(next) {
			directory, _ := filepath.Split(target)
			next = directory + next
		}
		target = next
	}
	return "", nil, &fs.PathError{Op: "write", Path: name, Err: errTooManyLinks}
}

// writeTo writes to a device or a pipe, which may block until there is a reader.
func writeTo(name string, content []byte) error {
	file, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err == nil && !safefile.IsTrusted(info) && info.Mode()&fs.ModeNamedPipe != 0 {
		err = &fs.PathError{Op: "write", Path: name, Err: errForeignPipe}
	}
	if err == nil {
		_, err = file.Write(content)
	}
	return errors.Join(err, file.Close())
}
