package doctor

import "io/fs"

// owner is not known: access lists protect the files.
func owner(fs.FileInfo) string { return "" }
