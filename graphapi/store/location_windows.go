package store

import "io/fs"

// On Windows there are no mode bits, and an access list closes a profile directory to other users.
func isForeign(fs.FileInfo) bool                 { return false }
func isOpenToAll(fs.FileInfo) bool               { return false }
func isRootFor(fs.FileInfo) bool                 { return false }
func closeToOthers(string, fs.FileInfo)          {}
func haveOneOwner(fs.FileInfo, fs.FileInfo) bool { return true }
