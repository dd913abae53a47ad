package ui

import (
	"context"
	"fmt"
	"html"
	"image/color"
	"os"
	"strings"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"

	"peerdash/graphapi"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui/theme"
)

// TestPictures compares the pictures of the README with frames of today's dashboard on the emulator's organization. With
// -update they are drawn again.
func TestPictures(t *testing.T) {
	const width, height = 100, 30
	for _, picture := range []struct {
		file, report string
		period       model.Period
		at           time.Time
	}{
		{"dashboard.svg", "skype-peer-to-peer", model.D30, noon},
		{"teams.svg", "teams-messages", model.D180, noon.AddDate(5, 5, -5)},
	} {
		config := sampleConfig(t)
		config.Report, _ = model.Find(picture.report)
		config.Reports = fakeReports{stored: organization(t, config.Report, picture.at)}
		config.Theme = theme.New(theme.TrueColour, theme.Unknown, theme.Unicode)
		config.Period = picture.period
		withDashboardAt(t, picture.at, config, width, height, func(d *testDashboard) {
			d.press("left", "left", "left", "left", "left")
			checkPicture(t, "../.github/"+picture.file, svg(d.model.View(), width, height))
		})
	}
}

func checkPicture(t *testing.T, path, picture string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(picture), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if stored, err := os.ReadFile(path); err != nil || string(stored) != picture {
		t.Errorf("%s is not today's dashboard (error %v); draw it with -update", path, err)
	}
}

// organization gives every period of a report of the emulator's organization, by the way that any report takes.
func organization(t *testing.T, report *model.Definition, at time.Time) map[model.Period]reports.Reading {
	t.Helper()
	now := func() time.Time { return at }
	graph, err := emulatortest.Start(emulatortest.Config{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = graph.Close() }()
	transport := graph.Transport()
	defer transport.CloseIdleConnections()
	signIn, err := signin.New(signin.Config{
		Settings:  signin.Settings{Tenant: graph.Tenant(), ClientID: graph.ClientID(), ClientSecret: graph.ClientSecret()},
		LoginRoot: graph.LoginRoot(), GraphRoot: graph.GraphRoot(), Transport: transport, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	live := reports.NewLive(reports.LiveConfig{
		Client: graphapi.NewClient(graphapi.Config{Root: graph.GraphRoot(), Tokens: signIn, Transport: transport, Now: now}),
		Origin: reports.FromGraph, MaxAge: time.Hour, Now: now,
	})
	readings := map[model.Period]reports.Reading{}
	for _, period := range model.Periods() {
		if readings[period], err = live.Fetch(context.Background(), report, period, reports.Requested); err != nil {
			t.Fatal(err)
		}
	}
	return readings
}

// The size of a character cell and the colours of the terminal in the picture.
const (
	cellWidth, cellHeight = 9.0, 19.0
	margin                = 16.0
	paper, ink            = "#16181d", "#d7dae0"
)

// svg draws a frame as a terminal would show it.
func svg(frame string, width, height int) string {
	terminal := vt.NewEmulator(width, height)
	defer func() { _ = terminal.Close() }()
	_, _ = terminal.WriteString(strings.ReplaceAll(frame, "\n", "\r\n"))
	var picture strings.Builder
	fmt.Fprintf(&picture, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="15">`+"\n",
		2*margin+cellWidth*float64(width), 2*margin+cellHeight*float64(height))
	fmt.Fprintf(&picture, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", paper)
	for row := range height {
		for column := range width {
			if cell := terminal.CellAt(column, row); cell != nil {
				drawCell(&picture, cell, margin+cellWidth*float64(column), margin+cellHeight*float64(row))
			}
		}
	}
	return picture.String() + "</svg>\n"
}

// drawCell draws blocks as rectangles, since few fonts have them without seams, and everything else as text.
func drawCell(picture *strings.Builder, cell *uv.Cell, x, y float64) {
	foreground, background := hex(cell.Style.Fg, ink), hex(cell.Style.Bg, "")
	if background != "" {
		drawBox(picture, x, y, cellHeight, background)
	}
	glyph := []rune(cell.Content)
	switch {
	case len(glyph) == 0 || glyph[0] == ' ':
	case glyph[0] >= '▁' && glyph[0] <= '█':
		filled := cellHeight * float64(glyph[0]-'▁'+1) / 8
		drawBox(picture, x, y+cellHeight-filled, filled, foreground)
	case glyph[0] == '▔':
		drawBox(picture, x, y, cellHeight/8, foreground)
	case glyph[0] == '▀':
		drawBox(picture, x, y, cellHeight/2, foreground)
	default:
		weight := ""
		if cell.Style.Attrs&uv.AttrBold != 0 {
			weight = ` font-weight="bold"`
		}
		fmt.Fprintf(picture, `<text x="%g" y="%g" fill="%s"%s>%s</text>`+"\n",
			x, y+cellHeight*0.76, foreground, weight, html.EscapeString(cell.Content))
	}
}

func drawBox(picture *strings.Builder, x, y, height float64, fill string) {
	fmt.Fprintf(picture, `<rect x="%g" y="%g" width="%g" height="%g" fill="%s"/>`+"\n", x, y, cellWidth+0.3, height, fill)
}

func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	red, green, blue, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", red>>8, green>>8, blue>>8)
}
