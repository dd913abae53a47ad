package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

// command returns a command that does work until the dashboard ends. Its result is the message of what happened.
func (m Model) command(work func(ctx context.Context) tea.Msg) tea.Cmd {
	ctx := m.ctx
	return func() tea.Msg { return work(ctx) }
}

// after returns a command that sends a message after a time.
func (m Model) after(wait time.Duration, message tea.Msg) tea.Cmd {
	return m.command(func(ctx context.Context) tea.Msg {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
			return message
		}
	})
}

// readStored reads the stored data of a period of the report that is shown.
func (m Model) readStored(period model.Period) tea.Cmd {
	return m.readStoredAs(storedReadMsg{report: m.report, period: period})
}

// readStoredAs reads the stored data of the report and period of a message, and sends it with the message.
func (m Model) readStoredAs(message storedReadMsg) tea.Cmd {
	source := m.config.Reports
	return m.command(func(ctx context.Context) tea.Msg {
		message.reading, message.err = source.Stored(ctx, message.report, message.period)
		return message
	})
}

// readStoredPeriods reads the stored data of periods of the report shown, first that of the period shown.
func (m Model) readStoredPeriods(periods []model.Period) tea.Cmd {
	return tea.Batch(m.readStored(m.period), m.readOtherPeriods(periods))
}

// readOtherPeriods reads the stored data of periods of the report shown, except that of the period shown.
func (m Model) readOtherPeriods(periods []model.Period) tea.Cmd {
	var commands []tea.Cmd
	for _, period := range periods {
		if period != m.period {
			commands = append(commands, m.readStored(period))
		}
	}
	return tea.Batch(commands...)
}

// watchInterval is how often stored data is checked for changes.
const watchInterval = 10 * time.Second

// awaitChange waits until stored data changes.
func (m Model) awaitChange() tea.Cmd {
	watch := m.config.Watch
	return m.command(func(ctx context.Context) tea.Msg {
		ticker := time.NewTicker(watchInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
				if watch.Changed() {
					return storeChangedMsg{}
				}
			}
		}
	})
}

// readChanges reads the stored data of every period of the report shown, and waits for the next change. Other reports are read
// again when they are shown.
func (m Model) readChanges() tea.Cmd {
	commands := []tea.Cmd{m.awaitChange()}
	for _, period := range model.Periods() {
		commands = append(commands, m.readStoredAs(storedReadMsg{report: m.report, period: period, watched: true}))
	}
	return tea.Batch(commands...)
}

// fetchReport fetches the report and period of a message, and sends the answer with it.
func (m Model) fetchReport(message reportFetchedMsg, reason reports.Reason) tea.Cmd {
	source := m.config.Reports
	return m.command(func(ctx context.Context) tea.Msg {
		message.reading, message.err = source.Fetch(ctx, message.report, message.period, reason)
		return message
	})
}

func (m Model) requestCode(attempt int) tea.Cmd {
	signIn := m.config.SignIn
	return m.command(func(ctx context.Context) tea.Msg {
		code, err := signIn.RequestCode(ctx)
		return codeReceivedMsg{attempt: attempt, code: code, err: err}
	})
}

// awaitSignIn waits until the user has entered the code, and sends the outcome of each poll meanwhile.
func (m Model) awaitSignIn(attempt int, code signin.DeviceCode) tea.Cmd {
	signIn := m.config.SignIn
	polls := make(chan error, 1)
	polled := func(failure error) {
		select {
		case <-polls: // the one before, which has not been shown yet
		default:
		}
		polls <- failure
	}
	await := m.command(func(ctx context.Context) tea.Msg {
		defer close(polls)
		return signedInMsg{attempt: attempt, err: signIn.AwaitSignIn(ctx, code, polled)}
	})
	return tea.Batch(await, m.nextPoll(attempt, polls))
}

// nextPoll waits for the outcome of a poll.
func (m Model) nextPoll(attempt int, polls <-chan error) tea.Cmd {
	return m.command(func(ctx context.Context) tea.Msg {
		select {
		case failure, open := <-polls:
			if open {
				return codePolledMsg{attempt: attempt, polls: polls, failure: failure}
			}
		case <-ctx.Done():
		}
		return nil
	})
}

// spinnerStep is long enough that the spinner does not burden a slow link.
const spinnerStep = 200 * time.Millisecond

func (m Model) turnSpinner() tea.Cmd { return m.after(spinnerStep, spinnerTurnedMsg{}) }

// waitForAge sends its message at the next midnight UTC, when the displayed age of the data changes, but at the latest after an
// hour, since a timer stops while the machine sleeps.
func (m Model) waitForAge() tea.Cmd {
	midnight := m.now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	return m.after(min(midnight.Sub(m.now), time.Hour), hourPassedMsg{})
}
