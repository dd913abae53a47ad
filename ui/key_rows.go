package ui

import (
	"slices"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
)

// onPage reports whether one of these pages is shown.
func onPage(pages ...page) func(Model) bool {
	return func(m Model) bool { return slices.Contains(pages, m.page()) }
}

func onChart(m Model) bool { return m.page() == reportPage && m.view != TableView }

func onTable(m Model) bool { return m.page() == reportPage && m.view == TableView }

func anywhere(Model) bool { return true }

// onLongPage reports whether the page shown scrolls.
func onLongPage(m Model) bool { return m.page() != reportPage && m.pageIsLong() }

func isOpen(m Model) bool { return m.overlay != noOverlay }

func isClosed(m Model) bool { return m.overlay == noOverlay }

// withoutCommand is an action without a command.
func withoutCommand(do func(Model) Model) func(Model) (Model, tea.Cmd) {
	return func(m Model) (Model, tea.Cmd) { return do(m), nil }
}

// moving moves the cursor in a direction.
func moving(direction float64, move func(Model) Model) func(Model) (Model, tea.Cmd) {
	return withoutCommand(func(m Model) Model { return m.move(direction, move) })
}

// redrawing does an action and redraws the whole screen, over what other programs may have written on it.
func redrawing(do func(Model) (Model, tea.Cmd)) func(Model) (Model, tea.Cmd) {
	return func(m Model) (Model, tea.Cmd) {
		next, command := do(m)
		return next, tea.Batch(command, tea.ClearScreen)
	}
}

func signInRows() []keyRow {
	awaiting := func(m Model) bool { return m.page() == signInPage && m.signIn.phase == awaitingCodeEntry }
	failed := func(m Model) bool { return m.page() == signInPage && m.signIn.phase == signInFailed }
	hasReport := func(m Model) bool { return m.page() == signInPage && m.current().HasReading() }
	return []keyRow{
		{Binding: keysFor("y", "Copy the code", "y"), when: awaiting, foot: "y copy code", do: Model.copyCode},
		{Binding: keysFor("r", "Request a new code", "r", "f5"), when: failed, foot: "r new code", do: Model.beginSignIn},
		{Binding: keysFor("esc", "Show stored data", "esc"), when: hasReport, foot: "esc stored data",
			do: withoutCommand(Model.hideSignIn)},
	}
}

func navigateRows() []keyRow {
	day := func(direction int) func(Model) (Model, tea.Cmd) {
		return moving(float64(direction), func(m Model) Model { return m.stepDay(direction) })
	}
	week := func(direction int) func(Model) (Model, tea.Cmd) {
		return moving(float64(direction), func(m Model) Model { return m.stepWeek(direction) })
	}
	marked := func(direction int) func(Model) (Model, tea.Cmd) {
		return withoutCommand(func(m Model) Model { return m.selectMarked(direction) })
	}
	series := func(steps int) func(Model) (Model, tea.Cmd) {
		return withoutCommand(func(m Model) Model { return m.selectSeries(steps) })
	}
	scroll := func(lines int) func(Model) (Model, tea.Cmd) {
		return withoutCommand(func(m Model) Model { return m.scrollBy(lines) })
	}
	onReport := onPage(reportPage)
	return []keyRow{
		{Binding: keysFor("←→ h l", "Previous, next day", "left", "h"), when: onReport, foot: "←→ day", do: day(-1)},
		{Binding: alsoKeys("right", "l"), when: onReport, do: day(+1)},
		{Binding: keysFor("H L", "Previous, next week", "H", "shift+left"), when: onReport, do: week(-1)},
		{Binding: alsoKeys("L", "shift+right"), when: onReport, do: week(+1)},
		{Binding: keysFor("g G", "First, last day; home, end", "home", "g"), when: onReport, do: moving(-1, Model.firstDay)},
		{Binding: alsoKeys("end", "G"), when: onReport, do: moving(+1, Model.lastDay)},
		{Binding: keysFor("n N", "Next, previous marked day", "n"), when: onReport, do: marked(+1)},
		{Binding: alsoKeys("N"), when: onReport, do: marked(-1)},
		{Binding: keysFor("/", "Go to a date", "/"), when: onReport,
			do: withoutCommand(func(m Model) Model { return m.open(dateOverlay) })},
		{Binding: keysFor("↑↓ k j", "Series; day in the table", "up", "k"), when: onChart, foot: "↑↓ series",
			do: series(-1)},
		{Binding: alsoKeys("down", "j"), when: onChart, do: series(+1)},
		{Binding: alsoKeys("up", "k"), when: onTable, foot: "↑↓ day", do: day(-1)},
		{Binding: alsoKeys("down", "j"), when: onTable, do: day(+1)},
		{Binding: alsoKeys("up", "k"), when: onLongPage, foot: "↑↓ scroll", do: scroll(-1)},
		{Binding: alsoKeys("down", "j"), when: onLongPage, do: scroll(+1)},
		{Binding: keysFor("K J", "Series, in the table too", "K", "shift+up"), when: onReport, do: series(-1)},
		{Binding: alsoKeys("J", "shift+down"), when: onReport, do: series(+1)},
	}
}

func pageRows() []keyRow {
	pages := func(pages float64) func(Model) (Model, tea.Cmd) {
		return moving(pages, func(m Model) Model { return m.movePages(pages) })
	}
	movesPages := func(m Model) bool { return m.page() == reportPage || m.pageIsLong() }
	return []keyRow{
		{Binding: keysFor("ctrl+b f", "Page; pgup, pgdn too", "ctrl+b", "pgup"), when: movesPages, do: pages(-1)},
		{Binding: alsoKeys("ctrl+f", "pgdown"), when: movesPages, do: pages(+1)},
		{Binding: keysFor("ctrl+u d", "Half a page", "ctrl+u"), when: movesPages, do: pages(-0.5)},
		{Binding: alsoKeys("ctrl+d"), when: movesPages, do: pages(+0.5)},
	}
}

func viewRows() []keyRow {
	onReport, onStatus, onEither := onPage(reportPage), onPage(statusPage), onPage(reportPage, statusPage)
	turn := func(steps int) func(Model) (Model, tea.Cmd) {
		return withoutCommand(func(m Model) Model { return m.nextView(steps) })
	}
	move := func(steps int) func(Model) (Model, tea.Cmd) {
		return func(m Model) (Model, tea.Cmd) { return m.showPeriod(m.periodAfter(steps)) }
	}
	step := func(steps int) func(Model) (Model, tea.Cmd) {
		return func(m Model) (Model, tea.Cmd) { return m.stepReport(steps) }
	}
	var rows []keyRow
	for i, period := range model.Periods() {
		rows = append(rows, keyRow{Binding: alsoKeys(strconv.Itoa(i + 1)), when: onEither,
			do: func(m Model) (Model, tea.Cmd) { return m.showPeriod(period) }})
	}
	rows[0].SetHelp("1 to 5 tab", "7d, 30d, 90d, 180d, All")
	return append(rows, []keyRow{
		{Binding: alsoKeys("tab"), when: onEither, foot: "tab period", do: move(+1)},
		{Binding: alsoKeys("shift+tab"), when: onEither, do: move(-1)},
		{Binding: keysFor("[ ] o", "Previous, next report; list", "o"), when: onEither, foot: "[]o report",
			do: Model.openReportList},
		{Binding: alsoKeys("["), when: onEither, do: step(-1)},
		{Binding: alsoKeys("]"), when: onEither, do: step(+1)},
		{Binding: keysFor("space", "Hide or show the series", " "), when: onReport, foot: "space hide", isExtra: true,
			do: withoutCommand(Model.toggleSeries)},
		{Binding: keysFor("enter", "Show only it, or all", "enter"), when: onReport, do: withoutCommand(Model.onlySeries)},
		{Binding: keysFor("v V", "Next, previous view", "v"), when: onReport, foot: "v view", do: turn(+1)},
		{Binding: alsoKeys("v"), when: onStatus, do: turn(+1)},
		{Binding: alsoKeys("V"), when: onEither, do: turn(-1)},
		{Binding: keysFor("w", "Days, means, weeks, months", "w"), when: onReport, foot: "w resolution", isExtra: true,
			do: withoutCommand(Model.nextResolution)},
		{Binding: keysFor("+ - 0", "Zoom in, zoom out, show all", "+", "="), when: onChart, foot: "+- zoom", isExtra: true,
			do: withoutCommand(Model.zoomIn)},
		{Binding: alsoKeys("-"), when: onChart, do: withoutCommand(Model.zoomOut)},
		{Binding: alsoKeys("0"), when: onChart, do: withoutCommand(Model.zoomAll)},
		{Binding: keysFor("z", "Scale without outliers", "z"), when: onChart, do: withoutCommand(Model.toggleScale)},
		{Binding: keysFor("c", "Compare previous period", "c"), when: onChart, foot: "c compare", isExtra: true,
			do: withoutCommand(Model.toggleComparison)},
	}...)
}

func actionRows() []keyRow {
	onReport, onEither := onPage(reportPage), onPage(reportPage, statusPage)
	return []keyRow{
		{Binding: keysFor("r F5", "Refresh from Graph", "r", "f5"), when: onEither, foot: "r refresh",
			do: redrawing(Model.refresh)},
		{Binding: keysFor("e E", "Export as CSV, chart as SVG", "e"), when: onReport, foot: "e export", isExtra: true, isUnrestricted: true,
			do: Model.exportCSV},
		{Binding: alsoKeys("E"), when: onReport, isUnrestricted: true, do: Model.exportSVG},
		{Binding: keysFor("y", "Copy the day", "y"), when: onReport, do: Model.copyDay},
		{Binding: keysFor("!", "Show the last error", "!"), when: anywhere, do: withoutCommand(Model.openError)},
		{Binding: keysFor("m", "Turn the mouse on or off", "m"), when: onEither, do: Model.toggleMouse},
	}
}

// listRows are the keys of the list of reports, for the key line. typeFilter does what they stand for.
func listRows() []keyRow {
	onList := onPage(listPage)
	return []keyRow{
		{Binding: alsoKeys("down"), when: onList, foot: "↑↓ report", do: withoutCommand(func(m Model) Model { return m.choose(+1) })},
		{Binding: alsoKeys("enter"), when: onList, foot: "enter show", do: Model.showChosen},
	}
}

func generalRows() []keyRow {
	return []keyRow{
		{Binding: keysFor("esc q", "Close what is open", "esc"), when: isOpen, foot: "esc close", worksInFields: true,
			do: withoutCommand(Model.close)},
		{Binding: alsoKeys("q"), when: isOpen, do: withoutCommand(Model.close)},
		{Binding: keysFor("? F1", "Help", "?", "f1"), when: isClosed, foot: "? help", do: withoutCommand(Model.toggleHelp)},
		{Binding: alsoKeys("?", "f1"), when: isOpen, do: withoutCommand(Model.toggleHelp)},
		{Binding: keysFor("q ctrl+c", "Quit", "q"), when: isClosed, foot: "q quit", do: Model.quit},
		{Binding: alsoKeys("ctrl+c"), when: anywhere, worksInFields: true, do: Model.quit},
		{Binding: keysFor("ctrl+l", "Redraw the screen", "ctrl+l"), when: anywhere, worksInFields: true, isRedraw: true,
			do: func(m Model) (Model, tea.Cmd) { return m, tea.ClearScreen }},
		{Binding: keysFor("ctrl+z", "Suspend; fg resumes", "ctrl+z"), when: anywhere, worksInFields: true, isUnrestricted: true,
			do: func(m Model) (Model, tea.Cmd) { return m, tea.Suspend }},
	}
}
