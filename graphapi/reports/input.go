package reports

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

// StandardInput is the file name that means standard input.
const StandardInput = "-"

// Input is a named CSV file of reports, which may be compressed with gzip.
type Input struct {
	// Name is its name in errors.
	Name string
	// Open opens it and returns when it was last modified. It is called once.
	Open func() (io.ReadCloser, time.Time, error)
}

// Inputs are the files with the given names; StandardInput is stdin, last modified now.
func Inputs(names []string, stdin io.Reader, now func() time.Time) []Input {
	inputs := make([]Input, len(names))
	for i, name := range names {
		if name == StandardInput {
			inputs[i] = Input{Name: "standard input", Open: func() (io.ReadCloser, time.Time, error) {
				return io.NopCloser(stdin), now(), nil
			}}
			continue
		}
		inputs[i] = Input{Name: name, Open: func() (io.ReadCloser, time.Time, error) { return openFile(name) }}
	}
	return inputs
}

func openFile(name string) (io.ReadCloser, time.Time, error) {
	opened, err := os.Open(name)
	if err != nil {
		return nil, time.Time{}, err
	}
	info, err := opened.Stat()
	if err != nil {
		opened.Close()
		return nil, time.Time{}, err
	}
	return opened, info.ModTime(), nil
}

// contents are the reports in an input and when it was last modified, or the error of reading it.
type contents struct {
	reports []model.Report
	changed time.Time
	err     error
}

// read returns the reports in the input and when it was last modified. They are those of the wanted report's Graph function
// or, if wanted is nil, those that the header names. Errors are *problem.Error that name the input, or that of the context.
// A read that waits for a pipe returns when the context ends; its goroutine ends with the pipe.
func (in Input) read(ctx context.Context, wanted *model.Definition, now time.Time) ([]model.Report, time.Time, error) {
	done := make(chan contents, 1)
	go func() {
		var c contents
		c.reports, c.changed, c.err = in.readWhole(wanted)
		done <- c
	}()
	select {
	case c := <-done:
		if c.err == nil {
			c.err = in.checkDates(c.reports[0], now) // all reports have the same dates
		}
		return c.reports, c.changed, c.err
	case <-ctx.Done():
		return nil, time.Time{}, ctx.Err()
	}
}

func (in Input) checkDates(report model.Report, now time.Time) error {
	if err := graphapi.CheckDates(report, now); err != nil {
		return in.failure(err)
	}
	return nil
}

func (in Input) readWhole(wanted *model.Definition) ([]model.Report, time.Time, error) {
	opened, changed, err := in.Open()
	if err != nil {
		return nil, changed, problem.New(problem.Error{What: in.Name + " cannot be opened", Why: problem.Sentence(problem.Reason(err)), Do: openRemedy(err), Err: err})
	}
	defer opened.Close()
	content, packed, err := decompressed(opened)
	if err != nil {
		return nil, changed, problem.New(problem.Error{
			Kind: problem.NotReport, What: in.Name + " is not a gzip file", Why: problem.Sentence(err.Error()), Do: completeFile, Err: err,
		})
	}
	reports, err := graphapi.ParseFile(content, wanted)
	if err != nil {
		failure := in.failure(err)
		switch {
		case failure.Kind != problem.Other:
		case packed:
			failure.Kind, failure.Do = problem.NotReport, completeFile // the file can be read, but is truncated
		default:
			failure.Do = readableFile
		}
		return nil, changed, failure
	}
	return reports, changed, nil
}

// What to do with an input that cannot be read.
const (
	readableFile = "Check that it is a file that you may read."
	completeFile = "Check that it is complete, or get it again."
)

// openRemedy is what to do if an input cannot be opened.
func openRemedy(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return "Check the name and the current directory."
	}
	return readableFile
}

// failure is an error with the name of the input.
func (in Input) failure(err error) *problem.Error {
	failure := *problem.As(err)
	failure.What, failure.Err = in.Name+": "+failure.What, err
	return problem.New(failure)
}

var gzipMagic = []byte{0x1f, 0x8b}

// decompressed returns the content of r, decompressed if it begins like a gzip file, whatever its name.
func decompressed(r io.Reader) (content io.Reader, packed bool, err error) {
	buffered := bufio.NewReader(r)
	begin, _ := buffered.Peek(len(gzipMagic)) // an error is returned again by the next read
	if !bytes.Equal(begin, gzipMagic) {
		return buffered, false, nil
	}
	content, err = gzip.NewReader(buffered)
	return content, true, err
}
