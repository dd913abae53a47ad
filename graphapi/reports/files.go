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

// Files reads the reports of CSV files. Files of the same period are merged as the store merges them; All is all files.
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

// Periods are the periods of the files, shortest first; All is among them only where a file itself is of that period.
func (f *Files) Periods() []model.Period { return f.periods }

// Stored returns the report of the files of a period. If no file is of that period, it is read from the days of all
// files, if they reach back far enough; otherwise the error is a *problem.Error of Kind NotStored.
func (f *Files) Stored(_ context.Context, _ *model.Definition, period model.Period) (Reading, error) {
	if period == model.All || slices.Contains(f.periods, period) {
		return f.merged(period)
	}
	reading, err := f.merged(model.All)
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

// merged is the report of the files of a period, or for All of all files.
func (f *Files) merged(period model.Period) (Reading, error) {
	files := f.reports[period]
	report, err := files.series.Report(model.Default(), period)
	if err != nil {
		return Reading{Period: period}, problem.New(problem.Error{
			Kind: problem.NotReport, What: "The files do not belong together", Why: err.Error(), Err: err,
		})
	}
	return Reading{Report: report, Period: period, Origin: FromFile, Start: files.start, FetchedAt: files.changed, FreshUntil: never}, nil
}

// never is the time at which a reading of files becomes stale.
var never = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// Fetch is Stored; files are read once.
func (f *Files) Fetch(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	return f.Stored(ctx, definition, period)
}

// Report is Stored.
func (f *Files) Report(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	return f.Stored(ctx, definition, period)
}

// Revisions returns every revision of each day, of one day the current one last.
func (f *Files) Revisions(context.Context, *model.Definition) ([]model.Day, error) {
	return f.reports[model.All].series.Revisions(), nil
}

func (f *Files) missing(period model.Period) error {
	names := make([]string, len(f.periods))
	for i, period := range f.periods {
		names[i] = period.String()
	}
	return problem.New(problem.Error{
		Kind: problem.NotStored,
		What: "No file has the period " + period.String(),
		Why:  "The files have " + strings.Join(names, ", ") + ", which does not reach back that far.",
		Do:   "Choose one of these, or all.",
	})
}
