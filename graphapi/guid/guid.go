// Package guid recognizes and makes GUIDs, by which Microsoft Entra and Graph identify tenants and requests.
package guid

import (
	"crypto/rand"
	"fmt"
	"regexp"
)

var pattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// Is reports whether text is a GUID without braces, in upper or lower case.
func Is(text string) bool { return pattern.MatchString(text) }

// Format is the GUID of 16 bytes, in lower case.
func Format(bytes [16]byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", bytes[:4], bytes[4:6], bytes[6:8], bytes[8:10], bytes[10:])
}

// Random is a random GUID.
func Random() string {
	var bytes [16]byte
	_, _ = rand.Read(bytes[:]) // never fails
	return Format(bytes)
}
