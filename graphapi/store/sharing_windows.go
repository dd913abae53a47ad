package store

import (
	"io/fs"
	"os"
)

// shareNew does nothing: files inherit the access list of their directory.
func shareNew(*os.File, fs.FileInfo, fs.FileInfo) error { return nil }
