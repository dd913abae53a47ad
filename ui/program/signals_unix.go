//go:build unix

package program

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
)

// endingSignals are those that end the dashboard gracefully: all but a hangup that the parent, such as nohup, has ignored.
func endingSignals() []os.Signal {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT}
	if !signal.Ignored(syscall.SIGHUP) {
		signals = append(signals, syscall.SIGHUP)
	}
	return signals
}

// controlJob follows the shell's job control and the terminal's size, until the function it returns is called.
func (r *runner) controlJob(ctx context.Context) func() {
	ctx, cancel := context.WithCancel(ctx)
	stops, continues, sizes := make(chan os.Signal, 1), make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(stops, syscall.SIGTSTP)
	signal.Notify(continues, syscall.SIGCONT)
	signal.Notify(sizes, syscall.SIGWINCH)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer r.panics.recover()
		for {
			select {
			case <-ctx.Done():
				return
			case <-stops:
				r.suspend(ctx, continues, false)
			case <-r.suspends:
				r.suspend(ctx, continues, true)
				drain(stops)
			case <-continues:
				r.resume(true)
			case <-sizes:
				r.updateSize()
			}
		}
	}()
	return func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(programPatience):
		}
		signal.Stop(stops)
		signal.Stop(continues)
		signal.Stop(sizes)
	}
}

// suspend gives the terminal back, stops this process, and the rest of its job too where the whole job is meant, and
// takes the terminal again once it is continued. The process is stopped by SIGSTOP, since Go ignores a SIGTSTP once it
// was caught.
func (r *runner) suspend(ctx context.Context, continues chan os.Signal, wholeJob bool) {
	if !canBeContinued() {
		return
	}
	r.releaseTerminal()
	drain(continues)
	if wholeJob {
		_ = syscall.Kill(0, syscall.SIGTSTP)
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
	select {
	case <-continues:
	case <-ctx.Done():
		return
	}
	r.resume(false)
}

// canBeContinued reports whether there is a shell that would continue a stopped job: one in the same session that has put
// the job in a process group of its own.
func canBeContinued() bool {
	group := syscall.Getpgrp()
	session, err := unix.Getsid(0)
	if err != nil || session == group {
		return false
	}
	parent := os.Getppid()
	if parentGroup, err := unix.Getpgid(parent); err == nil && parentGroup == group {
		return true // part of a job whose first process the shell started
	}
	parentSession, err := unix.Getsid(parent)
	return err == nil && parentSession == session
}

func drain(signals chan os.Signal) {
	select {
	case <-signals:
	default:
	}
}

// resume takes the terminal; again says that it was never given back, since what stopped the program cannot be caught.
func (r *runner) resume(again bool) {
	if err := r.takeTerminal(again); err != nil {
		r.fail(err)
		return
	}
	r.updateSize()
}

// updateSize tells the model the terminal's size and has everything drawn anew.
func (r *runner) updateSize() {
	width, height := r.size()
	r.display.redraw()
	r.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
}
