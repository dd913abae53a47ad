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

// controlJob handles the signals of job control and of changes of the terminal's size, until stop is called.
func (r *runner) controlJob(ctx context.Context) (stop func()) {
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
		case <-time.After(programTimeout):
		}
		signal.Stop(stops)
		signal.Stop(continues)
		signal.Stop(sizes)
	}
}

// suspend releases the terminal, stops this process or the whole job, and takes over the terminal again when it is
// continued. The process stops itself by SIGSTOP, because Go ignores a SIGTSTP that it has caught before.
func (r *runner) suspend(ctx context.Context, continues chan os.Signal, wholeJob bool) {
	if !canBeContinued() {
		return
	}
	r.releaseTerminal(ctx)
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

// canBeContinued reports whether a shell could continue a stopped job: a parent in the same session that has started the
// job in a process group of its own.
func canBeContinued() bool {
	group := syscall.Getpgrp()
	session, err := unix.Getsid(0)
	if err != nil || session == group {
		return false
	}
	parent := os.Getppid()
	if parentGroup, err := unix.Getpgid(parent); err == nil && parentGroup == group {
		return true // the parent is part of the same job, such as a script
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

// resume takes over the terminal; again means that it was not released before, because the program was stopped by SIGSTOP.
func (r *runner) resume(again bool) {
	if err := r.takeTerminal(again); err != nil {
		r.fail(err)
		return
	}
	r.updateSize()
}

// updateSize sends the terminal's size to the model and redraws the screen.
func (r *runner) updateSize() {
	width, height := r.size()
	r.display.redraw()
	r.program.Send(tea.WindowSizeMsg{Width: width, Height: height})
}
