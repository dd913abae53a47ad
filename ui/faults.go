package ui

import (
	"fmt"
	"runtime"
	"strings"
	"sync"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
)

// faults notes the first panic of the dashboard, in whichever goroutine, and stops the program in an orderly way, so
// that the terminal is left as it was found and the fault is told as any other failure.
type faults struct {
	mutex sync.Mutex
	first *problem.Error
	stop  func()
}

// catch ends a panic of the function that defers it.
func (f *faults) catch() {
	value := recover()
	if value == nil {
		return
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.first == nil {
		f.first = problem.New(problem.Error{
			What: "peerdash stopped by a fault of its own",
			Why:  fmt.Sprintf("%v, at %s", value, panicPlace()),
			Do:   "Please report this line together with what was done before.",
		})
	}
	if f.stop != nil {
		f.stop()
	}
}

// failure is the first panic, nil where there was none.
func (f *faults) failure() error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.first == nil {
		return nil
	}
	return f.first
}

// panicPlace is the file and line at which the panic that is being recovered from was raised.
func panicPlace() string {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	panicked := false
	for {
		frame, more := frames.Next()
		switch {
		case frame.Function == "runtime.gopanic":
			panicked = true
		case panicked && !strings.HasPrefix(frame.Function, "runtime."):
			return fmt.Sprintf("%s:%d", frame.File[strings.LastIndex(frame.File, "/")+1:], frame.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}

// guarded is a Model whose panics are caught.
type guarded struct {
	model  tea.Model
	faults *faults
}

func (g guarded) Init() (command tea.Cmd) {
	defer g.faults.catch()
	return g.model.Init()
}

func (g guarded) Update(message tea.Msg) (next tea.Model, command tea.Cmd) {
	next = g
	defer g.faults.catch()
	g.model, command = g.model.Update(message)
	return g, command
}

func (g guarded) View() (view string) {
	defer g.faults.catch()
	return g.model.View()
}
