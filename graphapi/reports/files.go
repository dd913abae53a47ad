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

// Files holds the reports of CSV files. Files of the same report and period are merged as the store merges reports; the
// period All has the days of all files of a report.
type Files struct {
	reports map[*model.Definition]*reportFiles
}

// reportFiles are the files of one report.
type reportFiles struct {
	periods []model.Period
	merged  [model.PeriodCount]mergedFiles
}

// mergedFiles are the files of one report and period.
type mergedFiles struct {
	days store.DaySet
	// start is the first day that the files cover, changed when the last of them was modified.
	start   model.Date
	changed time.Time
}

// OpenFiles reads the inputs, each to its end. Each must hold the wanted report or, if wanted is nil, any report. The error
// of one that does not, or whose dates are implausible at the time now, is a *problem.Error that names it.
func OpenFiles(ctx context.Context, inputs []Input, wanted *model.Definition, now time.Time) (*Files, error) {
	files := &Files{reports: map[*model.Definition]*reportFiles{}}
	for _, input := range inputs {
		reports, changed, err := input.read(ctx, wanted, now)
		if err != nil {
			return nil, err
		}
		for _, report := range reports {
			files.add(report, changed)
		}
	}
	return files, nil
}

func (f *Files) add(report model.Report, changed time.Time) {
	files := f.reports[report.Definition]
	if files == nil {
		files = &reportFiles{}
		f.reports[report.Definition] = files
	}
	if !slices.Contains(files.periods, report.Period) {
		files.periods = append(files.periods, report.Period)
		slices.Sort(files.periods)
	}
	files.merged[model.All].add(report, changed)
	if report.Period != model.All {
		files.merged[report.Period].add(report, changed)
	}
}

func (f *mergedFiles) add(report model.Report, changed time.Time) {
	f.days.Merge(report)
	if start := startOf(report, report.Period); !report.IsEmpty() && (f.start.IsZero() || start < f.start) {
		f.start = start
	}
	if changed.After(f.changed) {
		f.changed = changed
	}
}

// Definitions are the reports of the files, in the catalogue's order.
func (f *Files) Definitions() []*model.Definition {
	return slices.DeleteFunc(slices.Clone(model.Catalogue()), func(definition *model.Definition) bool {
		return f.reports[definition] == nil
	})
}

// Periods are the periods of the files of a report, shortest first; All is among them only where a file itself is of that
// period.
func (f *Files) Periods(definition *model.Definition) []model.Period {
	if files := f.reports[definition]; files != nil {
		return files.periods
	}
	return nil
}

// Stored returns a report of the files of a period. If no file is of that period, its days are taken from all files of the
// report. The error is a *problem.Error of Kind NotStored if these do not reach back far enough, or no file holds the
// report.
func (f *Files) Stored(_ context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	files := f.reports[definition]
	if files == nil {
		return Reading{Period: period}, f.lacks(definition)
	}
	if period == model.All || slices.Contains(files.periods, period) {
		return files.read(definition, period)
	}
	reading, err := files.read(definition, model.All)
	if err != nil {
		return Reading{Period: period}, err
	}
	report, whole := reading.Report.Latest(period)
	if !whole {
		return Reading{Period: period}, files.tooShort(period)
	}
	reading.Report, reading.Period, reading.Start = report, period, latestStart(report)
	return reading, nil
}

// read is the report of the files of a period; of all files if that is All.
func (f *reportFiles) read(definition *model.Definition, period model.Period) (Reading, error) {
	files := f.merged[period]
	report, err := files.days.Report(definition, period)
	if err != nil {
		return Reading{Period: period}, problem.New(problem.Error{
			Kind: problem.NotReport, What: "The files do not belong together", Why: err.Error() + ".", Do: "Use each of them alone.", Err: err,
		})
	}
	return Reading{Report: report, Period: period, Origin: FromFile, Start: files.start, FetchedAt: files.changed, FreshUntil: farFuture}, nil
}

// farFuture is when a reading of files becomes stale: never.
var farFuture = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// Fetch is Stored: files are read once, by OpenFiles.
func (f *Files) Fetch(
	ctx context.Context, definition *model.Definition, period model.Period, _ Reason,
) (Reading, error) {
	return f.Stored(ctx, definition, period)
}

// Report is Stored.
func (f *Files) Report(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	return f.Stored(ctx, definition, period)
}

// Revisions returns every revision of each day of a report, the current one of a day last. The error is that of Stored.
func (f *Files) Revisions(_ context.Context, definition *model.Definition) ([]model.Day, error) {
	files := f.reports[definition]
	if files == nil {
		return nil, f.lacks(definition)
	}
	return files.merged[model.All].days.Revisions(), nil
}

// lacks is the error of a report that no file holds.
func (f *Files) lacks(definition *model.Definition) error {
	var names []string
	for _, held := range f.Definitions() {
		names = append(names, held.Name)
	}
	return problem.New(problem.Error{
		Kind: problem.NotStored,
		What: `No file has the report "` + definition.Title + `"`,
		Why:  "The files have " + strings.Join(names, ", ") + ".",
		Do:   "Choose one of these.",
	})
}

// tooShort is the error of a period that no file has and whose first day is before those of all files.
func (f *reportFiles) tooShort(period model.Period) error {
	names := make([]string, len(f.periods))
	for i, period := range f.periods {
		names[i] = period.String()
	}
	return problem.New(problem.Error{
		Kind: problem.NotStored,
		What: "No file has the period " + period.String(),
		Why:  "The files have " + strings.Join(names, " and ") + ", and their days do not reach back that far.",
		Do:   "Choose one of these, or all.",
	})
}
