package signin

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/windows"
)

// replaceFile replaces a file by one that is written completely.
func replaceFile(path string, data []byte) error {
	unfinished := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+strconv.FormatInt(rand.Int64(), 10))
	if err := os.WriteFile(unfinished, data, privateFile); err != nil {
		return err
	}
	if err := renameOver(unfinished, path); err != nil {
		_ = os.Remove(unfinished)
		return err
	}
	return nil
}

// renameOver renames a file and replaces what has the new name. Windows refuses that while another program, such as a
// peerdash that reads its tokens or a virus scanner, has the replaced file open, so it is tried again for a while.
func renameOver(from, to string) error {
	const timeout, pause = 2 * time.Second, 10 * time.Millisecond
	for start := time.Now(); ; time.Sleep(pause) {
		err := os.Rename(from, to)
		isOpen := errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
		if !isOpen || time.Since(start) > timeout {
			return err
		}
	}
}
