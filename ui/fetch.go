package ui

import (
	"errors"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui/refresh"
)

// current is the state of the period shown.
func (m Model) current() refresh.State { return m.schedule.Period(m.period) }

// handleStored records stored data of any report. What it changes in the report and period shown may get a notice.
func (m Model) handleStored(message storedReadMsg) Model {
	state, known := m.stateOf(message.report)
	if !known {
		return m
	}
	before := state.schedule.Period(state.period)
	state.schedule.StoredRead(message.period, message.reading, message.err == nil)
	var news refresh.News
	if message.err == nil {
		m, state = m.withRevision(state)
		if after := state.schedule.Period(state.period); after.HasReading() {
			news = refresh.Compare(before, after.Reading())
		}
	} else if m.config.Offline {
		state.schedule.StoredFailed(message.period, problem.As(message.err))
	}
	m = m.withState(state)
	switch {
	case message.report != m.report:
	case message.err != nil && (before.HasReading() || problem.As(message.err).Kind != problem.NotStored): // the failure is the answer
	case message.requested && message.period == m.period:
		m.notice = m.answerTo(news) + " (offline: stored data only)"
	case message.watched && !news.IsNothing():
		m.notice = m.answerTo(news) // also if a longer period has brought the days of the one shown
	}
	return m
}

// withRevision is the model in which the state of a report has a new revision.
func (m Model) withRevision(state reportState) (Model, reportState) {
	m.revisions++
	state.revision = m.revisions
	return m, state
}

// handleFetched records the answer to a fetch of any report. That of the report and period shown may get a notice.
func (m Model) handleFetched(message reportFetchedMsg) (Model, tea.Cmd) {
	state, known := m.stateOf(message.report)
	if !known || !state.schedule.Awaits(message.period, message.version) {
		return m, nil
	}
	if message.err != nil {
		return m.handleFailure(state, message)
	}
	before := state.schedule.Period(state.period)
	state.schedule.Succeed(message.period, message.reading, m.now)
	news := refresh.Compare(before, state.schedule.Period(state.period).Reading())
	m.pause = refresh.Pause{}
	m, state = m.withRevision(state)
	m = m.withState(state)
	if m.overlay == listOverlay {
		m = m.listLoaded(state)
	}
	switch {
	case !m.isForShown(message):
	case before.IsRequested():
		m.notice = m.answerTo(news)
		m.refreshNotice = m.notice
	case m.notice == m.refreshNotice:
		m.notice = "" // it would name an earlier check than the header
	}
	follows := storedReadMsg{report: message.report, period: model.All, watched: before.IsRequested()}
	if message.period == model.All {
		follows.period = model.D180
	}
	return m, m.readStoredAs(follows)
}

// isForShown reports whether the answer to a fetch is for what is shown.
func (m Model) isForShown(message reportFetchedMsg) bool {
	return message.report == m.report && m.schedule.Serves(message.period, m.period)
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

func (m Model) handleFailure(state reportState, message reportFetchedMsg) (Model, tea.Cmd) {
	requested := state.schedule.Period(message.period).IsRequested()
	failure := problem.As(message.err)
	switch {
	case errors.Is(message.err, signin.ErrSignInNeeded) && m.config.SignIn != nil:
		state.schedule.Stop(message.period)
		return m.withoutLoadingNotice(requested, message).withState(state).beginSignIn()
	case failure.Kind == problem.BudgetUsed && requested:
		// The user has requested what was being fetched automatically.
		command := m.fetchPeriod(&state, message.period, reports.Requested)
		return m.withState(state), command
	}
	state.schedule.Fail(message.period, failure, m.now)
	m = m.withoutLoadingNotice(requested, message).withState(state)
	switch failure.Kind {
	case problem.Throttled:
		return m.throttle(failure.RetryAt)
	case problem.BudgetUsed:
		return m, m.awaitBudget(budgetFreedMsg{report: message.report, at: refresh.RefusalEnd(failure, m.now)})
	}
	return m, nil
}

// withoutLoadingNotice clears the notice about a requested fetch after its failure, whose notice takes the line.
func (m Model) withoutLoadingNotice(requested bool, message reportFetchedMsg) Model {
	if requested && m.isForShown(message) {
		m.notice = ""
	}
	return m
}

// longestWait is how long the request budget is awaited before the clock, which may have been set, is read again.
const longestWait = time.Minute

// awaitBudget sends a message when the request budget allows another request.
func (m Model) awaitBudget(message budgetFreedMsg) tea.Cmd {
	return m.after(min(max(message.at.Sub(m.now), time.Second), longestWait), message)
}

// retryRefused lets the report shown be fetched again after the request budget refused a fetch.
func (m Model) retryRefused(message budgetFreedMsg) (Model, tea.Cmd) {
	switch {
	case message.report != m.report:
		return m, nil // it is fetched when it is shown
	case refresh.RefusalHolds(message.at, m.now):
		return m, m.awaitBudget(message)
	}
	m.schedule.Show(m.period, m.now)
	return m, nil
}

// throttle pauses the fetches of all reports after Graph has throttled one, at least until a time.
func (m Model) throttle(retryAt time.Time) (Model, tea.Cmd) {
	before := m.pause
	m.pause = m.pause.After(retryAt, m.now)
	if m.pause.Until().After(before.Until()) {
		return m, m.after(m.pause.Until().Sub(m.now), throttleEndedMsg{})
	}
	return m, nil
}

// canFetch reports whether anything may be fetched automatically.
func (m Model) canFetch() bool {
	return !m.config.Offline && m.signIn.phase == signedIn && !m.pause.Holds(m.now)
}

// fetchDue starts the fetches of the report shown that are due.
func (m Model) fetchDue() (Model, tea.Cmd) {
	if m.settling || !m.canFetch() {
		return m, nil
	}
	var commands []tea.Cmd
	for _, due := range m.schedule.Due() {
		commands = append(commands, m.fetch(due.Period, due.Reason))
	}
	return m, tea.Batch(commands...)
}

// fetch fetches a period of the report shown.
func (m *Model) fetch(period model.Period, reason reports.Reason) tea.Cmd {
	return m.fetchPeriod(&m.reportState, period, reason)
}

// fetchPeriod fetches a period of a report.
func (m Model) fetchPeriod(state *reportState, period model.Period, reason reports.Reason) tea.Cmd {
	message := reportFetchedMsg{report: state.report, period: period, version: state.schedule.Start(period, reason)}
	return m.fetchReport(message, reason)
}

// refreshAutomatically fetches the period shown at each interval of Config.Every, and reads the stored data of the others
// again: another process may have fetched them.
func (m Model) refreshAutomatically() (Model, tea.Cmd) {
	commands := []tea.Cmd{m.after(m.config.Every, refreshDueMsg{})}
	m.schedule.Tick(m.now)
	if m.canFetch() && !m.current().IsLoading() {
		commands = append(commands, m.fetch(m.schedule.Requested(m.period), reports.Background))
	}
	return m, tea.Batch(append(commands, m.readOtherPeriods(model.GraphPeriods()))...)
}

// refresh fetches the period shown although Graph may be throttling, and answers with what that brought.
func (m Model) refresh() (Model, tea.Cmd) {
	switch {
	case m.config.Offline:
		return m, m.readStoredAs(storedReadMsg{report: m.report, period: m.period, requested: true})
	case m.signIn.phase != signedIn:
		m.signIn.hidden = false
		return m, nil
	case m.current().IsLoading():
		m.schedule.Request(m.period)
		m.notice = "loading " + m.span() + "…"
		return m, nil
	}
	command := m.fetch(m.schedule.Requested(m.period), reports.Requested)
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

// endThrottle resumes automatic fetches after Graph has throttled requests, unless a longer pause has begun since.
func (m Model) endThrottle() Model {
	if m.pause.Holds(m.now) {
		return m
	}
	m.schedule.Resume(m.now)
	for _, state := range m.others {
		state.schedule.Resume(m.now)
		m.others = m.others.with(state)
	}
	return m
}
