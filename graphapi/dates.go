package graphapi

import (
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

const hasImplausibleDates = " has implausible dates"

// CheckDates refuses a report with implausible dates, which would win over all later reports of the same days: refresh
// dates after tomorrow, and days after their refresh date. The error is a *problem.Error of Kind NotReport.
func CheckDates(report model.Report, now time.Time) error {
	tomorrow := model.DateOf(now.UTC()) + 1
	return implausible(report, report.CheckDates(tomorrow), now)
}

// checkAnswer is CheckDates for an answer of Graph, whose days also belong to the period of the request.
func checkAnswer(report model.Report, period model.Period, now time.Time) error {
	if err := CheckDates(report, now); err != nil {
		return err
	}
	return implausible(report, report.CheckPeriod(period), now)
}

func implausible(report model.Report, err error, now time.Time) error {
	if err == nil {
		return nil
	}
	return problem.New(problem.Error{
		Kind: problem.NotReport,
		What: problem.Capitalized(nameOf([]*model.Definition{report.Definition}) + hasImplausibleDates),
		Why:  problem.Sentence(err.Error()),
		Do: "It was not stored. Check where it comes from, and this computer's clock, which says " +
			now.UTC().Format(time.DateOnly) + ".",
		Err: err,
	})
}
