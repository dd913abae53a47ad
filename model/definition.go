package model

// MaxSeries is the largest number of series that a report has.
const MaxSeries = 8

// Definition is a row of the catalogue: what a report counts, and its series.
type Definition struct {
	// Name is the report's name on the command line and in JSON: "skype-peer-to-peer".
	Name string
	// Function is the function of Graph whose answer holds the report.
	Function Function
	// Service is the service that the report is about if that has been retired, otherwise zero.
	Service Service
	// Title is a noun phrase to show: "Skype peer-to-peer sessions".
	Title string
	// Unit is what the counts of every series are numbers of.
	Unit Unit
	// Additive reports whether the series add up to a total. Only then does the report have totals, shares and stacks.
	// Users, for instance, do not add up: whoever both wrote and called is counted in two series.
	Additive bool
	// Series are at most MaxSeries, in the order in which they are shown; in a stack the first lies at the bottom. Stored days
	// have the counts in this order: a new series is added at the end.
	Series []Series
}

// All is the set of all series of the report.
func (d *Definition) All() SeriesSet { return 1<<len(d.Series) - 1 }

// NoSeries is the index of the selected series if none is selected.
const NoSeries = -1

// Measured are the series to which a total, mean, peak or change of the report refers, given the series shown and the
// selected one. In an additive report they are all series shown; in others the selected or only one, or none if that one
// is hidden or selected is NoSeries.
func (d *Definition) Measured(shown SeriesSet, selected int) SeriesSet {
	switch {
	case d.Additive, len(d.Series) == 1:
		return shown
	case selected < 0:
		return 0
	}
	return shown & OnlySeries(selected)
}

// Service is a Microsoft service.
type Service struct {
	Name string
	// Retired is its last day; zero if it is in use.
	Retired Date
}

// Series is one series of a report: a column of Graph's CSV.
type Series struct {
	// Column is the column's name. Aliases are other names that Graph gave it.
	Column  string
	Aliases []string
	// Key is the name in JSON: "appSharing".
	Key string
	// Label is the name to show; if empty, it is the column's.
	Label string
	// Letter is one letter, different for each series of a report, for charts without colour.
	Letter string
	// Optional reports whether files may lack the column, since Graph added it later. Its counts are unknown then.
	Optional bool
}

// Name is the name to show: "App Sharing".
func (s Series) Name() string {
	if s.Label != "" {
		return s.Label
	}
	return s.Column
}

// Function is the name of a function of Graph that returns one or several reports in one file, such as
// "getTeamsUserActivityCounts".
type Function string

// Definitions are the reports that the function's answer holds, in the catalogue's order.
func (f Function) Definitions() []*Definition {
	var found []*Definition
	for _, definition := range catalogue {
		if definition.Function == f {
			found = append(found, definition)
		}
	}
	return found
}

// Functions lists every function of Graph in the catalogue, each once.
func Functions() []Function {
	var functions []Function
	for _, definition := range catalogue {
		if definition.Function.Definitions()[0] == definition {
			functions = append(functions, definition.Function)
		}
	}
	return functions
}

// Unit is what a report counts.
type Unit string

// The units, in the plural. Counts of Seconds are shown in hours and minutes.
const (
	Sessions    Unit = "sessions"
	Users       Unit = "users"
	Minutes     Unit = "minutes"
	Conferences Unit = "conferences"
	Messages    Unit = "messages"
	Events      Unit = "events"
	Actions     Unit = "actions"
	Seconds     Unit = "seconds"
)

// AddsUpOverDays reports whether counts of several days add up to a total. Users do not: the same ones are counted each day.
func (u Unit) AddsUpOverDays() bool { return u != Users }

// SeriesSet is a set of series of a report, by their index. The zero SeriesSet is empty.
type SeriesSet uint8

// AllSeries holds every series of every report.
const AllSeries SeriesSet = 1<<MaxSeries - 1

// OnlySeries is the set of one series.
func OnlySeries(series int) SeriesSet { return 1 << series }

// Has reports whether the series is in the set.
func (s SeriesSet) Has(series int) bool { return s&OnlySeries(series) != 0 }

// Toggle is the set without the series if it has it, otherwise with it.
func (s SeriesSet) Toggle(series int) SeriesSet { return s ^ OnlySeries(series) }
