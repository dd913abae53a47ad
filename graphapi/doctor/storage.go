package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
)

// CheckDirectory creates the directory for stored data if it does not exist, and checks that it can be written. Its error
// is a *problem.Error.
func CheckDirectory(directory string) error {
	const private = 0o700
	err := os.MkdirAll(directory, private)
	if err == nil {
		err = tryWriting(directory)
	}
	if err == nil {
		return nil
	}
	failure := problem.Error{
		What: "Nothing can be stored in " + directory,
		Why:  withoutPath(err),
		Do:   "Check its owner and permissions, or set XDG_STATE_HOME to a directory that can be written.",
		Err:  err,
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		failure.Do = "Free some space; until then fetched data cannot be stored."
	case errors.Is(err, syscall.EROFS):
		failure.Do = "Make the file system writable, or set XDG_STATE_HOME to a directory that can be written."
	}
	return problem.New(failure)
}

// tryWriting writes a file that is large enough to detect a full disk, and removes it.
func tryWriting(directory string) error {
	const enough = 256 << 10
	file, err := os.CreateTemp(directory, ".peerdash-check-")
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, enough))
	return errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name()))
}

// Exposed describes how other users can change or read a file or directory, and what to do about it; found is "" if they
// cannot. A private one must not be readable by all users; a shared one may belong to another user. Permissions of the group
// are assumed to be intended.
func Exposed(path string, private, shared bool) (found, do string) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return "", ""
	case info.Mode()&fs.ModeSymlink != 0:
		return sanitize.Line(path, 200) + " is a symbolic link", "Replace it with the file itself."
	}
	quoted := "`chmod o= '" + sanitize.Line(path, 200) + "'`"
	mode := info.Mode().Perm()
	switch owner := owner(info); {
	case owner != "" && !shared:
		return fmt.Sprintf("%s belongs to another user (%s), who can change it", sanitize.Line(path, 200), owner),
			"Check that this is intended; else move it away."
	case mode&0o002 != 0:
		return fmt.Sprintf("%s can be changed by all users (mode %04o)", sanitize.Line(path, 200), mode), "Run " + quoted + "."
	case private && mode&0o004 != 0:
		return fmt.Sprintf("%s can be read by all users (mode %04o)", sanitize.Line(path, 200), mode), "Run " + quoted + "."
	}
	return "", ""
}

// withoutPath is the cause of an error of the file system in a sentence, without the path.
func withoutPath(err error) string {
	var withPath *fs.PathError
	if errors.As(err, &withPath) {
		err = withPath.Err
	}
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}
