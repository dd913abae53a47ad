package ui

import (
	"slices"
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/model/modeltest"
)

// TestReportsWithoutTotalShowNone goes through every view of every report: a total, shares and stacks appear where the series
// add up, and nowhere else.
func TestReportsWithoutTotalShowNone(t *testing.T) {
	for _, definition := range model.Catalogue() {
		for _, size := range [][2]int{{40, 10}, {81, 25}, {121, 41}} {
			config := catalogueConfig(t, definition.Name)
			withDashboard(t, config, size[0], size[1], func(d *testDashboard) {
				for range viewsOf(definition) {
					screen := d.screen() + strings.Join(d.model.PlainLines(), "\n")
					if !definition.Additive && strings.Contains(screen, "share") {
						t.Errorf("%s shows shares:\n%s", definition.Name, screen)
					}
					hasTotal := strings.Contains(screen, "total: ") || strings.Contains(screen, "total  ")
					if hasTotal && !definition.Additive && d.model.view != TableView {
						t.Errorf("%s shows a total:\n%s", definition.Name, screen)
					}
					d.wantFit(d.model.View())
					d.press("v")
				}
			})
		}
	}
}

// TestEveryViewOfEveryReportFits on terminals of any size and kind.
func TestEveryViewOfEveryReportFits(t *testing.T) {
	for _, definition := range append(slices.Clone(model.Catalogue()), widestReport) {
		for i, size := range [][2]int{{40, 10}, {57, 13}, {80, 24}, {120, 40}, {200, 60}} {
			config := sampleConfig(t)
			config.Reports, config.Report = catalogueReports{t}, definition
			config.Period = model.Period(i % model.PeriodCount)
			config.Theme = terminalKinds[i%len(terminalKinds)].theme
			withDashboard(t, config, size[0], size[1], func(d *testDashboard) {
				for range viewsOf(definition) {
					for range definition.Series {
						d.wantFit(d.model.View())
						d.press("J")
					}
					d.press("v")
				}
			})
		}
	}
}

// widestReport is a row that the catalogue does not have, as wide as a row can be.
var widestReport = &model.Definition{
	Name: "widest", Function: "getWidest", Title: "Widest report that one could think of", Unit: "widgets", Series: []model.Series{
		{Column: "First of the Series", Key: "first", Letter: "F"}, {Column: "Second of the Series", Key: "second", Letter: "S"},
		{Column: "Third", Key: "third", Letter: "T"}, {Column: "Fourth", Key: "fourth", Letter: "O"},
		{Column: "Fifth", Key: "fifth", Letter: "I"}, {Column: "Sixth", Key: "sixth", Letter: "X"},
		{Column: "Seventh", Key: "seventh", Letter: "V"}, {Column: "Eighth", Key: "eighth", Letter: "E"},
	},
}

// TestReportOfAnyRow: the dashboard takes everything that it shows of a report from the row.
func TestReportOfAnyRow(t *testing.T) {
	config := sampleConfig(t)
	config.Reports, config.Report = catalogueReports{t}, widestReport
	config.Available = []*model.Definition{modeltest.Find(t, "email"), widestReport}
	withDashboard(t, config, 120, 40, func(d *testDashboard) {
		d.wantText("Widest report that one could think of", "widgets", "Second of the Series", "Eighth", "lines ▾")
		d.press("?")
		d.wantText("no total: the same widgets may be counted in several series")
		d.press("?", "o")
		d.wantText("▸ Widest report that one could think of", "1,579 widgets", "Email")
		d.press("esc", "e")
		d.wantText("Written to")
		if want := "peerdash-contoso.onmicrosoft.com-widest-D7-2021-06-28"; d.model.exportName() != want {
			t.Errorf("the export is called %q, want %q", d.model.exportName(), want)
		}
		d.press("]")
		d.wantText("Email", "actions")
	})
}

// TestNarrowTableShowsTheSelectedSeries where not all columns fit.
func TestNarrowTableShowsTheSelectedSeries(t *testing.T) {
	config := sampleConfig(t)
	config.Reports, config.Report, config.View = catalogueReports{t}, widestReport, TableView
	withDashboard(t, config, 40, 10, func(d *testDashboard) {
		for i, series := range widestReport.Series {
			d.wantText("▸" + series.Letter)
			heading := strings.Split(d.screen(), "\n")[2]
			isCutLeft, isCutRight := strings.Contains(heading, "<"), strings.HasSuffix(heading, ">")
			if isCutLeft == strings.Contains(heading, "F") || isCutRight == strings.HasSuffix(heading, "E") {
				t.Errorf("after %d steps columns are missing without a sign: %q", i, heading)
			}
			d.press("J")
		}
	})
}

func TestViewsOfReportsWithoutTotal(t *testing.T) {
	config := catalogueConfig(t, "teams-users")
	config.View, config.ViewRequested = StackedView, true
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("lines ▾", "This report has no total, so it has no stacked view.")
		var seen []string
		for range 4 {
			d.press("v")
			seen = append(seen, d.model.view.String())
		}
		d.press("V")
		if want := []string{"panels", "table", "lines", "panels"}; !slices.Equal(seen, want) || d.model.view != LinesView {
			t.Errorf("v goes through %v and V back to %v, want %v and lines", seen, d.model.view, want)
		}
		d.wantNoText("no total")
		d.press("?")
		d.wantText("no total: users who are active in two series are counted in both")
	})
}

// TestPeakIsThatOfTheSelectedSeries: insights, marks and the change refer to the selected series where there is no total.
func TestPeakIsThatOfTheSelectedSeries(t *testing.T) {
	config := catalogueConfig(t, "teams-users")
	config.Period = model.D30
	withDashboard(t, config, 120, 40, func(d *testDashboard) {
		report := d.model.reading().Report
		for series, definition := range d.model.report.Series {
			peak, _ := report.Peak(model.OnlySeries(series))
			d.wantText("peak " + d.model.value(peak.Counts[series]) + " on " + longDate(peak.Date) + " (" + definition.Name() + ")")
			d.press("g")
			for range 30 {
				if d.press("n"); strings.Contains(d.model.notice, "peak") {
					break
				}
			}
			if got := d.model.day().Date; got != peak.Date {
				t.Errorf("n finds the peak of %s on %v, want %v", definition.Name(), got, peak.Date)
			}
			d.press("down")
		}
	})
}

func TestDurationsAreInHoursAndMinutes(t *testing.T) {
	config := catalogueConfig(t, "teams-time")
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		day := d.model.day()
		want := d.model.value(day.Counts[0])
		if !strings.Contains(want, "h ") {
			t.Fatalf("the sample has %s of audio, want hours", want)
		}
		d.wantText(want)
		if got := d.model.selectionInWords(d.model.selection()); !strings.Contains(got, "Audio "+want+"  Video") {
			t.Errorf("copied: %q", got)
		}
		if got := strings.Join(d.model.PlainLines(), "\n"); !strings.Contains(got, "Audio "+want+", Video") {
			t.Errorf("in plain text: %q", got)
		}
	})
}
