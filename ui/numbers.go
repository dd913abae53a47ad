package ui

import (
	"strconv"
	"strings"
	"time"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/format"
)

// fitCount is a count for a column of so many places: whole where there is room, else short as 12.3k.
func fitCount(count model.Count, places int) string {
	whole := format.Count(count)
	sessions, known := count.Value()
	if len(whole) <= places || !known {
		return whole
	}
	return chart.Compact(sessions)
}

// percent is a share for reading: "62.3 %"; "" where it is not known.
func percent(part, whole model.Count) string {
	share, known := model.Share(part, whole)
	if !known {
		return ""
	}
	return strconv.FormatFloat(share*100, 'f', 1, 64) + " %"
}

// signed is a relative change for reading: "+3.1 %", "−3.1 %"; "" where it is not known.
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

// ageInWords says how old data is that Graph had counted up to a day.
func ageInWords(refreshed model.Date, now time.Time) string {
	switch days := int(model.DateOf(now.UTC()) - refreshed); {
	case days < 0:
		return "ahead of the clock"
	case days == 0:
		return "of today"
	case days == 1:
		return "1 day old"
	case days < 60:
		return strconv.Itoa(days) + " days old"
	case days < 730:
		return strconv.Itoa(days/30) + " months old"
	default:
		return strconv.Itoa(days/365) + " years old"
	}
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
