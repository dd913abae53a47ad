package safefile

import (
	"errors"
	"os"
)

// TryWriting reports why a file of this size in bytes cannot be written in a directory. It writes a temporary file and removes it.
// The file is named after the pattern as by os.CreateTemp.
func TryWriting(directory, pattern string, size int) error {
	file, err := os.CreateTemp(directory, pattern)
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, size))
	return errors.Join(err, file.Sync(), file.Close(), os.Remove(file.Name()))
}
