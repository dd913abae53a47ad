package cli

import (
	"context"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// dateRange is the days that --since and --until select; a zero Date sets no bound.
type dateRange struct{ since, until model.Date }

func (r dateRange) check() error {
	if !r.since.IsZero() && !r.until.IsZero() && r.since > r.until {
		return wrongUsage("--since "+r.since.String()+" is after --until "+r.until.String(), "Use the earlier date for --since.")
	}
	return nil
}

// checkCovered returns an error unless the reading covers the whole range. An empty report covers any range, since Graph has no
// day at all.
func (r dateRange) checkCovered(reading reports.Reading) error {
	switch last := reading.Report.RefreshDate; {
	case reading.Start.IsZero():
		return nil
	case !r.since.IsZero() && r.since < reading.Start:
		return r.startsLater(reading)
	case !r.until.IsZero() && r.until < reading.Start:
		return wrongUsage("The report begins on "+reading.Start.String()+", after --until "+r.until.String(),
			"Use --since as well, to read from an earlier day.")
	case r.since > last:
		return r.endsEarlier("--since "+r.since.String(), last)
	case r.until > last:
		return r.endsEarlier("--until "+r.until.String(), last)
	default:
		return nil
	}
}

// startsLater is the error of a range of which the reading lacks the first days.
func (r dateRange) startsLater(reading reports.Reading) error {
	start := reading.Start.String()
	failure := problem.Error{
		Kind: problem.Configuration,
		What: "The period " + reading.Period.String() + " begins on " + start + ", after --since " + r.since.String(),
		Do:   "Leave out --period to read a period that is long enough, or use --since " + start + ".",
	}
	switch {
	case reading.Origin == reports.FromFile:
		failure.Kind = problem.NotStored
		failure.What = "The files begin on " + start + ", after --since " + r.since.String()
		failure.Do = "Use --since " + start + " for every day of the files."
	case reading.Period == model.All:
		failure.Kind = problem.NotStored
		failure.What = "The stored days begin on " + start + ", after --since " + r.since.String()
		failure.Do = "Use --since " + start + " for every day there is, or import older reports with `peerdash import`."
	}
	return problem.New(failure)
}

// endsEarlier is the error of a range whose last days are not reported yet.
func (r dateRange) endsEarlier(bound string, last model.Date) error {
	return problem.New(problem.Error{
		Kind: problem.NoReport,
		What: "The report ends on " + last.String() + ", before " + bound,
		Why:  "Graph reports each day at least two days later.",
		Do:   "Use a day up to " + last.String() + ", or leave out the bound.",
	})
}

// reportLag is the least number of days that Graph takes to report a day, see
// https://learn.microsoft.com/en-us/microsoft-365/admin/activity-reports/activity-reports. Where a report ends later, the next
// longer period is read.
const reportLag = 2

// readRange reads the report of the period or, if none is chosen, of the shortest period that covers the range. For files, that is
// one of their periods.
func (p Program) readRange(ctx context.Context, session *session, flags printFlags) (reports.Reading, error) {
	if flags.periodIsGiven || flags.dates.since.IsZero() {
		return p.readServed(ctx, session, flags.report.definition, flags.report.period, flags.dates)
	}
	shortest := flags.report.period
	if !flags.readsFiles {
		shortest = model.PeriodReaching(flags.dates.since, model.DateOf(p.Now().UTC())-reportLag)
	}
	for period := shortest; ; period++ {
		reading, err := p.readServed(ctx, session, flags.report.definition, period, flags.dates)
		failure := problem.As(err)
		tooShort := failure != nil && (failure.Kind == problem.NotStored || failure.Kind == problem.Configuration)
		if !tooShort || period == model.All {
			return reading, err
		}
	}
}

func (p Program) readServed(
	ctx context.Context, session *session, report *model.Definition, period model.Period, dates dateRange,
) (reports.Reading, error) {
	reading, err := session.reports.Report(ctx, report, period)
	if err != nil {
		return reading, err
	}
	return reading, dates.checkCovered(reading)
}
