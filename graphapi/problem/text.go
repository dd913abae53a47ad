package problem

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// Sentence is a text that begins with a capital letter and ends with a full stop.
func Sentence(text string) string { return Capitalized(text) + "." }

// Capitalized is a text that begins with a capital letter. The text must not be empty.
func Capitalized(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// Reason is the cause of an error of the file system, without the path that the message already names.
func Reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err.Error()
	}
	return err.Error()
}
