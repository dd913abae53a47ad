package ui

import (
	"testing"

	"peerdash/model"
	"peerdash/model/modeltest"
)

// TestAddedReportIsShown goes to a report that only the test's catalogue has, in each of its views.
func TestAddedReportIsShown(t *testing.T) {
	modeltest.Add(t, modeltest.Rides())
	withDashboard(t, catalogueConfig(t, model.Default().Name), 100, 30, func(d *testDashboard) {
		d.press("[") // the last report comes before the first
		for range 3 {
			d.wantText("Rides in lifts", "Time Up", "Time Down", "Time Waiting")
			d.press("v")
		}
	})
}
