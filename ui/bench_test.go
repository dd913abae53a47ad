package ui

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// frameModel is a dashboard of this size that shows this number of days.
func frameModel(b *testing.B, width, height, days int) Model {
	reading := reports.Reading{
		Report: sampleReport(b, model.All, days), Period: model.All, Origin: reports.FromGraph, FetchedAt: noon, FreshUntil: noon.Add(time.Hour),
	}
	config := sampleConfig(b)
	config.Period = model.All
	m := modelAfter(New(b.Context(), config), tea.WindowSizeMsg{Width: width, Height: height},
		storedReadMsg{report: model.Default(), period: model.All, reading: reading})
	if m.page() != reportPage {
		b.Fatal("there is nothing to draw")
	}
	return m
}

// modelAfter is a model after messages.
func modelAfter(m Model, messages ...tea.Msg) Model {
	for _, message := range messages {
		next, _ := m.Update(message)
		m = next.(Model)
	}
	return m
}

// benchmarkFrame measures a step of the cursor and the frame that it makes.
func benchmarkFrame(b *testing.B, width, height, days int) {
	benchmarkSteps(b, frameModel(b, width, height, days))
}

// benchmarkSteps measures a step of the cursor and the frame that it makes.
func benchmarkSteps(b *testing.B, m Model) {
	left, right := keyNamed("left"), keyNamed("right")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		key := left
		if i%2 == 1 {
			key = right
		}
		next, _ := m.Update(key)
		m = next.(Model)
		if m.View() == "" {
			b.Fatal("no frame")
		}
	}
}

// BenchmarkFrameSevenSeries80x24 is a frame of a report without a total that has seven series.
func BenchmarkFrameSevenSeries80x24(b *testing.B) {
	config := sampleConfig(b)
	config.Period, config.Report = model.D180, modeltest.Find(b, "active-users")
	benchmarkSteps(b, modelAfter(New(b.Context(), config), tea.WindowSizeMsg{Width: 80, Height: 24}, storedReadMsg{
		report: config.Report, period: model.D180, reading: sampleReadingOf(b, config.Report, model.D180),
	}))
}

// BenchmarkReportList is a step in the list of all reports.
func BenchmarkReportList(b *testing.B) {
	config := catalogueConfig(b, "active-users")
	m := New(b.Context(), config)
	m.width, m.height = 120, 40
	m, _ = m.openReportList()
	for i, definition := range m.config.Available {
		message := listReadMsg{index: i, opened: m.list.opened, listed: summarize(sampleReadingOf(b, definition, model.D30), 0)}
		m, _ = m.handleListed(message)
	}
	up, down := keyNamed("up"), keyNamed("down")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		key := up
		if i%2 == 1 {
			key = down
		}
		next, _ := m.Update(key)
		m = next.(Model)
		_ = m.View()
	}
}

func BenchmarkFrame80x24(b *testing.B) { benchmarkFrame(b, 80, 24, 180) }

func BenchmarkFrame200x60Days3650(b *testing.B) { benchmarkFrame(b, 200, 60, 3650) }

func BenchmarkFrame500x200(b *testing.B) { benchmarkFrame(b, 500, 200, 180) }

// BenchmarkFrameUnchanged measures a frame of a state that has been drawn before.
func BenchmarkFrameUnchanged(b *testing.B) {
	m := frameModel(b, 80, 24, 180)
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

// BenchmarkHideSeries3650 measures a new summary and a frame.
func BenchmarkHideSeries3650(b *testing.B) {
	m := frameModel(b, 200, 60, 3650)
	b.ReportAllocs()
	for b.Loop() {
		next, _ := m.Update(keyNamed("space"))
		m = next.(Model)
		_ = m.View()
	}
}
