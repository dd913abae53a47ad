//go:build !unix

package program

import (
	"context"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// endingSignals are those that end the dashboard gracefully.
func endingSignals() []os.Signal { return []os.Signal{os.Interrupt} }

// sizeInterval is how often to check the terminal's size. No signal reports a change here.
const sizeInterval = 500 * time.Millisecond

// controlJob checks the terminal's size until stop is called. There is no job control.
func (r *runner) controlJob(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer r.panics.recover()
		ticker := time.NewTicker(sizeInterval)
		defer ticker.Stop()
		width, height := r.size()
		for {
			select {
			case <-ctx.Done():
				return
			case <-r.suspends:
			case <-ticker.C:
			}
			if w, h := r.size(); w != width || h != height {
				width, height = w, h
				r.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
			}
		}
	}()
	return cancel
}
