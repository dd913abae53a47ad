package signin

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"peerdash/graphapi/problem"
)

// SignOut removes the stored tokens of the configured tenant, client and login root, whatever method the settings choose, and
// returns the paths of the removed files. It is not an error if nothing is stored.
func SignOut(ctx context.Context, config Config) (removed []string, err error) {
	config.Settings = config.Settings.trimmed()
	if err := config.Settings.checkIdentity(ByDeviceCode); err != nil {
		return nil, err
	}
	stem := strings.TrimSuffix(newIdentity(config).fileName(), extension)
	return signOut(ctx, config.Directory, func(other string) bool { return other == stem })
}

// SignOutAll removes all stored tokens, and returns the paths of the removed files. It is not an error if nothing
// is stored.
func SignOutAll(ctx context.Context, directory string) (removed []string, err error) {
	return signOut(ctx, directory, func(string) bool { return true })
}

// tokenFileName matches the files of one identity: that in use, renamed ones, leftovers of killed programs, and the lock.
// Its first group is the stem that they share.
var tokenFileName = regexp.MustCompile(`^\.?(.+_[0-9a-f]{16})(?:\.[a-z-]+-[0-9TZ-]+)?\.json(?:\d+|\.lock)?$`)

func signOut(ctx context.Context, directory string, wanted func(stem string) bool) (removed []string, err error) {
	if err := checkDirectory(directory); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if open := new(openError); err != nil && !errors.As(err, &open) {
		return nil, cannotRemove(directory, err)
	}
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil, cannotRemove(directory, err)
	}
	files := map[string][]string{}
	for _, entry := range entries {
		if match := tokenFileName.FindStringSubmatch(entry.Name()); match != nil && wanted(match[1]) {
			files[match[1]] = append(files[match[1]], filepath.Join(directory, entry.Name()))
		}
	}
	for _, stem := range slices.Sorted(maps.Keys(files)) {
		gone, err := removeFiles(ctx, filepath.Join(directory, stem+extension), files[stem])
		removed = append(removed, gone...)
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}

// removeFiles removes the files of one identity while no other program changes them, and at last the lock itself.
func removeFiles(ctx context.Context, path string, files []string) (removed []string, err error) {
	lock := lockPath(path)
	held, err := acquire(ctx, lock)
	if err != nil {
		return nil, cannotRemove(path, err)
	}
	defer held.Unlock()
	for _, file := range files {
		if file == lock {
			continue
		}
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, cannotRemove(file, err)
		}
		removed = append(removed, file)
	}
	// If a held lock cannot be removed, it stays and is used again.
	_ = os.Remove(lock)
	return removed, nil
}

func cannotRemove(path string, err error) error {
	return problem.New(problem.Error{
		What: "The stored tokens at " + path + " could not be removed",
		Why:  problem.Sentence(problem.Reason(err)),
		Do:   "Remove the files yourself.",
		Err:  err,
	})
}
