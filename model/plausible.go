package model

import "fmt"

// CheckDates returns an error that names the first implausible date: a refresh date after latest, or a day after its own
// refresh date. A single such date would win over every later report of its day.
func (r Report) CheckDates(latest Date) error {
	for _, day := range r.days {
		switch {
		case day.RefreshDate > latest:
			return fmt.Errorf("the refresh date %s lies in the future", day.RefreshDate)
		case day.Date > day.RefreshDate:
			return fmt.Errorf("the day %s is later than its refresh date %s", day.Date, day.RefreshDate)
		}
	}
	return nil
}

// CheckPeriod returns an error that names the first day outside a period of Graph that ends with the report's refresh
// date.
func (r Report) CheckPeriod(period Period) error {
	first := r.RefreshDate - Date(period.Days()) + 1
	for _, day := range r.days {
		if day.Date < first {
			return fmt.Errorf("the day %s is not among the last %s up to the refresh date %s",
				day.Date, period.Label(), r.RefreshDate)
		}
	}
	return nil
}
