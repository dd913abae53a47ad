// Package outfile writes files that appear complete or not at all. It writes to a temporary file in the same directory and renames
// that file once it is complete.
package outfile

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// Writer writes files, and keeps a list of the temporary ones that it has not renamed yet. The zero Writer is ready to use. A Writer
// is safe for concurrent use.
type Writer struct {
	mutex     sync.Mutex
	temporary map[string]struct{}
	ended     bool
}

// errEnded refuses to write while the program ends.
var errEnded = errors.New("the program is about to end")

// RemoveTemporary removes the temporary files of writes that have not ended, and makes later writes fail. Call it when the program
// is about to end, whatever its other goroutines do.
func (w *Writer) RemoveTemporary() {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.ended = true
	for path := range w.temporary {
		_ = os.Remove(path)
	}
}

// Replace writes the content to the named file. An existing file keeps its permissions, a new one gets those of the umask. A
// symbolic link of this user is followed, one of another user is refused. If the name is that of a device or a pipe, the content is
// written to it.
func (w *Writer) Replace(name string, content []byte) error {
	target, info, err := resolve(name)
	if err != nil {
		return err
	}
	switch {
	case info == nil || info.Mode().IsRegular():
	case info.IsDir():
		return &fs.PathError{Op: "write", Path: name, Err: ErrIsDirectory}
	default:
		return writeTo(target, content)
	}
	temporary, err := w.write(filepath.Dir(target), filepath.Base(target), info, content)
	if err != nil {
		return err
	}
	defer w.discard(temporary)
	return os.Rename(temporary, target)
}

// mostNames is the largest number of files with the same base name.
const mostNames = 1000

// Create writes the content to a new file named base and extension, with -2, -3 and so on between them if that file exists. It
// returns the name of the file.
func (w *Writer) Create(base, extension string, content []byte) (path string, err error) {
	temporary, err := w.write(filepath.Dir(base), filepath.Base(base)+extension, nil, content)
	if err != nil {
		return "", err
	}
	defer w.discard(temporary)
	for number := 1; number <= mostNames; number++ {
		path = base + extension
		if number > 1 {
			path = base + "-" + strconv.Itoa(number) + extension
		}
		err := moveNew(temporary, path)
		if !errors.Is(err, fs.ErrExist) {
			return path, err
		}
	}
	return "", fmt.Errorf("%s%s and %d more of its name exist", base, extension, mostNames-1)
}

// moveNew renames the temporary file, unless path exists.
func moveNew(temporary, path string) error {
	err := os.Link(temporary, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	// Some file systems have no hard links, so an empty file reserves the name.
	reserved, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if err := errors.Join(reserved.Close(), os.Rename(temporary, path)); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// write writes the content to a temporary file in the directory, and returns its path. The name contains base.
func (w *Writer) write(directory, base string, replaced fs.FileInfo, content []byte) (path string, err error) {
	file, err := w.open(directory, base)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			w.discard(file.Name())
		}
	}()
	_, err = file.Write(content)
	if err == nil && replaced != nil {
		err = file.Chmod(replaced.Mode().Perm())
	}
	if err == nil {
		err = file.Sync()
	}
	return file.Name(), errors.Join(err, file.Close())
}

// open creates the temporary file. No name of an existing file or link is ever opened.
func (w *Writer) open(directory, base string) (*os.File, error) {
	const longest = 100 // bytes of the base in the temporary name, which may have 255
	path := filepath.Join(directory, "."+base[:min(len(base), longest)]+"."+rand.Text()+".tmp")
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.ended {
		return nil, errEnded
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	if w.temporary == nil {
		w.temporary = map[string]struct{}{}
	}
	w.temporary[path] = struct{}{}
	return file, nil
}

// discard removes a temporary file that is still there.
func (w *Writer) discard(path string) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	_ = os.Remove(path)
	delete(w.temporary, path)
}
