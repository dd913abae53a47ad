package graphapi

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode"
)

// The largest file and the longest line that are read, in bytes; the largest file of Graph has some 20 KB.
const (
	maxReport = 8 << 20
	maxLine   = 64 << 10
)

// limitedReader fails if the text is larger than maxReport or one of its lines longer than maxLine.
type limitedReader struct {
	next       io.Reader
	total      int
	line       int // number of the current line
	lineLength int
	failed     error
}

func newLimitedReader(r io.Reader) *limitedReader { return &limitedReader{next: r, line: 1} }

// readError is an error of the underlying reader.
type readError struct{ cause error }

func (e *readError) Error() string { return e.cause.Error() }
func (e *readError) Unwrap() error { return e.cause }

// Read reads and counts.
func (l *limitedReader) Read(buffer []byte) (int, error) {
	if l.failed != nil {
		return 0, l.failed
	}
	n, err := l.next.Read(buffer)
	l.count(buffer[:n])
	if err != nil && !errors.Is(err, io.EOF) && l.failed == nil {
		l.failed = &readError{cause: err}
	}
	if l.failed != nil {
		return 0, l.failed
	}
	return n, err
}

func (l *limitedReader) count(read []byte) {
	l.total += len(read)
	if l.total > maxReport {
		l.failed = errors.New("it is larger than 8 MiB")
		return
	}
	for len(read) > 0 {
		end := bytes.IndexByte(read, '\n')
		l.lineLength += end
		if end < 0 {
			l.lineLength += len(read) + 1
		}
		if l.lineLength > maxLine {
			l.failed = fmt.Errorf("line %d is longer than 64 KiB", l.line)
			return
		}
		if end < 0 {
			return
		}
		read = read[end+1:]
		l.line, l.lineLength = l.line+1, 0
	}
}

// cause is the reader's own error if there is one, otherwise err: what a parser says about half a line is misleading.
func (l *limitedReader) cause(err error) error {
	if l.failed != nil {
		return l.failed
	}
	return err
}

// notText lists how content that is not CSV begins, after white space. The first match counts.
var notText = []struct{ beginning, reason string }{
	{"\xff\xfe", "it is UTF-16 text; save it as UTF-8"},
	{"\xfe\xff", "it is UTF-16 text; save it as UTF-8"},
	{"\x1f\x8b", "it is compressed by gzip"},
	{"PK\x03\x04", "it is a ZIP archive or an Excel workbook; save it as CSV"},
	{"<?xml", "it is XML"},
	{"<", "it is an HTML page"},
	{"{", "it is JSON"},
	{"[", "it is JSON"},
}

// marks are the byte order mark and how it looks after a tool took the bytes of UTF-8 for another encoding, in the order in
// which a file may have both.
var marks = []string{"\ufeff", "\u00ef\u00bb\u00bf"}

// asText returns r without a byte order mark, or an error where it does not begin like CSV.
func asText(r io.Reader) (*bufio.Reader, error) {
	text := bufio.NewReader(r)
	beginning, err := text.Peek(1 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for _, mark := range marks {
		if !bytes.HasPrefix(beginning, []byte(mark)) {
			continue
		}
		beginning = beginning[len(mark):]
		if _, err := text.Discard(len(mark)); err != nil {
			return nil, err
		}
	}
	beginning = bytes.TrimLeftFunc(beginning, unicode.IsSpace)
	if len(beginning) == 0 {
		return nil, errors.New("it is empty")
	}
	for _, not := range notText {
		if bytes.HasPrefix(beginning, []byte(not.beginning)) {
			return nil, errors.New(not.reason)
		}
	}
	if bytes.IndexByte(beginning, 0) >= 0 {
		return nil, errors.New("it contains NUL bytes: it is UTF-16 text or not text; save it as UTF-8")
	}
	return text, nil
}
