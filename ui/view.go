package ui

import (
	"fmt"
	"slices"
	"strings"

	"peerdash/ui/theme"
)

// View is the screen as lines, drawn once for each state of the model. It never has more lines than the terminal nor
// one that is wider.
func (m Model) View() string {
	if m.frame.text == "" {
		m.frame.text = strings.Join(m.lines(), "\n")
	}
	return m.frame.text
}

func (m Model) lines() []string {
	if m.width <= 0 || m.height <= 0 {
		return nil
	}
	if m.held != nil {
		return m.held
	}
	if m.width < MinimumWidth || m.height < MinimumHeight {
		return []string{m.tooSmall()}
	}
	if m.page() == reportPage {
		return m.reportLines()
	}
	return m.pageLines()
}

// tooSmall names the size that the dashboard needs, in as many words as fit. The last column stays free, since erasing the
// rest of a line would erase a character there.
func (m Model) tooSmall() string {
	size := fmt.Sprintf("%d×%d", MinimumWidth, MinimumHeight)
	text := size
	for _, longer := range []string{
		"needs " + size,
		"peerdash needs " + size,
		fmt.Sprintf("peerdash needs %s; this is %d×%d", size, m.width, m.height),
	} {
		if m.painter.WidthOf(longer) < m.width {
			text = longer
		}
	}
	return m.painter.New(m.width-1).Put(theme.Plain, text).String()
}

// pageLines puts a page's content between the header and the key line, a third down if there is room. Content that is
// too long loses its blank lines, and scrolls if that is not enough.
func (m Model) pageLines() []string {
	lines := m.pageHead()
	content := m.fittingContent()
	room := m.pageRoom()
	top := min(m.scroll, max(len(content)-room, 0))
	content = content[top:min(len(content), top+room)]
	before := (room - len(content)) / 3
	if m.overlay != noOverlay {
		before = 0
	}
	lines = append(lines, make([]string, before)...)
	lines = append(lines, content...)
	lines = append(lines, make([]string, room-before-len(content))...)
	if m.notice == "" {
		return append(lines, m.footLine())
	}
	answer := m.painter.New(m.width-1).Put(theme.Plain, " ").PutFitted(theme.Accent, m.notice).String()
	if last := len(lines) - 1; lines[last] == "" {
		lines[last] = answer
		return append(lines, m.footLine())
	}
	return append(lines, answer)
}

func (m Model) pageHead() []string {
	if m.overlay != noOverlay {
		return []string{m.headerLine()}
	}
	return []string{m.headerLine(), m.tabsLine()}
}

// pageRoom is how many lines a page's content may have.
func (m Model) pageRoom() int {
	return max(m.height-len(m.pageHead())-1, 0)
}

// fittingContent is a page's content, without its blank lines where it would not fit with them.
func (m Model) fittingContent() []string {
	content := m.content()
	if len(content) > m.pageRoom() && m.page() != helpPage && m.page() != listPage {
		content = slices.DeleteFunc(content, func(line string) bool { return line == "" })
	}
	return content
}

func (m Model) content() []string {
	switch m.page() {
	case helpPage:
		return m.helpContent()
	case errorPage:
		return m.errorContent()
	case listPage:
		return m.listContent()
	case signInPage:
		return m.signInContent()
	default:
		return m.statusContent()
	}
}

// pageIsLong reports whether the page has more lines than fit.
func (m Model) pageIsLong() bool { return len(m.fittingContent()) > m.pageRoom() }

// scrollBy moves a long page up or down.
func (m Model) scrollBy(lines int) Model {
	m.scroll = min(max(m.scroll+lines, 0), max(len(m.fittingContent())-m.pageRoom(), 0))
	return m
}

// reportLines is the page of a period with days to show.
func (m Model) reportLines() []string {
	l := m.layout()
	lines := make([]string, 0, m.height)
	lines = append(lines, m.headerLine(), m.tabsLine())
	lines = append(lines, make([]string, l.gap1)...)
	if m.view == TableView {
		lines = append(lines, m.tableLines(l)...)
	} else {
		lines = append(lines, m.chartLines(l)...)
		lines = append(lines, make([]string, l.gap2)...)
		lines = append(lines, m.legendLines(l)...)
	}
	notices := m.noticeLines(l.notices)
	if len(notices) == 0 {
		notices = []string{m.insightLine(l)}
	}
	lines = append(lines, notices[:min(len(notices), l.notices)]...)
	lines = append(lines, make([]string, max(l.notices-len(notices), 0)+l.gap3)...)
	switch {
	case m.isPrompting():
		return append(lines, m.promptLine())
	case l.notices == 0 && m.notice != "":
		return append(lines, notices[0])
	}
	return append(lines, m.footLine())
}
