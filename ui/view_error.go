package ui

import (
	"strings"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// errorContent is the whole of the last error, and the warnings about stored data.
func (m Model) errorContent() []string {
	var lines []string
	if failure := m.lastFailure; failure != nil {
		lines = m.failureText(failure)
		status := "Failed at " + m.clock(m.failedAt) + "."
		if retrying := m.retrying(failure); retrying != "" {
			status += " " + retrying
		}
		lines = append(append(lines, ""), m.paragraph(theme.Muted, status)...)
	}
	for _, note := range m.reading().Notes {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, m.paragraph(theme.Warning, sanitize.Line(note, longestNote))...)
	}
	return append([]string{""}, lines...)
}

// longestNote is the most characters of a warning that are shown.
const longestNote = 400

// failureText is what failed, why, what to do, and the id to quote to support, each as a paragraph. If the request is repeated without
// a key, there is nothing to do.
func (m Model) failureText(failure *problem.Error) []string {
	lines := m.paragraph(theme.Error, failure.What)
	do := failure.Do
	if m.retrying(failure) != "" {
		do = ""
	}
	for _, text := range []string{failure.Why, do} {
		if text != "" {
			lines = append(append(lines, ""), m.paragraph(theme.Plain, text)...)
		}
	}
	if failure.RequestID != "" {
		lines = append(append(lines, ""), m.referenceLines(failure)...)
	}
	return lines
}

// referenceLines are the id to quote to support, unbroken, below its name where they don't fit side by side.
func (m Model) referenceLines(failure *problem.Error) []string {
	name, id, _ := strings.Cut(failure.Reference(), ": ")
	name += ": "
	if pageMargin+row.Width(name)+row.Width(id) <= m.width {
		return []string{m.painter.New(m.width).PadTo(pageMargin).Put(theme.Muted, name).Put(theme.Plain, id).String()}
	}
	margin := max(min(pageMargin, m.width-row.Width(id)), 0)
	return []string{
		m.painter.New(m.width).PadTo(pageMargin).Put(theme.Muted, strings.TrimSpace(name)).String(),
		m.painter.New(m.width).PadTo(margin).Put(theme.Plain, id).String(),
	}
}
