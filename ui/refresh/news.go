package refresh

import (
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// News is how a reading differs from the one before.
type News struct {
	// IsFirst reports whether there was no reading before.
	IsFirst bool
	// NewDays is the number of days that the reading before lacked, RevisedDays the number of days whose counts have changed.
	NewDays, RevisedDays int
	// DataTo is the refresh date of the answer, IsLater whether that is later than before.
	DataTo  model.Date
	IsLater bool
}

// IsNothing reports whether the answer is the same as the reading before.
func (n News) IsNothing() bool {
	return !n.IsFirst && n.NewDays == 0 && n.RevisedDays == 0 && !n.IsLater
}

// Compare compares a reading with that of the state before.
func Compare(before State, reading reports.Reading) News {
	news := News{
		IsFirst: !before.HasReading(),
		DataTo:  reading.Report.RefreshDate,
		IsLater: reading.Report.RefreshDate > before.DataTo(),
	}
	earlier := map[model.Date]model.Day{}
	for _, day := range before.reading.Report.Days() {
		earlier[day.Date] = day
	}
	for _, day := range reading.Report.Days() {
		known, found := earlier[day.Date]
		switch {
		case !found:
			news.NewDays++
		case known.Counts != day.Counts:
			news.RevisedDays++
		}
	}
	return news
}
