package ui

import (
	"strconv"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// pageMargin stands left of the text of a page, and at least one column right of it.
const pageMargin = 3

// statusContent is the page of a period with nothing to show: it is being loaded, it has failed, or it is empty.
func (m Model) statusContent() []string {
	state := m.current()
	switch {
	case state.IsLoading():
		return m.paragraph(theme.Plain, "Asking for "+m.span()+".")
	case state.IsUnread():
		return m.paragraph(theme.Muted, "Reading what is kept.")
	case state.Failure() != nil:
		return m.failureLines(state.Failure())
	case state.HasReading():
		return m.emptyLines()
	case m.signIn.phase != signedIn:
		return m.paragraph(theme.Muted, "Nothing is kept of "+m.span()+". r goes back to the sign-in.")
	case m.schedule.IsPaused(m.now):
		return m.paragraph(theme.Warning, "After too many requests Graph is not asked before "+m.clock(m.schedule.PausedUntil())+".")
	}
	return m.paragraph(theme.Muted, "Nothing to show.")
}

// span is what the period shown covers, in words.
func (m Model) span() string {
	if m.period == model.All {
		return "all that is kept"
	}
	return "the last " + m.period.Label()
}

// emptyLines is the page of a report without days, which is an honest answer.
func (m Model) emptyLines() []string {
	lines := m.paragraph(theme.Title, "The report is empty.")
	lines = append(lines, "")
	lines = append(lines, m.paragraph(theme.Plain,
		"Graph has no day of "+m.span()+" for this tenant. That is an answer, not a fault: "+
			"there may have been no session, or none since the service's retirement.")...)
	return append(append(lines, ""), m.paragraph(theme.Muted, "r asks again, 1 to 5 show another period.")...)
}

// failureLines is the page of a failure: what failed, why, what to do, and when it is tried again.
func (m Model) failureLines(failure *problem.Error) []string {
	again := "r tries again."
	switch {
	case m.config.Offline:
		again = "Offline: nobody is asked."
	case failure.Kind == problem.NotStored:
		again = "1 to 5 show another period."
	case failure.RetryAt.After(m.now):
		again = "Graph may be asked again at " + m.clock(failure.RetryAt) + "; that goes by itself."
	}
	return append(append(m.failureText(failure), ""), m.paragraph(theme.Muted, again)...)
}

// failureText is what failed, why, and what to do, each as a paragraph.
func (m Model) failureText(failure *problem.Error) []string {
	lines := m.paragraph(theme.Error, failure.What)
	for _, text := range []string{failure.Why, failure.Do} {
		if text != "" {
			lines = append(append(lines, ""), m.paragraph(theme.Plain, text)...)
		}
	}
	return lines
}

// signInContent is the page of the device code.
func (m Model) signInContent() []string {
	switch m.signIn.phase {
	case requestingCode:
		return m.paragraph(theme.Plain, "Asking for a code to sign in with.")
	case signInFailed:
		lines := m.failureText(m.signIn.failure)
		return append(append(lines, ""), m.paragraph(theme.Muted, "r asks for a fresh code, q quits.")...)
	}
	code := m.signIn.code
	lines := m.paragraph(theme.Title, "Sign in to go on")
	lines = append(lines, "")
	lines = append(lines, m.step("1  Open in any browser", code.Address, theme.Accent)...)
	lines = append(lines, m.step("2  Enter the code", code.UserCode, theme.Selected)...)
	lines = append(lines, "")
	lines = append(lines, m.paragraph(theme.Plain, m.codeLeft()+" This page goes on by itself.")...)
	return append(lines, m.paragraph(theme.Muted, "y copies the code, q cancels.")...)
}

// step is one thing to do and what it is done with, beside it or below it.
func (m Model) step(what, with string, tone theme.Tone) []string {
	const column = pageMargin + 25
	r := m.painter.New(m.width).PadTo(pageMargin).Put(theme.Plain, what)
	with = " " + with + " "
	if column+len(with) < m.width {
		return []string{r.PadTo(column).Put(tone, with).String()}
	}
	below := m.painter.New(m.width).PadTo(pageMargin+2).Put(tone, with)
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
		return "The code works for one more minute."
	}
	return "The code works for " + strconv.Itoa(minutes) + " more minutes."
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
