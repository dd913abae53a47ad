package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/format"
)

// exportCSV writes the report shown, whichever types are hidden, so that it can be imported again.
func (m Model) exportCSV() (Model, tea.Cmd) {
	report := m.reading().Report
	return m, m.export(".csv", func(w io.Writer) error { return format.WriteCSV(w, report) })
}

// Columns and rows of an exported chart, whatever the size of the terminal.
const svgWidth, svgHeight = 120, 32

// exportSVG writes the chart as it is shown; of the table, the stacked chart.
func (m Model) exportSVG() (Model, tea.Cmd) {
	input := m.chartInput(m.layout())
	input.Width, input.Height = svgWidth, svgHeight
	return m, m.export(".svg", func(w io.Writer) error {
		_, err := w.Write(chart.SVG(input, chart.Caption{
			Title: "Skype peer-to-peer sessions", Tenant: m.config.Tenant, Refreshed: m.reading().Report.RefreshDate,
		}))
		return err
	})
}

// export writes a new file beside the user.
func (m Model) export(extension string, write func(io.Writer) error) tea.Cmd {
	base := filepath.Join(m.config.Directory, exportName(m.config.Tenant, m.period, m.reading().Report.RefreshDate))
	return m.command(func(context.Context) tea.Msg {
		path, err := writeNew(base, extension, write)
		return exportedMsg{path: path, err: err}
	})
}

// exportName says what an export holds: tenant, period and refresh date.
func exportName(tenant string, period model.Period, refreshed model.Date) string {
	name := "peerdash"
	for _, part := range []string{fileNamePart(tenant), period.String(), refreshed.String()} {
		if part != "" {
			name += "-" + part
		}
	}
	return name
}

// fileNamePart is text with all that might mean something in a path, or to a shell, taken out.
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

// mostExports is how many exports of the same name may lie side by side.
const mostExports = 1000

// writeNew writes a file that did not exist: where the name is taken, with -2, -3 and so on behind it. A file that
// could not be written whole is taken away again.
func writeNew(base, extension string, write func(io.Writer) error) (path string, err error) {
	for number := 1; number <= mostExports; number++ {
		path = base + extension
		if number > 1 {
			path = base + "-" + strconv.Itoa(number) + extension
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		if err := errors.Join(write(file), file.Close()); err != nil {
			return "", errors.Join(err, os.Remove(path))
		}
		return path, nil
	}
	return "", fmt.Errorf("%s%s and %d more of its name exist", base, extension, mostExports-1)
}

func (m Model) takeExported(message exportedMsg) Model {
	if message.err != nil {
		m.notice = "Export failed: " + problem.As(message.err).What
		return m
	}
	m.notice = "Written to " + sanitize.Line(message.path, m.width)
	return m
}
