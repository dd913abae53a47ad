package ui

import (
	"strconv"
	"strings"
	"time"

	"peerdash/model"
)

// percent is a share for reading: "62.3 %"; "" if it is not known.
func percent(part, whole model.Count) string {
	share, known := model.Share(part, whole)
	if !known {
		return ""
	}
	return strconv.FormatFloat(share*100, 'f', 1, 64) + " %"
}

// signed is a relative change for reading: "+3.1 %", "−3.1 %"; "" if it is not known.
func (c change) signed() string {
	if !c.known {
		return ""
	}
	percents := c.value * 100
	if percents >= 999.5 {
		return ">999 %"
	}
	digits := strconv.FormatFloat(percents, 'f', 1, 64)
	switch {
	case digits == "0.0" || digits == "-0.0":
		return "0.0 %"
	case strings.HasPrefix(digits, "-"):
		return "−" + digits[1:] + " %"
	default:
		return "+" + digits + " %"
	}
}

// ageInWords says how long ago a day was: "2 days ago".
func ageInWords(date model.Date, now time.Time) string {
	today := model.DateOf(now.UTC())
	switch age, months := int(today-date), wholeMonths(date, today); {
	case age < 0:
		return "in the future"
	case age == 0:
		return "today"
	case age == 1:
		return "yesterday"
	case age < 60:
		return strconv.Itoa(age) + " days ago"
	case months < 24:
		return strconv.Itoa(max(months, 2)) + " months ago"
	default:
		return strconv.Itoa(months/12) + " years ago"
	}
}

// wholeMonths is the number of whole months from one day to another.
func wholeMonths(from, to model.Date) int {
	a, b := from.Time(), to.Time()
	months := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		months--
	}
	return months
}

func daysInWords(days int) string {
	if days == 1 {
		return "1 day"
	}
	return strconv.Itoa(days) + " days"
}

// shortDate is a date as in "28 Jun 2021", longDate one with its weekday.
func shortDate(date model.Date) string { return date.Time().Format("2 Jan 2006") }

func longDate(date model.Date) string { return date.Time().Format("Mon 2 Jan 2006") }

// clock is a time of day in the zone of the model's clock, with the date where that is another.
func (m Model) clock(t time.Time) string {
	t = t.In(m.now.Location())
	if model.DateOf(t) != model.DateOf(m.now) {
		return t.Format("2 Jan 15:04")
	}
	return t.Format("15:04")
}
