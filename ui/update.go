package ui

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

// Update takes in what has happened, and then asks for what is due.
func (m Model) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	m.now = m.config.Now()
	next, command, known := m.take(message)
	if !known {
		return m, nil
	}
	next, due := next.fetchDue()
	next, spin := next.startSpinner()
	next = next.withSummary()
	next.tableTop = next.tableScroll()
	next.frame = &frame{}
	return next, tea.Batch(command, due, spin)
}

// take hands a message to the method for it; false where there is none, so that nothing changes.
func (m Model) take(message tea.Msg) (next Model, command tea.Cmd, known bool) {
	known = true
	switch message := message.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = message.Width, message.Height
		next = m
	case tea.KeyMsg:
		next, command, known = m.pressKeys(message)
	case tea.MouseMsg:
		next, command, known = m.useMouse(tea.MouseEvent(message))
	case keptReadMsg:
		next = m.takeKept(message)
	case reportFetchedMsg:
		next, command = m.takeFetched(message)
	case codeReceivedMsg:
		next, command = m.takeCode(message)
	case signedInMsg:
		next = m.takeSignedIn(message)
	case codeAgedMsg:
		next, command = m.ageCode(message)
	case exportedMsg:
		next = m.takeExported(message)
	case copiedMsg:
		next = m.takeCopied(message)
	case hourPassedMsg:
		next, command = m, m.waitForAge()
	case refreshDueMsg:
		next, command = m.refreshByItself()
	case throttleEndedMsg:
		next = m.endThrottle()
	case spinnerTurnedMsg:
		next = m.takeSpinnerTurn()
	default:
		next, known = m, false
	}
	return next, command, known
}

func (m Model) takeKept(message keptReadMsg) Model {
	failure := problem.As(message.err)
	if message.err == nil {
		m.revision++
	}
	state := m.periods[message.period].keptRead(message.reading, failure)
	if m.config.Offline && failure != nil {
		state = state.failed(failure)
	}
	m.periods[message.period] = state
	return m.settle()
}

// settle notes whether the period shown has come, after which the others may be asked for.
func (m Model) settle() Model {
	state := m.current()
	m.settled = m.settled || state.status == shown && state.reading.Fresh
	return m
}

func (m Model) takeFetched(message reportFetchedMsg) (Model, tea.Cmd) {
	state := m.periods[message.period]
	if message.version != state.version || !state.isAsking() {
		return m, nil
	}
	if message.err != nil {
		return m.takeFailure(message.period, message.err)
	}
	m.throttle = throttle{}
	message.reading.Fresh = true
	state.answered = m.now
	m.periods[message.period] = state.received(message.reading)
	m.revision++
	if message.period == model.All {
		return m.settle(), nil
	}
	return m.settle(), m.readKept(model.All)
}

func (m Model) takeFailure(period model.Period, err error) (Model, tea.Cmd) {
	if errors.Is(err, signin.ErrSignInNeeded) && m.config.SignIn != nil {
		m.periods[period] = m.periods[period].stopped()
		return m.beginSignIn()
	}
	failure := problem.As(err)
	m.periods[period] = m.periods[period].failed(failure)
	if failure.Kind == problem.Throttled {
		return m.beginThrottle(failure.RetryAt)
	}
	return m, nil
}

// fetchDue begins the fetches that are due: that of the period shown, and once that has come, the others.
func (m Model) fetchDue() (Model, tea.Cmd) {
	if m.config.Offline || m.signIn.phase != signedIn || m.throttle.holds(m.now) {
		return m, nil
	}
	var commands []tea.Cmd
	for _, period := range model.Periods() {
		wanted := period == m.period || m.settled && period != model.All
		if wanted && m.periods[period].isDue(m.now) {
			var command tea.Cmd
			m, command = m.fetch(period)
			commands = append(commands, command)
		}
	}
	return m, tea.Batch(commands...)
}

func (m Model) fetch(period model.Period) (Model, tea.Cmd) {
	m.periods[period] = m.periods[period].asked()
	return m, m.fetchReport(period, m.periods[period].version)
}

// refreshByItself asks again at the time of --every, unless Graph wants to be left alone, and has what is kept of the
// other periods read again, which tells whether they are still fresh.
func (m Model) refreshByItself() (Model, tea.Cmd) {
	commands := []tea.Cmd{m.after(m.config.Every, refreshDueMsg{})}
	if m.signIn.phase == signedIn && !m.throttle.holds(m.now) && !m.current().isAsking() {
		var command tea.Cmd
		m, command = m.fetch(m.period)
		commands = append(commands, command)
	}
	for _, period := range model.GraphPeriods() {
		if period != m.period {
			commands = append(commands, m.readKept(period))
		}
	}
	return m, tea.Batch(commands...)
}

// startSpinner sets the spinner turning while the page waits for something.
func (m Model) startSpinner() (Model, tea.Cmd) {
	if m.spinning || !m.isWaiting() {
		return m, nil
	}
	m.spinning = true
	return m, m.turnSpinner()
}

func (m Model) takeSpinnerTurn() Model {
	m.spinning = false
	m.spinner++
	return m
}

// isWaiting reports whether the page shown waits for an answer.
func (m Model) isWaiting() bool {
	return m.current().isAsking() || m.signIn.phase == requestingCode
}

func (m Model) reading() reports.Reading { return m.current().reading }
