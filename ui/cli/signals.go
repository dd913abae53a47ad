package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"peerdash/graphapi/signin"
)

// endingTime is how long a command may take to end after a signal. A blocked call, such as a write to a full pipe, does not end by
// itself.
const endingTime = 1500 * time.Millisecond

// stopSignals returns the signals that end the program gracefully: all but a hangup that the parent, such as nohup, has
// ignored.
func stopSignals() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// runUntilSignal runs the program and returns its exit code. The first signal cancels the context of run. A second one, or
// the end of endingTime after finish has returned, ends the wait for run; then abandon is called.
func runUntilSignal(run func(context.Context) int, finish, abandon func()) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, stopSignals()...)
	ended := make(chan int, 1)
	go func() { ended <- run(ctx) }()
	select {
	case code := <-ended:
		return code
	case <-signals:
	}
	cancel()
	late := make(chan struct{})
	go func() {
		defer close(late)
		finish()
		time.Sleep(endingTime)
	}()
	select {
	case code := <-ended:
		return code
	case <-signals:
	case <-late:
	}
	abandon()
	return exitInterrupted
}

// signIns are the sign-ins of the program. It is safe for use by several goroutines at once.
type signIns struct {
	mutex sync.Mutex
	all   []*signin.SignIn
}

// add adds a sign-in; nil is none.
func (s *signIns) add(signIn *signin.SignIn) {
	if signIn == nil {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.all = append(s.all, signIn)
}

// wait returns when no token is being renewed, after some seconds at most.
func (s *signIns) wait() {
	s.mutex.Lock()
	all := slices.Clone(s.all)
	s.mutex.Unlock()
	for _, signIn := range all {
		signIn.Wait()
	}
}

// abandonment returns a function to call before the program ends while a call blocks. It restores the terminal to its present state
// and reports the interruption. It does not wait long for either.
func (p Program) abandonment() func() {
	before, _ := term.GetState(p.Input.Fd())
	return func() {
		briefly(func() {
			if before != nil {
				_ = term.Restore(p.Input.Fd(), before)
			}
			sayInterrupted(p.Errors)
		})
	}
}

// removeTemporary removes the temporary files of writes that were abandoned. It does not wait long for a file system that
// does not respond.
func (p Program) removeTemporary() { briefly(p.files.RemoveTemporary) }

// briefly calls the function, and returns when it has ended or after a short time.
func briefly(call func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		call()
	}()
	select {
	case <-done:
	case <-time.After(100 * time.Millisecond):
	}
}

func sayInterrupted(w io.Writer) { _, _ = fmt.Fprintln(w, "peerdash: Interrupted") }
