// Package modeltest finds reports of the catalogue for tests, and adds reports to it during a test, to show that nothing but the
// row is needed.
package modeltest

import (
	"slices"
	"testing"
	_ "unsafe" // for go:linkname, so that model itself needs no exported way to change the catalogue

	"peerdash/model"
)

//go:linkname catalogue peerdash/model.catalogue
var catalogue []*model.Definition

// Add adds a report at the end of the catalogue until the test ends. The test must not run in parallel with others.
func Add(t testing.TB, definition *model.Definition) {
	t.Helper()
	before := catalogue
	catalogue = append(slices.Clip(before), definition)
	t.Cleanup(func() { catalogue = before })
}

// Find is the report of the catalogue with a name, without which the test fails.
func Find(t testing.TB, name string) *model.Definition {
	t.Helper()
	definition, found := model.Find(name)
	if !found {
		t.Fatalf("there is no report %s", name)
	}
	return definition
}

// Rides is a report that no Graph has: two series with aliases and an optional one, durations, not additive.
func Rides() *model.Definition {
	return &model.Definition{
		Name: "rides", Function: "getRideCounts", Title: "Rides in lifts", Unit: model.Seconds,
		Series: []model.Series{
			{Column: "Time Up", Aliases: []string{"Up"}, Key: "timeUp", Letter: "U"},
			{Column: "Time Down", Aliases: []string{"Down"}, Key: "timeDown", Letter: "D"},
			{Column: "Time Waiting", Key: "timeWaiting", Letter: "W", Optional: true},
		},
	}
}
