package signin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/safefile"
)

// CheckStorage checks that tokens can be stored, by creating their directory and writing to it. The error is a
// *problem.Error that names the path, the cause and the remedy.
func (s *SignIn) CheckStorage() error {
	if s.delegated == nil {
		return nil
	}
	return s.delegated.file.checkStorage()
}

// likeATokenFile is the size in bytes of a large token file.
const likeATokenFile = 16 << 10

func (f *tokenFile) checkStorage() error {
	if f.directory == "" {
		return problem.New(problem.Error{
			What: "The sign-in cannot be stored",
			Why:  "This user has no home directory.",
			Do:   "Set HOME or XDG_STATE_HOME to a directory that can be written.",
		})
	}
	err := createDirectory(f.directory, f.note)
	if err == nil {
		err = safefile.TryWriting(f.directory, "."+filepath.Base(f.path()), likeATokenFile)
	}
	if err == nil {
		return nil
	}
	return problem.New(problem.Error{
		What: "The sign-in cannot be stored in " + f.directory,
		Why:  problem.Capitalized(problem.Reason(err)) + blockedBy(f.directory) + ".",
		Do:   storageRemedy(err),
		Err:  err,
	})
}

// blockedBy names the nearest directory that exists and whose owner is another user.
func blockedBy(directory string) string {
	for ; ; directory = filepath.Dir(directory) {
		info, err := os.Stat(directory)
		switch {
		case err == nil && !safefile.IsOwn(info):
			return fmt.Sprintf(" (%s belongs to %s)", directory, ownerOf(info))
		case err == nil, directory == filepath.Dir(directory):
			return ""
		}
	}
}

func storageRemedy(err error) string {
	const elsewhere = "set XDG_STATE_HOME to a directory that can be written."
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "Free some space, or " + elsewhere
	case errors.Is(err, syscall.EROFS):
		return "The file system is read-only: " + elsewhere
	case errors.Is(err, fs.ErrPermission), isUnusable(err):
		return "Make it a directory of your own (`sudo chown -R $(id -u)` on its path, if sudo created it), or " + elsewhere
	default:
		return "Check the path, or " + elsewhere
	}
}
