// Package licenses holds the license notices of all software that is linked into peerdash, for any operating system.
package licenses

import _ "embed"

// Notices names each module, its version and its license, and then its notices in full. It is made from the modules'
// own files by
//
//	go test ./ui/licenses -update
//
//go:embed notices.txt
var Notices []byte
