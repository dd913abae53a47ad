package cli

import (
	"errors"
	"os"
	"sync/atomic"
)

// StandardOutput receives the data that commands print. It records the first write error, so that no command succeeds
// whose output is lost, whichever part of the program wrote it.
type StandardOutput struct {
	*os.File
	// closed reports whether standard output was closed when the program started.
	closed bool
	// ascii reports whether text is written in ASCII.
	ascii   bool
	failure atomic.Pointer[error]
}

var errOutputClosed = errors.New("it is closed, or is /dev/null opened for reading and writing")

// newStandardOutput returns the standard output that the program was started with.
func newStandardOutput(file *os.File, ascii bool) *StandardOutput {
	return &StandardOutput{File: file, closed: startedClosed(file), ascii: ascii}
}

// Write writes to the file. Text ends with a whole character.
func (o *StandardOutput) Write(text []byte) (int, error) {
	written := text
	if o.ascii {
		written = toASCII(text)
	}
	if _, err := o.writeUnchanged(written); err != nil {
		return 0, err
	}
	return len(text), nil
}

// writeUnchanged writes to the file, in every locale the same.
func (o *StandardOutput) writeUnchanged(data []byte) (int, error) {
	if o.closed {
		o.record(errOutputClosed)
		return 0, errOutputClosed
	}
	count, err := o.File.Write(data)
	o.record(err)
	return count, err
}

// WriteString writes to the file.
func (o *StandardOutput) WriteString(text string) (int, error) { return o.Write([]byte(text)) }

func (o *StandardOutput) record(err error) {
	if err != nil {
		o.failure.CompareAndSwap(nil, &err)
	}
}

// Failure is the first error of writing, as a problem; nil if there was none.
func (o *StandardOutput) Failure() error {
	if err := o.failure.Load(); err != nil {
		return outputFailure("standard output", *err)
	}
	return nil
}
