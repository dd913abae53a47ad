package program

import (
	"fmt"
	"runtime"
	"strings"
	"sync"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
)

// panics records the first panic of the dashboard, in whichever goroutine, and stops the program, so that the terminal
// is restored and the panic is reported as any other failure.
type panics struct {
	mutex sync.Mutex
	first *problem.Error
	stop  func()
}

// recover ends a panic of the function that defers it.
func (p *panics) recover() {
	value := recover()
	if value == nil {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.first == nil {
		p.first = problem.New(problem.Error{
			What: "peerdash stopped because of an error in the program",
			Why:  fmt.Sprintf("%v, at %s", value, panicPlace()),
			Do:   "Please report this line and what you did before.",
		})
	}
	p.stop()
}

// failure is the first panic, nil if there was none.
func (p *panics) failure() error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.first == nil {
		return nil
	}
	return p.first
}

// panicPlace is the file and line that raised the panic being recovered from.
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

// guarded is a model whose panics, and those of its commands, are recovered from.
type guarded struct {
	model  tea.Model
	panics *panics
}

func (g guarded) Init() tea.Cmd {
	defer g.panics.recover()
	return g.command(g.model.Init())
}

func (g guarded) Update(message tea.Msg) (next tea.Model, command tea.Cmd) {
	next = g
	defer g.panics.recover()
	g.model, command = g.model.Update(message)
	return g, g.command(command)
}

func (g guarded) View() string {
	defer g.panics.recover()
	return g.model.View()
}

// command guards a command, and each of those that it may batch.
func (g guarded) command(command tea.Cmd) tea.Cmd {
	if command == nil {
		return nil
	}
	return func() tea.Msg {
		defer g.panics.recover()
		message := command()
		batch, isBatch := message.(tea.BatchMsg)
		if !isBatch {
			return message
		}
		guardedBatch := make(tea.BatchMsg, len(batch))
		for i, each := range batch {
			guardedBatch[i] = g.command(each)
		}
		return guardedBatch
	}
}
