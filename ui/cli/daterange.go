package cli

import (
	"context"
	"slices"

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
	since, until := "--since "+r.since.String(), "--until "+r.until.String()
	switch last := reading.Report.RefreshDate; {
	case reading.Start.IsZero():
		return nil
	case !r.since.IsZero() && r.since < reading.Start:
		const longer = "Leave out --period to read a period that is long enough, or use "
		return startsLater(reading, since, longer, "--since "+reading.Start.String())
	case !r.until.IsZero() && r.until < reading.Start:
		return startsLater(reading, until, "Use --since without --period to read from an earlier day, or ", "a later --until")
	case r.since > last:
		return endsEarlier(reading, since)
	case r.until > last:
		return endsEarlier(reading, until)
	default:
		return nil
	}
}

// startsLater is the error of a range of which the reading lacks the first days. A longer period may have them; otherwise the
// bound has to be replaced.
func startsLater(reading reports.Reading, bound, longer, replacement string) error {
	failure := problem.Error{Kind: problem.NotStored}
	begin := " on " + reading.Start.String() + ", after " + bound
	switch {
	case reading.Origin == reports.FromFile:
		failure.What = "The files begin" + begin
		failure.Do = "Use " + replacement + ", or add a file with earlier days."
	case reading.Period == model.All:
		failure.What = "The stored days begin" + begin
		failure.Do = "Use " + replacement + "."
		failure.Remedies = []problem.Remedy{problem.ImportOlder}
	default:
		failure.Kind = problem.Configuration
		failure.What = "The period " + reading.Period.String() + " begins" + begin
		failure.Do = longer + replacement + "."
	}
	return problem.New(failure)
}

// endsEarlier is the error of a range whose last days are not reported yet.
func endsEarlier(reading reports.Reading, bound string) error {
	last := reading.Report.RefreshDate.String()
	failure := problem.Error{
		Kind: problem.NoReport,
		What: "The report ends on " + last + ", before " + bound,
		Why:  "Graph reports each day at least two days later.",
		Do:   "Use a day up to " + last + ", or leave out the bound.",
	}
	if reading.Origin == reports.FromFile {
		failure.What, failure.Why = "The files end on "+last+", before "+bound, ""
	}
	return problem.New(failure)
}

// reportLag is the least number of days that Graph takes to report a day, see
// https://learn.microsoft.com/en-us/microsoft-365/admin/activity-reports/activity-reports. Where a report ends later, the next
// longer period is read.
const reportLag = 2

// readRange reads the report of the period or, if none is chosen, of the shortest period that covers the range. For files, that is
// one of their periods. The reading has the notes of the periods that were too short as well.
func (p Program) readRange(ctx context.Context, session *session, flags printFlags) (reports.Reading, error) {
	if flags.periodIsGiven || flags.dates.since.IsZero() {
		return p.readServed(ctx, session, flags, flags.report.period)
	}
	shortest := flags.report.period
	if !flags.readsFiles {
		shortest = model.PeriodReaching(flags.dates.since, model.DateOf(p.Now().UTC())-reportLag)
	}
	var notes []string
	for period := shortest; ; period++ {
		reading, err := p.readServed(ctx, session, flags, period)
		reading.Notes = withNotes(notes, reading.Notes)
		notes = reading.Notes
		failure := problem.As(err)
		tooShort := failure != nil && (failure.Kind == problem.NotStored || failure.Kind == problem.Configuration)
		if !tooShort || period == model.All {
			return reading, err
		}
	}
}

// withNotes are notes with further ones, each once.
func withNotes(notes, further []string) []string {
	for _, note := range further {
		if !slices.Contains(notes, note) {
			notes = append(notes, note)
		}
	}
	return notes
}

// readServed reads the report of the period, which must cover the range.
func (p Program) readServed(
	ctx context.Context, session *session, flags printFlags, period model.Period,
) (reports.Reading, error) {
	reading, err := session.reports.Report(ctx, flags.report.definition, period)
	if err != nil {
		return reading, err
	}
	err = flags.dates.checkCovered(reading)
	if failure := problem.As(err); failure != nil && failure.Kind == problem.NoReport && flags.report.offline && !flags.readsFiles {
		failure.Remedies = []problem.Remedy{problem.ReadFromGraph}
	}
	return reading, err
}
