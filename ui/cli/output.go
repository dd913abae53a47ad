package cli

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"github.com/google/renameio/v2/maybe"

	"peerdash/graphapi/problem"
)

// writeOutput writes to the file of that name, or to standard output where there is no name. A file appears whole or,
// where anything fails, stays as it was.
func (p Program) writeOutput(name string, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		buffered := bufio.NewWriter(p.Output)
		err := write(buffered)
		if err == nil {
			err = buffered.Flush()
		}
		return outputFailure("standard output", err)
	}
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return outputFailure(name, err)
	}
	return outputFailure(name, replaceFile(name, content.Bytes()))
}

// replaceFile gives the file a new content at once. What is no regular file, such as /dev/null or a named pipe, is
// written to and not replaced; a symbolic link keeps pointing where it does.
func replaceFile(name string, content []byte) error {
	target, err := filepath.EvalSymlinks(name)
	if errors.Is(err, os.ErrNotExist) {
		target = name
	} else if err != nil {
		return err
	}
	info, err := os.Stat(target)
	if err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(target, content, 0)
	}
	permissions := os.FileMode(0o644)
	if err == nil {
		permissions = info.Mode().Perm()
	}
	return maybe.WriteFile(target, content, permissions)
}

func outputFailure(name string, err error) error {
	if err == nil {
		return nil
	}
	do := "Check that the folder exists and that you may write there."
	if errors.Is(err, syscall.ENOSPC) {
		do = "Make room on the disk, or write to another one."
	}
	return problem.New(problem.Error{
		What: "The report could not be written to " + name,
		Why:  rootCause(err).Error(),
		Do:   do,
		Err:  err,
	})
}

// rootCause is the innermost error, which says why without repeating the path.
func rootCause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
