package ui

// MinimumWidth and MinimumHeight are the least columns and rows that the dashboard can be drawn in.
const (
	MinimumWidth  = 40
	MinimumHeight = 10
)

// layout says how many rows each part of the report's page has. A part without room has none.
type layout struct {
	gap1 int // a blank line below the tabs
	// body is the chart's, or the table's rows of days.
	body      int
	gap2      int // a blank line below the body
	headings  int // of the legend's columns
	legend    int // one for each series and for their total, or one for all
	total     int // of the table
	notices   int // notices, or the peak and the means
	gap3      int // a blank line above the keys
	keys      int
	allSeries bool // the legend has a row for each series
}

// newLayout divides the rows of a terminal of this height among the parts of a chart's page, the most important first. legend
// is the number of rows of a legend with all series and their total, notices that of the standing notices.
func newLayout(height, legend, notices int) layout {
	const headerAndTabs = 2
	l := layout{legend: 1, keys: 1}
	l.body = height - headerAndTabs - l.legend - l.keys
	// take moves rows from the body to another part, unless that would leave the body fewer than least.
	take := func(rows, least int) int {
		if l.body-rows < least {
			return 0
		}
		l.body -= rows
		return rows
	}
	if notices > 0 {
		l.notices = take(1, 5)
	}
	if more := legend - l.legend; more == 0 || take(more, 8) > 0 {
		l.legend, l.allSeries = legend, true
	}
	l.notices += take(max(notices, 1)-l.notices, 8)
	if l.allSeries {
		l.headings = take(1, 9)
	}
	l.gap2 = take(1, 15)
	l.gap1 = take(1, 15)
	l.gap3 = take(1, 15)
	return l
}

// newTableLayout divides the rows of a terminal of this height among the parts of the table's page.
func newTableLayout(height, headings, notices int) layout {
	const headerAndTabs = 2
	l := layout{headings: headings, total: 1, keys: 1}
	l.body = height - headerAndTabs - l.headings - l.total - l.keys
	if notices > 0 {
		l.notices = 1
		l.body--
	}
	if l.body > 7 {
		more := max(notices, 1) - l.notices
		l.notices += more
		l.body -= more
	}
	if l.body > 20 {
		l.gap1, l.gap3 = 1, 1
		l.body -= 2
	}
	return l
}

// layout is the layout of the page of the period shown.
func (m Model) layout() layout {
	if m.view == TableView {
		return newTableLayout(m.height, m.tableColumns().headingRows(), m.noticeRows())
	}
	return newLayout(m.height, m.legendRows(), m.noticeRows())
}

// pageOfDays is the number of days by which pgup and pgdown move.
func (m Model) pageOfDays() int {
	if m.view == TableView {
		return max(m.layout().body-1, 1)
	}
	const month = 30
	return month
}
