package cli

import (
	"os"
	"os/signal"
	"time"

	"github.com/charmbracelet/x/term"

	"peerdash/ui/program"
)

// signalPatience is how long the program may take to end after a signal. Two seconds after it the process is gone, whatever
// it waits for.
const signalPatience = 1700 * time.Millisecond

// cancelOnSignal calls cancel at the first signal that asks the program to end. At the second, or when the program has
// not ended in time, it puts the line settings of terminals back and exits. The function that it returns ends all that.
func cancelOnSignal(cancel func(), terminals ...*os.File) (stop func()) {
	signals, ended := make(chan os.Signal, 2), make(chan struct{})
	signal.Notify(signals, program.EndingSignals...)
	restore := settingsOf(terminals)
	go func() {
		select {
		case <-ended:
			return
		case <-signals:
			cancel()
		}
		select {
		case <-ended:
			return
		case <-signals:
		case <-time.After(signalPatience):
		}
		restore()
		os.Exit(exitInterrupted)
	}()
	return func() {
		signal.Stop(signals)
		close(ended)
	}
}

// settingsOf returns what puts the line settings of those files that are terminals back.
func settingsOf(files []*os.File) (restore func()) {
	found := map[*os.File]*term.State{}
	for _, file := range files {
		if state, err := term.GetState(file.Fd()); err == nil {
			found[file] = state
		}
	}
	return func() {
		for file, state := range found {
			_ = term.Restore(file.Fd(), state)
		}
	}
}
