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

// The size for which lines are made that no screen bounds.
const plainWidth, plainHeight = 400, 24

// RunPlain is Run for screen readers and logs: instead of drawing a screen it prints what there is to see in sentences,
// and after each change the sentences that are new. Keys work as they do in Run.
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

// printer prints the lines that each state of the dashboard has and the one before did not have. On a terminal that takes
// nothing it leaves states out.
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

// newLines are the lines that were not printed before.
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

// There is no screen to enter, leave or redraw, and no mouse on it.

func (*printer) enter(bool)          {}
func (*printer) leave(time.Duration) {}
func (*printer) redraw()             {}
func (*printer) setMouse(bool)       {}
