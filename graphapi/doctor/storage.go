package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/safefile"
	"peerdash/graphapi/sanitize"
)

// CheckDirectory creates the directory for stored data if it does not exist, and checks that it can be written. Its error
// is a *problem.Error.
func CheckDirectory(directory string) error {
	const private = 0o700
	const enough = 256 << 10 // bytes, to detect a full disk
	err := os.MkdirAll(directory, private)
	if err == nil {
		err = safefile.TryWriting(directory, ".peerdash-check-", enough)
	}
	if err == nil {
		return nil
	}
	failure := problem.Error{
		What: "Nothing can be stored in " + directory,
		Why:  problem.Sentence(problem.Reason(err)),
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
	switch {
	case !safefile.IsTrusted(info) && !shared:
		return fmt.Sprintf("%s belongs to another user (%s), who can change it", sanitize.Line(path, 200), safefile.OwnerName(info)),
			"Check that this is intended; else move it away."
	case safefile.HasMode(info, 0o002):
		return fmt.Sprintf("%s can be changed by all users (mode %04o)", sanitize.Line(path, 200), mode), "Run " + quoted + "."
	case private && safefile.HasMode(info, 0o004):
		return fmt.Sprintf("%s can be read by all users (mode %04o)", sanitize.Line(path, 200), mode), "Run " + quoted + "."
	}
	return "", ""
}
