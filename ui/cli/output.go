package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"syscall"

	"peerdash/graphapi/problem"
	"peerdash/ui/outfile"
)

// writeOutput writes to the named file, or to standard output without a name. If anything fails, a file is left as it was.
func (p Program) writeOutput(ctx context.Context, name string, write func(io.Writer) error) error {
	var content bytes.Buffer
	if err := write(&content); err != nil {
		return err
	}
	if name == "" || name == "-" {
		return await(ctx, func() error {
			_, err := p.Output.Write(content.Bytes())
			return outputFailure("standard output", err)
		})
	}
	return await(ctx, func() error { return outputFailure(name, p.files.Replace(name, content.Bytes())) })
}

// await returns the error of a call that may block, or that of ctx when ctx ends first. The call is then abandoned, and
// ends with the program.
func await(ctx context.Context, call func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- call() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func outputFailure(name string, err error) error {
	if err == nil {
		return nil
	}
	do := "Check that the directory exists and that you may write there."
	switch {
	case errors.Is(err, errOutputClosed):
		do = "Redirect standard output to a file; to discard it, open /dev/null for writing only, as `>/dev/null` does."
	case errors.Is(err, outfile.ErrIsDirectory):
		do = "Name a file in it."
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		do = "Free some space on the disk, or write to another one."
	}
	return problem.New(problem.Error{
		What: "Could not write to " + name,
		Why:  problem.Sentence(rootCause(err).Error()),
		Do:   do,
		Err:  err,
	})
}

// rootCause returns the innermost error, which gives the reason without repeating the path; of joined errors that of the first.
func rootCause(err error) error {
	inner := errors.Unwrap(err)
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		inner = joined.Unwrap()[0]
	}
	if inner == nil {
		return err
	}
	return rootCause(inner)
}
