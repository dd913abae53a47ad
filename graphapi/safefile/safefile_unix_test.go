//go:build !windows

package safefile_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"peerdash/graphapi/safefile"
)

// TestOnlyRegularFilesAreOpened has other things lie where a file is expected.
func TestOnlyRegularFilesAreOpened(t *testing.T) {
	directory := t.TempDir()
	file, link, fifo := filepath.Join(directory, "file"), filepath.Join(directory, "link"), filepath.Join(directory, "fifo")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Symlink(file, link), syscall.Mkfifo(fifo, 0o600)); err != nil {
		t.Fatal(err)
	}
	for path, isRegular := range map[string]bool{file: true, link: false, fifo: false, "/dev/null": false} {
		opened, err := safefile.Open(path, os.O_RDONLY, 0)
		if (err == nil) != isRegular {
			t.Errorf("opening %s: %v, want success: %v", path, err, isRegular)
		}
		if err == nil {
			opened.Close()
		}
		lock, err := safefile.Lock(t.Context(), path, 0o600, safefile.Exclusive, time.Millisecond)
		if (err == nil) != isRegular {
			t.Errorf("locking %s: %v, want success: %v", path, err, isRegular)
		}
		if err == nil {
			lock.Close()
		}
	}
}

func TestLockIsCreatedAndShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	for range 2 {
		lock, err := safefile.Lock(t.Context(), path, 0o600, safefile.Shared, time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		defer lock.Close()
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := safefile.Lock(ended, path, 0o600, safefile.Exclusive, time.Millisecond); !errors.Is(err, context.Canceled) {
		t.Errorf("locking what is locked: %v, want the end of the context", err)
	}
}
