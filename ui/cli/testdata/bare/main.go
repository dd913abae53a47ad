// Command bare is the least Bubble Tea program, beside which the dashboard's start is measured.
package main

import (
	"os"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/ui/noquery"
)

type hello struct{}

func (hello) Init() tea.Cmd { return nil }

func (h hello) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := message.(tea.KeyMsg); ok {
		return h, tea.Quit
	}
	return h, nil
}

func (hello) View() string { return "hello" }

func main() {
	noquery.Restore()
	if _, err := tea.NewProgram(hello{}, tea.WithAltScreen()).Run(); err != nil {
		os.Exit(1)
	}
}
