package reports

import (
	"context"
	"slices"
	"strings"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// Files gives the reports of CSV files. Files of the same period are merged as the store merges, and All is all of them.
type Files struct {
	periods []model.Period
	reports [model.PeriodCount]fileReport
}

type fileReport struct {
	series store.Series
	// start is the first day that the files cover, changed when the last of them was modified.
	start   model.Date
	changed time.Time
}

// OpenFiles reads the inputs, each to its end. The error of one that is not the report, or whose dates are implausible at
// the time now, is a *problem.Error that names it.
func OpenFiles(ctx context.Context, inputs []Input, now time.Time) (*Files, error) {
	files := &Files{}
	for _, input := range inputs {
		report, changed, err := input.read(ctx, now)
		if err != nil {
			return nil, err
		}
		files.add(report, changed)
	}
	slices.Sort(files.periods)
	return files, nil
}

func (f *Files) add(report model.Report, changed time.Time) {
	if !slices.Contains(f.periods, report.Period) {
		f.periods = append(f.periods, report.Period)
	}
	f.reports[model.All].add(report, changed)
	if report.Period != model.All {
		f.reports[report.Period].add(report, changed)
	}
}

func (f *fileReport) add(report model.Report, changed time.Time) {
	f.series.Merge(report)
	if start := startOf(report, report.Period); !report.IsEmpty() && (f.start.IsZero() || start < f.start) {
		f.start = start
	}
	if changed.After(f.changed) {
		f.changed = changed
	}
}

// Periods are the periods that the files hold, shortest first; All is only among them where a file itself holds it.
func (f *Files) Periods() []model.Period { return f.periods }

// Stored gives what the files hold of a period. Where none is of that period, it is the end of the days that they hold
// together, if they reach back far enough; else the error is a *problem.Error of Kind NotStored.
func (f *Files) Stored(_ context.Context, period model.Period) (Reading, error) {
	if period == model.All || slices.Contains(f.periods, period) {
		return f.held(period)
	}
	reading, err := f.held(model.All)
	if err != nil {
		return Reading{Period: period}, err
	}
	report, whole := reading.Report.Latest(period)
	if !whole {
		return Reading{Period: period}, f.missing(period)
	}
	reading.Report, reading.Period, reading.Start = report, period, latestStart(report)
	return reading, nil
}

// held is what the files of a period tell, or for All what all files do.
func (f *Files) held(period model.Period) (Reading, error) {
	held := f.reports[period]
	report, err := held.series.Report(period)
	if err != nil {
		return Reading{Period: period}, problem.New(problem.Error{
			Kind: problem.NotReport, What: "The files do not belong together", Why: err.Error(), Err: err,
		})
	}
	return Reading{Report: report, Period: period, Origin: FromFile, Start: held.start, FetchedAt: held.changed, FreshUntil: never}, nil
}

// never is when a reading of files becomes stale.
var never = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// Fetch is Stored: nobody is asked.
func (f *Files) Fetch(ctx context.Context, period model.Period) (Reading, error) {
	return f.Stored(ctx, period)
}

// Report is Stored.
func (f *Files) Report(ctx context.Context, period model.Period) (Reading, error) {
	return f.Stored(ctx, period)
}

// Revisions gives each value that the files tell of each day, of one day the value that holds last.
func (f *Files) Revisions(context.Context) ([]model.Day, error) {
	return f.reports[model.All].series.Revisions(), nil
}

func (f *Files) missing(period model.Period) error {
	names := make([]string, len(f.periods))
	for i, held := range f.periods {
		names[i] = held.String()
	}
	return problem.New(problem.Error{
		Kind: problem.NotStored,
		What: "No file holds the period " + period.String(),
		Why:  "They hold " + strings.Join(names, ", ") + ", which does not reach back that far.",
		Do:   "Choose one of these, or all.",
	})
}
