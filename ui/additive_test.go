package ui

import (
	"slices"
	"strings"
	"testing"

	"peerdash/model"
)

// TestReportsWithoutTotalShowNone goes through every view of every report: a total, shares and stacks appear where the series
// add up, and nowhere else.
func TestReportsWithoutTotalShowNone(t *testing.T) {
	for _, definition := range model.Catalogue() {
		for _, size := range [][2]int{{40, 10}, {81, 25}, {121, 41}} {
			config := catalogueConfig(t, definition.Name)
			onBench(t, config, size[0], size[1], func(b *bench) {
				for range viewsOf(definition) {
					screen := b.screen() + strings.Join(b.model.PlainLines(), "\n")
					if !definition.Additive && strings.Contains(screen, "share") {
						t.Errorf("%s shows shares:\n%s", definition.Name, screen)
					}
					hasTotal := strings.Contains(screen, "total: ") || strings.Contains(screen, "total  ")
					if hasTotal && !definition.Additive && b.model.view != TableView {
						t.Errorf("%s shows a total:\n%s", definition.Name, screen)
					}
					b.wantsFit(b.model.View())
					b.press("v")
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
			config.Theme = looks[i%len(looks)].theme
			onBench(t, config, size[0], size[1], func(b *bench) {
				for range viewsOf(definition) {
					for range definition.Series {
						b.wantsFit(b.model.View())
						b.press("J")
					}
					b.press("v")
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
	config.Available = []*model.Definition{definitionNamed(t, "email"), widestReport}
	onBench(t, config, 120, 40, func(b *bench) {
		b.wants("Widest report that one could think of", "widgets", "Second of the Series", "Eighth", "lines ▾")
		b.press("?")
		b.wants("no total: the same widgets may be counted in several series")
		b.press("?", "o")
		b.wants("▸ Widest report that one could think of", "1,579 widgets", "Email")
		b.press("esc", "e")
		b.wants("Written to")
		if want := "peerdash-contoso.onmicrosoft.com-widest-D7-2021-06-28"; b.model.exportName() != want {
			t.Errorf("the export is called %q, want %q", b.model.exportName(), want)
		}
		b.press("]")
		b.wants("Email", "actions")
	})
}

// TestNarrowTableShowsTheSelectedSeries where not all columns fit.
func TestNarrowTableShowsTheSelectedSeries(t *testing.T) {
	config := sampleConfig(t)
	config.Reports, config.Report, config.View = catalogueReports{t}, widestReport, TableView
	onBench(t, config, 40, 10, func(b *bench) {
		for i, series := range widestReport.Series {
			b.wants("▸" + series.Letter)
			heading := strings.Split(b.screen(), "\n")[2]
			isCutLeft, isCutRight := strings.Contains(heading, "<"), strings.HasSuffix(heading, ">")
			if isCutLeft == strings.Contains(heading, "F") || isCutRight == strings.HasSuffix(heading, "E") {
				t.Errorf("after %d steps columns are missing without a sign: %q", i, heading)
			}
			b.press("J")
		}
	})
}

func TestViewsOfReportsWithoutTotal(t *testing.T) {
	config := catalogueConfig(t, "teams-users")
	config.View, config.ViewRequested = StackedView, true
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("lines ▾", "This report has no total, so it has no stacked view.")
		var seen []string
		for range 4 {
			b.press("v")
			seen = append(seen, b.model.view.String())
		}
		b.press("V")
		if want := []string{"panels", "table", "lines", "panels"}; !slices.Equal(seen, want) || b.model.view != LinesView {
			t.Errorf("v goes through %v and V back to %v, want %v and lines", seen, b.model.view, want)
		}
		b.lacks("no total")
		b.press("?")
		b.wants("no total: users who are active in two series are counted in both")
	})
}

// TestPeakIsThatOfTheSelectedSeries: insights, marks and the change refer to the selected series where there is no total.
func TestPeakIsThatOfTheSelectedSeries(t *testing.T) {
	config := catalogueConfig(t, "teams-users")
	config.Period = model.D30
	onBench(t, config, 120, 40, func(b *bench) {
		report := b.model.reading().Report
		for series, definition := range b.model.report.Series {
			peak, _ := report.Peak(model.OnlySeries(series))
			b.wants("peak " + b.model.value(peak.Counts[series]) + " on " + longDate(peak.Date) + " (" + definition.Name() + ")")
			b.press("g")
			for range 30 {
				if b.press("n"); strings.Contains(b.model.notice, "peak") {
					break
				}
			}
			if got := b.model.day().Date; got != peak.Date {
				t.Errorf("n finds the peak of %s on %v, want %v", definition.Name(), got, peak.Date)
			}
			b.press("down")
		}
	})
}

func TestDurationsAreInHoursAndMinutes(t *testing.T) {
	config := catalogueConfig(t, "teams-time")
	onBench(t, config, 80, 24, func(b *bench) {
		day := b.model.day()
		want := b.model.value(day.Counts[0])
		if !strings.Contains(want, "h ") {
			t.Fatalf("the sample has %s of audio, want hours", want)
		}
		b.wants(want)
		if got := b.model.selectionInWords(b.model.selection()); !strings.Contains(got, "Audio "+want+"  Video") {
			t.Errorf("copied: %q", got)
		}
		if got := strings.Join(b.model.PlainLines(), "\n"); !strings.Contains(got, "Audio "+want+", Video") {
			t.Errorf("in plain text: %q", got)
		}
	})
}
