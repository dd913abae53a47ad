package ui

import (
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/ui/theme"
)

func TestKeysPutOffTheEndOfAnIdleDashboard(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 30, 0, 123456, time.UTC)
	m := New(t.Context(), Config{
		Reports: neverReports{}, Theme: theme.New(theme.Mono, theme.Dark, theme.ASCII), Idle: 8 * time.Hour,
		Now: func() time.Time { return now },
	})
	now = now.Add(7*time.Hour + 59*time.Minute)
	next, _ := m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("Ä")}) // stands for nothing, yet is a key
	m = next.(Model)
	now = now.Add(8*time.Hour - time.Nanosecond)
	m.now = now
	if left := m.idleLeft(); left != time.Nanosecond {
		t.Errorf("the dashboard ends in %v, want 1ns", left)
	}
	now = now.Add(time.Nanosecond)
	m.now = now
	if _, command := m.checkIdle(); command == nil || command() != tea.Quit() {
		t.Error("the dashboard does not end 8 hours after a key")
	}
}
