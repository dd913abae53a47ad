package format_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"peerdash/graphapi"
	"peerdash/model"
	"peerdash/model/modeltest"
	"peerdash/ui/format"
)

// TestCSVOfEveryReportIsReadBack writes random days of each report, and of one that only the test's catalogue has.
func TestCSVOfEveryReportIsReadBack(t *testing.T) {
	modeltest.Add(t, modeltest.Rides())
	random := rand.New(rand.NewPCG(20, 21))
	for _, definition := range model.Catalogue() {
		report, err := model.NewReport(definition, model.All, randomDays(random, len(definition.Series)))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := format.WriteCSV(&text, report); err != nil {
			t.Fatal(err)
		}
		read, err := graphapi.ParseReport(strings.NewReader(text.String()), definition)
		if err != nil {
			t.Errorf("%s: %v", definition.Name, err)
			continue
		}
		if len(read.Days()) != len(report.Days()) || read.Period != model.All {
			t.Fatalf("%s: %d days of %s were read back", definition.Name, len(read.Days()), read.Period)
		}
		for i, day := range report.Days() {
			if read.Days()[i] != day {
				t.Errorf("%s: got %v, want %v", definition.Name, read.Days()[i], day)
			}
		}
	}
}

// randomDays are days with gaps, unknown counts, small and the largest ones.
func randomDays(random *rand.Rand, series int) []model.Day {
	var days []model.Day
	for date := model.NewDate(2021, 1, 3); date < model.NewDate(2021, 6, 28); date += 1 + model.Date(random.IntN(3)) {
		day := model.Day{Date: date, RefreshDate: model.NewDate(2021, 6, 28)}
		for i := range series {
			switch random.IntN(5) {
			case 0:
			case 1:
				day.Counts[i] = model.Known(model.MaxCount)
			default:
				day.Counts[i] = model.Known(random.Int64N(200_000))
			}
		}
		days = append(days, day)
	}
	return days
}
