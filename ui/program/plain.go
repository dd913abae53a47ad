package program

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"peerdash/ui"
)

// The size for lines that no screen limits.
const plainWidth, plainHeight = 400, 24

// RunPlain is Run for screen readers and logs. Instead of drawing a screen it prints sentences, and after each change
// those that are new. Keys work as in Run.
func RunPlain(ctx context.Context, config ui.Config, terminal Terminal) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r, err := newRunner(terminal, stop)
	if err != nil {
		return err
	}
	r.display = newPrinter(terminal.Output, r.panics, r.fail)
	config.Clipboard = terminal.Output
	r.size = func() (width, height int) { return plainWidth, plainHeight }
	return r.run(ctx, config)
}

// printer prints the lines that are new in each state of the dashboard. While the terminal accepts no output, it skips
// states.
type printer struct {
	output  io.Writer
	failed  func(error)
	panics  *panics
	mutex   sync.Mutex
	lines   []string
	changed chan struct{}
	done    chan struct{}
	closed  sync.Once
}

func newPrinter(output io.Writer, panics *panics, failed func(error)) *printer {
	p := &printer{
		output: output, failed: failed, panics: panics, changed: make(chan struct{}, 1), done: make(chan struct{}),
	}
	go p.run()
	return p
}

func (p *printer) show(m ui.Model, _, _ int) {
	p.mutex.Lock()
	p.lines = m.PlainLines()
	p.mutex.Unlock()
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

func (p *printer) run() {
	defer p.panics.recover()
	var printed []string
	for {
		select {
		case <-p.done:
			return
		case <-p.changed:
		}
		p.mutex.Lock()
		lines := p.lines
		p.mutex.Unlock()
		if _, err := io.WriteString(p.output, newLines(printed, lines)); err != nil {
			p.failed(err)
		}
		printed = lines
	}
}

// newLines are the lines that are not among those printed before.
func newLines(printed, lines []string) string {
	var text strings.Builder
	for _, line := range lines {
		if line != "" && !slices.Contains(printed, line) {
			text.WriteString(line + "\r\n")
		}
	}
	return text.String()
}

func (p *printer) close() { p.closed.Do(func() { close(p.done) }) }

// There is no screen to enter, leave or redraw, and no mouse.

func (*printer) enter(bool)          {}
func (*printer) leave(time.Duration) {}
func (*printer) redraw()             {}
func (*printer) setMouse(bool)       {}
