package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/reports"
)

// Update handles a message, and then starts the fetches that are due.
func (m Model) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.config.Now()
	next, command, known := m.handle(message)
	if !known {
		m.pressedAt = next.pressedAt
		return m, nil
	}
	next, due := next.fetchDue()
	next, spin := next.startSpinner()
	next = next.noteFailures(m).withSummary().withCursorVisible().withSummary()
	next.tableTop = next.tableScroll()
	if next.overlay == listOverlay {
		next = next.listScrolled()
	}
	next.frame = &frame{}
	next.held = next.linesHeld(m)
	return next, tea.Batch(command, due, spin)
}

// linesHeld are the previous lines of the screen, if the report now shown is still being read; otherwise nil.
func (m Model) linesHeld(before Model) []string {
	switch {
	case !m.settling || !m.current().IsUnread() || m.overlay != noOverlay || m.width != before.width || m.height != before.height:
		return nil
	case m.visit == before.visit:
		return before.held
	}
	return before.lines()
}

// handle calls the method for a message; known is false if there is none, so that nothing changes.
func (m Model) handle(message tea.Msg) (next Model, command tea.Cmd, known bool) {
	known = true
	switch message := message.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = message.Width, message.Height
		next = m
	case tea.KeyMsg:
		m.pressedAt = m.now
		next, command, known = m.pressKeys(message)
	case tea.MouseMsg:
		m.pressedAt = m.now
		next, command, known = m.useMouse(tea.MouseEvent(message))
	case storedReadMsg:
		next = m.handleStored(message)
	case storeChangedMsg:
		next, command = m, m.readChanges()
	case reportFetchedMsg:
		next, command = m.handleFetched(message)
	case reportSettledMsg:
		next, command = m.settle(message)
	case listReadMsg:
		next, command = m.handleListed(message)
	case codeReceivedMsg:
		next, command = m.handleCode(message)
	case signedInMsg:
		next = m.handleSignedIn(message)
	case codePolledMsg:
		next, command = m.handlePoll(message)
	case codeAgedMsg:
		next, command = m.ageCode(message)
	case exportedMsg:
		next = m.handleExported(message)
	case copiedMsg:
		next = m.handleCopied(message)
	case idleCheckedMsg:
		next, command = m.checkIdle()
	case hourPassedMsg:
		next, command = m, m.waitForAge()
	case refreshDueMsg:
		next, command = m.refreshAutomatically()
	case budgetFreedMsg:
		next, command = m.retryRefused(message)
	case throttleEndedMsg:
		next = m.endThrottle()
	case spinnerTurnedMsg:
		next = m.handleSpinnerTurn()
	default:
		next, known = m, false
	}
	return next, command, known
}

// checkIdle quits if the dashboard is idle.
func (m Model) checkIdle() (Model, tea.Cmd) {
	if m.IsIdle() {
		return m.quit()
	}
	return m, m.after(m.idleLeft(), idleCheckedMsg{})
}

// IsIdle reports whether neither a key nor the mouse was used for the time of Config.Idle.
func (m Model) IsIdle() bool { return m.config.Idle > 0 && m.idleLeft() <= 0 }

// idleLeft is how long the dashboard still runs without a key.
func (m Model) idleLeft() time.Duration { return m.config.Idle - m.now.Sub(m.pressedAt) }

// startSpinner starts the spinner while something is loading.
func (m Model) startSpinner() (Model, tea.Cmd) {
	if m.spinning || !m.isWaiting() {
		return m, nil
	}
	m.spinning = true
	return m, m.turnSpinner()
}

func (m Model) handleSpinnerTurn() Model {
	m.spinning = false
	m.spinner++
	return m
}

// isWaiting reports whether the period shown or the sign-in waits for an answer.
func (m Model) isWaiting() bool {
	return m.current().IsLoading() || m.signIn.phase == requestingCode
}

func (m Model) reading() reports.Reading { return m.current().Reading() }
