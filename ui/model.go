package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/model"
	"peerdash/ui/outfile"
	"peerdash/ui/refresh"
	"peerdash/ui/row"
)

// Model is the dashboard's state. It is a value: Update returns the next one.
type Model struct {
	config  Config
	ctx     context.Context
	keys    []keyRow
	painter row.Painter

	// pressedAt is when a key or the mouse was last used, or when the dashboard started.
	pressedAt time.Time
	// now is the time of the latest message.
	now           time.Time
	width, height int

	// reportState is that of the report that is shown, others are those that were shown before.
	reportState
	others reportStates
	// visit counts the changes of the report shown; settling reports whether it has been shown for less than settleTime.
	visit    int
	settling bool
	// pause holds for all reports, since Graph throttles them together.
	pause  refresh.Pause
	signIn signInState

	overlay overlay
	prompt  datePrompt
	list    reportList
	// scroll is the first line shown of a page that is longer than the terminal.
	scroll int
	// lastFailure is the latest error, nil if there has been none; failedAt is its time.
	lastFailure *problem.Error
	failedAt    time.Time

	mouse  bool
	notice string
	// refreshNotice is the notice that answered the last request to refresh.
	refreshNotice string
	spinning      bool
	spinner       int

	// revisions counts the readings received, so that each gets a number of its own.
	revisions int
	summary   summary
	frame     *frame
	// held are the previous lines of the screen. They stay while the stored data of another report is read: that takes so
	// little time that a page in between would only flicker.
	held   []string
	fitted *fitted
	trends *trends
}

// frame is the text that View drew for one state of the Model.
type frame struct{ text string }

// New is the dashboard before anything has been read. Its commands end when ctx does.
func New(ctx context.Context, config Config) Model {
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Files == nil {
		config.Files = new(outfile.Writer)
	}
	if config.Environ == nil {
		config.Environ = func(string) string { return "" }
	}
	if config.Report == nil {
		config.Report = model.Default()
	}
	if len(config.Available) == 0 {
		config.Available = model.Catalogue()
	}
	m := Model{
		config: config, ctx: ctx, keys: keyTable(), painter: row.NewPainter(config.Theme),
		now: config.Now(), pressedAt: config.Now(), mouse: config.Mouse, width: config.Width, height: config.Height,
		reportState: newReportState(
			config.Report, refresh.New(config.Period, config.Now()), config.Period, config.View,
		),
		frame: &frame{}, fitted: &fitted{}, trends: &trends{},
	}
	if config.Restricted {
		m.keys = restrictedKeyTable()
	}
	if config.ViewRequested && m.view != config.View {
		m.notice = "This report has no total, so it has no " + config.View.String() + " view."
	}
	m.summary = m.newSummary()
	return m
}

// Init reads the stored data of every period, that of the shown one first.
func (m Model) Init() tea.Cmd {
	periods := model.Periods()
	commands := []tea.Cmd{m.readStoredPeriods(periods[:])}
	if m.config.Every > 0 && !m.config.Offline {
		commands = append(commands, m.after(m.config.Every, refreshDueMsg{}))
	}
	if m.config.Offline && m.config.Watch != nil {
		commands = append(commands, m.awaitChange())
	}
	if m.config.Idle > 0 {
		commands = append(commands, m.after(m.config.Idle, idleCheckedMsg{}))
	}
	return tea.Batch(append(commands, m.waitForAge())...)
}

// page is what the screen shows.
type page int

const (
	reportPage page = iota // the report of a period
	statusPage             // a period with nothing to show: it is being loaded, has failed, or is empty
	signInPage             // the device code
	errorPage              // the whole of the last error
	helpPage               // every key
	listPage               // the list of reports
)

func (m Model) page() page {
	switch {
	case m.overlay == helpOverlay:
		return helpPage
	case m.overlay == errorOverlay:
		return errorPage
	case m.overlay == listOverlay:
		return listPage
	case m.signIn.hasPage():
		return signInPage
	case len(m.summary.days) == 0:
		return statusPage
	default:
		return reportPage
	}
}
