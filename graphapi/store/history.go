package store

import (
	"slices"

	"peerdash/model"
)

// Changes counts the days of a tenant that were merged, by the effect of merging. A day of several reports counts once.
type Changes struct {
	// New days were missing before in one of the reports; Revised days have other counts now, Unchanged days the same.
	New, Revised, Unchanged int
}

// outcome is what merging did to a day. If several reports have the day, the greatest outcome counts.
type outcome int

const (
	unchanged outcome = iota
	revised
	isNew
)

type outcomes map[model.Date]outcome

func (o outcomes) add(others outcomes) {
	for date, other := range others {
		o[date] = max(o[date], other)
	}
}

func (o outcomes) changes() Changes {
	var changes Changes
	for _, outcome := range o {
		switch outcome {
		case isNew:
			changes.New++
		case revised:
			changes.Revised++
		default:
			changes.Unchanged++
		}
	}
	return changes
}

// DaySet is the days of one report from several files, with their revisions. The zero DaySet has no day.
type DaySet struct{ histories map[model.Date]history }

// Merge adds a report's days. The counts with the latest refresh date are a day's current ones. Among reports with the
// same refresh date the one merged last wins, but it makes no known count unknown. Merging a report again changes nothing.
func (s *DaySet) Merge(report model.Report) Changes {
	merged, _ := s.merge(entriesOf(report.Days(), fromGraph))
	return merged.changes()
}

// merge is Merge for days with their origins. It also returns the dates whose history has changed.
func (s *DaySet) merge(days []entry) (outcomes, map[model.Date]bool) {
	touched := map[model.Date]bool{}
	if s.histories == nil {
		s.histories = map[model.Date]history{}
	}
	original := make(map[model.Date]history, len(days))
	for _, day := range days {
		before := s.histories[day.Date]
		if _, isKnown := original[day.Date]; !isKnown {
			original[day.Date] = before
		}
		after := before.with(day)
		if !slices.Equal(before, after) {
			s.histories[day.Date] = after
			touched[day.Date] = true
		}
	}
	merged := make(outcomes, len(original))
	for date, before := range original {
		switch {
		case len(before) == 0:
			merged[date] = isNew
		case before.current().Counts != s.histories[date].current().Counts:
			merged[date] = revised
		default:
			merged[date] = unchanged
		}
	}
	return merged, touched
}

// Report is the report of the current days, with the given period. It is an error if the days are too far apart for one
// report.
func (s *DaySet) Report(definition *model.Definition, period model.Period) (model.Report, error) {
	days := make([]model.Day, 0, len(s.histories))
	for _, h := range s.histories {
		days = append(days, h.current().Day)
	}
	return model.NewReport(definition, period, days)
}

// Revisions are all revisions of each day, oldest day first. Those of a day are in the order of their refresh dates.
func (s *DaySet) Revisions() []model.Day {
	entries := s.entries()
	days := make([]model.Day, len(entries))
	for i, entry := range entries {
		days[i] = entry.Day
	}
	return days
}

// entries are all revisions with their origins, in the order of Revisions.
func (s *DaySet) entries() []entry {
	var all []entry
	for _, h := range s.histories {
		all = append(all, h...)
	}
	slices.SortStableFunc(all, func(a, b entry) int { return int(a.Date - b.Date) })
	return all
}

// history has the revisions of one date, ordered by refresh date; the last one is current. Neighbours differ in their counts:
// counts that several refresh dates repeat are one revision with the last of these.
type history []entry

// entry is a revision and its origin.
type entry struct {
	model.Day
	// importID is the import that the revision is from, or fromGraph. If several reports have it, fromGraph wins.
	importID int64
}

const fromGraph = 0

func entriesOf(days []model.Day, importID int64) []entry {
	entries := make([]entry, len(days))
	for i, day := range days {
		entries[i] = entry{day, importID}
	}
	return entries
}

func (h history) current() entry { return h[len(h)-1] }

// revisions are those before the current one.
func (h history) revisions() history { return h[:max(0, len(h)-1)] }

// with is the history with one more revision. The receiver is not changed.
func (h history) with(day entry) history {
	next := slices.IndexFunc(h, func(known entry) bool { return known.RefreshDate > day.RefreshDate })
	if next < 0 {
		next = len(h)
	}
	last := next - 1
	switch {
	case last >= 0 && h[last].RefreshDate == day.RefreshDate:
		return h.withSameRefresh(last, day)
	case next < len(h) && h[next].Counts == day.Counts:
		return h.confirmed(next, day.importID)
	case last >= 0 && h[last].Counts == day.Counts:
		if h[last].importID == fromGraph {
			day.importID = fromGraph
		}
		return slices.Concat(h[:last], history{day}, h[next:])
	default:
		return slices.Concat(h[:next], history{day}, h[next:])
	}
}

// withSameRefresh is with for a day whose refresh date is also that of h[last], the last one with it.
func (h history) withSameRefresh(last int, day entry) history {
	if at := slices.IndexFunc(h, func(known entry) bool { return includes(known.Day, day.Day) }); at >= 0 {
		return h.confirmed(at, day.importID)
	}
	known := h[last]
	contradicts := false
	for t, count := range day.Counts {
		_, isKnown := count.Value()
		_, wasKnown := known.Counts[t].Value()
		if !isKnown {
			day.Counts[t] = known.Counts[t]
		}
		contradicts = contradicts || isKnown && wasKnown && count != known.Counts[t]
	}
	if contradicts {
		return slices.Concat(h[:last+1], history{day}, h[last+1:])
	}
	return slices.Concat(h[:last], history{day}, h[last+1:])
}

// confirmed is the history after the revision at an index was reported again.
func (h history) confirmed(at int, importID int64) history {
	if importID != fromGraph || h[at].importID == fromGraph {
		return h
	}
	after := slices.Clone(h)
	after[at].importID = fromGraph
	return after
}

// without is the history without the revisions for which isRemoved is true. Neighbours that then have the same counts become
// one.
func (h history) without(isRemoved func(entry) bool) history {
	var rest history
	for _, revision := range h {
		if !isRemoved(revision) {
			rest = rest.with(revision)
		}
	}
	return rest
}

// includes reports whether a revision has every known count of another one with the same refresh date.
func includes(revision, day model.Day) bool {
	for t, count := range day.Counts {
		if _, isKnown := count.Value(); isKnown && count != revision.Counts[t] {
			return false
		}
	}
	return revision.RefreshDate == day.RefreshDate
}
