package ui

import (
	"strconv"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
	"peerdash/ui/refresh"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// pageMargin is the left margin of a page's text.
const pageMargin = 3

// statusContent is the page of a period with nothing to show: it is being loaded, it has failed, or it is empty.
func (m Model) statusContent() []string {
	state := m.current()
	switch {
	case state.IsLoading(), m.settling && state.IsEmpty() && m.canFetch():
		return m.paragraph(theme.Plain, "Loading "+m.span()+"…")
	case state.IsUnread():
		return m.paragraph(theme.Muted, "Reading stored data…")
	case state.Failure() != nil:
		return m.failureLines(state.Failure())
	case refresh.RefusalHolds(state.RefusedUntil(), m.now):
		return m.budgetLines(state.RefusedUntil())
	case state.HasReading():
		return m.emptyLines()
	case m.signIn.phase != signedIn:
		return m.paragraph(theme.Muted, "No stored data for "+m.span()+". Press r to sign in.")
	case m.pause.Holds(m.now):
		return m.paragraph(theme.Warning,
			"Graph is throttling requests (429). "+m.retryingAt(m.pause.Until()))
	}
	return m.paragraph(theme.Muted, "No data to show.")
}

// The whole text about a request budget that is used up: until when, and the remedy.
const (
	budgetUntil  = "Request budget used: the next automatic request is possible at "
	budgetRemedy = "r requests now."
)

// budgetLines is the page of a period that the request budget does not allow to fetch before a time.
func (m Model) budgetLines(until time.Time) []string {
	lines := m.paragraph(theme.Warning, budgetUntil+m.clock(until)+".")
	return append(append(lines, ""), m.paragraph(theme.Muted, budgetRemedy)...)
}

// budgetTexts say when the request budget allows an automatic request for what is shown, the longest first; none if it has not
// refused one.
func (m Model) budgetTexts() []string {
	until := m.current().RefusedUntil()
	if !refresh.RefusalHolds(until, m.now) {
		return nil
	}
	at := m.clock(until)
	return []string{
		budgetUntil + at + ". " + budgetRemedy,
		"Request budget used: next automatic request at " + at + "; r requests now.",
		"Request budget used until " + at + "; r requests.",
	}
}

// span is the days that the period shown covers, in words.
func (m Model) span() string {
	if m.period == model.All {
		return "all days"
	}
	return "the last " + m.period.Label()
}

// emptyLines is the page of a report without days.
func (m Model) emptyLines() []string {
	lines := append(m.paragraph(theme.Title, "The report is empty"), "")
	why := "Graph returned no days for " + m.span() + "; this is not an error. There may have been no " +
		string(m.report.Unit)
	if retirement := m.retirement(); retirement != "" {
		why += ": " + retirement
	} else {
		why += "."
	}
	lines = append(lines, m.paragraph(theme.Plain, why)...)
	return append(append(lines, ""), m.paragraph(theme.Muted, "r refreshes, 1 to 5 show another period.")...)
}

// failureLines is the page of a failure: what failed, why, what to do, and when it is retried.
func (m Model) failureLines(failure *problem.Error) []string {
	next := "Press r to retry."
	switch retrying := m.retrying(failure); {
	case m.config.Offline:
		next = "Offline: showing stored data only."
	case failure.Kind == problem.NotStored:
		next = "1 to 5 show another period."
	case retrying != "":
		next = retrying
	}
	return append(append(m.failureText(failure), ""), m.paragraph(theme.Muted, next)...)
}

// retrying says when a failed request is repeated without a key; it is empty if it is not.
func (m Model) retrying(failure *problem.Error) string {
	if failure.Kind != problem.Throttled || m.config.Offline || !m.pause.Holds(m.now) {
		return ""
	}
	return m.retryingAt(m.pause.Until())
}

// retryingAt says when a request is repeated, rounded up to the second.
func (m Model) retryingAt(at time.Time) string {
	at = at.Add(time.Second - 1)
	return "Retrying at " + m.clock(at) + at.Format(":05") + "."
}

// signInContent is the page of the device code.
func (m Model) signInContent() []string {
	switch m.signIn.phase {
	case requestingCode:
		return m.paragraph(theme.Plain, "Requesting a code to sign in with…")
	case signInFailed:
		lines := m.failureText(m.signIn.failure)
		return append(append(lines, ""), m.paragraph(theme.Muted, "r requests a new code, q quits.")...)
	}
	code := m.signIn.code
	lines := m.paragraph(theme.Title, "Sign in to continue")
	lines = append(lines, "")
	lines = append(lines, m.step("1  Open in any browser", code.Address, theme.Accent)...)
	lines = append(lines, m.step("2  Enter the code", code.UserCode, theme.Selected)...)
	lines = append(lines, "")
	lines = append(lines, m.paragraph(theme.Plain, m.codeLeft()+" This page continues automatically.")...)
	if failure := m.signIn.pollFailure; failure != nil {
		lines = append(lines, m.paragraph(theme.Warning, "Checking whether you have signed in failed: "+failure.Sentences())...)
	}
	if code.Warning != "" {
		lines = append(lines, m.paragraph(theme.Warning, code.Warning)...)
	}
	return append(lines, m.paragraph(theme.Muted, "y copies the code, q quits.")...)
}

// step is an instruction and its address or code, beside it or below it.
func (m Model) step(what, value string, tone theme.Tone) []string {
	const column = pageMargin + 25
	r := m.painter.New(m.width).PadTo(pageMargin).Put(theme.Plain, what)
	value = " " + value + " "
	if column+len(value) < m.width {
		return []string{r.PadTo(column).Put(tone, value).String()}
	}
	below := m.painter.New(m.width).PadTo(pageMargin+2).Put(tone, value)
	return []string{r.String(), below.String()}
}

// codeLeft says how long the code can still be entered.
func (m Model) codeLeft() string {
	left := m.signIn.code.Expires.Sub(m.now)
	minutes := int((left + time.Minute - 1) / time.Minute)
	switch {
	case left <= 0:
		return "The code has expired."
	case minutes == 1:
		return "The code expires in 1 minute."
	}
	return "The code expires in " + strconv.Itoa(minutes) + " minutes."
}

// paragraph is text in a tone, wrapped between the page's margins.
func (m Model) paragraph(tone theme.Tone, text string) []string {
	var lines []string
	const widest = 100
	for _, line := range row.Wrap(text, min(m.width-2*pageMargin, widest)) {
		lines = append(lines, m.painter.New(m.width).PadTo(pageMargin).Put(tone, line).String())
	}
	return lines
}
