package ui

import (
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
)

// onPage tells whether a page is shown.
func onPage(pages ...page) func(Model) bool {
	return func(m Model) bool {
		shown := m.page()
		for _, page := range pages {
			if page == shown {
				return true
			}
		}
		return false
	}
}

func onChart(m Model) bool { return m.page() == reportPage && m.view != TableView }

func onTable(m Model) bool { return m.page() == reportPage && m.view == TableView }

// always does a thing that needs no command.
func always(do func(Model) Model) func(Model) (Model, tea.Cmd) {
	return func(m Model) (Model, tea.Cmd) { return do(m), nil }
}

// andRedraw does a thing and has the whole screen drawn again, over what others may have written on it.
func andRedraw(do func(Model) (Model, tea.Cmd)) func(Model) (Model, tea.Cmd) {
	return func(m Model) (Model, tea.Cmd) {
		next, command := do(m)
		return next, tea.Batch(command, tea.ClearScreen)
	}
}

func helpKeys() []keyRow {
	return []keyRow{
		{Binding: keysFor("esc", "close help", "esc", "?", "enter"), group: programKeys, when: onPage(helpPage),
			foot: "esc close", do: Model.toggleHelp},
	}
}

func signInKeys() []keyRow {
	awaiting := func(m Model) bool { return m.page() == signInPage && m.signIn.phase == awaitingPerson }
	failed := func(m Model) bool { return m.page() == signInPage && m.signIn.phase == signInFailed }
	behind := func(m Model) bool { return m.page() == signInPage && m.current().HasReading() }
	return []keyRow{
		{Binding: keysFor("y", "copy the code", "y"), group: signingInKeys, when: awaiting, foot: "y copy code",
			do: Model.copyCode},
		{Binding: keysFor("r", "a fresh code", "r"), group: signingInKeys, when: failed, foot: "r fresh code",
			do: Model.beginSignIn},
		{Binding: keysFor("esc", "what is kept instead", "esc"), group: signingInKeys, when: behind,
			foot: "esc what is kept", do: always(Model.setSignInAside)},
	}
}

func readKeys() []keyRow {
	day := func(days int) func(Model) (Model, tea.Cmd) {
		return always(func(m Model) Model { return m.moveCursor(days) })
	}
	pageOf := func(direction int) func(Model) (Model, tea.Cmd) {
		return always(func(m Model) Model { return m.moveCursor(direction * m.pageOfDays()) })
	}
	choose := func(steps int) func(Model) (Model, tea.Cmd) {
		return always(func(m Model) Model { return m.choose(steps) })
	}
	onReport := onPage(reportPage)
	rows := []keyRow{
		{Binding: keysFor("←→ h l", "a day back, a day on", "left", "h"), when: onReport, foot: "←→ day", do: day(-1)},
		{Binding: alsoKeys("right", "l"), when: onReport, do: day(+1)},
		{Binding: keysFor("H L", "a week; shift+←→ too", "H", "shift+left"), when: onReport, do: day(-7)},
		{Binding: alsoKeys("L", "shift+right"), when: onReport, do: day(+7)},
		{Binding: keysFor("home end", "first day, last day", "home"), when: onReport, do: always(Model.firstDay)},
		{Binding: alsoKeys("end"), when: onReport, do: always(Model.lastDay)},
		{Binding: keysFor("pgup pgdn", "a page of days", "pgup"), when: onReport, do: pageOf(-1)},
		{Binding: alsoKeys("pgdown"), when: onReport, do: pageOf(+1)},
		{Binding: keysFor("↑↓ k j", "type; in the table, day", "up", "k"), when: onChart, foot: "↑↓ type", do: choose(-1)},
		{Binding: alsoKeys("down", "j"), when: onChart, do: choose(+1)},
		{Binding: alsoKeys("up", "k"), when: onTable, foot: "↑↓ day", do: day(-1)},
		{Binding: alsoKeys("down", "j"), when: onTable, do: day(+1)},
		{Binding: keysFor("K J", "type, in the table too", "K", "shift+up"), when: onReport, do: choose(-1)},
		{Binding: alsoKeys("J", "shift+down"), when: onReport, do: choose(+1)},
	}
	for i := range rows {
		rows[i].group = readingKeys
	}
	return rows
}

func showKeys() []keyRow {
	onReport, onEither, onStatus := onPage(reportPage), onPage(reportPage, statusPage), onPage(statusPage)
	turn := func(steps int) func(Model) (Model, tea.Cmd) {
		return always(func(m Model) Model { return m.showView(m.view.next(steps)) })
	}
	move := func(steps int) func(Model) (Model, tea.Cmd) {
		return func(m Model) (Model, tea.Cmd) { return m.showPeriod(m.periodAfter(steps)) }
	}
	rows := []keyRow{
		{Binding: keysFor("space", "hide the type, show it", " "), when: onReport, foot: "space hide",
			do: always(Model.toggleType)},
		{Binding: keysFor("enter", "only this type, or all", "enter"), when: onReport, do: always(Model.onlyType)},
		{Binding: keysFor("v V", "next view, the one before", "v"), when: onReport, foot: "v view", do: turn(+1)},
		{Binding: alsoKeys("v"), when: onStatus, do: turn(+1)},
		{Binding: alsoKeys("V"), when: onEither, do: turn(-1)},
		{Binding: keysFor("tab", "period; shift+tab back", "tab"), when: onReport, do: move(+1)},
		{Binding: alsoKeys("tab"), when: onStatus, foot: "tab period", do: move(+1)},
		{Binding: alsoKeys("shift+tab"), when: onEither, do: move(-1)},
	}
	for i, period := range model.Periods() {
		row := keyRow{Binding: alsoKeys(strconv.Itoa(i + 1)), when: onEither, do: func(m Model) (Model, tea.Cmd) {
			return m.showPeriod(period)
		}}
		if i == 0 {
			row.SetHelp("1 to 5", "7, 30, 90, 180 days, all")
		}
		rows = append(rows, row)
	}
	for i := range rows {
		rows[i].group = showingKeys
	}
	return rows
}

func doKeys() []keyRow {
	onReport, onEither := onPage(reportPage), onPage(reportPage, statusPage)
	rows := []keyRow{
		{Binding: keysFor("r", "refresh: ask Graph now", "r"), when: onEither, foot: "r refresh",
			do: andRedraw(Model.refresh)},
		{Binding: keysFor("e", "export the period as CSV", "e"), when: onReport, foot: "e export", do: Model.exportCSV},
		{Binding: keysFor("E", "export the chart as SVG", "E"), when: onReport, do: Model.exportSVG},
		{Binding: keysFor("y", "copy the day", "y"), when: onReport, do: Model.copyDay},
		{Binding: keysFor("m", "mouse on, mouse off", "m"), when: onEither, do: Model.toggleMouse},
	}
	for i := range rows {
		rows[i].group = doingKeys
	}
	return rows
}

func programKeyRows() []keyRow {
	anywhere := func(Model) bool { return true }
	scrolling := func(m Model) bool { return m.page() != reportPage && m.pageIsLong() }
	return []keyRow{
		{Binding: keysFor("↑↓ k j", "scroll a long page", "up", "k"), group: programKeys, when: scrolling,
			foot: "↑↓ scroll", do: always(func(m Model) Model { return m.scrollBy(-1) })},
		{Binding: alsoKeys("down", "j"), when: scrolling,
			do: always(func(m Model) Model { return m.scrollBy(+1) })},
		{Binding: keysFor("?", "help", "?"), group: programKeys, when: onPage(reportPage, statusPage, signInPage),
			foot: "? help", do: Model.toggleHelp},
		{Binding: keysFor("q", "quit; ctrl+c too", "q", "ctrl+c"), group: programKeys, when: anywhere, foot: "q quit",
			do: func(m Model) (Model, tea.Cmd) { return m, tea.Quit }},
		{Binding: keysFor("ctrl+l", "redraw the screen", "ctrl+l"), group: programKeys, when: anywhere,
			do: func(m Model) (Model, tea.Cmd) { return m, tea.ClearScreen }},
		{Binding: keysFor("ctrl+z", "suspend; fg comes back", "ctrl+z"), group: programKeys, when: anywhere,
			do: func(m Model) (Model, tea.Cmd) { return m, tea.Suspend }},
	}
}
