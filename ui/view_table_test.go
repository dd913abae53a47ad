package ui

import (
	"regexp"
	"strings"
	"testing"

	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// TestShortNumbersOfTheTableAreSeparated: in short form the largest value of a column may be narrower than others, as "370M" is
// than "61.7M".
func TestShortNumbersOfTheTableAreSeparated(t *testing.T) {
	definition := modeltest.Find(t, "active-users")
	var days []model.Day
	for i := range 7 {
		day := model.Day{Date: lastDay - model.Date(6-i), RefreshDate: lastDay}
		for series := range definition.Series {
			value := int64(1_481_480_400) / int64(1+series)
			if i%2 == 0 {
				value /= 6
			}
			day.Counts[series] = model.Known(value)
		}
		days = append(days, day)
	}
	report, err := model.NewReport(definition, model.D7, days)
	if err != nil {
		t.Fatal(err)
	}
	config := sampleConfig(t)
	reading := sampleReading(t, model.D7)
	reading.Report = report
	config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D7: reading}}
	config.Report, config.View = definition, TableView
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		for _, line := range strings.Split(d.screen(), "\n") {
			if regexp.MustCompile(`[kMG]\d`).MatchString(line) {
				t.Errorf("numbers without a gap: %q", line)
			}
		}
	})
}
