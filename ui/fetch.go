package ui

import (
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui/refresh"
)

// current is the state of the period shown.
func (m Model) current() refresh.State { return m.schedule.Period(m.period) }

func (m Model) takeStored(message storedReadMsg) Model {
	before := m.schedule.Period(message.period)
	m.schedule.StoredRead(message.period, message.reading, message.err == nil)
	var news refresh.News
	if message.err == nil {
		m.revision++
		news = refresh.Compare(before, message.reading)
	} else if m.config.Offline {
		m.schedule.StoredFailed(message.period, problem.As(message.err))
	}
	if message.requested && message.period == m.period {
		m.notice = m.answerTo(news) + " (offline: stored data only)"
	} else if message.watched && message.period == m.period && !news.IsNothing() {
		m.notice = m.answerTo(news)
	}
	return m
}

func (m Model) takeFetched(message reportFetchedMsg) (Model, tea.Cmd) {
	if !m.schedule.Awaits(message.period, message.version) {
		return m, nil
	}
	if message.err != nil {
		return m.takeFailure(message.period, message.err)
	}
	requested := m.schedule.Period(message.period).IsRequested()
	news := m.schedule.Succeed(message.period, message.reading, m.now)
	m.revision++
	switch {
	case message.period != m.period:
	case requested:
		m.notice = m.answerTo(news)
		m.refreshNotice = m.notice
	case m.notice == m.refreshNotice:
		m.notice = "" // it names an earlier check than the header
	}
	switch message.period {
	case model.All:
		return m, m.readStored(model.D180)
	default:
		return m, m.readStored(model.All)
	}
}

// answerTo says what a refresh has brought, in one line.
func (m Model) answerTo(news refresh.News) string {
	checked := "checked " + m.clock(m.now)
	if news.IsNothing() {
		return checked + ", nothing newer"
	}
	var parts []string
	if news.NewDays > 0 {
		parts = append(parts, daysInWords(news.NewDays)+" new")
	}
	if news.RevisedDays > 0 {
		parts = append(parts, daysInWords(news.RevisedDays)+" revised")
	}
	if !news.DataTo.IsZero() {
		parts = append(parts, "data to "+shortDate(news.DataTo))
	}
	if len(parts) == 0 {
		return checked + ": the report is empty"
	}
	return checked + ": " + strings.Join(parts, ", ")
}

func (m Model) takeFailure(period model.Period, err error) (Model, tea.Cmd) {
	if period == m.period && m.current().IsRequested() {
		m.notice = "" // the failure has the line
	}
	if errors.Is(err, signin.ErrSignInNeeded) && m.config.SignIn != nil {
		m.schedule.Stop(period)
		return m.beginSignIn()
	}
	until := m.schedule.PausedUntil()
	m.schedule.Fail(period, problem.As(err), m.now)
	if pausedUntil := m.schedule.PausedUntil(); pausedUntil.After(until) {
		return m, m.after(pausedUntil.Sub(m.now), throttleEndedMsg{})
	}
	return m, nil
}

// canFetch reports whether anything may be fetched without a request.
func (m Model) canFetch() bool {
	return !m.config.Offline && m.signIn.phase == signedIn && !m.schedule.IsPaused(m.now)
}

// fetchDue starts the fetches that are due.
func (m Model) fetchDue() (Model, tea.Cmd) {
	if !m.canFetch() {
		return m, nil
	}
	var commands []tea.Cmd
	for _, period := range m.schedule.Due(m.now) {
		commands = append(commands, m.fetch(period, false))
	}
	return m, tea.Batch(commands...)
}

func (m *Model) fetch(period model.Period, requested bool) tea.Cmd {
	return m.fetchReport(period, m.schedule.Start(period, requested))
}

// refreshAutomatically fetches the period shown at each interval of --every, and reads the stored data of the others
// again: another process may have fetched them.
func (m Model) refreshAutomatically() (Model, tea.Cmd) {
	commands := []tea.Cmd{m.after(m.config.Every, refreshDueMsg{})}
	m.schedule.Tick(m.now)
	if m.canFetch() && !m.current().IsLoading() {
		commands = append(commands, m.fetch(m.period, false))
	}
	for _, period := range model.GraphPeriods() {
		if period != m.period {
			commands = append(commands, m.readStored(period))
		}
	}
	return m, tea.Batch(commands...)
}

// refresh fetches the period shown although Graph may be throttling, and answers with what that brought.
func (m Model) refresh() (Model, tea.Cmd) {
	switch {
	case m.config.Offline:
		return m, m.readStoredAs(m.period, true)
	case m.signIn.phase != signedIn:
		m.signIn.hidden = false
		return m, nil
	case m.current().IsLoading():
		m.schedule.Request(m.period)
		m.notice = "loading " + m.span() + "…"
		return m, nil
	}
	command := m.fetch(m.period, true)
	return m, command
}

// showPeriod changes the period shown, and reads its stored data again: another process may have fetched it.
func (m Model) showPeriod(period model.Period) (Model, tea.Cmd) {
	if period == m.period {
		return m, nil
	}
	m.period, m.scroll = period, 0
	m.schedule.Show(period, m.now)
	return m, m.readStored(period)
}

// endThrottle lets what is due be fetched again after Graph has throttled requests.
func (m Model) endThrottle() Model {
	m.schedule.Resume(m.now)
	return m
}
