package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
)

// signInPhase is the progress of the sign-in by device code.
type signInPhase int

const (
	signedIn          signInPhase = iota // or no request has needed a sign-in yet
	requestingCode                       // a code has been requested
	awaitingCodeEntry                    // a code has to be entered
	signInFailed                         // the code has expired, or the sign-in was declined or failed
)

// signInState is the state of the sign-in by device code.
type signInState struct {
	phase signInPhase
	// attempt counts the requested codes; a message with another number is about an earlier one.
	attempt int
	// code is the code to enter while phase is awaitingCodeEntry.
	code signin.DeviceCode
	// failure is why phase is signInFailed.
	failure *problem.Error
	// pollFailure is why the last poll for the code failed while phase is awaitingCodeEntry; nil if it did not.
	pollFailure *problem.Error
	// hidden reports whether stored data is shown instead of the page.
	hidden bool
}

// hasPage reports whether the sign-in is shown.
func (s signInState) hasPage() bool { return s.phase != signedIn && !s.hidden }

// beginSignIn requests a device code, unless one has been requested already.
func (m Model) beginSignIn() (Model, tea.Cmd) {
	if m.signIn.phase == requestingCode || m.signIn.phase == awaitingCodeEntry {
		return m, nil
	}
	m.signIn = signInState{phase: requestingCode, attempt: m.signIn.attempt + 1}
	return m, m.requestCode(m.signIn.attempt)
}

func (m Model) handleCode(message codeReceivedMsg) (Model, tea.Cmd) {
	if message.attempt != m.signIn.attempt || m.signIn.phase != requestingCode {
		return m, nil
	}
	if message.err != nil {
		return m.failSignIn(message.err), nil
	}
	m.signIn.phase, m.signIn.code = awaitingCodeEntry, message.code
	return m, tea.Batch(m.awaitSignIn(message.attempt, message.code), m.waitForCodeAge())
}

// handleSignedIn ends the sign-in; what is due is then fetched.
func (m Model) handleSignedIn(message signedInMsg) Model {
	if message.attempt != m.signIn.attempt || m.signIn.phase != awaitingCodeEntry {
		return m
	}
	if message.err != nil {
		return m.failSignIn(message.err)
	}
	m.signIn = signInState{attempt: m.signIn.attempt}
	return m
}

// handlePoll shows whether the polls for the code fail, which is not visible where the code is entered.
func (m Model) handlePoll(message codePolledMsg) (Model, tea.Cmd) {
	if message.attempt != m.signIn.attempt || m.signIn.phase != awaitingCodeEntry {
		return m, nil
	}
	m.signIn.pollFailure = problem.As(message.failure)
	return m, m.nextPoll(message.attempt, message.polls)
}

func (m Model) failSignIn(err error) Model {
	m.signIn.phase, m.signIn.failure = signInFailed, problem.As(err)
	m.signIn.hidden = false
	return m
}

// ageCode redraws the minutes that the code has left.
func (m Model) ageCode(message codeAgedMsg) (Model, tea.Cmd) {
	if message.attempt != m.signIn.attempt || m.signIn.phase != awaitingCodeEntry {
		return m, nil
	}
	return m, m.waitForCodeAge()
}

// waitForCodeAge sends its message when the code has a whole minute less left.
func (m Model) waitForCodeAge() tea.Cmd {
	left := m.signIn.code.Expires.Sub(m.now)
	if left <= 0 {
		return nil
	}
	wait := left % time.Minute
	if wait == 0 {
		wait = time.Minute
	}
	return m.after(wait, codeAgedMsg{attempt: m.signIn.attempt})
}

// hideSignIn shows stored data instead of the code.
func (m Model) hideSignIn() Model {
	m.signIn.hidden = true
	return m
}

// copyCode sends the code to the clipboard.
func (m Model) copyCode() (Model, tea.Cmd) { return m, m.copyText(m.signIn.code.UserCode, "the code") }
