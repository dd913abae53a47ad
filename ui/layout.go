package ui

// MinimumWidth and MinimumHeight are the columns and rows that the dashboard needs at the least.
const (
	MinimumWidth  = 40
	MinimumHeight = 10
)

// layout says how many rows each part of the report's page has. What there is no room for has none.
type layout struct {
	gap1 int // a blank line below the tabs
	// body is the chart's, or the table's rows of days.
	body      int
	gap2      int // a blank line below the body
	headings  int // of the legend's columns
	legend    int // one for each type, or one for all
	total     int
	remarks   int // notices, or the peak and the means
	gap3      int // a blank line above the keys
	keys      int
	fullTypes bool // the legend has a row for each type
}

// newLayout gives the rows of a terminal of this height to the parts of a chart's page, the most needed first.
func newLayout(height, types int) layout {
	const headerAndTabs = 2
	l := layout{legend: 1, keys: 1}
	l.body = height - headerAndTabs - l.legend - l.keys
	// take gives rows of the body away, as long as it keeps at least so many.
	take := func(rows, least int) int {
		if l.body-rows < least {
			return 0
		}
		l.body -= rows
		return rows
	}
	if more := take(types, 8); more > 0 {
		l.legend, l.total, l.fullTypes = types, 1, true
	}
	l.remarks = take(1, 8)
	if l.fullTypes {
		l.headings = take(1, 9)
	}
	l.gap2 = take(1, 15)
	l.gap1 = take(1, 15)
	l.gap3 = take(1, 15)
	return l
}

// newTableLayout gives the rows of a terminal of this height to the parts of the table's page.
func newTableLayout(height, headings int) layout {
	const headerAndTabs = 2
	l := layout{headings: headings, total: 1, keys: 1}
	l.body = height - headerAndTabs - l.headings - l.total - l.keys
	if l.body > 7 {
		l.remarks = 1
		l.body--
	}
	if l.body > 20 {
		l.gap1, l.gap3 = 1, 1
		l.body -= 2
	}
	return l
}

// layout is that of the page of the period shown.
func (m Model) layout() layout {
	if m.view == TableView {
		return newTableLayout(m.height, m.tableColumns().headingRows())
	}
	return newLayout(m.height, len(m.summary.totals))
}

// pageOfDays is how many days pgup and pgdown move.
func (m Model) pageOfDays() int {
	if m.view == TableView {
		return max(m.layout().body-1, 1)
	}
	const month = 30
	return month
}
