package safefile

import "io/fs"

// Owner is unknown, since access lists protect the files.
func Owner(fs.FileInfo) (id int, known bool) { return 0, false }

// IsOwn is true, since the access list of a profile directory closes it to other users.
func IsOwn(fs.FileInfo) bool { return true }

// IsTrusted is true, like IsOwn. Only administrators may create symbolic links.
func IsTrusted(fs.FileInfo) bool { return true }

// OwnerName is "", since the owner is unknown.
func OwnerName(fs.FileInfo) string { return "" }

// HasMode is false, since Windows has no mode bits; package os only makes some up.
func HasMode(fs.FileInfo, fs.FileMode) bool { return false }
