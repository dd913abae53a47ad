package store

import "io/fs"

// On Windows a profile directory is closed to others by its access list, and there are no mode bits.
func isForeign(fs.FileInfo) bool                 { return false }
func isOpenToAll(fs.FileInfo) bool               { return false }
func isRootFor(fs.FileInfo) bool                 { return false }
func closeToOthers(string, fs.FileInfo)          {}
func haveOneOwner(fs.FileInfo, fs.FileInfo) bool { return true }
