package ui

import (
	"fmt"
	"slices"
	"strings"

	"peerdash/model"
	"peerdash/ui/chart"
)

// View is a way of showing a report.
type View int

// The views, in the order in which v goes through them.
const (
	StackedView View = iota
	LinesView
	PanelsView
	ShareView
	TableView

	viewCount = int(TableView) + 1
)

var views = [viewCount]struct {
	name string
	kind chart.Kind // of the views that are charts
}{
	StackedView: {name: "stacked", kind: chart.Stacked},
	LinesView:   {name: "lines", kind: chart.Lines},
	PanelsView:  {name: "panels", kind: chart.Panels},
	ShareView:   {name: "share", kind: chart.Share},
	TableView:   {name: "table"},
}

// Views lists every view, in the order in which v goes through them.
func Views() []View {
	all := make([]View, viewCount)
	for i := range all {
		all[i] = View(i)
	}
	return all
}

// ParseView reads the name of a view: stacked, lines, panels, share or table.
func ParseView(text string) (View, error) {
	for i, view := range views {
		if strings.EqualFold(strings.TrimSpace(text), view.name) {
			return View(i), nil
		}
	}
	return 0, fmt.Errorf("%q is not a view: use stacked, lines, panels, share or table", text)
}

// String is the view's name on the command line.
func (v View) String() string { return views[v].name }

// viewsOf lists the views of a report, in the order in which v goes through them.
func viewsOf(report *model.Definition) []View {
	kinds := chart.Kinds(report.Additive)
	return slices.DeleteFunc(Views(), func(view View) bool {
		return view != TableView && !slices.Contains(kinds, views[view].kind)
	})
}

// nextView shows the view a number of steps later. The first view follows the last.
func (m Model) nextView(steps int) Model {
	all := viewsOf(m.report)
	m.view = all[(slices.Index(all, m.view)+steps+len(all))%len(all)]
	return m
}
