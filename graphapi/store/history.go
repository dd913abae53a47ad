package store

import (
	"slices"

	"peerdash/model"
)

// Changes counts what merging a report did to the days of a series.
type Changes struct {
	// New days were not known before, Revised days have other counts now, Unchanged days have the counts they had.
	New, Revised, Unchanged int
}

// Series is what several reports told of the days of one tenant. The zero Series knows no day.
type Series struct{ histories map[model.Date]history }

// Merge adds a report's days. Of each day the counts with the latest refresh date hold. Among reports with the same
// refresh date the one merged last holds, but it makes no known count unknown. Merging a report again changes nothing.
func (s *Series) Merge(report model.Report) Changes {
	changes, _ := s.merge(report.Days())
	return changes
}

// merge also gives the dates whose history is another now.
func (s *Series) merge(days []model.Day) (Changes, map[model.Date]bool) {
	var changes Changes
	touched := map[model.Date]bool{}
	if s.histories == nil {
		s.histories = map[model.Date]history{}
	}
	for _, day := range days {
		before := s.histories[day.Date]
		after := before.with(day)
		switch {
		case len(before) == 0:
			changes.New++
		case before.current().Counts != after.current().Counts:
			changes.Revised++
		default:
			changes.Unchanged++
		}
		if !slices.Equal(before, after) {
			s.histories[day.Date] = after
			touched[day.Date] = true
		}
	}
	return changes, touched
}

// Report is the series as the report of a period. It is an error if the days lie too far apart for a report.
func (s *Series) Report(period model.Period) (model.Report, error) {
	days := make([]model.Day, 0, len(s.histories))
	for _, h := range s.histories {
		days = append(days, h.current())
	}
	return model.NewReport(period, days)
}

// Revisions is everything that was said of each day, days in order, of one day the latest refresh date last.
func (s *Series) Revisions() []model.Day {
	var all []model.Day
	for _, h := range s.histories {
		all = append(all, h...)
	}
	slices.SortStableFunc(all, func(a, b model.Day) int { return int(a.Date - b.Date) })
	return all
}

// history is what was said of one date, ordered by refresh date; the last is what holds. Neighbours differ in their
// counts: those that were repeated have the last refresh date that repeated them.
type history []model.Day

func (h history) current() model.Day { return h[len(h)-1] }

// revisions is what was told before what holds now.
func (h history) revisions() history { return h[:max(0, len(h)-1)] }

// with is the history after one more day was told. The receiver stays as it is.
func (h history) with(day model.Day) history {
	next := slices.IndexFunc(h, func(told model.Day) bool { return told.RefreshDate > day.RefreshDate })
	if next < 0 {
		next = len(h)
	}
	last := next - 1
	switch {
	case last >= 0 && h[last].RefreshDate == day.RefreshDate:
		return h.withSameRefresh(last, day)
	case next < len(h) && h[next].Counts == day.Counts:
		return h
	case last >= 0 && h[last].Counts == day.Counts:
		return slices.Concat(h[:last], history{day}, h[next:])
	default:
		return slices.Concat(h[:next], history{day}, h[next:])
	}
}

// withSameRefresh adds a day whose refresh date is that of the one at last, the latest of these.
func (h history) withSameRefresh(last int, day model.Day) history {
	if slices.ContainsFunc(h, func(told model.Day) bool { return tells(told, day) }) {
		return h
	}
	told := h[last]
	contradicts := false
	for t, count := range day.Counts {
		_, known := count.Value()
		_, wasKnown := told.Counts[t].Value()
		if !known {
			day.Counts[t] = told.Counts[t]
		}
		contradicts = contradicts || known && wasKnown && count != told.Counts[t]
	}
	if contradicts {
		return slices.Concat(h[:last+1], history{day}, h[last+1:])
	}
	return slices.Concat(h[:last], history{day}, h[last+1:])
}

// tells reports whether a day says all that is known in another one of the same refresh date.
func tells(told, day model.Day) bool {
	for t, count := range day.Counts {
		if _, known := count.Value(); known && count != told.Counts[t] {
			return false
		}
	}
	return told.RefreshDate == day.RefreshDate
}
