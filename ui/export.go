package ui

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/format"
)

// exportCSV writes the shown report with all its series, hidden ones too, so that it can be imported again.
func (m Model) exportCSV() (Model, tea.Cmd) {
	report := m.reading().Report
	return m, m.export(".csv", func(w io.Writer) error { return format.WriteCSV(w, report) })
}

// Columns and rows of an exported chart, whatever the size of the terminal.
const svgWidth, svgHeight = 120, 32

// exportSVG writes the chart as it is shown; of the table, the usual chart of the report.
func (m Model) exportSVG() (Model, tea.Cmd) {
	input := m.chartInput(m.layout())
	input.Width, input.Height = svgWidth, svgHeight
	return m, m.export(".svg", func(w io.Writer) error {
		_, err := w.Write(chart.SVG(input, chart.Caption{
			Title: m.report.Title, Tenant: m.config.Tenant, Refreshed: m.reading().Report.RefreshDate,
		}))
		return err
	})
}

// export writes a new file into the export directory.
func (m Model) export(extension string, write func(io.Writer) error) tea.Cmd {
	base := filepath.Join(m.config.Directory, m.exportName())
	return m.command(func(context.Context) tea.Msg {
		var content bytes.Buffer
		if err := write(&content); err != nil {
			return exportedMsg{err: err}
		}
		path, err := m.config.Files.Create(base, extension, content.Bytes())
		return exportedMsg{path: path, err: err}
	})
}

// exportName is a file name of tenant, report, period and refresh date. That of the default report does not name it.
func (m Model) exportName() string {
	name, report := "peerdash", ""
	if m.report != model.Default() {
		report = m.report.Name
	}
	refreshed := m.reading().Report.RefreshDate
	for _, part := range []string{fileNamePart(m.config.Tenant), report, m.period.String(), refreshed.String()} {
		if part != "" {
			name += "-" + part
		}
	}
	return name
}

// fileNamePart is the text with every character replaced that has a meaning in a path or a shell.
func fileNamePart(text string) string {
	const longest = 80
	safe := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-' {
			return r
		}
		return '_'
	}, text)
	return strings.Trim(safe[:min(len(safe), longest)], ".-")
}

func (m Model) handleExported(message exportedMsg) Model {
	if message.err != nil {
		return m.fail("Export failed", message.err)
	}
	m.notice = "Written to " + sanitize.Line(message.path, m.width)
	return m
}
