//go:build unix

package program

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// panickyReports panics where a command reads what is stored, once the screen is shown.
type panickyReports struct {
	storedReports
	screenShown chan struct{}
}

func (r panickyReports) Stored(context.Context, *model.Definition, model.Period) (reports.Reading, error) {
	<-r.screenShown
	panic("read panics")
}

func TestPanicInACommandRestoresTheTerminal(t *testing.T) {
	config := sampleConfig(t)
	screenShown := make(chan struct{})
	config.Reports = panickyReports{screenShown: screenShown}
	s := startOn(t, config, 80, 24, 0)
	s.await("Reading stored data")
	close(screenShown)
	err := s.wantEnd()
	var failure *problem.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Why, "read panics, at panics_test.go:") {
		t.Errorf("the dashboard ended with %v", err)
	}
	if strings.Contains(s.output(), "goroutine") {
		t.Error("a stack was printed")
	}
}

// panickyModel panics in everything that Bubble Tea calls.
type panickyModel struct{}

func (panickyModel) Init() tea.Cmd                       { panic("started panics") }
func (panickyModel) Update(tea.Msg) (tea.Model, tea.Cmd) { panic("updated panics") }
func (panickyModel) View() string                        { panic("drawn panics") }

func TestPanicOfTheModelStopsTheProgramAndIsReported(t *testing.T) {
	for what, call := range map[string]func(guarded){
		"started panics":   func(g guarded) { g.Init() },
		"updated panics":   func(g guarded) { g.Update(nil) },
		"drawn panics":     func(g guarded) { _ = g.View() },
		"commanded panics": func(g guarded) { g.command(func() tea.Msg { panic("commanded panics") })() },
		"batched panics": func(g guarded) {
			batch := g.command(tea.Batch(func() tea.Msg { panic("batched panics") }, tea.Quit))
			for _, each := range batch().(tea.BatchMsg) {
				each()
			}
		},
	} {
		stopped := false
		panics := &panics{stop: func() { stopped = true }}
		call(guarded{panickyModel{}, panics})
		err := panics.failure()
		if !stopped || err == nil || !strings.Contains(err.Error(), what+", at panics_test.go:") {
			t.Errorf("a panic with %q: stopped is %v, reported as %v", what, stopped, err)
		}
	}
}

// panickyOutput panics at the first write.
type panickyOutput struct {
	panicked bool
	written  strings.Builder
}

func (p *panickyOutput) Write(bytes []byte) (int, error) {
	if !p.panicked {
		p.panicked = true
		panic("written panics")
	}
	return p.written.Write(bytes)
}

func TestPanicWhileDrawingLeavesTheScreen(t *testing.T) {
	stopped := make(chan struct{})
	panics := &panics{stop: func() { close(stopped) }}
	output := &panickyOutput{}
	s := newScreen(output, true, false, panics, func(error) {})
	s.enter(false)
	<-stopped
	if err := panics.failure(); err == nil || !strings.Contains(err.Error(), "written panics, at panics_test.go:") {
		t.Errorf("reported as %v", err)
	}
	if !strings.Contains(output.written.String(), "\x1b[?1049l") {
		t.Errorf("the screen was not left: %q", output.written.String())
	}
}
