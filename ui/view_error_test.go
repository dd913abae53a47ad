package ui

import (
	"strings"
	"testing"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

const requestID = "0f3c5a1e-8d0e-4a5f-9a53-0d9b6a1c7e21"

// TestErrorKeyShowsTheWholeError opens the error of a failed refresh over the chart that stays.
func TestErrorKeyShowsTheWholeError(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {47, 15}, {80, 24}, {120, 40}} {
		config := sampleConfig(t)
		config.Reports = fakeReports{
			stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)}, failure: refused,
		}
		withDashboard(t, config, size[0], size[1], func(d *testDashboard) {
			d.wantText("(!")
			d.wantNoText(requestID)
			d.press("!")
			d.press("ctrl+d", "ctrl+d")
			d.wantText(requestID, "Failed at 12:00.")
			d.wantFit(d.model.View())
			d.press("q")
			d.wantNoText(requestID)
		})
	}
}

func TestIdsAreNotBroken(t *testing.T) {
	failure := problem.New(problem.Error{
		Kind: problem.SignIn, What: "The sign-in was refused", Why: strings.Repeat("reason ", 30),
		RequestID: requestID, IDName: "Correlation id",
	})
	for width := MinimumWidth; width <= 130; width += 7 {
		config := sampleConfig(t)
		config.Reports = fakeReports{failure: failure}
		withDashboard(t, config, width, 41, func(d *testDashboard) { d.wantText("Correlation id:", requestID) })
	}
}

func TestWarningsOfTheStoreAreShownWhole(t *testing.T) {
	reading := sampleReading(t, model.D7)
	reading.Notes = []string{"The report could not be stored: " + strings.Repeat("a long reason ", 8) + "unabridged"}
	config := sampleConfig(t)
	config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D7: reading}}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("The report could not be stored", "(!)")
		d.press("!")
		d.wantText("unabridged")
		d.press("esc")
		d.wantNoText("unabridged")
	})
}
