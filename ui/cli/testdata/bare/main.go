// Command bare is the least Bubble Tea program, the baseline for the start and key benchmarks.
package main

import (
	"fmt"
	"os"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/ui/noquery"
)

type hello struct{ keys int }

func (hello) Init() tea.Cmd { return nil }

func (h hello) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := message.(tea.KeyMsg); ok {
		h.keys++
	}
	return h, nil
}

func (h hello) View() string { return fmt.Sprintf("hello %d", h.keys) }

func main() {
	noquery.Restore()
	if _, err := tea.NewProgram(hello{}, tea.WithAltScreen()).Run(); err != nil {
		os.Exit(1)
	}
}
